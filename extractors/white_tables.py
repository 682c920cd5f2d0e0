"""Tables that nothing is drawn around: a header, parted from the rows below it by white, that names every column.

The columns show in the body, which keeps them apart by white from top to bottom; headings of sections are passed by.
What is no table stays lines: a text over every column is asked for, and most cells filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from extractors.row_starts import FIGURE, NUMBER, consecutive
from extractors.shapes import Box, Grid, TextLine, Word
from extractors.text import compose
from extractors.unruled_tables import FEWEST_LINES, FEWEST_WITHOUT_NUMBERS, GUTTER, Extents, text_columns
from extractors.white_bodies import APART, BLOCK_GAP, FEWEST_COLUMNS, YEAR, below_header
from extractors.white_headers import white_header
from extractors.white_names import with_names

#: Between columns that the header names each there may be less white: as much as spaces, and so many line heights.
NARROW, NARROW_GUTTER = 0.8, 0.25
#: A name reaches out of its column's texts by more points than this.
REACHES = 2.0
#: Lines that may begin above the next one in order.
NEAR = 4
#: A header has at most so many lines (texts at different heights count); between two is at most so many line heights
#: more white than below it.
MOST_LINES, WITHIN = 14, 0.3


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page with its texts, which white parts."""

    line: TextLine
    texts: tuple[tuple[Box, str], ...]

    @property
    def box(self) -> Box:
        return self.line.box


def white_tables(words: Sequence[Word], taken: Sequence[Grid], page: int) -> list[Grid]:
    """The tables of a page outside the other grids, top to bottom."""
    boxes = [grid.box for grid in taken]
    free = [word for word in words if word.turn == 0 and not any(box.holds(word.box.x, word.box.y) for box in boxes)]
    composed = sorted(compose(free), key=lambda line: line.box.y)
    space = _space(composed)
    lines = [_Line(line, tuple(_texts(line, space))) for line in composed]
    if sum(len(line.texts) >= FEWEST_COLUMNS for line in lines) < FEWEST_LINES:
        return []
    found: list[Grid] = []
    start = 0
    for body, heading in _breaks(lines):
        grid = _table(lines, start, body, space) if body > start else None
        if grid is None or (heading and not _spans(grid, lines[body].box)):
            continue
        found.append(replace(grid, page=page))
        start = sum(line.box.y < grid.box.bottom for line in lines)
    return found


def _texts(line: TextLine, space: float) -> Iterator[tuple[Box, str]]:
    for x0, x1 in text_columns([line], space):
        text = " ".join(word.text for word in line.words if x0 <= word.box.x <= x1)
        yield replace(line.box, x0=x0, x1=x1), text


def _spans(grid: Grid, line: Box) -> bool:
    """Whether a line is a row of its own."""
    return any(cell.colspan == grid.columns and cell.box.holds(line.x0 + 1, line.y) for cell in grid.cells)


