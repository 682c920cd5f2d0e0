"""The story of this floor: a file's bytes to an Extraction, page by page.

    bytes -> opened -> for each page: printed words and rulings, or a picture read by OCR -> grids -> words into cells

Depends on the bytes and the reading settings only, so that its result can be cached under the file's hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import pypdfium2

from extractors.errors import DocumentError, IkuError
from extractors.grids import build_grids
from extractors.layers import has_hidden_text, visible_text
from extractors.letters import LetterPage
from extractors.opening import Opened, opened
from extractors.pdf import OVERPRINTED, PrintedPage, read_printed
from extractors.placing import lay_out
from extractors.settings import ReadingSettings
from extractors.shapes import CLIPPED_TEXT, Box, Extraction, Grid, Page, Source, Word
from extractors.spreads import Laid

if TYPE_CHECKING:
    from extractors.pictured import Part

#: A text layer with more than this share of unmapped glyphs is not trusted: the page is read by OCR.
UNMAPPED = 0.1
#: A page with so many visible words, in so many runs of text, is text over a background, no scan with a stamp of text.
FULL_OF_WORDS, FULL_OF_RUNS = 50, 20
BACKGROUND = "latar-gambar"
#: The page could not be read at all; the others were.
PAGE_FAILED = "halaman-gagal"


def extract(
    data: bytes,
    settings: ReadingSettings = ReadingSettings(),
    on_page: Callable[[int], None] = lambda _number: None,
    hanging: Collection[int] = (),
) -> Extraction:
    """Reads all pages of a PDF, PNG, JPEG or TIFF; `on_page` hears the 1-based number of each page that is begun.

    `hanging` are pages that did not come to an end when they were read before: they fail without being read.

    A page that cannot be read is of kind "failed", unless the settings say that it fails the document. Raises
    DocumentError when the bytes are no readable document or none of its pages can be read, SetupError when OCR is
    needed but not installed.
    """
    with opened(data, settings) as document:
        pages = tuple(_pages(document, settings, on_page, hanging))
        announced = document.announced
    source = Source(hashlib.sha256(data).hexdigest(), len(data))
    return Extraction(source, pages, _engine(settings) if any(page.dpi for page in pages) else None, announced)


def _engine(settings: ReadingSettings) -> str:
    # Here and below: OpenCV and the OCR engines are imported for the first picture, since many documents have none.
    from extractors.pictured import engine  # noqa: PLC0415

    return engine(settings)


def _pages(
    document: Opened, settings: ReadingSettings, on_page: Callable[[int], None], hanging: Collection[int]
) -> Iterator[Page]:
    errors: list[Exception] = []
    number = 0
    for number, (width, height, read) in enumerate(_readings(document, settings), start=1):
        on_page(number)
        try:
            page = _hangs(number) if number in hanging else read()
        except Exception as error:
            if settings.on_page_error == "fail" or not _of_page(error):
                raise
            errors.append(error)
            page = Page(number, width, height, "failed", warnings=(PAGE_FAILED,))
        yield page
    if errors and len(errors) == number:
        raise errors[0]


def _hangs(number: int) -> NoReturn:
    raise DocumentError(
        "waktu-habis", f"Halaman {number} tidak selesai dibaca. Cetak ulang ke PDF, atau pecah menjadi beberapa berkas."
    )


def _of_page(error: Exception) -> bool:
    """Whether an error is one page's: whatever a library throws, but not want of memory or of an OCR engine."""
    return isinstance(error, DocumentError) or not isinstance(error, MemoryError | IkuError)


def _readings(document: Opened, settings: ReadingSettings) -> Iterator[tuple[float, float, Callable[[], Page]]]:
    """Width and height of each page in points, and what reads it."""
    if document.pdf is None:
        from extractors.pictured import readings  # noqa: PLC0415

        yield from readings(document.data, settings)
        return
    for number, (part, page) in enumerate(document.pages(), start=1):
        yield float(page.width), float(page.height), partial(_read_page, part, page, number, settings)
        page.close()


