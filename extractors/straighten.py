"""Upright and straight: quarter turns seen in how letters neighbour, and the skew in how lines pile up.

Turning must come before deskewing (on a page that lies on its side no skew is found). Whether a page stands on its
head cannot be seen in pixels with certainty: `extractors.scan` lets the reader decide.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from extractors.ink import Pieces, binarise, pieces
from extractors.raster import Pixels, reduced
from extractors.shapes import Affine

Floats = npt.NDArray[np.float64]

#: Resolution for looking at letters and their neighbours.
LETTER_DPI = 150
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
#: Resolution for line segments; segments of at least this length in inches, this near to the profile's angle, count.
SEGMENT_DPI = 100
SEGMENT_INCHES = 0.4
NEAR_PROFILE = 0.25
#: So much total length of segments, in inches, is needed for them to correct the profile.
ENOUGH_SEGMENTS = 10.0
#: Margin of the page, as share of its sides, in which no skew is measured: scanner edges and page borders.
MARGIN = 0.03


@dataclass(frozen=True, slots=True)
class Straight:
    """A picture after `turned` quarter turns clockwise and deskewing; `to_picture` leads back, in pixels."""

    pixels: Pixels
    turned: int
    skew: float
    to_picture: Affine


def sideways(ink: Pieces, chosen: npt.NDArray[np.intp]) -> float | None:
    """Share of the letters whose nearest neighbour stands above or below: near 0 upright, near 1 on the side.

    None where too few letters have a neighbour. Letters of one line stand closer than lines do, in every script that
    this program reads.
    """
    if len(chosen) < 2:
        return None
    x0, y0, x1, y1 = (side[chosen].astype(np.float64) for side in (ink.x0, ink.y0, ink.x1, ink.y1))
    count = min(NEIGHBOURS + 1, len(chosen))
    near = cKDTree(np.column_stack([(x0 + x1) / 2, (y0 + y1) / 2])).query(
        np.column_stack([(x0 + x1) / 2, (y0 + y1) / 2]), k=count
    )[1][:, 1:]
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


def lies_sideways(flat: Pixels, dpi: int) -> float:
    """How sure it is that the page lies on its side: 0 upright, 1 sideways, 0.5 cannot tell."""
    small, small_dpi = _reduced(flat, dpi, LETTER_DPI)
    ink = pieces(binarise(small, small_dpi))
    chosen = letters(ink, small_dpi)
    share = sideways(ink, chosen) if len(chosen) >= ENOUGH_LETTERS else None
    return 0.5 if share is None else share


def skew_angle(flat: Pixels, dpi: int) -> float:
    """Degrees by which the lines of an upright page fall to the right (clockwise), within LARGEST_SKEW; 0 if unclear.

    The profile of projected ink decides; line segments only refine it, because they follow a scanner's edge or the
    frame of a photo as willingly as a ruling.
    """
    profile = _profile_angle(flat, dpi)
    return 0.0 if profile is None else round(_refined(flat, dpi, profile), 3) + 0.0


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


def _reduced(picture: Pixels, dpi: int, wanted: int) -> tuple[Pixels, int]:
    if dpi <= wanted:
        return picture, dpi
    return reduced(picture, wanted / dpi), wanted


def _profile_angle(flat: Pixels, dpi: int) -> float | None:
    small, _ = _reduced(flat, dpi, PROFILE_DPI)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 15, 12)
    top, left = (round(MARGIN * side) for side in ink.shape)
    rows, columns = np.nonzero(ink[top : ink.shape[0] - top, left : ink.shape[1] - left])
    if not len(rows):
        return None
    reach = round(np.tan(np.radians(LARGEST_SKEW + 1)) * ink.shape[1]) + 1

    def sharpness(angle: float) -> float:
        # Every pixel is shared between the two rows that it falls between: whole rows would favour certain angles.
        projected = rows - columns * np.tan(np.radians(angle)) + reach
        whole = projected.astype(np.int32)
        share = projected - whole
        length = ink.shape[0] + 2 * reach
        profile = np.bincount(whole, 1 - share, length) + np.bincount(whole + 1, share, length)
        return float((np.diff(profile) ** 2).sum())

    best, span = 0.0, LARGEST_SKEW
    for step in STEPS:
        tried = best + np.arange(-span, span + step / 2, step)
        best, span = float(tried[int(np.argmax([sharpness(angle) for angle in tried]))]), step
    return best


def _refined(flat: Pixels, dpi: int, profile: float) -> float:
    small, small_dpi = _reduced(flat, dpi, SEGMENT_DPI)
    top, left = (round(MARGIN * side) for side in small.shape)
    inner = np.ascontiguousarray(small[top : small.shape[0] - top, left : small.shape[1] - left])
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(inner)[0]
    if found is None:
        return profile
    found = found.reshape(-1, 4).astype(np.float64)
    dx, dy = found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]
    length = np.hypot(dx, dy)
    angle = (np.degrees(np.arctan2(dy, dx)) + 90) % 180 - 90
    kept = (length >= SEGMENT_INCHES * small_dpi) & (np.abs(angle - profile) <= NEAR_PROFILE)
    if length[kept].sum() < ENOUGH_SEGMENTS * small_dpi:
        return profile
    order = np.argsort(angle[kept])
    weight = np.cumsum(length[kept][order] ** 2)
    return float(angle[kept][order][np.searchsorted(weight, weight[-1] / 2)])
