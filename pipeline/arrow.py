"""Arrow arrays from values as JSON has them, made of plain buffers.

`pyarrow.array` does the same, but looks whether it was given something of pandas, and for that imports pandas: more
than a second of processor time at the end of every run. The layout is that of the Arrow Columnar Format 1.0.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import pyarrow as pa

_EPOCH = date(1970, 1, 1).toordinal()


def arrow_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """The values (None, text, numbers, lists, dicts; dates as text) as an array of this type."""
    valid = None if None not in values else _bits([value is not None for value in values])
    buffers, children = _parts(values, kind)
    return pa.Array.from_buffers(kind, len(values), [valid, *buffers], children=children)


def _parts(values: Sequence[Any], kind: pa.DataType) -> tuple[list[pa.Buffer], list[pa.Array] | None]:
    """The buffers after that of validity, and the arrays of inner values."""
    if pa.types.is_struct(kind):
        return [], [arrow_array([value and value[field.name] for value in values], field.type) for field in kind]
    if pa.types.is_map(kind):
        return [_offsets(values)], [_pairs([pair for value in values for pair in (value or {}).items()], kind)]
    if pa.types.is_list(kind):
        return [_offsets(values)], [arrow_array([item for value in values for item in value or ()], kind.value_type)]
    return _leaves(values, kind), None


def _pairs(pairs: list[tuple[str, Any]], kind: pa.DataType) -> pa.Array:
    keys = arrow_array([key for key, _ in pairs], kind.key_type)
    items = arrow_array([item for _, item in pairs], kind.item_type)
    return pa.StructArray.from_arrays([keys, items], fields=[kind.key_field, kind.item_field])


def _leaves(values: Sequence[Any], kind: pa.DataType) -> list[pa.Buffer]:
    if pa.types.is_string(kind):
        texts = [(value or "").encode() for value in values]
        return [_offsets(texts), pa.py_buffer(b"".join(texts))]
    if pa.types.is_boolean(kind):
        return [_bits([bool(value) for value in values])]
    if pa.types.is_date32(kind):
        return [_numbers("i", [date.fromisoformat(value).toordinal() - _EPOCH if value else 0 for value in values])]
    # A whole number beyond 2^53 is rounded in a column of broken ones.
    return [_numbers("d" if pa.types.is_floating(kind) else "q", [value or 0 for value in values])]


def _offsets(values: Sequence[Any]) -> pa.Buffer:
    """Where each value's items begin, and where the last one's end."""
    return _numbers("i", [*accumulate((len(value or ()) for value in values), initial=0)])


def _numbers(code: str, values: list[Any]) -> pa.Buffer:
    return pa.py_buffer(array(code, values))


def _bits(flags: list[bool]) -> pa.Buffer:
    """A bitmap, the least significant bit first."""
    return pa.py_buffer(sum(flag << index for index, flag in enumerate(flags)).to_bytes(len(flags) // 8 + 1, "little"))
