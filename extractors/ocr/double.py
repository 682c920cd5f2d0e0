"""Two readers that make up their minds: our own reads every line, Tesseract what a slip would cost most.

Words with digits, words that our reader is not sure of, and short lines are read twice, cut out of their lines: a
twelfth of the ink, which Tesseract reads as well as in company. What both read alike is verified. Where they differ,
ours is kept: of 132 such lines of the development scans ours was right in 121, Tesseract's in 2. But a number in
dispute gets so low a confidence that a person is asked to look, and so does a word that ours was not sure of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import ceil

from rapidfuzz.distance import Levenshtein

from extractors.errors import SetupError
from extractors.ocr.crnn import open_crnn
from extractors.ocr.lines import LineReader, ReadLine, ReadWord
from extractors.ocr.tesseract import open_reader
from extractors.raster import Pixels
from extractors.tessdata import ENGLISH

#: A word is read twice when our reader is less sure of it, a whole line when it has at most so many signs.
SURE = 0.9
SHORT = 4
#: A dispute with words that our reader is so sure of is looked at again in the whole line.
LIKELY = 0.75
#: What agreement leaves of our reader's doubt: both see the same crop, and slip together where it lost a letter. (Of
#: 182 words of scans that ours gave 0.3 to 0.9, and both read alike, 171 were right; this says 166.)
LEFT = 1 / 3
#: Confidence at most of a word in dispute; and of one in dispute that has no digit and that our reader is SURE of.
DISPUTED, TOLERATED = 0.4, 0.88
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


@dataclass(frozen=True, slots=True)
class Look:
    """A stretch of a line worth a second look: our words from `first` to before `last`, columns `left` to `right`."""

    first: int
    last: int
    left: int
    right: int


#: A line's number and a stretch of it.
At = tuple[int, Look]


@dataclass(frozen=True)
class DoubleReader:
    """`first` reads all lines, `second` what is worth a second look."""

    name: str
    first: LineReader
    second: LineReader

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        """See `LineReader.read`."""
        lines = self.first.read(crops)
        again = [(index, look) for index, line in enumerate(lines) for look in looks(line, crops[index].shape[1])]
        settled = self._second_chance(crops, lines, again, self._settled(crops, lines, again))
        result = list(lines)
        for (index, look), line in zip(reversed(again), reversed(settled), strict=True):
            words = result[index].words
            result[index] = ReadLine((*words[: look.first], *line.words, *words[look.last :]))
        return result

    def _settled(self, crops: Sequence[Pixels], lines: Sequence[ReadLine], again: Sequence[At]) -> list[ReadLine]:
        """What becomes of each stretch once the second reader has seen it alone."""
        if not again:
            return []
        others = self.second.read([crops[index][:, look.left : look.right] for index, look in again])
        return [settle(_part(lines[index], look), other) for (index, look), other in zip(again, others, strict=True)]

    def _second_chance(
        self, crops: Sequence[Pixels], lines: Sequence[ReadLine], again: Sequence[At], settled: Sequence[ReadLine]
    ) -> list[ReadLine]:
        """Tesseract slips on scraps now and then: where ours is likely right it must stand by it, given the line."""
        result = list(settled)
        sure = [_weakest(_part(lines[index], look)) >= LIKELY for index, look in again]
        tried = [number for number, line in enumerate(settled) if sure[number] and _weakest(line) < SURE]
        others = self.second.read([crops[again[number][0]] for number in tried]) if tried else []
        for number, other in zip(tried, others, strict=True):
            index, look = again[number]
            result[number] = _surer(settled[number], _part(settle(lines[index], other), look))
        return result


def looks(line: ReadLine, width: int) -> list[Look]:
    """What of a line `width` pixels wide should be read twice.

    All of it where there are few signs or none; else the stretches of words worth a look, cut in the gaps beside them.
    """
    words = line.words
    if sum(len(word.text) for word in words) <= SHORT:
        return [Look(0, len(words), 0, width)]
    gaps = [0.0, *((before.x1 + after.x0) / 2 for before, after in pairwise(words)), float(width)]
    stretches = groupby(range(len(words)), key=lambda index: worth_a_look(words[index]))
    found = [list(stretch) for worth, stretch in stretches if worth]
    return [Look(here[0], here[-1] + 1, int(gaps[here[0]]), ceil(gaps[here[-1] + 1])) for here in found]


def worth_a_look(word: ReadWord) -> bool:
    """Whether a word should be read twice: it has a digit, or our reader is not sure of it."""
    return word.confidence < SURE or any(sign.isdigit() for sign in word.text)


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
            confidence = verified(word.confidence)
        words.append(replace(word, confidence=confidence, second=second))
    return ReadLine(tuple(words))


def _part(line: ReadLine, look: Look) -> ReadLine:
    return ReadLine(line.words[look.first : look.last])


def _weakest(line: ReadLine) -> float:
    return min((word.confidence for word in line.words), default=0.0)


def _surer(one: ReadLine, other: ReadLine) -> ReadLine:
    """Of two settlements of the same words, each word's better confidence."""
    pairs = zip(one.words, other.words, strict=True)
    return ReadLine(tuple(max(pair, key=lambda word: word.confidence) for pair in pairs))


def verified(confidence: float) -> float:
    """Confidence in a word that our reader gave `confidence` and that the other reads alike."""
    return 1 - LEFT * (1 - confidence)


def open_double_reader() -> LineReader:
    """Both readers; Tesseract alone where our weights are missing, ours alone where Tesseract is.

    Raises SetupError where there is neither.
    """
    try:
        ours = open_crnn()
    except SetupError:
        return open_reader()
    try:
        theirs = open_reader(ENGLISH)
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
