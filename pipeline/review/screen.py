"""The one screen on which a value is answered: what its template needs."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response

from pipeline.corrections.models import Correction
from pipeline.review import queue
from pipeline.review.desk import Desk
from pipeline.review.forms import Chosen
from pipeline.review.rank import sort_key
from pipeline.review.same import twins
from pipeline.review.view import HEAD, Shown, empty_fields, head_fields, record_fields
from pipeline.review.web import Room


def first_open(desk: Desk, document: str, record: str) -> str:
    """The field that a person would look at first."""
    laid = desk.laid(document)
    if record == HEAD:
        return next((mark.field for mark in laid.digitised.document.review), "instansi")
    shown = record_fields(laid, desk.record(document, record), "")
    return next((item.key for item in shown if item.open), "indikator")


def screen(
    request: Request,
    room: Room,
    chosen: Chosen,
    at: tuple[str, str, str],
    *,
    status: int = 200,
    message: str = "",
    typed: str | None = None,
) -> Response:
    """The page of (document, record, field); `typed` is what the person had typed when an answer was refused."""
    document, record_id, field = at
    desk = room.desk
    laid = desk.laid(document)
    record = None if record_id == HEAD else desk.record(document, record_id)
    file = desk.memory.files().get(document, "")
    fields = head_fields(laid, field) if record is None else record_fields(laid, record, field)
    current = next((item for item in fields if item.key == field), fields[0])
    sort = sort_key(file, document, record.row if record else 0, record.record_id if record else "", current.key)
    chosen = chosen.model_copy(update={"urut": sort})
    records = laid.digitised.records
    row = next((place for place, item in enumerate(records) if record and item.record_id == record.record_id), 0)
    values: dict[str, Any] = {
        "document": laid.digitised.document,
        "file": file,
        "record": record,
        "record_id": record_id,
        "fields": fields,
        "current": current,
        "empty": empty_fields(record) if record else [],
        "version": desk.version(document, None if record is None else record_id),
        "document_version": desk.document_version(document),
        "chosen": chosen,
        "left": queue.left(desk.index, chosen.filter()),
        "above": records[row - 1] if record and row > 0 else None,
        "below": records[row + 1] if record and row + 1 < len(records) else None,
        "page": current.page or _page(fields),
        "message": message,
        "typed": typed,
        "offer": _offer(room, request),
        "next_picture": _next_picture(desk, chosen),
    }
    return room.page(request, "value.html", status, **values)


def _page(fields: list[Shown]) -> int:
    return next((item.page for item in fields if item.page), 1)


def _next_picture(desk: Desk, chosen: Chosen) -> str:
    """The address of the page that will be asked for next, "" where there is none."""
    item = queue.following(desk.index, chosen.filter(), chosen.urut)
    if item is None or not item.record_id:
        return ""
    records = desk.laid(item.document_id).digitised.records
    record = next((record for record in records if record.record_id == item.record_id), None)
    place = record.provenance.get(item.field) if record else None
    return f"/gambar/{item.document_id}/{place.page}" if place else ""


def _offer(room: Room, request: Request) -> tuple[Correction, int] | None:
    """The correction just made, where other cells have the same reading; and how many."""
    last = room.desk.journal.get(request.query_params.get("baru", ""))
    if last is None:
        return None
    number = len(twins(room.desk, last))
    return (last, number) if number else None
