"""What a line reader is: pictures of single lines of text in, words with places and confidences out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extractors.raster import Pixels

#: Height in pixels of a small x in the crops that readers get; Tesseract reads best between 14 and 20.
X_HEIGHT = 16
#: A character takes about this many x-heights of a line's width.
CHARACTER_WIDTH = 1.15


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as read: its box in pixels of the crop, confidence 0..1.

    `second` is what a second reader says in its place: the same text where both agree in all signs that it knows, ""
    where it sees nothing there, None where it was not asked.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    second: str | None = None


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What was read in one crop, left to right; no words where nothing was read."""

    words: tuple[ReadWord, ...] = ()

    @property
    def text(self) -> str:
        """The words joined by spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """Mean confidence by characters; 0 for an empty line."""
        characters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) * word.confidence for word in self.words) / characters if characters else 0.0


class LineReader(Protocol):
    """Anything that reads lines. `name` says what it is and in which version, such as "tesseract 5.5.4 eng+ind"."""

    @property
    def name(self) -> str:
        """Program, version and model."""
        ...

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        """One ReadLine a crop, in order. Crops are gray, dark print on white, of one line with x-height X_HEIGHT."""
        ...
