"""Signatures taken off the print that they run over: pen strokes are paler than print, and larger than any letter.

The name of the one who signs a decree stands under the signature, where the strokes join its letters to one piece of
ink that no reader can read. A signature beside the print stays as it is: nobody reads it, and nothing is lost by it.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.outlines import parts
from extractors.raster import Pixels, percentile
from extractors.stamps import PRINT_PERCENTILE, pale_ink

#: Strokes are paler than this share of the way from print to paper.
PALE = 0.2
#: A signature is at least this high and wide, in inches, and its strokes fill at most this share of their box.
LEAST_INCHES = 0.3
MOST_FILLED = 0.4
#: Strokes are looked for at about this resolution, in gaps of so many of its pixels joined.
STROKE_DPI = 100
GAP = 3


def fade_signatures(gray: Pixels, ink: Pixels, dpi: int) -> tuple[Pixels, Pixels]:
    """The picture and its ink (255, rulings taken out) without the pale strokes that cross print; themselves if none.

    Handwriting that crosses no print is kept: it may be a value.
    """
    darkest = percentile(gray, PRINT_PERCENTILE, mask=ink)
    limit = round(darkest + PALE * (255 - darkest))
    step = max(1, round(dpi / STROKE_DPI))
    shape = (gray.shape[1] // step, gray.shape[0] // step)
    if min(shape) < LEAST_INCHES * dpi / step:
        return gray, ink
    pale = pale_ink(gray, ink, limit, dpi)
    brush = np.ones((GAP, GAP), np.uint8)
    _, small = cv2.threshold(cv2.resize(pale, shape, interpolation=cv2.INTER_AREA), 0, 1, cv2.THRESH_BINARY)
    joined = cv2.dilate(small, brush)
    changed = np.zeros_like(joined)
    for part in parts(joined):
        if min(part.width, part.height) < LEAST_INCHES * dpi / step:
            continue
        own = part.pixels(joined)
        if own.mean() <= MOST_FILLED:
            changed[part.place][own] = 1
    if not changed.any():
        return gray, ink
    full = cv2.resize(changed, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST)
    strokes = (full > 0) & (gray >= limit)
    return np.where(strokes, np.uint8(255), gray), np.where(strokes, np.uint8(0), ink)
