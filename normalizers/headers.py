"""Finds the header rows of a grid, and the columns that they name.

Columns are taken from the lowest header cells, not from the elementary grid: in exports of Word and Excel the edges of
the body's cells shift by a few points from row to row, and an elementary grid of 60 columns may hold 9 real ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rapidfuzz import fuzz

from extractors.shapes import Cell, Grid
from extractors.text import join_lines
from normalizers.columns import ACCEPT, header_year, likeness, years
from normalizers.vocabulary import Vocabulary

#: A header begins within this many rows of the grid's top (titles drawn into the table stand above it).
SEARCH_ROWS = 12
#: A header has at most this many rows.
MOST_ROWS = 4
#: Longer texts are no header.
LONGEST = 160


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
            named = [cell for cell in starts[row] if cell_text(cell)]
            end = min(max(cell.row + cell.rowspan for cell in named), row + MOST_ROWS, grid.rows)
            while end < min(grid.rows, row + MOST_ROWS) and _continues(starts.get(end, []), vocabulary):
                end = max(cell.row + cell.rowspan for cell in starts[end])
            return Header(row, end, _split_spans(grid, end, _spans(grid, row, end)))
    return None


def heads_other_table(grid: Grid, fields: set[str], vocabulary: Vocabulary) -> bool:
    """Whether the first row names columns, and most of them others than `fields` ("No, Program, Anggaran").

    Such a grid continues nothing: the budget below a performance agreement often has the same columns in width.
    """
    first = [cell for cell in grid.cells if cell.row == 0 and cell_text(cell)]
    kinds = _kinds(first, vocabulary)
    known = [kind for kind in kinds if kind]
    foreign = [kind for kind in known if kind not in fields]
    return len(known) >= 2 and 3 * len(known) >= 2 * len(kinds) and 2 * len(foreign) >= len(known)


def _kinds(cells: Sequence[Cell], vocabulary: Vocabulary) -> list[str]:
    """What the texts of a row name: a field, "lain", or "" for nothing known."""
    kinds = []
    for cell in cells:
        text = cell_text(cell)
        if not text:
            continue
        scores = likeness((text,), vocabulary) if len(text) <= LONGEST else {}
        kind, score = max(scores.items(), key=lambda item: item[1], default=("", 0.0))
        kinds.append(kind if score >= ACCEPT else "")
    return kinds


def _is_header(kinds: Sequence[str], cells: Sequence[Cell]) -> bool:
    """At least two fields, at least half of the texts known, and something that only an indicator table has."""
    known = [kind for kind in kinds if kind]
    fields = set(known) - {"lain"}
    several = len({cell.column for cell in cells if cell_text(cell)}) >= 2
    own = bool(fields & {"indikator", "sasaran", "target"})
    return several and own and len(fields) >= 2 and 2 * len(known) >= len(kinds)


def _continues(cells: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Whether a row below the first header row belongs to the header: nothing but years and names of columns."""
    texts = [text for cell in cells if (text := cell_text(cell))]
    kinds = _kinds(cells, vocabulary)
    if len(texts) < 2:
        return False
    return all(kind or (years(text) and len(text) <= 12) for kind, text in zip(kinds, texts, strict=True))


def _spans(grid: Grid, start: int, end: int) -> list[Span]:
    """One span a lowest header cell, left to right."""
    cover: dict[tuple[int, int], Cell] = {}
    for cell in grid.cells:
        for row in range(max(cell.row, start), min(cell.row + cell.rowspan, end)):
            for column in range(cell.column, cell.column + cell.colspan):
                cover[row, column] = cell
    spans: list[Span] = []
    lowest: list[Cell] = []
    for column in range(grid.columns):
        path_cells = list(dict.fromkeys(cover[row, column] for row in range(start, end) if (row, column) in cover))
        if not path_cells or (lowest and lowest[-1] is path_cells[-1]):
            continue
        lowest.append(path_cells[-1])
        path = tuple(text for cell in path_cells if (text := cell_text(cell)))
        box = path_cells[-1].box
        spans.append(Span(box.x0, box.x1, path, path_cells[-1]))
    return spans


def _split_spans(grid: Grid, end: int, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Splits a header cell below which most rows have several cells (a number and a name under "Indikator Kinerja")."""
    result: list[Span] = []
    body = [cell for cell in grid.cells if cell.row >= end]
    for span in spans:
        width = span.x1 - span.x0
        under = [cell for cell in body if span.x0 - 1 <= cell.box.x <= span.x1 + 1 and cell.box.width <= width + 4]
        rows = Counter(cell.row for cell in under)
        counts = Counter(rows.values())
        usual, times = counts.most_common(1)[0] if counts else (1, 0)
        if usual < 2 or 2 * times < len(rows):
            result.append(span)
            continue
        lefts = [sorted(c.box.x0 for c in under if c.row == row) for row, n in rows.items() if n == usual]
        edges = [span.x0, *(median(left[place] for left in lefts) for place in range(1, usual)), span.x1]
        result += [Span(edges[place], edges[place + 1], span.path, span.cell) for place in range(usual)]
    return tuple(result)


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
