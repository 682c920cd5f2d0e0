"""Rulings that are none, seen by what they do: the words on both sides of them nearly touch, line after line.

Where copier's grain or a crease is taken for a side of cells, it runs through words. Cells have white at their sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from extractors.shapes import Cell, Grid, TextLine

#: Words nearly touch where the white between them is less than this share of the line's height. In printed tables, the
#: narrowest was .38 (figures set to the right beside text set to the left).
TOUCHING = 0.3
#: An edge cuts words where this share of the lines that go on beyond it touch, of so many at least.
SHARE, FEWEST = 0.5, 4
#: Lines go on beyond the edge where they share this part of the lower one's height.
LEVEL = 0.6


def doubt_cut_words(grid: Grid) -> Grid:
    """The grid with the cells doubted on both sides of an edge that runs through words."""
    touching: defaultdict[int, list[bool]] = defaultdict(list)
    for edge, left, right in _across(grid):
        height = min(left.box.height, right.box.height)
        touching[edge].append(right.words[0].box.x0 - left.words[-1].box.x1 < TOUCHING * height)
    cut = {edge for edge, found in touching.items() if len(found) >= FEWEST and sum(found) >= SHARE * len(found)}
    if not cut:
        return grid
    cells = tuple(
        replace(cell, inferred=True) if cut & {cell.column, cell.column + cell.colspan} else cell for cell in grid.cells
    )
    return replace(grid, cells=cells)


def _across(grid: Grid) -> Iterator[tuple[int, TextLine, TextLine]]:
    """Lines that stand side by side in neighbouring cells, with the number of the edge between them."""
    at = {(row, cell.column): cell for cell in grid.cells for row in _rows(cell)}
    for left in grid.cells:
        edge = left.column + left.colspan
        beside = {id(at[row, edge]): at[row, edge] for row in _rows(left) if (row, edge) in at}
        for right in beside.values():
            for one, other in product(left.lines, right.lines):
                common = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
                if common > LEVEL * min(one.box.height, other.box.height):
                    yield edge, one, other


def _rows(cell: Cell) -> range:
    return range(cell.row, cell.row + cell.rowspan)
