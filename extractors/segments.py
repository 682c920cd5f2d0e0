"""Lines of text from connected ink: letters that stand side by side, dots and commas beside them, and their picture.

Works on all regions (cells of grids, and what lies outside) of a page at once. A line never crosses the border of a
region, and a wide gap ends it, so that two columns of text are never read as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from extractors.ink import Pieces
from extractors.neighbours import groups, nearest
from extractors.ocr.lines import X_HEIGHT
from extractors.raster import Pixels
from extractors.straighten import sideways
from extractors.strokes import cut_strokes

Index = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]

#: Sizes of letters in inches, for the first look at a page: 7 point x-height to a title's capitals.
LETTER_INCHES = (0.03, 0.2)
#: Sizes in letter heights (median letter of the page): smallest letter, tallest letter, taller than one line.
SMALLEST = 0.55
TALLEST = 4.0
TWO_LINES = 1.75
#: Gap, in letter heights, that ends a line; justified text has up to two.
GAP = 2.0
#: A dot, comma or hyphen belongs to a letter within this many letter heights.
BESIDE = 1.0
#: Two pieces are on one line when this share of the smaller one's height is common.
COMMON = 0.45
#: Letters of one line differ in height by less than this factor.
ALIKE = 3.2
#: Two small pieces are one sign (a colon) when their middles stand at most so many letter heights above one another.
ABOVE = 0.85
#: A sign that stands alone is read together with the line beside it, within this many letter heights.
SIGN_GAP = 6.0
#: Smallest piece, in pixels at 150 dpi, that is not dust; smallest that is text by itself, in letter heights squared.
DUST = 1.5
ALONE = 0.02
#: A line of small pieces only (a hyphen, a colon) is at least this wide or high, in letter heights.
LONE_WIDTH = 0.3
#: A stroke this much longer than wide, and longer than TALL_STROKE letter heights, is the rest of a ruling.
STROKE = 8.0
TALL_STROKE = 1.9
#: A word that has run together is at least this full of ink, and less than a blot.
WORD_FULL = 0.3
#: A piece this full of ink and larger than this many letter heights both ways is a blot or a punch hole.
BLOT_FULL = 0.7
BLOT_SIZE = 1.6
#: Vertical weight when neighbours are looked for: those on the same line come first.
ACROSS = 3.0
NEIGHBOURS = 10
#: A cell taller than wide by this factor may hold sideways print; this share of its letters must neighbour so.
UPRIGHT_CELL = 1.3
SIDEWAYS = 0.7
SIDEWAYS_LETTERS = 3
#: The letters of sideways print stand so close, in letter heights; the numbers of rows stand a line apart.
SIDEWAYS_GAP = 0.5
#: Of the height of a line's box (with ascenders and descenders) the x-height is about this share.
X_SHARE = 0.56
#: White around a crop and reach of a line's own ink, in x-heights of the crop's source.
PADDING = 0.35
OWN_INK = 0.12
#: The gray of print is stretched from this percentile of ink (to black) up to this value (to white).
INK_PERCENTILE = 20
PAPER = 247
#: Print of an x-height below this, in pixels, is enlarged beyond X_HEIGHT by FINE: coarse print needs it.
COARSE = 12.0
FINE = 1.25
#: A line whose letters differ from the page's by more than these factors is scaled by its own size.
OWN_SCALE = (0.75, 1.5)


@dataclass(frozen=True, slots=True)
class InkLine:
    """A line of ink: its region, box in pixels, pieces, and the quarter turns by which its print is rotated."""

    region: int
    x0: int
    y0: int
    x1: int
    y1: int
    members: Index
    turn: int = 0
    #: Those of its pieces that were cut out of a stroke of a pen or a stamp: bits of it, and letters that it touches.
    crossing: Index = field(default_factory=lambda: np.zeros(0, np.intp))

    @property
    def height(self) -> int:
        """Extent across the direction of reading, in pixels."""
        return self.y1 - self.y0 if self.turn == 0 else self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class _Sides:
    """Boxes of pieces in the direction of reading: x along the line, y across it."""

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats


def letter_height(ink: Pieces, dpi: int) -> float:
    """Height in pixels of the page's median letter; a guess from the resolution where there is none."""
    low, high = LETTER_INCHES[0] * dpi, LETTER_INCHES[1] * dpi
    heights = ink.height[(ink.height > low) & (ink.height < high) & (ink.width < 1.5 * high) & (ink.width > 1)]
    return float(np.median(heights)) if len(heights) else 2 * low


