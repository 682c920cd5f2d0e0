"""Exports: every shape in every file format says the same, text stays as printed, nothing runs in a spreadsheet."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_paper import document, publish, record

import pipeline
from extractors.errors import UsageError
from normalizers.models import Record, Value
from pipeline.export.forms import esakip, read
from pipeline.export.writing import export
from pipeline.frames import of_models
from pipeline.spreadsheet import Sheet, workbook

IKU = Path(sys.executable).with_name("iku")
FORMULAS = ["=1+1", "+62 812", "-", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"]
A = document("a", tahun_awal=2018, tahun_akhir=2020)
B = document("b")
RECORDS = [
    record(
        A,
        1,
        sasaran=FORMULAS[0],
        keterangan=FORMULAS[4],
        target=[Value(tahun=year, teks=f"{year % 100},5", nilai=year % 100 + 0.5) for year in (2018, 2019, 2020)],
        realisasi=[Value(tahun=2017, teks="17", nilai=17), Value(tahun=2018, teks="WTP", nilai=None)],
    ),
    record(A, 2, satuan=None, target=[Value(tahun=2020, teks="4.084.357.380", nilai=4084357380)]),
    record(B, 1, target=[Value(tahun=None, teks="8,5", nilai=8.5)]),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return publish(tmp_path / "out", [A, B], RECORDS)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl"])
@pytest.mark.parametrize(("form", "rows"), [("indikator", 3), ("esakip", 3), ("tahunan", 6)])
def test_every_form_in_every_format(folder: Path, tmp_path: Path, ending: str, form: str, rows: int) -> None:
    targets = [tmp_path / f"{number}.{ending}" for number in (1, 2)]
    for target in targets:
        assert export(folder, target, form) == rows
    assert targets[0].read_bytes() == targets[1].read_bytes()
    readers = {"csv": pd.read_csv, "xlsx": pd.read_excel, "parquet": pd.read_parquet}
    readers["jsonl"] = lambda path: pd.read_json(path, lines=True)
    frame = readers[ending](targets[0])
    assert len(frame) == rows
    name = "sasaran" if form == "indikator" else "label_sasaran"
    assert frame[name].iloc[0] == FORMULAS[0]


def test_the_wide_form_gives_each_year_its_place(folder: Path) -> None:
    first, second, other = esakip(read(folder)).to_dict("records")
    assert [first[f"tahun_{number}"] for number in range(1, 6)] == [2018, 2019, 2020, None, None]
    assert [first[f"target_{number}"] for number in range(1, 6)] == ["18,5", "19,5", "20,5", None, None]
    assert (first["nilai_target_2"], first["realisasi_1"], first["realisasi_2017"]) == (19.5, "WTP", "17")
    assert (second["target_1"], second["target_3"], second["nilai_target_3"]) == (None, "4.084.357.380", 4084357380)
    assert (other["tahun_1"], other["target_1"]) == (None, "8,5")


def test_more_years_than_five_are_not_dropped(tmp_path: Path) -> None:
    values = [Value(tahun=2017 + number, teks=str(number), nilai=number) for number in range(1, 8)]
    folder = publish(tmp_path / "out", [A], [record(A, target=values)])
    (row,) = esakip(read(folder)).to_dict("records")
    assert [row[f"target_{number}"] for number in range(1, 8)] == list("1234567")


def test_an_unknown_ending_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.xlsx"):
        export(folder, tmp_path / "x.ods")


def test_the_command_says_what_it_wrote(folder: Path, tmp_path: Path) -> None:
    command = [IKU, "export", folder, "--to", tmp_path / "x.csv"]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, "3 baris" in done.stderr) == (0, True)


def test_a_folder_without_results_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"documents\.jsonl"):
        export(tmp_path, tmp_path / "y.csv")


TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=40)


@settings(max_examples=20, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_no_cell_of_a_workbook_is_a_formula_and_no_sign_is_changed(texts: list[str]) -> None:
    values = [value for text in texts for value in (text, *(sign + text for sign in "=+-@"))]
    page = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("x", ["a"], [[value] for value in values])])))["x"]
    cells = [(cell.value, cell.data_type, cell.number_format) for cell in page["A"][1:]]
    assert cells == [(value, "s", "@") for value in values]


def test_workbook_cells_have_types_frozen_header_and_filter() -> None:
    rows = [["teks", 2024, 8.5, None, True], ["x" * 40_000, 1, float("nan"), "", False]]
    page = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("x", list("abcde"), rows, note="catatan")])))["x"]
    assert [cell.value for cell in page[3]] == ["teks", 2024, 8.5, None, "ya"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("B3", "A2:E4")
    assert page["A4"].value.endswith("records.jsonl]")
    assert page["C4"].value is None


def test_load_records_gives_typed_tables(folder: Path) -> None:
    tables = pipeline.load_records(folder)
    assert (len(tables.records), len(tables.targets), len(tables.documents)) == (3, 7, 2)
    assert str(tables.targets["tahun"].dtype) == "Int64"
    assert str(tables.records["needs_review"].dtype) == "boolean"
    assert tables.targets["nilai"].isna().sum() == 1
    joined = tables.provenance.merge(tables.records[["record_id", "indikator"]])
    assert joined.query("field == 'indikator'")["text"].tolist() == [row.indikator for row in RECORDS]
    assert tables.records["satuan"].isna().tolist() == [False, True, False]


def test_no_records_give_empty_tables_with_all_columns() -> None:
    assert list(of_models(Record, [])) == [*Record.model_fields, *Record.model_computed_fields]


def test_results_of_another_version_are_a_sentence(folder: Path) -> None:
    path = folder / "records.jsonl"
    path.write_text(json.dumps({"lain": 1}) + "\n")
    with pytest.raises(UsageError, match="versi program"):
        pipeline.load_records(folder)
