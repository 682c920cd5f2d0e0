"""Readings and answers to what is published: a pure function, called at every publish and for every page of the review.

What the machine read stays in `provenance.text`; a value that a person confirmed or changed has provenance
`by: person`. An answer about another reading than today's is not applied: its place gets the mark `koreksi-dibuka`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from normalizers.confidence.whole import together
from normalizers.models import Document, Mark, Place, Record
from pipeline.corrections.cells import cells, decimal_of, is_series, meant, number, place_key, put
from pipeline.corrections.fresh import Ground, is_fresh
from pipeline.corrections.head import put_head
from pipeline.corrections.history import Bundle, bundles
from pipeline.corrections.models import Correction
from pipeline.corrections.vocabulary import own_words
from pipeline.digitise import Digitised

REOPENED, UNREADABLE, COLUMN_DOUBT = "koreksi-dibuka", "tak-terbaca-orang", "kolom-ragu"


@dataclass(frozen=True, slots=True)
class Laid:
    """A document with its answers. `ground`: what they stand on; `stale`: answers that were not applied."""

    digitised: Digitised
    ground: Ground
    stale: tuple[Bundle, ...]
    #: (record_id or None for the head, field) of every cell that a person answered, with the answer that stands.
    answered: dict[tuple[str | None, str], Correction]


@dataclass(slots=True)
class _Desk:
    """The work in progress: records by id in their order, and the head."""

    ground: Ground
    document: Document
    records: dict[str, Record]
    answered: dict[tuple[str | None, str], Correction] = field(default_factory=dict)


def lay_over(machine: Digitised, corrections: Sequence[Correction]) -> Laid:
    """Applies the standing answers of this document, in the order of time."""
    records = {record.record_id: record for record in machine.records}
    ground = Ground(machine.document, records, frozenset(records))
    if not corrections:
        return Laid(machine, ground, (), {})
    desk = _Desk(ground, machine.document, dict(ground.records))
    stale: list[Bundle] = []
    for bundle in bundles(corrections):
        if all(is_fresh(correction, ground) for correction in bundle.corrections):
            for correction in bundle.corrections:
                _APPLY[correction.action](desk, correction)
        else:
            stale.append(bundle)
    stale = [bundle for bundle in stale if bundle.structural or not _answered_again(bundle, desk)]
    for bundle in stale:
        _reopen(desk, bundle)
    return Laid(_finished(machine, desk), ground, tuple(stale), desk.answered)


def corrected(machine: Digitised, corrections: Sequence[Correction]) -> Digitised:
    """What is published: the reading itself where nobody said anything about the document."""
    return lay_over(machine, corrections).digitised


def _located(desk: _Desk, record_id: str | None, indikator: str | None) -> Record | None:
    """The record as it stands now; None where an earlier answer has taken it out."""
    base = desk.ground.locate(record_id, indikator)
    return desk.records.get(base.record_id) if base is not None else None


def _confirm(desk: _Desk, correction: Correction) -> None:
    _settle(desk, correction, keep_text=True)


def _change(desk: _Desk, correction: Correction) -> None:
    _settle(desk, correction, keep_text=False)


def _unreadable(desk: _Desk, correction: Correction) -> None:
    """The value stays the machine's, and doubtful: a person has looked, and could not tell."""
    name = correction.field or ""
    mark = Mark(field=place_key(name), reason=UNREADABLE, explanation=_explanation(UNREADABLE))
    if correction.record_id is None:
        desk.document = desk.document.model_copy(update={"review": [*_others(desk.document.review, name), mark]})
        desk.answered[None, name] = correction
        return
    record = _located(desk, correction.record_id, correction.machine.indikator)
    if record is not None:
        desk.records[record.record_id] = record.model_copy(update={"review": [*_others(record.review, name), mark]})
        desk.answered[record.record_id, name] = correction


def _settle(desk: _Desk, correction: Correction, *, keep_text: bool) -> None:
    name = correction.field or ""
    if correction.record_id is None:
        document = desk.document if keep_text else put_head(desk.document, name, correction.after)
        desk.document = document.model_copy(update={"review": _others(document.review, name)})
        desk.answered[None, name] = correction
        return
    record = _located(desk, correction.record_id, correction.machine.indikator)
    if record is None:
        return
    if not keep_text:
        record = put(record, name, correction.after, correction.nilai)
    record = _with_place(record, name, correction)
    desk.records[record.record_id] = record.model_copy(update={"review": _others(record.review, name)})
    desk.answered[record.record_id, name] = correction


def _with_place(record: Record, name: str, correction: Correction) -> Record:
    """The cell's place with `by: person`; a text that the machine did not see at all gets the record's place."""
    key = place_key(name)
    place = record.provenance.get(key) or _new_place(record, correction.machine.text)
    return record.model_copy(
        update={"provenance": {**record.provenance, key: place.model_copy(update={"by": "person"})}}
    )


def _new_place(record: Record, text: str | None) -> Place:
    near = record.provenance.get("indikator") or next(iter(record.provenance.values()), None)
    page = near.page if near else (record.pages or [1])[0]
    bbox = near.bbox if near else (0.0, 0.0, 0.0, 0.0)
    return Place(page=page, bbox=bbox, ocr_confidence=None, column_score=1.0, text=text or "")


def _move(desk: _Desk, correction: Correction) -> None:
    """Two cells change places: no text is lost where the new place was not empty."""
    seen = correction.machine
    source = _located(desk, correction.record_id, seen.indikator)
    target = _located(desk, correction.to_record_id, seen.to_indikator)
    here, there = correction.field or "", correction.to_field or ""
    if source is None or target is None:
        return
    moved, given = _Carried.of(source, here), _Carried.of(target, there)
    desk.records[source.record_id] = _put_carried(desk, source, here, given)
    # The same record where the text only changes its column.
    desk.records[target.record_id] = _put_carried(desk, desk.records[target.record_id], there, moved)
    desk.answered[target.record_id, there] = correction


