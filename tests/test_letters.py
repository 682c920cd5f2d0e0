"""Letters with fewer facts: what is kept is what pdfplumber says."""

import io

import numpy as np
import pdfplumber
import pypdfium2
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


#: Media box and crop box of pages on which a square is drawn.
BOXES = {
    "plain": ((0, 0, 400, 300), None),
    "cropped": ((0, 0, 400, 300), (30, 50, 390, 280)),
    "shifted": ((-100, 40, 300, 340), None),
    "both": ((-20, 10, 400, 300), (30, 50, 500, 280)),
    "crop that shows nothing": ((0, 0, 400, 300), (900, 900, 950, 950)),
    "other corners": ((0, 300, 400, 0), None),
}


def framed(boxes: str, turn: int) -> bytes:
    """A page with these boxes, to be turned, with a black square at 60..90, 100..120."""
    drawn, sink = io.BytesIO(), io.BytesIO()
    canvas = Canvas(drawn, pagesize=(400, 300))
    canvas.rect(60, 100, 30, 20, fill=1)
    canvas.save()
    document = pypdfium2.PdfDocument(drawn.getvalue())
    media, crop = BOXES[boxes]
    document[0].set_mediabox(*media)
    if crop:
        document[0].set_cropbox(*crop)
    document[0].set_rotation(turn)
    document.save(sink)
    return sink.getvalue()


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
            ours, left, top = LetterPage.of(page), page.cropbox[0], page.cropbox[1]
            assert len(ours.chars) == len(page.chars) > 0
            assert ours.page_number == page.page_number
            moved = {"x0": left, "x1": left, "top": top, "bottom": top, "doctop": top}
            for kind in ("char", "line", "rect", "curve", "image"):
                known = page.objects.get(kind, [])
                assert len(ours.objects.get(kind, [])) == len(known)
                for kept, full in zip(ours.objects.get(kind, []), known, strict=True):
                    for name in kept.keys() - {"pts", "path", "stream", "name"}:
                        there = full[name] - moved.get(name, 0) if name in moved else full[name]
                        assert kept[name] == (pytest.approx(there) if name in moved else there)


def test_a_form_that_draws_itself_comes_to_an_end() -> None:
    data = spread().replace(b"/FormXob.inner 3 0 R", b"/FormXob.inner 4 0 R")
    assert data != spread()
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        text = "".join(char["text"] for char in LetterPage.of(pdf.pages[0]).chars)
        assert text == "".join(char["text"] for char in pdf.pages[0].chars)
        assert "formulir" not in text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("boxes", [name for name in BOXES if name != "crop that shows nothing"])
def test_places_are_from_the_corner_of_what_is_shown(boxes: str, turn: int) -> None:
    """The same as pdfium's picture of the page: where it is black, there the square is."""
    data = framed(boxes, turn)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        ours = LetterPage.of(pdf.pages[0])
        (square,) = ours.rects
        picture = np.asarray(pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L"))
        rows, columns = np.nonzero(picture < 128)
        assert (round(ours.width), round(ours.height)) == picture.shape[::-1]
        shown = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert [square[side] for side in ("x0", "top", "x1", "bottom")] == pytest.approx(shown, abs=1)


def test_a_crop_box_that_shows_nothing_is_none() -> None:
    with pdfplumber.open(io.BytesIO(framed("crop that shows nothing", 0))) as pdf:
        ours = LetterPage.of(pdf.pages[0])
        assert (ours.width, ours.height) == (400, 300)
        assert [ours.rects[0][side] for side in ("x0", "bottom")] == [60, 200]
