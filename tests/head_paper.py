"""Pages for the head's tests, typed as on paper: a line is cut at runs of three blanks, as the extractor does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from table_paper import VOCABULARY

from extractors.shapes import Box, Cell, Grid, Page, Rule, TextLine, Word
from normalizers.head import reading

#: Points a character and a line of text.
PITCH, HEIGHT, LEADING = 5.0, 10.0, 13.0
WIDTH, LENGTH = 600.0, 940.0


def read_head(pages: Sequence[Page], table_years: Sequence[int] = ()) -> reading.HeadReading:
    """The head of these pages, by the program's own words."""
    return reading.read_head(pages, VOCABULARY, table_years)


def line(text: str, x: float, top: float, confidence: float | None = None) -> TextLine:
    words = []
    for found in re.finditer(r"\S+", text):
        box = Box(x + PITCH * found.start(), top, x + PITCH * found.end(), top + HEIGHT)
        words.append(Word(found[0], box, confidence))
    return TextLine(text, Box.around(word.box for word in words), tuple(words))


def typed(
    text: str, number: int = 1, confidence: float | None = None, rules: Sequence[float] = (), grids: Sequence[Grid] = ()
) -> Page:
    """A page from typed text: "^" before a row centres it; `rules` are the rows over which a long ruling runs."""
    lines: list[TextLine] = []
    for index, row in enumerate(text.strip("\n").split("\n")):
        top = 50 + LEADING * index
        if row.strip().startswith("^"):
            words = row.strip()[1:].strip()
            lines.append(line(words, (WIDTH - PITCH * len(words)) / 2, top, confidence))
            continue
        for part in re.finditer(r"\S+(?: {1,2}\S+)*", row):
            lines.append(line(part[0], 40 + PITCH * part.start(), top, confidence))
    drawn = tuple(Rule(True, 50 + LEADING * index - 2, 40, 560) for index in rules)
    return Page(number, WIDTH, LENGTH, "digital" if confidence is None else "scan", tuple(grids), tuple(lines), drawn)


def table(rows: Sequence[Sequence[str]], top: float = 60, number: int = 1) -> Grid:
    """A ruled table; a cell's lines are parted by a line break."""
    columns = len(rows[0])
    step = 520 / columns
    cells = []
    for r, row in enumerate(rows):
        height = LEADING * max(text.count("\n") + 1 for text in row) + 4
        for c, text in enumerate(row):
            x = 40 + step * c
            lines = [
                line(part, x + 2, top + 2 + LEADING * i) for i, part in enumerate(text.split("\n")) if part.strip()
            ]
            cells.append(Cell(r, c, 1, 1, Box(x, top, x + step, top + height), tuple(lines)))
        top += height
    return Grid(number, len(rows), columns, tuple(cells))
