"""Where rows begin that no ruling parts: by the white between them, or by the numbers of the first column.

White counts when the strips that run through all columns are of two kinds: the leading inside cells, and clearly more
between rows. Numbers count when the texts beside them begin at their heights.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.shapes import TextLine

#: White between rows is wider than the leading by this many line heights, and than any other strip by CLEARLY.
WIDER = 0.35
CLEARLY = 0.2
#: Two lines stand at one height when their middles differ by less than this share of the line's height.
LEVEL = 0.5
#: Share of the columns that begin in a row, in the mean: less, and the strips part paragraphs, not rows.
BEGIN = 0.7
#: Fewer columns with text tell no rows: a label and its value, a number and its paragraph.
FEWEST_COLUMNS = 3
#: A row's top edge lies this many points above its first line.
ABOVE = 1.0
#: A number that may start a row: 1, 1., (1).
NUMBER = re.compile(r"^\(?(\d{1,3})[.)]?$")
#: Figures, signs of a missing one, and numbers of rows: what is hardly ever broken over two lines.
FIGURE = re.compile(r"^[\W_]*(?:\d[\d.,\s%/()*-]*|[-–—]+|n/?a)[\W_]*$", re.IGNORECASE)

Columns = Sequence[Sequence[TextLine]]


@dataclass(frozen=True, slots=True)
class Starts:
    """Upper edges (y in points) of all rows but the first; not `sure` where only numbers tell them, or fail to."""

    edges: tuple[float, ...] = ()
    sure: bool = True


def row_starts(columns: Columns, *, numbered: bool = False) -> Starts:
    """The rows of a stretch of table, given as the lines of each column, left to right; no edges where it is one row.

    With `numbered` only numbers are believed: where other rows are ruled, white parts paragraphs.
    """
    filled = [column for column in columns if column]
    if len(filled) < FEWEST_COLUMNS:
        return Starts()
    numbers = _numbers(filled[0])
    if numbered and not numbers:
        return Starts()
    white = _by_white(filled)
    if not numbers:
        return Starts(white) if white and begin(filled, white) else Starts()
    if [band(white, number) for number in numbers] == list(range(len(white) + 1)):
        return Starts(white)
    return _by_number(filled[1:], numbers)


def consecutive(texts: Sequence[str]) -> bool:
    """Whether the texts are numbers that count on by one: "3.", "4.", "5."."""
    found = [NUMBER.match(text) for text in texts]
    values = [int(number[1]) for number in found if number]
    return len(values) == len(texts) and all(after - before == 1 for before, after in pairwise(values))


def _numbers(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines of a column of numbers, [] where it holds other things or less than two."""
    return list(lines) if len(lines) > 1 and consecutive([line.text for line in lines]) else []


def _height(columns: Columns) -> float:
    return median(line.box.height for column in columns for line in column)


def _by_white(columns: Columns) -> tuple[float, ...]:
    height = _height(columns)
    gaps = [below.box.top - above.box.bottom for column in columns for above, below in pairwise(column)]
    if len(gaps) < 2:
        return ()
    least = sorted(gaps)[len(gaps) // 10] + WIDER * height
    strips = white_strips(columns)
    wide = [strip for strip in strips if strip[1] - strip[0] >= least]
    narrow = [end - start for start, end in strips if end - start < least]
    if not wide or (narrow and min(end - start for start, end in wide) - max(narrow) < CLEARLY * height):
        return ()
    return tuple((start + end) / 2 for start, end in wide)


def white_strips(columns: Columns) -> list[tuple[float, float]]:
    """White that runs through all columns, from top to bottom."""
    strips: list[tuple[float, float]] = []
    bottom: float | None = None
    for top, end in sorted((line.box.top, line.box.bottom) for column in columns for line in column):
        if bottom is not None and top > bottom:
            strips.append((bottom, top))
        bottom = end if bottom is None else max(bottom, end)
    return strips


def band(edges: Sequence[float], line: TextLine) -> int:
    """The place of a line among the rows between these edges."""
    return sum(edge <= line.box.y for edge in edges)


def begin(columns: Columns, edges: Sequence[float]) -> bool:
    """Whether most columns have a text in most rows."""
    places = [{band(edges, line) for line in column} for column in columns]
    return sum(map(len, places)) >= BEGIN * len(columns) * (len(edges) + 1)


def _by_number(columns: Columns, numbers: Sequence[TextLine]) -> Starts:
    """Rows that begin at the numbers, where nothing stands above the first and half of the columns begin with each."""
    if any(line.box.y < numbers[0].box.top for column in columns for line in column):
        return Starts(sure=False)
    levels = [_level(column, numbers) for column in columns]
    if any(2 * sum(place in level for level in levels) < len(columns) for place in range(len(numbers))):
        return Starts(sure=False)
    alone = all(len(level) == len(column) for level, column in zip(levels, columns, strict=True))
    return Starts(tuple(number.box.top - ABOVE for number in numbers[1:]), sure=alone)


def _level(lines: Sequence[TextLine], numbers: Sequence[TextLine]) -> set[int]:
    """The numbers at whose heights lines stand."""
    return {
        place
        for place, number in enumerate(numbers)
        for line in lines
        if abs(line.box.y - number.box.y) < LEVEL * number.box.height
    }
