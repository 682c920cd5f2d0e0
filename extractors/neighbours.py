"""Which points lie nearest to one another, and which things hang together.

Small ways of our own and OpenCV's: SciPy has both, but takes as long to import as five pages take to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

#: `KDTreeSingleIndexParams` of FLANN: one tree, which finds the true neighbours (its others guess).
_EXACT_TREE: dict[str, bool | int | float | str] = {"algorithm": 4}


def nearest(points: npt.NDArray[Any], to: npt.NDArray[Any], count: int) -> Ints:
    """Indexes of the `count` points (n x 2, at least `count` of them) nearest to each of `to` (m x 2): m x count."""
    import cv2  # noqa: PLC0415  (pages without a picture need `groups` alone)

    tree = cv2.flann.Index(np.ascontiguousarray(points, np.float32), _EXACT_TREE)
    found, _ = tree.knnSearch(np.ascontiguousarray(to, np.float32), count, params={})
    return np.asarray(found, np.int64)


def groups(count: int, left: npt.NDArray[Any], right: npt.NDArray[Any]) -> Ints:
    """Group of each of `count` things, where left[i] and right[i] are of one group; the first thing's group is 0."""
    first = np.arange(count)
    while True:
        # Each thing points to an earlier one of its group; the pointers grow longer until all are at the first.
        lowest = np.minimum(first[left], first[right])
        nearer = first.copy()
        np.minimum.at(nearer, first[left], lowest)
        np.minimum.at(nearer, first[right], lowest)
        nearer = nearer[nearer]
        if np.array_equal(nearer, first):
            return np.asarray(np.unique(first, return_inverse=True)[1], np.int64)
        first = nearer


def gathered(count: int, pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The groups of `count` things of which these pairs are of one group, each in rising order, as they begin."""
    left, right = np.array(pairs, np.int64).reshape(-1, 2).T
    result: dict[int, list[int]] = {}
    for thing, group in enumerate(groups(count, left, right).tolist()):
        result.setdefault(group, []).append(thing)
    return list(result.values())
