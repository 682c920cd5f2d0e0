"""Opening a file by what its bytes say it is, never by its name; what cannot be opened gets a clear error."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice

import pdfplumber
import pypdfium2
from PIL import Image, UnidentifiedImageError

from extractors.errors import DocumentError
from extractors.letters import LetterPage
from extractors.settings import ReadingSettings

#: The PDF header may stand after some junk, but within the first KiB (as Acrobat accepts it).
HEADER_WITHIN = 1024
#: A picture with a shorter side, in pixels, holds no page: a line of print is 20 pixels high at 150 dpi.
SMALLEST_PICTURE = 100
#: So many pages are read from one opening of a PDF.
PAGES_AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """An open document: `pdf` and `raw_document` for a PDF (pdfplumber and pdfium), neither for a picture."""

    data: bytes
    pdf: pdfplumber.pdf.PDF | None = None
    raw_document: pypdfium2.PdfDocument | None = None

    @property
    def announced(self) -> int | None:
        """How many pages the PDF itself says that it has; None for a picture."""
        return len(self.raw_document) if self.raw_document is not None else None

    def pages(self) -> Iterator[tuple[Opened, LetterPage]]:
        """pdfplumber's pages, one by one, each with the open document to which it belongs.

        Both libraries keep all that was ever looked at, pictures too. So that memory does not grow with the document,
        it is opened anew now and then.
        """
        for first in range(0, len(self.pdf.pages) if self.pdf is not None else 0, PAGES_AT_A_TIME):
            with self._anew() if first else nullcontext(self) as part:
                assert part.pdf is not None
                for page in part.pdf.pages[first : first + PAGES_AT_A_TIME]:
                    yield part, LetterPage.of(page)

    @contextmanager
    def _anew(self) -> Iterator[Opened]:
        with pdfplumber.open(io.BytesIO(self.data)) as pdf, closing(pypdfium2.PdfDocument(self.data)) as raw:
            yield Opened(self.data, pdf, raw)

    def raw(self, number: int) -> pypdfium2.PdfPage:
        """Pdfium's page with this 1-based number. Raises DocumentError: rusak, bukan-pdf."""
        if self.raw_document is None:
            raise DocumentError("bukan-pdf", "Berkas ini gambar, bukan PDF.")
        try:
            return self.raw_document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise DocumentError(
                "rusak", f"Halaman {number} rusak. Pindai atau unduh ulang dokumennya, lalu jalankan lagi."
            ) from error


@contextmanager
def opened(data: bytes, settings: ReadingSettings) -> Iterator[Opened]:
    """Opens PDF or picture bytes. Raises DocumentError: kosong, bukan-pdf, terkunci, rusak, terlalu-besar, gambar-*."""
    if not data:
        raise DocumentError("kosong", "Berkas kosong (0 bita). Salin ulang berkas dari sumbernya.")
    if b"%PDF-" not in data[:HEADER_WITHIN]:
        _check_picture(data)
        yield Opened(data)
        return
    try:
        raw = pypdfium2.PdfDocument(data)
        count = len(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise DocumentError(
                "terkunci", "PDF terkunci kata sandi. Simpan salinan tanpa kata sandi, lalu jalankan lagi."
            ) from error
        raise DocumentError("rusak", "PDF rusak, tidak dapat dibuka. Pindai atau unduh ulang dokumennya.") from error
    try:
        if count == 0:
            raise DocumentError("rusak", "PDF tidak mempunyai halaman. Pindai atau unduh ulang dokumennya.")
        if count > settings.max_pages:
            raise DocumentError(
                "terlalu-besar",
                f"PDF menyebut {count} halaman, batasnya {settings.max_pages}. Pecah menjadi beberapa berkas.",
            )
        try:
            pdf = pdfplumber.open(io.BytesIO(data))
            _check_objects(pdf, settings.max_objects)
            readable = len(pdf.pages)
        except DocumentError:
            raise
        except Exception as error:  # pdfminer raises many kinds (its own, struct, recursion): all mean the same here
            raise DocumentError(
                "rusak", "Susunan PDF rusak. Buka lalu simpan ulang (cetak ke PDF), kemudian jalankan lagi."
            ) from error
        if readable == 0:
            raise DocumentError("rusak", "Halaman PDF tidak terbaca. Pindai atau unduh ulang dokumennya.")
        with pdf:
            yield Opened(data, pdf, raw)
    finally:
        raw.close()


def _check_objects(pdf: pdfplumber.pdf.PDF, most: int) -> None:
    """Each object is a Python object once it is looked at, and a page may refer to all of them."""
    count = sum(1 for table in pdf.doc.xrefs for _ in islice(table.get_objids(), most + 1))
    if count > most:
        raise DocumentError(
            "terlalu-rumit", f"PDF terdiri atas lebih dari {most} objek. Cetak ulang ke PDF, lalu ganti berkasnya."
        )


def _check_picture(data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if min(picture.size) < SMALLEST_PICTURE:
                raise DocumentError(
                    "gambar-terlalu-kecil",
                    f"Gambar hanya {picture.width} x {picture.height} piksel, terlalu kecil untuk sebuah halaman.",
                )
            picture.verify()
    except Image.DecompressionBombError as error:
        raise DocumentError(
            "gambar-terlalu-besar", "Gambar terlalu besar untuk dibaca. Simpan ulang pada 300 dpi, lalu jalankan lagi."
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DocumentError(
            "bukan-pdf", "Isi berkas bukan PDF, PNG, JPEG, atau TIFF yang utuh. Periksa berkas di sumbernya."
        ) from error
