"""What is gathered while a head is read: values, the places where they were read, and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from extractors.shapes import Box, TextLine, Word, weakest
from normalizers.head.rows import Row

#: Page number, box in points on that page, weakest OCR confidence (None: nothing was read by OCR).
Spot = tuple[int, Box, float | None]
#: Field, code (see `vocabulary/alasan_tinjau.csv`), what was read.
Doubt = tuple[str, str, str]


class Notes:
    """Values by the names of `normalizers.models.Head`; the first part that knows a field sets it."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, Spot] = {}
        #: The same for fields that are no print of their own (a region named in the agency).
        self.derived: dict[str, Spot] = {}
        #: The words that each of these fields was read from; its chance rests on them.
        self.words: dict[str, tuple[Word, ...]] = {}
        self.doubts: list[Doubt] = []

    def put(self, name: str, value: Any, page: int, lines: Iterable[TextLine]) -> None:
        """Sets a field once; an empty value is none."""
        pieces = list(lines)
        if value in (None, "", []) or name in self.values:
            return
        self.values[name] = value
        self.put_part(name, page, pieces)

    def put_part(self, name: str, page: int, lines: Sequence[TextLine]) -> None:
        """Sets the place of a part of a field ("penandatangan.nip") that was read from these lines."""
        if lines:
            self.places[name] = _spot(page, lines)
            self.words[name] = _words(lines)

    def put_rows(self, name: str, value: Any, rows: Sequence[Row]) -> None:
        """Sets a field that was read from rows; the place is that on the first row's page."""
        if rows and name not in self.values:
            self.put(name, value, rows[0].page, _pieces(rows))
            if name in self.values:
                self.words[name] = _words([piece for row in rows for piece in row.pieces])

    def derive(self, name: str, value: Any, source: str | Sequence[Row]) -> None:
        """Sets a field that was understood from another field's print, or from rows, and so stands in their place."""
        self.values[name] = value
        if isinstance(source, str):
            spot, words = self.places.get(source), self.words.get(source, ())
        else:
            spot = _spot(source[0].page, _pieces(source)) if source else None
            words = _words([piece for row in source for piece in row.pieces])
        if spot is not None:
            self.derived[name], self.words[name] = spot, words

    def doubt(self, name: str, code: str, detail: str) -> None:
        """Notes that a person should look at a field."""
        self.doubts.append((name, code, detail))


def _pieces(rows: Sequence[Row]) -> list[TextLine]:
    """The lines of those rows that stand on the first row's page."""
    return [piece for row in rows if row.page == rows[0].page for piece in row.pieces]


def _spot(page: int, pieces: Sequence[TextLine]) -> Spot:
    return page, Box.around(line.box for line in pieces), weakest(line.confidence for line in pieces)


def _words(pieces: Iterable[TextLine]) -> tuple[Word, ...]:
    return tuple(word for piece in pieces for word in piece.words)
