"""Tables as programs draw them: lines, filled strips, framed or shaded cells with gaps, white lines on shading."""

import io
from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.extract import extract
from extractors.shapes import Box, Rule
from extractors.tiles import without_gaps
from extractors.white_borders import white_borders

XS, YS = (50, 150, 300, 420), (350, 320, 290, 260, 230)
TEXTS = ("Nama", "Persentase", "12,5")


def lines(canvas: Canvas, thick: float) -> None:
    canvas.setLineWidth(thick)
    canvas.grid(list(XS), list(YS))


def strips(canvas: Canvas, thick: float) -> None:
    """Word's way: filled rectangles, those down between those across."""
    half = thick / 2
    for y in YS:
        canvas.rect(XS[0] - half, y - half, XS[-1] - XS[0] + thick, thick, stroke=0, fill=1)
    for x in XS:
        for upper, lower in pairwise(YS):
            canvas.rect(x - half, lower + half, thick, upper - lower - thick, stroke=0, fill=1)


def round_frame(canvas: Canvas, thick: float) -> None:
    """A frame with round corners, and an open path for each ruling inside."""
    canvas.setLineWidth(thick)
    canvas.roundRect(XS[0], YS[-1], XS[-1] - XS[0], YS[0] - YS[-1], 8)
    for y in YS[1:-1]:
        canvas.line(XS[0], y, XS[-1], y)
    path = canvas.beginPath()
    path.moveTo(XS[1], YS[0])
    path.lineTo(XS[1], YS[-1])
    path.lineTo(XS[2], YS[-1])
    path.lineTo(XS[2], YS[0])
    canvas.drawPath(path)


def cells(canvas: Canvas, gap: float, *, shaded: bool) -> None:
    canvas.setFillGray(0.8)
    for left, right in pairwise(XS):
        for upper, lower in pairwise(YS):
            box = (left + gap / 2, lower + gap / 2, right - left - gap, upper - lower - gap)
            canvas.rect(*box, stroke=not shaded, fill=shaded)


def white(canvas: Canvas, thick: float, *, bands: bool) -> None:
    """A presentation's way: white lines over shading, that of every other row if `bands`."""
    canvas.setFillGray(0.8)
    for upper, lower in list(pairwise(YS))[:: 2 if bands else 1]:
        canvas.rect(XS[0], lower, XS[-1] - XS[0], upper - lower, stroke=0, fill=1)
    canvas.setStrokeGray(1)
    lines(canvas, thick)


def read(draw: str, points: float) -> list[tuple[int, int, int]]:
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=(600, 400), invariant=1)
    if draw == "lines":
        lines(canvas, points)
    elif draw == "strips":
        strips(canvas, points)
    elif draw == "round":
        round_frame(canvas, points)
    elif draw in ("framed", "shaded"):
        cells(canvas, points, shaded=draw == "shaded")
    else:
        white(canvas, points, bands=draw == "bands")
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", 9)
    for row, y in enumerate(YS[:-1]):
        for x, text in zip(XS, TEXTS, strict=False):
            canvas.drawString(x + 12, y - 20, f"{text}{row}")
    canvas.save()
    (page,) = extract(sink.getvalue()).pages
    return [(grid.rows, grid.columns, len(grid.cells)) for grid in page.grids]


@pytest.mark.parametrize("draw", ["lines", "strips", "round", "framed", "shaded", "white", "bands"])
@pytest.mark.parametrize("points", [0.5, 1.5, 3, 4])
def test_every_way_to_draw_it_is_the_same_table(draw: str, points: float) -> None:
    assert read(draw, points) == [(4, 3, 12)]


@pytest.mark.parametrize("points", [4.5, 6])
def test_the_thickest_borders_of_word(points: float) -> None:
    assert read("strips", points) == [(4, 3, 12)]


def test_white_borders_on_white_paper_are_not_seen() -> None:
    across = [Rule(True, y, 50, 400) for y in (100, 130, 160)]
    down = [Rule(False, x, 100, 160) for x in (50, 200, 400)]
    banner = Box(50, 40, 400, 90)
    assert white_borders([*across, *down], []) == []
    assert white_borders([*across, *down], [banner]) == []
    assert white_borders([*across, *down], [Box(50, 100, 400, 130)]) == [*across, *down]


def test_cells_far_apart_keep_their_gap() -> None:
    boxes = [Box(0, 0, 50, 20), Box(53, 0, 100, 20), Box(110, 0, 150, 20), Box(0, 22, 50, 40)]
    assert without_gaps(boxes) == [Box(0, 0, 51.5, 21), Box(51.5, 0, 100, 20), Box(110, 0, 150, 20), Box(0, 21, 50, 40)]
