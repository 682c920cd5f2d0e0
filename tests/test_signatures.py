"""Signatures over names: pale strokes that join letters go, all other ink stays."""

import cv2
import numpy as np
from PIL import Image, ImageDraw

from extractors.ink import binarise, pieces
from extractors.raster import Pixels
from extractors.signatures import fade_signatures
from tests.test_scan_pixels import DPI, font

NAME = (300, 200)
PRINT, STROKE = 20, 90


def page(*, name: bool = True, stroke: int = STROKE) -> Pixels:
    picture = Image.new("L", (1200, 500), 250)
    draw = ImageDraw.Draw(picture)
    draw.text((100, 50), "Ditetapkan di Palopo", fill=PRINT, font=font())
    if name:
        draw.text(NAME, "Dra. HASNAWATI HALIM, M.Si", fill=PRINT, font=font())
    written = np.array(picture)
    over = np.full_like(written, 255)
    path = np.array([[280, 120], [380, 260], [420, 130], [500, 240], [560, 150], [640, 230], [700, 140]], np.int32)
    cv2.polylines(over, [path], False, stroke, 4, cv2.LINE_AA)
    return np.asarray(np.minimum(written, over), np.uint8)


def faded(gray: Pixels) -> tuple[Pixels, Pixels]:
    ink = binarise(gray, DPI)
    return fade_signatures(gray, ink, pieces(ink), DPI)


def test_a_signature_over_a_name_goes_and_its_letters_stay() -> None:
    gray = page()
    without = np.where(page(stroke=255) < 128, 255, 0)
    _, ink = faded(gray)
    lost = (without > 0) & (ink == 0)
    left = (ink > 0) & (cv2.dilate(without.astype(np.uint8), np.ones((7, 7), np.uint8)) == 0)
    before = (binarise(gray, DPI) > 0) & (cv2.dilate(without.astype(np.uint8), np.ones((7, 7), np.uint8)) == 0)
    assert lost.sum() < 0.01 * (without > 0).sum()
    assert left.sum() < 0.05 * before.sum()


def test_strokes_beside_print_and_strokes_as_dark_as_print_stay() -> None:
    for gray in (page(name=False), page(stroke=PRINT)):
        picture, ink = faded(gray)
        assert np.array_equal(picture, gray)
        assert np.array_equal(ink, binarise(gray, DPI))


def test_faded_print_stays() -> None:
    gray = page(stroke=255)
    gray[200:240] = np.maximum(gray[200:240], 110)
    picture, _ = faded(gray)
    assert np.array_equal(picture, gray)
