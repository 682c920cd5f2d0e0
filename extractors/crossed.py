"""Doubt about print that a stroke of a pen or a stamp runs through, or was taken off."""

from __future__ import annotations

from dataclasses import replace

from extractors.ocr.careful import CarefulReader
from extractors.ocr.lines import ReadLine
from extractors.prepared import PreparedPage
from extractors.segments import crop, crop_sides
from extractors.shapes import Box

#: A word on a stroke, or so many line heights beside it, is no surer than this; unless the line reads the same without.
CROSSED, CROSSING_REACH = 0.5, 0.3


def read_crossed(sheet: PreparedPage, read: dict[int, ReadLine], reader: CarefulReader) -> None:
    """Reads lines through which a stroke runs a second time without what was cut out of it.

    What was read with it is kept, for it has all letters; where the two differ its words on the stroke are doubted.
    """
    crossed = [index for index, line in enumerate(sheet.lines) if len(line.crossing)]
    others = reader.read(
        [crop(sheet.gray, sheet.ink, sheet.lines[index], sheet.scale[index], crossing=False) for index in crossed]
    )
    for index, other in zip(crossed, others, strict=True):
        if other.text != read[index].text:
            read[index] = _doubted(sheet, index, read[index] if read[index].text else other)


def _doubted(sheet: PreparedPage, index: int, read: ReadLine) -> ReadLine:
    """The line with its words doubted that stand on what was cut out of a stroke, or right beside it."""
    line, scale, ink = sheet.lines[index], sheet.scale[index], sheet.ink
    left = crop_sides(line, sheet.gray.shape)[0]
    reach = CROSSING_REACH * line.height
    starts, ends = ink.x0[line.crossing] - left - reach, ink.x1[line.crossing] - left + reach
    return ReadLine(
        tuple(
            replace(word, confidence=min(word.confidence, CROSSED), second="")
            if line.turn or ((starts < word.x1 / scale) & (ends > word.x0 / scale)).any()
            else word
            for word in read.words
        )
    )


def signed(sheet: PreparedPage, place: Box) -> bool:
    """Whether a signature was taken off the print there, in pixels."""
    if sheet.signed is None:
        return False
    left, top, right, bottom = (max(0, round(side)) for side in (place.x0, place.top, place.x1, place.bottom))
    return bool(sheet.signed[top:bottom, left:right].any())
