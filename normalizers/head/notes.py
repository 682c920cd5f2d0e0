"""What is gathered while a head is read: values, the places where they were read, and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from extractors.shapes import Box, TextLine, weakest
from normalizers.confidence.calibration import calibration
from normalizers.head.rows import Row

#: Page number, box in points on that page, weakest OCR confidence (None: nothing was read by OCR).
Spot = tuple[int, Box, float | None]
#: Field, code (see `vocabulary/alasan_tinjau.csv`), what was read.
Doubt = tuple[str, str, str]


def sure_signature() -> float:
    """The confidence from which on a reading under a signature and a stamp is believed.

    Pen strokes make other letters there, and OCR is sure of them.
    """
    return calibration().limit("keyakinan-tanda-tangan")


class Notes:
    """Values by the names of `normalizers.models.Head`; the first part that knows a field sets it."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, Spot] = {}
        #: The same for fields that are no print of their own (a region named in the agency); no doubt rests on them.
        self.derived: dict[str, Spot] = {}
        self.doubts: list[Doubt] = []

    def put(self, name: str, value: Any, page: int, lines: Iterable[TextLine]) -> None:
        """Sets a field once; an empty value is none."""
        pieces = list(lines)
        if value in (None, "", []) or name in self.values:
            return
        self.values[name] = value
        if pieces:
            self.places[name] = _spot(page, pieces)

    def put_rows(self, name: str, value: Any, rows: Sequence[Row]) -> None:
        """Sets a field that was read from rows; the place is that on the first row's page."""
        if rows:
            self.put(name, value, rows[0].page, _pieces(rows))

    def derive(self, name: str, value: Any, source: str | Sequence[Row]) -> None:
        """Sets a field that was understood from another field's print, or from rows, and so stands in their place."""
        self.values[name] = value
        if isinstance(source, str):
            spot = self.places.get(source)
        else:
            spot = _spot(source[0].page, _pieces(source)) if source else None
        if spot is not None:
            self.derived[name] = spot

    def doubt(self, name: str, code: str, detail: str) -> None:
        """Notes that a person should look at a field."""
        self.doubts.append((name, code, detail))

    def doubt_weak_readings(self) -> None:
        """Marks the fields in which OCR was not sure of a word (the signature marks its own parts)."""
        sure = calibration().limit("keyakinan-kepala")
        for name, (_, _, confidence) in self.places.items():
            if name != "penandatangan" and confidence is not None and confidence < sure:
                self.doubt(name, "ocr-ragu", str(self.values.get(name)))


def _pieces(rows: Sequence[Row]) -> list[TextLine]:
    """The lines of those rows that stand on the first row's page."""
    return [piece for row in rows if row.page == rows[0].page for piece in row.pieces]


def _spot(page: int, pieces: Sequence[TextLine]) -> Spot:
    return page, Box.around(line.box for line in pieces), weakest(line.confidence for line in pieces)
