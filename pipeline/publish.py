"""The output folder's tables: records, targets, documents and the Data Package that describes them.

Each file is written whole and renamed into place. There are no times and no machine paths in them: two runs over the
same input give the same bytes. Text is published as printed, so a cell may begin with "=" or "-": open the CSV in a
spreadsheet by importing its columns as text, never by a double click.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extractors.errors import DocumentError
from normalizers.models import Document, Model, Record
from pipeline.columns import arrow_schema, arrow_value, columns, description, frictionless_type
from pipeline.digitise import Digitised, failed
from pipeline.files import write_whole
from pipeline.store import Entry, Store

TARGET_COLUMNS = {"record_id": "string", "jenis": "string", "tahun": "integer", "teks": "string", "nilai": "number"}


def publish(store: Store, entries: list[Entry], output: Path) -> None:
    """Writes all tables for these files, in their order. Raises OSError when the folder cannot be written."""
    results = list(_results(store, entries))
    documents = [result.document for result in results]
    records = [record for result in results for record in result.records]
    files = {
        "records.jsonl": _jsonl(records),
        "records.csv": _csv(list(columns(Record)), (record.model_dump(mode="json") for record in records)),
        "records.parquet": _parquet(records),
        "targets.csv": _csv(list(TARGET_COLUMNS), _targets(records)),
        "documents.jsonl": _jsonl(documents),
        "documents.csv": _csv(list(columns(Document)), (document.model_dump(mode="json") for document in documents)),
    }
    for name, data in files.items():
        write_whole(output / name, data)
    # Last: it holds the hashes of the others.
    write_whole(output / "datapackage.json", _datapackage(files))


def _results(store: Store, entries: list[Entry]) -> Iterator[Digitised]:
    """One result a file; a copy of an earlier file is listed without its records."""
    first: dict[str, str] = {}
    for entry in entries:
        result = _result(store, entry)
        # By content, not by name: two input folders may each hold a file of this name.
        original = first.get(entry.sha256)
        if entry.sha256:
            first.setdefault(entry.sha256, entry.file)
        document = result.document.model_copy(update={"file": entry.file, "duplicate_of": original})
        yield Digitised(document=document, records=[] if original is not None else result.records)


def _result(store: Store, entry: Entry) -> Digitised:
    if entry.error is not None:
        return failed(DocumentError(entry.error.code, entry.error.message), entry.sha256)
    result = store.last_result(entry.sha256)
    if result is None:
        # A document of an earlier call whose result another version of the program has kept.
        message = "Hasil dari panggilan sebelumnya tidak dapat dibaca lagi. Jalankan lagi dengan berkas sumbernya."
        return failed(DocumentError("hasil-lama", message), entry.sha256)
    return result


def _jsonl(items: Iterable[Model]) -> bytes:
    return "".join(item.model_dump_json() + "\n" for item in items).encode()


def _csv(names: list[str], rows: Iterable[dict[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    """Text as it is, nothing for null, JSON for the rest: `true`, `8.5`, `[{"tahun":2019,...}]`."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _targets(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    for record in records:
        for kind, values in (("target", record.target), ("realisasi", record.realisasi)):
            for value in values:
                yield {"record_id": record.record_id, "jenis": kind, **value.model_dump()}


def _parquet(records: list[Record]) -> bytes:
    schema = arrow_schema(Record)
    rows = [record.model_dump(mode="json") for record in records]
    arrays = [pa.array([arrow_value(row[field.name], field.type) for row in rows], field.type) for field in schema]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def _datapackage(files: dict[str, bytes]) -> bytes:
    """The Frictionless Data Package (https://specs.frictionlessdata.io/data-package/)."""
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
    name: str, path: str, mediatype: str, files: dict[str, bytes], schema: dict[str, Any] | None
) -> dict[str, Any]:
    data = files[path]
    resource = {
        "name": name,
        "path": path,
        "format": path.rpartition(".")[2],
        "mediatype": mediatype,
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    return resource | ({"profile": "tabular-data-resource", "schema": schema} if schema else {"type": "file"})
