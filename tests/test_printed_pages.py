"""Born-digital pages, drawn with reportlab: which drawings are rulings, and what the print says."""

import io
import time
from collections.abc import Callable

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.utils.exceptions import PdfminerException
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.errors import DocumentError
from extractors.grids import build_grids
from extractors.pdf import OVERPRINTED, TWICE, PrintedPage, _clean, once, read_printed
from extractors.placing import place
from extractors.shapes import Rule

SIZE = (400, 300)


def printed(draw: Callable[[Canvas], object]) -> PrintedPage:
    """What is read of one page of 400 x 300 points; reportlab's y runs upwards from the bottom."""
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=SIZE, invariant=1)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    with pdfplumber.open(io.BytesIO(sink.getvalue())) as pdf:
        return read_printed(pdf.pages[0])


def said(page: PrintedPage) -> list[str]:
    return [word.text for word in page.words]


def rule(found: Rule) -> tuple[bool, float, float, float]:
    return found.horizontal, round(found.at), round(found.start), round(found.end)


def test_words_and_their_places() -> None:
    page = printed(lambda canvas: canvas.drawString(50, 200, "Indeks kepuasan 82,5%"))
    assert said(page) == ["Indeks", "kepuasan", "82,5%"]
    box = page.words[0].box
    assert (round(box.x0), box.top < 100 < box.bottom) == (50, True)
    assert {(word.turn, word.confidence) for word in page.words} == {(0, None)}


def test_letter_spacing_makes_no_words() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(50, 200)
        text.setCharSpace(1.2)
        text.textOut("SASARAN STRATEGIS")
        canvas.drawText(text)

    assert said(printed(draw)) == ["SASARAN", "STRATEGIS"]


def test_bold_imitated_by_printing_twice_is_one_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "TARGET")
        canvas.drawString(50.3, 200, "TARGET")

    assert said(printed(draw)) == ["TARGET"]


def test_double_letters_are_kept() -> None:
    assert said(printed(lambda canvas: canvas.drawString(50, 200, "lll 1111 ooo"))) == ["lll", "1111", "ooo"]


def char(x: float, top: float, text: str = "a", font: str = "F") -> dict[str, object]:
    return {"x0": x, "top": top, "text": text, "fontname": font, "size": 10.0, "upright": True}


@pytest.mark.parametrize(("across", "down"), [(0.4, 0.0), (-0.4, 0.0), (0.0, 0.4), (-0.4, -0.4), (0.5, 0.0)])
def test_a_twin_is_found_on_every_side_over_the_bounds_of_the_buckets(across: float, down: float) -> None:
    for start in (10.0, 10.1, 10.25, 10.45):
        first = char(start, 20.0)
        assert list(once([first, char(start + across, 20.0 + down)])) == [first]


def test_only_the_same_character_near_by_is_a_twin() -> None:
    others = [char(10.6, 20.0), char(10.0, 20.6), char(10.0, 20.0, text="b"), char(10.0, 20.0, font="G")]
    assert list(once([char(10.0, 20.0), *others])) == [char(10.0, 20.0), *others]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from("ab")), max_size=12))
def test_no_two_of_what_is_kept_are_twins_and_each_of_the_others_has_one(places: list[tuple[int, int, str]]) -> None:
    chars = [char(x / 8, top / 8, text) for x, top, text in places]
    kept: list[int] = []
    for number, (x, top, text) in enumerate(places):
        near = (places[other] for other in kept)
        if not any(text == twin and max(abs(x - at), abs(top - level)) <= 8 * TWICE for at, level, twin in near):
            kept.append(number)
    assert list(once(chars)) == [chars[number] for number in kept]


