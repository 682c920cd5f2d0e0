"""Tables that nothing is drawn around: a header, parted from the rows below it by white, that names every column.

The columns show in the body, which keeps them apart by white from top to bottom; headings of sections are passed by.
What is no table stays lines: a text over every column is asked for, and most cells filled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from extractors.open_rows import joined
from extractors.row_starts import FIGURE, NUMBER, consecutive
from extractors.shapes import Box, Grid, TextLine, Word
from extractors.text import compose
from extractors.unruled_tables import FEWEST_LINES, FEWEST_WITHOUT_NUMBERS, GUTTER, Extents, text_columns
from extractors.white_bodies import APART, BLOCK_GAP, FEWEST_COLUMNS, YEAR, below_header
from extractors.white_headers import white_header

#: Between columns that the header names each there may be less white: as much as spaces, and so many line heights.
NARROW, NARROW_GUTTER = 0.8, 0.25
#: Lines that may begin above the next one in order.
NEAR = 4
#: A header has at most so many lines (texts at different heights count), with at most so much white between two.
MOST_LINES, WITHIN = 14, 1.2


def white_tables(words: Sequence[Word], taken: Sequence[Grid], page: int) -> list[Grid]:
    """The tables of a page outside the other grids, top to bottom."""
    boxes = [grid.box for grid in taken]
    free = [word for word in words if word.turn == 0 and not any(box.holds(word.box.x, word.box.y) for box in boxes)]
    lines = sorted(compose(free), key=lambda line: line.box.y)
    space = _space(lines)
    if sum(len(text_columns([line], space)) >= FEWEST_COLUMNS for line in lines) < FEWEST_LINES:
        return []
    found: list[Grid] = []
    start = 0
    for body, heading in _breaks(lines, space):
        grid = _table(lines, start, body, space) if body > start else None
        if grid is None or (heading and not _spans(grid, lines[body])):
            continue
        found.append(replace(grid, page=page))
        start = sum(line.box.y < grid.box.bottom for line in lines)
    return found


def _spans(grid: Grid, line: TextLine) -> bool:
    """Whether a line is a row of its own."""
    return any(cell.colspan == grid.columns and cell.box.holds(line.box.x0 + 1, line.box.y) for cell in grid.cells)


def _space(lines: Sequence[TextLine]) -> float:
    """The usual white between two words of a text."""
    gaps = sorted(right.box.x0 - left.box.x1 for line in lines for left, right in pairwise(line.words))
    return gaps[len(gaps) // 4] if gaps else 0.0


def _breaks(lines: Sequence[TextLine], space: float) -> Iterator[tuple[int, bool]]:
    """The lines above which white runs through all of the page, and (True) where headings begin that end there."""
    bottom = 0.0
    for place, line in enumerate(lines):
        top = min(other.box.top for other in lines[place : place + NEAR])
        if place and top - bottom >= APART * line.box.height:
            heading = place
            while heading and len(text_columns([lines[heading - 1]], space)) == 1:
                heading -= 1
            if 0 < heading < place:
                yield heading, True
            yield place, False
        bottom = max(bottom, line.box.bottom)


def _table(lines: Sequence[TextLine], start: int, body: int, space: float) -> Grid | None:
    """The table whose first row begins at line `body`; its header lies between there and line `start`."""
    below = _block(lines, body)
    telling = [line for line in below if len(text_columns([line], space)) > 1 and not _numbering(line)]
    if len(telling) < FEWEST_LINES - 1:
        return None
    within = below[: below.index(telling[-1])]
    for white in (space, NARROW * space):
        columns = _with_single(text_columns(telling, white, NARROW_GUTTER if white < space else GUTTER), within, space)
        found = None
        for top in range(body - 1, max(start, body - MOST_LINES) - 1, -1) if len(columns) > 1 else ():
            gap = _gap(lines, top) if top else inf
            if gap < APART * lines[top].box.height:
                continue
            if (grid := _headed(lines[top:body], below, columns, space)) is not None:
                found = grid
            if gap > WITHIN * lines[top].box.height:
                break
        if found is not None:
            return found
    return None


def _with_single(columns: Extents, lines: Sequence[TextLine], space: float) -> Extents:
    """The columns as wide as the lines, too, that stand in one of them alone."""
    result = list(columns)
    for x0, x1 in (pieces[0] for line in lines if len(pieces := text_columns([line], space)) == 1):
        over = [place for place, column in enumerate(result) if x0 < column[1] and column[0] < x1]
        if len(over) == 1:
            result[over[0]] = min(result[over[0]][0], x0), max(result[over[0]][1], x1)
    return result


def _numbering(line: TextLine) -> bool:
    """Whether a line numbers the columns: its numbers are centred, unlike the texts below them."""
    return consecutive([word.text for word in line.words])


def _gap(lines: Sequence[TextLine], place: int) -> float:
    """White above a line, under all that stand above it."""
    return lines[place].box.top - max(line.box.bottom for line in lines[max(0, place - NEAR) : place])


def _block(lines: Sequence[TextLine], first: int) -> Sequence[TextLine]:
    """The lines from `first` on, to where much is white."""
    for place in range(first + 1, len(lines)):
        if _gap(lines, place) > BLOCK_GAP * lines[place].box.height:
            return lines[first:place]
    return lines[first:]


def _with_names(columns: Sequence[tuple[float, float]], names: Sequence[Box]) -> list[tuple[float, float]]:
    """The columns of the body, each as wide as what stands over it; a name beside them all is a column's without text.

    A centred name may stand beside the figures at its column's left: it is that of the nearest column without a name.
    One that reaches into the next column is over both, and so is one above the names on its left and right.
    """
    own = [[place for place, (x0, x1) in enumerate(columns) if name.x0 < x1 and x0 < name.x1] for name in names]
    gathered = [(name, over) for name, over in _gathered(names, own) if not _over_names(name, names)]
    extents = joined([(name.x0, name.x1) for name, _ in gathered], 0.0)
    if len(extents) == len(columns):
        return [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(sorted(columns), extents, strict=True)]
    result = list(columns)
    unnamed = set(range(len(columns))) - {places[0] for places in own if len(places) == 1}
    for name, over in gathered:
        free = [p for p in unnamed if not any(_between(columns[p], (name.x0, name.x1), other) for other in columns)]
        nearest = sorted(free, key=lambda place: abs(sum(columns[place]) - 2 * name.x))
        place = (over or nearest)[:1]
        start, end = [*(result[place[0]] if place else ()), name.x0, name.x1][:2]
        extent = min(start, name.x0), max(end, name.x1)
        if any(x0 < extent[1] and extent[0] < x1 for number, (x0, x1) in enumerate(result) if number not in place):
            continue
        if place:
            unnamed -= set(place)
            result[place[0]] = extent
        else:
            result.append(extent)
    return sorted(result)


def _gathered(names: Sequence[Box], own: Sequence[Sequence[int]]) -> Iterator[tuple[Box, Sequence[int]]]:
    """The names over at most one column, the lowest first, and the column; those over one another and none as one."""
    single = [(name, places) for name, places in zip(names, own, strict=True) if len(places) == 1]
    yield from sorted(single, key=lambda item: -item[0].y)
    loose = [name for name, places in zip(names, own, strict=True) if not places]
    extents = joined([(name.x0, name.x1) for name in loose], 0.0)
    together = (Box.around(name for name in loose if x0 <= name.x0 and name.x1 <= x1) for x0, x1 in extents)
    yield from ((name, ()) for name in sorted(together, key=lambda name: -name.y))


def _over_names(name: Box, names: Sequence[Box]) -> bool:
    """Whether the nearest names on both sides begin below a name."""
    left = max((other for other in names if other.x1 <= name.x0), key=lambda other: other.x1, default=name)
    right = min((other for other in names if other.x0 >= name.x1), key=lambda other: other.x0, default=name)
    return min(left.top, right.top) >= name.bottom - 1


def _between(column: tuple[float, float], name: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether another column stands between a column and a name beside it."""
    left, right = sorted((sum(column), sum(name)))
    return other != column and left < sum(other) < right


