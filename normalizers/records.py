"""Rows to records: each row of a finished table is one indicator with its fields, places, values and doubts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from normalizers.canonical import canonical_forms
from normalizers.confidence.audit import with_sample
from normalizers.confidence.evidence import NO_PAPER, Paper, Source
from normalizers.confidence.judge import Draft, judge
from normalizers.doubts import codes, marks, value_codes
from normalizers.fields import fill, others
from normalizers.laws import find_laws
from normalizers.models import Mark, Place, Record, Value
from normalizers.numbers import Decimal, column_decimal, parse_number, year_jump
from normalizers.settings import JudgingSettings
from normalizers.tables import Column, Entry, Row, Table, spots_around
from normalizers.vocabulary import SINGLE_FIELDS, Vocabulary


@dataclass(slots=True)
class _Draft:
    """What is gathered about one record: field -> place, doubts, and the sources that its confidence rests on."""

    vocabulary: Vocabulary
    places: dict[str, Place] = field(default_factory=dict)
    doubts: list[Mark] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    def add(self, key: str, entry: Entry, column: Column | None, more: Sequence[str] = ()) -> None:
        """Notes where the field `key` was read, and what is doubtful about it."""
        self.places[key] = _place(entry, column)
        self.sources.append(Source(key, entry.text, entry, column))
        self.doubt(key, [*codes(key.partition(".")[0], entry, column, self.vocabulary), *more])

    def doubt(self, key: str, found: Sequence[str]) -> None:
        """Marks the field `key`, once for each code."""
        known = {(mark.field, mark.reason) for mark in self.doubts}
        self.doubts += [mark for mark in marks(key, found, self.vocabulary) if (mark.field, mark.reason) not in known]


def read_records(
    tables: Sequence[Table],
    document_id: str,
    vocabulary: Vocabulary,
    paper: Paper = NO_PAPER,
    settings: JudgingSettings | None = None,
) -> list[Record]:
    """All records of a document, numbered from 1, with their chances; a row without an indicator is none."""
    drafts = read_drafts(tables, document_id, vocabulary)
    settings = settings or JudgingSettings()
    judged = judge(drafts, paper, vocabulary, settings.accept)
    return [with_sample(record, settings.audit) for record in judged]


def read_drafts(tables: Sequence[Table], document_id: str, vocabulary: Vocabulary) -> list[Draft]:
    """The records as the rules leave them: with the rules' marks, and not yet judged."""
    drafts: list[Draft] = []
    for table in tables:
        decimal = _decimal(table)
        for row in table.rows:
            gathering = _Draft(vocabulary)
            record = _record(table, row, decimal, gathering, (document_id, len(drafts) + 1))
            if record is not None:
                drafts.append(Draft(record, tuple(gathering.sources)))
    return drafts


def _decimal(table: Table) -> Decimal:
    """The decimal sign of the whole table: two columns of one table do not differ in it."""
    series = set(table.indexes("target", "realisasi"))
    return column_decimal(entry.text for row in table.rows for index, entry in row.entries.items() if index in series)


def _record(table: Table, row: Row, decimal: Decimal, draft: _Draft, key: tuple[str, int]) -> Record | None:
    """The row's record; `key` is the document's id and the record's number. None for a row without an indicator."""
    document_id, number = key
    fields = fill(table, row, draft.vocabulary)
    if "indikator" not in fields:
        return None
    for name, filled in fields.items():
        draft.add(name, filled.entry, filled.column)
    texts = {name: filled.text for name, filled in fields.items() if filled.text}
    series = {kind: _values(table, row, kind, decimal, draft) for kind in ("target", "realisasi")}
    rest: dict[str, str] = {}
    for header, entry, column in others(table, row):
        rest[header] = f"{rest[header]} {entry.text}" if header in rest else entry.text
        draft.add(f"kolom_lain.{header}", entry, column)
    plain: dict[str, Any] = {name: texts.get(name) for name in SINGLE_FIELDS if name != "indikator"}
    plain |= canonical_forms(texts, series["target"], {mark.field for mark in draft.doubts}, draft.vocabulary)
    printed = (source.entry for source in draft.sources if not source.entry.carried)
    return Record(
        record_id=_record_id(document_id, number),
        document_id=document_id,
        row=number,
        nomor=texts.get("nomor"),
        indikator=texts.get("indikator", ""),
        **plain,
        target=series["target"],
        realisasi=series["realisasi"],
        kolom_lain=rest,
        dasar_hukum=find_laws(" \n".join([*texts.values(), *rest.values()]), draft.vocabulary.laws),
        pages=sorted({spot.page for entry in printed for spot in entry.spots} | {row.page}),
        provenance=draft.places,
        confidence=1.0,
        review=draft.doubts,
    )


def _values(table: Table, row: Row, kind: str, decimal: Decimal, draft: _Draft) -> list[Value]:
    """The values of all columns of one series that have text, left to right."""
    values: list[Value] = []
    keys: list[str] = []
    for index in table.indexes(kind):
        entry, column = row.entries.get(index), table.columns[index]
        if entry is None or not (entry.text or entry.unread):
            continue
        key = kind if column.year is None else f"{kind}.{column.year}"
        draft.add(key, entry, column, value_codes(entry, decimal))
        if entry.text:
            values.append(Value(tahun=column.year, teks=entry.text, nilai=parse_number(entry.text, decimal)))
            keys.append(key)
    for place in year_jump([value.nilai for value in values]):
        draft.doubt(keys[place], ["angka-melompat"])
    return values


def _record_id(document_id: str, number: int) -> str:
    """Stable: the same document and row give the same id in every run."""
    return hashlib.sha256(f"{document_id}/{number}".encode()).hexdigest()[:20]


def _place(entry: Entry, column: Column | None) -> Place:
    spot = spots_around(entry.spots)
    box = spot.box
    return Place(
        page=spot.page,
        bbox=(round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1)),
        ocr_confidence=None if spot.confidence is None else round(spot.confidence, 3),
        column_score=1.0 if column is None or column.field is None else round(column.score, 3),
        text=entry.text,
        carried=entry.carried,
    )
