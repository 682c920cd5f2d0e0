"""Grain of copiers: specks all over a page are no print, and dots that belong to print stay."""

import cv2
import numpy as np

from extractors.ink import Pieces, pieces
from extractors.prepared import prepare
from extractors.raster import Pixels
from extractors.segments import letter_height
from extractors.specks import specks

DPI = 200


def printed(*lines: str) -> Pixels:
    page = np.full((1400, 1000), 255, np.uint8)
    for place, text in enumerate(lines):
        cv2.putText(page, text, (100, 100 + 60 * place), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
    return page


def grainy(page: Pixels, count: int) -> Pixels:
    grain, result = np.random.default_rng(1), page.copy()
    for y, x in grain.integers((5, 5), (1390, 990), (count, 2)).tolist():
        result[y : y + 3, x : x + 3] = 30
    return result


def inked(page: Pixels) -> Pieces:
    return pieces(np.where(page < 128, 255, 0).astype(np.uint8))


def found(page: Pixels) -> int:
    ink = inked(page)
    return len(specks(ink, np.zeros(len(ink), np.intp), letter_height(ink, DPI)))


TEXT = ("Persentase capaian 98,5 - 1.250.000", "nilai: i.e. (ii) 7,25", "- indeks kepuasan; 80.1") * 3


def test_grain_is_found_and_print_is_not() -> None:
    assert found(printed(*TEXT)) == 0
    assert found(grainy(printed(*TEXT), 20)) == 0, "a few specks may be signs"
    assert 380 < found(grainy(printed(*TEXT), 500)) <= 500


def test_dots_that_lead_to_a_number_are_no_grain() -> None:
    assert found(printed(*["Bab " + "." * 44 + " 7"] * 20)) == 0


def test_no_line_is_made_of_grain() -> None:
    clean, worn = (prepare(page, DPI, 1, 0) for page in (printed(*TEXT), grainy(printed(*TEXT), 500)))
    long = [line for line in worn.lines if line.x1 - line.x0 > 100]
    assert len(worn.lines) <= len(clean.lines) + 5, "two specks may touch"
    for line, other in zip(long, clean.lines, strict=True):
        assert abs(line.x0 - other.x0) < 30
        assert abs(line.x1 - other.x1) < 30


def test_signs_among_letters_stay_and_grain_goes() -> None:
    page = printed(*TEXT)
    ink = inked(page)
    signs = int((np.maximum(ink.width, ink.height) <= 8).sum())
    for y, x in ((70, 180), (70, 420), (94, 372), (130, 250), (96, 246)):
        page[y : y + 3, x : x + 3] = 30
    worn = grainy(page, 300)
    worn[60:640, 90:700] = page[60:640, 90:700]
    found_ink = inked(worn)
    dropped = specks(found_ink, np.zeros(len(found_ink), np.intp), letter_height(found_ink, DPI))
    inside = [
        piece
        for piece in range(len(found_ink))
        if 60 <= found_ink.y0[piece] < 640 and 90 <= found_ink.x0[piece] < 700 and piece not in set(dropped.tolist())
    ]
    small = np.maximum(found_ink.width, found_ink.height)[inside] <= 8
    assert int(small.sum()) == signs
