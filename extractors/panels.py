"""Light print on dark cells: found before the background is made white, turned to dark print on white afterwards.

A header of white letters on gray or coloured ground is common, and on a gray scan the ground may be no darker than a
shaded row with black letters. What is lighter inside than its ground decides which of the two it is.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.raster import Pixels, reduced

#: Resolution at which the ground of cells is looked at, and the side in pixels of the median that wipes out letters.
GROUND_DPI = 75
GROUND_WINDOW = 11
#: A ground is darker than this share of the paper; between two grounds it changes by this many gray levels.
DARKEST_GROUND = 0.72
STEP = 12
#: Light print reaches this share of the way from its ground to paper, and dark print this share of its ground.
LIGHT, DARK = 0.3, 0.75
#: Gray levels above the ground that noise may reach.
NOISE = 16
#: Pixels that a ground loses at its edges, and the share of its rectangle that it fills.
EDGE, SOLID = 3, 0.6
#: Share of a panel's area that light print covers at least.
PRINTED = 0.004
#: Dark lines in a panel that are longer than this many inches are rulings.
RULING = 0.3
#: On a flattened picture, gray below which a pixel can belong to a panel.
PANEL_GRAY = 190
#: A panel is solid over squares of this side, in inches, at least this wide and high, and this full.
PANEL_SOLID = 0.05
PANEL_INCHES = (0.3, 0.14)
PANEL_FULL = 0.8
#: Rows and columns at its edges of which less than this share is dark are no part of it.
PANEL_EDGE = 0.7
#: At the edge of a panel that is no rectangle, within so many inches, what is darker than this is its ruling.
PANEL_RULING = 0.02
PANEL_INK = 225
#: Letters in a panel make holes of at most this size, in inches.
PANEL_HOLE = 0.2
#: Rulings in a panel are this much darker than it, in gray levels, before they count as wholly black.
BLACK = 100


def light_print(gray: Pixels, dpi: float, paper: float) -> Pixels:
    """A mask (255) of the cells with light print on a darker ground; `paper` is the page's gray. As large as `gray`."""
    small = reduced(gray, min(1.0, GROUND_DPI / dpi))
    ground = cv2.medianBlur(small, GROUND_WINDOW)
    square = np.ones((3, 3), np.uint8)
    even = np.asarray(cv2.morphologyEx(ground, cv2.MORPH_GRADIENT, square)) < STEP
    shaded = ((np.asarray(ground) < DARKEST_GROUND * paper) & even).astype(np.uint8)
    levels, grounds = small.astype(np.float32), ground.astype(np.float32)
    light = levels - grounds > np.maximum(NOISE, LIGHT * (paper - grounds))
    dark = _letters(levels < np.minimum(DARK * grounds, grounds - NOISE))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(shaded, connectivity=4)
    mask = np.zeros_like(shaded)
    # Smaller parts are not solid by any shape; a grainy page has thousands of them.
    least = SOLID * np.prod([inches * GROUND_DPI - EDGE for inches in PANEL_INCHES])
    for index in np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] >= least) + 1:
        x, y, width, height = stats[index, : cv2.CC_STAT_AREA]
        place = np.s_[y : y + height, x : x + width]
        own = np.asarray(labels[place] == index, np.uint8)
        # The ground is uneven where letters are.
        closed = cv2.morphologyEx(own, cv2.MORPH_CLOSE, np.ones((GROUND_WINDOW,) * 2, np.uint8), borderValue=0)
        inside = (closed > 0) & ((labels[place] == 0) | (own > 0))
        lights, darks = int(light[place][inside].sum()), int(dark[place][inside].sum())
        if lights >= PRINTED * inside.sum() and lights > darks and _solid(own):
            mask[place] |= own
    mask = _whole(mask, shaded_too=(grounds < DARKEST_GROUND * paper), grounds=grounds)
    # Over the holes that letters leave, and out to the panel's edge.
    filled = cv2.morphologyEx(mask * np.uint8(255), cv2.MORPH_CLOSE, np.ones((GROUND_WINDOW,) * 2, np.uint8))
    grown = cv2.dilate(filled, np.ones((EDGE,) * 2, np.uint8))
    return np.asarray(cv2.resize(grown, gray.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def _whole(mask: Pixels, shaded_too: npt.NDArray[np.bool_], grounds: npt.NDArray[np.float32]) -> Pixels:
    """The parts with all of the same ground that hangs together with them: between two names there is no print."""
    if not mask.any():
        return mask
    alike = shaded_too & (np.abs(grounds - float(np.median(grounds[mask > 0]))) < STEP)
    _, labels = cv2.connectedComponents(np.asarray(alike | (mask > 0), np.uint8), connectivity=4)
    return np.isin(labels, np.unique(labels[mask > 0])).astype(np.uint8)


def _solid(part: Pixels) -> bool:
    """Whether a part of the small picture is large enough for a cell and fills a rectangle, be it askew.

    Between the letters of dense print the ground looks dark too, in small and ragged pieces.
    """
    points = cv2.findNonZero(part)
    height, width = sorted(cv2.minAreaRect(points)[1])
    large = width >= PANEL_INCHES[0] * GROUND_DPI - EDGE and height >= PANEL_INCHES[1] * GROUND_DPI - EDGE
    return large and len(points) >= SOLID * width * height


def _letters(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The mask without its long lines."""
    mask = dark.astype(np.uint8)
    length = round(RULING * GROUND_DPI)
    for line in (np.ones((1, length), np.uint8), np.ones((length, 1), np.uint8)):
        mask = np.asarray(cv2.subtract(mask, cv2.morphologyEx(mask, cv2.MORPH_OPEN, line)), np.uint8)
    return mask > 0


def lighten_panels(gray: Pixels, dpi: int) -> Pixels:
    """Light print on dark cells of a flattened picture turned to dark print on white, with a thin frame around.

    Only solid panels inside the page, made of rectangles: a crest, a punch hole or the scanner's edge stays as it is.
    """
    _, dark = cv2.threshold(gray, PANEL_GRAY - 1, 1, cv2.THRESH_BINARY_INV)
    square = np.ones((max(3, round(PANEL_SOLID * dpi)),) * 2, np.uint8)
    cores = cv2.erode(dark, square)
    if not cores.any():
        return gray
    cores = cv2.dilate(cores, square)
    hole = round(PANEL_HOLE * dpi)
    first_x, first_y, end_x, end_y = _around(cores)
    cores = cores[first_y:end_y, first_x:end_x]
    # The border of the picture must not count as panel when closing: pad with paper.
    padded = cv2.copyMakeBorder(cores, hole, hole, hole, hole, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((hole, hole), np.uint8))[hole:-hole, hole:-hole]
    height, width = gray.shape
    result = gray.copy()
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(closed), connectivity=4)
    for index, (inner_x, inner_y, w, h, _) in enumerate(stats[1:].tolist(), start=1):
        own = labels[inner_y : inner_y + h, inner_x : inner_x + w] == index
        x, y = inner_x + first_x, inner_y + first_y
        if x == 0 or y == 0 or x + w == width or y + h == height:
            continue
        if _stepped(own, dpi):
            part = result[y : y + h, x : x + w]
            part[own] = _inverted(gray[y : y + h, x : x + w][own])
            _frame(part, own, dpi)
            continue
        rows, columns = (np.flatnonzero(own.mean(axis=axis) >= PANEL_EDGE) for axis in (1, 0))
        if not len(rows) or not len(columns):
            continue
        top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
        large = right - left >= PANEL_INCHES[0] * dpi and bottom - top >= PANEL_INCHES[1] * dpi
        if large and own[top:bottom, left:right].mean() >= PANEL_FULL:
            place = np.s_[y + top : y + bottom, x + left : x + right]
            result[place] = _inverted(gray[place])
            corners = (int(x + left), int(y + top)), (int(x + right - 1), int(y + bottom - 1))
            cv2.rectangle(result, *corners, 0, max(1, dpi // 100))
    return result


def _stepped(own: npt.NDArray[np.bool_], dpi: int) -> bool:
    """Whether a panel is made of cells, with upright and level sides, and one cell at least is missing in its box.

    Cells of a header that span its rows stand beside cells of which only the upper ones are dark.
    """
    cell = np.ones([round(inches * dpi) for inches in reversed(PANEL_INCHES)], np.uint8)
    mask = own.astype(np.uint8)
    # Nothing lies beyond the box.
    missing, cells = (
        cv2.morphologyEx(part, cv2.MORPH_OPEN, cell, borderType=cv2.BORDER_CONSTANT, borderValue=0)
        for part in (1 - mask, mask)
    )
    if not missing.any() or cv2.countNonZero(cells) < PANEL_FULL * cv2.countNonZero(mask):
        return False
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    near = PANEL_SOLID * dpi
    corners = cv2.approxPolyDP(outlines[0], near, closed=True)[:, 0]
    return bool((np.abs(corners - np.roll(corners, 1, axis=0)).min(axis=1) <= near).all())


def _frame(inverted: Pixels, own: npt.NDArray[np.bool_], dpi: int) -> None:
    """Draws the edge of a panel where no ruling runs along it: beside one it would be a second line."""
    edge = max(1, dpi // 100)
    padded = cv2.copyMakeBorder(own.astype(np.uint8), *(edge,) * 4, cv2.BORDER_CONSTANT)
    inner = cv2.erode(padded, np.ones((2 * edge + 1,) * 2, np.uint8))[edge:-edge, edge:-edge] > 0
    ink = (inner & (inverted < PANEL_INK)).astype(np.uint8)
    ruled = cv2.dilate(ink, np.ones((2 * round(PANEL_RULING * dpi) + 1,) * 2, np.uint8)) > 0
    # The panel's blurred edge is lighter than its ground, but no print.
    fringe = own & ~inner
    inverted[fringe] = np.where(ruled[fringe], 255, 0)


def _around(mask: npt.NDArray[Any]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what a mask holds, with a pixel around it where there is one."""
    x, y, width, height = cv2.boundingRect(mask)
    return max(0, x - 1), max(0, y - 1), min(mask.shape[1], x + width + 1), min(mask.shape[0], y + height + 1)


def _inverted(panel: Pixels) -> Pixels:
    """What differs from the panel's ground as ink: its light print, and rulings that are darker than it."""
    ground = float(np.median(panel))
    lighter = (panel - ground) / max(1.0, 255 - ground)
    darker = (ground - panel) / max(ground, BLACK)
    return np.asarray(255 * (1 - np.clip(np.maximum(lighter, darker), 0, 1)), np.uint8)
