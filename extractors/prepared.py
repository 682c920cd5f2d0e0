"""A scanned page made ready to be read: straight, its ink, rulings, grids, and the lines of print with their crops.

Stamps, signatures and rulings are taken off the print first. What may hide print, or is ink of no line, is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from extractors.dash_chains import dashed_rules
from extractors.faded_edges import faded_edges
from extractors.grids import build_grids
from extractors.ink import Pieces, binarise, pieces
from extractors.mending import mend
from extractors.panels import lighten_panels
from extractors.raster import Pixels
from extractors.ruling_bits import without_bits
from extractors.rulings import find_rulings
from extractors.segments import UPRIGHT_CELL, InkLine, crop, find_lines, letter_height, passed_over, scales
from extractors.shapes import Box, Grid, Rule
from extractors.sideways_names import sideways_names
from extractors.signatures import fade_signatures
from extractors.specks import specks
from extractors.stamps import fade_stamps
from extractors.straighten import Straight, straighten
from extractors.strokes import strokes

#: A piece of ink of which this share lies along a ruling, in inches, and which is this thin, in inches, is its rest:
#: the first in a table; the second elsewhere, where the points and commas of an underlined name stand on the ruling.
RULING_REST = (0.5, 0.7)
#: Where rulings cross, a piece of a table that is as thick as their crossing is wide is a rest from this share on.
CROSSING_REST = 0.85
REST_REACH = 0.012
REST_THIN = 0.025
#: Points by which the sides of two parts of one table differ, and the height of a row between them.
SAME_SIDE, LOST_ROW = 6.0, 40.0
#: Ink of a stroke in a cell, in letter heights squared, that may hide print there.
HIDING = 0.5
#: Within this many inches of the picture's border, strokes this much longer than wide are the paper's edge.
EDGE = 0.25
EDGE_ASPECT = 2.5
#: One that is at most so many letters high, and at most so far from a letter, may be a letter.
BESIDE = (2.0, 0.8)


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page ready to be read: straight gray picture, its ink, rulings, grids and lines with their crops."""

    straight: Straight
    gray: Pixels
    ink: Pieces
    rules: tuple[Rule, ...]
    grids: tuple[Grid, ...]
    lines: list[InkLine]
    scale: list[float]
    crops: list[Pixels]
    #: Places where a stroke of a pen or a stamp may hide print, and pieces as large as words that are of no line.
    hidden: list[Box]
    #: The pale strokes of signatures that were taken off the print (255).
    signed: Pixels | None = None


def prepare(flat: Pixels, dpi: int, number: int, turned: int) -> PreparedPage:
    """Makes a flattened gray picture of `dpi` ready, after `turned` quarter turns; `number` is the page's."""
    straight = straighten(flat, dpi, turned)
    gray = lighten_panels(straight.pixels, dpi)
    binary = binarise(gray, dpi)
    faded = fade_stamps(gray, binary, dpi)
    if faded is not gray:
        # Where something was faded there is no ink any more; around it the threshold hardly moves.
        binary = np.asarray(cv2.subtract(binary, cv2.compare(faded, gray, cv2.CMP_NE)), np.uint8)
        gray = faded
    rulings = find_rulings(gray, binary, dpi)
    ink = pieces(rulings.erased)
    dashed, dashes = dashed_rules(ink, rulings.rules, dpi)
    rest = _without(rulings.erased, ink, dashes)
    rules = mend([*rulings.rules, *dashed], without_bits(rest, dpi, fewest=0) if rulings.broken else rest, dpi)
    in_bits = bool(dashed) or rulings.broken
    missed, unsure = faded_edges(rules, rest, dpi, dashed=in_bits)
    rules += tuple(missed)
    found = build_grids(rules, number)
    grids = tuple(_inferred(grid) if unsure or (in_bits and _torn(found)) else grid for grid in found)
    faded, unsigned = fade_signatures(gray, rulings.erased, ink, dpi)
    signed = None
    if faded is not gray:
        signed = np.asarray(cv2.subtract(rulings.erased, unsigned), np.uint8)
        # The pieces get new numbers, so that those of dashes would be others': they go here.
        gray, ink = faded, pieces(np.asarray(cv2.bitwise_and(unsigned, rest), np.uint8))
        dashes = dashes[:0]
    gray = np.asarray(cv2.bitwise_or(gray, rulings.mask), np.uint8)
    regions, tall = _regions(ink, _along(rulings.mask, rules if rulings.broken else (), dpi), grids, dpi)
    regions[dashes] = -1
    # A cell is no edge of the paper.
    regions[_at_edge(ink, straight, flat.shape, dpi) & (regions == 0)] = -1
    regions[specks(ink, regions, letter_height(ink, dpi))] = -1
    lines = sorted(find_lines(ink, regions, tall, dpi), key=lambda line: (line.region, line.y0, line.x0))
    cells = [cell.box for grid in grids for cell in grid.cells]
    left = passed_over(ink, regions, lines, dpi)
    hidden = [box(ink.x0[piece], ink.y0[piece], ink.x1[piece], ink.y1[piece], dpi) for piece in left]
    hidden += _hidden(ink, regions, lines, cells, dpi)
    scale = scales(lines)
    crops = [crop(gray, ink, line, factor) for line, factor in zip(lines, scale, strict=True)]
    return PreparedPage(straight, gray, ink, rules, grids, lines, scale, crops, hidden, signed)


