"""Opening the database: its address, transactions that are whole or nothing, and one load at a time.

PostgreSQL and SQLite let a second load wait for the first; DuckDB lets only one program open its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from extractors.errors import UsageError

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "sqlite": "sqlite",
    "duckdb": "duckdb",
}
#: The number under which loads into one PostgreSQL database wait for each other: any number that nobody else takes.
_LOCK = 0x1C0_0001
#: Seconds that a load into SQLite waits for another one.
_PATIENCE = 600


@contextmanager
def transaction(address: str, *, trial: bool = False) -> Iterator[sa.Connection]:
    """A connection in one transaction: all is kept when the block ends well, else nothing.

    A trial makes no file where there is none yet.

    Raises UsageError for an address of no known kind and for a database that cannot be reached.
    """
    url = _url(address)
    if trial and url.drivername in ("sqlite", "duckdb") and not Path(url.database or "").is_file():
        url = url.set(database=":memory:")
    engine = _engine(url)
    try:
        with engine.connect() as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                _pack_fast(connection)
            yield connection
    except OperationalError as error:
        raise UsageError(_sentence(url, error)) from error
    except DBAPIError as error:
        raise UsageError(f"Basis data {_shown(url)} menolak: {error.orig}") from error
    finally:
        engine.dispose()


def _pack_fast(connection: sa.Connection) -> None:
    """Long JSON is packed by lz4 where this server has it: the older way takes longer than all the rest of a load."""
    known = sa.text("SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'")
    if connection.execute(known).scalar():
        connection.execute(sa.text("SET LOCAL default_toast_compression = 'lz4'"))


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise UsageError(f"Alamat basis data {address!r} tidak terbaca. {_EXAMPLES}") from error
    driver = _DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None:
        raise UsageError(f"Basis data {url.drivername} tidak dikenal. {_EXAMPLES}")
    return url.set(drivername=driver)


_EXAMPLES = "Contoh: sqlite:///iku.db, duckdb:///iku.duckdb, postgresql://pengguna@server/iku."


def _engine(url: URL) -> sa.Engine:
    if url.drivername != "sqlite":
        return sa.create_engine(url)
    engine = sa.create_engine(url, connect_args={"timeout": _PATIENCE})

    # The driver begins transactions only before it writes, and ends them before it alters a table; ours is one whole.
    @sa.event.listens_for(engine, "connect")
    def _plain(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _sentence(url: URL, error: OperationalError) -> str:
    detail = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    return f"Basis data {_shown(url)} tidak dapat dipakai ({detail}). Periksa alamatnya, dan apakah sedang dipakai."


def _shown(url: URL) -> str:
    """The address without its password."""
    return url.render_as_string(hide_password=True)
