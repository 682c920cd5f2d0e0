"""The tables: same bytes from same input, agreeing with one another and with the models."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from frictionless import validate
from paper import ROWS, iku_pdf, write

from normalizers.models import Document, Failure, Law, Mark, Place, Record, Value
from pipeline.digitise import Digitised
from pipeline.ledger import Entry
from pipeline.publish import publish
from pipeline.run import run
from pipeline.schema import schema
from pipeline.store import Store

#: Beside the tables: these hold times.
TIMED = {".iku", "report.html", "iku.prom"}
NAMES = [
    "datapackage.json",
    "documents.csv",
    "documents.jsonl",
    "records.csv",
    "records.jsonl",
    "records.parquet",
    "targets.csv",
]


def record(row: int = 1, **fields: object) -> Record:
    values = {"record_id": f"r{row}", "document_id": "d", "row": row, "indikator": "x", "pages": [1], "confidence": 0.5}
    return Record.model_validate(values | fields)


FULL = record(
    sasaran='=HYPERLINK("x"), "kutip"\nbaris kedua',
    target=[Value(tahun=2019, teks="4.084.357.380", nilai=4084357380), Value(tahun=None, teks="WTP", nilai=None)],
    realisasi=[Value(tahun=2018, teks="8,5", nilai=8.5)],
    kolom_lain={"Program": "Program A"},
    dasar_hukum=[Law(jenis="UU", nomor="25", tahun=1992, teks="UU No.25 Tahun 1992")],
    provenance={"indikator": Place(page=1, bbox=(1, 2, 3, 4), ocr_confidence=None, column_score=1, text="x")},
    review=[Mark(field="target", reason="kode", explanation="Periksa.")],
)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    store = Store(tmp_path / ".iku", "reading", "meaning")
    document = Document(document_id="d", file="", status="review", pages=1, records=2)
    store.keep_result(Digitised(document=document, records=[FULL, record(2)]))
    broken = Failure(code="rusak", message="PDF rusak.")
    publish(
        store,
        [
            Entry(b"/a", "a.pdf", sha256="d", result="x"),
            Entry(b"/b", "b.pdf", code=broken.code, message=broken.message),
        ],
        tmp_path,
    )
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_jsonl_holds_the_models(output: Path) -> None:
    first, second = [json.loads(line) for line in (output / "records.jsonl").read_text("utf-8").splitlines()]
    assert (first["needs_review"], second["needs_review"]) == (True, False)
    assert first["sasaran"] == FULL.sasaran
    documents = [json.loads(line) for line in (output / "documents.jsonl").read_text("utf-8").splitlines()]
    assert [document["file"] for document in documents] == ["a.pdf", "b.pdf"]
    assert documents[1]["status"] == "failed"
    assert documents[1]["error"] == {"code": "rusak", "message": "PDF rusak."}


def test_csv_keeps_text_as_printed_and_lists_as_json(output: Path) -> None:
    first, second = rows(output / "records.csv")
    assert list(first) == [*Record.model_fields, "needs_review"]
    assert first["sasaran"] == FULL.sasaran
    assert json.loads(first["target"])[0] == {"tahun": 2019, "teks": "4.084.357.380", "nilai": 4084357380}
    assert first["needs_review"] == "true"
    assert second["sasaran"] == ""


def test_targets_are_long(output: Path) -> None:
    assert [tuple(row.values()) for row in rows(output / "targets.csv")] == [
        ("r1", "target", "2019", "4.084.357.380", "4084357380"),
        ("r1", "target", "", "WTP", ""),
        ("r1", "realisasi", "2018", "8,5", "8.5"),
    ]


def test_parquet_says_the_same_as_jsonl(output: Path) -> None:
    table = pq.read_table(output / "records.parquet")
    first = table.to_pylist()[0]
    assert table.column_names == [*Record.model_fields, "needs_review"]
    assert first["target"][0] == {"tahun": 2019, "teks": "4.084.357.380", "nilai": 4084357380.0}
    assert first["kolom_lain"] == [("Program", "Program A")]
    assert dict(first["provenance"])["indikator"]["bbox"] == [1, 2, 3, 4]


def test_a_number_too_large_for_a_float_column_is_no_error(tmp_path: Path) -> None:
    store = Store(tmp_path / ".iku", "reading", "meaning")
    large = record(target=[Value(tahun=None, teks="9007199254740993", nilai=2**53 + 1)])
    store.keep_result(Digitised(document=Document(document_id="d", file="", status="ok"), records=[large]))
    publish(store, [Entry(b"/a", "a.pdf", sha256="d", result="x")], tmp_path)
    assert rows(tmp_path / "targets.csv")[0]["nilai"] == str(2**53 + 1)


def test_no_documents_with_records_still_gives_whole_tables(tmp_path: Path) -> None:
    publish(Store(tmp_path / ".iku", "reading", "meaning"), [], tmp_path)
    assert pq.read_table(tmp_path / "records.parquet").num_rows == 0
    assert rows(tmp_path / "records.csv") == []


def test_the_package_describes_the_files_beside_it(output: Path) -> None:
    package = json.loads((output / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        data = (output / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    records = next(resource for resource in package["resources"] if resource["name"] == "records")
    types = {field["name"]: field["type"] for field in records["schema"]["fields"]}
    assert list(types) == list(rows(output / "records.csv")[0])
    assert (types["row"], types["target"], types["kolom_lain"]) == ("integer", "array", "object")
    assert (types["sasaran"], types["confidence"], types["needs_review"]) == ("string", "number", "boolean")


def test_the_schema_names_every_field_of_the_outputs(output: Path) -> None:
    definitions = schema()["$defs"]
    for name, model in (("records.jsonl", "Record"), ("documents.jsonl", "Document")):
        line = json.loads((output / name).read_text("utf-8").splitlines()[0])
        assert set(line) == set(definitions[model]["properties"])
        assert set(definitions[model]["required"]) <= set(line)


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("1", "2"):
        source = write(tmp_path / name / "in", a=iku_pdf(), b=iku_pdf(ROWS[:1]), c=b"", copy=iku_pdf())
        run([source], tmp_path / name / "out", workers=2 if name == "1" else 1)
    one, two = tmp_path / "1" / "out", tmp_path / "2" / "out"
    assert sorted(path.name for path in one.iterdir() if path.name not in TIMED) == NAMES
    for name in NAMES:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


def test_the_folder_is_a_data_package_that_frictionless_finds_valid(output: Path) -> None:
    report = validate(str(output / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "type", "message"])
    assert len(report.tasks) == 6
