"""Documents that are pictures, and pages that are partly so: the way each kind is read."""

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.extract import extract
from extractors.shapes import Box
from normalizers.normalize import normalize
from normalizers.vocabulary import Vocabulary

SAMPLE = Path(__file__).parents[1] / "samples" / "pdf" / "bekasi-2018.digital.pdf"


def picture(dpi: int) -> Image.Image:
    return pypdfium2.PdfDocument(SAMPLE)[0].render(scale=dpi / 72).to_pil().convert("L")


def saved(image: Image.Image, kind: str, dpi: int) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, dpi=(dpi, dpi))
    return target.getvalue()


@pytest.mark.parametrize(("kind", "dpi"), [("PNG", 200), ("TIFF", 400)])
def test_a_picture_is_read_at_its_own_resolution(kind: str, dpi: int) -> None:
    extraction = extract(saved(picture(dpi), kind, dpi))
    (page,) = extraction.pages
    width, height = pypdfium2.PdfDocument(SAMPLE)[0].get_size()
    assert page.kind == "scan"
    assert page.dpi == dpi
    assert (page.width, page.height) == pytest.approx((width, height), abs=3)
    assert len(normalize(extraction, Vocabulary.load()).records) == 5


def overlaid(path: Path, *, text_first: bool) -> bytes:
    """A page with a page-filling picture and a page full of text, in this order of painting."""

    canvas = Canvas(str(path), pagesize=(600, 400))

    def write() -> None:
        for row in range(30):
            canvas.drawString(20, 380 - 12 * row, f"baris {row} dengan beberapa kata di atas latar")

    if text_first:
        write()
    canvas.drawImage(ImageReader(Image.new("L", (600, 400), 255)), 0, 0, 600, 400)
    if not text_first:
        write()
    canvas.save()
    return path.read_bytes()


def test_visible_text_over_a_background_is_read_as_text(tmp_path: Path) -> None:
    (page,) = extract(overlaid(tmp_path / "a.pdf", text_first=False)).pages
    assert (page.kind, page.warnings) == ("digital", ("latar-gambar",))
    assert page.lines[0].text == "baris 0 dengan beberapa kata di atas latar"


def test_text_that_a_picture_covers_does_not_count(tmp_path: Path) -> None:
    (page,) = extract(overlaid(tmp_path / "a.pdf", text_first=True)).pages
    assert page.lines == ()
    assert "lapisan-teks-diabaikan" in page.warnings


def pasted(path: Path, mode: int) -> bytes:
    """A page with some print, and a scan of a number on less than half of it, under text of a rendering mode."""
    scanned = Image.new("L", (1000, 500), 255)
    ImageDraw.Draw(scanned).text((120, 150), "Jumlah kapal 482", fill=0, font=ImageFont.load_default(size=70))
    canvas = Canvas(str(path), pagesize=(600, 400))
    canvas.drawString(40, 360, "Laporan tahun 2024")
    canvas.drawImage(ImageReader(scanned), 100, 100, 300, 150)
    text = canvas.beginText(140, 190)
    text.setTextRenderMode(mode)
    text.textLine("Jumlah kapal 432")
    canvas.drawText(text)
    canvas.save()
    return path.read_bytes()


def test_an_invisible_text_layer_is_no_print_and_no_second_reading(tmp_path: Path) -> None:
    (page,) = extract(pasted(tmp_path / "a.pdf", mode=3)).pages
    words = [word for line in page.lines for word in line.words]
    assert "432" not in {word.text for word in words}
    assert {word.text: word.confidence is None for word in words} | {"482": False} == {
        "Laporan": True,
        "tahun": True,
        "2024": True,
        "Jumlah": False,
        "kapal": False,
        "482": False,
    }


def test_text_that_is_painted_over_a_small_picture_is_print(tmp_path: Path) -> None:
    (page,) = extract(pasted(tmp_path / "a.pdf", mode=0)).pages
    assert "432" in {word.text for line in page.lines for word in line.words if word.confidence is None}


def test_a_picture_that_lies_on_its_side_is_read_upright_in_its_own_place(tmp_path: Path) -> None:
    table = picture(200).crop((100, 250, 1600, 750))
    place = Box(150, 100, 250, 400)
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 600))
    canvas.drawString(20, 580, "Tabel di bawah ini dipindai dari lampiran")
    canvas.drawString(20, 20, "Sumber data: hasil perhitungan")
    canvas.drawImage(
        ImageReader(table.rotate(90, expand=True)), place.x0, 600 - place.bottom, place.width, place.height
    )
    canvas.save()
    (page,) = extract((tmp_path / "a.pdf").read_bytes()).pages
    read = [line for grid in page.grids for cell in grid.cells for line in cell.lines]
    assert "Persentase" in " ".join(line.text for line in read)
    assert all(place.holds(line.box.x, line.box.y) for line in read)
    assert [page.lines[0].text, page.lines[-1].text] == [
        "Tabel di bawah ini dipindai dari lampiran",
        "Sumber data: hasil perhitungan",
    ]
