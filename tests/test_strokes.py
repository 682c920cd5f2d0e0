"""Strokes of a pen through print: letters that touch them are not lost, and what lies under them is doubted."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from extractors.crossed import CROSSED
from extractors.ocr.lines import ReadLine, ReadWord
from extractors.raster import Pixels
from extractors.scan import ScanPage, read_scan

DPI = 150


class Letters:
    """A reader that says for each crop how many letters it sees, in as many columns of ink; sure of itself."""

    name = "letters"

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        return [self._line(crop) for crop in crops]

    @staticmethod
    def _line(crop: Pixels) -> ReadLine:
        ink = np.concatenate([[False], (crop < 128).any(axis=0), [False]])
        edges = np.flatnonzero(np.diff(ink.astype(int)))
        words = [
            ReadWord("I", float(x0), 0.0, float(x1), float(crop.shape[0]), 0.95)
            for x0, x1 in zip(edges[::2], edges[1::2], strict=True)
        ]
        return ReadLine(tuple(words))


def page(stroke: bool, letters: int = 24) -> Pixels:
    """A table of one row and two columns; in the right one a line of letters, with a pen stroke through some."""
    picture = np.full((500, 1000), 250, np.uint8)
    cv2.rectangle(picture, (60, 100), (940, 300), 20, 2)
    cv2.line(picture, (200, 100), (200, 300), 20, 2)
    for number in range(letters):
        cv2.rectangle(picture, (250 + 24 * number, 190), (254 + 24 * number, 208), 20, -1)
    if stroke:
        wave = [(330 + step, round(200 + 60 * np.sin(step / 14))) for step in range(80)]
        cv2.polylines(picture, [np.array(wave, np.int32)], False, 20, 2)
    return picture


def read(picture: Pixels) -> ScanPage:
    return read_scan(picture, DPI, 1, Letters())


def test_letters_that_touch_a_stroke_stay_and_are_doubted() -> None:
    words = read(page(stroke=True)).words
    surely = [word for word in words if word.confidence > CROSSED]
    doubted = [word for word in words if word.confidence <= CROSSED]
    first, last = (250 * 72 / DPI, (254 + 24 * 23) * 72 / DPI)
    assert min(word.box.x0 for word in words) == pytest.approx(first, abs=2)
    assert max(word.box.x1 for word in words) == pytest.approx(last, abs=2)
    touched = [(330 + step) * 72 / DPI for step in range(0, 80, 10)]
    for x in touched:
        assert any(word.box.x0 - 12 <= x <= word.box.x1 + 12 for word in doubted), x
    assert len(surely) >= 15


def test_without_a_stroke_nothing_is_doubted() -> None:
    words = read(page(stroke=False)).words
    assert len(words) == 24
    assert all(word.confidence > CROSSED for word in words)


def test_a_stroke_in_a_cell_without_a_line_may_hide_print() -> None:
    assert [box.x0 for box in read(page(stroke=True, letters=0)).unread] == pytest.approx([200 * 72 / DPI], abs=2)
    assert read(page(stroke=False, letters=0)).unread == ()
