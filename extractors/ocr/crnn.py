"""Our own line reader: a small convolutional network with CTC, run by onnxruntime in one thread.

It reads a line in a tenth of the time that Tesseract takes, knows the signs of formulas (Σ × ÷ ≥ ≤ •), and has no
language model: it never makes a wrong word plausible. How it was made: `weights/MODEL_CARD.md` and the package
`training`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
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

Floats = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights" / "reader.onnx"
#: Beside the weights: version, checksum and the curve of confidences.
ABOUT = "reader.json"

#: Height of the network's pictures; widths are multiples of STEP.
HEIGHT = 32
STEP = 8
#: Crops have small letters of 16 pixels (20 where print is coarse); the network learnt on 14, at most TALLEST of ink.
SCALE = 0.875
TALLEST = 28.0
#: Gray below which a pixel of a crop is ink.
INK = 128
#: The network gives one distribution for so many pixels of width.
FRAME = 2


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


def net_input(crop: Pixels) -> NetInput:
    """Brings a line crop to the network's height: the one way for training and for reading.

    The ink is centred, because a crop's white may be cut at the page's border; too tall ink is reduced.
    """
    rows = np.flatnonzero((crop < INK).any(axis=1))
    if not len(rows):
        return NetInput(np.full((HEIGHT, STEP), 255, np.uint8), 1.0)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    scale = min(SCALE, TALLEST / (bottom - top))
    width, height = max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale))
    small = cv2.resize(crop, (width, height), interpolation=cv2.INTER_AREA)
    above = round(HEIGHT / 2 - (top + bottom) / 2 * scale)
    picture = np.full((HEIGHT, -(-width // STEP) * STEP), 255, np.uint8)
    first, last = max(0, above), min(HEIGHT, above + height)
    picture[first:last, :width] = small[first - above : last - above]
    return NetInput(picture, width / crop.shape[1])


def decode(scores: Floats) -> list[ReadSign]:
    """The likeliest sign of every frame, repeats joined (greedy CTC). `scores`: frames x signs, before softmax.

    A sign's chance is that of its best frame, less where frames beside it would rather have another sign.
    """
    best = scores.argmax(axis=1)
    highest = scores[np.arange(len(scores)), best]
    total = np.exp(scores - highest[:, None]).sum(axis=1)
    chance = 1 / total
    starts = np.flatnonzero(np.r_[True, best[1:] != best[:-1]])
    ends = np.r_[starts[1:], len(best)]
    signs: list[ReadSign] = []
    # In frames that are taken for gaps: the likeliest sign and its chance.
    other = scores[:, 1:].argmax(axis=1) + 1
    rival = np.exp(scores[np.arange(len(scores)), other] - highest) / total
    runs = [(int(best[start]), int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
    for index, (number, start, end) in enumerate(runs):
        if not number:
            continue
        sure = float(chance[start:end].max())
        for beside in (index - 1, index + 1):
            if 0 <= beside < len(runs) and runs[beside][0] == 0:
                place = slice(runs[beside][1], runs[beside][2])
                known = {number, *(runs[n][0] for n in (beside - 1, beside + 1) if 0 <= n < len(runs))}
                strange = ~np.isin(other[place], list(known))
                if strange.any():
                    sure = min(sure, 1 - float(rival[place][strange].max()))
        signs.append(ReadSign(ALPHABET[number - 1], start, end - 1, sure))
    return signs


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

    def _read(self, crop: Pixels) -> ReadLine:
        given = net_input(crop)
        signs = decode(self.run((given.picture.astype(np.float32) / 127.5 - 1)[None, None]))
        return ReadLine(tuple(self._words(signs, crop < INK, FRAME / given.scale)))

    def _words(self, signs: Sequence[ReadSign], ink: npt.NDArray[np.bool_], pixels: float) -> list[ReadWord]:
        """The signs between spaces, each word with the box of its ink; `pixels` is a frame's width in the crop."""
        xs, ys = zip(*self.curve, strict=True)
        words: list[ReadWord] = []
        start, doubt = 0.0, 1.0
        word: list[ReadSign] = []
        for sign in [*signs, None]:
            if sign is not None and sign.sign != " ":
                word.append(sign)
                continue
            # A doubtful space makes the words on both its sides doubtful.
            gap = 1.0 if sign is None else sign.chance
            end = float(ink.shape[1]) if sign is None else (sign.first + sign.last + 1) / 2 * pixels
            if word:
                chance = min(doubt, gap, *(sign.chance for sign in word))
                box = _box(ink, start, end)
                text = "".join(sign.sign for sign in word)
                words.append(ReadWord(text, *box, confidence=float(np.interp(chance, xs, ys))))
                word = []
            start, doubt = end, gap
        return words


def open_crnn(weights: Path = WEIGHTS) -> CrnnReader:
    """The reader with the given weights. Raises SetupError where they or onnxruntime are missing, or are not as made."""
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
