"""The JSON Schema of the output files, made from the models."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from normalizers.models import Document, Record


def schema() -> dict[str, Any]:
    """One schema: a line of documents.jsonl is `#/$defs/Document`, a line of records.jsonl is `#/$defs/Record`."""
    _, whole = models_json_schema([(Document, "serialization"), (Record, "serialization")], title="IKU")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "anyOf": [{"$ref": "#/$defs/Document"}, {"$ref": "#/$defs/Record"}],
        **whole,
    }
