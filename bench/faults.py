"""Faults planted in an extraction, before its meaning is read: what a reader, a ruling or a feeder may do to a page.

A slip is one reader's: the text of our reader changes, what the second one read stands. Each function gives a changed
extraction, or None where the document has no place for such a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from extractors.shapes import Box, Cell, Extraction, Grid, Page, TextLine, Word
from normalizers.headers import find_header
from normalizers.vocabulary import Vocabulary

Fault = Callable[[Extraction, Vocabulary, np.random.Generator], Extraction | None]
_COMMA = re.compile(r"(?<=\d)[.,](?=\d)")
_DIGIT = re.compile(r"\d")
_ELSEWHERE = {"0": "8", "1": "7", "2": "3", "3": "8", "4": "9", "5": "6", "6": "5", "7": "1", "8": "3", "9": "4"}


def comma_removed(extraction: Extraction, vocabulary: Vocabulary, chance: np.random.Generator) -> Extraction | None:
    """A point or comma inside a number of a table is not read."""
    return _slip(extraction, vocabulary, chance, _COMMA, lambda _: "")


def digit_changed(extraction: Extraction, vocabulary: Vocabulary, chance: np.random.Generator) -> Extraction | None:
    """A digit of a table is read as another one that looks like it."""
    return _slip(extraction, vocabulary, chance, _DIGIT, lambda digit: _ELSEWHERE[digit])


def row_deleted(extraction: Extraction, vocabulary: Vocabulary, chance: np.random.Generator) -> Extraction | None:
    """The cells that begin in one row of a table's body are not found."""
    places = [
        (page, number, row)
        for page, number, grid, first in _bodies(extraction, vocabulary)
        for row in range(first, grid.rows)
        if sum(cell.row == row and cell.rowspan == 1 and bool(cell.lines) for cell in grid.cells) > 2
    ]
    if not places:
        return None
    page, number, row = places[chance.integers(len(places))]
    grid = page.grids[number]
    left = tuple(cell for cell in grid.cells if cell.row != row or cell.rowspan > 1)
    return _with_grid(extraction, page, number, replace(grid, cells=left))


def columns_swapped(extraction: Extraction, vocabulary: Vocabulary, chance: np.random.Generator) -> Extraction | None:
    """The cells of two columns below the header change places, also where the table goes on without a header."""
    headed = {(page.number, number): (grid, first) for page, number, grid, first in _bodies(extraction, vocabulary)}
    if not headed:
        return None
    counts = sorted({grid.columns for grid, _ in headed.values()})
    columns = counts[chance.integers(len(counts))]
    pairs = list(combinations(range(columns), 2))
    left, right = pairs[chance.integers(len(pairs))]
    pages = []
    for page in extraction.pages:
        grids = list(page.grids)
        for number, grid in enumerate(grids):
            if grid.columns == columns:
                _, first = headed.get((page.number, number), (grid, 0))
                grids[number] = _swapped(grid, first, left, right)
        pages.append(replace(page, grids=tuple(grids)))
    return replace(extraction, pages=tuple(pages))


def page_dropped(extraction: Extraction, vocabulary: Vocabulary, chance: np.random.Generator) -> Extraction | None:
    """A page with rows of a table is not read."""
    numbers = sorted({page.number for page, *_ in _bodies(extraction, vocabulary)})
    if len(extraction.pages) < 2 or not numbers:
        return None
    lost = numbers[chance.integers(len(numbers))]
    return replace(extraction, pages=tuple(page for page in extraction.pages if page.number != lost))


FAULTS: tuple[Fault, ...] = (comma_removed, digit_changed, row_deleted, columns_swapped, page_dropped)


def _bodies(extraction: Extraction, vocabulary: Vocabulary) -> Iterator[tuple[Page, int, Grid, int]]:
    """(page, number of the grid, grid, first row below its header) of each grid with a header."""
    for page in extraction.pages:
        for number, grid in enumerate(page.grids):
            header = find_header(grid, vocabulary)
            if header is not None and len(header.spans) > 2:
                yield page, number, grid, header.end


def _slip(
    extraction: Extraction,
    vocabulary: Vocabulary,
    chance: np.random.Generator,
    pattern: re.Pattern[str],
    instead: Callable[[str], str],
) -> Extraction | None:
    places = [
        (page, number, cell, line, word, match)
        for page, number, grid, first in _bodies(extraction, vocabulary)
        for cell in grid.cells
        if cell.row >= first
        for line in cell.lines
        for word in line.words
        if word.second is not None and line.text.count(word.text) == 1
        for match in pattern.finditer(word.text)
    ]
    if not places:
        return None
    page, number, cell, line, word, match = places[chance.integers(len(places))]
    slipped = word.text[: match.start()] + instead(match[0]) + word.text[match.end() :]
    words = tuple(replace(other, text=slipped) if other is word else other for other in line.words)
    read = replace(line, text=line.text.replace(word.text, slipped), words=words)
    lines = tuple(read if other is line else other for other in cell.lines)
    grid = page.grids[number]
    cells = tuple(replace(other, lines=lines) if other is cell else other for other in grid.cells)
    return _with_grid(extraction, page, number, replace(grid, cells=cells))


def _swapped(grid: Grid, first: int, left: int, right: int) -> Grid:
    extents = {cell.column: (cell.box.x0, cell.box.x1) for cell in grid.cells if cell.colspan == 1}
    if left not in extents or right not in extents:
        return grid
    home = {left: right, right: left}
    return replace(
        grid,
        cells=tuple(
            _moved_to(cell, home[cell.column], *extents[home[cell.column]])
            if cell.row >= first and cell.colspan == 1 and cell.column in home
            else cell
            for cell in grid.cells
        ),
    )


def _moved_to(cell: Cell, column: int, x0: float, x1: float) -> Cell:
    lines = tuple(_moved(line, x0 - cell.box.x0) for line in cell.lines)
    return replace(cell, column=column, box=replace(cell.box, x0=x0, x1=x1), lines=lines)


def _moved(line: TextLine, across: float) -> TextLine:
    def there(box: Box) -> Box:
        return Box(box.x0 + across, box.top, box.x1 + across, box.bottom)

    words: Sequence[Word] = [replace(word, box=there(word.box)) for word in line.words]
    return replace(line, box=there(line.box), words=tuple(words))


def _with_grid(extraction: Extraction, page: Page, number: int, grid: Grid) -> Extraction:
    grids = tuple(grid if place == number else other for place, other in enumerate(page.grids))
    pages = tuple(replace(page, grids=grids) if other.number == page.number else other for other in extraction.pages)
    return replace(extraction, pages=pages)
