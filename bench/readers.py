"""Errors against CPU of line readers on the same crops: `python bench/readers.py [SHARED [PICTURE]]`.

Lines are those of the corpus whose text is certain (`training.evaluate`). Read by our own reader, by Tesseract, by both
as `iku run` uses them, and by RapidOCR where the package `rapidocr-onnxruntime` is installed, which the project does
not need. PICTURE (docs/readers.png) gets the figure.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2

from extractors.ocr.crnn import open_crnn
from extractors.ocr.double import open_double_reader
from extractors.ocr.lines import LineReader, ReadLine, ReadWord
from extractors.ocr.tesseract import open_reader
from extractors.raster import Pixels
from pipeline.workers import ENVIRONMENT
from training.evaluate import Line, conditions, measure

#: Conditions with too few lines for a share.
LEAST_LINES = 100
Figures = dict[str, dict[str, dict[str, float]]]


class RapidReader:
    """RapidOCR's recogniser alone, one thread, as our and Tesseract's; it tells no boxes of words."""

    def __init__(self) -> None:
        from rapidocr_onnxruntime import RapidOCR  # noqa: PLC0415

        self.name = "RapidOCR"
        self.engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        """See `LineReader.read`."""
        return [self._read(crop) for crop in crops]

    def _read(self, crop: Pixels) -> ReadLine:
        found, _ = self.engine(cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True)
        text, confidence = found[0] if found else ("", 0.0)
        height, width = crop.shape
        return ReadLine(tuple(ReadWord(word, 0, 0, width, height, float(confidence)) for word in str(text).split()))


def readers() -> Iterator[tuple[str, LineReader]]:
    """What is compared, with the names that the picture bears."""
    yield "ours", open_crnn()
    yield "ours, Tesseract second", open_double_reader()
    yield "Tesseract eng+ind", open_reader()
    if importlib.util.find_spec("rapidocr_onnxruntime"):
        yield "RapidOCR", RapidReader()


def compare(lines: dict[str, list[Line]]) -> Figures:
    """Figures by reader and condition."""
    return {
        name: {condition: measure(reader, some) for condition, some in lines.items() if len(some) >= LEAST_LINES}
        for name, reader in readers()
    }


def draw(figures: Figures, picture: Path) -> None:
    """Lines read wrongly (per cent, logarithmic) against CPU seconds a page (logarithmic): a point a condition."""
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, axes = pyplot.subplots(figsize=(7, 4.2), layout="constrained")
    for (name, by_condition), marker in zip(figures.items(), "oDs^", strict=False):
        seconds = [each["cpu"] for each in by_condition.values()]
        wrong = [100 * (1 - each["exact"]) for each in by_condition.values()]
        axes.scatter(seconds, wrong, label=name, marker=marker, s=42)
        for condition, x, y in zip(by_condition, seconds, wrong, strict=True):
            axes.annotate(condition, (x, y), xytext=(5, 3), textcoords="offset points", fontsize=7)
    axes.set(xscale="log", yscale="log", xlabel="CPU seconds for 113 lines, one thread", ylabel="lines not exact, %")
    axes.grid(visible=True, which="both", linewidth=0.3)
    axes.legend(fontsize=8)
    figure.savefig(picture, dpi=110, metadata={"Software": None})


def main(shared: Path, picture: Path | None) -> None:
    """Prints a line a reader and condition."""
    figures = compare(conditions(shared / "corpus" / "pdf", open_reader()))
    for name, by_condition in figures.items():
        for condition, each in by_condition.items():
            print(f"{name:24s} {condition:10s}", *(f"{key} {value:.4g}" for key, value in each.items()))
    if picture:
        draw(figures, picture)


if __name__ == "__main__":
    if not ENVIRONMENT.items() <= os.environ.items():
        # As workers read: how memory is given back, which is settled at the start, tells in small figures.
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ENVIRONMENT})
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
