"""A line reader whose failures cost single lines, and whose words are sane."""

from __future__ import annotations

import math
from collections.abc import Sequence

from extractors.errors import IkuError
from extractors.ocr.lines import LineReader, ReadLine, ReadWord
from extractors.raster import Pixels


class CarefulReader:
    """A reader whose failures cost the lines that it fails on, not the page. `failed` says that there were some."""

    def __init__(self, reader: LineReader) -> None:
        self.reader = reader
        self.failed = False

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        """Like LineReader.read, with an empty line where the reader failed and sane words everywhere."""
        if not crops:
            return []
        try:
            lines = self.reader.read(crops)
            if len(lines) == len(crops):
                return [_sane(line, crop) for line, crop in zip(lines, crops, strict=True)]
        except IkuError:
            raise
        except Exception:
            # Whatever an engine throws: the other lines can still be read, and `failed` is set below.
            pass
        if len(crops) == 1:
            self.failed = True
            return [ReadLine()]
        middle = len(crops) // 2
        return self.read(crops[:middle]) + self.read(crops[middle:])


def _sane(line: ReadLine, picture: Pixels) -> ReadLine:
    """The line's words that have text, cut to the crop, with a confidence of 0..1 (0 for what is no number)."""
    height, width = picture.shape
    words = []
    for word in line.words:
        x0, x1 = sorted((min(max(word.x0, 0.0), width), min(max(word.x1, 0.0), width)))
        y0, y1 = sorted((min(max(word.y0, 0.0), height), min(max(word.y1, 0.0), height)))
        confidence = min(1.0, max(0.0, word.confidence)) if math.isfinite(word.confidence) else 0.0
        text = "".join(char for char in word.text if char.isprintable()).strip()
        words += [ReadWord(part, x0, y0, x1, y1, confidence, word.second) for part in [text] if part]
    return ReadLine(tuple(words))
