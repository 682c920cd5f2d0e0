"""A whole page picture to words and grids, with readers that answer from a list, misbehave, or are Tesseract."""

import io
import shutil
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from extractors.errors import SetupError
from extractors.extract import extract
from extractors.ocr.lines import ReadLine, ReadWord
from extractors.ocr.tesseract import open_reader
from extractors.scan import LOW_RESOLUTION, READER_FAILED, ScanPage, read_scan
from extractors.settings import ReadingSettings

DPI = 200
no_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="the tesseract command is not installed")


def font(pixels: int = 30) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.truetype("DejaVuSans.ttf", pixels)
    except OSError:
        return ImageFont.load_default(pixels)


def page() -> Image.Image:
    """A title, and a table of two columns and two rows with a sideways header."""
    picture = Image.new("L", (1300, 900), 250)
    draw = ImageDraw.Draw(picture)
    draw.text((350, 60), "INDIKATOR KINERJA UTAMA", fill=10, font=font())
    for y in (200, 450, 600):
        draw.line((100, y, 1200, y), fill=10, width=3)
    for x in (100, 200, 1200):
        draw.line((x, 200, x, 600), fill=10, width=3)
    sideways = Image.new("L", (200, 50), 250)
    ImageDraw.Draw(sideways).text((10, 5), "Satuan", fill=10, font=font())
    picture.paste(sideways.rotate(90, expand=True), (125, 225))
    draw.text((300, 280), "Persentase koperasi aktif yang sehat", fill=10, font=font())
    draw.text((130, 500), "7", fill=10, font=font())
    draw.text((300, 500), "Hasil perhitungan tahun berjalan", fill=10, font=font())
    return picture


class Fake:
    """A reader whose answer for each crop is made by a function."""

    name = "fake"

    def __init__(self, answer: Callable[[np.ndarray], ReadLine]) -> None:
        self.answer = answer

    def read(self, crops: Sequence[np.ndarray]) -> list[ReadLine]:
        return [self.answer(crop) for crop in crops]


def whole(crop: np.ndarray) -> ReadLine:
    """One word that covers the whole crop."""
    return ReadLine((ReadWord("teks", 0, 0, crop.shape[1], crop.shape[0], 0.95),))


def scan(reader: object, picture: Image.Image | None = None, dpi: int = DPI) -> ScanPage:
    return read_scan(np.asarray(picture or page()), dpi, 3, reader)  # type: ignore[arg-type]


def test_words_lie_where_the_print_is() -> None:
    result = scan(Fake(whole))
    assert [(grid.page, len(grid.cells)) for grid in result.grids] == [(3, 4)]
    points = 72 / DPI
    upright = sorted((word.box.top, word.box.x0) for word in result.words if word.turn == 0)
    assert upright[0] == pytest.approx((64 * points, 350 * points), abs=5)
    assert len(upright) == 4
    sideways = next(word for word in result.words if word.turn)
    assert sideways.turn == 3
    assert result.grids[0].cells[0].box.overlap(sideways.box) > 0.9 * sideways.box.width * sideways.box.height
    assert result.unread == ()


def test_a_line_that_cannot_be_read_is_reported() -> None:
    result = scan(Fake(lambda crop: ReadLine() if crop.shape[1] < 60 else whole(crop)))
    assert len(result.unread) == 1
    assert result.unread[0].overlap(result.grids[0].cells[2].box) > 0


def test_garbage_is_made_harmless() -> None:
    def answer(crop: np.ndarray) -> ReadLine:
        return ReadLine(
            (
                ReadWord("\x00\ufeff", 0, 0, 5, 5, 0.5),
                ReadWord(" ", 0, 0, 5, 5, 0.5),
                ReadWord("x", -900, 99999, 4, -7, float("nan")),
                ReadWord("y", 0, 0, 5, 5, 17.0),
            )
        )

    result = scan(Fake(answer))
    assert {word.text for word in result.words} == {"x", "y"}
    assert {word.confidence for word in result.words} == {0.0, 1.0}
    assert all(0 <= word.box.x0 <= word.box.x1 <= result.width for word in result.words)


def test_a_reader_that_fails_on_one_line_costs_that_line() -> None:
    def answer(crop: np.ndarray) -> ReadLine:
        if crop.shape[1] < 60:
            raise RuntimeError("crash")
        return whole(crop)

    result = scan(Fake(answer))
    assert len(result.unread) == 1
    assert result.warnings == (READER_FAILED,)


