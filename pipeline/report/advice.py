"""What a person should do about a document that failed: advice.csv, by the code of the error."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


def advice(code: str) -> str:
    """A sentence in Indonesian."""
    return _table().get(code, "Periksa dokumennya; bila tampak baik, laporkan.")


@cache
def _table() -> dict[str, str]:
    text = (resources.files("pipeline.report") / "advice.csv").read_text("utf-8")
    return {row["kode"]: row["saran"] for row in csv.DictReader(text.splitlines())}
