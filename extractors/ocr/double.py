"""Two readers that make up their minds: our own reads every line, Tesseract those where a slip would cost most.

Digits, short cells and lines that our reader is not sure of are read twice. What both read alike is verified. Where
they differ, ours is kept: of 132 such lines of the development scans ours was right in 121, Tesseract's in 2. But a
number in dispute gets so low a confidence that a person is asked to look, and so does a word that ours was not sure of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from extractors.errors import SetupError
from extractors.ocr.crnn import open_crnn
from extractors.ocr.lines import LineReader, ReadLine, ReadWord
from extractors.ocr.tesseract import open_reader
from extractors.raster import Pixels

#: A line is read twice when our reader is less sure of one of its words, or when it has at most so many signs.
SURE = 0.9
SHORT = 4
#: Confidence of a word that both read alike; at most that of one in dispute; and of one in dispute that has no digit
#: and that our reader is SURE of.
VERIFIED, DISPUTED, TOLERATED = 0.98, 0.4, 0.88
#: Where ours sees no text at all, specks and bits of stamps make Tesseract read something with less confidence than
#: this (54 of 54 such crops of four real scans); such a line stays unread, which a cell is marked for.
ALONE = 0.93
#: Signs that Tesseract's models `eng` and `ind` do not have: what it reads there says nothing.
UNKNOWN_TO_SECOND = frozenset("Σ∑×÷≥≤‰•²³±½…√é")
#: Signs that look alike in print, and that neither reader can be asked to tell apart.
ALIKE = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "×": "x", "∑": "Σ"})

_DIGIT = re.compile(r"\d")
_INSIDE_NUMBER = re.compile(r"\d[^\w\s]+\d")
_BETWEEN_DIGITS = re.compile(r"\d\d")


@dataclass(frozen=True)
class DoubleReader:
    """`first` reads all lines, `second` those worth a second look."""

    name: str
    first: LineReader
    second: LineReader

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        """See `LineReader.read`."""
        lines = self.first.read(crops)
        again = [index for index, line in enumerate(lines) if worth_a_look(line)]
        if again:
            others = self.second.read([crops[index] for index in again])
            for index, other in zip(again, others, strict=True):
                lines[index] = settle(lines[index], other)
        return lines


def worth_a_look(line: ReadLine) -> bool:
    """Whether a line should be read twice: digits, few signs, nothing at all, or a doubtful word."""
    text = line.text.replace(" ", "")
    return (
        len(text) <= SHORT or any(sign.isdigit() for sign in text) or min(word.confidence for word in line.words) < SURE
    )


def settle(ours: ReadLine, theirs: ReadLine) -> ReadLine:
    """Our reading, with confidences that say where the other agrees; theirs where ours is empty and they are sure."""
    if not theirs.words:
        return ReadLine(
            tuple(replace(word, confidence=min(word.confidence, DISPUTED), second="") for word in ours.words)
        )
    if not ours.words:
        if min(word.confidence for word in theirs.words) < ALONE:
            return ReadLine()
        return ReadLine(
            tuple(replace(word, confidence=min(word.confidence, DISPUTED), second="") for word in theirs.words)
        )
    words: list[ReadWord] = []
    disputed, about_numbers, instead = _compared(ours, theirs)
    for index, word in enumerate(ours.words):
        second = instead[index] if index in disputed else word.text
        if index in disputed:
            harmless = index not in about_numbers and word.confidence >= SURE
            confidence = min(word.confidence, TOLERATED if harmless else DISPUTED)
        elif UNKNOWN_TO_SECOND & set(word.text):
            confidence = word.confidence
        else:
            confidence = max(word.confidence, VERIFIED)
        words.append(replace(word, confidence=confidence, second=second))
    return ReadLine(tuple(words))


def open_double_reader() -> LineReader:
    """Both readers; Tesseract alone where our weights are missing, ours alone where Tesseract is.

    Raises SetupError where there is neither.
    """
    try:
        ours = open_crnn()
    except SetupError:
        return open_reader()
    try:
        theirs = open_reader()
    except SetupError:
        return ours
    return DoubleReader(f"{ours.name} + {theirs.name}", ours, theirs)


def _compared(ours: ReadLine, theirs: ReadLine) -> tuple[set[int], set[int], list[str]]:
    """Indexes of our words that the other reading does not confirm, of those where a number is in dispute, and

    what the other reads in the place of each of our words. White space is not compared.
    """
    own, owners = "", []
    for index, word in enumerate(ours.words):
        own += word.text
        owners += [index] * len(word.text)
    other = "".join(word.text for word in theirs.words)
    disputed: set[int] = set()
    about_numbers: set[int] = set()
    beside = ["" for _ in ours.words]
    for step in Levenshtein.opcodes(own.translate(ALIKE), other.translate(ALIKE)):
        part, instead = own[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        for place, signs in _shared_out(part, instead):
            beside[owners[min(step.src_start + place, len(owners) - 1)]] += signs
        if step.tag == "equal" or (part and set(part) <= UNKNOWN_TO_SECOND):
            continue
        # What only the other reading has stands beside one of our words.
        at = range(step.src_start, step.src_end) if part else [min(step.src_start, len(owners) - 1)]
        words = {owners[position] for position in at}
        disputed |= words
        # A point or comma counts where it stands inside a number, or would.
        around = own[max(0, step.src_start - 1) : step.src_end + 1]
        if _DIGIT.search(part + instead) or _INSIDE_NUMBER.search(around) or _BETWEEN_DIGITS.fullmatch(around):
            about_numbers |= words
    return disputed, about_numbers, beside


def _shared_out(part: str, instead: str) -> Iterator[tuple[int, str]]:
    """The other's signs for each sign of ours; those without a partner go to the last one."""
    last = max(0, len(part) - 1)
    for place in range(last):
        yield place, instead[place : place + 1]
    yield last, instead[last:]
