"""What the lists show: open values by filter, how many of what, the next one, the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import sqlalchemy as sql
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipeline.review.index import Index, digest, documents, items, texts

PAGE = 50

_Short = Annotated[str, StringConstraints(max_length=200)]


class Filter(BaseModel):
    """What a person chose to work on. Empty means: all."""

    model_config = ConfigDict(frozen=True)

    wilayah: _Short = ""
    instansi: _Short = ""
    tahun: Annotated[str, StringConstraints(pattern=r"^(\d{4})?$")] = ""
    alasan: _Short = ""
    bidang: _Short = ""
    keyakinan: Annotated[str, StringConstraints(pattern=r"^(0(\.\d{1,3})?|1)?$")] = Field(default="")
    dokumen: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""

    @property
    def about_documents(self) -> bool:
        """Whether the documents must be looked at to know which values are meant."""
        return bool(self.wilayah or self.instansi or self.tahun or self.dokumen)

    def conditions(self) -> list[sql.ColumnElement[bool]]:
        """As conditions over items joined with documents."""
        found: list[sql.ColumnElement[bool]] = []
        if self.wilayah:
            found.append(documents.c.wilayah == self.wilayah)
        if self.instansi:
            found.append(documents.c.instansi.icontains(self.instansi, autoescape=True))
        if self.tahun:
            year = int(self.tahun)
            found += [documents.c.tahun_awal <= year, documents.c.tahun_akhir >= year]
        if self.alasan:
            found.append(items.c.reason == self.alasan)
        if self.bidang:
            found.append(items.c.kind == self.bidang)
        if self.keyakinan:
            found.append(items.c.confidence <= float(self.keyakinan))
        if self.dokumen:
            found.append(documents.c.document_id == self.dokumen)
        return found


@dataclass(frozen=True, slots=True)
class Item:
    """One value that waits for a person."""

    sort: str
    document_id: str
    file: str
    instansi: str | None
    record_id: str
    row: int
    field: str
    reason: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the work is, and what is left under the filter."""

    documents: int
    documents_open: int
    records: int
    marked: int
    open: int
    waiting: int
    by_reason: list[tuple[str, int]]
    by_field: list[tuple[str, int]]
    regions: list[str]

    @property
    def answered(self) -> int:
        """Marked values that nobody needs to look at any more."""
        return max(0, self.marked - self.open)

    @property
    def percent(self) -> int:
        """Progress in whole percent, 100 only when all is done."""
        return 100 if not self.open else min(99, 100 * self.answered // max(1, self.marked))


_JOINED = items.join(documents, documents.c.number == items.c.document)
_ITEM = sql.select(
    items.c.sort, documents.c.document_id, documents.c.file, documents.c.instansi, items.c.record_id, items.c.row,
    items.c.field, items.c.reason, items.c.text,
).select_from(_JOINED)  # fmt: skip


def waiting(index: Index, chosen: Filter, after: str = "", limit: int = PAGE) -> list[Item]:
    """The next values under the filter, most valuable first."""
    query = _ITEM.where(items.c.sort > after, *chosen.conditions()).order_by(items.c.sort).limit(limit)
    with index.engine.connect() as connection:
        return [Item(*row) for row in connection.execute(query)]


def following(index: Index, chosen: Filter, after: str) -> Item | None:
    """The value behind `after`; at the end of the list the first one again."""
    found = waiting(index, chosen, after, 1) or waiting(index, chosen, "", 1)
    return found[0] if found else None


def preceding(index: Index, chosen: Filter, before: str) -> Item | None:
    """The value before `before`."""
    query = _ITEM.where(items.c.sort < before, *chosen.conditions()).order_by(items.c.sort.desc()).limit(1)
    with index.engine.connect() as connection:
        row = connection.execute(query).first()
    return Item(*row) if row else None


def left(index: Index, chosen: Filter) -> int:
    """How many values wait under the filter."""
    with index.engine.connect() as connection:
        return _number(connection, chosen)


def counts(index: Index, chosen: Filter) -> Counts:
    """Counts for the list's head and its filters."""
    with index.engine.connect() as connection:
        whole = connection.execute(
            sql.select(
                sql.func.count(), sql.func.sum(documents.c.records), sql.func.sum(documents.c.marked),
                sql.func.sum(documents.c.open), sql.func.sum(sql.case((documents.c.open > 0, 1), else_=0)),
            )
        ).one()  # fmt: skip
        regions = connection.execute(
            sql.select(documents.c.wilayah).where(documents.c.wilayah.is_not(None)).distinct().order_by("wilayah")
        )
        return Counts(
            documents=whole[0],
            records=whole[1] or 0,
            marked=whole[2] or 0,
            open=whole[3] or 0,
            documents_open=whole[4] or 0,
            waiting=_number(connection, chosen),
            by_reason=_grouped(connection, items.c.reason, chosen.model_copy(update={"alasan": ""})),
            by_field=_grouped(connection, items.c.kind, chosen.model_copy(update={"bidang": ""})),
            regions=[row[0] for row in regions],
        )


def document_page(index: Index, search: str, start: int, limit: int = PAGE) -> Sequence[sql.Row[Any]]:
    """A page of the list of documents, those with open values first."""
    query = sql.select(documents).order_by((documents.c.open > 0).desc(), documents.c.file).offset(start).limit(limit)
    if search:
        query = query.where(documents.c.file.icontains(search, autoescape=True))
    with index.engine.connect() as connection:
        return connection.execute(query).all()


def same_texts(index: Index, field: str, text: str, limit: int) -> list[tuple[str, str, str]]:
    """(document_id, file, record_id) of the cells whose reading is this text, in the order of the files."""
    query = (
        sql.select(documents.c.document_id, documents.c.file, texts.c.record_id)
        .select_from(texts.join(documents, documents.c.number == texts.c.document))
        .where(texts.c.digest == digest(field, text), texts.c.field == field)
        .order_by(documents.c.file, texts.c.record_id)
        .limit(limit)
    )
    with index.engine.connect() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def _number(connection: sql.Connection, chosen: Filter) -> int:
    query = sql.select(sql.func.count()).select_from(_table(chosen)).where(*chosen.conditions())
    return connection.execute(query).scalar_one()


def _grouped(connection: sql.Connection, column: sql.ColumnElement[str], chosen: Filter) -> list[tuple[str, int]]:
    number = sql.func.count().label("number")
    query = sql.select(column, number).select_from(_table(chosen)).where(*chosen.conditions()).group_by(column)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(number.desc(), column))]


def _table(chosen: Filter) -> sql.FromClause:
    """What must be read to count under this filter."""
    return _JOINED if chosen.about_documents else items
