"""The columns of the tables, made from the models: a field added to a model is at once in every output file."""

from __future__ import annotations

import types
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

_ARROW = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()}
_FRICTIONLESS = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date"}


def columns(model: type[BaseModel]) -> dict[str, Any]:
    """Name and annotation of each field of a model, the derived ones (`needs_review`) last."""
    plain = {name: field.annotation for name, field in model.model_fields.items()}
    return plain | {name: field.return_type for name, field in model.model_computed_fields.items()}


def description(model: type[BaseModel], name: str) -> str | None:
    """What the model says of a field."""
    return (model.model_fields | model.model_computed_fields)[name].description


def arrow_schema(model: type[BaseModel]) -> pa.Schema:
    """The Parquet columns: lists and objects keep their structure."""
    return pa.schema([(name, _arrow(annotation)) for name, annotation in columns(model).items()])


def frictionless_type(annotation: Any) -> str:
    """The type's name in a Table Schema (https://specs.frictionlessdata.io/table-schema/)."""
    core = _core(annotation)
    if get_origin(core) in (list, tuple):
        return "array"
    return _FRICTIONLESS.get(core, "object")


def _arrow(annotation: Any) -> pa.DataType:
    core = _core(annotation)
    inner = get_args(core)
    if get_origin(core) in (list, tuple):
        return pa.list_(_arrow(inner[0]))
    if get_origin(core) is dict:
        return pa.map_(pa.string(), _arrow(inner[1]))
    if core in _ARROW:
        return _ARROW[core]
    return pa.struct([(name, _arrow(kind)) for name, kind in columns(core).items()])


def _core(annotation: Any) -> Any:
    """The annotation without `None`; a choice of words is text, a whole or broken number is a number."""
    if get_origin(annotation) in (Union, types.UnionType):
        options = {_core(option) for option in get_args(annotation) if option is not types.NoneType}
        return float if options == {int, float} else options.pop()
    return str if get_origin(annotation) is Literal else annotation
