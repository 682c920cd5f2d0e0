"""Reading again what a person points at: the words inside a drawn box, and a cell by the other reader."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractors.errors import SetupError
from extractors.ocr import LineReader, open_reader
from extractors.ocr.double import open_double_reader
from extractors.scan import read_scan
from extractors.shapes import Box, Extraction, Page, Word
from extractors.text import compose, join_lines
from pipeline.review.memory import Memory
from pipeline.review.pictures import Bbox, Pictures, Sheet

#: A box is read so far beyond its edge, in points, that letters which it cuts are whole; words count whose middle is
#: in it.
AROUND = 8.0


@dataclass(frozen=True, slots=True)
class Found:
    """A word: its place on the page as it lies in the file, and on the upright page."""

    text: str
    box: Box
    upright: Box


def words_in(memory: Memory, pictures: Pictures, document_id: str, number: int, bbox: Bbox) -> list[Found]:
    """The words of a place: those that were read already, else those that a reader finds there now."""
    sheet = pictures.sheet(document_id, number) or Sheet(0, 0, 0)
    known = _known_words(memory.extraction(document_id), number, bbox, sheet)
    return known or _read(pictures, document_id, number, bbox, _reader())


def text_of(found: Sequence[Found]) -> str:
    """The words as one text."""
    lines = compose([Word(word.text, word.upright) for word in found])
    return join_lines([line.text for line in lines])


def second_reading(pictures: Pictures, document_id: str, number: int, bbox: Bbox) -> str | None:
    """What Tesseract alone reads in a cell; None where it is not installed or the page cannot be shown."""
    try:
        reader = _tesseract()
    except SetupError:
        return None
    return text_of(_read(pictures, document_id, number, bbox, reader))


def _known_words(extraction: Extraction | None, number: int, bbox: Bbox, sheet: Sheet) -> list[Found]:
    place = Box(*bbox)
    page = next((page for page in extraction.pages if page.number == number), None) if extraction else None
    if page is None:
        return []
    placed = [(word, page.on_paper(word.box)) for word in _words(page)]
    return [_found(word.text, box, sheet) for word, box in placed if place.holds(box.x, box.y)]


def _found(text: str, box: Box, sheet: Sheet) -> Found:
    return Found(text, box, Box(*sheet.upright((box.x0, box.top, box.x1, box.bottom))))


def _words(page: Page) -> Iterator[Word]:
    lines = [*page.lines, *(line for grid in page.grids for cell in grid.cells for line in cell.lines)]
    for line in lines:
        yield from line.words or (Word(line.text, line.box),)


def _read(pictures: Pictures, document_id: str, number: int, bbox: Bbox, reader: LineReader) -> list[Found]:
    around = (bbox[0] - AROUND, bbox[1] - AROUND, bbox[2] + AROUND, bbox[3] + AROUND)
    picture = pictures.pixels(document_id, number, around)
    sheet = pictures.sheet(document_id, number)
    if picture is None or sheet is None or min(picture[0].shape[:2]) < 8:
        return []
    pixels, dpi = picture
    scan = read_scan(pixels, dpi, number, reader)
    page = Page(number, scan.width, scan.height, "scan", to_paper=scan.to_paper, leaning=scan.leaning)
    left, top = max(0.0, around[0]), max(0.0, around[1])
    place, found = Box(*bbox), []
    for word in scan.words:
        box = page.on_paper(word.box)
        if all(math.isfinite(value) for value in (box.x0, box.top, box.x1, box.bottom)):
            moved = replace(box, x0=box.x0 + left, x1=box.x1 + left, top=box.top + top, bottom=box.bottom + top)
            if place.holds(moved.x, moved.y):
                found.append(_found(word.text, moved, sheet))
    return found


@cache
def _reader() -> LineReader:
    return open_double_reader()


@cache
def _tesseract() -> LineReader:
    return open_reader()
