"""Round stamps taken off the print under them: an office stamp in Indonesia is round, and paler than the print.

Coloured stamps were made pale by `extractors.raster.to_gray`; copied ones are pale by themselves. Only ink that is both
pale and part of a ring goes, so that faded print stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.outlines import parts
from extractors.raster import Pixels, percentile

#: Diameter of a round stamp in inches (official stamps have 3 to 5 cm), and its longest over its shortest axis.
DIAMETER = (0.8, 2.4)
ROUND = 1.3
#: Gaps in a stamp's ring that are closed, in inches.
RING_GAP = 0.08
#: Rings are looked for at about this resolution.
RING_DPI = 100
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
    darkest = percentile(gray, PRINT_PERCENTILE, mask=binary)
    for share in PALE:
        gray = _faded(gray, binary, round(darkest + share * (255 - darkest)), dpi)
    return gray


def _faded(gray: Pixels, binary: Pixels, limit: int, dpi: int) -> Pixels:
    """The picture without the rings, and what is in them, of ink not darker than `limit`."""
    edge = _edge(dpi)
    pale = pale_ink(gray, binary, limit, dpi)
    result = gray
    for x, y, width, height in _rings(pale, dpi):
        if result is gray:
            result = gray.copy()
        place = np.s_[y : y + height, x : x + width]
        radius, _ = _polar(height, width)
        # A stroke of the stamp has a fringe that is too pale to be ink.
        stamp = cv2.dilate(((pale[place] > 0) & (radius < RING[1])).astype(np.uint8), edge) > 0
        result[place] = np.where(stamp & (gray[place] >= limit), 255, gray[place])
    return result


def pale_ink(gray: Pixels, binary: Pixels, limit: int, dpi: int) -> Pixels:
    """The ink (255 in `binary`) that is not darker than `limit`, without the pale edges of darker ink."""
    _, printed = cv2.threshold(gray, limit - 1, 255, cv2.THRESH_BINARY_INV)
    return np.asarray(cv2.subtract(binary, cv2.dilate(printed, _edge(dpi))), np.uint8)


def _edge(dpi: int) -> Pixels:
    return np.ones((2 * max(1, round(EDGE * dpi)) + 1,) * 2, np.uint8)


def _rings(pale: npt.NDArray[Any], dpi: int) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, width and height of every ring of pale ink (255), looked for at about RING_DPI."""
    if min(pale.shape) < DIAMETER[0] * dpi:
        return
    step = max(1, round(dpi / RING_DPI))
    shape = (pale.shape[1] // step, pale.shape[0] // step)
    _, small = cv2.threshold(cv2.resize(pale, shape, interpolation=cv2.INTER_AREA), 0, 1, cv2.THRESH_BINARY)
    gap = max(3, round(RING_GAP * dpi / step))
    joined = cv2.dilate(small, np.ones((gap, gap), np.uint8))
    for part in parts(joined):
        short, long = sorted((part.width * step / dpi, part.height * step / dpi))
        stamp_size = short >= DIAMETER[0] and long <= DIAMETER[1] and long <= ROUND * short
        if stamp_size and _is_ring(part.pixels(joined)):
            yield part.x * step, part.y * step, part.width * step, part.height * step


def _is_ring(own: npt.NDArray[np.bool_]) -> bool:
    """Whether ink lies all around near the edge of its box, as an ellipse does, and hardly in the corners."""
    radius, sector = _polar(*own.shape)
    on_ring = own & (radius > RING[0]) & (radius < RING[1])
    corners = own & (radius >= RING[1])
    return len(np.unique(sector[on_ring])) >= SEEN * SECTORS and bool(corners.sum() <= CORNERS * own.sum())


def _polar(height: int, width: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int_]]:
    """For every pixel of a box: distance from its middle in half axes, and the sector it lies in."""
    rows = (np.arange(height)[:, None] + 0.5 - height / 2) / (height / 2)
    columns = (np.arange(width)[None, :] + 0.5 - width / 2) / (width / 2)
    sector = ((np.arctan2(rows, columns) / (2 * np.pi) + 0.5) * SECTORS).astype(int) % SECTORS
    return np.hypot(rows, columns), sector
