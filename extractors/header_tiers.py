"""Headers of two levels in one cell: print in a row so dark that its rulings do not show, names over names.

The row below says where the columns are. A name that stands over several of them, in their middle, is a cell of its
own; the names under it, and those of the other columns, are the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.shapes import Box, Cell, Grid, Word
from extractors.text import COLUMN_GAP, OVER_EDGE, compose
from extractors.unruled_columns import cells_below

#: A name stands over the middle of its columns, up to this share of their width.
CENTRED = 0.12
#: A name over columns of which it crosses no edge is their middle one's too: so many there are at least.
FEWEST_AROUND = 3
#: Fewer columns than this are no table's.
FEWEST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class _Text:
    """Words of one line, its place, and the first and last of the columns that it stands over."""

    words: tuple[Word, ...]
    box: Box
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Name:
    """Texts over the columns from `first` to `last`, which end at the height `bottom`."""

    texts: tuple[_Text, ...]
    first: int
    last: int
    bottom: float


def part_tiers(grid: Grid) -> Grid:
    """The grid with such a cell of its first row parted, and a row more; the same grid where there is none."""
    for cell in grid.cells:
        below = sorted(cells_below(cell, grid.cells), key=lambda c: c.column)
        columns = [other for other in below if cell.column <= other.column < cell.column + cell.colspan]
        whole = [other.column for other in columns] == list(range(cell.column, cell.column + cell.colspan))
        if cell.row or not whole or len(columns) < FEWEST_COLUMNS or any(other.colspan > 1 for other in columns):
            continue
        edges = [cell.box.x0, *(column.box.x0 for column in columns[1:]), cell.box.x1]
        texts = _texts(cell, edges)
        if names := _names(texts, edges):
            return _parted(grid, cell, texts, names, edges)
    return grid


def _texts(cell: Cell, edges: Sequence[float]) -> list[_Text]:
    """The texts of a cell, from the lowest to the highest: words of one line that stand no farther apart than words."""
    found: list[_Text] = []
    for line in cell.lines:
        words = sorted(line.words, key=lambda word: word.box.x0)
        starts = [
            place
            for place, (left, right) in enumerate(pairwise(words), start=1)
            if right.box.x0 - left.box.x1 >= COLUMN_GAP * line.box.height
        ]
        for start, end in pairwise([0, *starts, len(words)]):
            found.append(_text(words[start:end], edges))
    return sorted(found, key=lambda text: -text.box.y)


def _text(words: Sequence[Word], edges: Sequence[float]) -> _Text:
    box = Box.around(word.box for word in words)
    reach = min(OVER_EDGE * min(box.width, box.height), box.width / 2)
    first, last = (sum(edge <= x for edge in edges[1:-1]) for x in (box.x0 + reach, box.x1 - reach))
    return _Text(tuple(words), box, first, last)


def _names(texts: Sequence[_Text], edges: Sequence[float]) -> list[_Name]:
    """The names over several columns, [] where there is none or not every other text is one column's own name."""
    names: list[_Name] = []
    taken: set[int] = set()
    for text in texts:
        if id(text) in taken:
            continue
        name = _name(text, texts, edges)
        if name is not None and not any(name.first <= other.last and other.first <= name.last for other in names):
            names.append(name)
            taken |= {id(own) for own in name.texts}
    own = [text for text in texts if id(text) not in taken]
    single = all(text.first == text.last for text in own)
    named = {text.first for text in own} == set(range(len(edges) - 1))
    return names if single and named else []


def _name(text: _Text, texts: Sequence[_Text], edges: Sequence[float]) -> _Name | None:
    """The name that this text is, or is the last line of; None where the texts below do not make it one."""
    below = [other for other in texts if text.first <= other.first <= text.last and other.box.top >= text.box.y]
    if not below:
        return None
    bottom = (text.box.bottom + min(other.box.top for other in below)) / 2
    low = [
        all(other.box.y > bottom or other is text for other in texts if other.first <= place <= other.last)
        and any(other.box.top >= bottom for other in texts if other.first == place == other.last)
        for place in range(len(edges) - 1)
    ]
    first, last = text.first, text.last
    while first > 0 and low[first - 1]:
        first -= 1
    while last < len(edges) - 2 and low[last + 1]:
        last += 1
    width = edges[last + 1] - edges[first]
    centred = abs(text.box.x - (edges[first] + edges[last + 1]) / 2) <= CENTRED * width
    enough = 2 if text.last > text.first else FEWEST_AROUND
    if not centred or last - first + 1 < enough:
        return None
    own = tuple(other for other in texts if first <= other.first and other.last <= last and other.box.y < bottom)
    return _Name(own, first, last, bottom)


def _parted(grid: Grid, cell: Cell, texts: Sequence[_Text], names: Sequence[_Name], edges: Sequence[float]) -> Grid:
    lower = [_lower(other) for other in grid.cells if other is not cell]
    return replace(
        grid, rows=grid.rows + 1, cells=tuple(sorted([*lower, *_parts(cell, texts, names, edges)], key=_order))
    )


def _order(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _lower(cell: Cell) -> Cell:
    """A cell of the grid that gets a row more: the header's has it too, all others stand under it."""
    return replace(cell, row=cell.row + 1) if cell.row else replace(cell, rowspan=cell.rowspan + 1)


def _parts(cell: Cell, texts: Sequence[_Text], names: Sequence[_Name], edges: Sequence[float]) -> Iterator[Cell]:
    taken = {id(text) for name in names for text in name.texts}
    for name in names:
        words = [word for text in name.texts for word in text.words]
        box = Box(edges[name.first], cell.box.top, edges[name.last + 1], name.bottom)
        yield Cell(0, cell.column + name.first, 1, name.last - name.first + 1, box, compose(words))
    for place, (x0, x1) in enumerate(pairwise(edges)):
        words = [word for text in texts if text.first == place and id(text) not in taken for word in text.words]
        over = next((name for name in names if name.first <= place <= name.last), None)
        row, top = (0, cell.box.top) if over is None else (1, over.bottom)
        box = Box(x0, top, x1, cell.box.bottom)
        yield Cell(row, cell.column + place, cell.rowspan + 1 - row, 1, box, compose(words))
