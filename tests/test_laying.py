"""Answers laid over readings: what they change, what they leave, and what happens when the machine reads anew."""

from __future__ import annotations

import random

from answers import answer, document, record
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers.models import Mark, Record
from pipeline.corrections.cells import cells, put
from pipeline.corrections.laying import REOPENED, UNREADABLE, corrected, lay_over
from pipeline.corrections.models import Correction, Spot
from pipeline.digitise import Digitised

TWO = document(record(1, marks=("target.2019", "satuan")), record(2))
ONE, OTHER = (item.record_id for item in TWO.records)


def by_id(said: Digitised) -> dict[str, Record]:
    return {item.record_id: item for item in said.records}


def test_nothing_said_changes_nothing() -> None:
    assert corrected(TWO, []) is TWO
    assert lay_over(TWO, []).digitised == TWO


def test_a_confirmed_value_keeps_its_text_and_loses_its_mark() -> None:
    first, second = corrected(TWO, [answer(TWO, "confirm", record_id=ONE, field="target.2019")]).records
    assert first.target == TWO.records[0].target
    assert [mark.field for mark in first.review] == ["satuan"]
    assert first.provenance["target.2019"].by == "person"
    assert first.provenance["satuan"].by == "machine"
    assert first.confidence > TWO.records[0].confidence
    assert second == TWO.records[1]


def test_a_change_keeps_the_reading_beside_it() -> None:
    change = answer(TWO, "change", record_id=ONE, field="target.2019", after="7,5", nilai=7.5)
    first = corrected(TWO, [change]).records[0]
    assert [(value.tahun, value.teks, value.nilai) for value in first.target] == [(2019, "7,5", 7.5)]
    assert (first.provenance["target.2019"].text, first.provenance["target.2019"].by) == ("1,5", "person")


def test_what_follows_from_a_text_follows_a_change() -> None:
    said = [
        answer(TWO, "change", record_id=ONE, field="satuan", after="Orang"),
        answer(TWO, "change", record_id=ONE, field="keterangan", after="UU No. 25 Tahun 1992"),
        answer(TWO, "change", record_id=ONE, field="target.2019", after=None),
    ]
    first = corrected(TWO, said).records[0]
    assert first.satuan_baku == "orang"
    assert [law.nomor for law in first.dasar_hukum] == ["25"]
    assert first.target == []


def test_a_document_without_marks_left_is_ok() -> None:
    said = [answer(TWO, "confirm", record_id=ONE, field=name) for name in ("target.2019", "satuan")]
    assert corrected(TWO, said[:1]).document.status == "review"
    assert corrected(TWO, said).document.status == "ok"


def test_unreadable_stays_doubtful() -> None:
    first = corrected(TWO, [answer(TWO, "unreadable", record_id=ONE, field="target.2019")]).records[0]
    assert [(mark.field, mark.reason) for mark in first.review] == [
        ("satuan", "ocr-ragu"),
        ("target.2019", UNREADABLE),
    ]
    assert first.provenance["target.2019"].by == "machine"


def test_a_dropped_record_is_gone_and_rows_are_counted_again() -> None:
    said = corrected(TWO, [answer(TWO, "drop", record_id=ONE)])
    assert [(item.record_id, item.row) for item in said.records] == [(OTHER, 1)]
    assert said.document.records == 1


def test_an_added_record_stands_where_it_was_said() -> None:
    spot = {"indikator": Spot(page=1, bbox=(40, 145, 100, 150))}
    values = {"indikator": "Baru", "target.2019": "4.084.357.380"}
    placed = answer(TWO, "add", record_id="n" * 20, values=values, spots=spot)
    said = corrected(TWO, [placed])
    assert [item.record_id for item in said.records] == [ONE, "n" * 20, OTHER]
    assert said.records[1].target[0].nilai == 4084357380
    assert said.records[1].provenance["indikator"].by == "person"
    behind = answer(TWO, "add", record_id="n" * 20, values=values, behind=OTHER)
    assert [item.record_id for item in corrected(TWO, [behind]).records] == [ONE, OTHER, "n" * 20]


