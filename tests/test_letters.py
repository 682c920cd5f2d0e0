"""Letters with fewer facts: what is kept is what pdfplumber says."""

import io

import pdfplumber
import pytest
from paper import iku_pdf
from reportlab.pdfgen.canvas import Canvas

from extractors.letters import LetterPage


def shifted() -> bytes:
    """A page whose box does not begin at 0, 0, with upright and turned letters and a line."""
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=(400, 300), cropBox=(20, 30, 380, 280))
    canvas.setPageSize((400, 300))
    canvas.drawString(50, 200, "Indeks 82,5%")
    canvas.rotate(90)
    canvas.drawString(60, -90, "Tegak")
    canvas.line(10, -10, 80, -10)
    canvas.save()
    return sink.getvalue().replace(b"/MediaBox [ 0 0 400 300 ]", b"/MediaBox [ 9 8 400 300 ]")


@pytest.mark.parametrize("data", [iku_pdf(), shifted()], ids=["document", "shifted"])
def test_what_is_kept_is_what_pdfplumber_says(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            ours = LetterPage.of(page)
            assert len(ours.chars) == len(page.chars) > 0
            for char, full in zip(ours.chars, page.chars, strict=True):
                assert char == {name: full[name] for name in char}
            assert (ours.lines, ours.rects, ours.page_number) == (page.lines, page.rects, page.page_number)
