"""Our own line reader: a small convolutional network with CTC, run by onnxruntime in one thread.

It reads a line in a tenth of the time that Tesseract takes, knows the signs of formulas (Σ × ÷ ≥ ≤ •), and has no
language model: it never makes a wrong word plausible. How it was made: `weights/MODEL_CARD.md` and the package
`training`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from extractors.errors import SetupError
from extractors.ocr.alphabet import ALPHABET
from extractors.ocr.lines import ReadLine, ReadWord
from extractors.raster import Pixels

_ADDRESS = re.compile(r"\w[.@/:]+\w")
_FIRST_STROKE = re.compile(r"\bl(?=[bcdfghjkmnpqrstvwxz]|l[a-z])")
_MIDDLE_STROKE = re.compile(r"(?<=[a-z])I(?=[a-z])")
_STROKES = re.compile(r"\b[lI]{2,3}\b")
_STROKE_AMONG_CAPITALS = re.compile(r"(?<=[A-Z]{2})l(?![a-z])|\bl(?=[A-Z]{2})")

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

WEIGHTS = Path(__file__).parent / "weights" / "reader.onnx"
#: Beside the weights: version, checksum and the curve of confidences.
ABOUT = "reader.json"

#: Height of the network's pictures; widths are multiples of STEP.
HEIGHT = 32
STEP = 8
#: Crops have small letters of 16 pixels (20 where print is coarse); the network learnt on 14, at most TALLEST of ink.
SCALE = 0.875
TALLEST = 28.0
#: Of the fullest row, the share of ink that rows through small letters have at least; what ascenders and descenders
#: add to these rows above and below, as share of their height; the least number of such rows.
FULL, BEYOND, LEAST_ROWS = 0.2, 0.5, 5
#: Ink so many times higher than its full rows, and WIDE times wider than high, has the rest of a ruling or a stroke
#: beside it, which may have made the crop too small: it is enlarged up to ENLARGED times.
TOO_TALL, WIDE, ENLARGED = 2.6, 3.0, 2.0
#: Gray below which a pixel of a crop is ink.
INK = 128
#: The network gives one distribution for so many pixels of width.
FRAME = 2
#: White this wide between two signs, in pixels of the network's input (an x-height), is a space whatever was read.
SPACE = 14


@dataclass(frozen=True, slots=True)
class NetInput:
    """A crop as the network gets it, and the factor that leads from the crop's columns to its own."""

    picture: Pixels
    scale: float


@dataclass(frozen=True, slots=True)
class ReadSign:
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


