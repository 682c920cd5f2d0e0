"""Sideways names in a header whose rulings do not show, for its ground is as dark: the row below says where they stand.

Print is read sideways in tall cells only. Here the cell is as wide as the table, and each name stands in a strip of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractors.ink import Pieces
from extractors.shapes import Cell, Grid
from extractors.unruled_columns import cells_below

Index = npt.NDArray[np.intp]

#: A name whose print is taller than wide by this factor may be sideways.
TALL = 1.3
#: Nothing of it, and nothing beside it, lies within so many points of the edges of its column.
FREE = 1.5
#: A cell over fewer columns is none that has lost its rulings.
FEWEST_COLUMNS = 3


def sideways_names(grids: Sequence[Grid], ink: Pieces, regions: Index, dpi: int) -> Iterator[Index]:
    """The pieces of ink of each such name; `regions` are 1 + the cell's number, as in `prepared`."""
    pixels = dpi / 72
    cells = ((grid, cell) for grid in grids for cell in grid.cells)
    for number, (grid, cell) in enumerate(cells, start=1):
        columns = _columns(grid, cell) if cell.row == 0 and cell.colspan >= FEWEST_COLUMNS else []
        if len(columns) >= FEWEST_COLUMNS:
            edges = [cell.box.x0 * pixels, *(column.box.x0 * pixels for column in columns[1:])]
            yield from _tall(ink, np.flatnonzero(regions == number), [*edges, cell.box.x1 * pixels], FREE * pixels)


def _columns(grid: Grid, cell: Cell) -> list[Cell]:
    """The cells right below, from left to right."""
    end = cell.column + cell.colspan
    below = (other for other in cells_below(cell, grid.cells) if cell.column <= other.column < end)
    return sorted(below, key=lambda other: other.column)


def _tall(ink: Pieces, own: Index, edges: Sequence[float], free: float) -> Iterator[Index]:
    x0, x1, y0, y1 = ink.x0[own], ink.x1[own], ink.y0[own], ink.y1[own]
    middle = (x0 + x1) / 2
    for left, right in pairwise(edges):
        inside = (middle >= left) & (middle < right)
        crossing = any(((x0 < edge + free) & (x1 > edge - free)).any() for edge in (left, right))
        if inside.any() and not crossing:
            width, height = x1[inside].max() - x0[inside].min(), y1[inside].max() - y0[inside].min()
            if height > TALL * width:
                yield own[inside]