def _space(lines: Sequence[TextLine]) -> float:
    """The usual white between two words of a text."""
    gaps = sorted(right.box.x0 - left.box.x1 for line in lines for left, right in pairwise(line.words))
    return gaps[len(gaps) // 4] if gaps else 0.0


def _breaks(lines: Sequence[_Line]) -> Iterator[tuple[int, bool]]:
    """The lines above which white runs through all of the page, and (True) where headings begin that end there."""
    bottom = 0.0
    for place, line in enumerate(lines):
        top = min(other.box.top for other in lines[place : place + NEAR])
        if place and top - bottom >= APART * line.box.height:
            heading = place
            while heading and len(lines[heading - 1].texts) == 1:
                heading -= 1
            if 0 < heading < place:
                yield heading, True
            yield place, False
        bottom = max(bottom, line.box.bottom)


def _table(lines: Sequence[_Line], start: int, body: int, space: float) -> Grid | None:
    """The table whose first row begins at line `body`; its header lies between there and line `start`."""
    tops = [top for top in _tops(lines, start, body) if _named(lines[top:body])]
    below = _block(lines, body) if tops else []
    telling = [line for line in below if len(line.texts) > 1 and not _numbering(line)]
    if len(telling) < FEWEST_LINES - 1:
        return None
    within = below[: below.index(telling[-1])]
    for white, gutter in ((space, GUTTER), (NARROW * space, NARROW_GUTTER)):
        columns = _with_single(text_columns([line.line for line in telling], white, gutter), within)
        found = [grid for top in tops if (grid := _headed(lines[top:body], below, columns)) is not None]
        if found:
            return found[-1]
    return None


def _tops(lines: Sequence[_Line], start: int, body: int) -> Iterator[int]:
    """Where a header above line `body` may begin, from its last line up: below white, and above no more than below it.

    Lines of one text each, two or more of them together, are a title's.
    """
    widest = max(_gap(lines, body) + WITHIN * lines[body].box.height, 0.0)
    last = body
    for top in range(body - 1, max(start, body - MOST_LINES) - 1, -1):
        gap = _gap(lines, top) if top else inf
        if gap >= APART * lines[top].box.height:
            block = lines[top:last]
            if last < body and len(block) > 1 and all(len(line.texts) == 1 for line in block):
                return
            yield top
            last = top
        if gap > widest:
            return


def _with_single(columns: Extents, lines: Sequence[_Line]) -> Extents:
    """The columns as wide as the lines, too, that stand in one of them alone."""
    result = list(columns)
    for box in (line.box for line in lines if len(line.texts) == 1):
        over = [place for place, column in enumerate(result) if box.x0 < column[1] and column[0] < box.x1]
        if len(over) == 1:
            result[over[0]] = min(result[over[0]][0], box.x0), max(result[over[0]][1], box.x1)
    return result


def _numbering(line: _Line) -> bool:
    """Whether a line numbers the columns: its numbers are centred, unlike the texts below them."""
    return consecutive([word.text for word in line.line.words])


def _gap(lines: Sequence[_Line], place: int) -> float:
    """White above a line, under all that stand above it."""
    return lines[place].box.top - max(line.box.bottom for line in lines[max(0, place - NEAR) : place])


def _block(lines: Sequence[_Line], first: int) -> Sequence[_Line]:
    """The lines from `first` on, to where much is white."""
    for place in range(first + 1, len(lines)):
        if _gap(lines, place) > BLOCK_GAP * lines[place].box.height:
            return lines[first:place]
    return lines[first:]


def _headed(header: Sequence[_Line], below: Sequence[_Line], columns: Extents) -> Grid | None:
    """The table of a header and the lines below it, whose `columns` show in the latter; None if it is none."""
    names = [box for line in header for box, _ in line.texts]
    rows = [line.line for line in below]
    numbered = any(NUMBER.match(line.words[0].text) for line in rows)
    fewest = FEWEST_COLUMNS if numbered else FEWEST_WITHOUT_NUMBERS
    body, columns = columns, with_names(columns, names)
    apart = all(left[1] < right[0] for left, right in pairwise(columns))
    if len(columns) < fewest or not apart or _colons(columns, rows):
        return None
    edges = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    bottom = (max(line.box.bottom for line in header) + below[0].box.top) / 2
    box = Box(columns[0][0] - 2, header[0].box.top - 1, columns[-1][1] + 2, bottom)
    if (grid := white_header(names, edges, _sides(body, columns, edges), box)) is None:
        return None
    lowest = sorted((c for c in grid.cells if c.row + c.rowspan == grid.rows), key=lambda cell: cell.column)
    return below_header(grid, lowest, rows)


def _colons(columns: Extents, lines: Sequence[TextLine]) -> bool:
    """Whether a column holds nothing but colons: labels and their values are no table."""
    words = [word for line in lines for word in line.words]
    return any(all(not w.text.strip(":.") for w in words if x0 <= w.box.x <= x1) for x0, x1 in columns)


def _sides(body: Extents, columns: Extents, edges: Sequence[float]) -> list[float]:
    """The sides of the columns: where their texts begin, mostly at the left of their cells.

    Where a name reaches out to the left of the texts, they are centred, and the side is between the columns.
    """
    sides = []
    for (start, end), between in zip(columns, (columns[0][0], *edges), strict=True):
        left = next((x0 for x0, x1 in body if start <= x0 and x1 <= end), start)
        sides.append(between if start < left - REACHES else left)
    return [*sides, columns[-1][1]]


def _named(header: Sequence[_Line]) -> bool:
    """Whether the header says names and years: a row of the table itself holds figures."""
    texts = [text for line in header for _, text in line.texts]
    return len(texts) >= FEWEST_COLUMNS and all(
        YEAR.match(text.strip(".,()")) or not FIGURE.match(text) or not any(map(str.isdigit, text)) for text in texts
    )
