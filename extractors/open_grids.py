"""Tables without vertical rulings: rows from the horizontal ones, columns from the white that runs through all rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

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
    ys = sorted([*ys, *(top for band in bands[1:] for top in _numbered_rows(band, frame, shares[1]))])
    cells = []
    for row, (top, bottom) in enumerate(pairwise(ys)):
        band = _pieces([word for word in inside if top < word.box.y < bottom], frame)
        # A gutter that a word of this row crosses is no border here: the cell spans both columns.
        edges = [0, *(k for k in range(1, len(shares) - 1) if not _crossed(band, shares[k])), len(shares) - 1]
        xs = [frame.x(share, (top + bottom) / 2) for share in shares]
        for start, end in pairwise(edges):
            cells.append(Cell(row, start, 1, end - start, Box(xs[start], top, xs[end], bottom)))
    return Grid(page, len(ys) - 1, len(shares) - 1, tuple(cells), quality=0.5)


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


def _numbered_rows(words: Sequence[Word], frame: _Frame, edge: float) -> list[float]:
    """Tops of the rows after the first, where numbers alone in the first column start them."""
    first = [word for word in words if frame.share(word.box.x1, word.box.y) < edge]
    numbers = sorted((word for word in first if _NUMBER.match(word.text)), key=lambda word: word.box.top)
    return [word.box.top - 1 for word in numbers[1:]]
