"""Grays that a bilevel scan shows as dots (dithering, a halftone screen) made gray again.

Fax and "black and white" scans draw shaded cells, pale rulings and tinted paper so. The dots would be taken for specks,
or joined to rulings; as a gray ground they are what every other scan has.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.raster import Pixels

#: A dot differs from all four pixels beside it by so many gray levels.
DOT = 80
_BESIDE = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.uint8)
#: A block of so many pixels each way has dots when their share of it, in levels of 255, is higher.
BLOCK, DOTTED = 8, 6
#: A screen covers windows of so many blocks each way, of which this share has dots: letters have fewer.
WINDOW, COVERED = 7, 0.6
#: Share of the page that such windows cover before it counts as screened. Faxes of print without grays have none.
SCREENED = 0.005
#: The mean over so many pixels each way makes dots a ground and leaves letters their strokes. It is the usual period of
#: ordered dots, of which nothing is left then; the rest of larger ones goes with a blur of so many pixels.
PERIOD, BLUR = 4, 0.7


def without_screen(gray: Pixels) -> Pixels:
    """The gray picture with its dots blurred to grays; the same picture where it has no screen."""
    rows, columns = (side // BLOCK for side in gray.shape)
    if min(rows, columns) < WINDOW:
        return gray
    part = gray[: rows * BLOCK, : columns * BLOCK]
    # Black dots on white, or white ones on black.
    apart = cv2.max(cv2.subtract(cv2.erode(part, _BESIDE), part), cv2.subtract(part, cv2.dilate(part, _BESIDE)))
    _, dots = cv2.threshold(apart, DOT, 255, cv2.THRESH_BINARY)
    _, dotted = cv2.threshold(
        cv2.resize(dots, (columns, rows), interpolation=cv2.INTER_AREA), DOTTED, 255, cv2.THRESH_BINARY
    )
    if float(np.mean(cv2.blur(dotted, (WINDOW, WINDOW)) > COVERED * 255)) < SCREENED:
        return gray
    return np.asarray(cv2.GaussianBlur(cv2.blur(gray, (PERIOD, PERIOD)), (0, 0), BLUR), np.uint8)
