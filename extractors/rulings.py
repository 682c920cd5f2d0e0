"""Rulings and fraction bars in a picture of a straight page, and the picture of ink without them.

Open first, then close, then open again: closing first would join letters into "lines". A ruling is then looked at once
more: the arc of a stamp is not straight, the feet of serif letters carry letters, a photo's edge is too thick.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.raster import Pixels
from extractors.shapes import Rule

Mask = npt.NDArray[np.uint8]

#: Rulings are looked for at about this resolution; a finer picture is pooled.
RULING_DPI = 150
#: Lengths in inches: longer than any stroke of a letter; gaps that are closed; shortest ruling.
STROKE = 0.17
GAP = 0.12
SHORTEST = 0.40
#: Shortest fraction bar in inches ("1/2" in small print).
SHORTEST_BAR = 0.19
#: A run thicker than this many inches (and pixels, at low resolution) is no ruling; Word's thickest border has 0.083.
THICKEST = 0.085
THICKEST_PIXELS = 9
#: A ruling may leave its straight line by this many inches, and this share of its length.
BEND = 0.012
BEND_SHARE = 0.003
#: A ruling may fall by this share of its length: about 1.1 degrees left over by deskewing.
SLOPE = 0.02
#: A ruling shorter than this many inches must stand free: letters touch it along at most this share of one side.
DOUBTFUL = 1.0
TOUCHED = 0.35
BAR_TOUCHED = 0.2
#: A vertical must meet a horizontal ruling, within this many inches; one shorter than SHORTEST at both ends.
MEETS = 0.05
#: Strokes that cross a ruling belong to letters: they are this many pixels longer than the ruling is thick.
CROSSING = 3
#: A faint ruling is darker than the paper above and below it by this much, and by so many times the paper's noise,
#: measured over so many inches along it.
FAINT = 5.0
FAINT_NOISE = 4.0
FAINT_SMOOTH = 0.1
#: A faint line is thinner than this many inches; so far beside a plain ruling there is none.
FAINT_THICKEST = 0.055
#: So near to letters, in inches, nothing faint is believed: their blur would pass for it.
LETTER_BLUR = 0.02
#: A ruling of which less than this share is plain ink must be DOUBTFUL inches long.
PLAIN = 0.3
#: Along the picture's border, in inches, a long dark run is the edge of the paper or of the scanner.
BORDER = 0.08


@dataclass(frozen=True, slots=True)
class Rulings:
    """`rules` in points; `erased` is the binary picture without them (ink 255); `mask` shows what was taken out."""

    rules: tuple[Rule, ...]
    erased: Pixels
    mask: Mask


@dataclass(frozen=True, slots=True)
class _Run:
    """A straight run in pooled pixels: `at` across, `start`..`end` along, its thickness and own pixels."""

    at: float
    start: int
    end: int
    thickness: float
    place: tuple[slice, slice]
    own: npt.NDArray[np.bool_]

    @property
    def length(self) -> int:
        return self.end - self.start


def find_rulings(gray: Pixels, binary: Pixels, dpi: int) -> Rulings:
    """All straight rulings, horizontal and vertical, fraction bars and underlines too, of a straight page.

    `gray` is flattened, `binary` the same picture with ink as 255. Hairlines too pale to be ink are found in `gray`.
    """
    factor = max(1, round(dpi / RULING_DPI))
    pooled = _pooled(binary, factor)
    scale = dpi / factor
    across, down = (
        [run for run in _runs(*views, scale) if not _at_border(run, views[0].shape[0], scale)]
        for views in ((pooled, _along(gray, factor, scale)), (pooled.T, _along(gray.T, factor, scale)))
    )
    down = [run for run in down if _supported(run, across, scale)]
    horizontal_mask = _grown(_drawn(across, pooled.shape), factor, binary.shape)
    vertical_mask = _grown(_drawn(down, pooled.shape[::-1]).T, factor, binary.shape)
    mask = _erasable(binary, horizontal_mask, vertical_mask, across, factor)
    mask |= _erasable(binary.T, vertical_mask.T, horizontal_mask.T, down, factor).T
    points = 72 * factor / dpi
    rules = [_rule(run, True, points) for run in across] + [_rule(run, False, points) for run in down]
    rules.sort(key=lambda rule: (not rule.horizontal, rule.at, rule.start))
    return Rulings(tuple(rules), np.asarray(np.where(mask > 0, 0, binary), np.uint8), mask)


def _pooled(binary: Pixels, factor: int) -> Pixels:
    """Ink wherever a block of factor x factor pixels has ink."""
    if factor == 1:
        return binary
    rows, columns = (-(-side // factor) * factor for side in binary.shape)
    padded = np.zeros((rows, columns), np.uint8)
    padded[: binary.shape[0], : binary.shape[1]] = binary
    # Whole pictures against one another: ten times as fast as a reduction over blocks.
    shifted = [padded[row::factor, column::factor] for row in range(factor) for column in range(factor)]
    return np.asarray(np.maximum.reduce(shifted), np.uint8)


def _row(pixels: float) -> Mask:
    # Odd, because opening and closing with an even kernel moves what they keep by a pixel.
    return np.ones((1, round(pixels) | 1), np.uint8)


def _column(pixels: float) -> Mask:
    return _row(pixels).reshape(-1, 1)


def _along(gray: Pixels, factor: int, dpi: float) -> Pixels:
    """The picture smoothed along the rows and pooled to the darkest, so that a pale hairline stays visible."""
    smooth = cv2.blur(np.ascontiguousarray(gray), (max(3, round(FAINT_SMOOTH * dpi * factor)), 1))
    return np.asarray(255 - _pooled(np.asarray(255 - smooth, np.uint8), factor), np.uint8)


def _faint(smooth: Pixels, ink: Pixels, dpi: float) -> Pixels:
    """Thin horizontal lines that are darker than the paper above and below them, as ink 255."""
    thickest = max(THICKEST_PIXELS, FAINT_THICKEST * dpi)
    hat = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, _column(thickest))
    noise = float(np.median(hat[hat > 0])) if hat.any() else 0.0
    strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, _row(STROKE * dpi))
    letters = cv2.subtract(ink, cv2.dilate(strokes, _column(3)))
    blur = np.ones((2 * round(LETTER_BLUR * dpi) + 1, 2 * round((FAINT_SMOOTH + LETTER_BLUR) / 2 * dpi) + 1), np.uint8)
    faint = (hat > max(FAINT, FAINT_NOISE * noise)) & (cv2.dilate(letters, blur) == 0)
    # Right beside a plain ruling a faint one is the edge of a shaded row, and would make the plain one too thick.
    beside = cv2.dilate(strokes, _column(2 * thickest + 1))
    faint &= beside == 0
    return np.asarray(np.where(faint, 255, 0), np.uint8)


def _runs(ink: Pixels, smooth: Pixels, dpi: float) -> list[_Run]:
    """Horizontal straight runs, long ones and bars."""
    ink = np.ascontiguousarray(ink)
    # Three rows high, so that a ruling that steps from one row to the next stays whole.
    stepped = cv2.dilate(ink | _faint(smooth, ink, dpi), _column(3))
    strokes = cv2.morphologyEx(stepped, cv2.MORPH_OPEN, _row(STROKE * dpi))
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, _row(GAP * dpi))
    long = _thin(cv2.morphologyEx(joined, cv2.MORPH_OPEN, _row(SHORTEST * dpi)), dpi)
    short = _thin(cv2.subtract(strokes, cv2.dilate(long, _column(3))), dpi)
    found = _straight_runs(long, ink, dpi, SHORTEST)
    return found + _straight_runs(short, ink, dpi, SHORTEST_BAR)


def _thin(found: npt.NDArray[Any], dpi: float) -> Mask:
    mask = np.asarray(found, np.uint8)
    # The mask is two pixels thicker than the ink it came from.
    thick = cv2.morphologyEx(mask, cv2.MORPH_OPEN, _column(max(THICKEST_PIXELS, THICKEST * dpi) + 2))
    return np.asarray(cv2.subtract(mask, cv2.dilate(thick, _column(3))), np.uint8)


def _straight_runs(mask: Mask, ink: Pixels, dpi: float, shortest: float) -> list[_Run]:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    result = []
    for label, (x, y, width, height, _) in enumerate(stats[1:].tolist(), start=1):
        if width < shortest * dpi or height > max(THICKEST * dpi, SLOPE * width + THICKEST_PIXELS):
            continue
        place = (slice(y, y + height), slice(x, x + width))
        own = np.asarray(labels[place] == label)
        counts = own.sum(axis=0)
        path = (own * np.arange(y, y + height)[:, None]).sum(axis=0) / np.maximum(counts, 1)
        # The mask is two pixels thicker than the ink it came from.
        thickness = max(1.0, float(np.median(counts)) - 2)
        if not _is_straight(path, dpi):
            continue
        if width < DOUBTFUL * dpi:
            if _plain(path, x, ink) < PLAIN:
                continue
            allowed = TOUCHED if width >= SHORTEST * dpi else BAR_TOUCHED
            if _touched(path, x, thickness, ink) > allowed:
                continue
        result.append(_Run(float(np.median(path)) + 0.5, x, x + width, thickness, place, own))
    return result


def _is_straight(path: npt.NDArray[np.float64], dpi: float) -> bool:
    along = np.arange(len(path))
    slope, offset = np.polyfit(along, path, 1)
    bend = np.percentile(np.abs(path - slope * along - offset), 95)
    return bool(abs(slope) <= SLOPE and bend <= max(1.0, BEND * dpi + BEND_SHARE * len(path)))


def _sampled(picture: Pixels, path: npt.NDArray[np.float64], start: int, away: float) -> Pixels:
    """The picture's values along the path, moved `away` rows."""
    rows = np.clip(np.rint(path + away).astype(int), 0, picture.shape[0] - 1)
    return np.asarray(picture[rows, np.arange(start, start + len(path))], np.uint8)


