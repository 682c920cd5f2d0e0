"""Rulings and fraction bars in a picture of a straight page, and the picture of ink without them.

Open first, then close, then open again: closing first would join letters into "lines". A ruling is then looked at once
more: the arc of a stamp is not straight, the feet of serif letters carry letters, a photo's edge is too thick.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.outlines import parts
from extractors.raster import Pixels, percentile
from extractors.ruling_bits import without_bits
from extractors.runs import closed, opened
from extractors.shapes import Rule

Mask = npt.NDArray[np.uint8]
Index = npt.NDArray[np.intp]

#: Rulings are looked for at this resolution at least; a finer picture is pooled. Below it the feet of letters join.
RULING_DPI = 150
#: Lengths in inches: longer than any stroke of a letter; gaps that are closed; shortest ruling.
STROKE = 0.17
GAP = 0.12
SHORTEST = 0.40
#: Shortest fraction bar in inches ("1/2" in small print).
SHORTEST_BAR = 0.19
#: A run thicker than this many inches (and pixels, at low resolution) is no ruling.
THICKEST = 0.055
THICKEST_PIXELS = 9
#: Borders as thick as Word draws them at most (6 points) are, if they are so long, in inches: no stroke of a stamp is.
THICKEST_BORDER = 0.085
BORDER_LENGTH = 1.5
#: A ruling may leave its straight line by this many inches, and this share of its length.
BEND = 0.012
BEND_SHARE = 0.003
#: A ruling may fall by this share of its length: about 1.1 degrees left over by deskewing.
SLOPE = 0.02
#: A ruling shorter than this many inches must stand free: letters touch it along at most this share of one side.
DOUBTFUL = 1.0
TOUCHED = 0.35
BAR_TOUCHED = 0.2
#: A short vertical less: stems of letters that stand under one another between two rulings are touched here and there.
SIDE_TOUCHED = 0.1
#: A vertical must meet a horizontal ruling, within this many inches; one shorter than SHORTEST at both ends.
MEETS = 0.05
#: Two verticals this near across, in inches, are in line.
IN_LINE = 0.012
#: Strokes that cross a ruling belong to letters: they are this many pixels longer than the ruling is thick.
CROSSING = 3
#: Where two broken rulings cross, their bits may join to one of so many inches.
CROSS = 0.08
#: A ruling of which less than this share is ink is broken; so many of them make a grid of bits.
WHOLE, MANY = 0.85, 3
#: A faint ruling is darker than the paper above and below it by this much, and by so many times the paper's noise,
#: measured over so many inches along it.
FAINT = 5.0
FAINT_NOISE = 4.0
FAINT_SMOOTH = 0.1
#: On a bilevel scan this percentile of print is wholly black; a faint ruling there is broken into bits, and in the mean
#: so much darker than the paper.
BLACKEST, BROKEN = 20, 50.0
#: Shorter than this, in inches, it may be a speck that the smoothing has drawn out: it counts within a gap of so many.
FAINT_SPECK = 0.13
FAINT_GAP = 0.35
#: So near to letters, in inches, nothing faint is believed: their blur would pass for it.
LETTER_BLUR = 0.02
#: Ink of fewer pixels across than this may be a bit of a hairline.
HAIRLINE = 3
#: A ruling of which less than this share is plain ink must be DOUBTFUL inches long.
PLAIN = 0.3
#: Along the picture's border, in inches, a long dark run is the edge of the paper or of the scanner.
BORDER = 0.08


@dataclass(frozen=True, slots=True)
class Rulings:
    """`rules` in points; `erased` is the binary picture without them (ink 255); `mask` shows what was taken out.

    `bilevel` is a scan in black and white; it is `broken` where many of its rulings are bits: some may be missed.
    """

    rules: tuple[Rule, ...]
    erased: Pixels
    mask: Mask
    bilevel: bool = False
    broken: bool = False


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


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some rows of a picture's mask, with their numbers; what hangs together in the picture does so here."""

    numbers: Index
    mask: Mask


