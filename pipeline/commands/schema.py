"""`iku schema`: the outputs' JSON Schema."""

from __future__ import annotations

import json

import typer


def schema_command() -> None:
    """Print the JSON Schema of documents.jsonl and records.jsonl."""
    from pipeline.schema import schema  # noqa: PLC0415

    typer.echo(json.dumps(schema(), ensure_ascii=False, indent=2))
