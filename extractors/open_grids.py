"""Tables without vertical rulings: rows from the horizontal ones, columns from the white that runs through all rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.grids import merge
from extractors.shapes import Box, Cell, Grid, Rule, Word

#: Rules of one table begin and end within this many points of one another.
SAME_EXTENT = 8.0
#: Shorter rules (points) are signature lines and underlines.
SHORTEST = 150.0
#: A white strip between columns is at least this wide (points), and free in this share of the rows.
GUTTER = 4.0
FREE_IN = 0.8
#: A number alone in the first column starts a row where no ruling does.
_NUMBER = re.compile(r"^\(?\d{1,3}[.)]?$")


def build_open_grids(rules: Sequence[Rule], words: Sequence[Word], taken: Sequence[Grid], page: int) -> list[Grid]:
    """Grids between horizontal rulings of one extent that no ruled grid has taken: two rows and columns at least."""
    boxes = [grid.box for grid in taken]
    free = [
        rule
        for rule in merge([rule for rule in rules if rule.horizontal])
        if rule.length >= SHORTEST and not any(box.top - 2 <= rule.at <= box.bottom + 2 for box in boxes)
    ]
    grids = []
    for group in _same_extent(free):
        if len(group) >= 3 and (grid := _grid(group, words, page)) is not None:
            grids.append(grid)
    return grids


def _same_extent(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        for group in groups:
            # Against the rule before it, not the first: on a photo a table grows wider towards the camera.
            if abs(group[-1].start - rule.start) <= SAME_EXTENT and abs(group[-1].end - rule.end) <= SAME_EXTENT:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def _grid(rules: Sequence[Rule], words: Sequence[Word], page: int) -> Grid | None:
    left, right = min(rule.start for rule in rules), max(rule.end for rule in rules)
    ys = [rule.at for rule in rules]
    inside = [word for word in words if ys[0] < word.box.y < ys[-1] and left - 2 < word.box.x < right + 2]
    bands = [[word for word in inside if top < word.box.y < bottom] for top, bottom in pairwise(ys)]
    if sum(bool(band) for band in bands) < 2:
        return None
    xs = [left, *_gutters([band for band in bands if band], left, right), right]
    if len(xs) < 3:
        return None
    # Below the header a rule may be missing, or there is none between any rows.
    ys = sorted([*ys, *(top for band in bands[1:] for top in _numbered_rows(band, xs[1]))])
    cells = []
    for row in range(len(ys) - 1):
        band = [word for word in inside if ys[row] < word.box.y < ys[row + 1]]
        # A gutter that a word of this row crosses is no border here: the cell spans both columns.
        edges = [0, *(k for k in range(1, len(xs) - 1) if not _crossed(band, xs[k])), len(xs) - 1]
        for start, end in pairwise(edges):
            cells.append(Cell(row, start, 1, end - start, Box(xs[start], ys[row], xs[end], ys[row + 1])))
    return Grid(page, len(ys) - 1, len(xs) - 1, tuple(cells), quality=0.5)


def _gutters(bands: Sequence[Sequence[Word]], left: float, right: float) -> list[float]:
    """Middles of the vertical white strips that are free of words in nearly all rows."""
    edges = sorted({left, right, *(x for band in bands for word in band for x in (word.box.x0, word.box.x1))})
    middles: list[float] = []
    strip: tuple[float, float] | None = None
    for x0, x1 in pairwise(edges):
        middle = (x0 + x1) / 2
        free = sum(not _crossed(band, middle) for band in bands) >= FREE_IN * len(bands)
        if free:
            strip = (strip[0], x1) if strip else (x0, x1)
        if strip and (not free or x1 == edges[-1]):
            if strip[1] - strip[0] >= GUTTER and strip[0] > left and strip[1] < right:
                middles.append((strip[0] + strip[1]) / 2)
            strip = None
    return middles


def _crossed(words: Sequence[Word], x: float) -> bool:
    return any(word.box.x0 < x < word.box.x1 for word in words)


def _numbered_rows(words: Sequence[Word], edge: float) -> list[float]:
    """Tops of the rows after the first, where numbers alone in the first column start them."""
    numbers = sorted((w for w in words if w.box.x1 < edge and _NUMBER.match(w.text)), key=lambda word: word.box.top)
    return [word.box.top - 1 for word in numbers[1:]]
