"""Pages and cells as pictures, made from the source file of a document; a bounded number of them is remembered.

Pictures and the boxes of the provenance lie as the page lies in the file; `turned` says how to set both upright.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from PIL import Image

from extractors.errors import DocumentError
from extractors.opening import opened
from extractors.raster import Pixels, load_image, native_dpi, render
from extractors.settings import ReadingSettings
from pipeline.review.memory import Memory

#: Small print is readable at this resolution, and a page is a few hundred kilobytes.
DPI = 150
#: Bytes of pictures that are kept.
KEPT = 128 << 20
#: Points around a cell that its picture shows.
MARGIN = 6.0
#: Pages of a document whose turn is known without reading the document again.
TURNS_KEPT = 256

Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: size in points as it lies in the file, and the quarter turns clockwise that set it upright."""

    width: float
    height: float
    turned: int

    def upright(self, bbox: Bbox) -> Bbox:
        """The place on the upright page."""
        first, second = (self._turn(x, y) for x, y in ((bbox[0], bbox[1]), (bbox[2], bbox[3])))
        return (
            min(first[0], second[0]), min(first[1], second[1]), max(first[0], second[0]), max(first[1], second[1]),
        )  # fmt: skip

    @property
    def back(self) -> Sheet:
        """The upright page, whose turn leads back to the page as it lies in the file."""
        sides = (self.height, self.width) if self.turned % 2 else (self.width, self.height)
        return Sheet(*sides, -self.turned % 4)

    def _turn(self, x: float, y: float) -> tuple[float, float]:
        return [(x, y), (self.height - y, x), (self.width - x, self.height - y), (y, self.width - x)][self.turned % 4]


@dataclass(frozen=True, slots=True)
class _Picture:
    jpeg: bytes
    sheet: Sheet


class Pictures:
    """The pictures of one folder. pdfium is no friend of threads: one page at a time."""

    def __init__(self, memory: Memory, kept: int = KEPT) -> None:
        self.memory = memory
        self._kept = kept
        self._pictures: OrderedDict[tuple[str, int], _Picture] = OrderedDict()
        self._turns: OrderedDict[str, dict[int, int]] = OrderedDict()
        self._drawing = threading.Lock()

    def page(self, document_id: str, number: int) -> bytes | None:
        """A page as JPEG at DPI; None where the file is gone, changed or has no such page."""
        picture = self._picture(document_id, number)
        return picture.jpeg if picture else None

    def sheet(self, document_id: str, number: int) -> Sheet | None:
        """How large the page is, and how it lies."""
        picture = self._picture(document_id, number)
        return picture.sheet if picture else None

    def cell(self, document_id: str, number: int, bbox: Bbox, margin: float = MARGIN) -> bytes | None:
        """A place on a page as JPEG, upright."""
        picture = self._picture(document_id, number)
        if picture is None:
            return None
        with Image.open(io.BytesIO(picture.jpeg)) as page:
            scale = DPI / 72
            x0, top, x1, bottom = bbox
            box = ((x0 - margin) * scale, (top - margin) * scale, (x1 + margin) * scale, (bottom + margin) * scale)
            left, upper = (min(max(0, round(value)), size - 1) for value, size in zip(box[:2], page.size, strict=True))
            right, lower = (min(round(value), size) for value, size in zip(box[2:], page.size, strict=True))
            part = page.crop((left, upper, max(right, left + 1), max(lower, upper + 1)))
            return _jpeg(part.rotate(-90 * picture.sheet.turned, expand=True))

    def pixels(self, document_id: str, number: int, bbox: Bbox) -> tuple[Pixels, int] | None:
        """A place on a page at the resolution in which it would be read, for a reader."""
        original = self.memory.original(document_id)
        if original is None:
            return None
        with self._drawing:
            try:
                found = _at_reading_resolution(original.data, number)
            except (DocumentError, IndexError):
                return None
        picture, dpi = found
        height, width = picture.shape[:2]
        x0, top, x1, bottom = (round(value * dpi / 72) for value in bbox)
        part = picture[max(0, top) : min(bottom, height), max(0, x0) : min(x1, width)]
        return (np.ascontiguousarray(part), dpi) if part.size else None

    def _picture(self, document_id: str, number: int) -> _Picture | None:
        key = (document_id, number)
        with self._drawing:
            if key not in self._pictures:
                original = self.memory.original(document_id)
                if original is None:
                    return None
                try:
                    jpeg, width, height = _drawn(original.data, number)
                except (DocumentError, IndexError):
                    return None
                sheet = Sheet(width, height, self._turned(document_id).get(number, 0))
                self._pictures[key] = _Picture(jpeg, sheet)
                while sum(len(item.jpeg) for item in self._pictures.values()) > self._kept and len(self._pictures) > 1:
                    self._pictures.popitem(last=False)
            self._pictures.move_to_end(key)
            return self._pictures[key]

    def _turned(self, document_id: str) -> dict[int, int]:
        if document_id not in self._turns:
            extraction = self.memory.extraction(document_id)
            pages = extraction.pages if extraction else ()
            self._turns[document_id] = {page.number: page.turned % 4 for page in pages if page.turned}
            if len(self._turns) > TURNS_KEPT:
                self._turns.popitem(last=False)
        return self._turns[document_id]


def _drawn(data: bytes, number: int) -> tuple[bytes, float, float]:
    """The page as JPEG, with its width and height in points."""
    with opened(data, ReadingSettings()) as document:
        if document.raw_document is not None:
            if not 1 <= number <= len(document.raw_document):
                raise IndexError(number)
            width, height = document.raw_document[number - 1].get_size()
            return _jpeg(_image(render(document.raw_document, number - 1, DPI))), width, height
    pages = load_image(data)
    if not 1 <= number <= len(pages):
        raise IndexError(number)
    pixels, dpi = pages[number - 1]
    picture = _image(pixels)
    width, height = picture.width * 72 / dpi, picture.height * 72 / dpi
    return _jpeg(picture.resize((round(width * DPI / 72), round(height * DPI / 72)))), width, height


def _at_reading_resolution(data: bytes, number: int) -> tuple[Pixels, int]:
    settings = ReadingSettings()
    with opened(data, settings) as document:
        if document.raw_document is not None:
            dpi = min(native_dpi(document.raw_document[number - 1]) or settings.max_dpi, settings.max_dpi)
            return render(document.raw_document, number - 1, dpi), dpi
    return load_image(data)[number - 1]


def _image(pixels: Pixels) -> Image.Image:
    return Image.fromarray(pixels.squeeze()).convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    sink = io.BytesIO()
    picture.save(sink, "JPEG", quality=80)
    return sink.getvalue()