def net_input(crop: Pixels) -> NetInput:
    """Brings a line crop to the network's height: the one way for training and for reading.

    The ink is centred, because a crop's white may be cut at the page's border; too tall ink is reduced, and where a
    stroke beside a line made it tall, the line's own rows count.
    """
    rows = np.flatnonzero((crop < INK).any(axis=1))
    if not len(rows):
        return NetInput(np.full((HEIGHT, STEP), 255, np.uint8), 1.0)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    scale = min(SCALE, TALLEST / (bottom - top))
    start, end = _full_rows((crop < INK).sum(axis=1))
    wide = crop.shape[1] >= WIDE * (bottom - top)
    if wide and end - start >= LEAST_ROWS and bottom - top > TOO_TALL * (end - start):
        beyond = round(BEYOND * (end - start))
        top, bottom = start - beyond, end + beyond
        scale = min(ENLARGED, TALLEST / (bottom - top))
    width, height = max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale))
    small = cv2.resize(crop, (width, height), interpolation=cv2.INTER_AREA)
    above = round(HEIGHT / 2 - (top + bottom) / 2 * scale)
    picture = np.full((HEIGHT, -(-width // STEP) * STEP), 255, np.uint8)
    first, last = max(0, above), min(HEIGHT, above + height)
    picture[first:last, :width] = small[first - above : last - above]
    return NetInput(picture, width / crop.shape[1])


def _full_rows(profile: Ints) -> tuple[int, int]:
    """The rows that hold most of a line's ink, the first and the one after the last. `profile`: ink in each row."""
    full = profile >= FULL * profile.max()
    runs = np.flatnonzero(np.diff(np.r_[False, full, False])).reshape(-1, 2)
    start, end = runs[int(np.argmax([profile[start:end].sum() for start, end in runs]))]
    return int(start), int(end)


def decode(scores: Floats) -> list[ReadSign]:
    """The likeliest sign of every frame, repeats joined (greedy CTC). `scores`: frames x signs, before softmax.

    A sign's chance is that of its best frame, less where frames beside it would rather have another sign.
    """
    best = scores.argmax(axis=1)
    starts = np.flatnonzero(np.r_[True, best[1:] != best[:-1]])
    numbers = best[starts]
    if not numbers.any():
        return []
    highest = scores[np.arange(len(scores)), best]
    total = np.exp(scores - highest[:, None]).sum(axis=1)
    sure = np.maximum.reduceat(1 / total, starts)
    strange = _strange(scores, best, starts, numbers)
    doubt = np.maximum.reduceat(np.exp(strange - highest) / total, starts)
    beside = np.maximum(np.r_[0, doubt[:-1]], np.r_[doubt[1:], 0])
    chances = np.minimum(sure, 1 - beside).tolist()
    ends = np.r_[starts[1:], len(best)]
    runs = zip(numbers.tolist(), starts.tolist(), ends.tolist(), chances, strict=True)
    return [ReadSign(ALPHABET[number - 1], start, end - 1, chance) for number, start, end, chance in runs if number]


def _strange(scores: Floats, best: Ints, starts: Ints, numbers: Ints) -> Floats:
    """For frames taken for gaps: the score of the likeliest sign that is neither the one before nor the one after."""
    strange = np.full(len(scores), -np.inf, np.float32)
    gaps = np.flatnonzero(best == 0)
    others = scores[gaps]
    run = np.searchsorted(starts, gaps, side="right") - 1
    rows = np.arange(len(gaps))
    others[:, 0] = -np.inf
    others[rows, np.r_[0, numbers[:-1]][run]] = -np.inf
    others[rows, np.r_[numbers[1:], 0][run]] = -np.inf
    strange[gaps] = others.max(axis=1)
    return strange


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


@dataclass(frozen=True)
class CrnnReader:
    """Reads every crop by itself. `run` takes 1 x 1 x 32 x width values of -1..1 and gives frames x signs.

    `curve` are pairs (chance by the network, share of such words that are right), growing; between them it is straight.
    """

    name: str
    run: Callable[[Floats], Floats]
    curve: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        """See `LineReader.read`."""
        return [self._read(crop) for crop in crops]

    def read_input(self, picture: Pixels) -> list[ReadChunk]:
        """The words of a picture of the network's height; chances are the network's, not brought onto the curve."""
        scores = self.run((picture.astype(np.float32) / 127.5 - 1)[None, None])
        return words(spaced(decode(scores), picture), len(scores))

    def _read(self, crop: Pixels) -> ReadLine:
        given = net_input(crop)
        ink = crop < INK
        chances, shares = zip(*self.curve, strict=True)
        pixels = FRAME / given.scale
        return ReadLine(
            tuple(
                ReadWord(
                    word.text,
                    *_box(ink, word.start * pixels, word.end * pixels),
                    confidence=float(np.interp(word.chance, chances, shares)),
                )
                for word in self.read_input(given.picture)
            )
        )


def open_crnn(weights: Path = WEIGHTS) -> CrnnReader:
    """The reader with the given weights.

    Raises SetupError where they or onnxruntime are missing, or where they are not as they were made.
    """
    about = weights.parent / ABOUT
    if not (weights.is_file() and about.is_file()):
        raise SetupError(f"Bobot pembaca baris tidak ditemukan: {weights.name}.")
    if not importlib.util.find_spec("onnxruntime"):
        raise SetupError("Paket Python 'onnxruntime' belum terpasang.")
    import onnxruntime  # noqa: PLC0415  (only where this reader is used)

    facts = json.loads(about.read_text(encoding="utf-8"))
    model = weights.read_bytes()
    if hashlib.sha256(model).hexdigest() != facts["sha256"] or facts["alphabet"] != ALPHABET:
        raise SetupError(f"Bobot pembaca baris {weights.name} rusak atau tidak cocok dengan {ABOUT}.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def run(values: Floats) -> Floats:
        return np.asarray(session.run(None, {"pictures": values})[0][0], np.float32)

    curve = tuple((float(chance), float(right)) for chance, right in facts["curve"])
    return CrnnReader(f"iku-crnn {facts['version']} {facts['sha256'][:8]}", run, curve)


def _box(ink: npt.NDArray[np.bool_], start: float, end: float) -> tuple[float, float, float, float]:
    """The box of the ink between two columns; the whole stretch where there is none."""
    left, right = max(0, round(start)), min(ink.shape[1], max(round(start) + 1, round(end)))
    part = ink[:, left:right]
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    if not len(columns):
        return float(left), 0.0, float(right), float(ink.shape[0])
    return float(left + columns[0]), float(rows[0]), float(left + columns[-1] + 1), float(rows[-1] + 1)
