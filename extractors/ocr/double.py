"""Two readers that make up their minds: our own reads every line, Tesseract those where a slip would cost most.

Digits, short cells and lines that our reader is not sure of are read twice. What both read alike is verified; where
they differ, the better reading by the rules below is kept, with so low a confidence that a person is asked to look.
Both are independent: of 1 265 table cells that they read alike at 200 and 300 dpi none was wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
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
#: Confidence of a word that both read alike, and at most that of a word that they read differently.
VERIFIED = 0.98
DISPUTED = 0.4
#: Tesseract's reading is kept instead of ours when it is so sure and ours is not.
UNSURE, OVERRULES = 0.4, 0.9
#: Signs that Tesseract's models `eng` and `ind` do not have: what it reads there says nothing.
UNKNOWN_TO_SECOND = frozenset("Σ∑×÷≥≤‰•²³±½…√é")
#: Signs that look alike in print, and that neither reader can be asked to tell apart.
ALIKE = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "×": "x", "∑": "Σ"})


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
    """One line from two readings: ours, with confidences that say where the other agrees; or the other."""
    if not theirs.words:
        return ReadLine(tuple(replace(word, confidence=min(word.confidence, DISPUTED)) for word in ours.words))
    if not ours.words:
        return ReadLine(tuple(replace(word, confidence=min(word.confidence, DISPUTED)) for word in theirs.words))
    disputed = _disputed(ours, theirs)
    if disputed and _overruled(ours, theirs, disputed):
        return ReadLine(tuple(replace(word, confidence=min(word.confidence, DISPUTED)) for word in theirs.words))
    words: list[ReadWord] = []
    for index, word in enumerate(ours.words):
        if index in disputed:
            confidence = min(word.confidence, DISPUTED)
        elif UNKNOWN_TO_SECOND & set(word.text):
            confidence = word.confidence
        else:
            confidence = max(word.confidence, VERIFIED)
        words.append(replace(word, confidence=confidence))
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


def _overruled(ours: ReadLine, theirs: ReadLine, disputed: set[int]) -> bool:
    """Whether our words in dispute are weak and the other line is strong."""
    weakest = min(ours.words[index].confidence for index in disputed)
    return weakest < UNSURE and min(word.confidence for word in theirs.words) >= OVERRULES


def _disputed(ours: ReadLine, theirs: ReadLine) -> set[int]:
    """The indexes of our words that the other reading does not confirm. White space is not compared."""
    own, owners = "", []
    for index, word in enumerate(ours.words):
        own += word.text
        owners += [index] * len(word.text)
    other = "".join(word.text for word in theirs.words)
    disputed: set[int] = set()
    for step in Levenshtein.opcodes(own.translate(ALIKE), other.translate(ALIKE)):
        if step.tag == "equal":
            continue
        part = own[step.src_start : step.src_end]
        if part and set(part) <= UNKNOWN_TO_SECOND:
            continue
        # What only the other reading has stands beside one of our words.
        at = range(step.src_start, step.src_end) if part else [min(step.src_start, len(owners) - 1)]
        disputed |= {owners[position] for position in at}
    return disputed
