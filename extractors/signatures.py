"""Signatures taken off the print that they run over: pen strokes are paler than print, and larger than any letter.

The name of the one who signs a decree stands under the signature, where the strokes join its letters to one piece of
ink that no reader can read. A signature beside the print stays as it is: nobody reads it, and nothing is lost by it.
"""

from __future__ import annotations

import numpy as np

from extractors.ink import Pieces
from extractors.raster import Pixels, percentile
from extractors.stamps import PRINT_PERCENTILE, pale_ink

#: Strokes are paler than this share of the way from print to paper.
PALE = 0.13
#: Strokes with what they join are at least this high and wide, in inches, and fill at most this share of their box.
LEAST_INCHES = 0.3
MOST_FILLED = 0.4


def fade_signatures(gray: Pixels, ink: Pixels, found: Pieces, dpi: int) -> tuple[Pixels, Pixels]:
    """The picture and its ink (255) without the pale strokes that run over darker print; themselves if there are none.

    `found` are the pieces of `ink`. Handwriting that crosses no print is kept: it may be a value.
    """
    large = np.flatnonzero(
        (np.minimum(found.width, found.height) >= LEAST_INCHES * dpi)
        & (found.area <= MOST_FILLED * found.width * found.height)
    )
    if not large.size:
        return gray, ink
    faded, kept = gray, ink
    darkest = percentile(gray, PRINT_PERCENTILE, mask=ink)
    limit = round(darkest + PALE * (255 - darkest))
    for piece in large:
        place = np.s_[found.y0[piece] : found.y1[piece], found.x0[piece] : found.x1[piece]]
        own = np.asarray(np.where(found.labels[place] == piece + 1, 255, 0), np.uint8)
        pale = (pale_ink(gray[place], own, limit, dpi) > 0) & (gray[place] >= limit)
        if not pale.any() or not (own[~pale] > 0).any():
            continue
        if faded is gray:
            faded, kept = gray.copy(), ink.copy()
        faded[place][pale] = 255
        kept[place][pale] = 0
    return faded, kept
