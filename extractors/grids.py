"""Rulings to grids: which elementary rectangles belong together as one cell. The same for digital pages and scans.

Rulings cross in points; the points span an elementary grid; neighbours whose shared edge is not ruled are one cell
(union-find), and so spans come out by themselves. The order of ideas follows pdfplumber's (edges, intersections,
cells, tables); the union makes it robust against rulings that are broken or drawn twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.neighbours import gathered
from extractors.rule_groups import connected, in_line
from extractors.shapes import Box, Cell, Grid, Rule

#: Points within which two rulings are the same line, touch, or continue one another.
TOLERANCE = 2.5
#: Gaps in one ruling, in points, that are closed: print wears off, and table borders are drawn cell by cell.
GAP = 4.0
#: Cells drawn each for itself have a gap of at most so many points, and sides that run beside one another along this
#: share of their length. No text has room in it.
CELL_GAP, TWINS = 5.0, 0.7
#: A shared edge counts as ruled from this share of its length on.
RULED = 0.5
#: Smallest width and height of a table in points: less is a tick box or a decoration.
SMALLEST = (60.0, 14.0)
#: A row's ruling ends at a vertical; one that stops this far before it, in points, is none.
LOOSE_END = 6.0
#: Rulings that reach this far beyond the last crossing ruling show an open side of the table.
OPEN_SIDE = 9.0
#: A table with a single horizontal ruling has so many vertical ones at least.
FEWEST_OPEN = 4


def build_grids(rules: Sequence[Rule], page: int, smallest: tuple[float, float] = SMALLEST) -> list[Grid]:
    """All tables that the rulings of one page draw, top to bottom; cells hold no text yet.

    A group of connected rulings is a table when it has at least two cells. Short rules that cross no other ruling
    (fraction bars, underlines) and frames around a page are none, and what is not as wide and high as `smallest`.
    """
    merged = [
        rule for way in (True, False) for rule in _single(merge([rule for rule in rules if rule.horizontal == way]))
    ]
    rows = [rule for rule in merged if not (rule.horizontal and _ends_inside_cell(rule, merged))]
    grids = [grid for group in _tables(rows) if (grid := _grid(group, page, smallest)) is not None]
    return sorted(grids, key=lambda grid: (grid.box.top, grid.box.x0))


def merge(rules: Sequence[Rule]) -> list[Rule]:
    """Joins pieces of one ruling, and rulings drawn twice. `rules` are all horizontal or all vertical."""
    result: list[Rule] = []
    for group in in_line(rules, TOLERANCE):
        at = float(np.average([rule.at for rule in group], weights=[max(rule.length, 0.1) for rule in group]))
        thickness = max(rule.thickness for rule in group)
        start, end = None, 0.0
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + GAP:
                end = max(end, rule.end)
            else:
                result.append(Rule(rule.horizontal, at, start, end, thickness))
                start, end = rule.start, rule.end
        if start is not None:
            result.append(Rule(group[0].horizontal, at, start, end, thickness))
    return result


def _single(rules: Sequence[Rule]) -> list[Rule]:
    """Rulings of one direction with two that run beside one another made one: the sides of cells with a gap between."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    result: list[Rule] = []
    while ordered:
        rule = ordered.pop(0)
        twin = next((other for other in ordered if _beside(rule, other)), None)
        if twin is None:
            result.append(rule)
            continue
        ordered.remove(twin)
        middle = (rule.at + twin.at) / 2
        result += [replace(one, at=middle) for one in (rule, twin)]
    return merge(result)


def _beside(rule: Rule, other: Rule) -> bool:
    """Whether two rulings are the sides of neighbouring cells."""
    common = min(rule.end, other.end) - max(rule.start, other.start)
    return TOLERANCE < other.at - rule.at <= CELL_GAP and common >= TWINS * max(rule.length, other.length)


def inner_bars(rules: Sequence[Rule], cell: Box) -> list[Rule]:
    """Horizontal rules that lie inside a cell and touch none of its sides: fraction bars and underlines."""
    margin = 1.0
    return [
        rule
        for rule in rules
        if rule.horizontal
        and cell.top + TOLERANCE < rule.at < cell.bottom - TOLERANCE
        and cell.x0 + margin < rule.start
        and rule.end < cell.x1 - margin
    ]


