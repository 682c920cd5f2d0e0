"""Tables with upright rulings only: the one row between them is a header and the rows below it, which white parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.shapes import Grid, Word
from extractors.white_tables import white_tables

#: Fewer columns are a frame, or texts side by side.
FEWEST_COLUMNS = 3


def with_rows(grid: Grid, words: Sequence[Word]) -> Grid:
    """The grid with its rows; the same grid where it has several, or white does not tell them in the same columns."""
    if grid.rows > 1 or grid.columns < FEWEST_COLUMNS:
        return grid
    box = grid.box
    inside = [word for word in words if box.holds(word.box.x, word.box.y)]
    found = white_tables(inside, (), grid.page)
    if len(found) != 1 or found[0].columns != grid.columns:
        return grid
    xs = [cell.box.x0 for cell in grid.cells] + [box.x1]
    cells = tuple(
        replace(cell, box=replace(cell.box, x0=xs[cell.column], x1=xs[cell.column + cell.colspan]))
        for cell in found[0].cells
    )
    held = sum(any(cell.box.holds(word.box.x, word.box.y) for cell in cells) for word in inside)
    return replace(found[0], cells=cells) if held == len(inside) else grid
