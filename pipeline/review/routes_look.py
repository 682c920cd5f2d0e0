"""Pages to look at: the list, the documents, one value, the history, the berita acara; and the door."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from pipeline.corrections.history import standing
from pipeline.review import queue
from pipeline.review.desk import GoneError
from pipeline.review.forms import ChosenQuery, DocumentId, LoginForm, RecordId, parsed
from pipeline.review.minutes import night_minutes, of_document
from pipeline.review.screen import first_open, screen
from pipeline.review.security import set_session
from pipeline.review.web import FormHere, RoomHere, see

router = APIRouter()


@router.get("/")
def list_page(request: Request, room: RoomHere, chosen: ChosenQuery) -> Response:
    """What waits, most valuable first."""
    found = queue.waiting(room.desk.index, chosen.filter())
    counts = queue.counts(room.desk.index, chosen.filter())
    return room.page(request, "queue.html", items=found, counts=counts, chosen=chosen)


@router.get("/dokumen")
def documents(
    request: Request,
    room: RoomHere,
    cari: Annotated[str, Query(max_length=200)] = "",
    mulai: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """All documents."""
    rows = queue.document_page(room.desk.index, cari, mulai)
    return room.page(request, "documents.html", rows=rows, search=cari, start=mulai, size=queue.PAGE)


@router.get("/dokumen/{document}")
def document(request: Request, room: RoomHere, document: Annotated[DocumentId, Path()]) -> Response:
    """One document: its records, its answers, what was reopened."""
    laid = room.desk.laid(document)
    said = room.desk.journal.of(document)
    up = {correction.id for correction in standing(said)}
    return room.page(
        request, "document.html", laid=laid, document=laid.digitised.document, said=list(reversed(said)), up=up,
        file=room.desk.memory.files().get(document, ""),
    )  # fmt: skip


@router.get("/periksa")
def next_value(room: RoomHere, chosen: ChosenQuery, mundur: bool = False) -> Response:
    """On to the next value of the list (or back to the one before)."""
    step = queue.preceding if mundur else queue.following
    item = step(room.desk.index, chosen.filter(), chosen.urut)
    if item is None:
        return see("/", chosen.query(urut=""))
    return see(
        f"/periksa/{item.document_id}/{item.record_id or 'kepala'}", chosen.query(urut=item.sort, field=item.field)
    )


@router.get("/periksa/{document}/{record}")
def value(
    request: Request,
    *,
    room: RoomHere,
    document: Annotated[DocumentId, Path()],
    record: Annotated[RecordId, Path()],
    chosen: ChosenQuery,
    field: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    """One screen: the paper on the left, the record on the right."""
    field = field or first_open(room.desk, document, record)
    return screen(request, room, chosen, (document, record, field))


@router.get("/berita-acara")
def night(request: Request, room: RoomHere) -> Response:
    """A printable page about the whole folder."""
    return room.page(request, "minutes_night.html", minutes=night_minutes(room.desk))


@router.get("/berita-acara/{document}")
def minutes(request: Request, room: RoomHere, document: Annotated[DocumentId, Path()]) -> Response:
    """A printable page about one document."""
    return room.page(request, "minutes.html", minutes=of_document(room.desk, document))


@router.get("/masuk")
def door(request: Request, room: RoomHere) -> Response:
    """Where a password is asked for."""
    return room.page(request, "login.html", wrong=False) if room.guard.password_hash else see("/")


@router.post("/masuk")
def enter(request: Request, room: RoomHere, form: FormHere) -> Response:
    """In, with the right password."""
    if room.guard.password_hash is None:
        raise GoneError("Halaman ini tidak memakai kata sandi.")
    given = parsed(LoginForm, form)
    session = room.guard.log_in(given.name, given.password)
    if session is None:
        return room.page(request, "login.html", 403, wrong=True)
    response = see("/")
    set_session(response, session)
    return response


@router.post("/keluar")
def leave(request: Request, room: RoomHere, _form: FormHere) -> Response:
    """Out."""
    room.guard.log_out(request)
    return see("/masuk")
