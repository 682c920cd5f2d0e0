"""Cells drawn each for itself with a gap between, on scans: one grid, without rows and columns of gaps."""

import cv2
import numpy as np
import pytest

from extractors.grids import build_grids
from extractors.prepared import prepare
from extractors.shapes import Rule

DPI = 200
XS, YS = (80, 160, 480, 760, 1060), (80, 150, 260, 330, 440)


def framed(gap: int) -> np.ndarray:
    """A table whose cells lie so many pixels apart; the first cell of the second row spans two rows."""
    page = np.full((520, 1140), 245, np.uint8)
    for row in range(len(YS) - 1):
        for column in range(len(XS) - 1):
            if (row, column) == (2, 0):
                continue
            bottom = YS[row + (2 if (row, column) == (1, 0) else 1)]
            cv2.rectangle(page, (XS[column], YS[row]), (XS[column + 1] - gap, bottom - gap), 40, 2)
            cv2.putText(page, "Nilai", (XS[column] + 10, YS[row] + 40), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 20, 2)
    return page


@pytest.mark.parametrize("gap", [6, 8, 10, 12])
def test_gaps_are_no_rows_and_columns(gap: int) -> None:
    (grid,) = prepare(framed(gap), DPI, 1, 0).grids
    assert (grid.rows, grid.columns, len(grid.cells)) == (4, 4, 15)
    assert [(cell.rowspan, cell.colspan) for cell in grid.cells if cell.row == 1] == [(2, 1), (1, 1), (1, 1), (1, 1)]


def test_a_low_row_is_a_row() -> None:
    rows = [Rule(True, at, 0, 300) for at in (0, 20, 27, 60)]
    sides = [Rule(False, at, 0, 60) for at in (0, 100, 300)]
    (grid,) = build_grids([*rows, *sides], 1)
    assert (grid.rows, grid.columns) == (3, 2)


def test_an_underline_near_a_ruling_is_no_side_of_a_cell() -> None:
    rows = [*(Rule(True, at, 0, 300) for at in (0, 20, 60)), Rule(True, 56, 10, 80)]
    sides = [Rule(False, at, 0, 60) for at in (0, 100, 300)]
    (grid,) = build_grids([*rows, *sides], 1)
    assert sorted({cell.box.bottom for cell in grid.cells}) == [20, 60]
