"""The database's tables, made from the models: types, keys, indexes, and a comment on every column.

    iku_documents  one row a document (a copy of another file is not listed twice)
    iku_records    one row an indicator
    iku_targets    one row a target or realisasi of one year
    iku_sources    which loaded folder holds which document
    iku_schema     what was done to the tables, and when

`content_hash` tells changed rows from unchanged ones; `vanished_at` is set when a row is in no loaded folder any more
(rows are never deleted), and empty again when it comes back. The comments are keterangan_kolom.csv, text that an
official can edit.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from normalizers.models import Document, Model, Record
from pipeline.flat import FlatColumn, flat_columns

DOCUMENTS, RECORDS, TARGETS, SOURCES, SCHEMA = (
    "iku_documents",
    "iku_records",
    "iku_targets",
    "iku_sources",
    "iku_schema",
)
#: Tables of data, parents first.
DATA = (DOCUMENTS, RECORDS, TARGETS)
#: Long lists have tables of their own.
_APART = {RECORDS: {"target", "realisasi"}}
_TYPES: dict[str, Any] = {
    "string": sa.Text(),
    "integer": sa.BigInteger(),
    "number": sa.Double(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "json": sa.JSON().with_variant(JSONB(), "postgresql"),
}
#: What people search by.
_INDEXED = {DOCUMENTS: ("wilayah_kode", "instansi"), RECORDS: ("document_id", "satuan_baku"), TARGETS: ("tahun",)}
_KEYS = {DOCUMENTS: ("document_id",), RECORDS: ("record_id",), TARGETS: ("record_id", "jenis", "urutan")}


def model_columns(table: str) -> list[FlatColumn]:
    """The columns of a table that follow from its model."""
    model: type[Model] = Document if table == DOCUMENTS else Record
    return [column for column in flat_columns(model) if column.name not in _APART.get(table, ())]


def metadata(dialect: str = "postgresql") -> sa.MetaData:
    """The tables as this kind of database has them.

    DuckDB has neither foreign keys (it takes an update of a row that others refer to for its deletion) nor indexes
    beside the keys (a table with one could never gain a column).
    """
    made = sa.MetaData()
    for name in (DOCUMENTS, RECORDS):
        columns = [_column(name, column) for column in model_columns(name)]
        columns += [_plain(name, "content_hash", "string"), _plain(name, "vanished_at", "string", nullable=True)]
        sa.Table(name, made, *columns, *_indexes(name), comment=_comment(name, ""))
    names = ["record_id", "jenis", "urutan", "tahun", "teks", "nilai"]
    kinds = ["string", "string", "integer", "integer", "string", "number"]
    value = [
        _plain(TARGETS, name, kind, nullable=name in ("tahun", "nilai"))
        for name, kind in zip(names, kinds, strict=True)
    ]
    sa.Table(
        TARGETS,
        made,
        *value,
        *_indexes(TARGETS),
        comment=_comment(TARGETS, ""),
    )
    if dialect == "duckdb":
        for table in made.tables.values():
            table.indexes.clear()
    else:
        made.tables[RECORDS].append_constraint(sa.ForeignKeyConstraint(["document_id"], [f"{DOCUMENTS}.document_id"]))
        made.tables[TARGETS].append_constraint(sa.ForeignKeyConstraint(["record_id"], [f"{RECORDS}.record_id"]))
    key = (_plain(SOURCES, name, "string", key=True) for name in ("source", "document_id"))
    sa.Table(SOURCES, made, *key, comment=_comment(SOURCES, ""))
    history = {"step": "integer", "version": "integer", "applied_at": "string", "note": "string"}
    steps = (_plain(SCHEMA, name, kind, key=name == "step") for name, kind in history.items())
    sa.Table(SCHEMA, made, *steps, comment=_comment(SCHEMA, ""))
    return made


def key_of(table: str) -> tuple[str, ...]:
    """The primary key's columns."""
    return _KEYS[table]


def _column(table: str, column: FlatColumn) -> sa.Column[Any]:
    return _plain(table, column.name, column.kind, nullable=column.nullable, description=column.description or "")


def _plain(
    table: str, name: str, kind: str, *, nullable: bool = False, key: bool | None = None, description: str = ""
) -> sa.Column[Any]:
    is_key = name in _KEYS.get(table, ()) if key is None else key
    text = _comment(table, name) or description or None
    # Keys come with the data, also the numbers: no sequence is wanted.
    return sa.Column(name, _TYPES[kind], primary_key=is_key, nullable=nullable, comment=text, autoincrement=False)


def _indexes(table: str) -> list[sa.Index]:
    return [sa.Index(f"ix_{table}_{column}", column) for column in _INDEXED[table]]


def _comment(table: str, column: str) -> str | None:
    return _comments().get((table, column)) or _comments().get(("", column))


@cache
def _comments() -> dict[tuple[str, str], str]:
    text = (resources.files("pipeline") / "load" / "keterangan_kolom.csv").read_text("utf-8")
    return {(row["tabel"], row["kolom"]): row["keterangan"] for row in csv.DictReader(text.splitlines())}
