"""Photographed sheets: found on the desk, laid flat, and every place led back to the photo."""

import cv2
import numpy as np
import pytest

from extractors.ocr.lines import ReadLine
from extractors.photos import find_sheet, lay_flat
from extractors.raster import Pixels
from extractors.scan import read_scan
from extractors.shapes import Box, Page

DPI = 150
#: Half an A4 sheet in pixels: whole ones take the tests longer and show no more.
SHEET = (1240, 880)
#: Corners of the sheet on the photo, clockwise from the top left: the camera looks from below, from the left, straight.
LOOKS = {
    "from below": ((320, 80), (1180, 110), (1380, 930), (110, 900)),
    "from the left": ((120, 60), (1350, 250), (1330, 840), (140, 980)),
}
STRAIGHT = ((130, 90), (1370, 112), (1354, 992), (114, 970))


class Silent:
    """A reader that reads nothing."""

    name = "silent"

    def read(self, crops: list[Pixels]) -> list[ReadLine]:
        return [ReadLine() for _ in crops]


def table() -> Pixels:
    """A sheet with a ruled table of three rows and four columns."""
    picture = np.full(SHEET[::-1], 235, np.uint8)
    for y in (200, 320, 440, 560):
        cv2.line(picture, (100, y), (1140, y), 30, 3)
    for x in (100, 300, 620, 900, 1140):
        cv2.line(picture, (x, 200), (x, 560), 30, 3)
        cv2.putText(picture, "Nilai", (x + 30, 270), cv2.FONT_HERSHEY_SIMPLEX, 1, 30, 2)
    return picture


def photo(corners: tuple[tuple[int, int], ...]) -> Pixels:
    """The table on a brown desk, half of it in a soft shadow."""
    width, height = SHEET
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    there = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    size = (1500, 1060)
    sheet = cv2.warpPerspective(table(), there, size)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), there, size) > 0
    grain = np.random.default_rng(5).normal(0, 6, (*size[::-1], 1))
    seen = np.where(mask[:, :, None], sheet[:, :, None], np.array([120, 90, 60])) + grain
    shadow = 1 - 0.45 / (1 + np.exp((np.arange(size[0]) - 900) / -60))
    return np.asarray(np.clip(seen * shadow[None, :, None], 0, 255), np.uint8)


@pytest.mark.parametrize("look", LOOKS)
def test_a_photographed_table_is_laid_flat_and_led_back(look: str) -> None:
    found = read_scan(photo(LOOKS[look]), DPI, 1, Silent())
    assert [(grid.rows, grid.columns, len(grid.cells)) for grid in found.grids] == [(3, 4, 12)]
    page = Page(1, found.width, found.height, "scan", to_paper=found.to_paper, leaning=found.leaning)
    corner = found.grids[0].box
    width, height = SHEET
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    there = cv2.getPerspectiveTransform(flat, np.array(LOOKS[look], np.float32))
    want = cv2.perspectiveTransform(np.array([[[1140.0, 560.0]]]), there)[0, 0] * 72 / DPI
    place = page.on_paper(Box(corner.x1, corner.bottom, corner.x1, corner.bottom))
    assert (place.x0, place.top) == pytest.approx(tuple(want), abs=3)


def test_a_sheet_seen_from_straight_above_is_only_turned() -> None:
    assert find_sheet(photo(STRAIGHT)) is None
    assert [len(grid.cells) for grid in read_scan(photo(STRAIGHT), DPI, 1, Silent()).grids] == [12]


def test_a_scan_with_a_black_edge_is_no_photo() -> None:
    scan = table()
    scan[:, :40] = 5
    scan[-30:] = 5
    assert find_sheet(scan) is None


def test_a_desk_without_a_sheet_stays_as_it_is() -> None:
    picture = np.asarray(np.random.default_rng(1).integers(60, 120, (300, 400, 3)), np.uint8)
    picture[100:150, 150:220] = 240
    gray = np.asarray(picture[:, :, 0])
    laid = lay_flat(picture, gray, DPI)
    assert laid.pixels is gray
    assert laid.dpi == DPI
    assert (laid.to_picture == np.eye(3)).all()


def test_a_sheet_of_no_believable_size_tells_its_resolution() -> None:
    picture = photo(LOOKS["from below"])
    assert lay_flat(picture, np.asarray(picture[:, :, 0]), 400).dpi == pytest.approx(105, abs=8)
