"""What the texts of each field look like: weights of words and shapes, from the truth of generated documents."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from pathlib import Path

from normalizers.confidence.exchanged import COUNTING, traits
from normalizers.vocabulary import SINGLE_FIELDS

#: A trait must be seen in so many texts; what is rarer says little, and may be one document's own.
LEAST = 3
SMOOTHING = 0.5


def texts_by_source(truth: Path) -> dict[str, dict[str, set[str]]]:
    """source -> field -> the different texts of its digital document."""
    found: dict[str, dict[str, set[str]]] = {}
    for path in sorted(truth.glob("*.digital.json")):
        fields: dict[str, set[str]] = defaultdict(set)
        for record in json.loads(path.read_text("utf-8"))["records"]:
            for name in (*SINGLE_FIELDS, "nomor"):
                value = record.get(name)
                for text in value if isinstance(value, list) else [value]:
                    fields[name] |= {text} if text else set()
            for series in ("target", "realisasi"):
                fields["target"] |= {item["teks"] for item in record.get(series) or []}
        found[path.name.split(".")[0]] = fields
    return found


def column_words(sources: dict[str, dict[str, set[str]]]) -> dict[str, dict[str, float]]:
    """field -> trait -> logarithm of how much more often it stands in this field than in all fields together."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for fields in sources.values():
        for name, texts in fields.items():
            for text in sorted(texts):
                found = set(traits(text))
                counts[name].update(found)
                total.update(found)
                sizes[name] += 1
            if name == "nomor":
                # Numbers of rows count on; those of other columns do so by chance only.
                counts[name][COUNTING] += len(texts)
                total[COUNTING] += len(texts)
    everything = sum(sizes.values())
    weights: dict[str, dict[str, float]] = {}
    for name in sorted(sizes):
        for trait in sorted(total):
            if total[trait] < LEAST:
                continue
            inside = (counts[name][trait] + SMOOTHING * total[trait] / everything) / (sizes[name] + SMOOTHING)
            weight = round(math.log(inside / (total[trait] / everything)), 2)
            weights.setdefault(name, {})[trait] = max(-3.0, min(3.0, weight))
    if "target" in weights:
        weights["realisasi"] = weights["target"]
    return weights