def _torn(grids: Sequence[Grid]) -> bool:
    """Whether a grid begins right below another one of the same sides: of one table, whose outer sides were lost."""
    return any(
        abs(upper.box.x0 - lower.box.x0) <= SAME_SIDE
        and abs(upper.box.x1 - lower.box.x1) <= SAME_SIDE
        and lower.box.top - upper.box.bottom <= LOST_ROW
        for upper, lower in pairwise(grids)
    )


def _inferred(grid: Grid) -> Grid:
    """The grid with all its cells doubted."""
    return replace(grid, cells=tuple(replace(cell, inferred=True) for cell in grid.cells))


def _without(erased: Pixels, ink: Pieces, taken: npt.NDArray[np.intp]) -> Pixels:
    """The ink without these pieces."""
    if not len(taken):
        return erased
    kept = np.full(len(ink) + 1, 255, np.uint8)
    kept[0] = kept[taken + 1] = 0
    return np.asarray(kept[ink.labels], np.uint8)


def _along(mask: Pixels, rules: Sequence[Rule], dpi: int) -> npt.NDArray[np.bool_]:
    """Where rests of rulings may lie: beside what was taken out (`mask`), and along `rules` that were broken."""
    pixels, drawn = dpi / 72, mask.copy()
    for rule in rules:
        ends = (
            ((rule.start, rule.at), (rule.end, rule.at))
            if rule.horizontal
            else ((rule.at, rule.start), (rule.at, rule.end))
        )
        start, end = ((round(x * pixels), round(y * pixels)) for x, y in ends)
        cv2.line(drawn, start, end, 255, max(1, round(rule.thickness * pixels)))
    reach = 2 * max(1, round(REST_REACH * dpi)) + 1
    return np.asarray(cv2.dilate(drawn, np.ones((reach, reach), np.uint8)) > 0)


