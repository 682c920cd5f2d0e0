"""Answers as JSON Lines for another folder: two people share the work, then import each other's."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from extractors.errors import UsageError
from pipeline.corrections.models import Correction


def to_lines(corrections: Iterable[Correction]) -> bytes:
    """One answer a line."""
    return "".join(correction.model_dump_json() + "\n" for correction in corrections).encode()


def from_lines(data: bytes) -> list[Correction]:
    """The answers of a file. Raises UsageError at the first line that is none: nothing is taken over by halves."""
    found = []
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(Correction.model_validate_json(line))
        except ValidationError as error:
            raise UsageError(
                f"Berkas koreksi, baris {number}: bukan koreksi dari `iku corrections --export`. Ekspor ulang."
            ) from error
    return found
