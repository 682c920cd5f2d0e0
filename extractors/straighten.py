"""Upright and straight: quarter turns seen in how letters neighbour, and the skew in how lines pile up.

Turning must come before deskewing (on a page that lies on its side no skew is found). Whether a page stands on its
head cannot be seen in pixels with certainty: `extractors.scan` lets the reader decide.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.ink import Pieces, binarise, flatten, pieces
from extractors.neighbours import nearest
from extractors.raster import Pixels, halved, reduced
from extractors.shapes import Affine

Floats = npt.NDArray[np.float64]

#: Resolution, at most, for looking at letters and their neighbours; it is at least half of it.
LETTER_DPI = 150
#: So many percent of the letters are smaller than what counts as the page's small letters.
SMALL_PRINT = 25
#: Letters in inches: smallest and largest side.
LETTER_INCHES = (0.025, 0.25)
#: Neighbours looked at for each letter.
NEIGHBOURS = 8
#: Letters needed before a page is believed to lie on its side.
ENOUGH_LETTERS = 20
#: Resolution of the projection profile, the largest skew looked for in degrees, and the search steps.
PROFILE_DPI = 100
LARGEST_SKEW = 6.0
STEPS = (0.25, 0.05, 0.01)
#: Columns of a strip, in pixels, and how the profile is smoothed.
STRIP = 8
SMOOTH = (0.25, 0.5, 0.25)
#: Margin of the page, as share of its sides, in which no skew is measured: scanner edges and page borders.
MARGIN = 0.03


@dataclass(frozen=True, slots=True)
class Straight:
    """A picture after `turned` quarter turns clockwise and deskewing; `to_picture` leads back, in pixels."""

    pixels: Pixels
    turned: int
    skew: float
    to_picture: Affine


@dataclass(frozen=True, slots=True)
class Look:
    """What a page looks like from afar.

    `sideways` says how sure it is that it lies on its side: 0 upright, 1 sideways, 0.5 cannot tell. `letter` is the
    height in inches of its small letters, 0 where there are too few.
    """

    sideways: float = 0.5
    letter: float = 0.0


def sideways(ink: Pieces, chosen: npt.NDArray[np.intp]) -> float | None:
    """Share of the letters whose nearest neighbour stands above or below: near 0 upright, near 1 on the side.

    None where too few letters have a neighbour. Letters of one line stand closer than lines do, in every script that
    this program reads.
    """
    if len(chosen) < 2:
        return None
    x0, y0, x1, y1 = (side[chosen].astype(np.float64) for side in (ink.x0, ink.y0, ink.x1, ink.y1))
    count = min(NEIGHBOURS + 1, len(chosen))
    middles = np.column_stack([(x0 + x1) / 2, (y0 + y1) / 2])
    near = nearest(middles, middles, count)[:, 1:]
    across = np.maximum(x0[:, None], x0[near]) - np.minimum(x1[:, None], x1[near])
    along = np.maximum(y0[:, None], y0[near]) - np.minimum(y1[:, None], y1[near])
    beside = np.where((along < 0) & (across >= 0), across, np.inf).min(axis=1)
    over = np.where((across < 0) & (along >= 0), along, np.inf).min(axis=1)
    voters = np.isfinite(beside) | np.isfinite(over)
    voters &= beside != over
    if voters.sum() < 2:
        return None
    return float((over < beside)[voters].mean())


def letters(ink: Pieces, dpi: float) -> npt.NDArray[np.intp]:
    """Indexes of the pieces that have the size of letters."""
    low, high = LETTER_INCHES[0] * dpi, LETTER_INCHES[1] * dpi
    longer, shorter = np.maximum(ink.width, ink.height), np.minimum(ink.width, ink.height)
    return np.flatnonzero((longer >= 2 * low) & (longer <= high) & (shorter >= low / 2))


def first_look(gray: Pixels, dpi: int) -> Look:
    """Which way up a page lies, and how large its print is, from a small picture of it."""
    halvings = max(0, math.ceil(math.log2(dpi / LETTER_DPI)))
    for _ in range(halvings):
        gray = np.asarray(halved(gray), np.uint8)
    small_dpi = dpi / 2**halvings
    ink = pieces(binarise(flatten(gray, small_dpi), small_dpi))
    chosen = letters(ink, small_dpi)
    share = sideways(ink, chosen) if len(chosen) >= ENOUGH_LETTERS else None
    if share is None:
        return Look()
    heights = ink.width if share > 0.5 else ink.height
    return Look(share, float(np.percentile(heights[chosen], SMALL_PRINT)) / small_dpi)


def skew_angle(flat: Pixels, dpi: int) -> float:
    """Degrees by which the lines of an upright page fall to the right (clockwise), within LARGEST_SKEW; 0 if unclear.

    Where lines of print and rulings are level, ink projected onto the page's side piles up in sharp peaks.
    """
    small = reduced(flat, PROFILE_DPI / dpi) if dpi > PROFILE_DPI else flat
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 15, 12)
    top, left = (round(MARGIN * side) for side in ink.shape)
    ink = ink[top : ink.shape[0] - top, left : ink.shape[1] - left]
    if min(ink.shape) < 2 * STRIP:
        return 0.0
    coarse, fine = _Strips.of(halved(ink)), _Strips.of(ink)
    if not len(fine.weights):
        return 0.0
    best, span = 0.0, LARGEST_SKEW
    for step, strips in zip(STEPS, (coarse, fine, fine), strict=True):
        tried = best + np.arange(-span, span + step / 2, step)
        best, span = float(tried[int(np.argmax([strips.sharpness(angle) for angle in tried]))]), step
    return round(best, 3) + 0.0


@dataclass(frozen=True, slots=True)
class _Strips:
    """The ink of a picture in upright strips of STRIP columns, within which no skew shows: row, middle, amount."""

    rows: Floats
    middles: Floats
    weights: Floats
    height: int
    reach: int

    @classmethod
    def of(cls, ink: npt.NDArray[Any]) -> _Strips:
        height, width = ink.shape[0], ink.shape[1] // STRIP * STRIP
        strips = cv2.resize(ink[:, :width], (width // STRIP, height), interpolation=cv2.INTER_AREA)
        rows, columns = np.nonzero(strips)
        reach = round(np.tan(np.radians(LARGEST_SKEW + 1)) * width / 2) + 2
        middles = (columns + 0.5) * STRIP - width / 2
        return cls(rows.astype(np.float64) + reach, middles, strips[rows, columns].astype(np.float64), height, reach)

    def sharpness(self, angle: float) -> float:
        """How sharp the peaks are, projected at this angle in degrees."""
        # All ink is shared between the two rows that it falls between, and the profile is smoothed, because whole rows
        # would favour certain angles.
        projected = self.rows - self.middles * np.tan(np.radians(angle))
        whole = projected.astype(np.intp)
        lower = (projected - whole) * self.weights
        length = self.height + 2 * self.reach + 2
        profile = np.bincount(whole, self.weights - lower, length) + np.bincount(whole + 1, lower, length)
        smooth = np.convolve(profile, SMOOTH, "same")
        return float((np.diff(smooth) ** 2).sum())


def straighten(flat: Pixels, dpi: int, turned: int) -> Straight:
    """The flattened picture turned by `turned` quarter turns clockwise and deskewed; new corners are white.

    The canvas grows so that nothing at the page's edge is lost.
    """
    upright = np.ascontiguousarray(np.rot90(flat, -turned))
    skew = skew_angle(upright, dpi)
    height, width = upright.shape
    angle = np.radians(skew)
    new_width = round(width * abs(np.cos(angle)) + height * abs(np.sin(angle)))
    new_height = round(width * abs(np.sin(angle)) + height * abs(np.cos(angle)))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    matrix[:, 2] += ((new_width - width) / 2, (new_height - height) / 2)
    if skew:
        upright = np.asarray(
            cv2.warpAffine(upright, matrix, (new_width, new_height), flags=cv2.INTER_CUBIC, borderValue=255), np.uint8
        )
    back = _turn_back(turned, flat.shape[1], flat.shape[0]) @ np.vstack([cv2.invertAffineTransform(matrix), [0, 0, 1]])
    a, b, c, d, e, f = (float(value) for value in back[:2].ravel())
    return Straight(upright, turned, skew, (a, b, c, d, e, f))


def _turn_back(turned: int, width: int, height: int) -> Floats:
    """3 x 3 map from the turned picture's pixels to those of the picture (width x height) before turning."""
    return np.array(
        {
            0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            1: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
            2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
            3: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
        }[turned % 4],
        np.float64,
    )
