"""From a line crop to the picture that our network reads: its height, its scale, its ink in the middle.

Training makes its pictures with the same function, so that the network learns on what it will get.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.raster import Pixels

Ints = npt.NDArray[np.intp]

#: Height of the network's pictures; widths are multiples of STEP.
HEIGHT = 32
STEP = 8
#: Crops have small letters of 16 pixels (20 where print is coarse); the network learnt on 14, at most TALLEST of ink.
SCALE = 0.875
TALLEST = 28.0
#: Of the fullest row, the share of ink that rows through small letters have at least; what ascenders and descenders
#: add to these rows above and below, as share of their height; the least number of such rows.
FULL, BEYOND, LEAST_ROWS = 0.2, 0.5, 5
#: Ink so many times higher than its full rows, and WIDE times wider than high, has the rest of a ruling or a stroke
#: beside it, which may have made the crop too small: it is enlarged up to ENLARGED times. (Not so where less than
#: WITHIN of the ink is in these rows: those of "- 2 -" are the dashes'.)
TOO_TALL, WIDE, ENLARGED, WITHIN = 2.6, 3.0, 2.0, 0.8
#: Gray below which a pixel of a crop is ink.
INK = 128


@dataclass(frozen=True, slots=True)
class NetInput:
    """A crop as the network gets it, the factor from the crop's columns to its own, and the crop's ink (0 or 1)."""

    picture: Pixels
    scale: float
    ink: Pixels


def net_input(crop: Pixels) -> NetInput:
    """Brings a line crop to the network's height: the one way for training and for reading.

    The ink is centred, because a crop's white may be cut at the page's border; too tall ink is reduced, and where a
    stroke beside a line made it tall, the line's own rows count.
    """
    ink = np.asarray(cv2.threshold(crop, INK - 1, 1, cv2.THRESH_BINARY_INV)[1], np.uint8)
    profile = np.asarray(cv2.reduce(ink, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S), np.intp).ravel()
    rows = np.flatnonzero(profile)
    if not len(rows):
        return NetInput(np.full((HEIGHT, STEP), 255, np.uint8), 1.0, ink)
    top, bottom, scale = _fitted(profile, int(rows[0]), int(rows[-1]) + 1, crop.shape[1])
    width, height = max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale))
    small = cv2.resize(crop, (width, height), interpolation=cv2.INTER_AREA)
    above = round(HEIGHT / 2 - (top + bottom) / 2 * scale)
    picture = np.full((HEIGHT, -(-width // STEP) * STEP), 255, np.uint8)
    first, last = max(0, above), min(HEIGHT, above + height)
    picture[first:last, :width] = small[first - above : last - above]
    return NetInput(picture, width / crop.shape[1], ink)


def _fitted(profile: Ints, top: int, bottom: int, width: int) -> tuple[int, int, float]:
    """The rows that come to stand in the picture's middle, the first and the one after the last, and the scale."""
    start, end = _full_rows(profile)
    beyond = round(BEYOND * (end - start))
    high, low = start - beyond, end + beyond
    tall = end - start >= LEAST_ROWS and bottom - top > TOO_TALL * (end - start) and width >= WIDE * (bottom - top)
    if tall and profile[max(0, high) : low].sum() >= WITHIN * profile.sum():
        return high, low, min(ENLARGED, TALLEST / (low - high))
    return top, bottom, min(SCALE, TALLEST / (bottom - top))


def _full_rows(profile: Ints) -> tuple[int, int]:
    """The rows that hold most of a line's ink, the first and the one after the last. `profile`: ink in each row."""
    full = profile >= FULL * profile.max()
    framed = np.zeros(len(full) + 2, np.bool_)
    framed[1:-1] = full
    starts, ends = np.flatnonzero(framed[1:] != framed[:-1]).reshape(-1, 2).T
    most = int(np.add.reduceat(np.where(full, profile, 0), starts).argmax())
    return int(starts[most]), int(ends[most])
