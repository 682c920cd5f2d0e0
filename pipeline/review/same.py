"""The same error once: cells elsewhere with the reading that was just corrected, and their correction after a yes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pipeline.corrections.cells import cells, is_series
from pipeline.corrections.models import Correction
from pipeline.review.desk import Desk, Drafter
from pipeline.review.queue import same_texts

#: More are not listed at once: a person looks at each picture.
MOST = 300


@dataclass(frozen=True, slots=True)
class Twin:
    """A cell with the same reading, that nobody has answered yet."""

    document_id: str
    file: str
    record_id: str
    row: int
    page: int | None


def twins(desk: Desk, correction: Correction, most: int = MOST) -> list[Twin]:
    """Other cells of this field whose reading is the one that was corrected, and that still stand as read."""
    field, text = correction.field, correction.machine.text
    if correction.action != "change" or correction.record_id is None or not field or not text or is_series(field):
        return []
    found = []
    for document_id, file, record_id in same_texts(desk.index, field, text, most + 1):
        if (document_id, record_id) == (correction.document_id, correction.record_id):
            continue
        laid = desk.laid(document_id)
        record = next((item for item in laid.digitised.records if item.record_id == record_id), None)
        if record is not None and cells(record).get(field) == text and (record_id, field) not in laid.answered:
            place = record.provenance.get(field)
            found.append(Twin(document_id, file, record_id, record.row, place.page if place else None))
    return found[:most]


def apply_to(desk: Desk, correction: Correction, chosen: Collection[tuple[str, str]], who: str, group: str) -> int:
    """The same correction for the chosen (document_id, record_id) among the twins; gives how many there were."""
    by_document: dict[str, list[Correction]] = {}
    for twin in twins(desk, correction):
        if (twin.document_id, twin.record_id) in chosen:
            drafter = Drafter(desk.laid(twin.document_id), who, group)
            new = drafter.draft("change", twin.record_id, correction.field, after=correction.after)
            by_document.setdefault(twin.document_id, []).append(new)
    for corrections in by_document.values():
        desk.write(corrections, None)
    return sum(map(len, by_document.values()))
