"""Pages that were drawn sideways or upside down, without a word of /Rotate, are read as a person would turn them."""

import io

import pytest
from paper import HEADER, ROWS
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from extractors.extract import extract
from extractors.shapes import Box, Page

#: Degrees anticlockwise, and where the canvas then begins, on a page of 600 x 800 points.
PLACES = {0: (0, 0), 90: (600, 0), 180: (600, 800), 270: (0, 800)}


def drawn(degrees: int, *, only_header: bool = False) -> Page:
    """A page with the table of `paper`, turned as a whole; or upright, with only its header turned."""
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=(600, 800), invariant=1)
    canvas.translate(*PLACES[degrees])
    canvas.rotate(degrees)
    table = Table([list(HEADER), *map(list, ROWS * 3)])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.7, "black"), ("FONTSIZE", (0, 0), (-1, -1), 8)]))
    table.wrapOn(canvas, 600, 600)
    table.drawOn(canvas, 40, 200)
    if only_header:
        canvas.rotate(90)
        canvas.drawString(500, -30, "Sekretariat")
    canvas.save()
    (page,) = extract(sink.getvalue()).pages
    return page


def texts(page: Page) -> list[str]:
    return [" ".join(line.text for line in cell.lines) for cell in page.grids[0].cells]


@pytest.mark.parametrize(
    ("degrees", "turned", "size"), [(90, 1, (800, 600)), (180, 2, (600, 800)), (270, 3, (800, 600))]
)
def test_a_turned_page_reads_like_an_upright_one(degrees: int, turned: int, size: tuple[int, int]) -> None:
    page = drawn(degrees)
    assert texts(page) == texts(drawn(0)) == [text for row in (HEADER, *ROWS * 3) for text in row]
    assert page.turned == turned
    assert (page.width, page.height) == size


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_places_lead_back_to_the_paper(degrees: int) -> None:
    page = drawn(degrees)
    box = page.grids[0].cells[0].box
    back = page.on_paper(box)
    assert {round(back.width), round(back.height)} == {round(box.width), round(box.height)}
    # The table stands 40 points from the left of the canvas, whose left is another side of the paper each time.
    edge = {90: 800 - back.bottom, 180: 600 - back.x1, 270: back.top}[degrees]
    assert edge == pytest.approx(40, abs=1)
    assert Box(0, 0, 600, 800).overlap(back) == pytest.approx(back.width * back.height)


def test_a_few_sideways_words_turn_no_page() -> None:
    page = drawn(0, only_header=True)
    assert page.turned == 0
    assert [word.turn for line in page.lines for word in line.words] == [3]
