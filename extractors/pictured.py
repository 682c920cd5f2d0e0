"""Pages, and parts of pages, that are pictures: read by OCR, and put where they stand.

Nothing else on this floor imports OpenCV or an OCR engine before there is a picture to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

import cv2
import numpy as np

from extractors.ocr import LineReader, open_reader
from extractors.ocr.double import open_double_reader
from extractors.opening import Opened
from extractors.placing import lay_out
from extractors.raster import Pixels, image_pages, native_dpi, render
from extractors.scan import ScanPage, read_scan
from extractors.settings import Reader, ReadingSettings
from extractors.shapes import Box, Page, PageKind, Rule, Word
from extractors.spreads import Laid

#: Vector drawings that look like a page without a text layer are rendered at this resolution for OCR.
VECTOR_DPI = 300
#: Paper around a picture on a page, in inches, and the percentile of its grays that is paper.
MARGIN, PAPER = 0.3, 90


@dataclass(frozen=True, slots=True)
class Part:
    """What was read in a picture on a page, in points of the page, and at which resolution."""

    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    unread: tuple[Box, ...]
    dpi: int


@cache
def _reader(kind: Reader) -> LineReader:
    """One OCR engine a process: loading its data costs more than reading a line."""
    return open_double_reader() if kind == "ganda" else open_reader()


def engine(settings: ReadingSettings) -> str:
    """Name and version of what reads pictures. Raises SetupError where it is not installed."""
    return _reader(settings.reader).name


def readings(data: bytes, settings: ReadingSettings) -> Iterator[tuple[float, float, Callable[[], Page]]]:
    """Width and height in points of each page of a picture file, and what reads it. Raises DocumentError."""
    for number, (picture, dpi) in enumerate(image_pages(data), start=1):
        height, width = picture.shape[0] * 72 / dpi, picture.shape[1] * 72 / dpi
        yield width, height, partial(_read, picture, dpi, number, settings)


def read_page(document: Opened, number: int, settings: ReadingSettings, warnings: tuple[str, ...]) -> Page:
    """A page of a PDF by what is seen of it, whatever its text layer says."""
    picture, dpi = _seen(document, number, settings)
    return _read(picture, dpi, number, settings, warnings)


def read_part(document: Opened, number: int, box: Box, settings: ReadingSettings) -> Part:
    """The picture that stands in a box of a page of a PDF, read with paper around it.

    It was cut out close to its print: what runs along its border is the table's frame, and no edge of a sheet.
    """
    picture, dpi = _seen(document, number, settings)
    part = _crop(picture, box, dpi)
    side, paper = round(MARGIN * dpi), np.atleast_1d(np.percentile(part, PAPER, axis=(0, 1))).tolist()
    framed = cv2.copyMakeBorder(part, side, side, side, side, cv2.BORDER_CONSTANT, value=paper)
    found = read_scan(np.asarray(framed, np.uint8), dpi, number, _reader(settings.reader))
    place = _place(found, box)
    words = tuple(replace(word, box=_moved(word.box, place)) for word in found.words)
    unread = tuple(_moved(line, place) for line in found.unread)
    return Part(words, tuple(_moved_rule(rule, place) for rule in found.rules), unread, dpi)


def _seen(document: Opened, number: int, settings: ReadingSettings) -> tuple[Pixels, int]:
    """A page of a PDF as a picture, and its resolution."""
    dpi = min(native_dpi(document.raw(number)) or VECTOR_DPI, settings.max_dpi)
    return render(document.raw_document, number - 1, dpi), dpi


def _read(picture: Pixels, dpi: int, number: int, settings: ReadingSettings, warnings: tuple[str, ...] = ()) -> Page:
    return _scanned(read_scan(picture, dpi, number, _reader(settings.reader)), number, dpi, warnings)


def _crop(picture: Pixels, box: Box, dpi: int) -> Pixels:
    scale = dpi / 72
    x0, top, x1, bottom = (max(0, round(value * scale)) for value in (box.x0, box.top, box.x1, box.bottom))
    return picture[top:bottom, x0:x1]


def _place(found: ScanPage, box: Box) -> tuple[float, float, float]:
    """How a picture that was read with a margin comes into its box: scale, then shift across and down.

    What was read sideways is shown upright, as large as fits into its place: not over the page's own text.
    """
    around = 72 * MARGIN
    width, height = found.width - 2 * around, found.height - 2 * around
    scale = min(box.width / width, box.height / height) if found.turned % 2 else 1.0
    return scale, box.x0 - scale * around, box.top - scale * around


def _moved(box: Box, place: tuple[float, float, float]) -> Box:
    scale, x, y = place
    return Box(x + scale * box.x0, y + scale * box.top, x + scale * box.x1, y + scale * box.bottom)


def _moved_rule(rule: Rule, place: tuple[float, float, float]) -> Rule:
    scale, x, y = place
    across, along = (y, x) if rule.horizontal else (x, y)
    return replace(rule, at=across + scale * rule.at, start=along + scale * rule.start, end=along + scale * rule.end)


def _scanned(scan: ScanPage, number: int, dpi: int, warnings: tuple[str, ...] = ()) -> Page:
    sheet = Laid(scan.width, scan.height, scan.words, scan.rules, scan.grids, scan.unread)
    laid, grids, lines = lay_out(number, sheet)
    kind: PageKind = "scan" if scan.words or scan.rules or scan.unread else "blank"
    return Page(
        number=number,
        width=laid.width,
        height=laid.height,
        fold=laid.fold,
        kind=kind,
        grids=grids,
        lines=lines,
        rules=tuple(laid.rules),
        dpi=dpi,
        skew=scan.skew,
        turned=scan.turned,
        to_paper=scan.to_paper,
        leaning=scan.leaning,
        warnings=(*warnings, *scan.warnings),
    )
