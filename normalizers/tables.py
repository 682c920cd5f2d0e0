"""The shapes of a table on its way to records: columns with a meaning, rows with an entry a column.

Every step of `normalizers.steps` takes a Table and gives a Table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.shapes import Box, Cell, Page, Word, weakest
from extractors.text import join_lines


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a piece of text stands: 1-based page and the box on the paper; `confidence` as in `shapes.Word`."""

    page: int
    box: Box
    confidence: float | None = None
    #: The words that were read there; two spots are the same one by their place.
    words: tuple[Word, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says in one column. Empty text and no entry at all are different: no entry, no cell."""

    lines: tuple[str, ...]
    spots: tuple[Spot, ...]
    #: The text was printed in a row above and holds here too: by a merged cell, or a blank one carried down.
    carried: bool = False
    #: Ink without recognised text lies in the cell.
    unread: bool = False
    #: How many columns and elementary rows the cell spans.
    span: int = 1
    rowspan: int = 1
    #: Codes of doubts that arose on the way (see `normalizers.doubts`).
    doubts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All lines as one text."""
        return join_lines(self.lines)

    @property
    def confidence(self) -> float | None:
        """The weakest confidence of the places, None where nothing was read by OCR."""
        return weakest(spot.confidence for spot in self.spots)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header from the outermost to the lowest text, and what it was matched to.

    `field` is a field of the record, "nomor", "target", "realisasi", or None (goes to kolom_lain). `score` and `margin`
    are 0..1: likeness of the header, and its lead over the next field.
    """

    header: tuple[str, ...]
    field: str | None
    year: int | None = None
    score: float = 0.0
    margin: float = 0.0
    #: Codes of doubts about the column itself, which hold for all of its values.
    doubts: tuple[str, ...] = ()
    #: OCR confidence of the header text, None where it was not read by OCR.
    confidence: float | None = None

    @property
    def name(self) -> str:
        """The lowest header text that is printed."""
        return self.header[-1] if self.header else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: column index -> entry. `opens_page`: the first row below a page break inside the table."""

    page: int
    entries: dict[int, Entry]
    opens_page: bool = False
    tujuan: Entry | None = None
    sasaran: Entry | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Texts that a step left out of the rows, and why (a code of `vocabulary/alasan_tinjau.csv`)."""

    reason: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """An indicator table, stitched over its pages. `asides`: texts of rows that are of no record (MISI, OPD ...)."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    pages: tuple[int, ...]
    asides: tuple[str, ...] = ()
    #: Places of the header cells, for pictures: (page, box on the paper, column index).
    header_spots: tuple[tuple[int, Box, int], ...] = field(default=())
    #: The grids that it was made of: (page, box on the straight page).
    grids: tuple[tuple[int, Box], ...] = ()
    #: What the steps left out so far, for the account of all words.
    dropped: tuple[Dropped, ...] = ()

    def without(self, reason: str, *rows: Row) -> Table:
        """The table with these rows noted as left out; taking them out is the step's own work."""
        spots = tuple(spot for row in rows for entry in row.entries.values() for spot in entry.spots if entry.text)
        return replace(self, dropped=(*self.dropped, Dropped(reason, spots))) if spots else self

    def indexes(self, *fields: str) -> list[int]:
        """The columns matched to one of `fields`, left to right."""
        return [index for index, column in enumerate(self.columns) if column.field in fields]

    def first(self, name: str) -> int | None:
        """The one column of this field, None where the table has none."""
        return next(iter(self.indexes(name)), None)


def spot_of(page: Page, cell: Cell) -> Spot:
    """The place of a cell's text."""
    words = tuple(word for line in cell.lines for word in line.words)
    return Spot(page.number, page.on_paper(cell.box), cell.confidence, words)


def said(row: Row, index: int | None) -> str:
    """The text that the row itself prints in a column; "" for nothing, for a carried text and for no column."""
    entry = row.entries.get(index) if index is not None else None
    return entry.text if entry is not None and not entry.carried else ""


def joined(first: Entry, second: Entry) -> Entry:
    """Two parts of one text (a cell cut by a page break) as one entry."""
    return Entry(
        lines=(*first.lines, *second.lines),
        spots=(*first.spots, *second.spots),
        carried=first.carried,
        unread=first.unread or second.unread,
        span=first.span,
        rowspan=first.rowspan,
        doubts=tuple(dict.fromkeys((*first.doubts, *second.doubts))),
    )


def spots_around(spots: Sequence[Spot]) -> Spot:
    """One place for a text that lies in several: those on the first page together."""
    first = spots[0].page
    here = [spot for spot in spots if spot.page == first]
    return Spot(first, Box.around(spot.box for spot in here), weakest(spot.confidence for spot in spots))