def find_lines(ink: Pieces, regions: npt.NDArray[np.intp], tall_regions: set[int], dpi: int) -> list[InkLine]:
    """The lines of text of a page.

    `regions` gives every piece's region, -1 for no print; `tall_regions` are those that may hold sideways print.
    Pieces that span two lines (touching letters) are cut in `ink`; its arrays may grow.
    """
    unit = letter_height(ink, dpi)
    turned: list[InkLine] = []
    upright = np.ones(len(ink), bool)
    for region in sorted(tall_regions):
        everything = np.flatnonzero(regions == region)
        big = np.maximum(ink.height, ink.width)[everything] >= SMALLEST * unit
        members = everything[_usable(ink, everything, unit) & big]
        if len(members) < SIDEWAYS_LETTERS:
            continue
        share = sideways(ink, members)
        if share is not None and share >= SIDEWAYS and _close(ink, members) <= SIDEWAYS_GAP * unit:
            upright[everything] = False
            turned += _lines(ink, everything, regions, unit, dpi, turn=3)
    chosen = np.flatnonzero(upright)
    lines = _lines(ink, chosen, regions, unit, dpi)
    lines = _cut_tall(ink, lines, unit)
    lines = _through_strokes(ink, lines, regions, unit, dpi)
    return _with_signs(ink, lines, unit) + turned


def _through_strokes(
    ink: Pieces, lines: list[InkLine], regions: npt.NDArray[np.intp], unit: float, dpi: int
) -> list[InkLine]:
    """The lines with what strokes of a pen or a stamp had taken from them."""
    grown, cut = cut_strokes(ink, regions, lines, unit)
    if not cut.any():
        return lines
    touched = np.unique(grown[cut])
    again = np.flatnonzero(np.isin(grown, touched))
    found = []
    for line in _cut_tall(ink, _lines(ink, again, grown, unit, dpi), unit):
        crossing = line.members[cut[line.members]] if line.members.max() < len(cut) else line.members[:0]
        if len(crossing) < len(line.members):
            found.append(replace(line, crossing=crossing))
    return [line for line in lines if line.region not in touched] + found


def _close(ink: Pieces, members: Index) -> float:
    """The usual white between pieces, from top to bottom, in pixels."""
    order = members[np.argsort(ink.y0[members])]
    reached = np.maximum.accumulate(ink.y1[order])
    return float(np.median(np.maximum(0, ink.y0[order][1:] - reached[:-1])))


def passed_over(ink: Pieces, regions: npt.NDArray[np.intp], lines: Sequence[InkLine], dpi: int) -> Index:
    """Pieces inside table cells that are as tall as letters, as wide as two, and of no line: print not to be lost."""
    unit, left = letter_height(ink, dpi), np.ones(len(ink), bool)
    for line in lines:
        left[line.members] = False
    count = len(regions)
    fill = ink.area / (ink.height * ink.width)
    large = (ink.height >= SMALLEST * unit) & (ink.width >= 2 * unit) & (fill > WORD_FULL) & (fill < BLOT_FULL)
    return np.flatnonzero((large & left)[:count] & (regions > 0))


def crop(gray: Pixels, ink: Pieces, line: InkLine, scale: float, *, crossing: bool = True) -> Pixels:
    """The picture of one line alone, upright, scaled by `scale`: all but its own ink is white, and that is darkened.

    Without `crossing`, what was cut out of strokes is white too.
    """
    left, top, right, bottom = crop_sides(line, gray.shape)
    owned = np.zeros(len(ink) + 1, np.uint8)
    owned[line.members + 1] = 1
    if not crossing:
        owned[line.crossing + 1] = 0
    own = owned[ink.labels[top:bottom, left:right]]
    reach = 2 * max(1, round(OWN_INK * X_SHARE * line.height)) + 1
    near = cv2.dilate(own, np.ones((reach, reach), np.uint8))
    values = gray[top:bottom, left:right]
    darkest = float(np.percentile(values[own > 0], INK_PERCENTILE)) if own.any() else 0.0
    table = np.clip((np.arange(256) - darkest) * 255 / max(40.0, PAPER - darkest), 0, 255).astype(np.uint8)
    picture = np.asarray(np.where(near > 0, table[values], 255), np.uint8)
    if line.turn:
        picture = np.ascontiguousarray(np.rot90(picture, line.turn))
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(picture, size, interpolation=method), np.uint8)


