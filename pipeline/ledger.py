"""The ledger of an output folder, DIR/.iku/ledger.sqlite: one row a source file, one row a night.

Plain sqlite3, not SQLAlchemy: importing the latter takes half of the second that a night with nothing to do may take.
A rollback journal, not a write-ahead log: the log needs memory that processes share, which a network share cannot give.
Each document is one transaction, synced: after a crash the ledger is as it was before that document or after it. Only
the run that holds the folder's lock writes; others read between its transactions.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from extractors.errors import SetupError

NAME = "ledger.sqlite"
#: Seconds to wait for another process that reads or writes.
BUSY = 30.0
#: Raised when the tables change their shape.
SHAPE = 1


class Entry(NamedTuple):
    """One source file: what it was when it was last read, what came of it, and what made the result."""

    #: The path's bytes, whatever their encoding; `file` is what the output calls it.
    path: bytes
    file: str
    size: int = -1
    mtime_ns: int = 0
    sha256: str = ""
    #: Why there is no result; None where there is one.
    code: str | None = None
    message: str | None = None
    #: What the process said before it failed, for those who look into it.
    log: str | None = None
    attempts: int = 0
    #: The limits that the failure ran into (Settings.limits).
    limits: str | None = None
    program: str = ""
    reading: str = ""
    meaning: str = ""
    pages: int = 0
    ocr_pages: int = 0
    records: int = 0
    marked: int = 0
    review: int = 0
    seconds: float = 0.0
    #: Checksum of the kept result, and the bytes that result and extraction take on disk.
    result: str | None = None
    stored: int = 0
    first_seen: float = 0.0
    done_at: float = 0.0
    #: 1: the file is no longer where it was; its records are kept.
    vanished: int = 0

    @property
    def source(self) -> Path:
        """Where the file lies."""
        return Path(os.fsdecode(self.path))

    @property
    def failed(self) -> bool:
        """Whether the document is quarantined."""
        return self.code is not None


_TABLES = """
CREATE TABLE documents (
    path BLOB PRIMARY KEY, file TEXT, size INTEGER, mtime_ns INTEGER, sha256 TEXT, code TEXT, message TEXT, log TEXT,
    attempts INTEGER, limits TEXT, program TEXT, reading TEXT, meaning TEXT, pages INTEGER, ocr_pages INTEGER,
    records INTEGER, marked INTEGER, review INTEGER, seconds REAL, result TEXT, stored INTEGER, first_seen REAL,
    done_at REAL, vanished INTEGER
);
CREATE INDEX by_content ON documents (sha256);
CREATE TABLE started (path BLOB PRIMARY KEY, times INTEGER);
CREATE TABLE nights (started REAL PRIMARY KEY, figures TEXT);
CREATE TABLE facts (name TEXT PRIMARY KEY, value);
INSERT INTO facts VALUES ('changes', 0);
CREATE TRIGGER added AFTER INSERT ON documents BEGIN UPDATE facts SET value = value + 1 WHERE name = 'changes'; END;
CREATE TRIGGER changed AFTER UPDATE ON documents BEGIN UPDATE facts SET value = value + 1 WHERE name = 'changes'; END;
CREATE TRIGGER removed AFTER DELETE ON documents BEGIN UPDATE facts SET value = value + 1 WHERE name = 'changes'; END;
"""
_COLUMNS = ", ".join(Entry._fields)
_PUT = f"INSERT OR REPLACE INTO documents ({_COLUMNS}) VALUES ({', '.join('?' * len(Entry._fields))})"


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's errors as a sentence: they are about the disk, not about a document."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise SetupError(
            f"Buku catatan {path} tidak dapat dipakai ({error}). Periksa ruang dan izin folder keluaran, lalu jalankan "
            "lagi; yang sudah selesai tetap tersimpan."
        ) from error
    except sqlite3.DatabaseError as error:
        raise SetupError(
            f"Buku catatan {path} rusak ({error}). Pindahkan berkas itu ke tempat lain, lalu jalankan lagi: buku baru "
            "disusun dari isi berkas, tanpa memindai ulang."
        ) from error


class Ledger:
    """The open ledger. Changes are kept by `commit`; closing without it takes them back.

    `existing`: it is only looked into, and neither made nor changed.
    """

    def __init__(self, folder: Path, *, existing: bool = False) -> None:
        self.file = folder / NAME
        with _told(self.file):
            # Not "ro" even for those who only read: they may have to roll back what a crash left.
            where = f"{self.file.resolve().as_uri()}?mode={'rw' if existing else 'rwc'}"
            self._base = sqlite3.connect(where, timeout=BUSY, isolation_level=None, uri=True)
            if not existing:
                # Truncating the journal costs a share less than deleting it; FULL: a kept row survives a power loss.
                self._base.execute("PRAGMA journal_mode = TRUNCATE")
                self._base.execute("PRAGMA synchronous = FULL")
                self._make()
            self._check_shape()

    def _make(self) -> None:
        self._begin("IMMEDIATE")
        if self._base.execute("PRAGMA user_version").fetchone()[0] == 0:
            for statement in _statements(_TABLES):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version = {SHAPE}")
        self._base.execute("COMMIT")

    def _check_shape(self) -> None:
        if self._base.execute("PRAGMA user_version").fetchone()[0] != SHAPE:
            raise SetupError(
                f"Buku catatan {self.file} ditulis oleh versi program lain. Pindahkan berkas itu, lalu jalankan lagi: "
                "buku baru disusun dari isi berkas, tanpa memindai ulang."
            )

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _begin(self, kind: str = "") -> None:
        if not self._base.in_transaction:
            self._base.execute(f"BEGIN {kind}")

    def commit(self) -> None:
        """Makes the changes so far last."""
        if self._base.in_transaction:
            with _told(self.file):
                self._base.execute("COMMIT")

    def entries(self) -> dict[bytes, Entry]:
        """All source files by path."""
        return {entry.path: entry for entry in self.listed()}

    def listed(self) -> Iterator[Entry]:
        """All source files, one by one, in the order in which the tables list them."""
        with _told(self.file):
            for row in self._base.execute(f"SELECT {_COLUMNS} FROM documents ORDER BY file, sha256, path"):
                yield Entry._make(row)

    def put(self, entry: Entry) -> None:
        """Writes one file's row, and that it is no longer being read."""
        with _told(self.file):
            self._begin()
            self._base.execute(_PUT, entry)
            self._base.execute("DELETE FROM started WHERE path = ?", (entry.path,))

    def remove(self, paths: Iterable[bytes]) -> None:
        """Takes rows out."""
        with _told(self.file):
            self._begin()
            self._base.executemany("DELETE FROM documents WHERE path = ?", [(path,) for path in paths])

    def begin(self, path: bytes) -> None:
        """Says that a document is in the hands of a process: if the machine goes down, this may be why."""
        with _told(self.file):
            self._begin()
            self._base.execute(
                "INSERT INTO started VALUES (?, 1) ON CONFLICT (path) DO UPDATE SET times = times + 1", (path,)
            )

    def left(self, path: bytes) -> None:
        """Says that a document is in no process's hands any more, without a result."""
        with _told(self.file):
            self._begin()
            self._base.execute("DELETE FROM started WHERE path = ?", (path,))

    def interrupted(self) -> set[bytes]:
        """The documents that were in the hands of a process when a run ended without a word."""
        with _told(self.file):
            return {row[0] for row in self._base.execute("SELECT path FROM started")}

    def fact(self, name: str) -> str | None:
        """A remembered fact: "changes" counts the changes of rows, others are what `keep_fact` kept."""
        with _told(self.file):
            row = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def keep_fact(self, name: str, value: str) -> None:
        """Remembers a fact."""
        with _told(self.file):
            self._begin()
            self._base.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def keep_night(self, figures: str) -> None:
        """Adds a night; `figures` is JSON."""
        with _told(self.file):
            self._begin()
            self._base.execute("INSERT OR REPLACE INTO nights VALUES (?, ?)", (time.time(), figures))

    def nights(self, count: int) -> list[str]:
        """The figures of the last nights, the latest last."""
        with _told(self.file):
            rows = self._base.execute("SELECT figures FROM nights ORDER BY started DESC LIMIT ?", (count,)).fetchall()
        return [row[0] for row in reversed(rows)]


def _statements(script: str) -> Iterator[str]:
    """A script's statements one by one: executescript would commit the transaction that they are to be part of."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
