"""Two pages side by side on one sheet are read one after the other; one wide page stays as it is."""

import io

import pypdfium2
import pytest
from paper import iku_pdf

from extractors.extract import extract
from extractors.shapes import Box, Word
from extractors.spreads import Laid, unfolded
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import understand

WIDTH, HEIGHT = 840.0, 595.0
LATER = (
    ("3", "Meningkatnya minat baca", "Indeks kegemaran membaca", "Indeks", "61,2"),
    ("4", "Meningkatnya minat baca", "Jumlah pemustaka", "Orang", "1.250"),
    ("5", "Meningkatnya jejaring pustaka", "Persentase desa berperpustakaan", "%", "35"),
)


def two_up(left: bytes, right: bytes) -> bytes:
    """Both pages, made smaller, on one sheet."""
    document, sink = pypdfium2.PdfDocument.new(), io.BytesIO()
    for data in (left, right):
        document.import_pages(pypdfium2.PdfDocument(data))
    sheet = pypdfium2.PdfDocument(pypdfium2.raw.FPDF_ImportNPagesToOne(document.raw, 1684, 595, 2, 1))
    sheet.save(sink)
    return sink.getvalue()


def prose(left: float, lines: int = 14, width: float = 300.0) -> list[Word]:
    """Lines of words as wide as a page's text."""
    step = width / 6
    return [
        Word("ketentuan", Box(left + step * column, 80 + 30 * row, left + step * (column + 0.9), 90 + 30 * row))
        for row in range(lines)
        for column in range(6)
    ]


def test_two_tables_on_one_sheet_are_one_after_the_other() -> None:
    data = two_up(iku_pdf(), iku_pdf(LATER))
    extraction = extract(data)
    (page,) = extraction.pages
    assert page.fold == (pytest.approx(842, abs=1), 595)
    assert (page.width, page.height) == (pytest.approx(842, abs=1), 1190)
    understood = understand(extraction, Vocabulary.load())
    assert [record.nomor for record in understood.records] == ["1", "2", "3", "4", "5"]
    places = [record.provenance["indikator"].bbox for record in understood.records]
    assert all(box[2] < 842 for box in places[:2])
    assert all(box[0] > 842 and box[3] < 595 for box in places[2:])


def test_two_pages_of_prose_are_unfolded_and_every_place_is_known() -> None:
    words = [*prose(60.0), *prose(480.0)]
    sheet = unfolded(Laid(WIDTH, HEIGHT, words, [], []))
    assert sheet.fold == (WIDTH / 2, HEIGHT)
    assert (sheet.width, sheet.height) == (WIDTH / 2, 2 * HEIGHT)
    assert all(word.box.x1 <= WIDTH / 2 for word in sheet.words)
    assert len({word.box for word in sheet.words}) == len(words)


@pytest.mark.parametrize(
    "sheet",
    [
        Laid(HEIGHT, WIDTH, [*prose(40.0, width=200), *prose(320.0, width=200)], [], []),
        Laid(WIDTH, HEIGHT, prose(60.0, width=700), [], []),
        Laid(WIDTH, HEIGHT, [*prose(60.0), *prose(480.0), *prose(300.0, lines=1)], [], []),
        Laid(WIDTH, HEIGHT, prose(60.0), [], []),
        Laid(WIDTH, HEIGHT, [*prose(60.0, width=150), *prose(480.0, width=150)], [], []),
    ],
    ids=["upright page", "one wide text", "a title over both", "one half is blank", "columns of a table"],
)
def test_one_page_stays_one(sheet: Laid) -> None:
    assert unfolded(sheet) is sheet
