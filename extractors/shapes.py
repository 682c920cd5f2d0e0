"""The shapes that the floors hand to one another: boxes, words, rulings, cells, grids, pages, an extraction.

All lengths are PDF points (1/72 inch), origin at the top left, y downwards. Coordinates are those of the *straight*
page: upright and deskewed. `Page.on_paper` takes a box back to the page as it lies in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

#: "failed": the page could not be read, and nothing is known of it but its size.
PageKind = Literal["digital", "scan", "mixed", "blank", "failed"]

#: Row-major 2 x 3 affine map (a, b, c, d, e, f): x' = a x + b y + c, y' = d x + e y + f.
Affine = tuple[float, float, float, float, float, float]
#: Warning of a page on which two texts stand in one place: rows of a spreadsheet, clipped at the edge of a page.
CLIPPED_TEXT = "teks-bertumpuk"
IDENTITY: Affine = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points: left, top, right, bottom."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Horizontal extent in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Vertical extent in points."""
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside (left and top edges count, right and bottom do not)."""
        return self.x0 <= x < self.x1 and self.top <= y < self.bottom

    def overlap(self, other: Box) -> float:
        """Area in square points that both cover."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of `boxes` (at least one)."""
        items = list(boxes)
        return Box(
            min([box.x0 for box in items]),
            min([box.top for box in items]),
            max([box.x1 for box in items]),
            max([box.bottom for box in items]),
        )


def weakest(confidences: Iterable[float | None]) -> float | None:
    """The smallest of the confidences that are known; None where none is (nothing was read by OCR)."""
    return min((value for value in confidences if value is not None), default=None)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without white space, as read.

    `confidence` is 0..1 from OCR (and where a PDF prints two texts in one place), None where the PDF itself says it.
    """

    text: str
    box: Box
    confidence: float | None = None
    #: Quarter turns clockwise by which the print is rotated: 0 upright, 1 reads downwards, 3 reads upwards.
    turn: int = 0
    #: What a second reader says in this place (the same text: both agree); None where it was not asked.
    second: str | None = None
    #: How many pieces of connected ink of its line lie nearest to it (no ink is left out); None where not counted.
    ink: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruling: `at` is its y (horizontal) or x (vertical), `start`..`end` its extent along the other axis."""

    horizontal: bool
    at: float
    start: float
    end: float
    thickness: float = 0.5

    @property
    def length(self) -> float:
        """Length in points."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text as a person reads it. A stacked fraction is one line: "numerator / denominator"."""

    text: str
    box: Box
    words: tuple[Word, ...] = ()

    @property
    def confidence(self) -> float | None:
        """The weakest word's confidence (no mean: one wrong word makes the line wrong); None if digital."""
        return weakest(word.confidence for word in self.words)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: its first row and column (0-based), how many it spans, its place and its lines of text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    lines: tuple[TextLine, ...] = ()
    #: Share of the cell without recognised text although there is ink: a reader found nothing there.
    unread_ink: bool = False
    #: What parts it from its neighbours is unsure: rows only by their numbers, sides that may be lost or none at all.
    inferred: bool = False

    @property
    def confidence(self) -> float | None:
        """The weakest line's confidence; None where nothing was read by OCR."""
        return weakest(line.confidence for line in self.lines)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as ruled on one page. `cells` are in reading order; `rows` and `columns` count the elementary grid."""

    page: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    #: 0..1: mean share of the cells' edges that is really ruled.
    quality: float = 1.0

    @property
    def box(self) -> Box:
        """The table's place on the page."""
        return Box.around(cell.box for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what it is, its grids with their text, and the lines that stand outside every grid."""

    number: int
    width: float
    height: float
    kind: PageKind
    grids: tuple[Grid, ...] = ()
    lines: tuple[TextLine, ...] = ()
    rules: tuple[Rule, ...] = ()
    #: Resolution of the scanned image in dots an inch; None on a digital page.
    dpi: int | None = None
    #: Degrees by which the scan stood askew (positive: clockwise), after turning by `turned` quarter turns.
    skew: float = 0.0
    turned: int = 0
    #: From straight coordinates to the page as it lies in the file.
    to_paper: Affine = IDENTITY
    #: (g, h): a photographed page leans away, and what `to_paper` gives is divided by g x + h y + 1.
    leaning: tuple[float, float] = (0.0, 0.0)
    #: The sheet held two pages side by side: how far the right one was moved to the left, and down (its own height).
    fold: tuple[float, float] | None = None
    #: Codes of what a person should know about the reading of this page (see `normalizers.doubts`).
    warnings: tuple[str, ...] = ()

    def on_paper(self, box: Box) -> Box:
        """The box as it lies on the page in the file (the bounding box where it stood askew)."""
        if self.fold and box.y > self.fold[1]:
            right, down = self.fold
            box = Box(box.x0 + right, box.top - down, box.x1 + right, box.bottom - down)
        a, b, c, d, e, f = self.to_paper
        g, h = self.leaning
        corners = [(box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom)]
        xs = [(a * x + b * y + c) / (g * x + h * y + 1) for x, y in corners]
        ys = [(d * x + e * y + f) / (g * x + h * y + 1) for x, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Source:
    """A file by its content: `sha256` in hex, `size` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one file; the hand-over to the normalizers, and what the cache keeps."""

    source: Source
    pages: tuple[Page, ...]
    #: The OCR engine and its version, such as "tesseract 5.5.4 eng+ind"; None where no page needed OCR.
    engine: str | None = None
    #: How many pages the file says that it has; None where that is not known.
    announced: int | None = None
