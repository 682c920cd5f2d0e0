"""A photographed sheet laid flat: its four sides against the desk tell how the camera looked at it.

A scan keeps sides parallel, so that a sheet whose opposite sides lean towards one another was photographed. Only what
is surely a sheet is laid flat: bright, with four straight sides inside the picture, on a darker ground all around.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.raster import PAGE_INCHES, Pixels, reduced

Floats = npt.NDArray[np.float64]

#: The long side, in pixels, of the small picture in which the sheet is looked for.
SMALL = 600
#: Side of the median that smooths it, in pixels; print on it is closed over so many.
SMOOTH, PRINT = 5, 15
#: The border of the picture is desk where it is darker than this share of the paper, as this share of it is at least.
GROUND, DESK = 0.8, 0.6
#: Pixels looked at along the short side to see whether there is a desk.
LOOK = 100
#: So much of the picture's width and height, in its middle, is sheet.
MIDDLE = 0.4
#: The sheet covers this share of the picture at least.
COVERS = 0.3
#: Of each side this share of its outline lies within so many small pixels of a straight line.
STRAIGHT, NEAR = 0.85, 2.5
#: Share of a side, at either end, that its line is not fitted to: corners are dog-eared.
CORNER = 0.08
#: Corners of the sheet in the picture, in degrees from a right angle; opposite sides that lean by less are parallel.
SQUARE = 35.0
LEANING = 0.35
#: A stated resolution is believed where it makes the sheet's short side so many inches long.
SHEET_INCHES = (7.2, 12.5)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet seen from above: gray picture, dots an inch, and the 3 x 3 map back to the picture it was found in."""

    pixels: Pixels
    dpi: int
    to_picture: Floats


def lay_flat(picture: Pixels, gray: Pixels, dpi: int) -> Sheet:
    """The photographed sheet alone, seen from above; the whole picture (RGB or gray) where it is no such photo.

    `gray` is what is to be laid flat, as large as `picture`.
    """
    corners = find_sheet(picture)
    if corners is None:
        return Sheet(gray, dpi, np.eye(3))
    top, right, bottom, left = (float(np.hypot(*side)) for side in np.roll(corners, -1, axis=0) - corners)
    width, height = round(max(top, bottom)), round(max(left, right))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    back = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    size = (width, height)
    pixels = cv2.warpPerspective(gray, back, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderValue=255)
    inches = min(size) / dpi
    if not SHEET_INCHES[0] <= inches <= SHEET_INCHES[1]:
        dpi = max(1, round(min(size) / PAGE_INCHES))
    return Sheet(np.asarray(pixels, np.uint8), dpi, np.asarray(back, np.float64))


def find_sheet(picture: Pixels) -> Floats | None:
    """Corners of a photographed sheet in pixels (4 x 2, clockwise from the top left), None where there is none."""
    if not _on_desk(picture):
        return None
    scale = min(1.0, SMALL / max(picture.shape[:2]))
    small = reduced(picture, scale)
    corners = _corners(
        _sheet(small if small.ndim == 3 else np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2RGB), np.uint8))
    )
    return (corners + 0.5) / scale - 0.5 if corners is not None and _leans(corners) else None


