"""What people said about values, with the chance that the program gave them.

Verdicts stand in DIR/corrections/*.jsonl, one JSON object a line. Two kinds of line are understood, others passed over:

    {"record_id", "field", "right": true|false, "confidence"?}      a plain verdict, of whatever origin
    {"record_id", "field", "action": "confirm"|"change", ...}       an answer of the review page; "undo" takes one back

The last word on a value counts. A chance that the line does not give is that of DIR/records.jsonl.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.errors import UsageError
from normalizers.confidence.calibration import calibration

RIGHT_BY_ACTION = {"confirm": True, "change": False}
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the output: its chance, and whether it is marked for a reason that no threshold takes away."""

    chance: float
    by_rule: bool
    marked: bool


def read_values(folder: Path) -> dict[Name, Value]:
    """(record, field) -> value, of DIR/records.jsonl. Raises UsageError where that is missing."""
    path = folder / "records.jsonl"
    if not path.is_file():
        raise UsageError(f"Tidak ada {path.name} di folder {folder}. Beri folder hasil `iku run`.")
    weighed = set(calibration().reasons.values())
    values = {}
    for record in _lines(path):
        reasons: dict[str, set[str]] = {}
        for mark in record["review"]:
            reasons.setdefault(mark["field"], set()).add(mark["reason"])
        for field, place in record["provenance"].items():
            why = reasons.get(field, set())
            values[record["record_id"], field] = Value(place["confidence"], bool(why - weighed), bool(why))
    return values


def read_verdicts(folder: Path, values: Mapping[Name, Value]) -> dict[Name, tuple[float, bool]]:
    """(record, field) -> (chance, right) of each value that a person has judged."""
    answers = [answer for path in sorted((folder / "corrections").glob("*.jsonl")) for answer in _lines(path)]
    answers.sort(key=lambda answer: (str(answer.get("time", "")), str(answer.get("id", ""))))
    undone = {answer.get("undoes") for answer in answers if answer.get("action") == "undo"}
    verdicts: dict[Name, tuple[float, bool]] = {}
    for answer in answers:
        name = (str(answer.get("record_id")), str(answer.get("field")))
        right = answer.get("right", RIGHT_BY_ACTION.get(str(answer.get("action"))))
        chance = answer.get("confidence", values[name].chance if name in values else None)
        if undone & ({answer.get("id"), answer.get("group")} - {None}):
            continue
        if isinstance(right, bool) and isinstance(chance, int | float):
            verdicts[name] = (float(chance), right)
    return verdicts


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file; a line that a crash cut off is none."""
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            item = json.loads(line)
        except ValueError:
            continue
        if isinstance(item, dict):
            yield item
