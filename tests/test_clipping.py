"""Text outside its clip path is not on the page; what is seen stays, whatever else stands in its place."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.extract import extract
from extractors.shapes import CLIPPED_TEXT, Page


def drawn(*texts: tuple[str, float, float, tuple[float, float, float, float] | None]) -> Page:
    """A page of these texts: text, x, y, and the rectangle (x, y, width, height) outside which it is cut off."""
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=(600, 800), invariant=1)
    for text, x, y, clip in texts:
        canvas.saveState()
        if clip:
            path = canvas.beginPath()
            path.rect(*clip)
            canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(x, y, text)
        canvas.restoreState()
    canvas.save()
    (page,) = extract(sink.getvalue()).pages
    return page


def said(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_a_row_beyond_the_edge_is_not_read() -> None:
    page = drawn(("Persentase arsip", 50, 700, (40, 600, 300, 80)), ("Indeks layanan", 50, 640, (40, 600, 300, 80)))
    assert said(page) == ["Indeks layanan"]
    assert page.warnings == (CLIPPED_TEXT,)


@pytest.mark.parametrize("hidden_first", [True, False])
def test_of_two_texts_in_one_place_the_seen_one_stays(hidden_first: bool) -> None:
    hidden = ("Persentase arsip", 50.0, 700.0, (40.0, 600.0, 300.0, 80.0))
    seen = ("Indeks layanan", 50.0, 700.0, None)
    page = drawn(*([hidden, seen] if hidden_first else [seen, hidden]))
    assert said(page) == ["Indeks layanan"]
    assert not any(word.confidence for line in page.lines for word in line.words)


def test_a_text_that_is_cut_in_part_stays() -> None:
    page = drawn(("Persentase arsip tertata", 50, 700, (40, 690, 100, 40)))
    assert said(page) == ["Persentase arsip tertata"]
    assert page.warnings == ()


def test_text_without_a_clip_stays() -> None:
    assert said(drawn(("Indeks layanan", 50, 700, None))) == ["Indeks layanan"]
