"""Opening and closing along rows: which runs of ink are long enough, which gaps short, on a mask of 0 and 255.

The same as `cv2.morphologyEx` with a kernel of one row, which looks at every pixel of the kernel. Here a window is made
of two of half its length, and time grows with the logarithm only. Beyond the picture there is no ink.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.raster import Pixels


def opened(mask: Pixels, length: int) -> Pixels:
    """The mask without runs of ink shorter than `length` pixels; length is at most the mask's width."""
    return _widened(_narrowed(mask, length), length)


def closed(mask: Pixels, length: int) -> Pixels:
    """The mask with gaps between ink filled that are shorter than `length` pixels."""
    return _narrowed(_widened(mask, length), length)


def _narrowed(mask: Pixels, length: int) -> Pixels:
    """Ink where this pixel and the next `length` - 1 are ink: so many columns fewer."""
    span = 1
    while span < length:
        step = min(span, length - span)
        mask = np.asarray(cv2.min(mask[:, :-step], mask[:, step:]), np.uint8)
        span += step
    return mask


def _widened(mask: Pixels, length: int) -> Pixels:
    """Every pixel of ink drawn `length` pixels long: length - 1 columns more."""
    wide = cv2.copyMakeBorder(mask, 0, 0, length - 1, length - 1, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(cv2.bitwise_not(_narrowed(np.asarray(cv2.bitwise_not(wide), np.uint8), length)), np.uint8)