def _on_desk(picture: Pixels) -> bool:
    """Whether the picture's border is mostly darker than what is in it."""
    step = max(1, min(picture.shape[:2]) // LOOK)
    light = picture[::step, ::step]
    # The darkest channel: paper is white, and wood or cloth lacks one colour at least.
    light = light if light.ndim == 2 else light.min(axis=2)
    ring = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    return bool((ring < GROUND * np.percentile(light, 90)).mean() >= DESK)


def _sheet(picture: Pixels) -> Pixels:
    """A mask (1) of what belongs to the middle of the picture and not to its border.

    Flooded from both, so that a shadow over the sheet, whose edge is soft, does not part it.
    """
    closed = cv2.morphologyEx(cv2.medianBlur(picture, SMOOTH), cv2.MORPH_CLOSE, np.ones((PRINT, PRINT), np.uint8))
    height, width = closed.shape[:2]
    # The outermost pixels are lost to `watershed`.
    marks = np.ones((height, width), np.int32)
    marks[2:-2, 2:-2] = 0
    top, left = round((1 - MIDDLE) / 2 * height), round((1 - MIDDLE) / 2 * width)
    marks[top : height - top, left : width - left] = 2
    return np.asarray(cv2.watershed(closed, marks) == 2, np.uint8)


def _corners(sheet: Pixels) -> Floats | None:
    """Corners of the largest part of a mask, where it has four straight sides inside the picture."""
    outlines, _ = cv2.findContours(sheet, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < COVERS * sheet.size:
        return None
    rough = _quadrangle(cv2.convexHull(largest))
    if rough is None:
        return None
    outline = largest.reshape(-1, 2).astype(np.float64)
    lines = [_side(outline, start, end) for start, end in zip(rough, np.roll(rough, -1, axis=0), strict=True)]
    sides = [line for line in lines if line is not None]
    if len(sides) < 4:
        return None
    corners = np.array([_crossing(sides[index - 1], sides[index]) for index in range(4)])
    height, width = sheet.shape
    inside = (corners > -1) & (corners < (width, height))
    return corners if inside.all() and _square(corners) else None


def _quadrangle(hull: npt.NDArray[Any]) -> Floats | None:
    """The four corners of a hull, clockwise from the top left."""
    around = cv2.arcLength(hull, True)
    for share in (0.02, 0.03, 0.05, 0.08):
        points = cv2.approxPolyDP(hull, share * around, True).reshape(-1, 2).astype(np.float64)
        if len(points) == 4:
            turns = np.arctan2(*(points - points.mean(axis=0)).T[::-1])
            points = points[np.argsort(turns)]
            return np.asarray(np.roll(points, -int(np.argmin(points.sum(axis=1))), axis=0))
    return None


def _side(outline: Floats, start: Floats, end: Floats) -> tuple[Floats, Floats] | None:
    """(point, direction) of the line along the outline's part between two corners, None where that is not straight."""
    along = (end - start) / np.hypot(*(end - start))
    length = float((end - start) @ along)
    place, away = (outline - start) @ along / length, np.abs((outline - start) @ (-along[1], along[0]))
    near = outline[(place > CORNER) & (place < 1 - CORNER) & (away < 0.04 * length + NEAR)]
    if len(near) < (1 - 2 * CORNER) * STRAIGHT * length * 0.7:
        return None
    x, y, at_x, at_y = (
        float(value) for value in cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    )
    point, direction = np.array([at_x, at_y]), np.array([x, y])
    apart = np.abs((near - point) @ (-y, x))
    return (point, direction) if (apart < NEAR).mean() >= STRAIGHT else None


def _crossing(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats:
    across = np.column_stack([one[1], -other[1]])
    if abs(np.linalg.det(across)) < 1e-6:
        return np.array([-np.inf, -np.inf])
    return np.asarray(one[0] + np.linalg.solve(across, other[0] - one[0])[0] * one[1])


def _directions(corners: Floats) -> Floats:
    """Direction of each side in degrees, clockwise from the top one."""
    steps = np.roll(corners, -1, axis=0) - corners
    return np.degrees(np.arctan2(steps[:, 1], steps[:, 0]))


def _apart(one: float, other: float) -> float:
    """Degrees between two directions, 0 to 180."""
    return abs((one - other + 180) % 360 - 180)


def _square(corners: Floats) -> bool:
    ways = _directions(corners)
    return all(abs(_apart(ways[index - 1], ways[index]) - 90) <= SQUARE for index in range(4))


def _leans(corners: Floats) -> bool:
    """Whether opposite sides lean towards one another, as on a photo."""
    ways = _directions(corners)
    return any(180 - _apart(ways[index], ways[index + 2]) > LEANING for index in range(2))
