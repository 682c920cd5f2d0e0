"""Grays that a bilevel scan shows as dots, and faxes with pixels that are not square."""

import io

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.ink import flatten
from extractors.prepared import prepare
from extractors.raster import native_dpi
from extractors.screens import without_screen

DPI = 200
XS, YS = (60, 140, 620, 1100), (80, 150, 260, 330)


def gray_table() -> Image.Image:
    """A table on tinted paper with a shaded header and gray rulings."""
    page = Image.new("L", (1160, 780), 238)
    draw = ImageDraw.Draw(page)
    draw.rectangle((XS[0], YS[0], XS[-1], YS[1]), fill=190)
    for x in XS:
        draw.line([(x, YS[0]), (x, YS[-1])], fill=90, width=2)
    for y in YS:
        draw.line([(XS[0], y), (XS[-1], y)], fill=90, width=2)
    for y in YS[:-1]:
        for x in XS[:-1]:
            draw.text((x + 12, y + 14), "isi", fill=20, font_size=26)
    return page


def diffused(page: Image.Image) -> np.ndarray:
    return np.asarray(page.convert("1").convert("L"))


def ordered(page: Image.Image) -> np.ndarray:
    screen = (np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) + 0.5) * 16
    return np.where(np.asarray(page) > np.tile(screen, (195, 290)), 255, 0).astype(np.uint8)


@pytest.mark.parametrize("dots", [diffused, ordered])
def test_dots_are_grays_and_no_ink(dots) -> None:  # type: ignore[no-untyped-def]
    sheet = prepare(flatten(without_screen(dots(gray_table())), DPI), DPI, 1, 0)
    (grid,) = sheet.grids
    assert (grid.rows, grid.columns, len(grid.cells)) == (3, 3, 9)
    assert sorted(line.region for line in sheet.lines) == list(range(1, 10))


def test_print_without_grays_stays_as_it_is() -> None:
    page = Image.new("L", (1160, 780), 255)
    for row in range(30):
        ImageDraw.Draw(page).text((40, 24 * row), "Persentase capaian kinerja, 98,5 (i.e.)" * 2, fill=0, font_size=18)
    bilevel = np.where(np.asarray(page) > 128, 255, 0).astype(np.uint8)
    assert without_screen(bilevel) is bilevel
    assert without_screen(bilevel[:20, :20]) is not None


def fax(size: tuple[int, int], *, turned: bool = False) -> pypdfium2.PdfDocument:
    """A page of 8 x 10 inches (10 x 8 when turned) that a picture of this size covers."""
    sink = io.BytesIO()
    picture = ImageReader(Image.fromarray(cv2.resize(np.eye(90, dtype=np.uint8) * 255, size)))
    canvas = Canvas(sink, pagesize=(720, 576) if turned else (576, 720))
    if turned:
        canvas.translate(720, 0)
        canvas.rotate(90)
    canvas.drawImage(picture, 0, 0, 576, 720)
    canvas.save()
    return pypdfium2.PdfDocument(sink.getvalue())


@pytest.mark.parametrize("turned", [False, True])
def test_a_fax_has_the_resolution_of_its_finer_side(turned: bool) -> None:
    assert native_dpi(fax((1632, 980), turned=turned)[0]) == 204
    assert native_dpi(fax((1600, 2000), turned=turned)[0]) == 200