def _regions(
    ink: Pieces, beside: npt.NDArray[np.bool_], grids: Sequence[Grid], dpi: int
) -> tuple[npt.NDArray[np.intp], set[int]]:
    """Region of every piece (0 outside tables, else 1 + the cell's number, -1 rests of rulings) and the tall cells.

    `beside` is where rests of rulings may lie.
    """
    pixels = dpi / 72
    centre_x, centre_y = (ink.x0 + ink.x1) / 2 / pixels, (ink.y0 + ink.y1) / 2 / pixels
    regions = np.zeros(len(ink), np.intp)
    tall: set[int] = set()
    for index, cell in enumerate((cell for grid in grids for cell in grid.cells), start=1):
        place = cell.box
        inside = (centre_x >= place.x0) & (centre_x < place.x1) & (centre_y >= place.top) & (centre_y < place.bottom)
        regions[inside] = index
        if inside.any() and (place.height > UPRIGHT_CELL * place.width or _tall(ink, np.flatnonzero(inside))):
            tall.add(index)
    for own in list(sideways_names(grids, ink, regions, dpi)):
        regions[own] = regions.max() + 1
        tall.add(int(regions[own[0]]))
    along = np.bincount(ink.labels[beside], minlength=len(ink) + 1)[1:]
    thin = np.minimum(ink.width, ink.height) <= REST_THIN * dpi
    rest = np.where(regions > 0, *RULING_REST)
    regions[np.where(thin, along >= rest * ink.area, (regions > 0) & (along >= CROSSING_REST * ink.area))] = -1
    return regions, tall


def _tall(ink: Pieces, own: npt.NDArray[np.intp]) -> bool:
    """Whether a cell's ink is taller than wide: sideways print may stand in a wide cell."""
    width, height = ink.x1[own].max() - ink.x0[own].min(), ink.y1[own].max() - ink.y0[own].min()
    return bool(height > UPRIGHT_CELL * width)


def _hidden(
    ink: Pieces, regions: npt.NDArray[np.intp], lines: Sequence[InkLine], cells: Sequence[Box], dpi: int
) -> list[Box]:
    """Where strokes run through cells without a line: what they touch there is no line either."""
    pixels, unit = dpi / 72, letter_height(ink, dpi)
    filled = {line.region for line in lines}
    found = []
    for piece in strokes(ink, regions, lines, unit).tolist():
        own = box(ink.x0[piece], ink.y0[piece], ink.x1[piece], ink.y1[piece], dpi)
        for index, cell in enumerate(cells, start=1):
            if index in filled or not cell.overlap(own):
                continue
            x0, top, x1, bottom = (round(side * pixels) for side in (cell.x0, cell.top, cell.x1, cell.bottom))
            if np.count_nonzero(ink.labels[top:bottom, x0:x1] == piece + 1) >= HIDING * unit * unit:
                found.append(cell)
    return found


def _at_edge(ink: Pieces, straight: Straight, shape: tuple[int, ...], dpi: int) -> npt.NDArray[np.bool_]:
    """Which pieces are bits of the paper's edge: thin strokes along the border of the picture as it came.

    A thin stroke among letters is one itself (i, l, 1): pictures of tables are cut out close to their print.
    """
    a, b, c, d, e, f = straight.to_picture
    middle_x, middle_y = (ink.x0 + ink.x1) / 2, (ink.y0 + ink.y1) / 2
    x, y = a * middle_x + b * middle_y + c, d * middle_x + e * middle_y + f
    border = np.minimum.reduce([x, y, shape[1] - x, shape[0] - y]) < EDGE * dpi
    thin = np.maximum(ink.width, ink.height) > EDGE_ASPECT * np.minimum(ink.width, ink.height)
    found = np.asarray(border & thin)
    unit = letter_height(ink, dpi)
    small = found & (np.maximum(ink.width, ink.height) <= BESIDE[0] * unit)
    letters = np.flatnonzero(~thin & (np.maximum(ink.width, ink.height) >= unit / 2))
    for piece in np.flatnonzero(small):
        across = np.maximum(ink.x0[letters] - ink.x1[piece], ink.x0[piece] - ink.x1[letters])
        down = np.maximum(ink.y0[letters] - ink.y1[piece], ink.y0[piece] - ink.y1[letters])
        found[piece] = not (np.maximum(across, down) <= BESIDE[1] * unit).any()
    return found


def box(x0: float, y0: float, x1: float, y1: float, dpi: int) -> Box:
    """Pixels of a page of `dpi` as points."""
    return Box(x0 * 72 / dpi, y0 * 72 / dpi, x1 * 72 / dpi, y1 * 72 / dpi)
