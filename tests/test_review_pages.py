"""The review page by requests: answers, structure, sharing a folder, and who is let in."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from paper import ROWS, iku_pdf, write
from review_room import Visitor, copied, read_once, visit

from extractors.errors import UsageError
from pipeline.corrections.journal import Journal
from pipeline.corrections.laying import REOPENED
from pipeline.review.security import HEADERS, check_listening, hashed
from pipeline.run import run
from pipeline.store import locked


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return read_once(tmp_path_factory.mktemp("read"))


@pytest.fixture
def room(read: Path, tmp_path: Path) -> Visitor:
    return visit(copied(read, tmp_path))


def test_every_page_opens(room: Visitor) -> None:
    document, record = room.document, room.records[0]
    places = [
        f"/{name}/{document}/{record}" for name in ("periksa", "kolom", "pecah", "gabung", "pindah", "buang-tabel")
    ]
    for path in [
        "/", "/dokumen", "/periksa", "/berita-acara", f"/dokumen/{document}", f"/berita-acara/{document}",
        f"/periksa/{document}/kepala", f"/baris-baru/{document}/1?dekat={record}", f"/gambar/{document}/1",
        f"/lembar/{document}/1", f"/potongan/{document}/{record}?field=indikator", "/static/periksa.css",
        "/static/htmx/htmx.min.js", *places,
    ]:  # fmt: skip
        answer = room.client.get(path)
        assert answer.status_code == 200, path
        assert all(answer.headers[name] == value for name, value in HEADERS.items())


def test_an_answer_is_on_the_disk_before_the_page_goes_on(room: Visitor) -> None:
    record = room.records[0]
    onward = room.answer(record, "satuan", "Orang")
    assert onward.status_code == 200
    assert "/periksa/" in str(onward.url)
    again = Journal(room.desk.output)
    again.refresh()
    assert [(said.field, said.before, said.after, said.who) for said in again.all()] == [
        ("satuan", "Persen", "Orang", "Siti")
    ]


def test_publishing_writes_the_answers_into_the_tables(room: Visitor) -> None:
    room.answer(room.records[0], "satuan", "Orang")
    assert room.post("/terbitkan").status_code == 200
    first = json.loads((room.desk.output / "records.jsonl").read_text("utf-8").splitlines()[0])
    assert (first["satuan"], first["satuan_baku"], first["provenance"]["satuan"]["by"]) == ("Orang", "orang", "person")


def test_a_text_that_looks_like_html_is_shown_as_text(room: Visitor) -> None:
    evil = '<script>alert("x")</script>'
    page = room.answer(room.records[0], "keterangan", evil)
    page = room.client.get(f"/periksa/{room.document}/{room.records[0]}")
    assert evil not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_number_of_two_meanings_is_not_confirmed_without_saying_which(room: Visitor) -> None:
    record = room.records[9]
    given: dict[str, object] = {"nilai": "", "shown_nilai": ""}
    refused = room.answer(record, "target.2019", "9,154", **given)
    assert refused.status_code == 400
    assert "dua angka" in refused.text
    assert room.answer(record, "target.2019", "9,154", **(given | {"nilai": "9154"})).status_code == 200
    (value,) = room.desk.record(room.document, record).target
    assert (value.teks, value.nilai) == ("9,154", 9154)


def test_a_new_text_brings_its_own_number(room: Visitor) -> None:
    room.answer(room.records[0], "target.2019", "71,5", nilai="61", shown_nilai="61")
    (value,) = room.desk.record(room.document, room.records[0]).target
    assert (value.teks, value.nilai) == ("71,5", 71.5)


def test_the_queue_shrinks_and_the_sample_is_told_by_nothing(room: Visitor) -> None:
    before = room.desk.index.engine.connect().exec_driver_sql("select count(*) from items").scalar_one()
    room.answer(room.records[0], "sumber_data", "Bidang Arsip")
    after = room.desk.index.engine.connect().exec_driver_sql("select count(*) from items").scalar_one()
    assert after == before - 1


@pytest.mark.parametrize(
    "kind", ["tahun=2019", "bidang=target", "alasan=kolom-ragu", "instansi=arsip", "keyakinan=0.5"]
)
def test_filters_leave_only_what_they_name(room: Visitor, kind: str) -> None:
    page = room.client.get(f"/?{kind}").text
    assert ("9,154" in page) == (kind in ("tahun=2019", "bidang=target", "instansi=arsip"))


def test_the_random_sample_is_in_the_queue(room: Visitor) -> None:
    machine = room.desk.memory.result(room.document)
    assert machine is not None
    first = machine.records[0]
    for drawn in (True, False):
        place = first.provenance["indikator"].model_copy(update={"audit": drawn})
        places = first.provenance | {"indikator": place}
        records = [first.model_copy(update={"provenance": places}), *machine.records[1:]]
        room.desk.memory.store.keep_result(machine.model_copy(update={"records": records}))
        room.desk.index.refresh()
        assert (first.indikator in room.client.get("/?bidang=indikator").text) == drawn


def test_two_people_do_not_overwrite_each_other(read: Path, tmp_path: Path) -> None:
    folder = copied(read, tmp_path)
    one, two = visit(folder, "Siti"), visit(folder, "Budi")
    record = one.records[0]
    shown = two.desk.version(two.document, record)
    one.answer(record, "satuan", "Orang")
    refused = two.answer(record, "satuan", "Unit", version=shown)
    assert refused.status_code == 409
    assert "Siti" in refused.text
    assert "Unit</textarea>" in refused.text
    assert one.text(record, "satuan") == two.text(record, "satuan") == "Orang"
    assert two.answer(record, "satuan", "Unit").status_code == 200
    one.desk.index.refresh_if_due()
    assert one.text(record, "satuan") == "Unit"


def test_answers_about_different_rows_do_not_hinder_each_other(read: Path, tmp_path: Path) -> None:
    folder = copied(read, tmp_path)
    one, two = visit(folder, "Siti"), visit(folder, "Budi")
    first, second, *_ = one.records
    shown = two.desk.version(two.document, second)
    one.answer(first, "satuan", "Orang")
    assert two.answer(second, "satuan", "Unit", version=shown).status_code == 200


def test_rows_are_split_and_joined_again(room: Visitor) -> None:
    record = room.records[0]
    whole = room.text(record, "indikator")
    version = room.desk.document_version(room.document)
    fields = {"document": room.document, "record": record, "version": version}
    wrong = room.post("/pecah", **fields, **{"bawah.indikator": "tidak ada di sana"})
    assert wrong.status_code == 400
    assert (
        room.post("/pecah", **fields, **{"bawah.indikator": "yang tertata", "bawah.satuan": "Persen"}).status_code
        == 200
    )
    assert [room.text(name, "indikator") for name in room.records[:2]] == ["Persentase arsip aktif", "yang tertata"]
    assert [room.text(name, "satuan") for name in room.records[:2]] == [None, "Persen"]
    fields["version"] = room.desk.document_version(room.document)
    assert room.post("/gabung", **fields).status_code == 200
    assert room.text(record, "indikator") == whole
    assert room.text(record, "satuan") == "Persen"
    assert len(room.records) == 11


def test_a_doubtful_column_is_confirmed_at_once(room: Visitor) -> None:
    def doubted() -> int:
        return sum(
            mark.field == "sumber_data"
            for record in room.desk.laid(room.document).digitised.records
            for mark in record.review
        )

    assert doubted() == 11
    version = room.desk.document_version(room.document)
    room.post("/kolom-benar", document=room.document, record=room.records[0], version=version, field="sumber_data")
    assert doubted() == 0
    room.post("/urung")
    assert doubted() == 11


def test_a_cell_moves_and_comes_back(room: Visitor) -> None:
    one, two, *_ = room.records
    first, second = room.text(one, "sumber_data"), room.text(two, "satuan")
    version = room.desk.document_version(room.document)
    room.post(
        "/pindah", document=room.document, record=one, version=version, field="sumber_data", to_record=two,
        to_field="satuan",
    )  # fmt: skip
    assert (room.text(one, "sumber_data"), room.text(two, "satuan")) == (second, first)
    room.post("/urung")
    assert (room.text(one, "sumber_data"), room.text(two, "satuan")) == (first, second)


def test_a_table_is_dropped_and_comes_back(room: Visitor) -> None:
    version = room.desk.document_version(room.document)
    room.post("/buang-tabel", document=room.document, record=room.records[0], version=version)
    assert room.records == []
    room.post("/urung")
    assert len(room.records) == 11


def test_undoing_an_undoing_from_the_history(room: Visitor) -> None:
    record = room.records[0]
    room.answer(record, "satuan", "Orang")
    room.post("/urung")
    (undo,) = [said for said in room.desk.journal.all() if said.action == "undo"]
    room.post("/urung", document=room.document, undoes=undo.id)
    assert room.text(record, "satuan") == "Orang"


def test_the_same_error_is_corrected_once_after_a_yes(room: Visitor) -> None:
    first, second, third, *_ = room.records
    page = room.answer(first, "sumber_data", "Bidang Kearsipan")
    assert "10 sel lain" in page.text
    assert room.text(second, "sumber_data") == "Bidang Arsip"
    (made,) = room.desk.journal.all()
    assert f"/potongan/{room.document}/{second}" in room.client.get(f"/sama/{made.id}").text
    room.post(f"/sama/{made.id}", **{f"sel.{room.document}.{second}": "1"})
    assert (room.text(second, "sumber_data"), room.text(third, "sumber_data")) == ("Bidang Kearsipan", "Bidang Arsip")


def test_a_document_read_anew_reopens_its_answers(room: Visitor) -> None:
    record = room.records[0]
    room.answer(record, "satuan", "Orang")
    store = room.desk.memory.store
    machine = room.desk.memory.result(room.document)
    assert machine is not None
    anew = [machine.records[0].model_copy(update={"satuan": "Perzen"}), *machine.records[1:]]
    store.keep_result(machine.model_copy(update={"records": anew}))
    room.desk.index.refresh_if_due()
    page = room.client.get(f"/periksa/{room.document}/{record}?field=satuan")
    assert "Perzen" in page.text
    assert "Dahulu Siti menjawab" in page.text
    assert REOPENED in room.client.get("/?alasan=koreksi-dibuka").text
    room.answer(record, "satuan", "Orang")
    assert room.text(record, "satuan") == "Orang"
    assert "koreksi-dibuka" not in room.client.get("/").text


def test_the_folder_may_be_read_into_while_it_is_reviewed(room: Visitor, tmp_path: Path) -> None:
    """`iku run` and the page on one folder: neither waits for the other, and nothing is lost."""
    source = write(tmp_path / "more", x=iku_pdf(), y=iku_pdf(ROWS[:1]))
    reading = threading.Thread(target=run, args=([source], room.desk.output), kwargs={"workers": 1})
    reading.start()
    for record in room.records:
        assert room.answer(record, "satuan", "Orang").status_code == 200
    reading.join()
    room.desk.index.refresh_if_due()
    assert len(room.desk.memory.files()) == 3
    assert room.post("/terbitkan").status_code == 200
    lines = (room.desk.output / "records.jsonl").read_text("utf-8").splitlines()
    own = [record for record in map(json.loads, lines) if record["document_id"] == room.document]
    assert [record["satuan"] for record in own] == ["Orang"] * 11
    assert len(lines) == 14


def test_publishing_waits_for_a_run(room: Visitor) -> None:
    with locked(room.desk.output):
        refused = room.post("/terbitkan")
    assert refused.status_code == 400
    assert "iku run" in refused.text


def test_a_file_that_changed_is_not_shown(room: Visitor) -> None:
    (entry,) = room.desk.memory.entries()
    path = entry.source
    before = path.read_bytes()
    try:
        path.write_bytes(iku_pdf())
        assert room.client.get(f"/gambar/{room.document}/1").status_code == 404
    finally:
        path.write_bytes(before)


def test_a_form_from_elsewhere_is_refused(room: Visitor) -> None:
    fields = {"document": room.document, "record": room.records[0], "field": "satuan", "text": "x"}
    assert room.client.post("/jawab", data=fields).status_code == 403
    assert room.client.post("/jawab", data=fields | {"_token": "0" * 64}).status_code == 403
    headers = {"origin": "http://evil.example"}
    token = {"_token": room.token()}
    assert room.client.post("/jawab", data=fields | token, headers=headers).status_code == 403
    assert room.desk.journal.all() == []


def test_another_name_for_this_machine_is_refused(room: Visitor) -> None:
    assert room.client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_with_a_password_nobody_comes_in_without_it(read: Path, tmp_path: Path) -> None:
    room = visit(copied(read, tmp_path), password=hashed("rahasia"))
    for path in ("/", f"/gambar/{room.document}/1", f"/dokumen/{room.document}"):
        assert str(room.client.get(path).url).endswith("/masuk")
    token = room.client.get("/masuk").text.partition('name="_token" value="')[2].partition('"')[0]
    wrong = room.client.post("/masuk", data={"_token": token, "name": "Budi", "password": "salah"})
    assert wrong.status_code == 403
    inside = room.client.post("/masuk", data={"_token": token, "name": "Budi", "password": "rahasia"})
    assert "Yang perlu diperiksa" in inside.text
    room.answer(room.records[0], "satuan", "Orang")
    assert [said.who for said in room.desk.journal.all()] == ["Budi"]
    room.post("/keluar")
    assert str(room.client.get("/").url).endswith("/masuk")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_others_are_let_in_only_with_a_password(host: str) -> None:
    with pytest.raises(UsageError, match="kata sandi"):
        check_listening(host, None)
    check_listening(host, hashed("rahasia"))
    for local in ("127.0.0.1", "::1", "localhost"):
        check_listening(local, None)
    with pytest.raises(UsageError, match="argon2"):
        check_listening(host, "rahasia")
