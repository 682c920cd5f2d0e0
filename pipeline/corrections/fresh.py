"""Whether the machine still reads what the person saw. An answer about another reading is reopened, never applied.

A record is known by its id and the machine's indikator; where rows have moved, by the indikator alone if only one
record bears it.
"""

from __future__ import annotations

from dataclasses import dataclass

from normalizers.models import Document, Record
from pipeline.corrections.cells import cells
from pipeline.corrections.head import head_text
from pipeline.corrections.models import Correction


@dataclass(frozen=True, slots=True)
class Ground:
    """What answers stand on: the head and the records as the machine read them, and records that a person added."""

    document: Document
    records: dict[str, Record]
    #: Ids of those that the machine read.
    read: frozenset[str]

    def locate(self, record_id: str | None, indikator: str | None) -> Record | None:
        """The record that an answer is about, None where it cannot be told."""
        record = self.records.get(record_id or "")
        if record is not None and record.indikator == indikator:
            return record
        named = [record for record in self.records.values() if record.indikator == indikator]
        return named[0] if len(named) == 1 else None

    def text(self, record_id: str | None, field: str) -> str | None:
        """The reading of a cell, or of a field of the head (no record)."""
        if record_id is None:
            return head_text(self.document, field)
        record = self.records.get(record_id)
        return cells(record).get(field) if record is not None else None

    def alike(self, indikator: str) -> int:
        """How many of the machine's records bear this indikator."""
        return sum(record.indikator == indikator and name in self.read for name, record in self.records.items())


def is_fresh(correction: Correction, ground: Ground) -> bool:
    """Whether the machine reads what it read when the person answered, or by now what the person wrote."""
    seen = correction.machine
    if correction.action == "add":
        return ground.alike(correction.values.get("indikator", "")) == seen.alike
    if correction.record_id is None:
        return _agrees(correction, ground.text(None, correction.field or ""))
    record = ground.locate(correction.record_id, seen.indikator)
    if record is None:
        return False
    if correction.action == "drop":
        return True
    text = ground.text(record.record_id, correction.field or "")
    if correction.action != "move":
        return _agrees(correction, text)
    other = ground.locate(correction.to_record_id, seen.to_indikator)
    return (
        other is not None
        and text == seen.text
        and ground.text(other.record_id, correction.to_field or "") == seen.to_text
    )


def _agrees(correction: Correction, text: str | None) -> bool:
    return text == correction.machine.text or (correction.action == "change" and text == correction.after)
