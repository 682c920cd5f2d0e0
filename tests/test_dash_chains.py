"""Dashed and dotted grids on scans: found whole, doubted where a side may be missing, and never seen in print."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import pytest

from extractors.ocr.lines import ReadLine
from extractors.raster import Pixels
from extractors.scan import ScanPage, read_scan

DPI = 150
ROWS, COLUMNS = (100, 200, 300, 400), (80, 200, 480, 700, 900)


class Silent:
    """A reader that reads nothing."""

    name = "silent"

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        return [ReadLine() for _ in crops]


def dashes(picture: Pixels, start: tuple[int, int], end: tuple[int, int], dash: int, white: int) -> None:
    """A dashed ruling, level or upright."""
    length = end[0] - start[0] + end[1] - start[1]
    for place in range(0, length, dash + white):
        last = min(place + dash, length)
        if start[1] == end[1]:
            picture[start[1] : start[1] + 2, start[0] + place : start[0] + last] = 20
        else:
            picture[start[1] + place : start[1] + last, start[0] : start[0] + 2] = 20


def grid(dash: int, white: int, *, without: tuple[int, int] | None = None) -> Pixels:
    """A grid with print in its cells; `without` names a column's left side and the row where it is missing."""
    picture = np.full((500, 1000), 250, np.uint8)
    for y in ROWS:
        dashes(picture, (COLUMNS[0], y), (COLUMNS[-1], y), dash, white)
    for number, x in enumerate(COLUMNS):
        for row, (top, bottom) in enumerate(pairwise(ROWS)):
            if (number, row) != without:
                dashes(picture, (x, top), (x, bottom), dash, white)
    for x in COLUMNS[:-1]:
        for y in ROWS[:-1]:
            cv2.putText(picture, "Nilai", (x + 16, y + 42), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 20, 2)
    return picture


def scan(picture: Pixels) -> ScanPage:
    return read_scan(picture, DPI, 1, Silent())


@pytest.mark.parametrize(("dash", "white"), [(8, 5), (4, 3), (2, 2), (14, 6)])
def test_a_dashed_grid_has_all_its_cells(dash: int, white: int) -> None:
    found = scan(grid(dash, white))
    assert [(table.rows, table.columns, len(table.cells)) for table in found.grids] == [(3, 4, 12)]
    assert not any(cell.inferred for cell in found.grids[0].cells)


def test_where_a_dashed_side_may_be_missing_all_cells_are_doubted() -> None:
    found = scan(grid(8, 5, without=(2, 1)))
    assert [(table.rows, table.columns, len(table.cells)) for table in found.grids] == [(3, 4, 11)]
    assert all(cell.inferred for cell in found.grids[0].cells)


def test_dots_to_be_filled_in_are_no_ruling() -> None:
    picture = np.full((400, 900), 250, np.uint8)
    for y in (100, 150, 200, 250):
        cv2.putText(picture, "Nomor :", (60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 20, 2)
        dashes(picture, (220, y - 2), (800, y - 2), 2, 5)
    assert scan(picture).rules == ()


def test_a_short_side_in_line_with_a_long_one_is_found() -> None:
    picture = np.full((500, 1000), 250, np.uint8)
    for y in (100, 118, 136, 200, 260):
        cv2.line(picture, (80, y), (900, y), 20, 2)
    for x in (80, 900):
        cv2.line(picture, (x, 100), (x, 260), 20, 2)
    cv2.line(picture, (480, 100), (480, 118), 20, 2)
    cv2.line(picture, (480, 136), (480, 260), 20, 2)
    assert [(table.rows, table.columns, len(table.cells)) for table in scan(picture).grids] == [(4, 2, 7)]


def test_a_ruling_of_another_table_says_nothing_of_letters_in_line_with_it() -> None:
    picture = np.full((500, 1000), 250, np.uint8)
    for y in (100, 122, 144, 300, 400):
        cv2.line(picture, (80, y), (900, y), 20, 2)
    for top, bottom, xs in ((100, 144, (80, 900)), (300, 400, (80, 480, 900))):
        for x in xs:
            cv2.line(picture, (x, top), (x, bottom), 20, 2)
    cv2.line(picture, (480, 102), (480, 120), 20, 2)
    assert [len(table.cells) for table in scan(picture).grids] == [2, 2]
