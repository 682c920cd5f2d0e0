"""Keeps a database in step with the program: makes the tables, adds columns that the models have gained since.

`VERSION` counts changes of the tables' shape that adding a column cannot express; a database of a higher version was
made by a newer program, and is left alone.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.schema import CreateColumn

from extractors.errors import UsageError
from pipeline.load.tables import SCHEMA

VERSION = 1


def bring_up_to_date(connection: sa.Connection, tables: sa.MetaData) -> list[str]:
    """Makes or alters tables as needed; gives what was done. Raises UsageError for a newer database."""
    present = set(sa.inspect(connection).get_table_names())
    if SCHEMA in present:
        _refuse_newer(connection, tables)
    done = []
    if created := [name for name in tables.tables if name not in present]:
        tables.create_all(connection)
        done.append(f"Tabel dibuat: {', '.join(created)}")
    for table in tables.sorted_tables:
        if table.name in present:
            done += _add_columns(connection, table)
    if done:
        _note(connection, tables.tables[SCHEMA], done)
    return done


def _refuse_newer(connection: sa.Connection, tables: sa.MetaData) -> None:
    version = connection.execute(sa.select(sa.func.max(tables.tables[SCHEMA].c.version))).scalar()
    if version is not None and version > VERSION:
        raise UsageError(f"Basis data ini dibuat oleh program yang lebih baru (versi {version}). Perbarui program ini.")


def _add_columns(connection: sa.Connection, table: sa.Table) -> list[str]:
    known = set(connection.exec_driver_sql(f"SELECT * FROM {table.name} WHERE 1=0").keys())
    missing = [column for column in table.columns if column.name not in known]
    quote = connection.dialect.identifier_preparer.quote
    for column in missing:
        # Rows of before have no value for it: the new column may be empty, whatever the model says of new rows.
        loose = sa.Column(column.name, column.type, nullable=True)
        loose.table = table
        words = CreateColumn(loose).compile(dialect=connection.dialect)
        connection.execute(sa.text(f"ALTER TABLE {quote(table.name)} ADD COLUMN {words}"))
    return [f"Kolom ditambah: {table.name}.{column.name}" for column in missing]


def _note(connection: sa.Connection, history: sa.Table, done: list[str]) -> None:
    last = connection.execute(sa.select(sa.func.max(history.c.step))).scalar() or 0
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        {"step": last + number, "version": VERSION, "applied_at": now, "note": note}
        for number, note in enumerate(done, start=1)
    ]
    connection.execute(history.insert(), rows)
