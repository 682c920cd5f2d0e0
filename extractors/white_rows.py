"""Rows of a table's body that nothing is drawn around: by the columns of figures, and the white between the texts.

A column of figures has one line a row, wherever in the row it stands. Where the widest strips of white part these lines
one by one, the strips part the rows; where they do not, rows begin at the heights of the figures, if the texts do too.
Texts of the first columns may run on over several rows (merged cells): these strips pass them by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from statistics import median

from extractors.row_starts import ABOVE, BEGIN, FEWEST_COLUMNS, FIGURE, LEVEL, Columns, band, begin, white_strips
from extractors.shapes import Box, TextLine

#: Strips between rows are wider than all others by this many line heights at least, and surely by so many.
WIDER, SURELY = 0.05, 0.12
#: Lines of so many characters are no units or figures.
LONG = 8
#: Leading is narrower than so many line heights.
LEADING = 0.3
#: Only so many columns, from the left, hold merged cells.
MOST_MERGED = 2
#: Lines of one text stand closer than so many line heights; a merged text stands at its rows' middle within as many.
ONE_TEXT, CENTRED = 0.5, 0.6

#: Grades stand among figures.
GRADE = re.compile(r"^[A-Z]{1,3}[+-]?$")

Extents = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Top and bottom of each row in points, and in which rows the cells of each column begin.

    Not `sure` where white does not part the rows.
    """

    extents: Extents
    starts: tuple[tuple[int, ...], ...]
    sure: bool = True


def white_rows(columns: Columns) -> Rows | None:
    """The rows of a stretch, given as the lines of each column; None where nothing tells them."""
    levels = _levels([line for column in columns if _figures(column) for line in column])
    ways = (partial(_widest, levels=levels, wider=SURELY), _by_white, partial(_widest, levels=levels, wider=WIDER))
    for way in ways if levels else (_by_white,):
        for merged in _merged(columns):
            telling = [column for place, column in enumerate(columns) if place not in merged and column]
            strips = way(telling) if telling else None
            if strips is None or not _one_by_one(strips, levels):
                continue
            if (rows := _with_merged(columns, merged, _extents(strips, columns))) is not None:
                return replace(rows, sure=way is not ways[-1] and _clear(strips, telling))
    return _by_figures(columns, levels) if levels else _of_one_line(columns)


def _clear(strips: Sequence[tuple[float, float]], columns: Columns) -> bool:
    """Whether strips are wider than leading, be it that no column shows how wide that is."""
    height = median(line.box.height for column in columns for line in column)
    known = any(len(column) > len(strips) + 1 for column in columns)
    return known or all(end - start >= LEADING * height for start, end in strips)


def _one_by_one(strips: Sequence[tuple[float, float]], levels: Sequence[TextLine]) -> bool:
    """Whether no row between strips has figures at two heights."""
    found = [band([(start + end) / 2 for start, end in strips], line) for line in levels]
    return len(set(found)) == len(found)