def _read_page(document: Opened, page: LetterPage, number: int, settings: ReadingSettings) -> Page:
    """Reads a page by its own text, by OCR of the whole, or by both."""
    printed = read_printed(page, document.raw(number))
    covered = _covered(printed) >= settings.image_share
    if covered and len(printed.words) >= FULL_OF_WORDS and _over_background(document.raw(number)):
        # A letterhead or a decorated form: its picture lies behind the text, and holds none of its own.
        text_alone = _printed(document, replace(printed, pictures=()), number, settings)
        return replace(text_alone, warnings=(BACKGROUND,))
    warnings: tuple[str, ...] = ()
    if covered and printed.words:
        warnings = ("lapisan-teks-diabaikan",)
    elif _unmapped(printed.words) > UNMAPPED:
        warnings = ("teks-rusak",)
    elif printed.words or not (covered or printed.pictures or page.curves or page.rects or page.lines):
        return _printed(document, printed, number, settings)
    from extractors.pictured import read_page  # noqa: PLC0415

    return read_page(document, number, settings, warnings)


def _over_background(page: pypdfium2.PdfPage) -> bool:
    """Whether all text of the page is painted over its picture, and much of it."""
    return visible_text(page) >= FULL_OF_RUNS and not has_hidden_text(page)


def _covered(printed: PrintedPage) -> float:
    """Share of the page that pictures cover; those that lie over one another count twice, which does no harm here."""
    return sum(box.width * box.height for box in printed.pictures) / (printed.width * printed.height)


def _unmapped(words: Sequence[Word]) -> float:
    """Share of the words that hold glyphs without a meaning: the font has no usable map to Unicode."""
    bad = sum("(cid:" in word.text or "\ufffd" in word.text for word in words)
    return bad / len(words) if words else 0.0


def _printed(document: Opened, printed: PrintedPage, number: int, settings: ReadingSettings) -> Page:
    """A born-digital page; pictures on it that are large enough to hold text are read by OCR and put in their place."""
    if printed.pictures and has_hidden_text(document.raw(number)):
        printed = replace(printed, words=tuple(_seen(printed)))
    words, rules, dpi = list(printed.words), list(printed.rules), None
    unread: list[Box] = []
    for part in _parts(document, printed, number, settings):
        words += [word for word in part.words if not _taken(word, printed.words)]
        rules += part.rules
        unread += part.unread
        dpi = part.dpi
    clipped = printed.clipped or any(word.confidence == OVERPRINTED for word in printed.words)
    ruled = build_grids(rules, number)
    sheet = Laid(printed.width, printed.height, words, rules, ruled, unread, printed.panels, printed.pictures)
    laid, grids, lines = lay_out(number, sheet)
    return Page(
        number=number,
        width=laid.width,
        height=laid.height,
        fold=laid.fold,
        kind="mixed" if dpi else "digital" if words else "blank",
        grids=_with_pictures(grids, laid.pictures),
        lines=lines,
        rules=tuple(laid.rules),
        dpi=dpi,
        turned=printed.turned,
        to_paper=printed.to_paper,
        warnings=(CLIPPED_TEXT,) if clipped else (),
    )


def _seen(printed: PrintedPage) -> Iterator[Word]:
    """The words of a page with hidden text: what stands in a picture is another program's reading of it.

    There the picture counts; where it is not read (on a page that lies on its side), nothing is sure.
    """
    for word in printed.words:
        if not any(box.holds(word.box.x, word.box.y) for box in printed.pictures):
            yield word
        elif printed.turned:
            yield replace(word, confidence=0.0)


def _parts(document: Opened, printed: PrintedPage, number: int, settings: ReadingSettings) -> Iterator[Part]:
    """What was read in each picture on the page that is large enough."""
    area = printed.width * printed.height
    for box in printed.pictures if not printed.turned else ():
        if box.width * box.height / area >= settings.picture_share:
            from extractors.pictured import read_part  # noqa: PLC0415

            yield read_part(document, number, box, settings)


def _taken(word: Word, printed: Sequence[Word]) -> bool:
    """Whether the PDF's own text stands where OCR read a word: the picture is then only its background."""
    return any(word.box.holds(other.box.x, other.box.y) or other.box.holds(word.box.x, word.box.y) for other in printed)


def _with_pictures(grids: Sequence[Grid], pictures: Sequence[Box]) -> tuple[Grid, ...]:
    """Marks cells that hold a picture: a formula set as an image has no text, and that must be seen."""
    return tuple(
        replace(
            grid,
            cells=tuple(
                replace(cell, unread_ink=cell.unread_ink or any(cell.box.holds(box.x, box.y) for box in pictures))
                for cell in grid.cells
            ),
        )
        for grid in grids
    )
