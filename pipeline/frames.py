"""The published tables as pandas DataFrames with real types: `pipeline.load_records("output")`.

    tables = load_records("output")
    tables.targets.merge(tables.records[["record_id", "indikator"]])

Column types follow from the models: text is `string`, whole numbers `Int64`, numbers `Float64`, yes/no `boolean`, dates
`datetime64`; lists and objects stay Python lists and dicts. What is not there is `<NA>`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from normalizers.models import Document, Model, Place, Record
from pipeline.columns import columns, frictionless_type
from pipeline.published import read_documents, read_records
from pipeline.targets import TARGET_COLUMNS, target_rows

_PANDAS = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "datetime64[s]"}
_CORNERS = ("x0", "top", "x1", "bottom")
PROVENANCE_COLUMNS = {
    **dict.fromkeys(("record_id", "field"), "string"),
    **dict.fromkeys(_CORNERS, "number"),
    **{name: frictionless_type(annotation) for name, annotation in columns(Place).items() if name != "bbox"},
}


@dataclass(frozen=True, slots=True)
class Tables:
    """One row is: an indicator (records), a target or realisasi of one year, a file, a field's place on the paper."""

    records: pd.DataFrame
    targets: pd.DataFrame
    documents: pd.DataFrame
    provenance: pd.DataFrame


def load_records(folder: str | os.PathLike[str]) -> Tables:
    """The tables of an output folder of `iku run`. Raises UsageError where there are none."""
    path = Path(folder)
    records = list(read_records(path))
    return Tables(
        records=of_models(Record, records),
        targets=of_rows((row for record in records for row in target_rows(record)), TARGET_COLUMNS),
        documents=of_models(Document, read_documents(path)),
        provenance=of_rows((row for record in records for row in _places(record)), PROVENANCE_COLUMNS),
    )


def of_models(model: type[Model], items: Sequence[Model]) -> pd.DataFrame:
    """One row an item, one column a field, derived fields last."""
    kinds = {name: frictionless_type(annotation) for name, annotation in columns(model).items()}
    return of_rows((item.model_dump() for item in items), kinds)


def of_rows(rows: Iterable[dict[str, Any]], kinds: dict[str, str]) -> pd.DataFrame:
    """A typed table; `kinds` gives each column's type by its name in a Table Schema."""
    values = list(rows)
    return pd.DataFrame({name: _series([row[name] for row in values], kind) for name, kind in kinds.items()})


def _places(record: Record) -> Iterable[dict[str, Any]]:
    for field, place in record.provenance.items():
        corners = dict(zip(_CORNERS, place.bbox, strict=True))
        row = {"record_id": record.record_id, "field": field, **corners, **place.model_dump()}
        yield {name: row[name] for name in PROVENANCE_COLUMNS}


def _series(values: list[Any], kind: str) -> pd.Series[Any]:
    return pd.Series(values, dtype=_PANDAS.get(kind, "object"))