def _pieces(lines: Sequence[TextLine], space: float) -> list[Box]:
    """The texts of the lines, each line's parted by its white."""
    return [Box(x0, line.box.top, x1, line.box.bottom) for line in lines for x0, x1 in text_columns([line], space)]


def _headed(
    header: Sequence[TextLine], below: Sequence[TextLine], columns: Sequence[tuple[float, float]], space: float
) -> Grid | None:
    """The table of a header and the lines below it, whose `columns` show in the latter; None if it is none."""
    names = _pieces(header, space) if _named(header, space) else []
    numbered = any(NUMBER.match(line.words[0].text) for line in below)
    fewest = FEWEST_COLUMNS if numbered else FEWEST_WITHOUT_NUMBERS
    body, columns = columns, _with_names(columns, names)
    apart = all(left[1] < right[0] for left, right in pairwise(columns))
    if len(names) < FEWEST_COLUMNS or len(columns) < fewest or not apart or _colons(columns, below):
        return None
    edges = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    bottom = (max(line.box.bottom for line in header) + below[0].box.top) / 2
    box = Box(columns[0][0] - 2, header[0].box.top - 1, columns[-1][1] + 2, bottom)
    if (grid := white_header(names, edges, _sides(body, columns), box)) is None:
        return None
    lowest = sorted((c for c in grid.cells if c.row + c.rowspan == grid.rows), key=lambda cell: cell.column)
    return below_header(grid, lowest, below)


def _colons(columns: Extents, lines: Sequence[TextLine]) -> bool:
    """Whether a column holds nothing but colons: labels and their values are no table."""
    words = [word for line in lines for word in line.words]
    return any(all(not w.text.strip(":.") for w in words if x0 <= w.box.x <= x1) for x0, x1 in columns)


def _sides(body: Sequence[tuple[float, float]], columns: Sequence[tuple[float, float]]) -> list[float]:
    """The sides of the columns, as the texts of the body begin (mostly at the left of their cells)."""
    lefts = [next((x0 for x0, x1 in body if start <= x0 and x1 <= end), start) for start, end in columns]
    return [*lefts, columns[-1][1]]


def _named(header: Sequence[TextLine], space: float) -> bool:
    """Whether the header says names and years: a row of the table itself holds figures."""
    texts = [
        " ".join(word.text for word in line.words if x0 <= word.box.x <= x1)
        for line in header
        for x0, x1 in text_columns([line], space)
    ]
    return all(
        YEAR.match(text.strip(".,()")) or not FIGURE.match(text) or not any(map(str.isdigit, text)) for text in texts
    )
