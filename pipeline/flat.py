"""A model as one flat row, for spreadsheets and databases: parts get the prefix of their field (`wilayah_kode`), lists
and mappings become JSON. Made from the models: a field added there is a column here.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import to_json

from pipeline.columns import columns, description, frictionless_type

Kind = Literal["string", "integer", "number", "boolean", "date", "json"]


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """One column: its name, where its value lies in the model's plain values, its type, whether it may be empty."""

    name: str
    path: tuple[str, ...]
    kind: Kind
    nullable: bool
    description: str | None


def flat_columns(model: type[BaseModel]) -> list[FlatColumn]:
    """The columns of a model, in the order of its fields."""
    return list(_columns(model, (), nullable=False))


def flat_row(value: dict[str, Any], wanted: Sequence[FlatColumn]) -> list[Any]:
    """The cells of a model's plain values (as JSON has them): text, numbers, yes/no, JSON text, None."""
    return [_cell(value, column) for column in wanted]


def _columns(model: type[BaseModel], path: tuple[str, ...], nullable: bool) -> Iterator[FlatColumn]:
    for name, annotation in columns(model).items():
        inner = _part(annotation)
        empty = nullable or _optional(annotation)
        if inner is not None:
            yield from _columns(inner, (*path, name), empty)
        else:
            kind = frictionless_type(annotation)
            plain: Any = "json" if kind in ("array", "object") else kind
            yield FlatColumn("_".join((*path, name)), (*path, name), plain, empty, description(model, name))


def _part(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation names, None where it names something else."""
    options = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    return next((option for option in options if isinstance(option, type) and issubclass(option, BaseModel)), None)


def _optional(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType) and types.NoneType in get_args(annotation)


def _cell(value: Any, column: FlatColumn) -> Any:
    for name in column.path:
        value = value.get(name) if value is not None else None
    return to_json(value).decode() if column.kind == "json" and value is not None else value
