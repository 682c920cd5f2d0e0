"""Structure mended: a column's field, rows split, joined and added, a cell moved, a table dropped. Each by one yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from normalizers.models import Record
from pipeline.corrections.cells import OTHER, cells, is_series, place_key
from pipeline.corrections.models import Spot
from pipeline.review import mending, words
from pipeline.review.desk import GoneError
from pipeline.review.forms import (
    BoxForm,
    Chosen,
    ChosenQuery,
    ColumnForm,
    DocumentId,
    FieldForm,
    FieldName,
    MoveForm,
    PageNumber,
    RecordForm,
    RecordId,
    parsed,
    texts_of,
)
from pipeline.review.labels import CHOICES
from pipeline.review.pictures import Bbox, Sheet
from pipeline.review.reading import words_in
from pipeline.review.tables import columns_of, placed_words, table_of
from pipeline.review.web import FormHere, Room, RoomHere, see

router = APIRouter()
DocumentPath = Annotated[DocumentId, Path()]
RecordPath = Annotated[RecordId, Path()]


@router.get("/kolom/{document}/{record}")
def column(
    request: Request,
    *,
    room: RoomHere,
    document: DocumentPath,
    record: RecordPath,
    chosen: ChosenQuery,
    field: Annotated[FieldName, Query()] = "indikator",
) -> Response:
    """Which field a column really is."""
    found = room.desk.record(document, record)
    rows = _table(room, found)
    return _page(
        request, room, "column.html", chosen, found, rows=len(rows), field=field, choices=CHOICES,
        columns=columns_of(room.desk.memory, room.desk.vocabulary, rows),
        can_remember=room.desk.vocabulary_folder is not None,
    )  # fmt: skip


@router.post("/kolom")
def give_column(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """The yes to that."""
    given = parsed(ColumnForm, form)
    record = room.desk.record(given.document, given.record)
    rows = _table(room, record)
    drafter = room.desk.drafter(given.document, room.who(request), together=True)
    made = mending.give_column(drafter, rows, given.field, given.to_key)
    room.desk.write(made, given.version)
    if given.remember and room.desk.vocabulary_folder is not None:
        columns = columns_of(room.desk.memory, room.desk.vocabulary, rows)
        header = next((item.header for item in columns if item.key == given.field and item.header), "")
        header = header or given.field.removeprefix(OTHER)
        seen = room.desk.memory.files().get(given.document, "")
        words.remember(room.desk.vocabulary_folder, given.to_field, header.rpartition(" > ")[2], seen)
    return _back(given.document, given.record, chosen, given.to_key)


@router.post("/kolom-benar")
def column_is_right(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """A column whose header was doubtful is what it was taken for, in the whole table."""
    given = parsed(FieldForm, form)
    record = room.desk.record(given.document, given.record)
    drafter = room.desk.drafter(given.document, room.who(request), together=True)
    room.desk.write(mending.confirm_column(drafter, _table(room, record), given.field), given.version)
    return see("/periksa", chosen.query())


@router.get("/pecah/{document}/{record}")
def split_page(
    request: Request, room: RoomHere, document: DocumentPath, record: RecordPath, chosen: ChosenQuery
) -> Response:
    """Two rows that were read as one."""
    found = room.desk.record(document, record)
    return _page(request, room, "split.html", chosen, found, cells=cells(found), shared=mending.SHARED)


@router.post("/pecah")
def split(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """The yes to that."""
    given = parsed(RecordForm, form)
    record = room.desk.record(given.document, given.record)
    drafter = room.desk.drafter(given.document, room.who(request), together=True)
    room.desk.write(mending.split(drafter, record, texts_of(form, "bawah.")), given.version)
    return _back(given.document, given.record, chosen, "indikator")


@router.get("/gabung/{document}/{record}")
def join_page(
    request: Request, room: RoomHere, document: DocumentPath, record: RecordPath, chosen: ChosenQuery
) -> Response:
    """One row that was read as two."""
    found = room.desk.record(document, record)
    below = _below(room, found)
    drafter = room.desk.drafter(document, room.who(request))
    joined = {item.field: item.after for item in mending.join(drafter, found, below) if item.action == "change"}
    return _page(request, room, "join.html", chosen, found, below=below, joined=joined, cells=cells(found))


@router.post("/gabung")
def join(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """The yes to that."""
    given = parsed(RecordForm, form)
    record = room.desk.record(given.document, given.record)
    drafter = room.desk.drafter(given.document, room.who(request), together=True)
    room.desk.write(mending.join(drafter, record, _below(room, record)), given.version)
    return _back(given.document, given.record, chosen, "indikator")


@router.get("/pindah/{document}/{record}")
def move_page(
    request: Request,
    *,
    room: RoomHere,
    document: DocumentPath,
    record: RecordPath,
    chosen: ChosenQuery,
    field: Annotated[FieldName, Query()] = "indikator",
) -> Response:
    """A text that belongs to another row or field."""
    found = room.desk.record(document, record)
    records = room.desk.laid(document).digitised.records
    keys = list(dict.fromkeys([*(key for item in records for key in cells(item)), *CHOICES]))
    near = [item for item in records if abs(item.row - found.row) <= 10]
    return _page(
        request, room, "move.html", chosen, found, field=field, text=cells(found).get(field, ""), keys=keys, near=near
    )


@router.post("/pindah")
def move(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """The yes to that."""
    given = parsed(MoveForm, form)
    source = room.desk.record(given.document, given.record)
    target = room.desk.record(given.document, given.to_record)
    drafter = room.desk.drafter(given.document, room.who(request), together=True)
    made = mending.move_cell(drafter, (source, given.field), (target, given.to_field))
    room.desk.write(made, given.version)
    return _back(given.document, given.to_record, chosen, given.to_field)


@router.get("/buang-tabel/{document}/{record}")
def drop_table_page(
    request: Request, room: RoomHere, document: DocumentPath, record: RecordPath, chosen: ChosenQuery
) -> Response:
    """A table that holds no indicators."""
    found = room.desk.record(document, record)
    return _page(request, room, "drop_table.html", chosen, found, rows=_table(room, found))


@router.post("/buang-tabel")
def drop_table(request: Request, room: RoomHere, form: FormHere) -> Response:
    """The yes to that."""
    given = parsed(RecordForm, form)
    rows = _table(room, room.desk.record(given.document, given.record))
    drafter = room.desk.drafter(given.document, room.who(request), together=True)
    room.desk.write(mending.drop(drafter, rows), given.version)
    return see(f"/dokumen/{given.document}")


@router.get("/baris-baru/{document}/{page}")
def new_row(
    request: Request,
    *,
    room: RoomHere,
    document: DocumentPath,
    page: Annotated[PageNumber, Path()],
    chosen: ChosenQuery,
    dekat: Annotated[str, Query(pattern=r"^[0-9a-z]{0,64}$")] = "",
) -> Response:
    """A row that the machine did not see: where does it stand?"""
    records = room.desk.laid(document).digitised.records
    near = next((item for item in records if item.record_id == dekat), None)
    box = _below_box(near, page, records, _sheet(room, document, page))
    return _new_row(request, room, chosen, _Box(document, page, box, dekat), values={}, rest="")


@router.post("/baca-kotak")
def read_box(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """The box is read, and its words are shown by column."""
    given = parsed(BoxForm, form)
    desk = room.desk
    records = desk.laid(given.document).digitised.records
    found = words_in(desk.memory, desk.pictures, given.document, given.page, given.bbox)
    values, rest = placed_words(found, given.page, records, _sheet(room, given.document, given.page))
    near = next((item for item in records if item.record_id == given.behind), None)
    if near is not None:
        # Merged cells: the row below says the same as the row above unless it prints its own.
        values = {key: text for key, text in cells(near).items() if key in mending.SHARED} | values
    if not records and rest:
        values, rest = {"indikator": rest}, ""
    box = _Box(given.document, given.page, given.bbox, given.behind)
    return _new_row(request, room, chosen, box, values=values, rest=rest)


@router.post("/baris-baru")
def add(request: Request, room: RoomHere, form: FormHere, chosen: ChosenQuery) -> Response:
    """The yes to the new row."""
    given = parsed(BoxForm, form)
    values = texts_of(form, "sel.")
    extra, text = str(form.get("bidang_lain", "")), str(form.get("isi_lain", ""))
    if extra and text.strip():
        values[extra] = texts_of({"sel.x": text}, "sel.")["x"]
    drafter = room.desk.drafter(given.document, room.who(request), together=True)
    spots = {place_key(key): Spot(page=given.page, bbox=given.bbox) for key in values}
    records = {item.record_id for item in room.desk.laid(given.document).digitised.records}
    made = mending.add(drafter, values, spots, given.behind if given.behind in records else None)
    room.desk.write(made, given.version)
    return _back(given.document, made[-1].record_id or "", chosen, "indikator")


@dataclass(frozen=True, slots=True)
class _Box:
    """A place on a page, and the record above it."""

    document: str
    page: int
    bbox: tuple[float, float, float, float]
    behind: str


def _new_row(request: Request, room: Room, chosen: Chosen, box: _Box, *, values: dict[str, str], rest: str) -> Response:
    document = room.desk.laid(box.document).digitised.document
    records = room.desk.laid(box.document).digitised.records
    keys = list(dict.fromkeys([*(key for item in records for key in cells(item)), "indikator", *values]))
    keys.sort(key=lambda key: (CHOICES.index(key) if key in CHOICES else len(CHOICES), is_series(key), key))
    return room.page(
        request, "new_row.html", document=document, box=box, values=values, rest=rest, keys=keys, chosen=chosen,
        choices=CHOICES, version=room.desk.document_version(box.document), read=bool(values or rest),
    )  # fmt: skip


def _below_box(near: Record | None, page: int, records: list[Record], sheet: Sheet) -> Bbox:
    """Where the missing row may stand: below the record, as wide as its table; else the middle of the page."""
    places = [sheet.upright(p.bbox) for item in records for p in item.provenance.values() if p.page == page]
    beside = near.provenance.values() if near else ()
    own = [sheet.upright(place.bbox) for place in beside if place.page == page and not place.carried]
    if not places:
        return 40.0, 300.0, 500.0, 340.0
    left, right = min(place[0] for place in places), max(place[2] for place in places)
    bottom = max(place[3] for place in own or places)
    heights = sorted(place[3] - place[1] for place in own) or [30.0]
    return sheet.back.upright((left, bottom, right, bottom + max(15.0, heights[len(heights) // 2])))


def _sheet(room: Room, document: str, page: int) -> Sheet:
    """How the page lies; as it is where its picture cannot be had."""
    return room.desk.pictures.sheet(document, page) or Sheet(0, 0, 0)


def _page(request: Request, room: Room, name: str, chosen: Chosen, record: Record, **values: Any) -> Response:
    document = room.desk.laid(record.document_id).digitised.document
    version = room.desk.document_version(record.document_id)
    return room.page(request, name, chosen=chosen, record=record, document=document, version=version, **values)


def _table(room: Room, record: Record) -> list[Record]:
    records = room.desk.laid(record.document_id).digitised.records
    return table_of(room.desk.memory, room.desk.vocabulary, records, record)


def _below(room: Room, record: Record) -> Record:
    records = room.desk.laid(record.document_id).digitised.records
    place = next((place for place, item in enumerate(records) if item.record_id == record.record_id), len(records))
    if place + 1 >= len(records):
        raise GoneError("Di bawah baris ini tidak ada baris lain untuk digabungkan.")
    return records[place + 1]


def _back(document: str, record: str, chosen: Chosen, field: str) -> Response:
    return see(f"/periksa/{document}/{record}", chosen.query(urut="", field=field))
