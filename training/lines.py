"""Lines for training: a sheet's line crops as the program itself makes them, each with what stands in it.

The page stage (`extractors.ink`, `rulings`, `segments`) finds the lines and cuts them out, so that the network learns
from the very pictures that it will read: with lost i-dots, rests of rulings and specks. A line in which no letter
stands is learnt as nothing. Lines that are only in part what they should be are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.ink import binarise, flatten, pieces
from extractors.ocr.net_input import net_input
from extractors.raster import Pixels
from extractors.rulings import find_rulings
from extractors.segments import InkLine, crop, crop_sides, find_lines, scales
from training.sheet import Cell, Letter, Sheet

#: A letter counts as seen when so many of its box's pixels are its line's ink: a dot is a few pixels.
SEEN = 0.04
#: Widest line that is trained on, in pixels of the network's input: a page's full width at small print.
WIDEST = 1000


@dataclass(frozen=True)
class Sample:
    """A line as the network gets it, what it says, and the middles of its signs in pixels of the picture."""

    picture: Pixels
    text: str
    middles: npt.NDArray[np.float32]


def cut(sheet: Sheet) -> Iterator[Sample]:
    """The usable lines of a sheet."""
    gray = flatten(sheet.gray, sheet.dpi)
    binary = binarise(gray, sheet.dpi)
    if sheet.ruled:
        rulings = find_rulings(gray, binary, sheet.dpi)
        binary = rulings.erased
        gray = np.asarray(np.where(rulings.mask > 0, 255, gray), np.uint8)
    ink = pieces(binary)
    regions = np.full(len(ink), -1, np.intp)
    middle_x, middle_y = (ink.x0 + ink.x1) / 2, (ink.y0 + ink.y1) / 2
    for index, cell in enumerate(sheet.cells):
        x0, y0, x1, y1 = cell.box
        regions[(middle_x >= x0) & (middle_x < x1) & (middle_y >= y0) & (middle_y < y1)] = index
    lines = [line for line in find_lines(ink, regions, set(), sheet.dpi) if line.turn == 0]
    scale = scales(lines)
    for line, factor in zip(lines, scale, strict=True):
        letters = _standing(line, sheet.cells[line.region], ink.labels)
        if letters is None:
            continue
        given = net_input(crop(gray, ink, line, factor))
        if given.picture.shape[1] > WIDEST:
            continue
        left = crop_sides(line, gray.shape)[0]
        middles = [((letter.box[0] + letter.box[2]) / 2 - left) * factor * given.scale for letter in letters]
        yield Sample(given.picture, "".join(letter.sign for letter in letters), np.array(middles, np.float32))


def _standing(line: InkLine, cell: Cell, labels: npt.NDArray[np.int32]) -> list[Letter] | None:
    """The letters of the cell whose ink is the line's; None where they are no whole stretch of one line of text."""
    own = np.isin(labels[line.y0 : line.y1, line.x0 : line.x1], line.members + 1)
    found: list[list[Letter]] = []
    for text in cell.lines:
        seen = [letter.sign != " " and _seen(letter, line, own) for letter in text]
        places = np.flatnonzero(seen)
        if not len(places):
            continue
        stretch = text[places[0] : places[-1] + 1]
        if any(letter.sign != " " and not here for letter, here in zip(stretch, seen[places[0] :], strict=False)):
            return None
        found.append(stretch)
    if len(found) > 1:
        return None
    return found[0] if found else []


def _seen(letter: Letter, line: InkLine, own: npt.NDArray[np.bool_]) -> bool:
    x0, y0, x1, y1 = letter.box
    left, right = max(0, round(x0) - line.x0), round(x1) - line.x0
    top, bottom = max(0, round(y0) - line.y0), round(y1) - line.y0
    place = own[top : max(bottom, top + 1), left : max(right, left + 1)] if right > 0 and bottom > 0 else own[:0]
    return place.size > 0 and float(place.sum()) >= SEEN * max(1.0, (x1 - x0) * (y1 - y0))
