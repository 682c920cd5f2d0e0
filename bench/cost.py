"""What reading costs, beside what others take for the same pages: `-m bench.cost [SHARED [KIND...]]`.

Scans are set against one Tesseract pass over the same pictures (OMP_THREAD_LIMIT=1, `-l ind --psm 3`), digital pages
against pdfplumber's `extract_tables`. Ratios within one run count: seconds depend on the machine and on its load.

    all in    `iku run --workers 1` from nothing to results, start-up and all
    reading   the same documents in one process that has its modules
    again     the same process once more: what each further page of a long run costs
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from bench.processes import cost
from bench.stages import READY
from extractors.raster import native_dpi, render
from pipeline.workers import ENVIRONMENT

IKU = Path(sys.executable).with_name("iku")
SAMPLES = Path(__file__).parent.parent / "samples" / "pdf"
#: Kind of page of the corpus, which is the word before ".pdf" in a file's name; the one that has a text of its own.
DIGITAL = "digital"
PACKAGES = ("numpy", "opencv-python-headless", "onnxruntime", "tesserocr", "pdfplumber", "pypdfium2")
PLUMBER = """
import json, sys, time, pdfplumber
for name in sys.argv[1:]:
    with pdfplumber.open(name) as pdf:
        [page.extract_tables() for page in pdf.pages]
"""
PLUMBER_AGAIN = f"""{PLUMBER}
started = time.process_time()
{PLUMBER}
print(json.dumps(time.process_time() - started))
"""


def main(shared: Path, wanted: list[str]) -> int:
    """Prints the costs of every kind of page, where the time goes, and the memory; 2 where the corpus is missing.

    `wanted` names some kinds alone, without the memory, which takes minutes.
    """
    kinds: defaultdict[str, list[Path]] = defaultdict(list)
    for path in sorted((shared / "corpus" / "pdf").glob("*.pdf")):
        kind = path.stem.rpartition(".")[2]
        if kind in (wanted or [kind]):
            kinds[kind].append(path)
    if not kinds:
        print(f"bench: no corpus in {shared}", file=sys.stderr)
        return 2
    print(f"\n{machine()}\n")
    print("kind       pages  CPU s a page, all in  wall  reading  again  other's CPU  all in / other  again / other")
    stages = {kind: _kind(kind, paths) for kind, paths in kinds.items()}
    _print_stages(stages)
    if not wanted:
        said = _json([sys.executable, "-m", "bench.memory", SAMPLES])
        print("\npeak memory of a worker, pages read: MB  " + ", ".join(f"{n}: {mb:.0f}" for n, mb in said.items()))
    return 0


def machine() -> str:
    """The line that tells what the figures were measured on."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?")
    said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False).stdout
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    cores = f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}"
    return f"{model}, {cores}; Python {platform.python_version()}; {said.partition(chr(10))[0]}; {packages}"


def _kind(kind: str, paths: list[Path]) -> dict[str, float]:
    """Measures one kind of page, prints its line, and gives its seconds a page by stage."""
    with tempfile.TemporaryDirectory(prefix="iku-bench-") as folder:
        all_in = cost([IKU, "run", *paths, "-o", Path(folder) / "output", "--workers", "1", "--quiet"])
        other = _plumber(paths) if kind == DIGITAL else _tesseract(pictures(paths, Path(folder)))
    said = _json([sys.executable, "-m", "bench.stages", *paths])
    pages, seconds = said["pages"], said["seconds"]
    reading, again = sum(seconds.values()) - seconds[READY], said["again"]
    other_again = _json([sys.executable, "-c", PLUMBER_AGAIN, *paths]) if kind == DIGITAL else other
    print(
        f"{kind:10} {pages:5} {all_in.cpu / pages:21.2f} {all_in.wall / pages:5.2f} {reading / pages:8.2f} "
        f"{again / pages:6.2f} {other / pages:12.2f} {all_in.cpu / other:15.2f} {again / other_again:14.2f}",
        flush=True,
    )
    return {stage: value / pages for stage, value in seconds.items()}


def pictures(paths: Iterable[Path], folder: Path) -> list[Path]:
    """The pages of scans as PNG files, at their own resolution."""
    result = []
    for path in paths:
        document = pypdfium2.PdfDocument(path)
        for index, page in enumerate(document):
            dpi = native_dpi(page) or 300
            result.append(folder / f"{path.stem}.{index}.png")
            Image.fromarray(render(document, index, dpi)).save(result[-1], dpi=(dpi, dpi))
    return result


def _tesseract(pages: Iterable[Path]) -> float:
    one_thread = {"OMP_THREAD_LIMIT": "1"}
    return sum(cost(["tesseract", page, "-", "-l", "ind", "--psm", "3"], one_thread).cpu for page in pages)


def _plumber(paths: Iterable[Path]) -> float:
    return cost([sys.executable, "-c", PLUMBER, *paths]).cpu


def _json(command: list[Any]) -> Any:
    """What a program prints that works as a worker does."""
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **ENVIRONMENT})
    return json.loads(said.stdout.splitlines()[-1])


def _print_stages(stages: dict[str, dict[str, float]]) -> None:
    names = list(dict.fromkeys(name for seconds in stages.values() for name in seconds))
    print("\nCPU milliseconds a page\n" + " " * 16 + "".join(f"{kind:>10}" for kind in stages))
    for name in names:
        print(f"{name:16}" + "".join(f"{1000 * seconds.get(name, 0.0):10.0f}" for seconds in stages.values()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), sys.argv[2:]))
