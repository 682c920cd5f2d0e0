"""Rows of a table without verticals in which some rulings run over some columns only: the others' cells are merged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.shapes import Rule

#: A ruling over some columns covers the middles of so many at least; a fraction bar or an underline has one.
FEWEST_COLUMNS = 2
#: It is so long, in points; rulings so near to one another, in points, are one row's; its ends may leave the table.
SHORTEST, SAME_ROW, BEYOND = 20.0, 2.0, 3.0


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row between two heights in points; `ruled` are the columns that end with it (None: all).

    `inferred` where only its number tells it.
    """

    top: float
    bottom: float
    ruled: frozenset[int] | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Cells of neighbouring columns that begin and end in the same rows: from `column` to before `end`."""

    row: int
    rowspan: int
    column: int
    end: int


def inner_rules(group: Sequence[Rule], rules: Sequence[Rule]) -> list[Rule]:
    """The rules that lie inside a table which the rules of `group` draw, top to bottom.

    Where only its first and last rule draw it, theirs must reach one of its sides.
    """
    if len(group) < 2:
        return []
    start, end = min(rule.start for rule in group), max(rule.end for rule in group)
    inside = [
        rule
        for rule in rules
        if group[0].at + SAME_ROW < rule.at < group[-1].at - SAME_ROW
        and start - BEYOND <= rule.start
        and rule.end <= end + BEYOND
        and rule.length >= SHORTEST
        and not any(abs(rule.at - other.at) <= SAME_ROW for other in group)
    ]
    at_side = [rule for rule in inside if rule.start <= start + BEYOND or rule.end >= end - BEYOND]
    return inside if len(group) > 2 else at_side


def parted_rows(top: float, bottom: float, inner: Sequence[Rule], edges: Sequence[float]) -> list[OpenRow]:
    """The rows between two rulings over the whole width; `edges` are those of the columns. One row: no ruling parts it.

    Rulings over fewer than FEWEST_COLUMNS columns part nothing.
    """
    middles = [(left + right) / 2 for left, right in pairwise(edges)]
    found: list[tuple[float, frozenset[int]]] = []
    for rule in sorted((rule for rule in inner if top < rule.at < bottom), key=lambda rule: rule.at):
        covered = frozenset(place for place, x in enumerate(middles) if rule.start < x < rule.end)
        if found and rule.at - found[-1][0] <= SAME_ROW:
            covered |= found.pop()[1]
        found.append((rule.at, covered))
    found = [(at, columns) for at, columns in found if len(columns) >= FEWEST_COLUMNS]
    heights = [top, *(at for at, _ in found), bottom]
    ruled = [*(columns for _, columns in found), None]
    return [OpenRow(upper, lower, columns) for (upper, lower), columns in zip(pairwise(heights), ruled, strict=True)]


def open_cells(rows: Sequence[OpenRow], columns: int) -> Iterator[Part]:
    """The cells that the rulings part, neighbours of the same rows together."""
    spans = [_spans(rows, column) for column in range(columns)]
    for row in range(len(rows)):
        start = 0
        for column in range(1, columns + 1):
            if column == columns or spans[column].get(row) != spans[start].get(row):
                if row in spans[start]:
                    yield Part(row, spans[start][row], start, column)
                start = column


def _spans(rows: Sequence[OpenRow], column: int) -> dict[int, int]:
    """First row of each cell of a column -> how many rows it spans."""
    spans: dict[int, int] = {}
    first = 0
    for place, row in enumerate(rows):
        if row.ruled is None or column in row.ruled:
            spans[first] = place - first + 1
            first = place + 1
    return spans


def names_over(columns: Sequence[tuple[float, float]], texts: Sequence[tuple[float, float]]) -> list[int]:
    """Before which columns another text's begin, where each text names several: every column is its nearest's.

    `columns` and `texts` are extents from left to right.
    """
    homes = [min(range(len(texts)), key=lambda place: abs(sum(texts[place]) - sum(column))) for column in columns]
    return [place for place in range(1, len(homes)) if homes[place] != homes[place - 1]]


def joined(extents: Collection[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Extents that lie over one another, or closer than `gap`, as one; left to right."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(extents):
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
