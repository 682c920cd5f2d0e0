"""Tables without vertical rulings: rows from the horizontal ones, columns from the white that runs through all rows.

The edges of shaded rows (`panels`) part rows as rulings do. What has neither is looked for by `unruled_tables`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extractors.grids import merge
from extractors.row_starts import NUMBER, Starts, row_starts
from extractors.shapes import Box, Cell, Grid, Rule, Word
from extractors.text import compose
from extractors.unruled_tables import unruled_tables

#: Rules of one table begin and end within this many points of one another.
SAME_EXTENT = 8.0
#: Shorter rules (points) are signature lines and underlines.
SHORTEST = 150.0
#: A white strip between columns is at least this wide (points), and free in this share of the rows.
GUTTER = 4.0
FREE_IN = 0.8
#: Shaded rows of fewer columns are decoration: a banner, a label and its value.
FEWEST_SHADED = 3
#: Of more rules than this some part rows, and white between them parts paragraphs.
MOSTLY_UNRULED = 4


def build_open_grids(
    rules: Sequence[Rule], words: Sequence[Word], taken: Sequence[Grid], page: int, panels: Sequence[Box] = ()
) -> list[Grid]:
    """Grids of two rows and columns at least that no ruled grid has taken.

    First between horizontal rulings of one extent, then between the edges of shaded rows, then where white alone parts
    columns and rows.
    """
    grids: list[Grid] = []
    for drawn in (rules, _edges(panels)):
        boxes = [grid.box for grid in (*taken, *grids)]
        free = [
            rule
            for rule in merge([rule for rule in drawn if rule.horizontal])
            if rule.length >= SHORTEST and not any(box.top - 2 <= rule.at <= box.bottom + 2 for box in boxes)
        ]
        for group in _same_extent(free):
            grid = _grid(group, words, page) if len(group) >= 3 else None
            if grid is not None and (drawn is rules or grid.columns >= FEWEST_SHADED):
                grids.append(grid)
    for group in unruled_tables(words, [grid.box for grid in (*taken, *grids)]):
        if (grid := _grid(group, words, page)) is not None:
            grids.append(grid)
    return grids


def _edges(panels: Sequence[Box]) -> list[Rule]:
    """The upper and lower edges of shaded cells or rows."""
    return [Rule(True, at, box.x0, box.x1) for box in panels for at in (box.top, box.bottom)]


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


@dataclass(frozen=True, slots=True)
class _Frame:
    """Left and right end of the table at any height, from its rules: on a photo its sides are not upright."""

    at: tuple[float, ...]
    start: tuple[float, ...]
    end: tuple[float, ...]

    def share(self, x: float, y: float) -> float:
        """Where x lies between the sides at height y: 0 left, 1 right."""
        left, right = float(np.interp(y, self.at, self.start)), float(np.interp(y, self.at, self.end))
        return (x - left) / max(1.0, right - left)

    def x(self, share: float, y: float) -> float:
        """The x of a share at height y."""
        left, right = float(np.interp(y, self.at, self.start)), float(np.interp(y, self.at, self.end))
        return left + share * (right - left)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word's extent as shares of the table's width at its height."""

    x0: float
    x1: float


def _grid(rules: Sequence[Rule], words: Sequence[Word], page: int) -> Grid | None:
    frame = _Frame(tuple(r.at for r in rules), tuple(r.start for r in rules), tuple(r.end for r in rules))
    width = sum(rule.length for rule in rules) / len(rules)
    ys = list(frame.at)
    inside = [w for w in words if ys[0] < w.box.y < ys[-1] and -0.01 < frame.share(w.box.x, w.box.y) < 1.01]
    bands = [[word for word in inside if top < word.box.y < bottom] for top, bottom in pairwise(ys)]
    if sum(bool(band) for band in bands) < 2:
        return None
    shares = [0.0, *_gutters([_pieces(band, frame) for band in bands if band], GUTTER / width), 1.0]
    if len(shares) < 3:
        return None
    # Below the header a rule may be missing, or there is none between any rows.
    numbered = len(rules) > MOSTLY_UNRULED
    rows = [(ys[0], ys[1], False)]
    for band, edges in zip(bands[1:], list(pairwise(ys))[1:], strict=True):
        starts = _starts(band, frame, shares, numbered=numbered)
        rows += [(top, bottom, not starts.sure) for top, bottom in pairwise([edges[0], *starts.edges, edges[1]])]
    cells = []
    for row, (top, bottom, inferred) in enumerate(rows):
        pieces = _pieces([word for word in inside if top < word.box.y < bottom], frame)
        # A gutter that a word of this row crosses is no border here: the cell spans both columns.
        free = [0, *(k for k in range(1, len(shares) - 1) if not _crossed(pieces, shares[k])), len(shares) - 1]
        xs = [frame.x(share, (top + bottom) / 2) for share in shares]
        for start, end in pairwise(free):
            box = Box(xs[start], top, xs[end], bottom)
            cells.append(Cell(row, start, 1, end - start, box, inferred=inferred))
    return Grid(page, len(rows), len(shares) - 1, tuple(cells), quality=0.5)


def _pieces(words: Sequence[Word], frame: _Frame) -> list[_Piece]:
    return [_Piece(frame.share(w.box.x0, w.box.y), frame.share(w.box.x1, w.box.y)) for w in words]


def _gutters(bands: Sequence[Sequence[_Piece]], narrowest: float) -> list[float]:
    """Middles of the white strips from top to bottom that are free of words in nearly all rows, as shares."""
    edges = sorted({0.0, 1.0, *(x for band in bands for piece in band for x in (piece.x0, piece.x1))})
    middles: list[float] = []
    strip: tuple[float, float] | None = None
    for x0, x1 in pairwise(edges):
        middle = (x0 + x1) / 2
        free = sum(not _crossed(band, middle) for band in bands) >= FREE_IN * len(bands)
        if free:
            strip = (strip[0], x1) if strip else (x0, x1)
        if strip and (not free or x1 == edges[-1]):
            if strip[1] - strip[0] >= narrowest and strip[0] > 0 and strip[1] < 1:
                middles.append((strip[0] + strip[1]) / 2)
            strip = None
    return middles


def _crossed(pieces: Sequence[_Piece], x: float) -> bool:
    return any(piece.x0 < x < piece.x1 for piece in pieces)


def _starts(words: Sequence[Word], frame: _Frame, shares: Sequence[float], *, numbered: bool) -> Starts:
    """Where rows begin between two rules; numbers alone in the first column are believed if nothing better tells."""
    columns: list[list[Word]] = [[] for _ in shares[1:]]
    for word in words:
        place = sum(share <= frame.share(word.box.x, word.box.y) for share in shares[1:-1])
        columns[place].append(word)
    starts = row_starts([compose(column) for column in columns], numbered=numbered)
    if starts.edges:
        return starts
    first = sorted((word for word in columns[0] if NUMBER.match(word.text)), key=lambda word: word.box.top)
    return Starts(tuple(word.box.top - 1 for word in first[1:]), sure=len(first) < 2)
