"""Measures line readers on scans whose text is known: the program's own crops against the digital twin's text.

A scan and its twin are the same pages, once as a picture and once with a text layer. The page stage is run with a
reader that only numbers its crops, so that it is known where each crop comes from; the words of the twin that stand
there are what it says. Scans are never trained on.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2
from rapidfuzz.distance import Levenshtein

from extractors.ocr.lines import LineReader, ReadLine, ReadWord
from extractors.raster import Pixels, native_dpi, render
from extractors.scan import read_scan
from extractors.shapes import Box, Word
from training.reliability import calibration_error, right_words

#: A word of the twin belongs to a crop when so much of it lies inside; one that lies inside by less spoils the crop.
INSIDE, OUTSIDE = 0.7, 0.25
#: A page's fit rests on at least so many words that are read alike and stand on the page once.
ANCHORS = 8
HIGHEST_DPI = 300
#: A page of a usual document has so many lines.
PAGE_LINES = 113


@dataclass(frozen=True)
class Line:
    """A crop, what it says, and where it comes from."""

    crop: Pixels
    text: str
    file: str
    page: int


@dataclass
class _Numbering:
    """A reader that reads every crop as its number."""

    name: str = "numbers"
    crops: list[Pixels] = field(default_factory=list)

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        lines = []
        for crop in crops:
            height, width = crop.shape
            lines.append(ReadLine((ReadWord(str(len(self.crops)), 0, 0, width, height, 1.0),)))
            self.crops.append(crop)
        return lines


def lines_of(scan: Path, twin: Path, reader: LineReader) -> list[Line]:
    """The crops of a scan whose text is certain. `reader` finds how the scan's pages lie upon the twin's."""
    found: list[Line] = []
    with pdfplumber.open(twin) as printed, pdfplumber.open(scan) as pictures:
        document = pypdfium2.PdfDocument(scan)
        for number, (page, picture) in enumerate(zip(printed.pages, pictures.pages, strict=False), start=1):
            dpi = min(native_dpi(document[number - 1]) or HIGHEST_DPI, HIGHEST_DPI)
            numbering = _Numbering()
            read = read_scan(render(document, number - 1, dpi), dpi, number, numbering)
            words = [
                Word(word["text"], Box(word["x0"], word["top"], word["x1"], word["bottom"]))
                for word in page.extract_words(x_tolerance=1.5, keep_blank_chars=False)
            ]
            places = [(int(word.text), word) for word in read.words if word.text.isdigit() and word.turn == 0]
            texts = reader.read([numbering.crops[index] for index, _ in places])
            fit = _fit(places, texts, words, numbering.crops)
            if fit is None:
                continue
            for index, place in places:
                text = _said(place.box, words, fit)
                if text is not None:
                    found.append(Line(numbering.crops[index], text, scan.name, number))
            picture.close()
    return found


def conditions(folder: Path, reader: LineReader) -> dict[str, list[Line]]:
    """The lines of NAME.CONDITION.pdf whose NAME.digital.pdf lies beside it, by condition."""
    found: dict[str, list[Line]] = {}
    for scan in sorted(folder.glob("*.pdf")):
        name, _, condition = scan.stem.rpartition(".")
        twin = folder / f"{name}.digital.pdf"
        if condition != "digital" and twin.is_file():
            found.setdefault(condition, []).extend(lines_of(scan, twin, reader))
    return found


def measure(reader: LineReader, lines: Sequence[Line]) -> dict[str, float]:
    """How a reader does on lines.

    Their number and the share read exactly (case and spaces kept), of all and of those without a letter; wrong signs in
    a hundred; how far the words' confidences are from the truth (see `reliability`); CPU seconds for a page's lines.
    """
    started = time.process_time()
    read = reader.read([line.crop for line in lines])
    seconds = time.process_time() - started
    exact = np.array([line.text == said.text for line, said in zip(lines, read, strict=True)])
    numbers = np.array([not any(sign.isalpha() for sign in line.text) for line in lines])
    wrong = sum(Levenshtein.distance(line.text, said.text) for line, said in zip(lines, read, strict=True))
    right: list[bool] = []
    for line, said in zip(lines, read, strict=True):
        right += right_words([word.text for word in said.words], line.text)
    return {
        "lines": len(lines),
        "exact": float(exact.mean()),
        "cer": 100 * wrong / sum(len(line.text) for line in lines),
        "numbers": float(exact[numbers].mean()) if numbers.any() else 1.0,
        "ece": calibration_error([word.confidence for said in read for word in said.words], right),
        "cpu": seconds * PAGE_LINES / len(lines),
    }


def _fit(
    places: Sequence[tuple[int, Word]], texts: Sequence[ReadLine], words: Sequence[Word], crops: Sequence[Pixels]
) -> tuple[np.ndarray, np.ndarray] | None:
    """Scale and shift, across and down, from the scan's points to the twin's, by words that are there once."""
    once = {word.text: word.box for word in words if sum(other.text == word.text for other in words) == 1}
    across, down = [], []
    for (index, place), line in zip(places, texts, strict=True):
        height, width = crops[index].shape
        for word in line.words:
            if word.text in once and len(word.text) > 3:
                box = once[word.text]
                x = place.box.x0 + (word.x0 + word.x1) / 2 / width * place.box.width
                y = place.box.top + (word.y0 + word.y1) / 2 / height * place.box.height
                across.append((x, box.x))
                down.append((y, box.y))
    if len(across) < ANCHORS:
        return None
    return _line_through(np.array(across)), _line_through(np.array(down))


def _line_through(pairs: np.ndarray) -> np.ndarray:
    """A straight line through pairs, refitted without the worst of them."""
    kept = pairs
    for _ in range(4):
        line = np.polyfit(kept[:, 0], kept[:, 1], 1)
        error = np.abs(np.polyval(line, pairs[:, 0]) - pairs[:, 1])
        kept = pairs[error <= max(2.0, 1.5 * float(np.median(error)))]
    return np.asarray(line)


def _said(box: Box, words: Sequence[Word], fit: tuple[np.ndarray, np.ndarray]) -> str | None:
    """The words that stand in a box of the scan; None where one is cut or there are two lines."""
    x0, x1 = np.polyval(fit[0], [box.x0, box.x1])
    top, bottom = np.polyval(fit[1], [box.top, box.bottom])
    place = Box(float(x0), float(top), float(x1), float(bottom))
    inside: list[Word] = []
    for word in words:
        core = Box(word.box.x0, word.box.y - 0.2 * word.box.height, word.box.x1, word.box.y + 0.2 * word.box.height)
        share = place.overlap(core) / max(1e-6, core.width * core.height)
        if share >= INSIDE:
            inside.append(word)
        elif share > OUTSIDE:
            return None
    inside.sort(key=lambda word: word.box.x0)
    if any(abs(a.box.y - b.box.y) > 0.5 * b.box.height for a, b in pairwise(inside)):
        return None
    return " ".join(word.text for word in inside) or None
