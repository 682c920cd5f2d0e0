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
from extractors.row_starts import FIGURE, consecutive
from extractors.shapes import Box, Grid, TextLine, Word
from extractors.text import compose
from extractors.unruled_tables import FEWEST_LINES, text_columns
from extractors.white_bodies import APART, BLOCK_GAP, FEWEST_COLUMNS, YEAR, below_header
from extractors.white_headers import white_header

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
    for body in _breaks(lines):
        if body <= start or (grid := _table(lines, start, body, space)) is None:
            continue
        found.append(replace(grid, page=page))
        start = sum(line.box.y < grid.box.bottom for line in lines)
    return found


def _space(lines: Sequence[TextLine]) -> float:
    """The usual white between two words of a text."""
    gaps = sorted(right.box.x0 - left.box.x1 for line in lines for left, right in pairwise(line.words))
    return gaps[len(gaps) // 4] if gaps else 0.0


def _breaks(lines: Sequence[TextLine]) -> Iterator[int]:
    """The lines above which white runs through all of the page."""
    bottom = 0.0
    for place, line in enumerate(lines):
        top = min(other.box.top for other in lines[place:])
        if place and top - bottom >= APART * line.box.height:
            yield place
        bottom = max(bottom, line.box.bottom)


def _table(lines: Sequence[TextLine], start: int, body: int, space: float) -> Grid | None:
    """The table whose first row begins at line `body`; its header lies between there and line `start`."""
    below = _block(lines, body)
    telling = [line for line in below if len(text_columns([line], space)) > 1 and not _numbering(line)]
    columns = text_columns(telling, space) if len(telling) >= FEWEST_LINES - 1 else []
    found = None
    for top in range(body - 1, max(start, body - MOST_LINES) - 1, -1) if len(columns) > 1 else ():
        gap = _gap(lines, top) if top else inf
        if gap < APART * lines[top].box.height:
            continue
        if (grid := _headed(lines[top:body], below, columns, space)) is not None:
            found = grid
        if gap > WITHIN * lines[top].box.height:
            break
    return found


def _numbering(line: TextLine) -> bool:
    """Whether a line numbers the columns: its numbers are centred, unlike the texts below them."""
    return consecutive([word.text for word in line.words])


def _gap(lines: Sequence[TextLine], place: int) -> float:
    """White above a line, under all that stand above it."""
    return lines[place].box.top - max(line.box.bottom for line in lines[max(0, place - 4) : place])


def _block(lines: Sequence[TextLine], first: int) -> Sequence[TextLine]:
    """The lines from `first` on, to where much is white."""
    for place in range(first + 1, len(lines)):
        if _gap(lines, place) > BLOCK_GAP * lines[place].box.height:
            return lines[first:place]
    return lines[first:]


def _with_names(columns: Sequence[tuple[float, float]], names: Sequence[Box]) -> list[tuple[float, float]]:
    """The columns of the body, each as wide as what stands over it; a name beside them all is a column's without text.

    A centred name may stand beside the figures at its column's left: it is that of the nearest column without a name.
    """
    result = list(columns)
    own = [[place for place, (x0, x1) in enumerate(columns) if name.x0 < x1 and x0 < name.x1] for name in names]
    unnamed = set(range(len(columns))) - {places[0] for places in own if len(places) == 1}
    for (x0, x1), over in _gathered(names, own):
        free = [p for p in unnamed if not any(_between(columns[p], (x0, x1), other) for other in columns)]
        nearest = sorted(free, key=lambda place: abs(sum(columns[place]) - x0 - x1))
        if place := (over or nearest)[:1]:
            unnamed -= set(place)
            result[place[0]] = min(result[place[0]][0], x0), max(result[place[0]][1], x1)
        else:
            result.append((x0, x1))
    return sorted(result)


def _gathered(
    names: Sequence[Box], own: Sequence[Sequence[int]]
) -> Iterator[tuple[tuple[float, float], Sequence[int]]]:
    """The names over at most one column: extents and columns; those over one another, and over none, as one."""
    yield from (((name.x0, name.x1), places) for name, places in zip(names, own, strict=True) if len(places) == 1)
    loose = [(name.x0, name.x1) for name, places in zip(names, own, strict=True) if not places]
    yield from ((extent, ()) for extent in joined(loose, 0.0))


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
    columns = _with_names(columns, names)
    apart = all(left[1] < right[0] for left, right in pairwise(columns))
    if len(names) < FEWEST_COLUMNS or len(columns) < FEWEST_COLUMNS or not apart:
        return None
    edges = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    bottom = (max(line.box.bottom for line in header) + below[0].box.top) / 2
    box = Box(columns[0][0] - 2, header[0].box.top - 1, columns[-1][1] + 2, bottom)
    if (grid := white_header(names, edges, box)) is None:
        return None
    lowest = sorted((c for c in grid.cells if c.row + c.rowspan == grid.rows), key=lambda cell: cell.column)
    return below_header(grid, lowest, below)


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
