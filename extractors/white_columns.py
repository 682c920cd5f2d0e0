"""Columns of a ruled table that white alone parts, in its header too: a vertical after the first column, and no other.

Word by word as in tables without any ruling (`unruled_tables`): white from top to bottom, and a name over each column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.shapes import Cell, Grid, Word
from extractors.text import compose
from extractors.unruled_tables import is_table, named, text_columns

#: Two texts in a cell may stand apart for many reasons: fewer columns than this stay one, and so do fewer lines.
FEWEST_COLUMNS, FEWEST_ROWS = 3, 3


def part_white_columns(grid: Grid) -> Grid:
    """The grid with such columns parted; the same grid where there are none."""
    for column in reversed(range(grid.columns)):
        if edges := _edges(grid, column):
            cells = [part for cell in grid.cells for part in _parts(cell, column, edges)]
            grid = replace(grid, columns=grid.columns + len(edges), cells=tuple(cells))
    return grid


def _edges(grid: Grid, column: int) -> list[float]:
    """Where (x in points) to part a column; [] where it is one."""
    cells = [cell for cell in grid.cells if cell.column == column and cell.colspan == 1 and cell.lines]
    lines = [line for cell in cells for line in cell.lines]
    if not cells or cells[0].row > 0 or any(word.turn for line in lines for word in line.words):
        return []
    header, rows = cells[0].lines, 1 + sum(len(cell.lines) for cell in cells[1:])
    columns = text_columns(lines)
    enough = len(columns) >= FEWEST_COLUMNS and rows >= FEWEST_ROWS
    if not enough or not named(header, columns) or not is_table(lines, rows):
        return []
    return [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]


def _parts(cell: Cell, column: int, edges: Sequence[float]) -> list[Cell]:
    if cell.column > column:
        return [replace(cell, column=cell.column + len(edges))]
    if cell.column + cell.colspan <= column:
        return [cell]
    if cell.colspan > 1:
        return [replace(cell, colspan=cell.colspan + len(edges))]
    words: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in (word for line in cell.lines for word in line.words):
        words[sum(edge <= word.box.x for edge in edges)].append(word)
    sides = pairwise([cell.box.x0, *edges, cell.box.x1])
    return [
        replace(cell, column=column + place, box=replace(cell.box, x0=x0, x1=x1), lines=compose(words[place]))
        for place, (x0, x1) in enumerate(sides)
    ]
