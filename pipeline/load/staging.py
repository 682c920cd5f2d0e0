"""Fast and safe writing: rows go into the database by its own fast way; those that may be there already to a temporary
table first, and from there in one statement.

The fast ways are COPY (PostgreSQL), an Arrow table (DuckDB), and prepared inserts (SQLite). Rows are tuples in the
order of the table's columns; JSON and dates are text, which all three convert.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from pipeline.load.tables import key_of

Row = Sequence[Any]


def open_stages(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Makes an empty temporary table for each; they go with the connection."""
    for table in tables:
        connection.exec_driver_sql(
            f"CREATE TEMPORARY TABLE {_stage(table)} AS SELECT {_names(table)} FROM {table.name} WHERE 1=0"
        )


def fill(connection: sa.Connection, table: sa.Table, rows: Sequence[Row], *, new: bool = False) -> None:
    """Adds rows to the table's stage; `new` ones, that are surely not there yet, to the table itself."""
    if not rows:
        return
    target = f"{table.name if new else _stage(table)} ({_names(table)})"
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    elif connection.dialect.name == "duckdb":
        _fill_duckdb(driver, target, table, rows)
    else:
        marks = ", ".join("?" * len(table.columns))
        driver.executemany(f"INSERT INTO {target} VALUES ({marks})", rows)


def write_stages(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Upserts each stage into its table, parents first."""
    for table in tables:
        key = key_of(table.name)
        others = [column.name for column in table.columns if column.name not in key]
        changes = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in others)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({_names(table)}) SELECT {_names(table)} FROM {_stage(table)} WHERE 1=1 "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
        )


def delete_surplus(connection: sa.Connection, child: sa.Table, parent: sa.Table) -> None:
    """Deletes rows of staged parents that their stage no longer has: a record with four targets where it had five."""
    parent_key = key_of(parent.name)[0]
    same = " AND ".join(f"s.{name} = {child.name}.{name}" for name in key_of(child.name))
    connection.exec_driver_sql(
        f"DELETE FROM {child.name} WHERE {parent_key} IN (SELECT {parent_key} FROM {_stage(parent)}) "
        f"AND NOT EXISTS (SELECT 1 FROM {_stage(child)} s WHERE {same})"
    )


def _fill_duckdb(driver: Any, target: str, table: sa.Table, rows: Sequence[Row]) -> None:
    import pyarrow as pa  # noqa: PLC0415  (only for DuckDB)

    cells = zip(table.columns, zip(*rows, strict=True), strict=True)
    staged = pa.table({column.name: pa.array(values) for column, values in cells})
    driver.register("iku_rows", staged)
    driver.execute(f"INSERT INTO {target} SELECT * FROM iku_rows")
    driver.unregister("iku_rows")


def _stage(table: sa.Table) -> str:
    return f"stage_{table.name}"


def _names(table: sa.Table) -> str:
    return ", ".join(_quoted(column.name) for column in table.columns)


def _quoted(name: str) -> str:
    return f'"{name}"'
