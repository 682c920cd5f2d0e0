"""Cells that no ruling parts although their texts stand column by column: white print in a dark row, worn verticals.

The cells of the row below say where the columns are; only a cell that has a text of its own in each of them is parted.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extractors.shapes import Cell, Grid
from extractors.text import split_at

#: A cell over fewer columns than this stays whole: two words side by side may be one text.
FEWEST_COLUMNS = 3


def part_columns(grid: Grid) -> Grid:
    """The grid with such cells parted; the same grid where there are none."""
    cells = [part for cell in grid.cells for part in _parts(cell, grid)]
    return grid if len(cells) == len(grid.cells) else replace(grid, cells=tuple(cells))


def _parts(cell: Cell, grid: Grid) -> list[Cell]:
    if cell.colspan < FEWEST_COLUMNS or not cell.lines:
        return [cell]
    end = cell.column + cell.colspan
    below = [c for c in grid.cells if c.row == cell.row + cell.rowspan and cell.column <= c.column < end]
    starts = {c.column: c.box.x0 for c in below}
    if len(starts) < FEWEST_COLUMNS or cell.column not in starts or below[-1].column + below[-1].colspan != end:
        return [cell]
    columns = sorted(starts)
    texts = split_at(cell.lines, [starts[column] for column in columns[1:]])
    if texts is None or not all(texts):
        return [cell]
    edges = [cell.box.x0, *(starts[column] for column in columns[1:]), cell.box.x1]
    return [
        replace(cell, column=column, colspan=after - column, box=replace(cell.box, x0=x0, x1=x1), lines=lines)
        for (column, after), (x0, x1), lines in zip(pairwise([*columns, end]), pairwise(edges), texts, strict=True)
    ]
