"""From the network's scores to words: greedy CTC, spaces from white gaps, strokes told apart by spelling.

There is no language model: what is no word stays what was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from extractors.ocr.alphabet import ALPHABET
from extractors.ocr.net_input import INK
from extractors.raster import Pixels

_ADDRESS = re.compile(r"\w[.@/:]+\w")
_FIRST_STROKE = re.compile(r"\bl(?=[bcdfghjkmnpqrstvwxz]|l[a-z])")
_MIDDLE_STROKE = re.compile(r"(?<=[a-z])I(?=[a-z])")
_STROKES = re.compile(r"\b[lI]{2,3}\b")
_STROKE_AMONG_CAPITALS = re.compile(r"(?<=[A-Z]{2})l(?![a-z])|\bl(?=[A-Z]{2})")

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]
Number = TypeVar("Number", np.float32, np.intp)

#: The network gives one distribution for so many pixels of width.
FRAME = 2
#: White this wide between two signs, in pixels of the network's input (an x-height), is a space whatever was read.
SPACE = 14


#: The scores of a frame in which there is surely no sign.
_GAP = np.full((1, len(ALPHABET) + 1), -100, np.float32)
_GAP[0, 0] = 0


class ReadSign(NamedTuple):
    """A sign, its first and last frame (inclusive), and the chance that the network gives it."""

    sign: str
    first: int
    last: int
    chance: float


@dataclass(frozen=True, slots=True)
class ReadChunk:
    """Signs without white space between them, the frames that they have for themselves, and their chance."""

    text: str
    start: float
    end: float
    chance: float


def decode(scores: Sequence[Floats]) -> list[list[ReadSign]]:
    """For each line the likeliest sign of every frame, repeats joined (greedy CTC), all lines in one sweep.

    `scores`: frames x signs of each line, before softmax. A sign's chance is that of its best frame, less where frames
    beside it would rather have another sign.
    """
    if not scores:
        return []
    # A frame that is surely a gap parts the lines, so that none knows of the next.
    parted = [part for line in scores for part in (line, _GAP)]
    together = np.concatenate(parted)
    ends_of_lines = np.cumsum([len(part) for part in parted])
    best = together.argmax(axis=1)
    edge = best[1:] != best[:-1]
    edge[ends_of_lines[:-1] - 1] = True
    starts = np.concatenate(((0,), np.flatnonzero(edge) + 1))
    ends = np.concatenate((starts[1:], (len(best),)))
    numbers = best[starts]
    together -= together[np.arange(len(best)), best][:, None]
    shares = np.exp(together, out=together)
    total = shares @ np.ones(shares.shape[1], np.float32)
    sure = np.maximum.reduceat(1 / total, starts)
    doubt = np.maximum.reduceat(_strange(shares, best, numbers, ends - starts) / total, starts)
    chances = np.minimum(sure, 1 - np.maximum(*_beside(doubt)))
    signs = np.flatnonzero(numbers)
    first_frames = np.concatenate(((0,), ends_of_lines[1:-1:2]))
    lines = np.searchsorted(first_frames, starts[signs], side="right") - 1
    before = first_frames[lines]
    found: list[list[ReadSign]] = [[] for _ in scores]
    told = (lines, numbers[signs], starts[signs] - before, ends[signs] - before, chances[signs])
    for line, number, start, end, chance in zip(*(each.tolist() for each in told), strict=True):
        found[line].append(ReadSign(ALPHABET[number - 1], start, end - 1, chance))
    return found


def _strange(shares: Floats, best: Ints, numbers: Ints, lengths: Ints) -> Floats:
    """For frames taken for gaps: the share of the likeliest sign that is neither the one before nor the one after.

    `shares` are relative to the likeliest sign, and are used up; `numbers` and `lengths` are those of the runs of
    `best`. Frames of signs get 0.
    """
    rows = np.arange(len(shares))
    shares[:, 0] = 0
    for neighbours in _beside(numbers):
        shares[rows, np.repeat(neighbours, lengths)] = 0
    return np.asarray(np.where(best == 0, shares[rows, shares.argmax(axis=1)], 0), np.float32)


def _beside(values: npt.NDArray[Number]) -> tuple[npt.NDArray[Number], npt.NDArray[Number]]:
    """For each value the one before and the one after it, 0 where there is none."""
    framed = np.zeros(len(values) + 2, values.dtype)
    framed[1:-1] = values
    return framed[:-2], framed[2:]


def spaced(signs: Sequence[ReadSign], picture: Pixels) -> list[ReadSign]:
    """The signs with a space wherever the picture is white for so long that there must be one."""
    columns = np.flatnonzero((picture < INK).any(axis=0))
    wide = np.flatnonzero(np.diff(columns) > SPACE)
    if not len(wide):
        return list(signs)
    gaps = [(float(columns[index]) / FRAME, float(columns[index + 1]) / FRAME) for index in wide]
    result: list[ReadSign] = []
    for sign in signs:
        before = result[-1] if result else None
        if before is not None and " " not in (before.sign, sign.sign):
            left, right = (before.first + before.last) / 2, (sign.first + sign.last) / 2
            for start, end in gaps:
                if left < (start + end) / 2 < right:
                    result.append(ReadSign(" ", int(start), int(end), 1.0))
                    break
        result.append(sign)
    return result


def told_apart(word: str) -> str:
    """The word with I and l, one stroke in most sans-serif fonts, set as Indonesian spelling allows.

    No word starts with l and a consonant, none has I between small letters, a word of capitals has no l, and a number
    of strokes alone is a Roman numeral. Addresses (www.lpse.go.id) and codes keep what was read.
    """
    if _ADDRESS.search(word):
        return word
    word = _FIRST_STROKE.sub("I", word)
    word = _MIDDLE_STROKE.sub("l", word)
    return _STROKE_AMONG_CAPITALS.sub("I", _STROKES.sub(lambda found: "I" * len(found[0]), word))


def words(signs: Sequence[ReadSign], frames: int) -> list[ReadChunk]:
    """The signs between spaces. A word is as sure as its weakest sign or the doubtful space beside it."""
    found: list[ReadChunk] = []
    start, doubt = 0.0, 1.0
    word: list[ReadSign] = []
    for sign in [*signs, None]:
        if sign is not None and sign.sign != " ":
            word.append(sign)
            continue
        gap = 1.0 if sign is None else sign.chance
        end = float(frames) if sign is None else (sign.first + sign.last + 1) / 2
        if word:
            chance = min(doubt, gap, *(sign.chance for sign in word))
            found.append(ReadChunk(told_apart("".join(sign.sign for sign in word)), start, end, chance))
            word = []
        start, doubt = end, gap
    return found