def find_rulings(gray: Pixels, binary: Pixels, dpi: int) -> Rulings:
    """All straight rulings, horizontal and vertical, fraction bars and underlines too, of a straight page.

    `gray` is flattened, `binary` the same picture with ink as 255. Hairlines too pale to be ink are found in `gray`.
    """
    factor = max(1, dpi // RULING_DPI)
    pooled = _pooled(binary, factor)
    scale = dpi / factor
    smooth = max(3, round(FAINT_SMOOTH * dpi))
    level, upright = _darkest(cv2.blur(gray, (smooth, 1)), factor), _darkest(cv2.blur(gray, (1, smooth)), factor)
    sideways = _transposed(pooled)
    strokes, falling = (opened(ink, _length(STROKE * scale, ink)) for ink in (pooled, sideways))
    upright_strokes = _transposed(falling)
    letters, bilevel = _letters(_darkest(gray, factor), pooled, strokes, upright_strokes, scale)
    across, down = (
        [run for run in _runs(ink, faint, crossing, touched, scale) if not _at_border(run, ink.shape[0], scale)]
        for ink, faint, crossing, touched in (
            (
                pooled,
                _faint(level, strokes, upright_strokes, letters, scale, bilevel=bilevel),
                upright_strokes,
                BAR_TOUCHED,
            ),
            (
                sideways,
                _faint(
                    _transposed(upright), falling, _transposed(strokes), _transposed(letters), scale, bilevel=bilevel
                ),
                _transposed(strokes),
                SIDE_TOUCHED,
            ),
        )
    )
    sure = [run for run in down if _supported(run, across, scale)]
    down = [run for run in down if any(run is other for other in sure) or _goes_on(run, sure, across, scale)]
    horizontal_mask = _grown(_drawn(across, pooled.shape), factor, binary.shape)
    vertical_mask = _grown(_transposed(_drawn(down, pooled.shape[::-1])), factor, binary.shape)
    mask = cv2.bitwise_or(
        _erasable(binary, (horizontal_mask, vertical_mask), across, factor, _column),
        _erasable(binary, (vertical_mask, horizontal_mask), down, factor, _row),
    )
    points = 72 * factor / dpi
    rules = [_rule(run, True, points) for run in across] + [_rule(run, False, points) for run in down]
    rules.sort(key=lambda rule: (not rule.horizontal, rule.at, rule.start))
    bits = bilevel and sum(
        _inked(run, ink) < WHOLE for runs, ink in ((across, pooled), (down, sideways)) for run in runs
    )
    return Rulings(
        tuple(rules), _without(binary, mask), np.asarray(mask, np.uint8), bilevel=bilevel, broken=bits >= MANY
    )


def _inked(run: _Run, ink: Pixels) -> float:
    """The share of a run's length that is ink."""
    return float((run.own & (ink[run.place] > 0)).any(axis=0).mean())


def _pooled(binary: Pixels, factor: int) -> Pixels:
    """Ink wherever a block of factor x factor pixels has ink."""
    return np.asarray(cv2.bitwise_not(_darkest(cv2.bitwise_not(binary), factor)), np.uint8)


def _darkest(gray: npt.NDArray[Any], factor: int) -> Pixels:
    """The picture made smaller by `factor`, with the darkest pixel of every block, so that hairlines stay visible."""
    if factor == 1:
        return np.asarray(gray, np.uint8)
    # The darkest of the block that begins at each pixel (beyond the picture is no ink), then the blocks' first pixels.
    blocks = cv2.erode(gray, np.ones((factor, factor), np.uint8), anchor=(0, 0))
    return np.ascontiguousarray(blocks[::factor, ::factor], np.uint8)


def _without(ink: Mask, mask: npt.NDArray[Any]) -> Mask:
    """The ink (0 or 255) where the mask is 0."""
    return np.asarray(cv2.subtract(ink, mask), np.uint8)


def _transposed(picture: Pixels) -> Pixels:
    return np.asarray(cv2.transpose(picture), np.uint8)


def _length(pixels: float, picture: Pixels) -> int:
    """A whole length, at most the picture's width."""
    return int(max(1, min(round(pixels), picture.shape[1])))


def _row(pixels: float) -> Mask:
    # Odd, because opening and closing with an even kernel moves what they keep by a pixel.
    return np.ones((1, round(pixels) | 1), np.uint8)


def _column(pixels: float) -> Mask:
    return _row(pixels).reshape(-1, 1)


def _letters(gray: Pixels, ink: Pixels, across: Pixels, down: Pixels, dpi: float) -> tuple[Mask, bool]:
    """Ink that is letters, at least their dark middles: no strokes (`across`, `down`), no bits of pale hairlines.

    A pale hairline is ink here and there, but paler than letters are and but a pixel wide. On a bilevel scan it is
    bits; whether it is one is told too.
    """
    rest = _without(_without(ink, cv2.dilate(across, _column(3))), cv2.dilate(down, _row(3)))
    if percentile(gray, BLACKEST, mask=rest) == 0:
        return without_bits(rest, dpi), True
    _, dark = cv2.threshold(gray, percentile(gray, 50, mask=rest), 255, cv2.THRESH_BINARY_INV)
    stems = cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((HAIRLINE, HAIRLINE), np.uint8))
    return np.asarray(cv2.bitwise_or(cv2.bitwise_and(rest, dark), stems), np.uint8), False