def _plain(path: npt.NDArray[np.float64], start: int, ink: Pixels) -> float:
    """Share of the path that lies on ink, one row up or down allowed."""
    return float(np.max([_sampled(ink, path, start, away) > 0 for away in (-1, 0, 1)], axis=0).mean())


def _touched(path: npt.NDArray[np.float64], start: int, thickness: float, ink: Pixels) -> float:
    """Share of the path along which ink stands right above it, or right below, whichever is more."""
    away = thickness / 2 + 1.5
    return max(float((_sampled(ink, path, start, side) > 0).mean()) for side in (-away, away))


def _at_border(run: _Run, size: int, dpi: float) -> bool:
    return run.at < BORDER * dpi or run.at > size - BORDER * dpi


def _supported(run: _Run, across: list[_Run], dpi: float) -> bool:
    """Whether a vertical meets horizontals as table rulings do: a short one at both ends, a long one somewhere."""
    reach = MEETS * dpi
    met = [
        other.at
        for other in across
        if other.start - reach <= run.at <= other.end + reach and run.start - reach <= other.at <= run.end + reach
    ]
    if run.length >= SHORTEST * dpi:
        return bool(met)
    return any(abs(at - run.start) <= reach for at in met) and any(abs(at - run.end) <= reach for at in met)