def test_an_added_record_can_be_changed_and_dropped() -> None:
    add = answer(TWO, "add", record_id="n" * 20, values={"indikator": "Baru"})
    seen = {"indikator": "Baru", "text": None}
    change = answer(TWO, "change", record_id="n" * 20, field="satuan", machine=seen, after="%")
    assert by_id(corrected(TWO, [add, change]))["n" * 20].satuan_baku == "persen"
    drop = answer(TWO, "drop", record_id="n" * 20, machine=seen)
    assert corrected(TWO, [add, change, drop]).records == TWO.records


def test_a_column_given_another_field_swaps_what_stood_there() -> None:
    read = document(record(1, kolom_lain={"Cara": "a / b"}, formulasi="lama", marks=("kolom_lain.Cara",)))
    name = read.records[0].record_id
    move = answer(read, "move", record_id=name, field="kolom_lain.Cara", to_record_id=name, to_field="formulasi")
    first = corrected(read, [move]).records[0]
    assert (first.formulasi, first.kolom_lain) == ("a / b", {"Cara": "lama"})
    assert first.provenance["formulasi"].text == "a / b"
    assert [mark.field for mark in first.review] == ["formulasi"]


def test_a_text_moved_to_a_year_gets_its_number() -> None:
    read = document(record(1, kolom_lain={"2020": "12,25"}))
    name = read.records[0].record_id
    move = answer(read, "move", record_id=name, field="kolom_lain.2020", to_record_id=name, to_field="target.2020")
    assert [(value.tahun, value.nilai) for value in corrected(read, [move]).records[0].target] == [
        (2019, 1.5),
        (2020, 12.25),
    ]


def test_undoing_and_undoing_that() -> None:
    change = answer(TWO, "change", record_id=ONE, field="satuan", after="Orang")
    undo = answer(TWO, "undo", undoes=change.id)
    again = answer(TWO, "undo", undoes=undo.id)
    assert corrected(TWO, [change, undo]).records == TWO.records
    assert corrected(TWO, [change, undo, again]).records[0].satuan == "Orang"


def test_a_group_is_undone_as_one() -> None:
    said = [answer(TWO, "drop", record_id=name, group="g") for name in (ONE, OTHER)]
    assert corrected(TWO, said).records == []
    assert corrected(TWO, [*said, answer(TWO, "undo", undoes="g")]).records == TWO.records


def test_another_reading_reopens_the_answer_and_keeps_the_machines_value() -> None:
    change = answer(TWO, "change", record_id=ONE, field="target.2019", after="7,5", nilai=7.5)
    anew = document(put(TWO.records[0], "target.2019", "2,5", 2.5), TWO.records[1])
    laid = lay_over(anew, [change])
    first = laid.digitised.records[0]
    assert first.target[0].teks == "2,5"
    assert REOPENED in {mark.reason for mark in first.review if mark.field == "target.2019"}
    assert [bundle.corrections for bundle in laid.stale] == [(change,)]


def test_a_reading_that_is_now_what_the_person_wrote_needs_no_one() -> None:
    change = answer(TWO, "change", record_id=ONE, field="target.2019", after="7,5", nilai=7.5)
    anew = document(put(TWO.records[0], "target.2019", "7,5", 7.5), TWO.records[1])
    assert lay_over(anew, [change]).stale == ()


def test_a_new_answer_closes_a_reopened_one() -> None:
    old = answer(TWO, "confirm", record_id=ONE, field="target.2019")
    anew = document(put(TWO.records[0], "target.2019", "2,5", 2.5), TWO.records[1])
    new = answer(anew, "confirm", record_id=ONE, field="target.2019")
    laid = lay_over(anew, [old, new])
    assert laid.stale == ()
    assert [mark.field for mark in laid.digitised.records[0].review] == ["satuan"]


def test_an_answer_follows_its_indikator_when_rows_have_moved() -> None:
    change = answer(TWO, "change", record_id=ONE, field="satuan", after="Orang")
    first, second = TWO.records
    moved = document(
        record(1, "Baris baru"),
        first.model_copy(update={"record_id": OTHER, "row": 2}),
        second.model_copy(update={"record_id": f"{3:020x}", "row": 3}),
    )
    assert [item.satuan for item in corrected(moved, [change]).records] == ["%", "Orang", "%"]