def test_a_reader_with_the_wrong_number_of_answers_is_asked_line_by_line() -> None:
    class Short(Fake):
        def read(self, crops: Sequence[np.ndarray]) -> list[ReadLine]:
            return super().read(crops[:1])

    result = scan(Short(whole))
    assert len(result.words) == 5
    assert result.unread == ()


def test_a_missing_program_is_not_hidden() -> None:
    def answer(_crop: np.ndarray) -> ReadLine:
        raise SetupError("tesseract tidak ada")

    with pytest.raises(SetupError):
        scan(Fake(answer))


def test_a_coarse_scan_gets_a_warning() -> None:
    coarse = page().resize((650, 450), Image.Resampling.LANCZOS)
    assert LOW_RESOLUTION in scan(Fake(whole), coarse, 100).warnings
    assert scan(Fake(whole)).warnings == ()


@pytest.mark.parametrize("size", [(1, 1), (5, 900), (400, 300)])
def test_blank_and_tiny_pictures(size: tuple[int, int]) -> None:
    result = scan(Fake(whole), Image.new("L", size, 255))
    assert (result.words, result.unread, result.grids) == ((), (), ())


def test_noise_does_not_break_it() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (500, 400), np.uint8)
    assert isinstance(scan(Fake(whole), Image.fromarray(noise)), ScanPage)
    assert isinstance(scan(Fake(whole), Image.new("L", (400, 300), 0)), ScanPage)


@no_tesseract
@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_a_turned_and_skewed_page_reads_the_same(turned: int) -> None:
    picture = page().rotate(-1.0, resample=Image.Resampling.BICUBIC, fillcolor=250, expand=True)
    result = scan(open_reader(), picture.rotate(90 * turned, expand=True))
    assert (result.turned, round(result.skew)) == (turned, 1)
    words = [word.text for word in result.words]
    for text in ("INDIKATOR", "Persentase", "7", "Satuan", "berjalan"):
        assert text in words
    assert [len(grid.cells) for grid in result.grids] == [4]
    a, b, c, d, e, f = result.to_paper
    box = next(word.box for word in result.words if word.text == "Satuan")
    on_paper = (a * box.x + b * box.y + c, d * box.x + e * box.y + f)
    height, width = np.asarray(picture.rotate(90 * turned, expand=True)).shape
    assert 0 < on_paper[0] < width * 72 / DPI
    assert 0 < on_paper[1] < height * 72 / DPI


def cut_out() -> Image.Image:
    """A ruled table cut out at its frame, ones of a single stroke in its first column, and a line close below it."""
    picture = Image.new("L", (900, 190), 250)
    draw = ImageDraw.Draw(picture)
    for y in (6, 66, 126):
        draw.line((6, y, 894, y), fill=10, width=3)
    for x in (6, 70, 894):
        draw.line((x, 6, x, 126), fill=10, width=3)
    for row in range(2):
        draw.line((36, 24 + 60 * row, 36, 46 + 60 * row), fill=10, width=4)
        draw.text((90, 18 + 60 * row), "nilai akhir", fill=10, font=font())
    draw.text((90, 142), "nilai akhir", fill=10, font=font())
    return picture


def test_thin_letters_near_the_border_are_no_bits_of_the_papers_edge() -> None:
    inks: list[int] = []

    def answer(crop: np.ndarray) -> ReadLine:
        inks.append(int((crop < 128).sum()))
        return ReadLine()

    read_scan(np.asarray(cut_out()), DPI, 1, Fake(answer))
    assert len(inks) >= 3
    assert min(inks) > 0.95 * max(inks)


def test_a_table_pasted_as_a_picture_keeps_its_frame_and_its_ones() -> None:
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=(595, 842))
    canvas.drawString(72, 780, "Tabel berikut adalah gambar.")
    canvas.drawInlineImage(cut_out(), 72, 600, 900 * 72 / DPI, 190 * 72 / DPI)
    canvas.save()
    (page,) = extract(sink.getvalue(), ReadingSettings(picture_share=0.02)).pages
    (grid,) = page.grids
    assert (grid.rows, grid.columns) == (2, 2)
    assert abs(grid.box.x0 - (72 + 6 * 72 / DPI)) < 2
    assert all(cell.lines or cell.unread_ink for cell in grid.cells)
