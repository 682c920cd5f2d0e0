"""Berita acara: what was digitised, by which versions, what people confirmed or changed, and the checksums."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sql

from normalizers.models import Document
from pipeline.corrections.history import standing
from pipeline.corrections.models import Action, Correction
from pipeline.review.desk import Desk
from pipeline.review.index import documents

#: The tables whose checksums the page of a night names.
TABLES = ("records.jsonl", "records.csv", "records.parquet", "targets.csv", "documents.jsonl", "datapackage.json")
DEEDS: dict[Action, str] = {
    "confirm": "dikonfirmasi",
    "change": "diubah",
    "unreadable": "tidak terbaca",
    "move": "dipindahkan",
    "drop": "dibuang (bukan indikator)",
    "add": "ditambahkan",
}


@dataclass(frozen=True, slots=True)
class Minutes:
    """About one document."""

    document: Document
    file: str
    program: str
    records_read: int
    records_now: int
    open: int
    deeds: dict[str, int]
    people: list[str]
    answers: list[Correction]
    stale: int


@dataclass(frozen=True, slots=True)
class NightMinutes:
    """About a whole folder."""

    program: str
    documents: list[tuple[str, str, str, int, int]]
    deeds: dict[str, int]
    people: list[str]
    engines: list[str]
    checksums: list[tuple[str, str]]


def of_document(desk: Desk, document_id: str) -> Minutes:
    """Raises GoneError where there is no such document."""
    laid = desk.laid(document_id)
    said = standing(desk.journal.of(document_id))
    head = laid.digitised.document
    marked = {(record.record_id, mark.field) for record in laid.digitised.records for mark in record.review}
    marked |= {("", mark.field) for mark in head.review}
    return Minutes(
        document=head,
        file=desk.memory.files().get(document_id, ""),
        program=version("iku"),
        records_read=len(laid.ground.read),
        records_now=len(laid.digitised.records),
        open=len(marked),
        deeds=_deeds(said),
        people=sorted({correction.who for correction in said}),
        answers=said,
        stale=len(laid.stale),
    )


def night_minutes(desk: Desk) -> NightMinutes:
    """The folder as it is published now."""
    columns = documents.c
    query = sql.select(columns.file, columns.document_id, columns.status, columns.records, columns.open)
    with desk.index.engine.connect() as connection:
        rows = [(r[0], r[1], r[2], r[3], r[4]) for r in connection.execute(query.order_by(columns.file))]
    said = [item for name in sorted(desk.journal.documents()) for item in standing(desk.journal.of(name))]
    return NightMinutes(
        program=version("iku"),
        documents=rows,
        deeds=_deeds(said),
        people=sorted({correction.who for correction in said}),
        engines=desk.index.engines(),
        checksums=[(name, _sha256(desk.output / name)) for name in TABLES if (desk.output / name).is_file()],
    )


def _deeds(said: Sequence[Correction]) -> dict[str, int]:
    counted = Counter(correction.action for correction in said)
    return {DEEDS[action]: counted[action] for action in DEEDS if counted[action]}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
