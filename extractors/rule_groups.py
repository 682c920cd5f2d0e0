"""Which rulings hang together, and which lie in line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extractors.neighbours import gathered
from extractors.shapes import Rule


def connected(rules: Sequence[Rule], reach: float) -> list[list[int]]:
    """Groups, by their places in `rules`, of rulings that touch, directly or through others.

    A horizontal and a vertical one touch where they cross, or come as near as `reach` points.
    """
    return gathered(len(rules), list(_touching(rules, reach)))


def in_line(rules: Sequence[Rule], within: float) -> list[list[Rule]]:
    """Rulings of one direction, from the first place to the last, in groups that lie `within` points of their first."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if groups and rule.at - groups[-1][0].at <= within:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _touching(rules: Sequence[Rule], reach: float) -> Iterator[tuple[int, int]]:
    """Pairs of a horizontal and a vertical ruling, by their places in `rules`, that touch."""
    down = [index for index, rule in enumerate(rules) if not rule.horizontal]
    at, start, end = (np.array([getattr(rules[index], name) for index in down]) for name in ("at", "start", "end"))
    for index, rule in enumerate(rules):
        if rule.horizontal and down:
            met = (start - reach <= rule.at) & (rule.at <= end + reach)
            met &= (rule.start - reach <= at) & (at <= rule.end + reach)
            yield from ((index, down[place]) for place in np.flatnonzero(met))
