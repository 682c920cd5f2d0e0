"""A page that cannot be read costs itself only: the others are read, and the document asks to be looked at."""

from typing import Any

import pytest

from extractors import extract as story
from extractors.errors import DocumentError, SetupError
from extractors.extract import extract
from extractors.opening import opened
from extractors.pdf import PrintedPage
from extractors.settings import ReadingSettings
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import understand


def three_pages(*faulty: int) -> bytes:
    """Three pages of a word each; the content of the pages `faulty` (from 0) is packed in a way that nobody knows."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R 6 0 R 8 0 R] /Count 3 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for place in range(3):
        text = b"BT /F1 12 Tf 40 700 Td (Halaman-%d) Tj ET" % (place + 1)
        unknown = b"/Filter /Entah" if place in faulty else b""
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (5 + 2 * place),
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(text), unknown, text),
        ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + table + end


def test_the_other_pages_are_read() -> None:
    extraction = extract(three_pages(1))
    assert [page.kind for page in extraction.pages] == ["digital", "failed", "digital"]
    assert [[line.text for line in page.lines] for page in extraction.pages] == [["Halaman-1"], [], ["Halaman-3"]]
    result = understand(extraction, Vocabulary.load(None))
    assert result.document.status == "review"
    (mark,) = [mark for mark in result.document.review if mark.field == "halaman.2"]
    assert mark.reason == "halaman-gagal"
    assert mark.explanation.startswith("Halaman ini rusak")


def test_a_document_without_a_readable_page_fails() -> None:
    with pytest.raises(DocumentError) as caught:
        extract(three_pages(0, 1, 2))
    assert caught.value.code == "rusak"


def test_a_page_tree_that_names_what_is_not_there_is_damaged() -> None:
    absent = three_pages().replace(b"[4 0 R 6 0 R 8 0 R] /Count 3", b"[4 0 R 1 0 R 8 0 R] /Count 3")
    with pytest.raises(DocumentError) as caught, opened(absent, ReadingSettings()) as document:
        for number in (1, 2, 3):
            document.raw(number)
    assert caught.value.code == "rusak"


def test_the_settings_may_ask_for_all_or_nothing() -> None:
    with pytest.raises(DocumentError):
        extract(three_pages(1), ReadingSettings(on_page_error="fail"))
    assert ReadingSettings(on_page_error="fail").fingerprint != ReadingSettings().fingerprint


@pytest.mark.parametrize("error", [MemoryError(), SetupError("Tesseract tidak ada.")])
def test_what_is_no_fault_of_the_page_is_not_skipped(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def failing(*_: object) -> None:
        raise error

    monkeypatch.setattr(story, "read_printed", failing)
    with pytest.raises(type(error)):
        extract(three_pages())


def test_whatever_a_library_throws_costs_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = story.read_printed

    def failing(page: Any, raw: Any) -> PrintedPage:
        if page.page_number == 3:
            raise RecursionError
        return honest(page, raw)

    monkeypatch.setattr(story, "read_printed", failing)
    assert [page.kind for page in extract(three_pages()).pages] == ["digital", "digital", "failed"]
