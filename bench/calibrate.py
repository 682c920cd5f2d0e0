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
from exchanging import largest_honest_gains
from labels import evidence_of, labelled
from scorecards import Scorecard, cross_validated, learn

from normalizers.confidence.calibration import HEAD, START, VALUES

TABLES = Path(__file__).resolve().parents[1] / "normalizers" / "calibration"
#: The share of wrong values among the unmarked that is accepted over all runs, most of which are spoiled on purpose,
#: and in the worst of their conditions.
SILENT, SILENT_WORST = 0.001, 0.005
#: Coarser than the least resolution: such pages have a mark of their own, whatever their values.
TOO_COARSE = ("worn100",)
#: What may be chosen as the threshold, from easy to strict.
GRID = (0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99)
#: How far the limit for exchanged columns stands above the largest gain of columns in their places.
ROOM = 1.15
#: Weights of column words nearer to 0 than this are left out.
LEAST_WEIGHT = 0.15


def main(shared: Path, folder: Path) -> int:
    """Writes all tables; gives the exit status."""
    runs = [run for run in make_runs(shared, folder) if run.name in LEARNT_FROM]
    values, heads = labelled(runs, shared)
    cards = {VALUES: (learn(values, evidence_of(values)), values), HEAD: (learn(heads, evidence_of(heads)), heads)}
    chances = cross_validated(values, evidence_of(values))
    words = texts_by_source(shared / "corpus" / "truth")
    limits = {
        "accept": choose(values, chances),
        "gabungan": exponent(values, chances),
        **{name: round(ROOM * gain, 2) for name, gain in largest_honest_gains(runs[0], words).items()},
    }
    weights = [(part, *row) for part, (card, table) in cards.items() for row in _weights(card, table)]
    _write("bobot", ("bagian", "bukti", "mulai", "bobot", "penjelasan"), weights)
    points = [(part, *point) for part, (card, _) in cards.items() for point in card.points]
    _write("peluang", ("bagian", "skor", "peluang"), points)
    kept = [(f, t, w) for f, ws in column_words(words).items() for t, w in ws.items() if abs(w) >= LEAST_WEIGHT]
    _write("kata_kolom", ("bidang", "kata", "bobot"), kept)
    _change_limits(limits)
    (TABLES / "README.md").write_text(_note(values, heads, limits), "utf-8")
    sys.stdout.write(f"{_count(values)} values, {_count(heads)} fields of heads; limits {limits}\n")
    return 0


def _count(table: pd.DataFrame) -> str:
    return f"{int((~table['right']).sum())} wrong of {len(table)}"


def choose(table: pd.DataFrame, chances: np.ndarray) -> float:
    """The easiest threshold that leaves few wrong among the unmarked, cross-validated: of all, and of each kind."""
    kinds = table["run"] + " " + table["condition"]
    for accept in GRID:
        passed = table[(chances >= accept) & ~table["marked"]]
        silent = ~passed["right"]
        by_kind = silent.groupby(kinds[passed.index]).agg(["sum", "size"])
        # One alone is no share: a condition of few values may have one.
        many = by_kind[(by_kind["sum"] > 1) & ~by_kind.index.str.endswith(TOO_COARSE)]
        if silent.mean() <= SILENT and (many["sum"] <= SILENT_WORST * many["size"]).all():
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
    yield START, 0, card.start, f"{len(table)} nilai, {int((~table['right']).sum())} salah"
    for name, above, weight in card.steps:
        reached = table[table[name] >= above]
        yield name, above, weight, f"{len(reached)} nilai, {int((~reached['right']).sum())} salah"


def _change_limits(limits: dict[str, float]) -> None:
    """Sets the learnt limits in batas.csv; the others are a person's and stay."""
    path = TABLES / "batas.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    changed = [row | {"nilai": limits.get(row["nama"], row["nilai"])} for row in rows]
    _write("batas", tuple(rows[0]), (tuple(row.values()) for row in changed))


def _write(name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    (TABLES / f"{name}.csv").write_text(text.getvalue(), "utf-8")


def _note(values: pd.DataFrame, heads: pd.DataFrame, limits: dict[str, float]) -> str:
    keys, tables = ["run", "condition"], {VALUES: values, HEAD: heads}
    counted = pd.concat(
        [table.groupby(keys)["right"].agg(["size", "sum"]).add_suffix(f"_{name}") for name, table in tables.items()],
        axis=1,
    )
    lines = [
        f"| {run} | {kind} | {row['size_isi']} | {row['size_isi'] - row['sum_isi']} "
        f"| {row['size_kepala']} | {row['size_kepala'] - row['sum_kepala']} |"
        for (run, kind), row in counted.astype(int).iterrows()
    ]
    chosen = ", ".join(f"`{name}` ({value:g})" for name, value in limits.items())
    return NOTE.format(rows="\n".join(lines), limits=chosen, silent=SILENT, worst=SILENT_WORST)


NOTE = """# Calibration

Made by `make calibrate` (bench/calibrate.py); `bobot.csv`, `peluang.csv` and `kata_kolom.csv` are not for editing.
`bukti.csv` names the evidence, `batas.csv` holds the limits and where each comes from. Learnt:
{limits}.

| table | learnt from |
| --- | --- |
| `bobot.csv` | all values below (`isi`: of records, `kepala`: of heads): logistic regression, no weight below 0 |
| `peluang.csv` | the same values: isotonic regression on scores of sources that the fit had not seen (5 folds) |
| `kata_kolom.csv` | texts of the truth of the digital corpus documents; words of fewer than 3 texts are left out |
| `accept` | the easiest one with at most {silent:.1%} wrong among the unmarked, {worst:.1%} in the worst but 100 dpi |
| `gabungan` | how often all fields of a record are right, against the product of their chances |
| `untung-tukar` | the largest gain of columns in their right places, by words of other sources, and some room |

Runs: `corpus` as it is, `single` by Tesseract alone, `worn`: scans of the digital corpus documents that bench/worn.py
spoils, so that there are errors to learn from, `invented`: documents of our own invention (bench/invented.py) with
other words, columns and fonts, scanned in many ways. Real documents are only measured on (`make bench`).

| run | condition | values | wrong | fields of heads | wrong |
| --- | --- | --- | --- | --- | --- |
{rows}
"""

if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(arguments + [Path("../shared"), Path(".calibration")][len(arguments) :])))
