"""Strokes of a pen or a stamp that run through print: cut out of the letters that they touch.

A letter that touches a stroke is one piece of ink with it, far too large to be a letter, and would be lost without a
trace. Where the stroke runs through a line of print, what lies on the line is cut out of it, in small pieces that the
line may take for its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np
import numpy.typing as npt

from extractors.ink import Pieces

if TYPE_CHECKING:
    from extractors.segments import InkLine

Index = npt.NDArray[np.intp]

#: A stroke is higher than this, in letter heights. In a line with more than so many pieces, it is so many times as high
#: as they usually are: a title has large letters.
LARGE, FEW, UNLIKE = 1.75, 2, 2.2
#: Thinner than this, in letter heights, it is upright and touches no letter: what is left of a ruling.
THIN = 0.3
#: Longer than this, in letter heights, it is no stroke of a pen: a table whose rulings were not found, a picture.
HUGE = 60.0
#: Print stands within this many letter heights of a stroke that touches it.
BESIDE = 3.0
#: Cut out is what lies within this many letter heights above and below the line's box.
AROUND = 0.25
#: Smaller pieces, in letter heights squared, are left over.
SMALLEST = 0.02


def strokes(ink: Pieces, regions: Index, lines: Sequence[InkLine], unit: float) -> Index:
    """Pieces too large to be letters, and no letters of a title. `unit` is the page's letter height in pixels.

    What has the region -1 belongs to rulings or to the paper's edge.
    """
    width, height = ink.width[: len(regions)], ink.height[: len(regions)]
    large = (regions >= 0) & (height > LARGE * unit) & (np.maximum(width, height) <= HUGE * unit)
    large &= width > THIN * unit
    for line in lines:
        if len(line.members) > FEW:
            own = line.members[line.members < len(regions)]
            large[own] &= height[own] > UNLIKE * np.median(height[own])
    return np.flatnonzero(large)


def cut_strokes(
    ink: Pieces, regions: Index, lines: Sequence[InkLine], unit: float
) -> tuple[Index, npt.NDArray[np.bool_]]:
    """Cuts strokes where lines of print are: the regions of all pieces, and which are cut out. Arrays of `ink` grow."""
    first = len(ink)
    found = [np.concatenate([regions, np.full(first - len(regions), -1)])]
    for line in lines:
        # Pieces of two lines were cut before, and `regions` does not know the new ones.
        found[0][line.members] = line.region
    for piece in strokes(ink, regions, lines, unit).tolist():
        for top, bottom, region in _bands(ink, piece, lines, unit):
            found.append(np.full(_cut_out(ink, piece, top, bottom, unit), region))
            # What is left of it stands between lines.
            found[0][piece] = -1
    grown = np.concatenate(found).astype(np.intp)
    return grown, np.arange(len(grown)) >= first


def _bands(ink: Pieces, piece: int, lines: Sequence[InkLine], unit: float) -> list[tuple[int, int, int]]:
    """(top, bottom, region) of the lines of print that a piece runs through, or right beside."""
    near = [
        line
        for line in lines
        if len(line.members) - (piece in line.members) > 1
        and ink.x0[piece] < line.x1 + BESIDE * unit
        and ink.x1[piece] > line.x0 - BESIDE * unit
        and ink.y0[piece] < line.y1
        and ink.y1[piece] > line.y0
    ]
    bands: list[tuple[int, int, int]] = []
    for line in sorted(near, key=lambda line: (line.region, line.y0)):
        if bands and bands[-1][2] == line.region and line.y0 < (bands[-1][0] + bands[-1][1]) / 2:
            top, bottom, region = bands.pop()
            bands.append((top, max(bottom, line.y1), region))
        else:
            bands.append((line.y0, line.y1, line.region))
    around = round(AROUND * unit)
    return [(max(0, top - around), bottom + around, region) for top, bottom, region in bands]


def _cut_out(ink: Pieces, piece: int, top: int, bottom: int, unit: float) -> int:
    """Makes pieces of their own of what a piece has between two rows; how many."""
    x0, x1 = int(ink.x0[piece]), int(ink.x1[piece])
    place = ink.labels[top:bottom, x0:x1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats((place == piece + 1).astype(np.uint8), connectivity=8)
    boxes: list[tuple[int, int, int, int, int]] = []
    for label, (x, y, width, height, area) in enumerate(stats[1:].tolist(), start=1):
        if area >= SMALLEST * unit * unit:
            place[labels == label] = len(ink) + len(boxes) + 1
            boxes.append((x0 + x, top + y, x0 + x + width, top + y + height, area))
    ink.add(boxes)
    return len(boxes)
