"""The curve of effort against silent errors, from verdicts, and the threshold that it proposes.

People judge mostly what is marked; of the unmarked only the audit sample. Each verdict therefore counts for as many
values as it stands for: the marked ones and the unmarked ones are weighed apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scipy.stats import beta

from pipeline.threshold.verdicts import Name, Value

#: Thresholds of the curve, and how sure the upper bound is.
GRID = (0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995)
SURE = 0.95


@dataclass(frozen=True, slots=True)
class Point:
    """At a threshold: share of values to look at, share of wrong values among the others, its upper bound."""

    accept: float
    effort: float
    silent: float
    at_most: float
    #: Verdicts on values that are not looked at: what `silent` rests on.
    verdicts: int


def curve(values: Mapping[Name, Value], verdicts: Mapping[Name, tuple[float, bool]]) -> list[Point]:
    """One point a threshold of GRID; values and verdicts as read from one output folder."""
    weights = _weights(values, verdicts)
    return [_point(accept, values, verdicts, weights) for accept in GRID]


def proposal(points: list[Point], silent: float) -> Point | None:
    """The easiest threshold whose silent errors are at most this share; None where none is known to be."""
    return next((point for point in points if point.verdicts and point.silent <= silent), None)


def _weights(values: Mapping[Name, Value], verdicts: Mapping[Name, tuple[float, bool]]) -> dict[bool, float]:
    """How many values a verdict on a marked (True) and on an unmarked (False) one stands for."""
    weights = {}
    for marked in (False, True):
        all_of_them = [name for name, value in values.items() if value.marked == marked]
        judged = sum(name in verdicts for name in all_of_them)
        weights[marked] = len(all_of_them) / judged if judged else 0.0
    return weights


def _point(
    accept: float,
    values: Mapping[Name, Value],
    verdicts: Mapping[Name, tuple[float, bool]],
    weights: Mapping[bool, float],
) -> Point:
    looked_at = sum(value.chance < accept or value.by_rule for value in values.values())
    passed = [
        (weights[values[name].marked], right)
        for name, (chance, right) in verdicts.items()
        if name in values and chance >= accept and not values[name].by_rule
    ]
    total = sum(weight for weight, _ in passed)
    wrong = sum(not right for _, right in passed)
    silent = sum(weight for weight, right in passed if not right) / total if total else 0.0
    at_most = float(beta.ppf(SURE, wrong + 1, len(passed) - wrong)) if len(passed) > wrong else 1.0
    return Point(accept, looked_at / max(1, len(values)), silent, max(silent, at_most), len(passed))
