"""Nearest points and groups, against SciPy, which does the same and takes longer to import than a page to read."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from extractors.neighbours import gathered, groups, nearest

#: Middles of boxes of pixels on a page: halves.
POINTS = arrays(
    np.float64, st.tuples(st.integers(1, 60), st.just(2)), elements=st.integers(0, 9000).map(lambda n: n / 2)
)
PAIRS = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60)


@given(POINTS, POINTS, st.integers(1, 12))
def test_the_nearest_points_are_the_nearest_first(points: np.ndarray, to: np.ndarray, wanted: int) -> None:
    count = min(wanted, len(points))
    found = nearest(points, to, count)
    distances = np.linalg.norm(points[found] - to[:, None], axis=2)
    assert np.allclose(distances, cKDTree(points).query(to, k=[*range(1, count + 1)])[0])
    assert all(len(set(row)) == count for row in found.tolist())


@given(PAIRS)
def test_what_pairs_join_is_one_group(pairs: list[tuple[int, int]]) -> None:
    left, right = np.array(pairs, int).reshape(-1, 2).T
    graph = coo_matrix((np.ones(len(pairs)), (left, right)), shape=(30, 30))
    assert groups(30, left, right).tolist() == connected_components(graph, directed=False)[1].tolist()


@given(PAIRS)
def test_groups_hold_everything_once_in_order(pairs: list[tuple[int, int]]) -> None:
    found = gathered(30, pairs)
    assert sorted(thing for group in found for thing in group) == list(range(30))
    assert all(group == sorted(group) for group in found)
    assert [group[0] for group in found] == sorted(group[0] for group in found)
    assert all(any(one in group and other in group for group in found) for one, other in pairs)
