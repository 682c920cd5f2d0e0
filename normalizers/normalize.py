"""The story of this floor: an Extraction to what the document says of itself and its records.

    Extraction -> tables (headers matched, pages stitched) -> steps -> records;  lines outside the tables -> head

Fast and pure: it depends on the extraction and the vocabulary only, and runs again whenever a word is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.shapes import Extraction, Page
from normalizers import steps
from normalizers.account import LOST, unassigned
from normalizers.assemble import Aside, assemble
from normalizers.completeness import alarms, completeness, rows_without_indicator
from normalizers.confidence.calibration import calibration
from normalizers.confidence.evidence import Paper
from normalizers.confidence.exchanged import doubt_exchanged_in
from normalizers.confidence.heads import judge_head
from normalizers.doubts import marks
from normalizers.head.notes import Spot
from normalizers.head.reading import read_head
from normalizers.models import Completeness, Head, HeadPlace, Leftover, Mark, Record
from normalizers.page_edges import doubt_page_edges
from normalizers.records import read_records
from normalizers.settings import JudgingSettings
from normalizers.tables import Table
from normalizers.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Normalised:
    """What a document says. `tables` are as matched, before the steps (for `iku inspect`)."""

    head: Head
    records: list[Record]
    review: list[Mark]
    tables: tuple[Table, ...]
    asides: tuple[Aside, ...]
    #: Texts of rows that are of no record: sections that set neither tujuan nor sasaran, sasaran without an indicator.
    sections: tuple[str, ...]
    completeness: Completeness
    #: Field of the head -> where it was read.
    provenance: dict[str, HeadPlace]
    #: What stands in the grids and in no field.
    unassigned: tuple[Leftover, ...]


def normalize(extraction: Extraction, vocabulary: Vocabulary, settings: JudgingSettings | None = None) -> Normalised:
    """Reads head and records; never fails on what it does not understand, but marks it."""
    assembled = assemble(extraction.pages, vocabulary)
    tables = finished(assembled.tables, extraction.pages, vocabulary)
    paper, settings = Paper.of(extraction.pages), settings or JudgingSettings()
    records = read_records(tables, extraction.source.sha256, vocabulary, paper, settings)
    years = sorted({value.tahun for record in records for value in record.target if value.tahun is not None})
    reading = read_head(extraction.pages, vocabulary, table_years=years)
    chances, doubted = judge_head(reading, paper, vocabulary, settings.accept)
    review = [*(mark for field, code, _ in reading.doubts for mark in marks(field, [code], vocabulary)), *doubted]
    for page in extraction.pages:
        review += marks(f"halaman.{page.number}", page.warnings, vocabulary)
    whole = completeness(extraction, tables, assembled.asides, records, vocabulary)
    for field, code in alarms(extraction, whole, tables, vocabulary):
        review += marks(field, [code], vocabulary)
    left = unassigned(extraction.pages, assembled, tables, records=records, head=reading.head, vocabulary=vocabulary)
    review += marks("unassigned", ["sisa-sel"] if any(item.reason == LOST for item in left) else [], vocabulary)
    papers = {page.number: page for page in extraction.pages}
    places = {name: _place(spot, papers[spot[0]], chances.get(name)) for name, spot in sorted(reading.places.items())}
    sections = (*(text for table in tables for text in table.asides), *rows_without_indicator(tables))
    tables_seen, asides = assembled.tables, assembled.asides
    return Normalised(reading.head, records, review, tables_seen, asides, sections, whole, places, tuple(left))


def finished(tables: Sequence[Table], pages: Sequence[Page], vocabulary: Vocabulary) -> list[Table]:
    """The matched tables after all steps, with the doubts that concern whole columns and rows."""
    stepped = doubt_exchanged_in([steps.apply(table, vocabulary) for table in tables], calibration())
    return doubt_page_edges(stepped, pages)


def _place(spot: Spot, page: Page, chance: float | None) -> HeadPlace:
    number, box, confidence = spot
    paper = page.on_paper(box)
    bbox = (round(paper.x0, 1), round(paper.top, 1), round(paper.x1, 1), round(paper.bottom, 1))
    known = None if confidence is None else round(confidence, 3)
    return HeadPlace(page=number, bbox=bbox, ocr_confidence=known, confidence=chance)
