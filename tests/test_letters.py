"""Letters with fewer facts: what is kept is what pdfplumber says."""

import io

import pdfplumber
import pytest
from paper import iku_pdf
from PIL import Image
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


def spread() -> bytes:
    """Letters spaced, raised, squeezed, leaning, mirrored and turned, in forms within forms, beside an inline image."""
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=(400, 300))
    canvas.beginForm("inner")
    canvas.drawString(5, 5, "di dalam (formulir)")
    canvas.endForm()
    canvas.beginForm("outer")
    canvas.rotate(20)
    canvas.doForm("inner")
    canvas.endForm()
    text = canvas.beginText(30, 250)
    text.setCharSpace(1.5)
    text.setWordSpace(4)
    text.setHorizScale(80)
    text.setRise(3)
    text.textLines(["Persentase capaian", "indikator \\ kinerja"])
    for matrix in (
        (1, 0.2, -0.3, 1, 60, 150),
        (-1, 0, 0, 1, 200, 120),
        (1, 0, 0, -1, 200, 90),
        (0, -1, 1, 0, 300, 200),
    ):
        text.setTextTransform(*matrix)
        text.textOut("utama")
    canvas.drawText(text)
    canvas.translate(50, 20)
    canvas.doForm("outer")
    canvas.drawInlineImage(Image.new("RGB", (4, 4)), 200, 20, 10, 10)
    canvas.drawString(120, 20, "sesudah gambar")
    canvas.rect(100, 10, 90, 30)
    canvas.save()
    return sink.getvalue()


@pytest.mark.parametrize("data", [iku_pdf(), shifted(), spread()], ids=["document", "shifted", "spread"])
def test_what_is_kept_is_what_pdfplumber_says(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            ours = LetterPage.of(page)
            assert len(ours.chars) == len(page.chars) > 0
            for char, full in zip(ours.chars, page.chars, strict=True):
                assert char == {name: full[name] for name in char}
            for kind in ("line", "rect", "curve", "image"):
                known = page.objects.get(kind, [])
                assert len(ours.objects.get(kind, [])) == len(known)
                for item, full in zip(ours.objects.get(kind, []), known, strict=True):
                    facts = item.keys() - {"stream", "name"}
                    assert {name: item[name] for name in facts} == {name: full[name] for name in facts}
            assert ours.page_number == page.page_number


def test_a_form_that_draws_itself_comes_to_an_end() -> None:
    data = spread().replace(b"/FormXob.inner 3 0 R", b"/FormXob.inner 4 0 R")
    assert data != spread()
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        text = "".join(char["text"] for char in LetterPage.of(pdf.pages[0]).chars)
        assert text == "".join(char["text"] for char in pdf.pages[0].chars)
        assert "formulir" not in text
