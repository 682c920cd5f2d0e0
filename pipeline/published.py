"""What `iku run` has published in a folder, read back: the typed documents and records of its JSON Lines.

Consolidating, loading and exporting start here: they depend on the published files only, never on the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from extractors.errors import UsageError
from normalizers.models import Document, Model, Record

DOCUMENTS, RECORDS = "documents.jsonl", "records.jsonl"
AnyModel = TypeVar("AnyModel", bound=Model)


def read_documents(folder: Path) -> list[Document]:
    """The documents, in their order. Raises UsageError where the folder holds no results of `iku run`."""
    return [_parsed(Document, line, folder / DOCUMENTS) for line in lines(folder, DOCUMENTS)]


def read_records(folder: Path) -> Iterator[Record]:
    """The records one by one, those of a document together. Raises as `read_documents` does."""
    for line in lines(folder, RECORDS):
        yield _parsed(Record, line, folder / RECORDS)


def lines(folder: Path, name: str) -> Iterator[bytes]:
    """The lines of one of the folder's files, as they are."""
    path = folder / name
    if not path.is_file():
        raise UsageError(f"Folder {folder} tidak berisi {name}. Beri folder hasil `iku run`.")
    with path.open("rb") as file:
        yield from file


def raw(line: bytes, path: Path) -> dict[str, Any]:
    """A line as plain values. Raises UsageError where it is no JSON object."""
    try:
        value = from_json(line)
    except ValueError as error:
        raise UsageError(f"{path} rusak ({error}). Jalankan `iku run` sekali lagi.") from error
    if not isinstance(value, dict):
        raise UsageError(f"{path} rusak. Jalankan `iku run` sekali lagi.")
    return value


def _parsed(model: type[AnyModel], line: bytes, path: Path) -> AnyModel:
    value = raw(line, path)
    # Derived fields are published too; the model makes them again.
    for name in model.model_computed_fields:
        value.pop(name, None)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        message = f"{path} ditulis oleh versi program yang lain. Jalankan `iku run` sekali lagi dengan versi ini."
        raise UsageError(message) from error
