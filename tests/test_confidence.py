"""Chances and the marks that follow: two readings, the scorecard, exchanged columns, the audit sample."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_paper import DOCUMENT, VOCABULARY, columns, table

from extractors.shapes import Box, Word
from normalizers.confidence.audit import audited
from normalizers.confidence.calibration import calibration
from normalizers.confidence.exchanged import (
    doubt_exchanged,
    doubt_exchanged_in,
    exchanged_numbers,
    exchanged_series,
    exchanged_years,
)
from normalizers.confidence.ink import expected, too_little, too_much
from normalizers.confidence.lexicon import slip, words_of
from normalizers.confidence.readings import alternative, counts_on, unconfirmed
from normalizers.models import Mark, Record
from normalizers.records import read_records
from normalizers.settings import JudgingSettings
from normalizers.tables import Entry, Spot, Table

BOX = Box(0, 0, 30, 10)
NAMES = ("nomor", "sasaran", "indikator", "satuan", "target 2024")
CARDS = (calibration().values, calibration().head)
EVIDENCE = sorted({name for card in CARDS for name in card.steps})


def read(text: str, second: str | None, confidence: float = 0.98) -> Word:
    return Word(text, BOX, confidence, second=second)


def scanned(*words: Word) -> Entry:
    weakest = min(word.confidence or 0 for word in words)
    return Entry((" ".join(word.text for word in words),), (Spot(1, BOX, weakest, words),))


def records(target: Entry, settings: JudgingSettings | None = None) -> list[Record]:
    rows = table(NAMES, ["1", "Meningkatnya mutu", "Jumlah kapal", "unit", target])
    return read_records([rows], DOCUMENT, VOCABULARY, settings=settings)


def marks(record: Record, field: str) -> list[Mark]:
    return [mark for mark in record.review if mark.field == field]


@pytest.mark.parametrize(
    ("text", "second", "confirmed"),
    [
        ("9,1", "9,1", True),
        ("9,1", "91", False),
        ("4890);", "4890),", True),
        ("9,1", None, False),
        ("9,1", "", False),
        ("kapal", None, True),
    ],
)
def test_a_number_needs_a_second_reading(text: str, second: str | None, confirmed: bool) -> None:
    assert (unconfirmed([read(text, second)]) == []) is confirmed


def test_a_printed_number_needs_none() -> None:
    assert unconfirmed([Word("9,1", BOX)]) == []


def test_the_other_reading_is_told() -> None:
    assert alternative("naik 9,1 persen", [read("naik", "naik"), read("9,1", "91")]) == "naik 91 persen"
    assert alternative("naik 9,1", [read("9,1", "9,1"), read("naik", None)]) is None


def test_a_disputed_target_is_marked_with_what_was_seen_and_the_other_reading() -> None:
    (record,) = records(scanned(read("9,1", "91", 0.4)))
    (mark,) = marks(record, "target.2024")
    assert (mark.reason, mark.seen, mark.alternative) == ("angka-tak-sepakat", "9,1", "91")
    assert mark.explanation != mark.reason
    assert record.provenance["target.2024"].confidence < record.provenance["indikator"].confidence
    assert record.confidence < 1


def test_what_was_read_badly_is_marked_by_its_chance_only() -> None:
    bad = scanned(read("kapal", None, 0.7))
    (easy,), (strict,) = records(bad, JudgingSettings(accept=0)), records(bad, JudgingSettings(accept=1))
    assert marks(easy, "target.2024") == []
    assert [mark.reason for mark in marks(strict, "target.2024")] == ["ocr-ragu"]


def test_a_word_below_the_limit_is_marked_whatever_the_threshold() -> None:
    (record,) = records(scanned(read("kapal", None, 0.3)), JudgingSettings(accept=0))
    assert [mark.reason for mark in marks(record, "target.2024")] == ["ocr-ragu"]


def test_a_nomor_between_its_neighbours_is_proven() -> None:
    assert counts_on("4", "3", None)
    assert counts_on("4", None, "5")
    assert not counts_on("4", "2", "6")
    assert not counts_on("a", None, None)


def test_a_row_without_a_number_among_numbered_ones_is_doubted() -> None:
    rows = [[str(n), "Mutu", f"Jumlah kapal {n}", "unit", "5"] for n in range(1, 7)]
    rows[3][0] = ""
    found = read_records([table(NAMES, *rows)], DOCUMENT, VOCABULARY)
    assert [record.row for record in found if marks(record, "indikator")] == [4]


@given(st.dictionaries(st.sampled_from(EVIDENCE), st.floats(0, 5)), st.sampled_from(EVIDENCE), st.floats(0, 5))
def test_more_evidence_never_makes_a_value_likelier(found: dict[str, float], name: str, more: float) -> None:
    for card in CARDS:
        before = card.chance(found)
        assert 0 < card.chance(found | {name: found.get(name, 0.0) + more}) <= before < 1


def swapped(whole: Table, left: int, right: int) -> Table:
    home = {left: right, right: left}
    return replace(
        whole,
        rows=tuple(
            replace(row, entries={home.get(index, index): entry for index, entry in row.entries.items()})
            for row in whole.rows
        ),
    )


def test_columns_that_were_exchanged_are_doubted() -> None:
    names = ("nomor", "sasaran", "indikator", "formulasi")
    rows = [
        ["1", "Meningkatnya kualitas pelayanan", "Persentase kapal baik", "Jumlah kapal baik / jumlah kapal x 100%"],
        ["2", "Terwujudnya pelabuhan aman", "Jumlah pelabuhan", "Jumlah pelabuhan yang aman dibagi semua x 100%"],
        ["3", "Meningkatnya kapasitas nelayan", "Indeks kepuasan nelayan", "Nilai survei / jumlah unsur x 100%"],
    ]
    whole = table(names, *rows)
    assert doubt_exchanged(whole, calibration()) == whole
    for left, right in ((1, 3), (0, 2), (2, 3)):
        changed = doubt_exchanged(swapped(whole, left, right), calibration())
        assert "kolom-tertukar" in changed.columns[left].doubts, (left, right)


def test_cards_are_judged_together() -> None:
    """What the definition of one card looks like says nothing; what those of all look like does."""
    names = ("indikator", "definisi_operasional", "formulasi", "satuan")
    rows = [
        ["Persentase kapal baik", "Kapal yang laik laut", "Jumlah kapal baik / jumlah kapal x 100%", "%"],
        ["Angka kecelakaan", "Jumlah kecelakaan dibagi jumlah kapal", "Data resmi instansi terkait", "Angka"],
        ["Persentase nelayan", "Kondisi nelayan pada akhir tahun", "Jumlah nelayan / jumlah penduduk x 100%", "%"],
        ["Indeks kepuasan", "Ukuran kepuasan nelayan", "Nilai survei / jumlah unsur x 100%", "Indeks"],
    ]
    cards = [table(names, row) for row in rows]
    assert [doubt_exchanged(card, calibration()) == card for card in cards] == [True, False, True, True]
    assert doubt_exchanged_in(cards, calibration()) == cards
    changed = doubt_exchanged_in([swapped(card, 0, 2) for card in cards], calibration())
    assert all("kolom-tertukar" in card.columns[0].doubts for card in changed)


def test_years_that_were_exchanged_are_doubted() -> None:
    names = ("indikator", "target 2021", "target 2022", "target 2023", "target 2024")
    whole = table(names, ["Kapal", "80", "82", "85", "90"], ["Biaya", "9", "8", "7", "6"])
    assert exchanged_years(whole) == []
    assert (2, 3) in exchanged_years(swapped(whole, 2, 3))


def test_columns_of_a_table_have_no_doubts_by_themselves() -> None:
    assert all(column.doubts == () for column in columns(*NAMES))


@given(st.text(max_size=20), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_sample_holds_the_smaller_one(record_id: str, one: float, other: float) -> None:
    small, large = sorted((one, other))
    assert audited(record_id, "satuan", small) <= audited(record_id, "satuan", large)
    assert not audited(record_id, "satuan", 0)


def test_the_sample_has_its_share_and_no_marked_value() -> None:
    drawn = sum(audited(f"r{number}", "indikator", 0.1) for number in range(3000))
    assert 200 < drawn < 400
    (record,) = records(scanned(read("9,1", "91", 0.4)), JudgingSettings(audit=1))
    assert {key for key, place in record.provenance.items() if not place.audit} == {"target.2024"}


def test_settings_are_part_of_the_fingerprint() -> None:
    assert JudgingSettings().fingerprint == JudgingSettings().fingerprint
    assert JudgingSettings(accept=0.5).fingerprint != JudgingSettings(accept=0.6).fingerprint


def test_a_word_that_one_look_alike_letter_would_make_known_is_a_slip() -> None:
    assert [word for word in ("intem", "hanan", "Sekretanat", "intern", "harian") if slip(word.casefold())] == [
        "intem",
        "hanan",
        "Sekretanat",
    ]
    # A name that no list knows, and that resembles nothing, is no slip; short words and numbers are not judged.
    assert not slip("pendowoharjo")
    assert words_of(["No. 25 Ki Hajar", "x/100"]) == ["hajar"]


def test_ink_that_no_letter_accounts_for_is_evidence() -> None:
    assert expected("1,5%(lima)") == 13
    assert too_much([replace(read("dan", None), ink=17), replace(read("kapal", None), ink=5)]) == 14
    assert too_little([replace(read("kapal", None), ink=1)]) == pytest.approx(0.8)
    assert (too_much([read("dan", None)]), too_little([read("dan", None)])) == (0, 0)


def test_series_and_numbers_that_were_exchanged_are_doubted() -> None:
    names = ("nomor", "sasaran", "nomor", "indikator", "realisasi 2023", "target 2024")
    rows = [["1", "Mutu", str(n), f"Jumlah kapal {n}", str(5 * n), str(6 * n)] for n in range(1, 5)]
    whole = table(names, *rows)
    assert (exchanged_series(whole), exchanged_numbers(whole)) == ([], [])
    assert exchanged_series(swapped(whole, 4, 5)) == [(4, 5)]
    assert exchanged_numbers(swapped(whole, 0, 2)) == [(0, 2)]


def test_a_column_of_no_field_that_holds_a_series_numbers_is_doubted() -> None:
    names = ("indikator", "target 2024", "?Wilayah kerja")
    whole = table(names, ["Jumlah kapal", "81", "pantai utara"], ["Jumlah dermaga", "83", "pantai selatan"])
    assert doubt_exchanged(whole, calibration()) == whole
    assert all(column.doubts for column in doubt_exchanged(swapped(whole, 1, 2), calibration()).columns)
