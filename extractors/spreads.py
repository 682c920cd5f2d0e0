"""Two pages on one sheet, side by side: an open book on the scanner's glass, or two pages printed onto one.

Such a sheet is unfolded: what stands right of its gutter comes below what stands left of it, as it is read. Where it
stood on the paper `Page.on_paper` knows (`fold`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.shapes import Box, Grid, Rule, Word
from extractors.text import compose

#: A sheet so many times wider than high may hold two pages.
WIDE = 1.2
#: Where its gutter may be, and how wide it is at least, as shares of the sheet's width.
NEAR_MIDDLE, GUTTER = (0.42, 0.58), 0.03
#: A page has so many words; where only one has a table, both reach over this share of the sheet's height.
FEWEST_WORDS, TALL = 15, 0.35
#: Without a table on either, one must be prose: so many lines that fill this share of its half of the sheet, as no
#: column of an unruled table does.
PROSE_LINES, FULL = 6, 0.54


@dataclass(frozen=True, slots=True)
class Laid:
    """What was found on a sheet, in points of the straight page, before words are put into cells (see `place`).

    `fold`: how far what stands below the sheet's own height was moved to the left, and down; None where nothing was.
    """

    width: float
    height: float
    words: Sequence[Word]
    rules: Sequence[Rule]
    grids: Sequence[Grid]
    unread: Sequence[Box] = ()
    panels: Sequence[Box] = ()
    pictures: Sequence[Box] = ()
    fold: tuple[float, float] | None = None


def unfolded(sheet: Laid) -> Laid:
    """The sheet as one page of two heights where it holds two, as it is otherwise."""
    middle = _gutter(sheet)
    if middle is None:
        return sheet

    def moved(box: Box) -> Box:
        return Box(box.x0 - middle, box.top + height, box.x1 - middle, box.bottom + height) if box.x > middle else box

    width, height = max(middle, sheet.width - middle), sheet.height
    return Laid(
        width,
        2 * height,
        words=[replace(word, box=moved(word.box)) for word in sheet.words],
        rules=[_moved_rule(rule, middle, height) for rule in sheet.rules],
        grids=[_moved_grid(grid, [moved(cell.box) for cell in grid.cells]) for grid in sheet.grids],
        unread=[moved(box) for box in sheet.unread],
        panels=[moved(box) for box in sheet.panels],
        pictures=[moved(box) for box in sheet.pictures],
        fold=(middle, height),
    )


def _moved_rule(rule: Rule, middle: float, height: float) -> Rule:
    if rule.horizontal:
        right = (rule.start + rule.end) / 2 > middle
        across, along = (height, -middle) if right else (0.0, 0.0)
    else:
        across, along = (-middle, height) if rule.at > middle else (0.0, 0.0)
    return replace(rule, at=rule.at + across, start=rule.start + along, end=rule.end + along)


def _moved_grid(grid: Grid, boxes: Sequence[Box]) -> Grid:
    cells = tuple(replace(cell, box=box) for cell, box in zip(grid.cells, boxes, strict=True))
    return replace(grid, cells=cells)


def _gutter(sheet: Laid) -> float | None:
    """The middle of the white between two pages; None where the sheet is one page."""
    if sheet.width < WIDE * sheet.height:
        return None
    middle = _gap(_extents(sheet), sheet.width)
    if middle is None:
        return None
    halves = [[word for word in sheet.words if (word.box.x > middle) is right] for right in (False, True)]
    if min(map(len, halves)) < FEWEST_WORDS:
        return None
    tables = {grid.box.x > middle for grid in sheet.grids}
    tall = all(Box.around(word.box for word in half).height >= TALL * sheet.height for half in halves)
    if len(tables) == 2 or (tables and tall):
        return middle
    return middle if not tables and any(_prose(half, FULL * sheet.width / 2) for half in halves) else None


def _extents(sheet: Laid) -> Iterator[tuple[float, float]]:
    """From where to where across the sheet everything on it reaches."""
    for rule in sheet.rules:
        yield (rule.start, rule.end) if rule.horizontal else (rule.at, rule.at)
    for box in (*(word.box for word in sheet.words), *(grid.box for grid in sheet.grids), *sheet.unread):
        yield box.x0, box.x1


def _gap(extents: Iterable[tuple[float, float]], width: float) -> float | None:
    """Where the gutter is: in a gap between extents that lies about the middle of the sheet."""
    reached: float | None = None
    for start, end in sorted(extents):
        if reached is not None:
            first, last = max(reached, NEAR_MIDDLE[0] * width), min(start, NEAR_MIDDLE[1] * width)
            if last - first >= GUTTER * width:
                return min(max(width / 2, first), last)
        reached = end if reached is None else max(reached, end)
    return None


def _prose(words: Sequence[Word], width: float) -> bool:
    """Whether the words are running text, and no column of an unruled table: enough lines are so wide."""
    return sum(line.box.width >= width for line in compose(words, cut_gaps=True)) >= PROSE_LINES
