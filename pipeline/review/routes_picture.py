"""Pictures and second readings: by document, page and field; never by a path."""

from __future__ import annotations

import dataclasses
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from normalizers.models import Place
from pipeline.corrections.cells import place_key
from pipeline.review.desk import GoneError
from pipeline.review.forms import DocumentId, FieldName, PageNumber, RecordId
from pipeline.review.reading import second_reading
from pipeline.review.web import RoomHere

router = APIRouter()
#: A document's id is its content: its pictures never change.
FOREVER = {"Cache-Control": "private, max-age=86400, immutable"}
NO_PICTURE = "Berkas sumber tidak ditemukan lagi di tempatnya, atau isinya sudah berubah."


@router.get("/gambar/{document}/{page}")
def picture(room: RoomHere, document: Annotated[DocumentId, Path()], page: Annotated[PageNumber, Path()]) -> Response:
    """A page."""
    jpeg = room.desk.pictures.page(document, page)
    if jpeg is None:
        raise GoneError(NO_PICTURE)
    return Response(jpeg, media_type="image/jpeg", headers=FOREVER)


@router.get("/lembar/{document}/{page}")
def sheet(room: RoomHere, document: Annotated[DocumentId, Path()], page: Annotated[PageNumber, Path()]) -> Response:
    """A page's size in points, and how it lies."""
    found = room.desk.pictures.sheet(document, page)
    if found is None:
        raise GoneError(NO_PICTURE)
    return JSONResponse(dataclasses.asdict(found), headers=FOREVER)


@router.get("/potongan/{document}/{record}")
def cell(
    room: RoomHere,
    document: Annotated[DocumentId, Path()],
    record: Annotated[RecordId, Path()],
    field: Annotated[FieldName, Query()],
) -> Response:
    """One cell."""
    place = _place(room, document, record, field)
    jpeg = room.desk.pictures.cell(document, place.page, place.bbox)
    if jpeg is None:
        raise GoneError(NO_PICTURE)
    return Response(jpeg, media_type="image/jpeg")


@router.get("/bacaan-kedua/{document}/{record}")
def again(
    request: Request,
    room: RoomHere,
    document: Annotated[DocumentId, Path()],
    record: Annotated[RecordId, Path()],
    field: Annotated[FieldName, Query()],
) -> Response:
    """What the other reader reads in this cell."""
    place = _place(room, document, record, field)
    text = second_reading(room.desk.pictures, document, place.page, place.bbox)
    return room.page(request, "second.html", text=text)


def _place(room: RoomHere, document: str, record: str, field: str) -> Place:
    place = room.desk.record(document, record).provenance.get(place_key(field))
    if place is None:
        raise GoneError("Letak nilai ini tidak diketahui.")
    return place
