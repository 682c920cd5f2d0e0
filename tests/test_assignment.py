"""The best fields for the columns, against SciPy, which does it for matrices."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from normalizers.assignment import best_assignment

FIELDS = "abcde"


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), st.integers(1, 100)), max_size=8))
def test_nothing_is_worth_more(worth: list[dict[str, int]]) -> None:
    found = best_assignment(worth)
    matrix = np.array([[each.get(name, 0) for name in FIELDS] for each in worth]).reshape(-1, len(FIELDS))
    rows, places = linear_sum_assignment(matrix, maximize=True)
    taken = [name for name in found if name is not None]
    assert len(found) == len(worth)
    assert len(taken) == len(set(taken))
    # A field that a column cannot be raises KeyError here.
    assert sum(each[name] for each, name in zip(worth, found, strict=True) if name) == matrix[rows, places].sum()


def test_a_column_gives_way_where_both_are_better_off() -> None:
    assert best_assignment([{"a": 90, "b": 85}, {"a": 88}, {}]) == ["b", "a", None]