def test_a_change_of_structure_holds_together_or_not_at_all() -> None:
    joined = [
        answer(TWO, "change", record_id=ONE, field="indikator", after="Indikator 1 Indikator 2", group="g"),
        answer(TWO, "drop", record_id=OTHER, group="g"),
    ]
    assert [item.indikator for item in corrected(TWO, joined).records] == ["Indikator 1 Indikator 2"]
    anew = document(put(TWO.records[0], "indikator", "Indikator satu"), TWO.records[1])
    laid = lay_over(anew, joined)
    assert laid.digitised.records[1:] == anew.records[1:]
    assert REOPENED in {mark.reason for mark in laid.digitised.document.review}


def test_a_record_that_the_machine_reads_by_now_is_not_added_twice() -> None:
    add = answer(TWO, "add", record_id="n" * 20, values={"indikator": "Baru"})
    laid = lay_over(document(*TWO.records, record(3, "Baru")), [add])
    assert len(laid.digitised.records) == 3
    assert laid.stale != ()


def test_the_head_can_be_answered_too() -> None:
    mark = Mark(field="penandatangan.nip", reason="nip-janggal", explanation="x")
    read = document(record(1), review=[mark])
    said = [
        answer(read, "change", field="penandatangan.nip", after="196502191990031005"),
        answer(read, "change", field="wilayah", after="Kota Bekasi"),
        answer(read, "change", field="misi", after="Satu\nDua"),
        answer(read, "change", field="tanggal", after="2018-03-05"),
    ]
    head = corrected(read, said).document
    assert (head.penandatangan.nip, head.wilayah.kode, head.misi) == ("196502191990031005", "32.75", ["Satu", "Dua"])
    assert (str(head.tanggal), head.status, head.by_person) == (
        "2018-03-05",
        "ok",
        ["misi", "penandatangan.nip", "tanggal", "wilayah"],
    )


KEYS = st.sampled_from(["indikator", "satuan", "sasaran", "target.2019", "realisasi", "kolom_lain.X"])
ACTIONS = st.one_of(
    st.tuples(st.just("confirm"), st.integers(1, 3), KEYS),
    st.tuples(st.just("unreadable"), st.integers(1, 3), KEYS),
    st.tuples(st.just("change"), st.integers(1, 3), KEYS, st.text(max_size=5)),
    st.tuples(st.just("move"), st.integers(1, 3), KEYS, st.integers(1, 3), KEYS),
    st.tuples(st.just("drop"), st.integers(1, 3)),
    st.tuples(st.just("undo"), st.integers(0, 20)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTIONS, max_size=8), st.randoms())
def test_any_answers_in_any_order_of_lines_lose_no_text_silently(
    steps: list[tuple[object, ...]], shuffle: random.Random
) -> None:
    read = document(*(record(row, kolom_lain={"X": f"lain {row}"}) for row in (1, 2, 3)))
    ids = {row: item.record_id for row, item in enumerate(read.records, start=1)}
    said: list[Correction] = []
    for kind, *rest in steps:
        if kind == "undo":
            if said:
                said.append(answer(read, "undo", undoes=said[int(str(rest[0])) % len(said)].id))
            continue
        fields: dict[str, object] = {"record_id": ids[int(str(rest[0]))]}
        if len(rest) > 1:
            fields["field"] = rest[1]
        if kind == "change":
            fields["after"] = rest[2]
        if kind == "move":
            fields |= {"to_record_id": ids[int(str(rest[2]))], "to_field": rest[3]}
        said.append(answer(read, str(kind), **fields))
    laid = lay_over(read, said)
    shuffle.shuffle(said)
    assert lay_over(read, said) == laid
    assert laid.stale == ()
    standing = {correction.action for correction in said if correction.action in ("change", "drop", "undo")}
    if not standing:
        before = sorted(text for item in read.records for text in cells(item).values())
        after = sorted(text for item in laid.digitised.records for text in cells(item).values())
        assert after == before
