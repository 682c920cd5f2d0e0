"""Makes normalizers/calibration/ again: `make calibrate` (python bench/calibrate.py SHARED [FOLDER]).

Reads the runs of `evidence_runs.py` (what is read already is not read again), learns scorecard, curve and column words,
chooses the limits that can be learnt, and writes the tables with the note of what they were made from.
"""

from __future__ import annotations

import os

#: One thread: the matrices are small, and threads only get in one another's way.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import csv
import io
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
from column_words import column_words, texts_by_source
from evidence_runs import LEARNT_FROM, make_runs
from exchanging import largest_honest_gain
from labels import KEYS, labelled
from scorecards import Scorecard, cross_validated, learn

TABLES = Path(__file__).resolve().parents[1] / "normalizers" / "calibration"
#: The share of wrong values among the unmarked that is accepted over all runs, most of which are spoiled on purpose.
SILENT = 0.0025
#: What may be chosen as the threshold, from easy to strict.
GRID = (0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99)
#: How far the limit for exchanged columns stands above the largest gain of columns in their places.
ROOM = 1.15
#: Weights of column words nearer to 0 than this are left out.
LEAST_WEIGHT = 0.15


def main(shared: Path, folder: Path) -> int:
    """Writes all tables; gives the exit status."""
    runs = [run for run in make_runs(shared, folder) if run.name in LEARNT_FROM]
    table = labelled(runs, shared)
    names = [name for name in table.columns if name not in KEYS]
    card = learn(table, names)
    chances = cross_validated(table, names)
    words = texts_by_source(shared / "corpus" / "truth")
    limits = {
        "accept": choose(table, chances),
        "gabungan": exponent(table, chances),
        "untung-tukar": round(ROOM * largest_honest_gain(runs[0], words), 2),
    }
    _write("bobot", ("bukti", "mulai", "bobot", "penjelasan"), _weights(card, table))
    _write("peluang", ("skor", "peluang"), card.points)
    kept = [(f, t, w) for f, ws in column_words(words).items() for t, w in ws.items() if abs(w) >= LEAST_WEIGHT]
    _write("kata_kolom", ("bidang", "kata", "bobot"), kept)
    _change_limits(limits)
    (TABLES / "README.md").write_text(_note(table, limits), "utf-8")
    sys.stdout.write(f"{len(table)} values, {int((~table['right']).sum())} wrong; limits {limits}\n")
    return 0


def choose(table: pd.DataFrame, chances: np.ndarray) -> float:
    """The easiest threshold that leaves at most SILENT wrong among the unmarked, cross-validated."""
    for accept in GRID:
        unmarked = table[(chances >= accept) & ~table["marked"]]
        if (~unmarked["right"]).mean() <= SILENT:
            return accept
    return GRID[-1]


def exponent(table: pd.DataFrame, chances: np.ndarray) -> float:
    """The power of the product of a record's chances that fits best: its fields are partly right or wrong together."""
    together = table.assign(log=np.log(np.clip(chances, 1e-6, 1))).groupby(["run", "document", "record"])
    product, whole = together["log"].sum().to_numpy(), together["right"].all().to_numpy()
    powers = np.arange(0.2, 1.55, 0.05)

    def loss(power: float) -> float:
        chance = np.clip(np.exp(power * product), 1e-6, 1 - 1e-6)
        return float(-(np.log(chance) * whole + np.log(1 - chance) * ~whole).sum())

    return round(float(min(powers, key=loss)), 2)


def _weights(card: Scorecard, table: pd.DataFrame) -> Iterable[tuple[object, ...]]:
    yield "awal", 0, card.start, f"{len(table)} nilai, {int((~table['right']).sum())} salah"
    for name, above, weight in card.steps:
        reached = table[table[name] >= above]
        yield name, above, weight, f"{len(reached)} nilai, {int((~reached['right']).sum())} salah"


def _change_limits(limits: dict[str, float]) -> None:
    """Sets the learnt limits in batas.csv; the others are a person's and stay."""
    path = TABLES / "batas.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    changed = [(row["nama"], limits.get(row["nama"], row["nilai"]), row["penjelasan"]) for row in rows]
    _write("batas", ("nama", "nilai", "penjelasan"), changed)


def _write(name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    (TABLES / f"{name}.csv").write_text(text.getvalue(), "utf-8")


def _note(table: pd.DataFrame, limits: dict[str, float]) -> str:
    counted = table.groupby(["run", "condition"], sort=True)["right"].agg(["size", "sum"])
    lines = [
        f"| {run} | {kind} | {row['size']} | {row['size'] - row['sum']} |" for (run, kind), row in counted.iterrows()
    ]
    return NOTE.format(rows="\n".join(lines), **_named(limits), silent=SILENT)


def _named(limits: dict[str, float]) -> dict[str, float]:
    return {name.replace("-", "_"): value for name, value in limits.items()}


NOTE = """# Calibration

Made by `make calibrate` (bench/calibrate.py); `bobot.csv`, `peluang.csv` and `kata_kolom.csv` are not for editing.
`bukti.csv` names the evidence, `batas.csv` holds the limits: `accept` ({accept}), `gabungan` ({gabungan}) and
`untung-tukar` ({untung_tukar}) are learnt, the others are set by people.

| table | learnt from |
| --- | --- |
| `bobot.csv` | all values below: logistic regression, no weight below 0; each row says how many reach the step |
| `peluang.csv` | the same values: isotonic regression on scores of sources that the fit had not seen (5 folds) |
| `kata_kolom.csv` | texts of the truth of the digital corpus documents; words of fewer than 3 texts are left out |
| `accept` | the easiest threshold with at most {silent:.1%} wrong among the unmarked, cross-validated by source |
| `gabungan` | how often all fields of a record are right, against the product of their chances |
| `untung-tukar` | the largest gain of columns in their right places, by words of other sources, and some room |

Runs: `corpus` as it is, `single` by Tesseract alone, `worn`: scans of the digital corpus documents that bench/worn.py
spoils, so that there are errors to learn from. Real documents are only measured on (`make bench`), never learnt from.

| run | condition | values | wrong |
| --- | --- | --- | --- |
{rows}
"""

if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(arguments + [Path("../shared"), Path(".calibration")][len(arguments) :])))
