"""The cells of a header that nothing is drawn around: a name over each column, and names over several of them.

A name over several columns stands at their middle, above their own names, which are level. A name that does so over no
such columns, or over all (a title), is not understood, and then there is no header.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import inf

from extractors.row_starts import LEVEL
from extractors.shapes import Box, Cell, Grid, TextLine
from extractors.unruled_tables import text_columns

#: Names of one text stand closer than so many line heights, one above the other; a lower name begins so far above.
ONE_TEXT, INTO = 0.6, 0.3
#: A name over several columns stands at their middle within this share of a column's width.
CENTRED = 0.35
#: A column more under a name makes up for so much of that.
LONGER = 0.1
#: A text so far, in shares of the column, beside the middle of the name below it is no part of it; nor between BOTH.
ASIDE, BOTH = 0.2, 2


@dataclass(frozen=True, slots=True)
class _Name:
    """A text of the header over the columns `first` to before `end`; those of a wide one are not known at first."""

    box: Box
    first: int
    end: int


def white_header(pieces: Sequence[Box], edges: Sequence[float], sides: Sequence[float], box: Box) -> Grid | None:
    """The header as a grid (of no page yet) of one or two rows in `box`.

    `pieces` are its texts, `edges` the white between the columns, `sides` where the cells may begin, and the last ends.
    """
    columns: list[list[Box]] = [[] for _ in range(len(edges) + 1)]
    wide: list[Box] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        if any(piece.x0 < edge < piece.x1 for edge in edges):
            near = [other for other in wide if _one_text(other, piece)]
            wide = [*(other for other in wide if other not in near), Box.around([piece, *near])]
        else:
            columns[sum(edge <= piece.x for edge in edges)].append(piece)
    wide += _lifted(columns, sides)
    groups = _together([_under(name, columns, sides) for name in sorted(wide, key=lambda name: name.x)])
    beside = any(_level(left, right) for column in columns for left, right in combinations(column, 2))
    if groups is None or beside or not all(columns):
        return None
    return _grid(groups, columns, [box.x0, *edges, box.x1], box)


def header_texts(lines: Sequence[TextLine]) -> list[Box]:
    """The places of the texts of some lines, which white parts."""
    return [replace(line.box, x0=x0, x1=x1) for line in lines for x0, x1 in text_columns([line])]


def _one_text(upper: Box, lower: Box) -> bool:
    """Whether two pieces stand over one another, closely."""
    return lower.top - upper.bottom < ONE_TEXT * lower.height and upper.x0 < lower.x1 and lower.x0 < upper.x1


def _lifted(columns: Sequence[list[Box]], sides: Sequence[float]) -> list[Box]:
    """Takes out of the columns the texts that stand above a name level with the neighbours' first: names of several.

    Level with those on both sides, or not at the middle of the names below: else it is one name of two lines.
    """
    found = []
    for place, column in enumerate(columns):
        beside = [columns[other][0] for other in (place - 1, place + 1) if 0 <= other < len(columns) and columns[other]]
        first = next((n for n, piece in enumerate(column) if any(_level(piece, other) for other in beside)), 0)
        if not first:
            continue
        name, rest = Box.around(column[:first]), Box.around(column[first:])
        both = sum(_level(column[first], other) for other in beside) == BOTH
        if not both and abs(name.x - rest.x) < ASIDE * (sides[place + 1] - sides[place]):
            continue
        if _under(name, [*columns[:place], column[first:], *columns[place + 1 :]], sides):
            found.append(name)
            del column[:first]
    return found


def _level(one: Box, other: Box) -> bool:
    return abs(one.y - other.y) < LEVEL * one.height


def _under(name: Box, columns: Sequence[Sequence[Box]], sides: Sequence[float]) -> list[tuple[float, _Name]]:
    """The columns that a name may be over, all at whose middle it stands, with how well it does (most is best)."""
    found = []
    for first, end in combinations(range(len(columns) + 1), 2):
        under = columns[first:end]
        if end - first < 2 or end - first == len(columns) or not all(under) or not _below(name, under):
            continue
        off = abs((sides[first] + sides[end]) / 2 - name.x) * (end - first) / (sides[end] - sides[first])
        inside = sides[first] - 1 <= name.x0 and name.x1 <= sides[end] + 1
        if inside and off <= CENTRED:
            # Years stand on one level, and the name over all of them; names of several lines do not.
            years = all(_level(under[0][0], column[0]) for column in under)
            found.append((LONGER * (end - first) * years - off, _Name(name, first, end)))
    return found


def _together(choices: Sequence[Sequence[tuple[float, _Name]]]) -> list[_Name] | None:
    """One choice for each name, left to right, none over the columns of another; None where there is none."""
    best: dict[int, tuple[float, list[_Name]]] = {0: (0.0, [])}
    for names in choices:
        after: dict[int, tuple[float, list[_Name]]] = {}
        for end, (fit, chosen) in best.items():
            for more, name in names:
                if name.first >= end and fit + more > after.get(name.end, (-inf, []))[0]:
                    after[name.end] = fit + more, [*chosen, name]
        best = after
    return max(best.values(), key=lambda item: item[0])[1] if best else None


def _below(name: Box, columns: Sequence[Sequence[Box]]) -> bool:
    """Whether the names of some columns stand below another, on one level or around one."""
    stacks = [Box.around(column) for column in columns]
    level = all(_level(columns[0][0], column[0]) for column in columns)
    around = all(abs(stack.y - stacks[0].y) < LEVEL * name.height for stack in stacks)
    return (level or around) and all(stack.top > name.bottom - INTO * name.height for stack in stacks)


def _grid(groups: Sequence[_Name], columns: Sequence[Sequence[Box]], sides: Sequence[float], box: Box) -> Grid:
    tops = [columns[place][0].top for group in groups for place in range(group.first, group.end)]
    middle = (max(group.box.bottom for group in groups) + min(tops)) / 2 if groups else box.bottom
    rows = 2 if groups else 1
    cells = [
        Cell(0, group.first, 1, group.end - group.first, Box(sides[group.first], box.top, sides[group.end], middle))
        for group in groups
    ]
    for place, (x0, x1) in enumerate(pairwise(sides)):
        grouped = any(group.first <= place < group.end for group in groups)
        top = middle if grouped else box.top
        cells.append(Cell(int(grouped), place, rows - int(grouped), 1, Box(x0, top, x1, box.bottom)))
    return Grid(0, rows, len(columns), tuple(sorted(cells, key=lambda c: (c.row, c.column))), quality=0.5)