def _by_white(columns: Columns) -> list[tuple[float, float]] | None:
    """The strips that part rows by being clearly wider than the leading; most columns have a text in each row."""
    several = [column for column in columns if len(column) > 1]
    gaps = sorted(below.box.top - above.box.bottom for column in several for above, below in pairwise(column))
    if len(gaps) < 2 or len(columns) < FEWEST_COLUMNS:
        return None
    height = median(line.box.height for column in columns for line in column)
    least = gaps[len(gaps) // 10] + SURELY * height
    found = white_strips(columns)
    wide = [strip for strip in found if strip[1] - strip[0] > least]
    narrow = [end - start for start, end in found if end - start <= least]
    if not wide or (narrow and min(end - start for start, end in wide) - max(narrow) < SURELY * height):
        return None
    return wide if begin(columns, [(start + end) / 2 for start, end in wide]) else None


def _figures(column: Sequence[TextLine]) -> bool:
    return bool(column) and all(FIGURE.match(line.text) or GRADE.match(line.text) for line in column)


def _levels(lines: Sequence[TextLine]) -> list[TextLine]:
    """One line of each height at which lines stand."""
    found: list[TextLine] = []
    for line in sorted(lines, key=lambda line: line.box.y):
        if not found or line.box.y - found[-1].box.y > LEVEL * line.box.height:
            found.append(line)
    return found


def _merged(columns: Columns) -> Iterator[tuple[int, ...]]:
    """Sets of columns that may hold merged cells: the first, or first two, of words; as many stand right of them."""
    words = [place for place, column in enumerate(columns) if _wordy(column)]
    yield ()
    for count in range(1, min(MOST_MERGED, len(words) // 2) + 1):
        yield tuple(words[:count])


def _wordy(column: Sequence[TextLine]) -> bool:
    """Whether the lines of a column are long for the most part: units and figures are not."""
    return bool(column) and median(len(line.text) for line in column) >= LONG


def _widest(columns: Columns, *, levels: Sequence[TextLine], wider: float) -> list[tuple[float, float]] | None:
    """The widest strips, as many as may part the levels one by one; None where others are hardly narrower."""
    wanted = len(levels) - 1
    found = sorted(white_strips(columns), key=lambda strip: strip[0] - strip[1])
    if len(found) < wanted:
        return None
    height = median(line.box.height for column in columns for line in column)
    widths = [end - start for start, end in found]
    others = [*widths[wanted : wanted + 1], *_leading(columns, len(levels))]
    if wanted and any(widths[wanted - 1] - other < wider * height for other in others):
        return None
    return sorted(found[:wanted])


def _leading(columns: Columns, rows: int) -> list[float]:
    """The white between lines of one text, in a list; empty where no column has more lines than rows."""
    several = [column for column in columns if len(column) > rows]
    gaps = sorted(below.box.top - above.box.bottom for column in several for above, below in pairwise(column))
    return gaps[len(gaps) // 10 :][:1]


def _extents(parted: Sequence[tuple[float, float]], columns: Columns) -> Extents:
    """Rows between strips; in a wider strip than most stands a text of another kind, and the rows end before it."""
    lines = [line for column in columns for line in column]
    half = median(end - start for start, end in parted) / 2 if parted else ABOVE
    top, bottom = min(line.box.top for line in lines) - half, max(line.box.bottom for line in lines) + half
    halves = [min(half, (end - start) / 2) for start, end in parted]
    tops = [top, *(end - part for (_, end), part in zip(parted, halves, strict=True))]
    bottoms = [*(start + part for (start, _), part in zip(parted, halves, strict=True)), bottom]
    return tuple(zip(tops, bottoms, strict=True))


def _every_row(columns: Columns, count: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(range(count)) for _ in columns)


def _with_merged(columns: Columns, merged: Sequence[int], extents: Extents) -> Rows | None:
    starts = list(_every_row(columns, len(extents)))
    for place in merged:
        texts = _texts(columns[place])
        rows = [sum(top < text.y for top, _ in extents) - 1 for text in texts]
        if all(
            extents[row][0] <= text.top and text.bottom <= extents[row][1]
            for text, row in zip(texts, rows, strict=True)
        ):
            return None  # No text runs over a border: there was no reason to pass the column by.
        found = _spans(texts, columns[place][0].box.height, extents) or _begins(columns, place, extents)
        if found is None:
            return None
        starts[place] = found
    return Rows(extents, tuple(starts))


def _spans(texts: Sequence[Box], height: float, extents: Extents) -> tuple[int, ...] | None:
    """In which rows the cells begin whose middles a column's texts stand at; None where that does not work out."""
    starts, first = [], 0
    for text in texts:
        starts.append(first)
        middles = [(extents[first][0] + bottom) / 2 for _, bottom in extents[first:]]
        nearest = min(range(len(middles)), key=lambda place: abs(middles[place] - text.y), default=None)
        if nearest is None or abs(middles[nearest] - text.y) > CENTRED * height:
            return None
        first += nearest + 1
    return tuple(starts) if first == len(extents) else None


def _begins(columns: Columns, place: int, extents: Extents) -> tuple[int, ...] | None:
    """In which rows the texts of a column begin, at the height of the others; None where they do not."""
    others = [line for other, column in enumerate(columns) if other != place for line in column]
    starts = []
    for text in _texts(columns[place]):
        row = next((row for row, (top, bottom) in enumerate(extents) if top <= text.top < bottom), None)
        first = min((line.box.top for line in others if row is not None and line.box.y > extents[row][0]), default=None)
        if row is None or first is None or abs(text.top - first) > LEVEL * columns[place][0].box.height:
            return None
        starts.append(row)
    return tuple(starts) if starts[0] == 0 and len(set(starts)) == len(starts) else None


def _texts(lines: Sequence[TextLine]) -> list[Box]:
    """The places of a column's texts, each of lines that follow closely."""
    texts: list[Box] = []
    for line in lines:
        if texts and line.box.top - texts[-1].bottom < ONE_TEXT * line.box.height:
            texts[-1] = Box.around([texts[-1], line.box])
        else:
            texts.append(line.box)
    return texts


def _by_figures(columns: Columns, levels: Sequence[TextLine]) -> Rows | None:
    """Rows that begin at the heights of the figures: half of the columns have a line there, and none stands above."""
    near = LEVEL * median(line.box.height for line in levels)
    filled = [column for column in columns if column]
    if any(line.box.y < levels[0].box.y - near for column in filled for line in column):
        return None
    begun = [sum(any(abs(line.box.y - level.box.y) < near for line in column) for column in filled) for level in levels]
    if any(2 * count < len(filled) for count in begun):
        return None
    bottom = max(line.box.bottom for column in filled for line in column)
    tops = [level.box.top - ABOVE for level in levels]
    alone = all(len(column) <= len(levels) for column in filled)
    if not alone and any(below.box.top - above.box.bottom < ONE_TEXT * near for above, below in pairwise(levels)):
        return None  # Figures broken over two lines.
    return Rows(tuple(pairwise([*tops, bottom + ABOVE])), _every_row(columns, len(levels)), sure=alone)


def _of_one_line(columns: Columns) -> Rows | None:
    """Rows of one line each, where every line has most of the columns."""
    filled = [column for column in columns if column]
    lines = [line for column in filled for line in column]
    levels = _levels(lines)
    if len(lines) < BEGIN * len(filled) * len(levels):
        return None
    edges = [(above.box.bottom + below.box.top) / 2 for above, below in pairwise(levels)]
    heights = [min(line.box.top for line in lines) - ABOVE, *edges, max(line.box.bottom for line in lines) + ABOVE]
    return Rows(tuple(pairwise(heights)), _every_row(columns, len(levels)))
