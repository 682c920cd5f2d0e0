"""A finding, and the list of checks (checks.csv): text that an official can read and edit.

A finding says what the document says wrongly; `doubtful` is true where the reading itself is in doubt, so that a person
should look at the picture first.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from normalizers.models import Document, Record

Level = Literal["galat", "peringatan", "info"]
LEVELS: tuple[Level, ...] = ("galat", "peringatan", "info")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of checks.csv: `pesan` is the message, `{bukti}` in it stands for what was seen."""

    kode: str
    tingkat: Level
    lingkup: str
    judul: str
    pesan: str
    dasar: str
    contoh: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check says: the field it is about and what it saw there."""

    field: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding with its place: `record_id` and `row` are None where it is about the whole document."""

    code: str
    level: Level
    document_id: str
    record_id: str | None
    row: int | None
    field: str
    page: int | None
    bbox: tuple[float, float, float, float] | None
    message: str
    doubtful: bool


@cache
def rules() -> dict[str, Rule]:
    """The checks by their code, in the order of the file."""
    text = (resources.files("pipeline") / "findings" / "checks.csv").read_text("utf-8")
    return {row["kode"]: Rule(**row) for row in csv.DictReader(text.splitlines())}  # type: ignore[arg-type]


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in words.csv."""
    text = (resources.files("pipeline") / "findings" / "words.csv").read_text("utf-8")
    return frozenset(row["teks"] for row in csv.DictReader(text.splitlines()) if row["jenis"] == kind)


def about_record(code: str, record: Record, hit: Hit) -> Finding:
    """A finding on a record, placed at its field, else at the indicator's name."""
    place = record.provenance.get(hit.field) or record.provenance.get("indikator")
    page = place.page if place else next(iter(record.pages), None)
    doubtful = any(mark.field.partition(".")[0] in (hit.field, "indikator") for mark in record.review)
    # What is not there may be a cell that was not read.
    doubtful = doubtful or (record.needs_review and not getattr(record, hit.field, None))
    return Finding(
        code,
        rules()[code].tingkat,
        record.document_id,
        record.record_id,
        record.row,
        hit.field,
        page,
        place.bbox if place else None,
        message(code, hit.seen),
        doubtful,
    )


def about_document(code: str, document: Document, records: Sequence[Record], hit: Hit) -> Finding:
    """A finding on a whole document, placed where its table begins."""
    place = next(
        (record.provenance[name] for record in records[:1] for name in ("indikator",) if name in record.provenance),
        None,
    )
    doubtful = any(mark.field.partition(".")[0] == hit.field for mark in document.review)
    return Finding(
        code,
        rules()[code].tingkat,
        document.document_id,
        None,
        None,
        hit.field,
        place.page if place else 1,
        place.bbox if place else None,
        message(code, hit.seen),
        doubtful,
    )


def message(code: str, seen: str) -> str:
    """The check's sentence with what was seen, long texts cut."""
    return rules()[code].pesan.replace("{bukti}", short(seen)).strip()


def short(text: str, most: int = 220) -> str:
    """The text, cut at a word where it is long."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " ..."
