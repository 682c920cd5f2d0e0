"""Grids of pale hairlines, as Excel draws them: ink here and there on a scan, and paper elsewhere."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.grids import build_grids
from extractors.ink import binarise
from extractors.rulings import find_rulings

DPI = 200
XS, YS = (60, 140, 420, 760, 1100), (80, 150, 260, 330, 440, 510, 620, 690)
WORDS = "Persentase capaian kinerja pelayanan publik"


def worn_table(line: int, upright: int) -> np.ndarray:
    """A scan of a table; `line` is the gray of its horizontal rulings, `upright` that of the vertical ones."""
    page = Image.new("L", (1160, 780), 250)
    draw = ImageDraw.Draw(page)
    for x in XS:
        draw.line([(x, YS[0]), (x, YS[-1])], fill=upright)
    for y in YS:
        draw.line([(XS[0], y), (XS[-1], y)], fill=line)
    for number, y in enumerate(YS[:-1], start=1):
        draw.text((XS[0] + 12, y + 10), str(number), fill=40, font_size=22)
        for x in XS[1:-1]:
            draw.multiline_text((x + 8, y + 10), WORDS.replace(" k", "\nk")[:40], fill=40, font_size=18, spacing=4)
    grain = cv2.GaussianBlur(np.random.default_rng(5).normal(0, 1, (780, 1160)).astype(np.float32), (0, 0), 1.2)
    return np.clip(np.asarray(page, np.float32) + 22 * grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("line", "upright"), [(150, 150), (185, 185), (200, 200), (215, 215), (200, 40), (40, 200)])
def test_a_pale_grid_has_all_its_cells(line: int, upright: int) -> None:
    picture = worn_table(line, upright)
    found = find_rulings(picture, binarise(picture, DPI), DPI)
    (grid,) = build_grids(found.rules, 1)
    assert (grid.rows, grid.columns, len(grid.cells)) == (len(YS) - 1, len(XS) - 1, (len(YS) - 1) * (len(XS) - 1))


def test_a_speck_at_the_end_of_a_ruling_does_not_prolong_it() -> None:
    picture = np.full((400, 900), 250, np.uint8)
    cv2.line(picture, (100, 200), (800, 200), 40, 2)
    cv2.line(picture, (100, 100), (100, 300), 40, 2)
    picture[199:202, 812:815] = 150
    rules = find_rulings(picture, binarise(picture, DPI), DPI).rules
    (ruling,) = [rule for rule in rules if rule.horizontal]
    assert ruling.end == pytest.approx(800 * 72 / DPI, abs=2)