def crop_sides(line: InkLine, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a line's crop in a page of this shape, in pixels."""
    pad = max(2, round(PADDING * X_SHARE * line.height))
    height, width = shape
    return max(0, line.x0 - pad), max(0, line.y0 - pad), min(width, line.x1 + pad), min(height, line.y1 + pad)


def scales(lines: Sequence[InkLine]) -> list[float]:
    """The factor for each line that brings its small letters to X_HEIGHT.

    One factor for the page, because a line of capitals or digits does not show its x-height; lines of clearly larger
    or smaller print have their own.
    """
    if not lines:
        return []
    usual = float(np.median([line.height for line in lines]))
    result = []
    for line in lines:
        ratio = line.height / usual
        height = usual if OWN_SCALE[0] <= ratio <= OWN_SCALE[1] or ratio < OWN_SCALE[0] else float(line.height)
        x_height = X_SHARE * height
        result.append(X_HEIGHT * (FINE if x_height < COARSE else 1.0) / x_height)
    return result


def _usable(ink: Pieces, chosen: Index, unit: float) -> npt.NDArray[np.bool_]:
    """Which pieces can be print at all: no rest of a ruling, no blot, nothing taller than a title's letters.

    A word whose letters have run together is as long as a stroke, but as tall as a letter, and full of holes.
    """
    height, width = ink.height[chosen], ink.width[chosen]
    longer, shorter = np.maximum(height, width), np.minimum(height, width)
    fill = ink.area[chosen] / (height * width)
    word = (shorter >= SMALLEST * unit) & (fill > WORD_FULL) & (fill < BLOT_FULL)
    stroke = (longer > STROKE * shorter) & (longer > TALL_STROKE * unit) & ~word
    blot = (shorter > BLOT_SIZE * unit) & (fill > BLOT_FULL)
    return np.asarray((shorter <= TALLEST * unit) & ~stroke & ~blot)


def _sides(ink: Pieces, chosen: Index, turn: int) -> _Sides:
    x0, y0, x1, y1 = (side[chosen].astype(np.float64) for side in (ink.x0, ink.y0, ink.x1, ink.y1))
    return _Sides(x0, y0, x1, y1) if turn == 0 else _Sides(-y1, x0, -y0, x1)


def _lines(ink: Pieces, chosen: Index, regions: Index, unit: float, dpi: int, *, turn: int = 0) -> list[InkLine]:
    chosen = chosen[(regions[chosen] >= 0) & (ink.area[chosen] >= DUST * (dpi / 150) ** 2)]
    if not len(chosen):
        return []
    sides = _sides(ink, chosen, turn)
    height = sides.y1 - sides.y0
    usable = _usable(ink, chosen, unit) & (height <= TALLEST * unit)
    letter = usable & (height >= SMALLEST * unit)
    small = usable & ~letter
    where = regions[chosen]
    group = _linked(sides, np.flatnonzero(letter), where, unit, GAP)
    _attach(sides, group, np.flatnonzero(letter), np.flatnonzero(small), where, unit=unit)
    rest = np.flatnonzero(small & (group < 0) & (ink.area[chosen] >= ALONE * unit * unit))
    lone = _linked(sides, rest, where, unit, BESIDE)
    group = np.where(lone >= 0, lone + group.max() + 1, group)
    result: list[InkLine] = []
    order = np.argsort(group, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        if group[members[0]] < 0:
            continue
        extent = max(np.ptp([*sides.x0[members], *sides.x1[members]]), np.ptp([*sides.y0[members], *sides.y1[members]]))
        if not letter[members].any() and extent < LONE_WIDTH * unit:
            continue
        own = chosen[members]
        result.append(_line(ink, int(where[members[0]]), own, turn))
    return result


def _line(ink: Pieces, region: int, own: Index, turn: int) -> InkLine:
    left, top, right, bottom = ink.x0[own].min(), ink.y0[own].min(), ink.x1[own].max(), ink.y1[own].max()
    return InkLine(region, int(left), int(top), int(right), int(bottom), own, turn)


def _linked(sides: _Sides, chosen: Index, where: Index, unit: float, gap: float) -> npt.NDArray[np.int64]:
    """Group number of every piece (-1: not chosen): pieces of a region that stand side by side, without a wide gap."""
    result = np.full(len(where), -1, np.int64)
    if not len(chosen):
        return result
    x0, y0, x1, y1 = (side[chosen] for side in (sides.x0, sides.y0, sides.x1, sides.y1))
    points = np.column_stack([(x0 + x1) / 2, ACROSS * (y0 + y1) / 2])
    near = nearest(points, points, min(NEIGHBOURS + 1, len(chosen)))
    left = np.repeat(np.arange(len(chosen)), near.shape[1])
    right = near.ravel()
    height = y1 - y0
    common = np.minimum(y1[left], y1[right]) - np.maximum(y0[left], y0[right])
    apart = np.maximum(x0[left], x0[right]) - np.minimum(x1[left], x1[right])
    lower, taller = np.minimum(height[left], height[right]), np.maximum(height[left], height[right])
    pair = (where[chosen][left] == where[chosen][right]) & (apart <= gap * np.maximum(unit, lower))
    if gap > BESIDE:
        pair &= (common >= COMMON * lower) & (taller <= ALIKE * lower)
    else:
        pair &= np.abs((y0 + y1)[left] - (y0 + y1)[right]) <= 2 * unit * ABOVE
    result[chosen] = groups(len(chosen), left[pair], right[pair])
    return result


def _attach(
    sides: _Sides, group: npt.NDArray[np.int64], letters: Index, small: Index, where: Index, *, unit: float
) -> None:
    """Gives dots, commas and hyphens the group of the nearest letter beside, over or under them."""
    if not len(letters) or not len(small):
        return
    centre_x, centre_y = (sides.x0 + sides.x1) / 2, (sides.y0 + sides.y1) / 2
    middles = np.column_stack([centre_x, centre_y])
    near = letters[nearest(middles[letters], middles[small], min(NEIGHBOURS, len(letters)))]
    across = np.maximum(
        np.maximum(sides.x0[small][:, None] - sides.x1[near], sides.x0[near] - sides.x1[small][:, None]), 0
    )
    over = np.maximum(
        np.maximum(sides.y0[small][:, None] - sides.y1[near], sides.y0[near] - sides.y1[small][:, None]), 0
    )
    # What stands beside a letter belongs to its line farther away than what stands over or under it.
    distance = np.where(where[small][:, None] == where[near], np.hypot(across, 2 * over), np.inf)
    best = distance.argmin(axis=1)
    rows = np.arange(len(small))
    close = distance[rows, best] <= BESIDE * unit
    group[small[close]] = group[near[rows, best]][close]


def _cut_tall(ink: Pieces, lines: list[InkLine], unit: float) -> list[InkLine]:
    """Parts pieces that hold together letters of two lines, and the lines that were joined by them."""
    result: list[InkLine] = []
    for line in lines:
        heights = ink.height[line.members]
        tall = line.members[heights > TWO_LINES * unit]
        rest = line.members[heights <= TWO_LINES * unit]
        solid = rest[ink.height[rest] >= SMALLEST * unit]
        if not len(tall) or line.y1 - line.y0 <= 2 * TWO_LINES * unit / 1.5 or len(solid) < len(tall):
            result.append(line)
            continue
        result += _parted(ink, line, tall, rest, solid, unit=unit)
    return result


def _with_signs(ink: Pieces, lines: list[InkLine], unit: float) -> list[InkLine]:
    """Lines of a sign only (the colon after a label, a hyphen before an item) joined to the line at their right.

    A colon alone is read as anything; before a text it is read as what it is.
    """
    is_sign = [bool((ink.height[line.members] < SMALLEST * unit).all()) for line in lines]
    texts = {index: line for index, line in enumerate(lines) if not is_sign[index]}
    result: list[InkLine] = []
    for index, line in enumerate(lines):
        if not is_sign[index]:
            continue
        middle = (line.y0 + line.y1) / 2
        beside = [
            (text.x0 - line.x1, number)
            for number, text in texts.items()
            if text.region == line.region and text.y0 <= middle <= text.y1 and 0 <= text.x0 - line.x1 <= SIGN_GAP * unit
        ]
        if not beside:
            result.append(line)
            continue
        number = min(beside)[1]
        text = texts[number]
        texts[number] = _line(ink, text.region, np.concatenate([line.members, text.members]), text.turn)
    return [*result, *texts.values()]


def _parted(ink: Pieces, line: InkLine, tall: Index, rest: Index, solid: Index, *, unit: float) -> list[InkLine]:
    centres = np.sort((ink.y0[solid] + ink.y1[solid]) / 2.0)
    breaks = np.flatnonzero(np.diff(centres) > 0.8 * unit)
    if not len(breaks):
        return [line]
    rows = [float(part.mean()) for part in np.split(centres, breaks + 1)]
    middles = [(upper + lower) / 2 for upper, lower in pairwise(rows)]
    members: list[list[int]] = [[] for _ in rows]

    def put(piece: int) -> None:
        members[int(np.searchsorted(middles, (ink.y0[piece] + ink.y1[piece]) / 2))].append(piece)

    for piece in rest.tolist():
        put(piece)
    for piece in tall.tolist():
        cuts = [round(row) for row in middles if ink.y0[piece] + 2 < row < ink.y1[piece] - 2]
        for part in ink.cut(piece, cuts):
            put(part)
    result = []
    for own in (np.array(part, np.intp) for part in members if part):
        result.append(_line(ink, line.region, own, line.turn))
    return result
