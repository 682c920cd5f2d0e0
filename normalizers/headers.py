"""Finds the header rows of a grid, and the columns that they name.

Columns are taken from the lowest header cells, not from the elementary grid: in exports of Word and Excel the edges of
the body's cells shift by a few points from row to row, and an elementary grid of 60 columns may hold 9 real ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from rapidfuzz import fuzz

from extractors.shapes import Box, Cell, Grid
from extractors.text import join_lines, split_at
from normalizers.header_years import header_year, years
from normalizers.likeness import best
from normalizers.vocabulary import Vocabulary

#: A header begins within this many rows of the grid's top (titles drawn into the table stand above it).
SEARCH_ROWS = 12
#: A header has at most this many rows.
MOST_ROWS = 4
#: A row that names columns has so many texts at least.
FEWEST_NAMES = 4
#: Longer texts are no header.
LONGEST = 160


#: A text of a sub-header without a name: a number, or a year with a word or two.
_YEAR_OR_NUMBER = re.compile(r"^(?:[\W\d]+|.{0,15}\b(?:19|20)\d\d\b.{0,15})$")


@dataclass(frozen=True, slots=True)
class Span:
    """A column of the page: its extent in points and its header path, outermost text first."""

    x0: float
    x1: float
    path: tuple[str, ...]
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The header block of a grid: rows `start`..`end` (end excluded) and the columns below it."""

    start: int
    end: int
    spans: tuple[Span, ...]


def cell_text(cell: Cell) -> str:
    """All text of a cell."""
    return join_lines([line.text for line in cell.lines])


def find_header(grid: Grid, vocabulary: Vocabulary) -> Header | None:
    """The first row that names at least two fields, with the rows that belong to it; None if no row does."""
    starts: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        starts.setdefault(cell.row, []).append(cell)
    for row in sorted(starts)[:SEARCH_ROWS]:
        kinds = _kinds(starts[row], vocabulary)
        if _is_header(kinds, starts[row]):
            tallest = max(cell.row + cell.rowspan for cell in starts[row] if cell_text(cell))
            end = row + 1
            while end < min(tallest, row + MOST_ROWS) and not _tells(starts.get(end, []), vocabulary):
                end += 1
            while end < min(grid.rows, row + MOST_ROWS) and _continues(starts.get(end, []), vocabulary):
                end = max(cell.row + cell.rowspan for cell in starts[end])
            return Header(row, end, _spans(grid, row, end))
    return None


def heads_other_table(grid: Grid, fields: set[str], vocabulary: Vocabulary) -> bool:
    """Whether the first row names columns, and most of them others than `fields` ("No, Program, Anggaran").

    Such a grid continues nothing: the budget below a performance agreement often has the same columns in width.
    """
    first = [cell for cell in grid.cells if cell.row == 0 and cell_text(cell)]
    kinds = _kinds(first, vocabulary)
    if kinds and kinds[0] == "nomor" and len(kinds) >= FEWEST_NAMES and not set(kinds[1:]) & fields:
        return True  # "No" heads columns of which the table has none.
    known = [kind for kind in kinds if kind]
    foreign = [kind for kind in known if kind not in fields]
    return len(known) >= 2 and 3 * len(known) >= 2 * len(kinds) and 2 * len(foreign) >= len(known)


def _kinds(cells: Sequence[Cell], vocabulary: Vocabulary) -> list[str]:
    """What the texts of a row name: a field, "lain", or "" for nothing known."""
    kinds = []
    for text in filter(None, map(cell_text, cells)):
        kinds.append(best((text,), vocabulary).field or "" if len(text) <= LONGEST else "")
    return kinds


def _is_header(kinds: Sequence[str], cells: Sequence[Cell]) -> bool:
    """At least two fields, at least half of the texts known, and something that only an indicator table has."""
    known = [kind for kind in kinds if kind]
    fields = set(known) - {"lain"}
    several = len({cell.column for cell in cells if cell_text(cell)}) >= 2
    own = bool(fields & {"indikator", "sasaran", "target"})
    return several and own and len(fields) >= 2 and 2 * len(known) >= len(kinds)