def _faint(smooth: Pixels, strokes: Pixels, crossing: Pixels, letters: Mask, dpi: float, *, bilevel: bool) -> Pixels:
    """Thin horizontal lines, darker than the paper above and below them, and plain `strokes`, three rows high."""
    hat = cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, _column(max(THICKEST_PIXELS, THICKEST * dpi)))
    least = max(FAINT, FAINT_NOISE * percentile(hat, 50, above=0))
    least = min(BROKEN, least) if bilevel else least
    blur = np.ones((2 * round(LETTER_BLUR * dpi) + 1, 2 * round((FAINT_SMOOTH + LETTER_BLUR) / 2 * dpi) + 1), np.uint8)
    _, faint = cv2.threshold(hat, least, 255, cv2.THRESH_BINARY)
    # Right beside a plain ruling a faint one is the edge of a shaded row, and would make the plain one too thick.
    beside = cv2.dilate(strokes, _column(2 * max(THICKEST_PIXELS, THICKEST * dpi) + 1))
    near = cv2.dilate(cv2.bitwise_or(letters, crossing), blur)
    faint = _without(_without(np.asarray(faint, np.uint8), near), beside)
    # Three rows high: a ruling may step from one row to the next.
    found = np.asarray(cv2.dilate(cv2.bitwise_or(faint, strokes), _column(3)), np.uint8)
    # Row by row, and few rows hold anything faint.
    rows = _with_neighbours(np.flatnonzero(faint.max(axis=1)), len(found))
    if rows.size:
        part = found[rows]
        long = opened(part, _length(FAINT_SPECK * dpi, smooth))
        # Nothing faint is seen beside what crosses it.
        joined = closed(part, blur.shape[1] + (round(CROSS * dpi) if bilevel else CROSSING))
        found[rows] = cv2.bitwise_and(joined, closed(long, _length(FAINT_GAP * dpi, smooth)))
    return found


def _runs(ink: Pixels, faint: Pixels, crossing: Pixels, touched: float, dpi: float) -> list[_Run]:
    """Horizontal straight runs, long ones and bars, of which letters touch at most the share `touched`.

    `crossing` are the strokes of the other direction.
    """
    # Three rows high, so that a ruling that steps from one row to the next stays whole.
    stepped = cv2.bitwise_or(cv2.dilate(ink, _column(3)), faint)
    strokes = opened(np.asarray(stepped, np.uint8), _length(STROKE * dpi, ink))
    # Few rows hold strokes; with an empty one between those that are apart, the rest need not be looked at.
    rows = _with_neighbours(np.flatnonzero(strokes.max(axis=1)), len(strokes))
    if not rows.size:
        return []
    strokes = strokes[rows]
    joined = closed(strokes, _length(GAP * dpi, ink))
    long = _thin(opened(joined, _length(SHORTEST * dpi, ink)), dpi)
    # The mask is two pixels thicker than the ink it came from.
    borders = _thin(opened(joined, _length(BORDER_LENGTH * dpi, ink)), dpi, THICKEST_BORDER + 2 / dpi)
    long = np.asarray(cv2.bitwise_or(long, borders), np.uint8)
    short = _thin(cv2.subtract(strokes, cv2.dilate(long, _column(3))), dpi)
    found = _straight_runs(_Rows(rows, long), ink, crossing, dpi, (SHORTEST, TOUCHED))
    return found + _straight_runs(_Rows(rows, short), ink, crossing, dpi, (SHORTEST_BAR, touched))


def _with_neighbours(rows: Index, height: int) -> Index:
    """The numbers of rows of a picture, with those of the rows above and below each."""
    near = np.concatenate([rows - 1, rows, rows + 1])
    return np.unique(near[(near >= 0) & (near < height)])


def _thin(found: npt.NDArray[Any], dpi: float, thickest: float = THICKEST) -> Mask:
    mask = np.asarray(found, np.uint8)
    thick = cv2.morphologyEx(mask, cv2.MORPH_OPEN, _column(max(THICKEST_PIXELS, thickest * dpi)))
    return np.asarray(cv2.subtract(mask, cv2.dilate(thick, _column(3))), np.uint8)


