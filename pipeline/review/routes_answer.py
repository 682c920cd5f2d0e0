"""Answers: a value confirmed or corrected, a row dropped, undoing, the same error elsewhere, publishing."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import StringConstraints

from extractors.errors import UsageError
from normalizers.numbers import is_ambiguous
from pipeline.corrections.cells import decimal_of, is_key, is_series
from pipeline.corrections.head import problem
from pipeline.corrections.models import Correction
from pipeline.review import mending
from pipeline.review.desk import ConflictError, GoneError
from pipeline.review.forms import (
    AnswerForm,
    Chosen,
    ChosenQuery,
    RecordForm,
    UndoForm,
    number_of,
    one_line,
    parsed,
)
from pipeline.review.same import apply_to, twins
from pipeline.review.screen import screen
from pipeline.review.view import HEAD
from pipeline.review.web import FormHere, Room, RoomHere, see

router = APIRouter()
CorrectionId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$"), Path()]


@router.post("/jawab")
def answer(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """A value is right, is now another, or cannot be read; then the next one."""
    given = parsed(AnswerForm, form)
    try:
        correction = _answer(room, request, given)
        room.desk.write([correction], given.version, None if given.record == HEAD else given.record)
    except (ConflictError, UsageError) as error:
        status = 409 if isinstance(error, ConflictError) else 400
        at = (given.document, given.record, given.field)
        return screen(request, room, chosen, at, status=status, message=error.message, typed=given.text)
    more = {"baru": correction.id} if correction.action == "change" and twins(room.desk, correction, 1) else {}
    return _onward(room, chosen, more)


@router.post("/bukan-indikator")
def no_indicator(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """This row is no indicator."""
    given = parsed(RecordForm, form)
    record = room.desk.record(given.document, given.record)
    drafter = room.desk.drafter(given.document, room.who(request))
    room.desk.write(mending.drop(drafter, [record]), given.version, given.record)
    return _onward(room, chosen, {})


@router.post("/urung")
def undo(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """An answer is taken back; the page shows its value again."""
    given = parsed(UndoForm, form)
    who = room.who(request)
    if given.undoes:
        taken = room.desk.undo(given.document, given.undoes, who)
        return see(f"/dokumen/{taken.document_id}")
    taken = room.desk.undo_last(who)
    stands = {item.record_id for item in room.desk.laid(taken.document_id).digitised.records}
    if taken.record_id is not None and taken.record_id not in stands:
        return see(f"/dokumen/{taken.document_id}")
    record = taken.record_id or HEAD
    return see(f"/periksa/{taken.document_id}/{record}", chosen.query(urut="", field=taken.field or ""))


@router.get("/sama/{correction}")
def same(request: Request, room: RoomHere, correction: CorrectionId, chosen: ChosenQuery) -> Response:
    """Other cells with the reading that was corrected, with their pictures."""
    made = _correction(room, correction)
    return room.page(request, "same.html", made=made, twins=twins(room.desk, made), chosen=chosen)


@router.post("/sama/{correction}")
def apply(request: Request, room: RoomHere, correction: CorrectionId, form: FormHere, chosen: ChosenQuery) -> Response:
    """The yes to those that were ticked."""
    made = _correction(room, correction)
    ticked = {(name[4:68], name[69:]) for name in form if name.startswith("sel.")}
    apply_to(room.desk, made, ticked, room.who(request), uuid.uuid4().hex)
    return _onward(room, chosen, {})


@router.post("/terbitkan")
def publish(request: Request, room: RoomHere, _form: FormHere) -> Response:
    """The tables are written again with all answers."""
    room.desk.publish()
    message = "Tabel di folder hasil sudah ditulis ulang dengan semua jawaban."
    return room.page(request, "message.html", title="Sudah diterbitkan", message=message)


def _answer(room: Room, request: Request, given: AnswerForm) -> Correction:
    """The answer in the journal's words. Raises UsageError for a text that cannot stand there."""
    drafter = room.desk.drafter(given.document, room.who(request))
    if given.record == HEAD:
        text = given.text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").strip()
        before = drafter.before(None, given.field) or ""
        if given.action != "save" or text == before:
            return drafter.draft("unreadable" if given.action == "unreadable" else "confirm", None, given.field)
        if text and (sentence := problem(given.field, text)):
            raise UsageError(sentence)
        return drafter.draft("change", None, given.field, after=text or None)
    record = room.desk.record(given.document, given.record)
    if not is_key(given.field):
        raise UsageError("Bidang ini tidak ada.")
    text = one_line(given.text)
    same_number = given.nilai.strip() == given.shown_nilai.strip()
    if given.action == "unreadable":
        return drafter.draft("unreadable", record.record_id, given.field)
    nilai = number_of(given.nilai) if is_series(given.field) and text else None
    if nilai is None and is_series(given.field) and is_ambiguous(text, decimal_of(drafter.laid.digitised.records)):
        raise UsageError("Tulisan ini dapat berarti dua angka. Isi sebagai angka, misalnya 9154 atau 9,154.")
    if given.action == "confirm" or (text == (drafter.before(record.record_id, given.field) or "") and same_number):
        return drafter.draft("confirm", record.record_id, given.field)
    if given.field == "indikator" and not text:
        raise UsageError("Indikator tidak boleh kosong. Bila baris ini bukan indikator, pilih Bukan indikator.")
    # A number that was left as it was belongs to the text that was there before.
    return mending.change(drafter, record, given.field, text, None if same_number else nilai)


def _onward(room: Room, chosen: Chosen, more: dict[str, str]) -> Response:
    """To the next value; to the list when none is left."""
    from pipeline.review.queue import following  # noqa: PLC0415

    item = following(room.desk.index, chosen.filter(), chosen.urut)
    if item is None:
        return see("/", chosen.query(urut=""))
    query = chosen.query(urut=item.sort, field=item.field, **more)
    return see(f"/periksa/{item.document_id}/{item.record_id or HEAD}", query)


def _correction(room: Room, name: str) -> Correction:
    made = room.desk.journal.get(name)
    if made is None or made.action != "change":
        raise GoneError("Jawaban ini tidak ada.")
    return made