def _ends_inside_cell(horizontal: Rule, rules: Sequence[Rule]) -> bool:
    """Whether a rule starts at one vertical and ends in mid-air before the next: a fraction bar that fills its cell.

    Where there is no next vertical the table is open at that side, and the rule is a row's; so is one that is a piece
    of a worn ruling, with other pieces in line with it.
    """
    if any(other.horizontal and other is not horizontal and other.at == horizontal.at for other in rules):
        return False
    crossing = sorted(
        rule.at
        for rule in rules
        if not rule.horizontal and rule.start - TOLERANCE <= horizontal.at <= rule.end + TOLERANCE
    )
    met = [at for at in crossing if horizontal.start - TOLERANCE <= at <= horizontal.end + TOLERANCE]
    if len(met) != 1:
        return False
    at_start = abs(met[0] - horizontal.start) <= TOLERANCE
    if not at_start and abs(met[0] - horizontal.end) > TOLERANCE:
        return False
    beyond = [at for at in crossing if (at > horizontal.end if at_start else at < horizontal.start)]
    if not beyond:
        return False
    return (min(beyond) - horizontal.end if at_start else horizontal.start - max(beyond)) > LOOSE_END


def _tables(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of rulings that hang together, and are enough for a table."""
    return [[rules[index] for index in group] for group in connected(rules, TOLERANCE) if len(group) > 3]


def _edges(positions: list[float], low: float, high: float) -> list[float]:
    """The lines of one direction, with one more at a side that the crossing rulings show to be open."""
    if low < positions[0] - OPEN_SIDE:
        positions = [low, *positions]
    if high > positions[-1] + OPEN_SIDE:
        positions = [*positions, high]
    return positions


def _positions(rules: Sequence[Rule]) -> list[float]:
    groups = in_line(rules, TOLERANCE)
    return [float(np.average([rule.at for rule in group], weights=[rule.length for rule in group])) for group in groups]


def _covered(rules: Sequence[Rule], at: float, start: float, end: float) -> float:
    """Share of the edge from `start` to `end` at `at` that is ruled."""
    if end <= start:
        return 1.0
    near = [rule for rule in rules if abs(rule.at - at) <= TOLERANCE]
    return min(1.0, sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in near) / (end - start))


def _grid(rules: Sequence[Rule], page: int, smallest: tuple[float, float]) -> Grid | None:
    horizontals = [rule for rule in rules if rule.horizontal]
    verticals = [rule for rule in rules if not rule.horizontal]
    # One ruling across may be the foot of a row that began on the page before: the table is open above it.
    if not horizontals or len(verticals) < (1 if len(horizontals) > 1 else FEWEST_OPEN):
        return None
    ys = _edges(_positions(horizontals), min(rule.start for rule in verticals), max(rule.end for rule in verticals))
    xs = _edges(_positions(verticals), min(rule.start for rule in horizontals), max(rule.end for rule in horizontals))
    if len(xs) < 2 or len(ys) < 2 or xs[-1] - xs[0] < smallest[0] or ys[-1] - ys[0] < smallest[1]:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    joined: list[tuple[int, int]] = []
    coverage: list[float] = []
    for row in range(rows):
        for column in range(columns):
            if row + 1 < rows:
                below = _covered(horizontals, ys[row + 1], xs[column], xs[column + 1])
                coverage.append(max(below, 1 - below))
                if below < RULED:
                    joined.append((row * columns + column, (row + 1) * columns + column))
            if column + 1 < columns:
                right = _covered(verticals, xs[column + 1], ys[row], ys[row + 1])
                coverage.append(max(right, 1 - right))
                if right < RULED:
                    joined.append((row * columns + column, row * columns + column + 1))
    cells = [
        Cell(row, column, rowspan, colspan, Box(xs[column], ys[row], xs[column + colspan], ys[row + rowspan]))
        for group in gathered(rows * columns, joined)
        for row, column, rowspan, colspan in _rectangles([divmod(place, columns) for place in group])
    ]
    if len(cells) < 2:
        return None
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(page, rows, columns, tuple(cells), float(np.mean(coverage)) if coverage else 1.0)


def _rectangles(group: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """A union of elementary cells as rectangles (row, column, rowspan, colspan).

    Nearly always one. A union that is no rectangle comes of a broken ruling; it is cut into runs of equal width, so
    that no cell ever covers another.
    """
    by_row: dict[int, list[int]] = defaultdict(list)
    for row, column in group:
        by_row[row].append(column)
    open_runs: dict[tuple[int, int], int] = {}
    result: list[tuple[int, int, int, int]] = []
    for row in [*sorted(by_row), max(by_row) + 2]:
        runs = set(_runs(by_row.get(row, [])))
        for run in [run for run in open_runs if run not in runs or row - 1 not in by_row]:
            start = open_runs.pop(run)
            last = max(r for r in by_row if r < row)
            result.append((start, run[0], last - start + 1, run[1] - run[0] + 1))
        for run in runs:
            open_runs.setdefault(run, row)
    return result


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as (first, last)."""
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and column == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs
