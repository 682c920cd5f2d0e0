"""Rows that no ruling parts: a ruled row in which every cell lists one short line a row, all at the same heights.

Lists of figures are taken apart so. Cells of running text have lines at the same heights too, by chance of the same
print: only numbers or clear white between them tell their rows (`row_starts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.row_starts import FIGURE, Starts, row_starts
from extractors.shapes import Cell, Grid, TextLine

#: At least so many cells of the row must be lists of figures, and so long.
FEWEST_LISTS, FEWEST_LINES = 2, 2
#: Two lines stand at one height when their middles differ by less than this share of the line's height.
LEVEL = 0.5
#: In a table of more rows than this some are ruled, and white inside them parts paragraphs.
MOSTLY_UNRULED = 3


def part_rows(grid: Grid) -> Grid:
    """The grid with such rows parted; the same grid where there are none."""
    parted = {row: starts for row in range(grid.rows) if (starts := _starts(grid, row)).edges or not starts.sure}
    if not parted:
        return grid
    first = [0]
    for row in range(grid.rows):
        first.append(first[-1] + (len(parted[row].edges) if row in parted else 0) + 1)
    cells: list[Cell] = []
    for cell in grid.cells:
        if cell.row in parted:
            cells += _parts(cell, first[cell.row], parted[cell.row])
        else:
            cells.append(replace(cell, row=first[cell.row], rowspan=first[cell.row + cell.rowspan] - first[cell.row]))
    return replace(grid, rows=first[-1], cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _starts(grid: Grid, row: int) -> Starts:
    """Where a row is to be parted; no edges for nowhere."""
    crossing = [cell for cell in grid.cells if cell.row <= row < cell.row + cell.rowspan]
    if any(cell.rowspan > 1 for cell in crossing) or _broken_number(grid, crossing):
        return Starts()
    lists = [cell.lines for cell in crossing if len(cell.lines) >= FEWEST_LINES and _figures(cell.lines)]
    if len(lists) >= FEWEST_LISTS:
        levels = max(lists, key=len)
        if all(_level(cell.lines, levels) for cell in crossing):
            return Starts(tuple((upper.box.bottom + lower.box.top) / 2 for upper, lower in pairwise(levels)))
    return row_starts([cell.lines for cell in crossing], numbered=row == 0 or grid.rows > MOSTLY_UNRULED)


def _broken_number(grid: Grid, crossing: Sequence[Cell]) -> bool:
    """Whether the lines of the first cell are one number that its narrow column broke: those beside it say so."""
    first = min(crossing, key=lambda cell: cell.column, default=None)
    number = _number(first) if first is not None and len(first.lines) > 1 else None
    if first is None or number is None:
        return False
    column = {cell.row: found for cell in grid.cells if cell.column == first.column and (found := _number(cell))}
    above = max((row for row in column if row < first.row), default=None)
    below = min((row for row in column if row > first.row), default=None)
    return (above is not None and column[above] == number - 1) or (below is not None and column[below] == number + 1)


def _number(cell: Cell) -> int | None:
    """The whole number that a cell's lines are together."""
    digits = "".join(line.text for line in cell.lines).strip("().")
    return int(digits) if digits.isdecimal() else None


def _figures(lines: Sequence[TextLine]) -> bool:
    return all(FIGURE.match(line.text) for line in lines)


def _level(lines: Sequence[TextLine], levels: Sequence[TextLine]) -> bool:
    """Whether each line stands at a level of its own."""
    taken: set[int] = set()
    for line in lines:
        near = [n for n, level in enumerate(levels) if abs(level.box.y - line.box.y) < LEVEL * level.box.height]
        if len(near) != 1 or near[0] in taken:
            return False
        taken.add(near[0])
    return True


def _parts(cell: Cell, row: int, starts: Starts) -> list[Cell]:
    bounds = [cell.box.top, *starts.edges, cell.box.bottom]
    return [
        replace(
            cell,
            row=row + place,
            box=replace(cell.box, top=top, bottom=bottom),
            lines=tuple(line for line in cell.lines if top <= line.box.y < bottom),
            inferred=not starts.sure,
        )
        for place, (top, bottom) in enumerate(pairwise(bounds))
    ]
