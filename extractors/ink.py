"""Ink and paper: the background made even, ink told from paper, ink in connected pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.panels import light_print
from extractors.raster import Pixels, halved, reduced

Ints = npt.NDArray[np.int32]

#: Resolution at which the background is estimated: letters vanish, shadows and shaded cells stay.
BACKGROUND_DPI = 25
#: What is darker than this share of the paper is no background but ink, a dark panel or the scanner's lid.
DARKEST_PAPER = 0.45
#: A ground so much darker than the paper around it is not taken for ink, be it as narrow as a line of print.
#: Unless this share of it is too dark, or beside light print.
DARK_GROUND, NO_GROUND = 0.7, 0.3
#: Where nothing is darker than this share of the paper, no cell is shaded.
SHADED = 0.85
#: Height and width of the smallest header at BACKGROUND_DPI.
HEADER = (4, 16)
#: A shadow is wider than this many inches, darker than this share of the paper and no darker than that, and covers this
#: share of the picture; what is darker by less does no harm.
SHADOW_INCHES, SHADOW, DARKEST_SHADOW, SHADOWED = 1.6, 0.8, 0.5, 0.05
#: What is darker than this share of the paper and reaches the picture's border lies outside the page.
OUTSIDE = 0.55
#: Sauvola's threshold: m (1 + K (s / R - 1)) over a window of WINDOW inches (Sauvola and Pietikainen, 2000).
WINDOW = 0.125
SAUVOLA_K = 0.2
SAUVOLA_R = 128.0
#: What is darker than this on a flattened picture is ink even where nothing around it is lighter (blots, punch holes).
SURELY_INK = 140


def flatten(gray: Pixels, dpi: float) -> Pixels:
    """The picture with its background made white: shadows, paper tint, light shading of cells, and what is no page.

    Cells with light print keep their dark ground (`panels.lighten_panels` turns them). No page is the scanner's lid and
    the desk under a photographed sheet: dark, and reaching the picture's border.
    """
    small = reduced(gray, min(1.0, BACKGROUND_DPI / dpi))
    spread = _spread(small)
    paper = float(np.percentile(spread, 90))
    lit = _lit(spread, paper)
    if lit is not None:
        gray = np.asarray(cv2.divide(gray, _resized(lit, gray.shape), scale=round(paper)), np.uint8)
        small = reduced(gray, min(1.0, BACKGROUND_DPI / dpi))
        spread = _spread(small)
    light = light_print(gray, dpi, paper) if _shaded(small, spread, paper) else np.zeros_like(gray)
    floor = np.maximum(_with_panels(small, spread, light, paper), np.uint8(max(1.0, DARKEST_PAPER * paper)))
    background = _resized(floor, gray.shape)
    background[light > 0] = round(paper)
    result = np.asarray(cv2.divide(gray, background, scale=255), np.uint8)
    outside = _outside((spread < OUTSIDE * paper).astype(np.uint8))
    if outside.any():
        result[cv2.resize(outside, gray.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0] = 255
    return result


def _spread(small: Pixels) -> Pixels:
    """The background alone, at BACKGROUND_DPI: shadows and shaded cells without what is printed on them."""
    return np.asarray(cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 11), np.uint8)


def _shaded(small: Pixels, spread: Pixels, paper: float) -> bool:
    """Whether anything is shaded; spreading the paper wipes out a header as low as a line of print."""
    if (spread < SHADED * paper).any():
        return True
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    dark = np.asarray(closed < SHADED * paper, np.uint8)
    return bool(cv2.erode(dark, np.ones(HEADER, np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0).any())


def _with_panels(small: Pixels, spread: Pixels, light: Pixels, paper: float) -> Pixels:
    """The background with shaded cells as large as they are: spreading the paper takes their edges, and narrow ones.

    Not of panels that are no background, for they are too dark, and of those where `light` print was seen.
    """
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    shaded = np.asarray(closed < DARK_GROUND * spread, np.uint8)
    count, labels = cv2.connectedComponents(cv2.dilate(shaded, np.ones((3, 3), np.uint8)), connectivity=8)
    if count == 1:
        return spread
    seen = cv2.resize(light, small.shape[::-1], interpolation=cv2.INTER_AREA)
    # The middle of a wide panel is in no part, only its edge.
    near = cv2.dilate(seen, np.ones((7, 7), np.uint8)) > 0
    size = np.bincount(labels[shaded > 0], minlength=count)
    for other in (near, closed < DARKEST_PAPER * paper):
        share = np.bincount(labels[(shaded > 0) & other], minlength=count) / np.maximum(1, size)
        shaded[(share >= NO_GROUND)[labels]] = 0
    return np.asarray(np.where(shaded > 0, closed, spread), np.uint8)


def _resized(small: npt.NDArray[Any], shape: tuple[int, ...]) -> Pixels:
    return np.asarray(cv2.resize(small, shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def _lit(spread: Pixels, paper: float) -> Pixels | None:
    """How bright the paper is everywhere, where a wide shadow lies over it; None where none does.

    In a shadow a shaded cell is as dark as a panel in the light, and light print on it could not be told from paper.
    """
    outside = _outside((spread < OUTSIDE * paper).astype(np.uint8)) > 0
    side = round(SHADOW_INCHES * BACKGROUND_DPI) | 1
    inside = np.where(outside, np.uint8(0), spread)
    lit = cv2.blur(cv2.dilate(inside, np.ones((side, side), np.uint8)), (side, side))
    if ((lit < SHADOW * paper) & ~outside).mean() < SHADOWED:
        return None
    return np.where(outside, round(paper), np.clip(lit, DARKEST_SHADOW * paper, paper)).astype(np.uint8)


def _outside(dark: Pixels) -> Pixels:
    """The parts of a mask that touch the border, grown by what the dilation of the background had taken from them."""
    _, labels = cv2.connectedComponents(dark, connectivity=4)
    edge = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    touching = np.isin(labels, edge[edge > 0]).astype(np.uint8)
    return np.asarray(cv2.dilate(touching, np.ones((5, 5), np.uint8)), np.uint8)


def binarise(gray: Pixels, dpi: float) -> Pixels:
    """Ink as 255, paper as 0, by Sauvola's local threshold on a flattened picture."""
    # The threshold changes slowly: half the resolution is enough for it, and a quarter of the work.
    side = round(WINDOW * dpi / 2) | 1
    mean, square = (
        np.asarray(cv2.blur(halved(values).astype(np.float32), (side, side)), np.float32)
        for values in (gray, np.asarray(cv2.multiply(gray, gray, dtype=cv2.CV_16U)))
    )
    spread = np.sqrt(np.maximum(square - mean * mean, 0))
    threshold = np.maximum(mean * (1 - SAUVOLA_K + SAUVOLA_K / SAUVOLA_R * spread), SURELY_INK).astype(np.uint8)
    local = cv2.resize(threshold, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.compare(gray, local, cv2.CMP_LE), np.uint8)


