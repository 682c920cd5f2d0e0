"""Fitting: evidence and verdicts to a scorecard and a curve, by logistic regression whose weights only speak against.

Each evidence becomes steps ("from 0.2 on", "from 0.5 on"), each step a weight of at least 0: more evidence never makes
a value likelier, so that the chance is monotone whatever the data. The curve (isotonic regression on the scores of
documents that the fit did not see) makes chances of scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression, minimize

Floats = NDArray[np.float64]

#: Where an evidence is cut into steps: shares of its values above 0.
CUTS = (0.0, 0.3, 0.55, 0.75, 0.88, 0.95, 0.985)
#: The same of its different values: where many values are one and the same, those between still differ.
CUTS_OF_DIFFERENT = (0.1, 0.25, 0.4, 0.6, 0.8)
#: Strength of the pull of all weights to 0 (a step that hardly any value reaches must not decide alone).
RIDGE = 0.5
INNER_FOLDS = 5
#: Sources are dealt out to so many folds when a chance is to know nothing of its own source.
OUTER_FOLDS = 12
#: The same where whole conditions are left out as well, one after the other.
FEW_FOLDS = 2
#: Wrong values that are supposed beside those seen, in each part of the curve: nothing is certain.
SUPPOSED = 0.5


@dataclass(frozen=True)
class Scorecard:
    """`start` less the weights of all steps reached is the score; `points` of the curve give the chance."""

    start: float
    steps: tuple[tuple[str, float, float], ...]
    points: tuple[tuple[float, float], ...] = ()

    def scores(self, table: pd.DataFrame) -> Floats:
        """The score of each row (0 for evidence that the table does not have)."""
        score = np.full(len(table), self.start)
        for name, above, weight in self.steps:
            if name in table:
                score -= weight * (table[name].to_numpy() >= above)
        return score

    def chances(self, table: pd.DataFrame) -> Floats:
        """The chance of each row, by the curve."""
        xs, ys = zip(*self.points, strict=True)
        return np.asarray(np.interp(self.scores(table), xs, ys), np.float64)


def learn(table: pd.DataFrame, names: Sequence[str]) -> Scorecard:
    """Scorecard and curve from a table of `labels.labelled`."""
    unseen = np.empty(len(table))
    for train, test in folds(table, INNER_FOLDS):
        unseen[test] = _fit(table.iloc[train], names).scores(table.iloc[test])
    whole = _fit(table, names)
    return Scorecard(whole.start, whole.steps, _curve(unseen, table["right"].to_numpy()))


def cross_validated(table: pd.DataFrame, names: Sequence[str]) -> Floats:
    """The chance of each row by a scorecard that was learnt without the row's source."""
    chances = np.empty(len(table))
    for train, test in folds(table, OUTER_FOLDS):
        chances[test] = learn(table.iloc[train], names).chances(table.iloc[test])
    return chances


def without_condition(table: pd.DataFrame, names: Sequence[str]) -> Floats:
    """The chance of each row by a scorecard that was learnt without the row's condition, and its source.

    So it goes with scanners and fonts that nobody has calibrated on.
    """
    chances = np.empty(len(table))
    for kind in table["condition"].unique():
        own = (table["condition"] == kind).to_numpy()
        for _, test in folds(table, FEW_FOLDS):
            mine = np.isin(np.arange(len(table)), test)
            if (own & mine).any():
                card = learn(table[~own & ~mine], names)
                chances[own & mine] = card.chances(table[own & mine])
    return chances


def folds(table: pd.DataFrame, count: int) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """(training rows, test rows): whole sources go together, dealt out to `count` folds by size."""
    sizes = (
        table["source"].value_counts(sort=False).sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    )
    part = {source: place % count for place, source in enumerate(sizes.index)}
    own = table["source"].map(part).to_numpy()
    for number in sorted(set(part.values())):
        yield np.flatnonzero(own != number), np.flatnonzero(own == number)


def _fit(table: pd.DataFrame, names: Sequence[str]) -> Scorecard:
    steps = [(name, above) for name in names for above in _cuts(table[name].to_numpy())]
    reached = np.column_stack([table[name].to_numpy() >= above for name, above in steps]).astype(np.float64)
    right = table["right"].to_numpy().astype(np.float64)
    reached, right, counts = _distinct(reached, right)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        start, weights = parameters[0], parameters[1:]
        score = start - reached @ weights
        chance = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
        wrongness = np.logaddexp(0, -score) * right + np.logaddexp(0, score) * (1 - right)
        slope = (chance - right) * counts
        return (
            float(wrongness @ counts + RIDGE * (weights @ weights)),
            np.concatenate([[slope.sum()], -(reached.T @ slope) + 2 * RIDGE * weights]),
        )

    begin = np.concatenate([[4.0], np.full(len(steps), 0.1)])
    bounds = [(None, None)] + [(0.0, None)] * len(steps)
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    kept = [(name, above, round(float(w), 3)) for (name, above), w in zip(steps, found[1:], strict=True) if w > 0.005]
    return Scorecard(round(float(found[0]), 3), tuple(kept))


def _distinct(reached: Floats, right: Floats) -> tuple[Floats, Floats, Floats]:
    """The different rows, their verdicts, and how often each stands there: a tenth of the work."""
    rows, counts = np.unique(np.column_stack([right, reached]), axis=0, return_counts=True)
    return rows[:, 1:], rows[:, 0], counts.astype(np.float64)


def _cuts(values: Floats) -> list[float]:
    positive = values[values > 0]
    if not len(positive):
        return []
    cuts = [
        *np.quantile(positive, CUTS, method="lower"),
        *np.quantile(np.unique(positive), CUTS_OF_DIFFERENT, method="lower"),
    ]
    return sorted({float(f"{cut:.3g}") for cut in cuts})


def _curve(scores: Floats, right: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """The rising line through (mean score, share right) of the parts that isotonic regression makes."""
    order = np.argsort(scores, kind="stable")
    fitted = isotonic_regression(right[order].astype(np.float64))
    points: list[tuple[float, float]] = []
    for first, last in zip(fitted.blocks[:-1], fitted.blocks[1:], strict=True):
        part = order[first:last]
        chance = (right[part].sum() + SUPPOSED) / (len(part) + 2 * SUPPOSED)
        point = (round(float(scores[part].mean()), 3), round(float(chance), 5))
        if points and (point[0] <= points[-1][0] or point[1] <= points[-1][1]):
            continue
        points.append(point)
    return tuple(points)


def calibration_error(chances: Floats, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: mean distance of chance and share right, over bins of equal width, by their size."""
    place = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [
        abs(chances[place == n].mean() - right[place == n].mean()) * (place == n).sum() for n in set(place.tolist())
    ]
    return float(sum(gaps) / len(chances))
