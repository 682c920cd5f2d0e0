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
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np

from extractors.errors import SetupError
from extractors.ocr.alphabet import ALPHABET
from extractors.ocr.decoding import FRAME, Floats, ReadChunk, decode, spaced, words
from extractors.ocr.lines import ReadLine, ReadWord
from extractors.ocr.net_input import NetInput, net_input
from extractors.raster import Pixels

WEIGHTS = Path(__file__).parent / "weights" / "reader.onnx"
#: Beside the weights: version, checksum and the curve of confidences.
ABOUT = "reader.json"
#: Lines whose scores are kept until they are decoded together.
AT_ONCE = 8


@dataclass(frozen=True)
class CrnnReader:
    """`run` takes 1 x 1 x 32 x width values of -1..1 and gives frames x signs.

    `curve` are pairs (chance by the network, share of such words that are right), growing; between them it is straight.
    """

    name: str
    run: Callable[[Floats], Floats]
    curve: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        """See `LineReader.read`."""
        return [line for first in range(0, len(crops), AT_ONCE) for line in self._read(crops[first : first + AT_ONCE])]

    def read_inputs(self, pictures: Sequence[Pixels]) -> list[list[ReadChunk]]:
        """The words of pictures of the network's height; chances are the network's, not brought onto the curve."""
        scores = [self._scores(picture) for picture in pictures]
        signs = decode(scores)
        return [
            words(spaced(said, picture), len(line)) for said, picture, line in zip(signs, pictures, scores, strict=True)
        ]

    def _scores(self, picture: Pixels) -> Floats:
        values = picture.astype(np.float32)
        values /= 127.5
        values -= 1
        return self.run(values[None, None])

    @cached_property
    def _bends(self) -> tuple[Floats, Floats]:
        """The curve's chances and shares."""
        chances, shares = np.array(self.curve).T
        return chances, shares

    def _read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        given = [net_input(crop) for crop in crops]
        found = self.read_inputs([each.picture for each in given])
        return [self._placed(each, some) for each, some in zip(given, found, strict=True)]

    def _placed(self, given: NetInput, found: Sequence[ReadChunk]) -> ReadLine:
        """The words with their boxes in the crop, and with confidences in place of chances."""
        sure = np.interp([word.chance for word in found], *self._bends).tolist()
        pixels = FRAME / given.scale
        return ReadLine(
            tuple(
                ReadWord(word.text, *_box(given.ink, word.start * pixels, word.end * pixels), confidence=confidence)
                for word, confidence in zip(found, sure, strict=True)
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


def _box(ink: Pixels, start: float, end: float) -> tuple[float, float, float, float]:
    """The box of the ink between two columns; the whole stretch where there is none."""
    left, right = max(0, round(start)), min(ink.shape[1], max(round(start) + 1, round(end)))
    x, y, width, height = cv2.boundingRect(ink[:, left:right])
    if not width:
        return float(left), 0.0, float(right), float(ink.shape[0])
    return float(left + x), float(y), float(left + x + width), float(y + height)