def test_a_page_of_very_many_characters_takes_seconds() -> None:
    chars = [char(index % 400, index // 400) for index in range(100_000)]
    heaped = [char(10.0 + TWICE * (index % 3), 20.0) for index in range(100_000)]
    started = time.monotonic()
    assert len(list(once(chars))) == 100_000
    assert len(list(once(heaped))) < 4
    assert time.monotonic() - started < 10


def test_thin_rectangles_are_borders() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 200, 300, 0.5, stroke=0, fill=1)
        canvas.rect(50, 100, 0.5, 100, stroke=0, fill=1)
        canvas.rect(100, 120, 2.0, 2.0, stroke=0, fill=1)

    assert [rule(found) for found in printed(draw).rules] == [(True, 100, 50, 350), (False, 50, 100, 200)]


def test_a_stroked_rectangle_is_four_borders_and_a_filled_one_none() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        canvas.rect(50, 100, 300, 100, stroke=0, fill=1)
        canvas.rect(60, 110, 100, 50, stroke=1, fill=0)

    found = {rule(item) for item in printed(draw).rules}
    assert found == {(True, 140, 60, 160), (True, 190, 60, 160), (False, 60, 140, 190), (False, 160, 140, 190)}


@pytest.mark.parametrize("space", ["gray", "rgb", "cmyk"])
def test_what_is_drawn_in_white_is_no_ruling(space: str) -> None:
    def draw(canvas: Canvas) -> None:
        if space == "gray":
            canvas.setFillGray(1)
            canvas.setStrokeGray(1)
        elif space == "rgb":
            canvas.setFillColorRGB(1, 1, 1)
            canvas.setStrokeColorRGB(1, 1, 1)
        else:
            canvas.setFillColorCMYK(0, 0, 0, 0)
            canvas.setStrokeColorCMYK(0, 0, 0, 0)
        canvas.rect(50, 200, 300, 0.5, stroke=0, fill=1)
        canvas.rect(60, 110, 100, 50, stroke=1, fill=0)
        canvas.line(50, 50, 350, 50)

    assert printed(draw).rules == ()


def test_black_in_cmyk_is_a_ruling() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColorCMYK(0, 0, 0, 1)
        canvas.line(50, 50, 350, 50)

    assert [rule(found) for found in printed(draw).rules] == [(True, 250, 50, 350)]


def test_slanted_lines_are_no_rulings() -> None:
    assert printed(lambda canvas: canvas.line(50, 50, 350, 250)).rules == ()


def even_odd(canvas: Canvas, outer: tuple[float, ...], inner: tuple[float, ...]) -> None:
    """The difference of two rectangles, as HTML to PDF converters draw the border of one side."""
    path = canvas.beginPath()
    path.rect(*outer)
    path.rect(*inner)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def test_a_border_drawn_as_even_odd_strip() -> None:
    def draw(canvas: Canvas) -> None:
        even_odd(canvas, (50, 100, 200, 80), (50, 100, 200, 79))
        even_odd(canvas, (50, 100, 200, 80), (51, 100, 199, 80))

    assert {rule(found) for found in printed(draw).rules} == {(True, 120, 50, 250), (False, 50, 120, 200)}


def test_an_even_odd_frame_with_thick_sides_is_no_border() -> None:
    assert printed(lambda canvas: even_odd(canvas, (50, 100, 200, 80), (50, 100, 200, 60))).rules == ()


def sideways(canvas: Canvas, angle: float, text: str, x: float, y: float) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(angle)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


@pytest.mark.parametrize(("angle", "turn"), [(90, 3), (-90, 1)], ids=["upwards", "downwards"])
def test_sideways_headers_are_read_along_their_direction(angle: float, turn: int) -> None:
    page = printed(lambda canvas: sideways(canvas, angle, "Target Kinerja", 200, 150))
    assert sorted(said(page)) == ["Kinerja", "Target"]
    assert {word.turn for word in page.words} == {turn}
    _, (line,) = place(1, page.words, (), ())
    assert line.text == "Target Kinerja"


def test_a_sideways_header_lands_in_its_cell() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (250, 180, 150):
            canvas.line(50, y, 350, y)
        for x in (50, 80, 350):
            canvas.line(x, 150, x, 250)
        sideways(canvas, 90, "Satuan", 70, 190)
        canvas.drawString(100, 210, "Indikator")
        canvas.drawString(60, 160, "%")

    page = printed(draw)
    (grid,), outside = place(1, page.words, page.rules, build_grids(page.rules, 1))
    assert [[line.text for line in cell.lines] for cell in grid.cells] == [["Satuan"], ["Indikator"], ["%"], []]
    assert outside == ()


def test_symbols_of_the_private_use_area() -> None:
    assert _clean("\uf0b7") == "•"
    assert _clean("\uf0b3 75") == "≥ 75"
    assert _clean("a\ue123b") == "a\ufffdb"
    assert _clean("a\x00\tb") == "ab"
    assert _clean("\x07") == ""
    assert _clean("2020\u00ad2024") == "2020-2024"
    assert _clean("pela\u00ad") == "pela\u00ad"


def test_words_off_the_sheet_are_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "di dalam")
        canvas.drawString(500, 200, "di luar")
        canvas.drawString(50, -40, "di bawah")

    assert said(printed(draw)) == ["di", "dalam"]


def test_pictures_are_cut_at_the_sheet() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (20, 20), 90)), 300, 200, width=200, height=50)

    (box,) = printed(draw).pictures
    assert [round(value) for value in (box.x0, box.top, box.x1, box.bottom)] == [300, 50, 400, 100]


class FaultyPage:
    """A page on which pdfplumber fails: it wraps whatever pdfminer raises."""

    page_number = 3

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    @property
    def objects(self) -> object:
        raise PdfminerException(self.fault)


def test_a_page_that_cannot_be_parsed_is_named() -> None:
    with pytest.raises(DocumentError, match="halaman 3") as raised:
        read_printed(FaultyPage(ValueError("Odd-length string")))
    assert raised.value.code == "rusak"


def test_want_of_memory_is_no_fault_of_the_page() -> None:
    with pytest.raises(MemoryError):
        read_printed(FaultyPage(MemoryError()))


def test_a_page_without_area_is_refused() -> None:
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=(400, 0))
    canvas.showPage()
    canvas.save()
    with pdfplumber.open(io.BytesIO(sink.getvalue())) as pdf, pytest.raises(DocumentError, match="luas"):
        read_printed(pdf.pages[0])


def test_a_kerned_full_stop_is_no_second_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "NIP")
        canvas.drawString(50 + canvas.stringWidth("NIP") - 2, 200, ".")

    assert [(word.text, word.confidence) for word in printed(draw).words] == [("NIP.", None)]


def test_two_texts_in_one_place_are_doubted() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 200, "Kepeminatan")
        canvas.drawString(50, 200, "Berdayasing")
        canvas.drawString(50, 150, "Tulisan biasa")

    sure = {word.text: word.confidence for word in printed(draw).words}
    assert sure["Tulisan"] is None
    assert all(value == OVERPRINTED for text, value in sure.items() if text not in ("Tulisan", "biasa"))
