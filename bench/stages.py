"""Where the time goes: processor seconds of each stage of reading, measured from outside: `-m bench.stages FILE...`.

The program's functions are wrapped here and nowhere else. A stage's time is its own, without that of stages inside it.
Prints JSON: pages, seconds to get ready, seconds by stage, seconds of reading everything again (nothing to get ready).
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Stage -> the functions that are it, each by the module that calls it ("module:name" or "module:class.name").
STAGES = {
    "opening": ("extractors.opening:pdfplumber.open", "extractors.opening:pypdfium2.PdfDocument"),
    "printed text": ("extractors.extract:read_printed",),
    "raster": (
        "extractors.pictured:native_dpi",
        "extractors.pictured:render",
        "extractors.scan:to_gray",
        "extractors.scan:lay_flat",
        "extractors.scan:reduced",
    ),
    "background": ("extractors.scan:flatten", "extractors.prepared:lighten_panels"),
    "first look": ("extractors.scan:first_look",),
    "straighten": ("extractors.prepared:straighten",),
    "binarise": ("extractors.prepared:binarise",),
    "stamps": ("extractors.prepared:fade_stamps", "extractors.prepared:fade_signatures"),
    "rulings": ("extractors.prepared:find_rulings", "extractors.prepared:mend", "extractors.prepared:dashed_rules"),
    "grids": ("extractors.prepared:build_grids", "extractors.extract:build_grids"),
    "lines": (
        "extractors.prepared:pieces",
        "extractors.prepared:_regions",
        "extractors.prepared:find_lines",
        "extractors.prepared:_hidden",
    ),
    "crops": ("extractors.prepared:crop",),
    "our reader": ("extractors.ocr.crnn:CrnnReader.read",),
    "Tesseract": ("extractors.ocr.tesseract:TesseractReader.read",),
    "words to cells": ("extractors.extract:lay_out", "extractors.pictured:lay_out"),
    "meaning": ("normalizers.normalize:normalize",),
}
READY, REST = "start-up", "rest"


class Clock:
    """Processor seconds by stage, those of inner stages taken off the outer one's."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted under `stage`."""

        def wrapper(*given: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            started = time.process_time()
            try:
                return function(*given, **named)
            finally:
                took = time.process_time() - started
                self.seconds[stage] += took - self._inner.pop()
                self._inner[-1] += took

        return wrapper


def watch(clock: Clock) -> None:
    """Wraps the functions of STAGES. Raises AttributeError where one is not there any more."""
    for stage, places in STAGES.items():
        for place in places:
            module, _, path = place.partition(":")
            *owners, name = path.split(".")
            owner: Any = importlib.import_module(module)
            for part in owners:
                owner = getattr(owner, part)
            setattr(owner, name, clock.timed(stage, getattr(owner, name)))


def main(files: list[Path]) -> int:
    """Reads the files one after the other, as one worker does, and then once more."""
    # As workers begin: with their modules, and with their way to look for garbage.
    importlib.import_module("pipeline.preload")
    digitise = importlib.import_module("pipeline.digitise")
    extract = importlib.import_module("extractors.extract").extract
    vocabulary = importlib.import_module("normalizers.vocabulary").Vocabulary.load()
    clock = Clock()
    watch(clock)
    ready = time.process_time()
    pages = sum(digitise.understand(extract(file.read_bytes()), vocabulary).document.pages for file in files)
    seconds = {READY: ready, **clock.seconds, REST: time.process_time() - ready - sum(clock.seconds.values())}
    started = time.process_time()
    for file in files:
        digitise.understand(extract(file.read_bytes()), vocabulary)
    print(json.dumps({"pages": pages, "seconds": seconds, "again": time.process_time() - started}))
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
