"""The list of all open values of a folder, in DIR/.iku/review.sqlite: made from readings and answers, never the truth.

A document's rows are made again when its reading or what people said about it has changed. The file may be deleted at
any time.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sql

from normalizers.vocabulary import SINGLE_FIELDS
from pipeline.corrections.cells import OTHER, cells, place_key
from pipeline.corrections.history import version
from pipeline.corrections.journal import Journal
from pipeline.corrections.laying import Laid, lay_over
from pipeline.digitise import Digitised
from pipeline.review.audit import sample
from pipeline.review.memory import Memory
from pipeline.review.rank import kind_of, sort_key

#: A changed shape of the tables gets a new number: an index of another shape is made again.
SHAPE = 1
#: Documents that are indexed before others may read and write in between.
BATCH = 25
#: Reason shown for a value of the random sample: nothing tells it from a marked one.
LOOK = "cocokkan"

_meta = sql.MetaData()
documents = sql.Table(
    "documents",
    _meta,
    sql.Column("number", sql.Integer, primary_key=True),
    sql.Column("document_id", sql.String, unique=True, nullable=False),
    sql.Column("file", sql.String, nullable=False, index=True),
    sql.Column("instansi", sql.String),
    sql.Column("wilayah", sql.String),
    sql.Column("tahun_awal", sql.Integer),
    sql.Column("tahun_akhir", sql.Integer),
    sql.Column("status", sql.String, nullable=False),
    sql.Column("engine", sql.String),
    sql.Column("records", sql.Integer, nullable=False),
    sql.Column("marked", sql.Integer, nullable=False),
    sql.Column("open", sql.Integer, nullable=False, index=True),
    sql.Column("stamp", sql.String, nullable=False),
    sql.Column("said", sql.String, nullable=False),
)
items = sql.Table(
    "items",
    _meta,
    sql.Column("sort", sql.String, primary_key=True),
    sql.Column("document", sql.Integer, nullable=False, index=True),
    sql.Column("record_id", sql.String, nullable=False),
    sql.Column("row", sql.Integer, nullable=False),
    sql.Column("field", sql.String, nullable=False),
    sql.Column("kind", sql.String, nullable=False, index=True),
    sql.Column("reason", sql.String, nullable=False, index=True),
    sql.Column("confidence", sql.Float),
    sql.Column("text", sql.String),
)
texts = sql.Table(
    "texts",
    _meta,
    sql.Column("document", sql.Integer, nullable=False, index=True),
    sql.Column("record_id", sql.String, nullable=False),
    sql.Column("field", sql.String, nullable=False),
    sql.Column("digest", sql.BigInteger, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What an indexed document was made from."""

    number: int
    stamp: str
    said: str
    file: str


class Index:
    """The open values of a folder. Safe for several threads: one writes at a time, readers do not wait for it."""

    def __init__(self, memory: Memory, journal: Journal, path: Path | None = None) -> None:
        self.memory = memory
        self.journal = journal
        self.engine = _opened(path or memory.output / ".iku" / "review.sqlite")
        self._writing = threading.Lock()
        self._beat: object = None
        with self.engine.connect() as connection:
            rows = connection.execute(
                sql.select(documents.c.document_id, documents.c.number, documents.c.stamp, documents.c.said,
                           documents.c.file)
            )  # fmt: skip
            self._known = {row[0]: _Known(row[1], row[2], row[3], row[4]) for row in rows}

    def refresh(self) -> int:
        """Makes the rows of all documents again that have changed; gives how many there were."""
        self.journal.refresh()
        beat = self.memory.beat()
        stamps, files = self.memory.stamps(), self.memory.files()
        wanted = {name: stamp for name, stamp in stamps.items() if name in files}
        gone = [name for name in self._known if name not in wanted]
        changed = [name for name, stamp in wanted.items() if not self._is_current(name, stamp, files[name])]
        for start in range(0, len(changed), BATCH):
            self._make(changed[start : start + BATCH], wanted, files)
        if gone:
            self._forget(gone)
        self._beat = beat
        return len(changed) + len(gone)

    def refresh_if_due(self) -> None:
        """Looks only where something may have changed."""
        if self._beat != self.memory.beat():
            self.refresh()
            return
        self.update(self.journal.refresh())

    def update(self, names: Iterable[str]) -> None:
        """Makes the rows of these documents again: people have said something about them."""
        known = {name: self._known[name] for name in names if name in self._known}
        self._make(list(known), {n: k.stamp for n, k in known.items()}, {n: k.file for n, k in known.items()})

    def engines(self) -> list[str]:
        """The OCR engines by which the folder's documents were read."""
        query = sql.select(documents.c.engine).where(documents.c.engine.is_not(None)).distinct().order_by("engine")
        with self.engine.connect() as connection:
            return [row[0] for row in connection.execute(query)]

    def _is_current(self, name: str, stamp: str, file: str) -> bool:
        known = self._known.get(name)
        said = version(self.journal.of(name))
        return known is not None and (known.stamp, known.said, known.file) == (stamp, said, file)

    def _make(self, names: list[str], stamps: dict[str, str], files: dict[str, str]) -> None:
        if not names:
            return
        with self._writing, self.engine.begin() as connection:
            for name in names:
                machine = self.memory.result(name)
                if machine is None:
                    continue
                said = self.journal.of(name)
                laid = lay_over(machine, said)
                waiting = list(_open_values(machine, laid, files[name]))
                values = _document(machine, laid, len(waiting)) | {
                    "file": files[name],
                    "stamp": stamps[name],
                    "said": version(said),
                }
                number = self._number(connection, name, values)
                _rows(connection, items, number, waiting)
                _rows(connection, texts, number, list(_texts(machine)))
                self._known[name] = _Known(number, stamps[name], version(said), files[name])

    def _number(self, connection: sql.Connection, name: str, values: dict[str, Any]) -> int:
        """Writes the document's row; gives its number, by which the other tables name it."""
        known = self._known.get(name)
        if known is not None:
            connection.execute(documents.update().where(documents.c.number == known.number).values(values))
            return known.number
        added = connection.execute(documents.insert().returning(documents.c.number).values(values))
        return int(added.scalar_one())

    def _forget(self, names: list[str]) -> None:
        with self._writing, self.engine.begin() as connection:
            for name in names:
                number = self._known.pop(name).number
                for table, column in ((documents, "number"), (items, "document"), (texts, "document")):
                    connection.execute(table.delete().where(table.c[column] == number))


