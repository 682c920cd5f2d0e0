"""The Frictionless Data Package that describes the tables (https://specs.frictionlessdata.io/data-package/)."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from normalizers.models import Document, Model, Record
from pipeline.columns import columns, description, frictionless_type
from pipeline.targets import TARGET_COLUMNS
from pipeline.writers import Counted


def datapackage(files: dict[str, Counted]) -> bytes:
    """The package of these files, each with its size and hash."""
    record_fields = _fields(Record)
    target_fields = [{"name": name, "type": kind} for name, kind in TARGET_COLUMNS.items()]
    to_records = {"fields": "record_id", "reference": {"resource": "records", "fields": "record_id"}}
    to_documents = {"fields": "document_id", "reference": {"resource": "documents", "fields": "document_id"}}
    records_schema = {"fields": record_fields, "primaryKey": "record_id", "foreignKeys": [to_documents]}
    package = {
        "profile": "data-package",
        "name": "iku",
        "title": "Indikator Kinerja Utama",
        "version": version("iku"),
        "resources": [
            _resource("records", "records.csv", "text/csv", files, records_schema),
            _resource(
                "targets", "targets.csv", "text/csv", files, {"fields": target_fields, "foreignKeys": [to_records]}
            ),
            _resource("documents", "documents.csv", "text/csv", files, {"fields": _fields(Document)}),
            # The same once more, for other programs: files to a validator, which needs extras to open them as tables.
            _resource("documents-jsonl", "documents.jsonl", "application/x-ndjson", files, None),
            _resource("records-jsonl", "records.jsonl", "application/x-ndjson", files, None),
            _resource("records-parquet", "records.parquet", "application/vnd.apache.parquet", files, None),
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _fields(model: type[Model]) -> list[dict[str, str]]:
    return [
        {"name": name, "type": frictionless_type(annotation)}
        | ({"description": text} if (text := description(model, name)) else {})
        for name, annotation in columns(model).items()
    ]


def _resource(
    name: str, path: str, mediatype: str, files: dict[str, Counted], schema: dict[str, Any] | None
) -> dict[str, Any]:
    resource = {
        "name": name,
        "path": path,
        "format": path.rpartition(".")[2],
        "mediatype": mediatype,
        "encoding": "utf-8",
        "bytes": files[path].size,
        "hash": f"sha256:{files[path].sha256}",
    }
    return resource | ({"profile": "tabular-data-resource", "schema": schema} if schema else {"type": "file"})