def _straight_runs(some: _Rows, ink: Pixels, crossing: Pixels, dpi: float, limits: tuple[float, float]) -> list[_Run]:
    """`limits`: least length in inches, and the share that letters may touch of one that is shorter than SHORTEST."""
    shortest, touched = limits
    result = []
    for part in parts(some.mask):
        x, y, width, height = part.x, int(some.numbers[part.y]), part.width, part.height
        if width < shortest * dpi or height > max(THICKEST_BORDER * dpi, SLOPE * width + THICKEST_PIXELS):
            continue
        own = part.pixels(some.mask)
        counts = own.sum(axis=0)
        path = (own * np.arange(y, y + height)[:, None]).sum(axis=0) / np.maximum(counts, 1)
        # The mask is two pixels thicker than the ink it came from.
        thickness = max(1.0, float(np.median(counts)) - 2)
        if not _is_straight(path, dpi):
            continue
        if width < DOUBTFUL * dpi:
            if _plain(path, x, ink) < PLAIN:
                continue
            allowed = TOUCHED if width >= SHORTEST * dpi else touched
            if _touched(path, x, thickness, ink, crossing) > allowed:
                continue
        result.append(
            _Run(float(np.median(path)) + 0.5, x, x + width, thickness, np.s_[y : y + height, x : x + width], own)
        )
    return result


def _is_straight(path: npt.NDArray[np.float64], dpi: float) -> bool:
    along = np.arange(len(path)) - (len(path) - 1) / 2
    slope = along @ path / (along @ along)
    bend = np.percentile(np.abs(path - path.mean() - slope * along), 95)
    return bool(abs(slope) <= SLOPE and bend <= max(1.0, BEND * dpi + BEND_SHARE * len(path)))


def _sampled(picture: Pixels, path: npt.NDArray[np.float64], start: int, away: float) -> Pixels:
    """The picture's values along the path, moved `away` rows."""
    rows = np.clip(np.rint(path + away).astype(int), 0, picture.shape[0] - 1)
    return np.asarray(picture[rows, np.arange(start, start + len(path))], np.uint8)


def _plain(path: npt.NDArray[np.float64], start: int, ink: Pixels) -> float:
    """Share of the path that lies on ink, one row up or down allowed."""
    return float(np.max([_sampled(ink, path, start, away) > 0 for away in (-1, 0, 1)], axis=0).mean())


def _touched(path: npt.NDArray[np.float64], start: int, thickness: float, ink: Pixels, crossing: Pixels) -> float:
    """Share of the path along which ink stands right above it, or right below, whichever is more.

    Not counted are strokes that cross it there: between two thick rulings a short one is all but hidden by them.
    """
    away = thickness / 2 + 1.5
    beside = [
        (_sampled(ink, path, start, side) > 0) & (_sampled(crossing, path, start, side) == 0) for side in (-away, away)
    ]
    return max(float(touching.mean()) for touching in beside)


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


def _goes_on(run: _Run, sure: list[_Run], across: list[_Run], dpi: float) -> bool:
    """Whether a short vertical that meets a horizontal at its upper end only is in line with one that is `sure`.

    At the foot of a page the last row may have no ruling below it.
    """
    reach = MEETS * dpi
    hangs = any(
        other.start - reach <= run.at <= other.end + reach and abs(other.at - run.start) <= reach for other in across
    )
    return hangs and any(abs(other.at - run.at) <= IN_LINE * dpi for other in sure)


def _drawn(runs: list[_Run], shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape, np.uint8)
    for run in runs:
        mask[run.place][run.own] = 255
    return mask


def _grown(mask: Mask, factor: int, shape: tuple[int, ...]) -> Mask:
    """The pooled mask at full size."""
    if factor == 1:
        return mask
    size = (mask.shape[1] * factor, mask.shape[0] * factor)
    full = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    return np.ascontiguousarray(full[: shape[0], : shape[1]])


def _erasable(
    ink: Pixels, masks: tuple[Mask, Mask], runs: list[_Run], factor: int, line: Callable[[float], Mask]
) -> Mask:
    """The pixels of the rulings of one direction, without the strokes of letters that cross them along `line`.

    `masks` show the rulings of this direction and those of the other.
    """
    along, other = masks
    if not runs:
        return along
    thickness = float(np.percentile([run.thickness for run in runs], 90)) * factor
    letters = _without(ink, other)
    # Fringe of the mask (dilated by the search) plus the ruling itself: what is longer stands out of it.
    crossing = cv2.morphologyEx(letters, cv2.MORPH_OPEN, line(thickness + 2 * factor + CROSSING))
    return _without(along, crossing)


def _rule(run: _Run, horizontal: bool, points: float) -> Rule:
    return Rule(horizontal, run.at * points, run.start * points, run.end * points, run.thickness * points)
