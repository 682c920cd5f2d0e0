"""Tables whose header is drawn (shaded cells, or rulings around them) and nothing below it: rows and columns by white.

The header says where the columns are, with the names over several of them; the lines below it that keep to the columns
are the body. A line that is one text over several columns is a section's heading, or ends the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from extractors.grids import build_grids
from extractors.row_starts import FIGURE, NUMBER
from extractors.shapes import Box, Cell, Grid, Rule, TextLine, Word
from extractors.text import compose
from extractors.white_rows import Rows, white_rows

#: Columns of such a table, and rows of its header.
FEWEST_COLUMNS, MOST_HEADER_ROWS = 3, 6
#: Shaded cells that make a header are together so wide and high, in points; rows of one table differ in width by less.
SMALLEST, SAME_WIDTH = (60.0, 6.0), 4.0
#: The body begins at most so many line heights below its header, and ends where as many are white.
BLOCK_GAP = 3.5
#: It ends, too, before a line with few columns that so many line heights more are white above than between its rows.
FARTHER = 0.8
#: White of so many line heights parts rows, and a header from its body.
APART = 0.22
#: Two words of one text stand closer than so many line heights.
SPACE = 0.7
#: A heading begins in one of so many columns, from the left.
HEADING_COLUMNS = 2
#: A word reaches over the edge of its column by at most this share of its height.
OVER_EDGE = 0.3
YEAR = re.compile(r"^(?:19|20)\d\d$")
#: Share of the cells with text.
FILLED = 0.5
#: Where shaded cells make up this share of a table, only they do.
SHADED = 0.7


def with_white_bodies(grids: Sequence[Grid], words: Sequence[Word], panels: Sequence[Box], page: int) -> list[Grid]:
    """The grids, mere headers with the body below them; `panels` are shaded cells, which are headers too."""
    result = list(grids)
    for head in [*_shaded(panels, words, page), *grids]:
        over = [grid for grid in result if grid is not head and grid.box.overlap(head.box) > 0]
        if any(not _covers(panels, grid) for grid in over):
            continue
        rest = [grid for grid in result if grid is not head and grid not in over]
        if (whole := _lengthened(head, words, rest)) is not None:
            result = [*rest, whole]
    return sorted(result, key=lambda grid: grid.box.top)


def _shaded(panels: Sequence[Box], words: Sequence[Word], page: int) -> list[Grid]:
    """The headers that shaded cells make by themselves; below one, others as wide shade rows of its table."""
    if len(panels) < FEWEST_COLUMNS:
        return []
    sides = [
        side
        for box in panels
        for side in (
            *(Rule(True, at, box.x0, box.x1) for at in (box.top, box.bottom)),
            *(Rule(False, at, box.top, box.bottom) for at in (box.x0, box.x1)),
        )
    ]
    heads: list[Grid] = []
    for grid in build_grids(sides, page, SMALLEST):
        above = (head.box for head in heads)
        if not any(abs(box.x0 - grid.box.x0) + abs(box.x1 - grid.box.x1) < SAME_WIDTH for box in above):
            heads.append(_header_alone(replace(grid, quality=0.5), words))
    return heads


def _header_alone(grid: Grid, words: Sequence[Word]) -> Grid:
    """Shaded cells without the rows below the first that is a heading or holds figures."""
    for row in range(1, grid.rows):
        begun = [cell for cell in grid.cells if cell.row == row]
        texts = [_text(cell, words) for cell in begun]
        if (len(begun) == 1 and begun[0].colspan == grid.columns) or any(map(_is_value, texts)):
            cells = tuple(cell for cell in grid.cells if cell.row + cell.rowspan <= row)
            return replace(grid, rows=row, cells=cells)
    return grid


def _text(cell: Cell, words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words if cell.box.holds(word.box.x, word.box.y))


def _is_value(text: str) -> bool:
    """Whether a text is a figure that no header says: no year, no number of a column."""
    return bool(FIGURE.match(text)) and not NUMBER.match(text) and not YEAR.match(text)


def _covers(panels: Sequence[Box], grid: Grid) -> bool:
    """Whether a grid is hardly more than shaded cells."""
    box = grid.box
    return sum(box.overlap(panel) for panel in panels) >= SHADED * box.width * box.height


def _lengthened(grid: Grid, words: Sequence[Word], others: Sequence[Grid]) -> Grid | None:
    """The grid with the rows that stand below it; None where it is no header, or nothing stands there."""
    lowest = _lowest(grid)
    if grid.rows > MOST_HEADER_ROWS or len(lowest) < FEWEST_COLUMNS:
        return None
    box = grid.box
    under = (other.box for other in others if other.box.x0 < box.x1 and other.box.x1 > box.x0)
    floor = min((other.top for other in under if other.top >= box.bottom - 1), default=inf)
    below = [w for w in words if not w.turn and box.bottom < w.box.y < floor and box.x0 <= w.box.x <= box.x1]
    edges = [cell.box.x0 for cell in lowest[1:]]
    if len({_column(word, edges) for word in below}) < FEWEST_COLUMNS or not _names(grid, lowest, words):
        return None
    return below_header(grid, lowest, compose(below))


def below_header(grid: Grid, lowest: Sequence[Cell], lines: Sequence[TextLine]) -> Grid | None:
    """A header with the rows that `lines` below it are; None where they are no rows. `lowest` are its lowest cells."""
    edges = [cell.box.x0 for cell in lowest[1:]]
    lines = body_lines(lines, edges, grid.box.bottom)
    headings = [line for line in lines if crosses(line, edges)]
    columns: list[list[Word]] = [[] for _ in lowest]
    for word in (word for line in lines if line not in headings for word in line.words):
        columns[_column(word, edges)].append(word)
    texts = [compose(column) for column in columns]
    if sum(map(bool, texts)) < FEWEST_COLUMNS or (rows := white_rows(texts)) is None or not _filled(texts, rows):
        return None
    return _joined(grid, lowest, rows, headings)


def _column(word: Word, edges: Sequence[float]) -> int:
    return sum(edge <= word.box.x for edge in edges)


def _filled(texts: Sequence[Sequence[TextLine]], rows: Rows) -> bool:
    """Whether most cells have a text."""
    found = sum(any(top <= line.box.y < bottom for line in column) for column in texts for top, bottom in rows.extents)
    return found >= FILLED * sum(map(len, rows.starts))


def _lowest(grid: Grid) -> list[Cell]:
    """The cells, left to right, that stand lowest in a drawn header: one a column, over its whole width."""
    for end in range(grid.rows, 0, -1):
        row = sorted((c for c in grid.cells if c.row + c.rowspan == end), key=lambda cell: cell.column)
        if len(row) >= FEWEST_COLUMNS and sum(cell.colspan for cell in row) == grid.columns:
            return row
    return []


def _names(grid: Grid, lowest: Sequence[Cell], words: Sequence[Word]) -> bool:
    """Whether the drawn cells hold names, years and numbers of columns, and something over every column."""
    texts = [_text(cell, words) for cell in grid.cells]
    filled = [cell for cell, text in zip(grid.cells, texts, strict=True) if text]
    named = all(any(c.column <= cell.column < c.column + c.colspan for c in filled) for cell in lowest)
    return named and not any(map(_is_value, texts))


def crosses(line: TextLine, edges: Sequence[float]) -> bool:
    """Whether a line is one text over an edge between columns."""
    reach = OVER_EDGE * line.box.height
    words = sorted(line.words, key=lambda word: word.box.x0)
    whole = all(right.box.x0 - left.box.x1 < SPACE * line.box.height for left, right in pairwise(words))
    over = any(line.box.x0 + reach < edge < line.box.x1 - reach for edge in edges)
    return over and (whole or any(w.box.x0 + reach < edge < w.box.x1 - reach for w in words for edge in edges))


def body_lines(lines: Sequence[TextLine], edges: Sequence[float], bottom: float) -> list[TextLine]:
    """The lines below a header's bottom, as far as they keep to its columns, but for headings."""
    body: list[TextLine] = []
    widest = inf
    for block in _blocks(lines):
        gap, height = block[0].box.top - bottom, block[0].box.height
        alone = len({_column(word, edges) for line in block for word in line.words}) == 1
        leaves = [
            n for n, line in enumerate(block) if crosses(line, edges) and line.box.x0 > edges[HEADING_COLUMNS - 1]
        ]
        if gap > BLOCK_GAP * height or ((alone or leaves) and gap > widest + FARTHER * height):
            break
        body += block[: leaves[0]] if leaves else block
        if leaves:
            break
        if bottom > 0 and len(body) > len(block):
            widest = gap if widest == inf else max(widest, gap)
        bottom = max(line.box.bottom for line in block)
    while body and crosses(body[-1], edges):
        body.pop()
    return body


