"""Round stamps taken off the print under them: an office stamp in Indonesia is round, and paler than the print.

Coloured stamps were made pale by `extractors.raster.to_gray`; copied ones are pale by themselves. Only ink that is both
pale and part of a ring goes, so that faded print stays.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.raster import Pixels

#: Diameter of a round stamp in inches (official stamps have 3 to 5 cm), and its longest over its shortest axis.
DIAMETER = (0.8, 2.4)
ROUND = 1.3
#: Gaps in a stamp's ring that are closed, in inches.
RING_GAP = 0.08
#: The ring lies in this band of the half axes, and is seen in this share of SECTORS directions.
RING = (0.86, 1.08)
SECTORS = 36
SEEN = 0.6
#: Outside the ring lies at most this share of the ink: a paragraph fills the corners of its box, a ring does not.
CORNERS = 0.03
#: Print is as dark as this percentile of all ink; what is lighter than this share of the way to paper is pale. The
#: second share leaves out a signature that runs through the stamp.
PRINT_PERCENTILE = 15
PALE = (0.3, 0.45)
#: Pixels around print that belong to its edge, in inches.
EDGE = 0.008


def fade_stamps(gray: Pixels, binary: Pixels, dpi: int) -> Pixels:
    """The flattened picture with the pale ink of round stamps made white, itself where there is none.

    `binary` is its ink (255).
    """
    ink = binary > 0
    if not ink.any():
        return gray
    darkest = float(np.percentile(gray[ink], PRINT_PERCENTILE))
    for share in PALE:
        gray = _faded(gray, ink, darkest + share * (255 - darkest), dpi)
    return gray


def _faded(gray: Pixels, ink: npt.NDArray[np.bool_], limit: float, dpi: int) -> Pixels:
    """The picture without the rings, and what is in them, of ink lighter than `limit`."""
    edge = np.ones((2 * max(1, round(EDGE * dpi)) + 1,) * 2, np.uint8)
    near_print = cv2.dilate((gray < limit).astype(np.uint8), edge) > 0
    pale = (ink & ~near_print).astype(np.uint8)
    gap = max(3, round(RING_GAP * dpi))
    joined = cv2.dilate(pale, np.ones((gap, gap), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8, ltype=cv2.CV_32S)
    result = gray
    for label, (x, y, width, height, _) in enumerate(stats[1:].tolist(), start=1):
        short, long = sorted((width / dpi, height / dpi))
        if short < DIAMETER[0] or long > DIAMETER[1] or long > ROUND * short:
            continue
        place = np.s_[y : y + height, x : x + width]
        radius, sector = _polar(height, width)
        own = labels[place] == label
        on_ring = own & (radius > RING[0]) & (radius < RING[1])
        corners = own & (radius >= RING[1])
        if len(np.unique(sector[on_ring])) < SEEN * SECTORS or corners.sum() > CORNERS * own.sum():
            continue
        if result is gray:
            result = gray.copy()
        # A stroke of the stamp has a fringe that is too pale to be ink.
        stamp = cv2.dilate(((pale[place] > 0) & (radius < RING[1])).astype(np.uint8), edge) > 0
        result[place] = np.where(stamp & (gray[place] >= limit), 255, gray[place])
    return result


def _polar(height: int, width: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int_]]:
    """For every pixel of a box: distance from its middle in half axes, and the sector it lies in."""
    rows = (np.arange(height)[:, None] + 0.5 - height / 2) / (height / 2)
    columns = (np.arange(width)[None, :] + 0.5 - width / 2) / (width / 2)
    sector = ((np.arctan2(rows, columns) / (2 * np.pi) + 0.5) * SECTORS).astype(int) % SECTORS
    return np.hypot(rows, columns), sector