def _drawn(runs: list[_Run], shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape, np.uint8)
    for run in runs:
        mask[run.place][run.own] = 255
    return mask


def _grown(mask: Mask, factor: int, shape: tuple[int, ...]) -> Mask:
    """The pooled mask at full size."""
    full = np.repeat(np.repeat(mask, factor, axis=0), factor, axis=1) if factor > 1 else mask
    return np.ascontiguousarray(full[: shape[0], : shape[1]])


def _erasable(ink: Pixels, along: Mask, other: Mask, runs: list[_Run], factor: int) -> Mask:
    """The pixels of horizontal rulings without the strokes of letters that cross them."""
    if not runs:
        return np.zeros(ink.shape, np.uint8)
    thickness = float(np.percentile([run.thickness for run in runs], 90)) * factor
    letters = np.asarray(np.where(other > 0, 0, ink), np.uint8)
    # Fringe of the mask (dilated by the search) plus the ruling itself: what is longer stands out of it.
    crossing = cv2.morphologyEx(letters, cv2.MORPH_OPEN, _column(thickness + 2 * factor + CROSSING))
    return np.asarray(np.where(crossing > 0, 0, along), np.uint8)


def _rule(run: _Run, horizontal: bool, points: float) -> Rule:
    return Rule(horizontal, run.at * points, run.start * points, run.end * points, run.thickness * points)