def digest(field: str, text: str) -> int:
    """A number for a text in a field, to find the same one elsewhere."""
    data = hashlib.sha256(f"{field}\0{text}".encode()).digest()
    return int.from_bytes(data[:8], "big", signed=True)


def _opened(path: Path) -> sql.Engine:
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sql.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    sql.event.listen(engine, "connect", _prepare)
    with engine.begin() as connection:
        if connection.exec_driver_sql("PRAGMA user_version").scalar() != SHAPE:
            _meta.drop_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SHAPE}")
        _meta.create_all(connection)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """Readers go on while one writes; a lost index is made again, so that no write needs to wait for the disk."""
    for pragma in ("journal_mode=WAL", "synchronous=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _rows(connection: sql.Connection, table: sql.Table, number: int, rows: list[dict[str, Any]]) -> None:
    connection.execute(table.delete().where(table.c.document == number))
    if rows:
        connection.execute(table.insert(), [{**row, "document": number} for row in rows])


def _document(machine: Digitised, laid: Laid, waiting: int) -> dict[str, Any]:
    head = laid.digitised.document
    return {
        "document_id": head.document_id,
        "instansi": head.instansi,
        "wilayah": head.wilayah.nama or head.wilayah.provinsi,
        "tahun_awal": head.tahun_awal,
        "tahun_akhir": head.tahun_akhir or head.tahun_awal,
        "status": head.status,
        "engine": head.engine,
        "records": len(laid.digitised.records),
        "marked": _marked(machine),
        "open": waiting,
    }


def _marked(machine: Digitised) -> int:
    marked = {(record.record_id, mark.field) for record in machine.records for mark in record.review}
    return len(marked | set(sample(machine))) + len({mark.field for mark in machine.document.review})


def _open_values(machine: Digitised, laid: Laid, file: str) -> Iterable[dict[str, Any]]:
    """One row a value that waits for a person."""
    chosen = set(sample(machine))
    document_id = laid.digitised.document.document_id
    head: dict[str, str] = {}
    for mark in laid.digitised.document.review:
        if (None, mark.field) not in laid.answered:
            head.setdefault(mark.field, mark.reason)
    for field, reason in head.items():
        yield {
            "sort": sort_key(file, document_id, 0, "", field), "record_id": "", "row": 0,
            "field": field, "kind": kind_of(field), "reason": reason, "confidence": None, "text": None,
        }  # fmt: skip
    for record in laid.digitised.records:
        waiting: dict[str, str] = {}
        for mark in record.review:
            if (record.record_id, mark.field) not in laid.answered:
                waiting.setdefault(mark.field, mark.reason)
        said = cells(record)
        for key in map(place_key, said):
            if (record.record_id, key) in chosen and (record.record_id, key) not in laid.answered:
                waiting.setdefault(key, LOOK)
        for field, reason in waiting.items():
            place = record.provenance.get(field)
            yield {
                "sort": sort_key(file, document_id, record.row, record.record_id, field),
                "record_id": record.record_id, "row": record.row, "field": field,
                "kind": kind_of(field), "reason": reason,
                "confidence": place.ocr_confidence if place else None, "text": (said.get(field) or "")[:120],
            }  # fmt: skip


def _texts(machine: Digitised) -> Iterable[dict[str, Any]]:
    """Readings that may be the same elsewhere. Numbers are not: what is one cell's slip says nothing of another's."""
    for record in machine.records:
        for field, text in cells(record).items():
            if field in SINGLE_FIELDS or field.startswith(OTHER):
                yield {
                    "record_id": record.record_id, "field": field, "digest": digest(field, text),
                }  # fmt: skip
