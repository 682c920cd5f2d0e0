"""Ruled tables for the tests, typed as rows of texts, and the way from them to records.

A row lists the cells that *begin* in it, as in HTML: what a merged cell from above or from the left covers is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.shapes import Box, Cell, Grid, Page, TextLine, Word
from normalizers import steps
from normalizers.assemble import Assembled, assemble
from normalizers.models import Record
from normalizers.records import read_records
from normalizers.tables import Column, Entry, Row, Spot, Table
from normalizers.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
LEADING = 12.0
DOCUMENT = "d" * 64


@dataclass(frozen=True)
class Merged:
    """A cell over several rows (`down`) or columns (`across`)."""

    text: str
    down: int = 1
    across: int = 1


def lines(text: str, x: float, top: float, confidence: float | None = None) -> tuple[TextLine, ...]:
    """One line of text for each line of `text`."""
    made = []
    for index, part in enumerate(text.split("\n") if text else []):
        box = Box(x, top + LEADING * index, x + 4 * len(part), top + LEADING * index + 10)
        made.append(TextLine(part, box, (Word(part, box, confidence),)))
    return tuple(made)


def ruled(
    rows: Sequence[Sequence[str | Merged]],
    *,
    page: int = 1,
    left: float = 40.0,
    top: float = 100.0,
    widths: Sequence[float] | None = None,
    confidence: float | None = None,
) -> Grid:
    """A grid of `rows`; every row is 30 points high, every column 100 points wide or as `widths` says."""
    taken: set[tuple[int, int]] = set()
    placed: list[tuple[int, int, Merged]] = []
    for row, texts in enumerate(rows):
        column = 0
        for text in texts:
            cell = text if isinstance(text, Merged) else Merged(text)
            while (row, column) in taken:
                column += 1
            taken |= {(row + r, column + c) for r in range(cell.down) for c in range(cell.across)}
            placed.append((row, column, cell))
    count = 1 + max(column for _, column in taken)
    xs = [left]
    for width in widths or [100.0] * count:
        xs.append(xs[-1] + width)
    cells = [
        Cell(
            row,
            column,
            cell.down,
            cell.across,
            Box(xs[column], top + 30 * row, xs[column + cell.across], top + 30 * (row + cell.down)),
            lines(cell.text, xs[column] + 2, top + 30 * row + 2, confidence),
        )
        for row, column, cell in placed
    ]
    return Grid(page, 1 + max(row for row, _ in taken), count, tuple(cells))


def ragged(rows: Sequence[Sequence[tuple[float, str]]], right: float, *, page: int = 1, top: float = 100.0) -> Grid:
    """A grid whose rows have edges of their own: (left edge, text) a cell; each new edge is a column of the grid."""
    xs = sorted({x for row in rows for x, _ in row} | {right})
    cells = []
    for number, row in enumerate(rows):
        for (x0, text), x1 in zip(row, [*(x for x, _ in row[1:]), right], strict=True):
            first, last = xs.index(x0), xs.index(x1)
            box = Box(x0, top + 30 * number, x1, top + 30 * number + 30)
            cells.append(Cell(number, first, 1, last - first, box, lines(text, x0 + 1, box.top + 2)))
    return Grid(page, len(rows), len(xs) - 1, tuple(cells))


def sheet(*grids: Grid, number: int = 1) -> Page:
    """A landscape page with these grids."""
    return Page(number, 842.0, 595.0, "digital", grids)


def pages(*tables: Sequence[Sequence[str | Merged]]) -> list[Page]:
    """One page a table, numbered from 1."""
    return [sheet(ruled(table, page=number), number=number) for number, table in enumerate(tables, start=1)]


def read(*made: Page) -> list[Record]:
    """The records of these pages, by all steps."""
    return records_of(assemble(made, VOCABULARY))


def records_of(assembled: Assembled) -> list[Record]:
    return read_records([steps.apply(table, VOCABULARY) for table in assembled.tables], DOCUMENT, VOCABULARY)


# ---- tables as they stand between two steps


def entry(
    text: str,
    *,
    carried: bool = False,
    span: int = 1,
    rowspan: int = 1,
    unread: bool = False,
    confidence: float | None = None,
    at: tuple[int, float, float] = (1, 0.0, 0.0),
) -> Entry:
    """An entry; `at` is its page, x and y."""
    page, x, y = at
    box = Box(x, y, x + 100, y + 30)
    words = tuple(Word(part, box, confidence, second=part if confidence is not None else None) for part in text.split())
    spot = Spot(page, box, confidence, words)
    return Entry(tuple(text.split("\n")) if text else (), (spot,), carried, unread, span, rowspan)


def columns(*names: str) -> tuple[Column, ...]:
    """Columns by field; "target 2019" has a year, "?Kode" matches no field and is headed "Kode"."""
    made = []
    for name in names:
        field, _, year = name.partition(" ")
        if name.startswith("?"):
            made.append(Column((name[1:],), None))
        else:
            made.append(Column((name.capitalize(),), field, int(year) if year else None, 1.0, 0.5))
    return tuple(made)


def table(names: Sequence[str], *rows: Sequence[str | Entry] | Row) -> Table:
    """A table whose rows are texts or entries, one a column; rows of another page are given as `Row`."""
    made = tuple(
        given
        if isinstance(given, Row)
        else Row(1, {index: _entry(text, number, index) for index, text in enumerate(given)})
        for number, given in enumerate(rows)
    )
    return Table(columns(*names), made, tuple(dict.fromkeys(row.page for row in made)))


def below_break(*texts: str | Entry, page: int = 2) -> Row:
    """The first row of a page."""
    return Row(page, {index: _entry(text, 0, index, page) for index, text in enumerate(texts)}, opens_page=True)


def _entry(text: str | Entry, row: int, column: int, page: int = 1) -> Entry:
    return text if isinstance(text, Entry) else entry(text, at=(page, 100.0 * column, 30.0 * row))


def texts(table_: Table) -> list[list[str]]:
    """What the rows say, column by column."""
    return [
        [row.entries[i].text if i in row.entries else "" for i in range(len(table_.columns))] for row in table_.rows
    ]


def words_of(values: Mapping[str, object]) -> list[str]:
    """All words in the texts of a record's fields."""
    found: list[str] = []
    for value in values.values():
        if isinstance(value, str):
            found += value.split()
        elif isinstance(value, list):
            found += [word for item in value for word in str(item["teks"]).split()]
        elif isinstance(value, dict):
            found += words_of(value)
    return found
