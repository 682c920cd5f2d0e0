"""Many lines in one picture: line crops one under another, and the words that were read there back to their crops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.ocr.lines import X_HEIGHT, ReadLine, ReadWord
from extractors.raster import Pixels

#: White between two lines and around them, in pixels: about a line's height, so that lines are seen, not columns.
SPACE = X_HEIGHT
#: Taller montages are cut: Tesseract's layout analysis slows down, and pictures above 32767 pixels are refused.
TALLEST = 8000


@dataclass(frozen=True, slots=True)
class Montage:
    """A picture of several crops; `tops` are their first rows, `first` is the number of the first crop."""

    picture: Pixels
    tops: tuple[int, ...]
    heights: tuple[int, ...]
    first: int


def montages(crops: Sequence[Pixels]) -> list[Montage]:
    """The crops stacked, in as few pictures as TALLEST allows."""
    result: list[Montage] = []
    start, height = 0, SPACE
    for index, crop in enumerate(crops):
        if index > start and height + crop.shape[0] + SPACE > TALLEST:
            result.append(_stack(crops[start:index], start))
            start, height = index, SPACE
        height += crop.shape[0] + SPACE
    if crops:
        result.append(_stack(crops[start:], start))
    return result


def unstack(montage: Montage, words: Sequence[ReadWord]) -> list[ReadLine]:
    """The words of a montage by crop, in the crops' own coordinates; a word belongs where its middle stands."""
    lines: list[list[ReadWord]] = [[] for _ in montage.tops]
    edges = np.array(montage.tops) - SPACE / 2
    for word in words:
        index = int(np.searchsorted(edges, (word.y0 + word.y1) / 2, side="right")) - 1
        if index >= 0:
            top = montage.tops[index]
            lines[index].append(
                ReadWord(word.text, word.x0 - SPACE, word.y0 - top, word.x1 - SPACE, word.y1 - top, word.confidence)
            )
    return [ReadLine(tuple(sorted(line, key=lambda word: word.x0))) for line in lines]


def _stack(crops: Sequence[Pixels], first: int) -> Montage:
    width = max(crop.shape[1] for crop in crops) + 2 * SPACE
    heights = tuple(crop.shape[0] for crop in crops)
    picture = np.full((sum(heights) + SPACE * (len(crops) + 1), width), 255, np.uint8)
    tops: list[int] = []
    top = SPACE
    for crop in crops:
        picture[top : top + crop.shape[0], SPACE : SPACE + crop.shape[1]] = crop
        tops.append(top)
        top += crop.shape[0] + SPACE
    return Montage(picture, tuple(tops), heights, first)
