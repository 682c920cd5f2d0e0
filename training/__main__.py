"""`python -m training`: makes the line reader's weights from a seed, and measures readers.

    python -m training make            shards, training, export, curve of confidences: all of it
    python -m training evaluate DIR    our reader and Tesseract on DIR's NAME.CONDITION.pdf with NAME.digital.pdf

Everything but the weights goes to a working folder (default .train, not kept in git).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from extractors.ocr.crnn import ABOUT, WEIGHTS, open_crnn
from extractors.ocr.tesseract import open_reader

# Threads that wait must not spin: on shared cores training would slow down tenfold. Read when torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

#: Seed of the training; the generated print has the numbers of its sheets as seeds.
SEED = 20261121
VERSION = "2"


def main() -> None:
    """Reads the command line and does what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="train and export")
    make.add_argument("--folder", type=Path, default=Path(".train"))
    make.add_argument("--shards", type=int, default=240, help="about 2 200 lines each")
    make.add_argument("--minutes", type=float, help="of training; 70, or 12 on a GPU")
    make.add_argument("--cores", type=int, default=len(os.sched_getaffinity(0)))
    make.add_argument("--out", type=Path, default=WEIGHTS)
    measure = commands.add_parser("evaluate", help="measure on scans with digital twins")
    measure.add_argument("scans", type=Path)
    chosen = parser.parse_args()
    if chosen.command == "make":
        make_weights(chosen.folder, chosen.shards, chosen.minutes, chosen.cores, chosen.out)
    else:
        evaluate(chosen.scans)


def make_weights(folder: Path, count: int, minutes: float | None, cores: int, out: Path) -> None:
    """Generates what is missing, trains, exports, and measures the curve of confidences on shard 0."""
    # Tesseract's limit of one thread, set when its reader is imported, would make training in several stand still.
    os.environ.pop("OMP_THREAD_LIMIT", None)
    from training import calibrate, export, shards, train  # noqa: PLC0415  (torch is not needed to evaluate)

    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(cores) as pool:
        lines = sum(pool.map(partial(shards.make, folder=folder), range(count)))
    sys.stderr.write(f"{lines} lines in {count} shards\n")
    train.train(folder, minutes, train.Course(SEED, cores), folder / "run")
    export.export(folder / "run" / "weights.pt", shards.load(folder / "00001.npz"), VERSION, out)
    about = out.parent / ABOUT
    facts = json.loads(about.read_text(encoding="utf-8"))
    facts["curve"] = calibrate.curve(open_crnn(out), shards.load(folder / "00000.npz"))
    export.write_facts(out, facts)


def evaluate(folder: Path) -> None:
    """Prints, for each condition, how both readers do on the same crops: see `evaluate.measure`."""
    from training.evaluate import conditions, measure  # noqa: PLC0415

    tesseract = open_reader()
    for condition, lines in conditions(folder, tesseract).items():
        for reader in (open_crnn(), tesseract):
            said = " ".join(f"{key} {value:.4g}" for key, value in measure(reader, lines).items())
            sys.stdout.write(f"{condition:10s} {reader.name:40s} {said}\n")


if __name__ == "__main__":
    main()
