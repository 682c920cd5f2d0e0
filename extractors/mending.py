"""Worn rulings made whole: a ruling that fades away in mid-air goes on to where it must have met another one.

Only where nothing is printed in the gap, and only rulings that meet others: a fraction bar ends in mid-air by right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.raster import Pixels
from extractors.shapes import Rule

#: Points within which rulings meet, and within which two pieces lie on one straight line.
MEETS = 4.0
IN_LINE = 2.0
#: A ruling is mended only if it touches or crosses another one to this many points: a fraction bar may come near.
TOUCHES = 1.2
#: Widest gap that is bridged between two pieces of one ruling, and from a loose end to the next crossing ruling.
BRIDGE = 140.0
REACH = 100.0
#: Ink on at most this share of the gap: a speck, no print.
EMPTY = 0.02
#: Rows looked at for print on either side of the gap's middle line, in points.
LOOK = 1.5


def mend(rules: Sequence[Rule], erased: Pixels, dpi: int) -> tuple[Rule, ...]:
    """The rulings with pieces added where they were worn away. `erased` is the page's ink (255) without rulings."""
    across = [rule for rule in rules if rule.horizontal]
    down = [rule for rule in rules if not rule.horizontal]
    across = _mended(across, down, erased, dpi)
    down = _mended(down, across, erased.T, dpi)
    across = _mended(across, down, erased, dpi)
    return (*across, *down)


def _mended(rules: list[Rule], crossing: Sequence[Rule], erased: Pixels, dpi: int) -> list[Rule]:
    result: list[Rule] = []
    for rule in rules:
        met = [other for other in crossing if _meet(rule, other)]
        start, end = rule.start, rule.end
        if not any(rule.start - TOUCHES <= other.at <= rule.end + TOUCHES for other in met):
            result.append(rule)
            continue
        if not any(abs(other.at - end) <= MEETS for other in met):
            end = _goal(rule, end, 1, rules=rules, crossing=crossing, erased=erased, dpi=dpi)
        if not any(abs(other.at - start) <= MEETS for other in met):
            start = _goal(rule, start, -1, rules=rules, crossing=crossing, erased=erased, dpi=dpi)
        result.append(replace(rule, start=start, end=end))
    return result


def _meet(rule: Rule, other: Rule) -> bool:
    return rule.start - MEETS <= other.at <= rule.end + MEETS and other.start - MEETS <= rule.at <= other.end + MEETS


def _goal(
    rule: Rule, end: float, way: int, *, rules: Sequence[Rule], crossing: Sequence[Rule], erased: Pixels, dpi: int
) -> float:
    """Where the loose `end` of a ruling goes on to (way 1: growing, -1: falling); the end itself if nowhere."""
    goals = [
        edge
        for other in rules
        if abs(other.at - rule.at) <= IN_LINE
        and 0 < way * ((edge := other.start if way > 0 else other.end) - end) <= BRIDGE
    ]
    goals += [
        other.at
        for other in crossing
        if 0 < way * (other.at - end) <= REACH and other.start - MEETS <= rule.at <= other.end + MEETS
    ]
    for goal in sorted(goals, key=lambda goal: way * goal):
        return goal if _empty(rule.at, min(end, goal), max(end, goal), erased, dpi) else end
    return end


def _empty(at: float, start: float, end: float, erased: Pixels, dpi: int) -> bool:
    pixels = dpi / 72
    rows = slice(max(0, round((at - LOOK) * pixels)), round((at + LOOK) * pixels) + 1)
    gap = erased[rows, round(start * pixels) : round(end * pixels)]
    return gap.size == 0 or float(np.mean(gap.max(axis=0) > 0)) <= EMPTY
