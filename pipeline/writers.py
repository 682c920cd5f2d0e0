"""How a table grows on disk, document after document: JSON Lines, CSV, Parquet."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from typing import IO, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from normalizers.models import Model
from pipeline.arrow import arrow_array
from pipeline.columns import arrow_schema
from pipeline.digitise import Digitised

#: Rows of one Parquet row group: so many are in memory at a time.
ROW_GROUP = 5000


class Counted(io.RawIOBase):
    """A file that counts and hashes what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: Any) -> int:
        """Passes the bytes on."""
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)
        return len(data)

    def writable(self) -> bool:
        """It is."""
        return True

    @property
    def sha256(self) -> str:
        """Of all bytes so far, hex."""
        return self._digest.hexdigest()


class Writer(Protocol):
    """A table that takes one document after the other."""

    def write(self, result: Digitised) -> None:
        """Adds a document's rows."""
        ...

    def close(self) -> None:
        """Writes what is left."""
        ...


class JsonLines:
    """One line a model."""

    def __init__(self, file: Counted, items: Callable[[Digitised], Iterable[Model]]) -> None:
        self._file, self._items = file, items

    def write(self, result: Digitised) -> None:
        """Adds a document's lines."""
        self._file.write("".join(item.model_dump_json() + "\n" for item in self._items(result)).encode())

    def close(self) -> None:
        """Nothing is left."""


class CsvRows:
    """One row a mapping; text as it is, nothing for null, JSON for the rest: `true`, `8.5`, `[{"tahun":2019,...}]`."""

    def __init__(self, file: Counted, names: list[str], rows: Callable[[Digitised], Iterable[dict[str, Any]]]) -> None:
        self._file, self._names, self._rows = file, names, rows
        self._add([names])

    def write(self, result: Digitised) -> None:
        """Adds a document's rows."""
        self._add([_cell(row[name]) for name in self._names] for row in self._rows(result))

    def close(self) -> None:
        """Nothing is left."""

    def _add(self, rows: Iterable[list[str]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        self._file.write(text.getvalue().encode())


class Parquet:
    """One row a model, in groups of ROW_GROUP rows."""

    def __init__(self, file: Counted, model: type[Model], items: Callable[[Digitised], Iterable[Model]]) -> None:
        self._schema, self._items = arrow_schema(model), items
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, result: Digitised) -> None:
        """Adds a document's rows."""
        self._rows += [plain(item) for item in self._items(result)]
        while len(self._rows) >= ROW_GROUP:
            self._add(self._rows[:ROW_GROUP])
            self._rows = self._rows[ROW_GROUP:]

    def close(self) -> None:
        """Writes the last group."""
        self._add(self._rows)
        self._writer.close()

    def _add(self, rows: list[dict[str, Any]]) -> None:
        arrays = [arrow_array([row[field.name] for row in rows], field.type) for field in self._schema]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))


def plain(item: Model) -> dict[str, Any]:
    """A model as JSON has it."""
    return item.model_dump(mode="json")


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
