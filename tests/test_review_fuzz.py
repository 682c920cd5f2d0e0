"""Whatever a browser sends: no server error, nothing outside the folder, and nothing written that was not answered."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_room import Visitor, copied, read_once, visit

#: More of them in a long run: IKU_FUZZ=5000.
EXAMPLES = int(os.environ.get("IKU_FUZZ", "120"))
SECRET = "isi-berkas-rahasia"
GETS = (
    "/", "/dokumen", "/periksa", "/berita-acara", "/masuk", "/dokumen/{d}", "/berita-acara/{d}", "/periksa/{d}/{r}",
    "/kolom/{d}/{r}", "/pecah/{d}/{r}", "/gabung/{d}/{r}", "/pindah/{d}/{r}", "/buang-tabel/{d}/{r}",
    "/baris-baru/{d}/{n}", "/gambar/{d}/{n}", "/lembar/{d}/{n}", "/potongan/{d}/{r}", "/sama/{r}", "/static/{r}",
    "/static/htmx/{r}", "/{r}",
)  # fmt: skip
POSTS = (
    "/jawab", "/bukan-indikator", "/urung", "/kolom", "/pecah", "/gabung", "/pindah", "/buang-tabel", "/baca-kotak",
    "/kolom-benar",
    "/baris-baru", "/terbitkan", "/masuk", "/keluar", "/sama/{r}",
)  # fmt: skip
FIELDS = (
    "field", "text", "nilai", "action", "version", "to_field", "to_record", "year", "remember", "page", "x0", "top",
    "x1", "bottom", "behind", "undoes", "name", "password", "bawah.indikator", "bawah.satuan", "sel.indikator",
    "sel.target.2019", "sel.", "bidang_lain", "isi_lain", "shown_nilai", "tahun", "alasan", "bidang", "keyakinan",
    "urut", "dokumen", "cari", "mulai", "dekat", "mundur", "baru", "instansi",
)  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    folder = copied(read_once(tmp_path_factory.mktemp("read")), tmp_path_factory.mktemp("fuzz"))
    (folder.parent / "rahasia.txt").write_text(SECRET)
    (folder / ".iku" / "rahasia.txt").write_text(SECRET)
    made = visit(folder)
    made.client = type(made.client)(made.client.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    made.client.get("/")
    return made


ODD = st.one_of(
    st.text(max_size=12),
    st.sampled_from([
        "", "../../rahasia.txt", "..%2f..%2frahasia.txt", "/etc/passwd", "....//rahasia.txt", "\x00", "\ud800",
        "nan", "inf", "-1", "0", "1", "99999999999999999999", "1e400", "9,154", "indikator", "target.2019",
        "target.0000", "kolom_lain.", "kolom_lain.X", "kepala", "instansi", "tanggal", "tahun_awal", "halaman.1",
        "records", "undo", "'; drop table items", "%", "_", "{{7*7}}", "save", "confirm", "unreadable", "true", "2019",
        "\u202e", "a" * 5000,
    ]),
)  # fmt: skip


def filled(path: str, room: Visitor, odd: tuple[str, str, str], known: tuple[bool, ...]) -> str:
    document = room.document if known[0] else quote(odd[0].encode("utf-8", "replace"))
    records = room.records
    record = records[len(odd[1]) % len(records)] if known[1] and records else quote(odd[1].encode("utf-8", "replace"))
    return path.format(d=document, r=record, n=quote(odd[2].encode("utf-8", "replace")) if odd[2] else "1")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(GETS), st.tuples(ODD, ODD, ODD), st.tuples(st.booleans(), st.booleans()),
       st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=4))  # fmt: skip
def test_any_address(
    room: Visitor, path: str, odd: tuple[str, str, str], known: tuple[bool, bool], query: dict[str, str]
) -> None:
    clean = {name: text.encode("utf-8", "replace").decode() for name, text in query.items()}
    answer = room.client.get(filled(path, room, odd, known), params=clean)
    assert answer.status_code < 500, answer.text
    assert SECRET not in answer.text


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(POSTS), st.tuples(ODD, ODD, ODD), st.tuples(st.booleans(), st.booleans(), st.booleans()),
       st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=8))  # fmt: skip
def test_any_form(
    room: Visitor, path: str, odd: tuple[str, str, str], known: tuple[bool, bool, bool], form: dict[str, str]
) -> None:
    data = {name: text.encode("utf-8", "replace").decode() for name, text in form.items()}
    records = room.records
    data["_token"] = room.token()
    data["document"] = room.document if known[0] else odd[0].encode("utf-8", "replace").decode()
    data["record"] = records[0] if known[1] and records else odd[1].encode("utf-8", "replace").decode()
    if known[2]:
        whole = path not in ("/jawab", "/bukan-indikator")
        record = None if data["record"] == "kepala" else data["record"]
        data["version"] = (
            room.desk.document_version(room.document) if whole else room.desk.version(room.document, record)
        )
    answer = room.client.post(filled(path, room, odd, known), data=data)
    assert answer.status_code < 500, (answer.text, room.desk.journal.all()[-1:])
    assert SECRET not in answer.text
    assert {item.name for item in (room.desk.output / "corrections").glob("*")} <= {"siti.jsonl", ".lock"}


@pytest.mark.parametrize("body", [b"\xff\xfe=%ff&_token=x", b"a" * 2_000_000, b"--x\r\n\r\n", b"=" * 4000, b"&" * 4000])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_any_body(room: Visitor, body: bytes, kind: str) -> None:
    assert room.client.post("/jawab", content=body, headers={"content-type": kind}).status_code < 500


def test_no_address_leads_out_of_the_folder(room: Visitor) -> None:
    outside = Path(room.desk.output).parent / "rahasia.txt"
    assert outside.read_text() == SECRET
    for way in (
        "/static/../../../{}",
        "/static/%2e%2e/%2e%2e/{}",
        "/static/htmx/..%2f..%2f..%2f{}",
        "/gambar/..%2f{}/1",
    ):
        answer = room.client.get(way.format(quote(str(outside))))
        assert answer.status_code in (404, 422)
