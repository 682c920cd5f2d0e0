"""Cells drawn each for itself, with a gap between neighbours: frames and shading drawn out to the middle of the gap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.shapes import Box

Floats = npt.NDArray[np.float64]

#: Widest gap between cells of one table, in points.
GAP = 4.0
#: Neighbours stand side by side along this share of the shorter one's side.
BESIDE = 0.5
#: More rectangles are a drawing.
MOST = 1000


def without_gaps(boxes: Sequence[Box]) -> list[Box]:
    """The boxes, in their order, neighbours with a gap of at most GAP points touching in its middle."""
    if not 1 < len(boxes) <= MOST:
        return list(boxes)
    x0, top, x1, bottom = np.array([(box.x0, box.top, box.x1, box.bottom) for box in boxes]).T
    right, left = _half_gaps(x0, x1, top, bottom)
    below, above = _half_gaps(top, bottom, x0, x1)
    sides = np.stack([x0 - left, top - above, x1 + right, bottom + below], axis=1)
    return [Box(*map(float, row)) for row in sides]


def _half_gaps(start: Floats, end: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Half of the gap after each box, to its nearest neighbour, and half of that before it; 0 where there is none."""
    gap = start[None, :] - end[:, None]
    common = np.minimum(high[:, None], high[None, :]) - np.maximum(low[:, None], low[None, :])
    shorter = np.minimum((high - low)[:, None], (high - low)[None, :])
    gap = np.where((gap > 0) & (gap <= GAP) & (common >= BESIDE * shorter), gap, np.inf)
    after, before = gap.min(axis=1) / 2, gap.min(axis=0) / 2
    return np.where(np.isfinite(after), after, 0.0), np.where(np.isfinite(before), before, 0.0)