def _tells(cells: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Whether a row beside a tall header cell is one of the body: half of its texts are no names, years or numbers.

    The tall cell then runs into the body, since the ruling below it has worn off.
    """
    texts = [text for cell in cells if (text := cell_text(cell))]
    kinds = _kinds(cells, vocabulary)
    strange = [not kind and not _YEAR_OR_NUMBER.match(text) for kind, text in zip(kinds, texts, strict=True)]
    return sum(strange) >= 2 and 2 * sum(strange) >= len(strange)


def _continues(cells: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Whether a row below the first header row belongs to the header: nothing but years and names of columns."""
    texts = [text for cell in cells if (text := cell_text(cell))]
    kinds = _kinds(cells, vocabulary)
    if len(texts) < 2:
        return False
    return all(kind or (years(text) and len(text) <= 12) for kind, text in zip(kinds, texts, strict=True))


def _spans(grid: Grid, start: int, end: int) -> tuple[Span, ...]:
    """The columns below the header rows, left to right, each with the texts over it."""
    cover: dict[tuple[int, int], Cell] = {}
    for cell in grid.cells:
        for row in range(max(cell.row, start), min(cell.row + cell.rowspan, end)):
            for column in range(cell.column, cell.column + cell.colspan):
                cover[row, column] = cell
    bottom = min((cell.box.top for cell in grid.cells if cell.row == end), default=grid.box.bottom)
    cover = {
        place: replace(cell, lines=tuple(line for line in cell.lines if line.box.y < bottom))
        for place, cell in cover.items()
    }
    stacks: list[tuple[Cell, ...]] = []
    for column in range(grid.columns):
        stack = tuple(dict.fromkeys(cover[row, column] for row in range(start, end) if (row, column) in cover))
        if stack and not (stacks and stacks[-1][-1] == stack[-1]):
            stacks.append(stack)
    body = [cell for cell in grid.cells if cell.row >= end]
    extents = [(edges, stack) for stack in stacks for edges in pairwise(_edges(stack[-1].box, body))]
    return _named(extents)


def _edges(head: Box, body: Sequence[Cell]) -> list[float]:
    """The left and right edge of a lowest header cell; between them those of cells that most rows below it have.

    Below "Indikator Kinerja" often stand a number and a name; or the ruling between two headers has worn off.
    """
    under = [c for c in body if head.x0 - 1 <= c.box.x <= head.x1 + 1 and c.box.width <= head.width + 4]
    rows = Counter(cell.row for cell in under)
    usual, times = Counter(rows.values()).most_common(1)[0] if rows else (1, 0)
    if usual < 2 or 2 * times < len(rows):
        return [head.x0, head.x1]
    lefts = [sorted(c.box.x0 for c in under if c.row == row) for row, count in rows.items() if count == usual]
    return [head.x0, *(median(left[place] for left in lefts) for place in range(1, usual)), head.x1]


def _named(extents: Sequence[tuple[tuple[float, float], tuple[Cell, ...]]]) -> tuple[Span, ...]:
    """The columns with their header paths; a cell whose texts stand apart names each column by its own."""
    parts: dict[tuple[Cell, int], Cell] = {}
    for cell in dict.fromkeys(cell for _, stack in extents for cell in stack):
        places = [place for place, (_, stack) in enumerate(extents) if cell in stack]
        edges = [extents[place][0][0] for place in places[1:]]
        texts = split_at(cell.lines, edges) if edges else None
        for place, lines in zip(places, texts or [cell.lines] * len(places), strict=True):
            x0, x1 = extents[place][0]
            own = replace(cell, lines=lines, box=replace(cell.box, x0=x0, x1=x1)) if texts else cell
            parts[cell, place] = own
    spans = []
    for place, ((x0, x1), stack) in enumerate(extents):
        path = tuple(text for cell in stack if (text := cell_text(parts[cell, place])))
        spans.append(Span(x0, x1, path, parts[stack[-1], place]))
    return tuple(spans)


def same_header(first: Sequence[Span], second: Sequence[Span], likeness_of: float) -> bool:
    """Whether two headers say the same, column by column (OCR may read one of them a little differently)."""
    if len(first) != len(second):
        return False
    ratios = []
    for a, b in zip(first, second, strict=True):
        ratios.append(fuzz.ratio(" ".join(a.path).casefold(), " ".join(b.path).casefold()))
        years_here = {header_year(a.path), header_year(b.path)} - {None}
        if len(years_here) > 1:
            return False
    return sum(ratios) >= likeness_of * len(ratios) > 0
