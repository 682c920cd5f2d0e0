"""What cannot be opened gets a code and a sentence that says what to do; never a traceback, never a hang."""

import io

import pypdfium2
import pytest
from paper import iku_pdf
from PIL import Image

import extractors.opening
from extractors.errors import DocumentError
from extractors.opening import opened
from extractors.settings import ReadingSettings

GOOD = iku_pdf()


def refused(data: bytes, settings: ReadingSettings = ReadingSettings()) -> DocumentError:
    with pytest.raises(DocumentError) as caught, opened(data, settings):
        pass
    assert caught.value.message.endswith(".")
    return caught.value


def picture(kind: str, size: tuple[int, int] = (400, 300)) -> bytes:
    sink = io.BytesIO()
    Image.new("L", size, 255).save(sink, kind)
    return sink.getvalue()


def no_pages() -> bytes:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 3\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + table + b"trailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)


def pages(count: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(100, 100)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


def test_nothing() -> None:
    assert refused(b"").code == "kosong"


@pytest.mark.parametrize(
    "data",
    [b"\x00", b"halo, ini bukan PDF", b"PK\x03\x04" + bytes(200), b"<html></html>", bytes(5000), picture("PNG")[:60]],
    ids=["one byte", "text", "zip", "html", "zeros", "half a picture"],
)
def test_not_a_pdf(data: bytes) -> None:
    assert refused(data).code == "bukan-pdf"


def test_a_header_far_from_the_start_does_not_count() -> None:
    assert refused(b" " * 2000 + GOOD).code == "bukan-pdf"


def test_encrypted() -> None:
    error = refused(iku_pdf(password="rahasia"))
    assert error.code == "terkunci"
    assert "sandi" in error.message


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 20, GOOD[:300], no_pages()],
    ids=["header only", "noise", "cut off", "no pages"],
)
def test_broken(data: bytes) -> None:
    assert refused(data).code == "rusak"


def test_too_many_pages() -> None:
    error = refused(pages(4), ReadingSettings(max_pages=3))
    assert error.code == "terlalu-besar"
    assert "4 halaman" in error.message
    with opened(pages(3), ReadingSettings(max_pages=3)) as document:
        assert len(list(document.pages())) == 3


def test_long_documents_are_opened_anew_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that their memory does not grow; the pages are the same."""
    monkeypatch.setattr(extractors.opening, "PAGES_AT_A_TIME", 2)
    with opened(pages(5), ReadingSettings()) as document:
        read = [(part, page.page_number, page.extract_text()) for part, page in document.pages()]
        assert [number for _, number, _ in read] == [1, 2, 3, 4, 5]
        assert len({id(part.pdf) for part, _, _ in read}) == 3
        assert read[0][0] is document
        assert document.pdf is not None
        assert [text for _, _, text in read] == [page.extract_text() for page in document.pdf.pages]


def test_junk_before_the_header_is_tolerated() -> None:
    with opened(b"\r\n\r\n" + GOOD, ReadingSettings()) as document:
        assert len(list(document.pages())) == 1
        assert document.raw(1).get_width() > 0


def test_a_file_without_its_last_bytes_is_read_or_refused_clearly() -> None:
    try:
        with opened(GOOD[:-60], ReadingSettings()) as document:
            assert len(list(document.pages())) == 1
    except DocumentError as error:
        assert error.code == "rusak"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_pictures(kind: str) -> None:
    with opened(picture(kind), ReadingSettings()) as document:
        assert list(document.pages()) == []
        with pytest.raises(DocumentError) as caught:
            document.raw(1)
    assert caught.value.code == "bukan-pdf"


def test_a_picture_too_small_for_a_page() -> None:
    error = refused(picture("PNG", (200, 32)))
    assert error.code == "gambar-terlalu-kecil"
    assert "200 x 32" in error.message


def test_a_picture_that_unpacks_to_more_than_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    assert refused(picture("PNG")).code == "gambar-terlalu-besar"
