"""Pale and thin rulings on a bilevel scan: bits of them, between which there is only paper."""

import cv2
import numpy as np
import pytest

from extractors.prepared import PreparedPage, prepare
from extractors.raster import Pixels
from extractors.ruling_bits import without_bits

DPI = 200
XS, YS = (60, 140, 420, 760, 1100), (80, 150, 260, 330, 440, 510)


def broken_grid(ink: float, seed: int = 3) -> Pixels:
    """A bilevel table; of its gray rulings this share is ink, in bits."""
    rulings = np.zeros((600, 1160), np.uint8)
    for x in XS:
        cv2.line(rulings, (x, YS[0]), (x, YS[-1]), 255, 2)
    for y in YS:
        cv2.line(rulings, (XS[0], y), (XS[-1], y), 255, 2)
    grain = cv2.GaussianBlur(np.random.default_rng(seed).normal(0, 1, rulings.shape).astype(np.float32), (0, 0), 0.9)
    picture = np.where((rulings > 0) & (grain < np.quantile(grain, ink)), 0, 255).astype(np.uint8)
    for y in YS[:-1]:
        for x in XS[:-1]:
            cv2.putText(picture, "Nilai", (x + 12, y + 40), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 0, 2)
    return picture


def sheet(picture: Pixels) -> PreparedPage:
    return prepare(picture, DPI, 1, 0)


@pytest.mark.parametrize("ink", [0.7, 0.6, 0.5])
def test_a_grid_of_bits_has_all_its_cells(ink: float) -> None:
    found = sheet(broken_grid(ink))
    (grid,) = found.grids
    assert (grid.rows, grid.columns, len(grid.cells)) == (5, 4, 20)


def test_bits_are_no_lines_of_print() -> None:
    found = sheet(broken_grid(0.6))
    assert len([line for line in found.lines if line.x1 - line.x0 > 30]) == 20


def test_letters_and_their_dots_are_no_bits() -> None:
    picture = np.zeros((80, 400), np.uint8)
    cv2.putText(picture, "ilial, nilai 1.2", (10, 50), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 255, 2)
    kept = without_bits(picture, DPI)
    picture[70, 10:14] = picture[70, 30:60] = 255
    assert np.array_equal(without_bits(picture, DPI), kept)
    assert (kept > 0).sum() > 0.8 * (picture > 0).sum()


def test_a_broken_table_that_falls_apart_is_doubted() -> None:
    picture = broken_grid(0.6)
    picture[YS[2] + 6 : YS[3] - 5, XS[0] - 20 :] = 255
    for x in XS:
        cv2.putText(picture, "Sasaran", (x - 40, YS[2] + 45), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 0, 2)
    grids = sheet(picture).grids
    assert len(grids) == 2
    assert all(cell.inferred for grid in grids for cell in grid.cells)


@pytest.mark.parametrize("row", [36, 44, 60, 90])
@pytest.mark.parametrize("size", [0.6, 0.8])
def test_a_column_of_ones_is_no_ruling(row: int, size: float) -> None:
    picture = np.full((1200, 1160), 255, np.uint8)
    count = 1100 // row
    for x in XS:
        cv2.line(picture, (x, 40), (x, 40 + row * count), 0, 2)
    for place in range(count + 1):
        cv2.line(picture, (XS[0], 40 + row * place), (XS[-1], 40 + row * place), 0, 2)
    for place in range(count):
        foot = 40 + row * place + (row + 16) // 2
        for x in XS[:-1]:
            cv2.line(picture, (x + 40, foot), (x + 40, foot - round(24 * size)), 0, 3)
            cv2.putText(picture, "l", (x + 55, foot), cv2.FONT_HERSHEY_SIMPLEX, size, 0, 2)
            cv2.putText(picture, "-", (x + 62, foot), cv2.FONT_HERSHEY_SIMPLEX, size, 0, 2)
    (grid,) = sheet(picture).grids
    assert (grid.rows, grid.columns) == (count, 4)
