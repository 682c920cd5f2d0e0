"""targets.csv: a record's targets and realisasi in long form, one row a value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from normalizers.models import Record

TARGET_COLUMNS = {"record_id": "string", "jenis": "string", "tahun": "integer", "teks": "string", "nilai": "number"}


def target_rows(record: Record) -> Iterable[dict[str, Any]]:
    """One row a target or realisasi of one year."""
    for kind, values in (("target", record.target), ("realisasi", record.realisasi)):
        for value in values:
            row = {"record_id": record.record_id, "jenis": kind, **value.model_dump()}
            yield {name: row[name] for name in TARGET_COLUMNS}
