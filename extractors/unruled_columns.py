"""Cells that no ruling parts although their texts stand column by column: white print in a dark row, worn verticals,
tables whose verticals are drawn in the header only.

The cells of the row below or above say where the columns are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.shapes import Cell, Grid, TextLine
from extractors.text import split_at

#: A cell over fewer columns than this stays whole: two words side by side may be one text.
FEWEST_COLUMNS = 3


def part_columns(grid: Grid) -> Grid:
    """The grid with such cells parted; the same grid where there are none."""
    cells: list[Cell] = []
    for cell in grid.cells:
        cells += _parts(cell, cells, grid.cells)
    return grid if len(cells) == len(grid.cells) else replace(grid, cells=tuple(cells))


def _parts(cell: Cell, parted: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell]:
    """The parts of a cell, itself alone where it is one text; `parted` are the parts of the cells before it."""
    if cell.colspan < FEWEST_COLUMNS or not cell.lines:
        return [cell]
    below = cells_below(cell, cells)
    if (columns := _tiles(cell, below)) and (texts := _texts(cell, columns)) and all(texts):
        return _cut(cell, columns, texts)
    # The verticals have ended for good. A row may have empty cells; a heading has no text in so many columns.
    columns = _nearest_above(cell, parted) if _without_verticals(cell, cells) else []
    texts = _texts(cell, columns) if columns else []
    return _cut(cell, columns, texts) if sum(map(bool, texts)) >= FEWEST_COLUMNS else [cell]


def cells_below(cell: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """The cells of the first row under a cell that is not one cell too: the heading of a section may stand between."""
    row = cell.row + cell.rowspan
    while True:
        below = [other for other in cells if other.row == row]
        alike = [other for other in below if (other.column, other.colspan) == (cell.column, cell.colspan)]
        if not alike:
            return below
        row += alike[0].rowspan


def _without_verticals(cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether no ruling parts what lies under the cell either; in cards and forms other columns follow."""
    lower = [other for other in cells if other.row >= cell.row + cell.rowspan]
    return not any(cell.column < other.column < cell.column + cell.colspan for other in lower)


def _tiles(cell: Cell, row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row that lie side by side over or under exactly this cell, from left to right; [] if too few."""
    end = cell.column + cell.colspan
    found = sorted((other for other in row if cell.column <= other.column < end), key=lambda other: other.column)
    edges = [other.column + other.colspan for other in found]
    whole = len(found) >= FEWEST_COLUMNS and [cell.column, *edges] == [*(other.column for other in found), end]
    return found if whole else []


def _nearest_above(cell: Cell, cells: Sequence[Cell]) -> list[Cell]:
    for bottom in range(cell.row, 0, -1):
        if tiles := _tiles(cell, [other for other in cells if other.row + other.rowspan == bottom]):
            return tiles
    return []


def _texts(cell: Cell, columns: Sequence[Cell]) -> list[tuple[TextLine, ...]]:
    return split_at(cell.lines, [column.box.x0 for column in columns[1:]]) or []


def _cut(cell: Cell, columns: Sequence[Cell], texts: Sequence[tuple[TextLine, ...]]) -> list[Cell]:
    edges = [cell.box.x0, *(column.box.x0 for column in columns[1:]), cell.box.x1]
    return [
        replace(cell, column=column.column, colspan=column.colspan, box=replace(cell.box, x0=x0, x1=x1), lines=lines)
        for column, (x0, x1), lines in zip(columns, pairwise(edges), texts, strict=True)
    ]