@dataclass(frozen=True, slots=True)
class _Carried:
    """A cell on its way: its text, number, place and marks."""

    text: str | None
    nilai: float | int | None
    place: Place | None
    marks: tuple[Mark, ...]

    @staticmethod
    def of(record: Record, key: str) -> _Carried:
        marks = tuple(mark for mark in record.review if mark.field == place_key(key) and mark.reason != COLUMN_DOUBT)
        return _Carried(cells(record).get(key), number(record, key), record.provenance.get(place_key(key)), marks)


def _put_carried(desk: _Desk, record: Record, key: str, carried: _Carried) -> Record:
    nilai = carried.nilai
    if is_series(key) and carried.text and nilai is None:
        nilai = meant(carried.text, decimal_of(list(desk.ground.records.values())))
    record = put(record, key, carried.text, nilai)
    places = {name: place for name, place in record.provenance.items() if name != place_key(key)}
    if carried.place is not None:
        places[place_key(key)] = carried.place.model_copy(update={"by": "person"})
    marks = [mark.model_copy(update={"field": place_key(key)}) for mark in carried.marks]
    return record.model_copy(update={"provenance": places, "review": [*_others(record.review, key), *marks]})


def _drop(desk: _Desk, correction: Correction) -> None:
    base = desk.ground.locate(correction.record_id, correction.machine.indikator)
    if base is not None:
        desk.records.pop(base.record_id, None)


def _add(desk: _Desk, correction: Correction) -> None:
    """A record that the machine did not see, behind the record that the person named, else by its place on the page."""
    record = added_record(correction, desk)
    items = list(desk.records.items())
    names = [name for name, _ in items]
    if correction.behind in names:
        at = names.index(correction.behind or "") + 1
    else:
        at = next((i for i, (_, other) in enumerate(items) if _where(other) > _where(record)), len(items))
    items.insert(at, (record.record_id, record))
    desk.records = dict(items)
    desk.ground.records[record.record_id] = record


def added_record(correction: Correction, desk: _Desk) -> Record:
    """The record as the person entered it."""
    decimal = decimal_of(list(desk.ground.records.values()))
    places = {
        place_key(key): Place(
            page=spot.page, bbox=spot.bbox, ocr_confidence=None, column_score=1.0,
            text=correction.values.get(key, ""), by="person",
        )
        for key, spot in correction.spots.items()
    }  # fmt: skip
    pages = sorted({spot.page for spot in correction.spots.values()}) or [1]
    record = Record(
        record_id=correction.record_id or correction.id,
        document_id=correction.document_id,
        row=1,
        indikator=correction.values.get("indikator", ""),
        pages=pages,
        provenance=places,
        confidence=together(places.values()),
    )
    for key, text in correction.values.items():
        record = put(record, key, text, meant(text, decimal) if is_series(key) else None)
    return record


def _where(record: Record) -> tuple[int, float]:
    place = record.provenance.get("indikator") or next(iter(record.provenance.values()), None)
    return (place.page, place.bbox[1]) if place else ((record.pages or [1])[0], 0.0)


def _answered_again(bundle: Bundle, desk: _Desk) -> bool:
    """Whether the same cell got a newer answer, about today's reading."""
    correction = bundle.corrections[0]
    newer = desk.answered.get((correction.record_id, correction.field or ""))
    return newer is not None and newer.order > correction.order


def _reopen(desk: _Desk, bundle: Bundle) -> None:
    correction = bundle.corrections[0]
    name = correction.field or "records"
    record = desk.records.get(correction.record_id or "")
    if bundle.structural or record is None:
        name = "records" if correction.record_id is not None else name
        mark = Mark(field=name, reason=REOPENED, explanation=_explanation(REOPENED))
        desk.document = desk.document.model_copy(update={"review": [*desk.document.review, mark]})
        return
    mark = Mark(field=place_key(name), reason=REOPENED, explanation=_explanation(REOPENED))
    desk.records[record.record_id] = record.model_copy(update={"review": [*record.review, mark]})


def _others(marks: Sequence[Mark], name: str) -> list[Mark]:
    return [mark for mark in marks if mark.field != place_key(name)]


def _finished(machine: Digitised, desk: _Desk) -> Digitised:
    """Rows counted again, confidence and status by the marks that are left."""
    before = {record.record_id: record for record in machine.records}
    records = [
        record.model_copy(update={"row": row, "confidence": _confidence(before.get(record.record_id), record)})
        for row, record in enumerate(desk.records.values(), start=1)
    ]
    document = desk.document
    doubtful = bool(document.review) or any(record.needs_review for record in records)
    update: dict[str, object] = {
        "records": len(records),
        "by_person": sorted(name for record_id, name in desk.answered if record_id is None),
    }
    if document.status != "failed":
        update["status"] = "review" if doubtful else "ok"
    return Digitised(document=document.model_copy(update=update), records=records)


def _confidence(before: Record | None, record: Record) -> float:
    """The chance that the whole record is right, by the cells that no person answered; a cell counts once."""
    if before is None or before.provenance == record.provenance:
        return record.confidence
    return together(record.provenance.values())


def _explanation(code: str) -> str:
    return own_words().reasons.get(code, code)


_APPLY = {
    "confirm": _confirm,
    "change": _change,
    "unreadable": _unreadable,
    "move": _move,
    "drop": _drop,
    "add": _add,
}