def _blocks(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """The lines, top to bottom, parted where white runs through all of them."""
    blocks: list[list[TextLine]] = []
    bottom = -inf
    for line in sorted(lines, key=lambda line: line.box.top):
        if line.box.top - bottom >= APART * line.box.height:
            blocks.append([])
        blocks[-1].append(line)
        bottom = max(bottom, line.box.bottom)
    return [sorted(block, key=lambda line: line.box.y) for block in blocks]


def _joined(grid: Grid, lowest: Sequence[Cell], rows: Rows, headings: Sequence[TextLine]) -> Grid | None:
    """Header and body as one grid, with a row for each heading; None where a merged cell runs over a heading."""
    texts = _headings(headings, rows)
    order = sorted([*((top, row) for row, (top, _) in enumerate(rows.extents)), *((text.top, -1) for text in texts)])
    numbers = [grid.rows + place for place, (_, row) in enumerate(order) if row >= 0]
    cells = list(grid.cells)
    for text in texts:
        row = grid.rows + order.index((text.top, -1))
        cells.append(Cell(row, 0, 1, grid.columns, replace(grid.box, top=text.top - 1, bottom=text.bottom + 1)))
    for head, starts in zip(lowest, rows.starts, strict=True):
        for first, end in pairwise([*starts, len(rows.extents)]):
            span = numbers[end - 1] - numbers[first] + 1
            if span > end - first:
                return None
            box = replace(head.box, top=rows.extents[first][0], bottom=rows.extents[end - 1][1])
            cells.append(Cell(numbers[first], head.column, span, head.colspan, box, inferred=not rows.sure))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(grid, rows=grid.rows + len(order), cells=tuple(cells), quality=min(grid.quality, 0.5))


def _headings(lines: Sequence[TextLine], rows: Rows) -> list[Box]:
    """The places of the headings; lines that follow closely are one."""
    places: list[Box] = []
    for block in _blocks(lines):
        between = {sum(top <= line.box.y for top, _ in rows.extents) for line in block}
        places += [
            Box.around(line.box for line in block if sum(top <= line.box.y for top, _ in rows.extents) == place)
            for place in sorted(between)
        ]
    return places
