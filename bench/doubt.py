"""Is what is not marked right? Silent errors, cover, calibration and planted faults: part of `make bench`.

`python bench/doubt.py SHARED [FOLDER]` prints the figures by condition; each chance is that of a scorecard learnt
without the value's source. The reliability diagram goes to docs/reliability.png. Exit status 1 where a bar is missed.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
from collections import Counter
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from evidence_runs import LEARNT_FROM, Run, make_runs
from labels import evidence_of, labelled
from planted import planted
from scorecards import Floats, calibration_error, cross_validated, learn, without_condition

from normalizers.confidence.calibration import calibration

mpl.use("Agg")
import matplotlib.pyplot as plt

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "reliability.png"
#: condition -> (silent at most, cover at least); the bars of the project. Runs spoiled on purpose have none.
BARS = {
    "digital": (0.001, 0.98),
    "scan300": (0.001, 0.94),
    "scan200": (0.001, 0.94),
    "bilevel": (0.001, 0.85),
    "mixed": (0.001, 0.85),
    "rotated": (0.001, 0.85),
    "hard": (0.005, 0.70),
    "photo": (0.005, 0.70),
}
LARGEST_ERROR = 0.02
MARKED_FAULTS = 0.95
BINS = 10


def main(shared: Path, folder: Path) -> int:
    """Prints all figures, draws the diagram; 1 where a bar is missed."""
    runs = make_runs(shared, folder)
    table, heads = labelled(runs, shared)
    chances, of_heads = fair_chances(table), fair_chances(heads)
    print("values of records")
    missed = _by_condition(table, chances, BARS)
    missed += _errors(table, chances)
    print("\nfields of heads")
    _by_condition(heads, of_heads, {})
    missed += _errors(heads, of_heads)
    print("\nvalues of records, by scorecards that know neither their source nor their condition")
    learnt = table[table["run"].isin(LEARNT_FROM)].reset_index(drop=True)
    _by_condition(learnt, without_condition(learnt, evidence_of(learnt)), {})
    draw({"values of records": (chances, table), "fields of heads": (of_heads, heads)}, PICTURE)
    missed += _faults(next(run for run in runs if run.name == "corpus"), shared)
    print(f"\nbars missed: {', '.join(missed) or 'none'}")
    return int(bool(missed))


def fair_chances(table: pd.DataFrame) -> Floats:
    """Chances by scorecards that know nothing of the value's source; real documents are in no scorecard at all."""
    names = evidence_of(table)
    learnt = table["run"].isin(LEARNT_FROM).to_numpy()
    chances = np.empty(len(table))
    chances[learnt] = cross_validated(table[learnt].reset_index(drop=True), names)
    chances[~learnt] = learn(table[learnt].reset_index(drop=True), names).chances(table[~learnt])
    return chances


def _errors(table: pd.DataFrame, chances: Floats) -> list[str]:
    """Prints how far chances are from the share right, of all and of each run; what is too far."""
    error = calibration_error(chances, table["right"].to_numpy(), BINS)
    print(f"calibration error (ECE, {BINS} bins): {error:.4f} over {len(table)} values")
    for name, part in table.groupby("run"):
        own = calibration_error(chances[part.index], part["right"].to_numpy(), BINS)
        print(f"  {name}: {own:.4f} over {len(part)}")
    return [f"ECE {error:.4f}"] if error > LARGEST_ERROR else []


def _faults(run: Run, shared: Path) -> list[str]:
    """Prints how many planted faults are marked; the kinds of which too few are."""
    print("\nplanted faults: marked of all")
    faults, missed = planted(run, shared), []
    for kind, counts in (faults | {"together": sum(faults.values(), Counter())}).items():
        share = counts["marked"] / max(1, counts["all"])
        print(f"  {kind}: {counts['marked']} of {counts['all']} ({share:.1%})")
        missed += [f"{kind} {share:.1%}"] if share < MARKED_FAULTS else []
    return missed


def _by_condition(table: pd.DataFrame, chances: Floats, bars: dict[str, tuple[float, float]]) -> list[str]:
    """Prints silent and cover of each condition at the default threshold; the bars that are missed."""
    accept, missed = calibration().limit("accept"), []
    print(f"threshold {accept}\n{'run':9}{'condition':14}{'values':>8}{'wrong':>7}{'silent':>14}{'cover':>8}")
    unmarked = (chances >= accept) & ~table["marked"].to_numpy()
    for (run, condition), part in table.groupby(["run", "condition"]):
        passed = part[unmarked[part.index]]
        count, cover = int((~passed["right"]).sum()), len(passed) / len(part)
        silent = count / max(1, len(passed))
        wrong = int((~part["right"]).sum())
        print(f"{run!s:9}{condition!s:14}{len(part):8}{wrong:7}{count:5} {silent:8.4f}{cover:8.3f}")
        if run == "corpus" and bars:
            most, least = bars[str(condition)]
            missed += [f"{condition} silent {silent:.4f}"] if silent > most else []
            missed += [f"{condition} cover {cover:.3f}"] if cover < least else []
    return missed


def draw(curves: dict[str, tuple[Floats, pd.DataFrame]], path: Path) -> None:
    """The reliability diagram: share right against chance, in bins, on a scale that spreads the sure ones."""
    figure, axes = plt.subplots(figsize=(6, 5), dpi=110)
    for name, (chances, table) in curves.items():
        right = table["right"].to_numpy()
        parts = np.array_split(np.argsort(chances, kind="stable"), BINS)
        said, was = np.array([chances[p].mean() for p in parts]), np.array([right[p].mean() for p in parts])
        spread = [np.sqrt(max(share * (1 - share), 1 / len(p)) / len(p)) for share, p in zip(was, parts, strict=True)]
        axes.errorbar(1 - said, 1 - was, yerr=spread, fmt="o", label=f"{len(right)} {name}, {BINS} equal parts")
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1, label="calibrated")
    axes.set(xlim=(0, 1), ylim=(-0.001, 1))
    axes.set_xscale("symlog", linthresh=0.001)
    axes.set_yscale("symlog", linthresh=0.001)
    axes.set_xlabel("said: chance to be wrong")
    axes.set_ylabel("was: share wrong")
    axes.legend(loc="upper left")
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    arguments = [Path(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(arguments + [Path("../shared"), Path(".calibration")][len(arguments) :])))
