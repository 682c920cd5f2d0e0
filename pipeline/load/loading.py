"""Loads an output folder into a database: one transaction, so that a load that is cut leaves the old state.

    lines of documents.jsonl and records.jsonl
      -> compared by hash with what is there: new, changed, same, returned
      -> new rows into the tables, changed ones to stages and from there     staging.py
      -> what no loaded folder holds any more is marked vanished, not deleted

Several folders may be loaded into one database; a document is gone only when the last folder that held it has lost it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pipeline import published
from pipeline.flat import FlatColumn, flat_row
from pipeline.load.databases import transaction
from pipeline.load.staging import Row, delete_surplus, fill, open_stages, write_stages
from pipeline.load.tables import DATA, DOCUMENTS, RECORDS, SOURCES, TARGETS, metadata, model_columns
from pipeline.load.versions import bring_up_to_date

#: Of a row in the database: its hash, whether it is marked vanished, its document.
_Before = tuple[str, bool, str]
#: Records that are held in memory at a time.
_AT_ONCE = 5_000


@dataclass(slots=True)
class Counts:
    """What a load does (or, with `dry_run`, would do) to one table's rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    returned: int = 0
    vanished: int = 0


@dataclass(slots=True)
class Loaded:
    """The account of one load; `unread` counts files without any bytes to tell them by, which are not loaded."""

    documents: Counts = field(default_factory=Counts)
    records: Counts = field(default_factory=Counts)
    schema: list[str] = field(default_factory=list)
    unread: int = 0


class _DryRun(Exception):  # noqa: N818  (no error: it only ends the transaction)
    """Undoes all, when only the account was wanted."""


def load(folder: Path, address: str, *, source: str | None = None, dry_run: bool = False) -> Loaded:
    """Upserts the folder's documents, records and targets; gives the account.

    `source` names the folder for all later loads (by default its full path). Raises UsageError.
    """
    account = Loaded()
    # Before the database is touched: a folder without results changes nothing.
    for name in (published.DOCUMENTS, published.RECORDS):
        next(published.lines(folder, name), None)
    try:
        with transaction(address, trial=dry_run) as connection:
            _load(connection, folder, source or str(folder.resolve()), account)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return account


def _load(connection: sa.Connection, folder: Path, source: str, account: Loaded) -> None:
    tables = metadata(connection.dialect.name)
    account.schema = bring_up_to_date(connection, tables)
    open_stages(connection, [tables.tables[name] for name in DATA])
    known = _known(connection, tables.tables[DOCUMENTS])
    documents = _stage_documents(connection, tables.tables[DOCUMENTS], folder, known, account)
    # Records point at their documents: these come first.
    write_stages(connection, [tables.tables[DOCUMENTS]])
    gone = _keep_sources(connection, tables.tables[SOURCES], source, documents)
    present = _known(connection, tables.tables[RECORDS])
    seen = _write_records(connection, tables, folder, present, account.records)
    write_stages(connection, [tables.tables[RECORDS], tables.tables[TARGETS]])
    delete_surplus(connection, tables.tables[TARGETS], tables.tables[RECORDS])
    vanished = [key for key in gone if key in known and not known[key][1]]
    account.documents.vanished = _mark(connection, tables.tables[DOCUMENTS], vanished)
    lost = [
        key
        for key, (_, already, document) in present.items()
        if key not in seen and not already and (document in documents or document in gone)
    ]
    account.records.vanished = _mark(connection, tables.tables[RECORDS], lost)


def _known(connection: sa.Connection, table: sa.Table) -> dict[str, _Before]:
    """The rows that are there, by their key."""
    key = next(iter(table.primary_key.columns))
    rows = connection.execute(sa.select(key, table.c.content_hash, table.c.vanished_at, table.c.document_id))
    return {row[0]: (row[1], row[2] is not None, row[3]) for row in rows}


def _stage_documents(
    connection: sa.Connection, table: sa.Table, folder: Path, known: dict[str, _Before], account: Loaded
) -> set[str]:
    """Stages new and changed documents; gives the ids of all that the folder holds."""
    columns, seen, rows = model_columns(DOCUMENTS), set[str](), []
    for line in published.lines(folder, published.DOCUMENTS):
        value = published.raw(line, folder / published.DOCUMENTS)
        if not value["document_id"]:
            account.unread += 1
        elif value["document_id"] not in seen:
            seen.add(value["document_id"])
            rows += _changed(line, value, columns, known.get(value["document_id"]), account.documents)
    fill(connection, table, rows)
    return seen


def _write_records(
    connection: sa.Connection,
    tables: sa.MetaData,
    folder: Path,
    known: dict[str, _Before],
    counts: Counts,
) -> set[str]:
    """Writes new records with their targets, stages changed ones; gives the ids of all that the folder holds."""
    columns, seen = model_columns(RECORDS), set[str]()
    lines = published.lines(folder, published.RECORDS)
    while batch := list(islice(lines, _AT_ONCE)):
        # Whether they are new -> rows of records, rows of targets.
        rows: dict[bool, tuple[list[Row], list[Row]]] = {True: ([], []), False: ([], [])}
        for line in batch:
            value = published.raw(line, folder / published.RECORDS)
            before = known.get(value["record_id"])
            seen.add(value["record_id"])
            if row := _changed(line, value, columns, before, counts):
                records, targets = rows[before is None]
                records += row
                targets += _targets(value)
        for new, (records, targets) in rows.items():
            fill(connection, tables.tables[RECORDS], records, new=new)
            fill(connection, tables.tables[TARGETS], targets, new=new)
    return seen


def _changed(
    line: bytes, value: dict[str, Any], columns: list[FlatColumn], before: _Before | None, counts: Counts
) -> list[Row]:
    """The row to write, nothing where the database has it already; counted either way."""
    digest = hashlib.sha256(line).hexdigest()
    if before is None:
        counts.new += 1
    elif before[1]:
        counts.returned += 1
    elif before[0] != digest:
        counts.changed += 1
    else:
        counts.same += 1
        return []
    return [(*flat_row(value, columns), digest, None)]


def _targets(value: dict[str, Any]) -> Iterator[Row]:
    for kind in ("target", "realisasi"):
        for number, item in enumerate(value[kind], start=1):
            yield value["record_id"], kind, number, item["tahun"], item["teks"], item["nilai"]


def _keep_sources(connection: sa.Connection, table: sa.Table, source: str, documents: set[str]) -> set[str]:
    """Remembers which documents this folder holds; gives those that it has lost and that no other folder holds."""
    rows = connection.execute(sa.select(table.c.source, table.c.document_id)).all()
    before = {document for name, document in rows if name == source}
    elsewhere = {document for name, document in rows if name != source}
    for document in sorted(before - documents):
        connection.execute(table.delete().where(table.c.source == source, table.c.document_id == document))
    new = [{"source": source, "document_id": document} for document in sorted(documents - before)]
    if new:
        connection.execute(table.insert(), new)
    return before - documents - elsewhere


def _mark(connection: sa.Connection, table: sa.Table, keys: list[str]) -> int:
    key = next(iter(table.primary_key.columns))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    marked = table.update().where(key == sa.bindparam("gone")).values(vanished_at=now)
    if keys:
        connection.execute(marked, [{"gone": name} for name in keys])
    return len(keys)
