"""What one screen shows: a record, or the document's head, as rows with text, reading, doubts and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from normalizers.models import HeadPlace, Mark, Place, Record
from pipeline.corrections.cells import PLAIN, cells, is_series, number, place_key
from pipeline.corrections.head import WRITABLE, head_text
from pipeline.corrections.laying import COLUMN_DOUBT, REOPENED, Laid
from pipeline.corrections.models import Correction
from pipeline.review.index import LOOK
from pipeline.review.labels import label, reason

#: Ends the address of a document's head where else a record's id stands.
HEAD = "kepala"


@dataclass(frozen=True, slots=True)
class Shown:
    """One field on the screen. `bbox` as in the provenance; `machine` only where it differs from `text`."""

    key: str
    label: str
    text: str
    machine: str | None
    nilai: str | None
    reasons: tuple[str, ...]
    column_doubted: bool
    page: int | None
    bbox: str
    ocr: bool
    by_person: bool
    open: bool
    writable: bool
    earlier: Correction | None

    @property
    def long(self) -> bool:
        """Whether the text needs more than one line."""
        return len(self.text) > 60 or "\n" in self.text


def record_fields(laid: Laid, record: Record, current: str) -> list[Shown]:
    """The record's fields in the order of the contract, those without text that are marked or asked for too."""
    said = cells(record)
    marked = [mark.field for mark in record.review if mark.field not in said]
    order = {name: place for place, name in enumerate(PLAIN)}
    keys = dict.fromkeys([*said, *marked, *([current] if current else [])])
    return [
        _shown(laid, record, key, said.get(key, "")) for key in sorted(keys, key=lambda key: order.get(key, len(order)))
    ]


def empty_fields(record: Record) -> list[str]:
    """Plain fields that the record does not have."""
    said = cells(record)
    return [name for name in PLAIN if name not in said]


def head_fields(laid: Laid, current: str) -> list[Shown]:
    """The document's head: what it says, what is marked, and the places where it was read."""
    document = laid.digitised.document
    marked = [mark.field for mark in document.review]
    names = [name for name in WRITABLE if head_text(document, name) or name in (*marked, current)]
    rest = [name for name in dict.fromkeys([*marked, current]) if name and name not in names]
    return [_head_shown(laid, name) for name in [*names, *rest]]


def _shown(laid: Laid, record: Record, key: str, text: str) -> Shown:
    place = record.provenance.get(place_key(key))
    marks = [mark for mark in record.review if mark.field == place_key(key)]
    read = laid.ground.text(record.record_id, key)
    answered = laid.answered.get((record.record_id, key))
    value = number(record, key) if is_series(key) else None
    return Shown(
        key=key,
        label=label(key),
        text=text,
        machine=(read or "") if (read or "") != text else None,
        nilai=None if not is_series(key) else "" if value is None else f"{value}",
        reasons=_sentences(marks),
        column_doubted=any(mark.reason == COLUMN_DOUBT for mark in marks),
        page=place.page if place else next(iter(record.pages), None),
        bbox=_bbox(place),
        ocr=place is not None and place.ocr_confidence is not None,
        by_person=place is not None and place.by == "person",
        open=bool(marks) and answered is None,
        writable=True,
        earlier=_earlier(laid, record.record_id, key, marks),
    )


def _head_shown(laid: Laid, name: str) -> Shown:
    document = laid.digitised.document
    marks = [mark for mark in document.review if mark.field == name]
    writable = name in WRITABLE
    text = (head_text(document, name) or "") if writable else ""
    read = laid.ground.text(None, name) if writable else None
    kind, _, rest = name.partition(".")
    place = document.provenance.get(name) or document.provenance.get(kind)
    page = place.page if place else int(rest) if kind == "halaman" and rest.isdigit() else 1
    return Shown(
        key=name,
        label="Nomor keputusan" if name == "nomor" else label(name),
        text=text,
        machine=(read or "") if (read or "") != text else None,
        nilai=None,
        reasons=_sentences(marks),
        column_doubted=any(mark.reason == COLUMN_DOUBT for mark in marks),
        page=page,
        bbox=_bbox(place),
        ocr=False,
        by_person=(None, name) in laid.answered,
        open=bool(marks) and (None, name) not in laid.answered,
        writable=writable,
        earlier=_earlier(laid, None, name, marks),
    )


def _sentences(marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark.explanation for mark in marks)) or (reason(LOOK),)


def _earlier(laid: Laid, record_id: str | None, key: str, marks: Sequence[Mark]) -> Correction | None:
    """The answer that today's reading has reopened."""
    if not any(mark.reason == REOPENED for mark in marks):
        return None
    waiting = (bundle.corrections[0] for bundle in laid.stale if not bundle.structural)
    return next((item for item in waiting if (item.record_id, item.field) == (record_id, key)), None)


def _bbox(place: Place | HeadPlace | None) -> str:
    return " ".join(f"{value:g}" for value in place.bbox) if place and place.bbox[2] > place.bbox[0] else ""