@dataclass(slots=True)
class Pieces:
    """Connected pieces of ink. `labels` has for every pixel 0 (paper) or 1 + the piece's index into the arrays."""

    labels: Ints
    x0: Ints
    y0: Ints
    x1: Ints
    y1: Ints
    area: Ints

    @property
    def width(self) -> Ints:
        """Widths in pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> Ints:
        """Heights in pixels."""
        return self.y1 - self.y0

    def __len__(self) -> int:
        return len(self.x0)

    def cut(self, piece: int, rows: list[int]) -> list[int]:
        """Cuts a piece at the given rows (two lines whose letters touch); the new pieces' indexes with its own."""
        x0, x1 = int(self.x0[piece]), int(self.x1[piece])
        edges = [int(self.y0[piece]), *rows, int(self.y1[piece])]
        parts: list[int] = []
        for top, bottom in pairwise(edges):
            place = self.labels[top:bottom, x0:x1]
            own = place == piece + 1
            if not own.any():
                continue
            columns = np.flatnonzero(own.any(axis=0))
            lines = np.flatnonzero(own.any(axis=1))
            index = len(self) if parts else piece
            box = (x0 + columns[0], top + lines[0], x0 + columns[-1] + 1, top + lines[-1] + 1, int(own.sum()))
            if parts:
                place[own] = index + 1
                self.add([box])
            else:
                first = box
            parts.append(index)
        for column, value in zip(self._columns(), first, strict=True):
            column[piece] = value
        return parts

    def add(self, boxes: Sequence[tuple[int, int, int, int, int]]) -> None:
        """New pieces (x0, y0, x1, y1, area), whose pixels `labels` shows already."""
        if boxes:
            new = np.array(boxes, np.int32).T
            grown = [np.append(old, values) for old, values in zip(self._columns(), new, strict=True)]
            self.x0, self.y0, self.x1, self.y1, self.area = (column.astype(np.int32) for column in grown)

    def _columns(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        return self.x0, self.y0, self.x1, self.y1, self.area


def pieces(binary: Pixels) -> Pieces:
    """The connected pieces (8-neighbourhood) of a picture with ink as 255."""
    count, labels = cv2.connectedComponents(binary, connectivity=8, ltype=cv2.CV_32S)
    rows, starts, ends = _runs(binary)
    # Boxes and areas from the runs: OpenCV's own statistics look at every pixel, and take four times as long.
    owner = labels[rows, starts].astype(np.intp)
    boxes = np.array([[binary.shape[1]], [binary.shape[0]], [0], [0], [0]], np.int32).repeat(count, axis=1)
    x0, y0, x1, y1, area = boxes
    np.minimum.at(x0, owner, starts)
    np.minimum.at(y0, owner, rows)
    np.maximum.at(x1, owner, ends)
    np.maximum.at(y1, owner, rows + 1)
    np.add.at(area, owner, ends - starts)
    return Pieces(np.asarray(labels, np.int32), *(column[1:].copy() for column in boxes))


def _runs(binary: Pixels) -> tuple[Ints, Ints, Ints]:
    """Row, first column and the one after the last of every run of ink in a row, from top to bottom."""
    framed = cv2.copyMakeBorder(binary, 0, 0, 1, 1, cv2.BORDER_CONSTANT, value=0)
    changes = np.flatnonzero(framed[:, 1:] != framed[:, :-1])
    rows, columns = np.divmod(changes.astype(np.int32), framed.shape[1] - 1)
    return rows[::2], columns[::2], columns[1::2]
