"""White rulings that are seen: between shaded cells. On white paper they are none.

Tables of presentations and the coloured styles of word processors are drawn so. Rows that are not shaded, every other
one as a rule, have their white borders too; they belong to the table by what they touch.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.rule_groups import connected
from extractors.shapes import Box, Rule

#: Points within which a border lies at the edge of a shaded cell, and within which two borders touch.
NEAR = 2.5
#: A border is seen when this share of its length lies on shaded cells.
SEEN = 0.5


def white_borders(white: Sequence[Rule], panels: Sequence[Box]) -> list[Rule]:
    """Those of the white rulings that are seen on `panels`, and those of one table with seen ones of both ways."""
    if not white or not panels:
        return []
    seen = [_share(rule, panels) >= SEEN for rule in white]
    if not any(seen):
        return []
    kept: set[int] = set()
    for group in connected(white, NEAR):
        shown = {index for index in group if seen[index]}
        both = len({white[index].horizontal for index in shown}) == 2
        kept |= set(group) if both else shown
    return [white[index] for index in sorted(kept)]


def _share(rule: Rule, panels: Sequence[Box]) -> float:
    """The share of a ruling's length that lies on panels or at their edge."""
    places = np.array([(box.x0, box.top, box.x1, box.bottom) for box in panels])
    start, low, end, high = (places[:, side] for side in ((0, 1, 2, 3) if rule.horizontal else (1, 0, 3, 2)))
    beside = (low - NEAR <= rule.at) & (rule.at <= high + NEAR)
    parts = sorted(zip(np.maximum(start, rule.start)[beside], np.minimum(end, rule.end)[beside], strict=True))
    covered, reached = 0.0, rule.start
    for left, right in parts:
        covered += max(0.0, right - max(left, reached))
        reached = max(reached, right)
    return covered / max(rule.length, 1.0)
