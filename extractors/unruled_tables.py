"""Tables without any ruling: columns of text that white parts from top to bottom, under a header that names each.

Found are only the places of the rulings that such a table would have (above and below its header, and at its end); the
columns and rows follow as in every table without verticals (`open_grids`). Nothing is taken for a table that has no
text over each column, or fewer than FEWEST_COLUMNS: lists, labels with values, signatures and running text stay lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from extractors.row_starts import NUMBER, consecutive, row_starts
from extractors.shapes import Box, Rule, TextLine, Word
from extractors.text import compose

#: Columns of a table with a column of numbers, and of one without.
FEWEST_COLUMNS, FEWEST_WITHOUT_NUMBERS = 3, 4
#: White between columns is at least this share of the line height wide.
GUTTER = 0.55
#: It is wider than so many spaces: print of one width (typewriters') has wide ones.
SPACES = 1.3
#: The header stands at most so many line heights above the first row; its own lines, and a title's, at most so many.
HEADER_GAP, LEADING = 2.5, 0.8
#: Lines of a header; texts of several lines, centred beside others, may have it begin with a line of few columns.
MOST_HEADER_LINES = 5
MIXED = 3
#: A block of text ends where so many line heights are white.
BLOCK_GAP = 3.5
#: Numbers of one column stand at most so many points beside one another.
ALIGNED = 8.0
#: Share of the cells with text.
FILLED = 0.6
#: A page with fewer lines that have several columns has no such table.
FEWEST_LINES = 3

Extents = list[tuple[float, float]]


def unruled_tables(words: Sequence[Word], taken: Sequence[Box]) -> Iterator[list[Rule]]:
    """For each table the rules that are not there, top to bottom; `taken` are the places of the other tables."""
    free = [word for word in words if word.turn == 0 and not any(box.holds(word.box.x, word.box.y) for box in taken)]
    lines = sorted(compose(free), key=lambda line: line.box.y)
    if sum(len(text_columns([line])) >= FEWEST_COLUMNS for line in lines) < FEWEST_LINES:
        return
    used: set[int] = set()
    for find in (_numbered, _block):
        for first in range(len(lines)):
            table = None if first in used else find(lines, first, used)
            if table is not None:
                top, body, end = table
                used.update(range(top, end))
                yield _rules(lines, top, body, end)


def _rules(lines: Sequence[TextLine], top: int, body: int, end: int) -> list[Rule]:
    box = Box.around(line.box for line in lines[top:end])
    edges = [box.top - 1, box.bottom + 1]
    if top < body:
        edges.insert(1, (max(line.box.bottom for line in lines[top:body]) + lines[body].box.top) / 2)
    return [Rule(True, at, box.x0 - 2, box.x1 + 2) for at in edges]


def text_columns(lines: Sequence[TextLine], space: float = 0.0, gutter: float = GUTTER) -> Extents:
    """Left and right ends of the columns that white parts on all of the lines; `space` is that between two words."""
    white = max(gutter * median(line.box.height for line in lines), SPACES * space)
    columns: Extents = []
    for x0, x1 in sorted((word.box.x0, word.box.x1) for line in lines for word in line.words):
        if columns and x0 - columns[-1][1] < white:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _cells(lines: Sequence[TextLine], columns: Extents) -> list[list[Word]]:
    cells: list[list[Word]] = [[] for _ in columns]
    for word in sorted((word for line in lines for word in line.words), key=lambda word: word.box.y):
        cells[next(place for place, (x0, x1) in enumerate(columns) if x0 <= word.box.x <= x1)].append(word)
    return cells


def _numbered(lines: Sequence[TextLine], first: int, used: set[int]) -> tuple[int, int, int] | None:
    """(top, body, end) of the table whose first row begins with a number at line `first`."""
    start = lines[first].words[0]
    if not NUMBER.match(start.text) or len(lines[first].words) < FEWEST_COLUMNS:
        return None
    numbers, last = [start.text], first
    for place in range(first + 1, len(lines)):
        word = lines[place].words[0]
        if lines[place].box.top - lines[place - 1].box.bottom > BLOCK_GAP * lines[place].box.height:
            break
        if abs(word.box.x - start.box.x) <= ALIGNED and consecutive([numbers[-1], word.text]):
            numbers.append(word.text)
            last = place
    columns = text_columns(lines[first : last + 1])
    if len(numbers) < 2 or len(columns) < FEWEST_COLUMNS:
        return None
    body = lines[first : _end(lines, first, last, columns)]
    top = _header(lines, first, used, body)
    # Without a header it can only go on from the page before.
    headless = top == first and int(numbers[0].strip("().")) > 1 and first == 0
    if (top == first and not headless) or not is_table([*lines[top:first], *body], len(numbers) + 1):
        return None
    if _unsure_years(lines, top, first, text_columns([*lines[top:first], *body])):
        return None
    return top, first, first + len(body)


def _end(lines: Sequence[TextLine], first: int, last: int, columns: Extents) -> int:
    """The line after the last row: it leaves the columns, or stands farther off than the lines above it do."""
    usual = max(below.box.top - above.box.bottom for above, below in pairwise(lines[first : last + 1]))
    for place in range(last + 1, len(lines)):
        gap = lines[place].box.top - lines[place - 1].box.bottom
        inside = len(text_columns([*lines[first:last], lines[place]])) == len(columns)
        if gap > usual + 1 or not inside or lines[place].words[0].box.x0 <= columns[0][1]:
            return place
    return len(lines)


def _header(lines: Sequence[TextLine], first: int, used: set[int], body: Sequence[TextLine]) -> int:
    """The first line of the header over a body; `first` where there is none that names every column."""
    count, found = len(text_columns(body)), first
    for top in range(first - 1, max(0, first - MOST_HEADER_LINES) - 1, -1):
        gap = lines[top + 1].box.top - lines[top].box.bottom
        columns = text_columns([*lines[top:first], *body])
        allowed = HEADER_GAP if top == first - 1 else LEADING
        if gap > allowed * lines[top].box.height or len(columns) != count or top in used:
            break
        if named(lines[top:first], columns):
            found = top
    return found


def named(header: Sequence[TextLine], columns: Extents) -> bool:
    """Whether each column has a text over it, a name or a year; a row of the table itself would hold figures."""
    return all(
        any(char.isalpha() for word in cell for char in word.text) or [len(word.text) for word in cell] == [4]
        for cell in _cells(header, columns)
    )


def _unsure_years(lines: Sequence[TextLine], top: int, body: int, columns: Extents) -> bool:
    """Whether a text over some of several columns of years may belong to all of them: which, white does not tell."""
    years = [cell for cell in _cells(lines[top:body], columns) if cell and cell[-1].text.isdigit()]
    close = top > 0 and lines[top].box.top - lines[top - 1].box.bottom <= LEADING * lines[top].box.height
    return len(years) > 1 and (close or 0 < sum(len(cell) > 1 for cell in years) < len(years))


def is_table(lines: Sequence[TextLine], rows: int) -> bool:
    """Whether the columns are texts of their own: no column of colons, and most cells of most rows filled."""
    columns = text_columns(lines)
    cells = _cells(lines, columns)
    if any(all(not word.text.strip(":.") for word in cell) for cell in cells):
        return False
    return sum(min(rows, len(compose(cell))) for cell in cells) >= FILLED * rows * len(columns)


def _block(lines: Sequence[TextLine], top: int, used: set[int]) -> tuple[int, int, int] | None:
    """(top, body, end) of a table whose header begins at line `top`; its rows show by clear white between them."""
    end = top
    while end < len(lines) and end not in used:
        apart = end > top and lines[end].box.top - lines[end - 1].box.bottom > BLOCK_GAP * lines[end].box.height
        if apart or len(text_columns(lines[top : end + 1])) < (FEWEST_WITHOUT_NUMBERS if end >= top + MIXED else 1):
            break
        end += 1
    if end - top < FEWEST_LINES or len(columns := text_columns(lines[top:end])) < FEWEST_WITHOUT_NUMBERS:
        return None
    edges = row_starts([compose(cell) for cell in _cells(lines[top:end], columns)]).edges
    if len(edges) < 2:
        return None
    body = next(place for place in range(top, end) if lines[place].box.y > edges[0])
    sure = named(lines[top:body], columns) and not _unsure_years(lines, top, body, columns)
    return (top, body, end) if sure and is_table(lines[top:end], len(edges) + 1) else None
