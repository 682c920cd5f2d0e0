"""Bits of rulings on a bilevel scan: a pale or thin ruling is not pale there, but broken into short thin pieces."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.raster import Pixels

#: Bits of a ruling are no thicker than so many inches, and nothing thicker stands so near at their sides.
THIN, FREE = 0.025, 0.018
#: Upright ones as tall as letters, in inches, may be ones and l's. A column of them has more white between two than
#: this share of their height.
LETTERS = (0.05, 0.14)
LEADING = 0.4
#: Where two rulings cross, their bits may join to a piece of at most so many inches each way; this share of it lies on
#: one level and one upright line.
CROSS, ON_LINES = 0.25, 0.9
#: A page has bits when so many pieces, which are so many times as long as thick, stand beside no letter.
MANY, LONG = 150, 2

Chosen = npt.NDArray[np.bool_]


def without_bits(ink: Pixels, dpi: float, fewest: int = MANY) -> Pixels:
    """The ink (255) without pieces that may be bits of rulings; letters stay, and dots near letters.

    All of the ink where there are fewer than `fewest` bits.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    thickest = max(3, round(THIN * dpi))
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    low, narrow = height <= thickest, width <= thickest
    tall = narrow & (height >= LETTERS[0] * dpi) & (height <= LETTERS[1] * dpi)
    bits = (low | narrow) & ~tall & (np.maximum(width, height) >= LONG * np.minimum(width, height))
    if np.count_nonzero(bits) < fewest:
        return ink
    letter = _with_near(labels, ~(low | narrow), low, narrow, dpi)
    if np.count_nonzero(bits & ~letter) < fewest:
        return ink
    crossing = ~(low | narrow) & (np.maximum(width, height) <= CROSS * dpi)
    for piece in np.flatnonzero(crossing).tolist():
        crossing[piece] = _is_cross(labels, stats, piece, thickest)
    letter = _with_near(labels, ~(low | narrow | crossing), low, narrow | crossing, dpi)
    for piece in np.flatnonzero(tall & ~letter).tolist():
        letter[piece] = not _goes_on(labels, stats[piece])
    letter[0] = False
    return _shown(labels, letter)


def _shown(labels: npt.NDArray[Any], chosen: Chosen) -> Pixels:
    return np.asarray(np.where(chosen, 255, 0).astype(np.uint8)[labels], np.uint8)


def _with_near(labels: npt.NDArray[Any], letter: Chosen, low: Chosen, upright: Chosen, dpi: float) -> Chosen:
    """The letters with what stands near them: `low` pieces over and under them, `upright` ones beside."""
    letter[0], result, reach = False, letter.copy(), 2 * round(FREE * dpi) + 1
    letters = _shown(labels, letter)
    for thin, beside in ((low, (reach, 1)), (upright, (1, reach))):
        near = np.zeros(len(letter), bool)
        near[labels[cv2.dilate(letters, np.ones(beside, np.uint8)) > 0]] = True
        result |= near & thin
    result[0] = True
    return result


def _is_cross(labels: npt.NDArray[Any], stats: npt.NDArray[Any], piece: int, thickest: int) -> bool:
    """Whether a piece lies on one level and one upright line of at most this thickness, both of which go on."""
    x, y, width, height, area = (int(value) for value in stats[piece])
    own = labels[y : y + height, x : x + width] == piece
    line = np.ones(thickest)
    row, column = (int(np.convolve(own.sum(axis=axis), line, "same").argmax()) for axis in (1, 0))
    half = thickest // 2
    rows, columns = slice(max(0, row - half), row + half + 1), slice(max(0, column - half), column + half + 1)
    on_lines = own[rows].sum() + own[:, columns].sum() - own[rows, columns].sum()
    if on_lines < ON_LINES * area:
        return False
    gap = round(LEADING * max(width, height))
    level = slice(y + rows.start, y + min(rows.stop, height))
    upright = slice(x + columns.start, x + min(columns.stop, width))
    sides = (
        labels[level, max(0, x - gap) : x],
        labels[level, x + width : x + width + gap],
        labels[max(0, y - gap) : y, upright],
        labels[y + height : y + height + gap, upright],
    )
    return bool(sides[0].any() or sides[1].any()) and bool(sides[2].any() or sides[3].any())


def _goes_on(labels: npt.NDArray[Any], box: npt.NDArray[Any]) -> bool:
    """Whether ink follows an upright piece both above and below, nearer than lines of print do."""
    x, y, width, height = (int(side) for side in box[:4])
    gap, columns = round(LEADING * height), slice(x, x + width)
    return bool(labels[max(0, y - gap) : y, columns].any() and labels[y + height : y + height + gap, columns].any())
