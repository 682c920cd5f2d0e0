"""The account of all words: every word of every grid is in a field, or listed with its place and the reason."""

from __future__ import annotations

import re
import unicodedata

import pytest
from golden import NAMES, SAMPLES
from table_paper import DOCUMENT, VOCABULARY, Merged, ruled, sheet

from extractors.extract import extract
from extractors.shapes import Extraction, Page, Source
from normalizers import steps
from normalizers.account import unassigned
from normalizers.assemble import assemble
from normalizers.models import Head, Leftover, Record
from normalizers.normalize import Normalised, normalize
from normalizers.records import read_records

HEADER = ["No", "Sasaran", "Indikator Kinerja", "Satuan", "Target 2025"]
ROW = ["1", "Kota bersih", "Persentase pasar tertib", "%", "75"]


def understood(*rows: list[str | Merged]) -> Normalised:
    return normalize(Extraction(Source(DOCUMENT, 1), (sheet(ruled([HEADER, *rows])),)), VOCABULARY)


def left(*rows: list[str | Merged]) -> list[tuple[str, str]]:
    return [(item.text, item.reason) for item in understood(*rows).unassigned if item.reason != "judul-kolom"]


def fold(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


def all_texts(meaning: Normalised) -> str:
    said = [meaning.head.model_dump_json(), *(record.model_dump_json() for record in meaning.records)]
    return fold(" ".join(said))


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_samples_is_in_a_field_or_listed(name: str) -> None:
    extraction = extract((SAMPLES / "pdf" / f"{name}.digital.pdf").read_bytes())
    meaning = normalize(extraction, VOCABULARY)
    said = all_texts(meaning)
    listed = {(item.page, item.bbox): fold(item.text) for item in meaning.unassigned}
    words = 0
    for page in extraction.pages:
        for grid in page.grids:
            for cell in grid.cells:
                box = page.on_paper(cell.box)
                place = tuple(round(value, 1) for value in (box.x0, box.top, box.x1, box.bottom))
                for word in (fold(word) for line in cell.lines for word in line.text.split()):
                    words += 1
                    assert word in said or word in listed.get((page.number, place), ""), (word, place)  # type: ignore[call-overload]
    assert words > 100
    assert not [item for item in meaning.unassigned if item.reason == "sisa-sel"]


def test_a_plain_table_leaves_only_its_header() -> None:
    meaning = understood(ROW)
    assert [item.text for item in meaning.unassigned] == HEADER
    assert {item.reason for item in meaning.unassigned} == {"judul-kolom"}
    assert (meaning.unassigned[0].page, meaning.unassigned[0].bbox) == (1, (40.0, 100.0, 140.0, 130.0))


def test_what_the_steps_leave_out_has_its_reason() -> None:
    assert left(["(1)", "(2)", "(3)", "(4)", "(5)"], ROW) == [(f"({n})", "baris-nomor") for n in range(1, 6)]
    assert left([Merged("MISI 1 : Kota maju", across=5)], ROW) == [("MISI 1 Kota maju", "baris-bagian")]
    assert left(ROW, ["2", "Pasar bersih", "Jumlah pasar bersih", "Unit", "Rp ....."]) == [("Rp", "isian-kosong")]
    assert left(ROW, HEADER, ROW) == [(text, "judul-berulang") for text in HEADER]  # type: ignore[list-item]
    assert left(ROW, ["2", "Taman asri", "", "", ""]) == [
        ("2", "tanpa-indikator"), ("Taman asri", "tanpa-indikator"),
    ]  # fmt: skip


def test_the_words_of_a_section_that_sets_the_sasaran_are_taken() -> None:
    assert left([Merged("Sasaran 2 : Pasar bersih", across=5)], ["1", "", "Jumlah pasar", "Unit", "9"]) == [
        ("Sasaran 2", "baris-bagian")
    ]


def test_labels_of_a_composite_cell_are_left_and_known_as_labels() -> None:
    rows = [
        ["No", "Indikator Kinerja", "Penjelasan"],
        ["1", "Angka harapan hidup", "Formulasi Pengukuran :\nhitungan BPS\nSumber Data :\nBPS"],
    ]
    meaning = normalize(Extraction(Source(DOCUMENT, 1), (sheet(ruled(rows)),)), VOCABULARY)
    (label,) = [item for item in meaning.unassigned if item.reason != "judul-kolom"]
    assert (label.text, label.reason) == ("Formulasi Pengukuran Sumber Data", "label-sel")


def test_a_grid_that_is_no_indicator_table_is_listed_whole() -> None:
    people = ruled([["No", "Nama", "NIP"], ["1", "Budi", "1985"]])
    meaning = normalize(Extraction(Source(DOCUMENT, 1), (sheet(people),)), VOCABULARY)
    assert [(item.text, item.reason) for item in meaning.unassigned] == [
        (text, "tanpa-kepala-tabel") for text in ("No", "Nama", "NIP", "1", "Budi", "1985")
    ]


def accounted(page: Page, records: list[Record]) -> list[Leftover]:
    assembled = assemble([page], VOCABULARY)
    tables = [steps.apply(table, VOCABULARY) for table in assembled.tables]
    return unassigned([page], assembled, tables, records=records, head=Head(), vocabulary=VOCABULARY)


@pytest.mark.parametrize("field", ["sasaran", "indikator", "satuan"])
def test_a_lost_value_shows_up(field: str) -> None:
    page = sheet(ruled([HEADER, ROW]))
    assembled = assemble([page], VOCABULARY)
    records = read_records([steps.apply(table, VOCABULARY) for table in assembled.tables], DOCUMENT, VOCABULARY)
    spoilt = [record.model_copy(update={field: "" if field == "indikator" else None}) for record in records]
    lost = [item for item in accounted(page, spoilt) if item.reason == "sisa-sel"]
    assert len(lost) == 1
    assert fold(lost[0].text) in fold(str(getattr(records[0], field)) + "%")
    assert not [item for item in accounted(page, records) if item.reason == "sisa-sel"]


def test_a_lost_text_marks_the_document() -> None:
    page = sheet(ruled([HEADER, ["7", "Pasar tertib", "5. Persentase pasar tertib", "%", "75"]]))
    meaning = normalize(Extraction(Source(DOCUMENT, 1), (page,)), VOCABULARY)
    assert [(item.text, item.reason) for item in meaning.unassigned if item.reason != "judul-kolom"] == [
        ("7", "nomor-lain")
    ]
    assert not [mark for mark in meaning.review if mark.field == "unassigned"]
