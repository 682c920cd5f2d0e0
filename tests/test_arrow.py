"""Arrays made of buffers are those that pyarrow makes, and making them loads no pandas."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.arrow import arrow_array

LEAVES = {
    pa.string(): st.text(max_size=5),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.float64(): st.integers(-(2**70), 2**70) | st.floats(allow_nan=False),
    pa.bool_(): st.booleans(),
}
kinds = st.recursive(
    st.sampled_from(list(LEAVES)),
    lambda inner: st.one_of(
        inner.map(pa.list_),
        inner.map(lambda kind: pa.map_(pa.string(), kind)),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda parts: pa.struct([(f"f{index}", part) for index, part in enumerate(parts)])
        ),
    ),
    max_leaves=4,
)


def values_of(kind: pa.DataType) -> st.SearchStrategy[object]:
    """Values of a type as JSON has them, or nothing."""
    if pa.types.is_map(kind):
        full: st.SearchStrategy[object] = st.dictionaries(st.text(max_size=3), values_of(kind.item_type), max_size=3)
    elif pa.types.is_list(kind):
        full = st.lists(values_of(kind.value_type), max_size=3)
    elif pa.types.is_struct(kind):
        full = st.fixed_dictionaries({field.name: values_of(field.type) for field in kind})
    else:
        full = LEAVES[kind]
    return st.none() | full


def for_pyarrow(value: object, kind: pa.DataType) -> object:
    """The value as pyarrow wants it: a map as pairs, no whole numbers in a column of broken ones."""
    if value is None:
        return None
    if isinstance(value, dict) and pa.types.is_map(kind):
        return [(key, for_pyarrow(item, kind.item_type)) for key, item in value.items()]
    if isinstance(value, dict):
        return {field.name: for_pyarrow(value[field.name], field.type) for field in kind}
    if isinstance(value, list):
        return [for_pyarrow(item, kind.value_type) for item in value]
    return float(value) if isinstance(value, int) and pa.types.is_floating(kind) else value


@settings(deadline=None)
@given(st.data())
def test_arrays_are_those_of_pyarrow(data: st.DataObject) -> None:
    kind = data.draw(kinds)
    values = data.draw(st.lists(values_of(kind), max_size=20))
    made = arrow_array(values, kind)
    made.validate(full=True)
    assert made.equals(pa.array([for_pyarrow(value, kind) for value in values], kind))


def test_dates_are_days() -> None:
    made = arrow_array(["2018-02-03", None, "1969-12-31"], pa.date32())
    assert [day and day.isoformat() for day in made.to_pylist()] == ["2018-02-03", None, "1969-12-31"]


def test_no_pandas_is_loaded() -> None:
    program = (
        "import sys, pyarrow as pa; from pipeline.arrow import arrow_array;"
        "arrow_array([{'a': [1]}], pa.map_(pa.string(), pa.list_(pa.int64()))); print('pandas' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
