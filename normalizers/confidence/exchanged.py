"""Columns whose contents look exchanged: each would read better under the header of the other.

What a field's texts look like is learnt: words that it has more often than other fields, and their shape (a number, a
few words, a formula). A pair is judged as a whole, so that a table of unusual words is not suspect by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from normalizers.confidence.calibration import Calibration
from normalizers.numbers import parse_number
from normalizers.tables import Table

EXCHANGED = "kolom-tertukar"
SERIES = ("target", "realisasi")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FORMULA = re.compile(r"[x×*]\s*100|\s/\s|[=ΣS∑+]\s|\d\s*[/:]\s*\d|dibagi")
_LIST = re.compile(r"^(?:[-•]|\(?\d+[.)])\s")
#: Words of a text that count: its first ones say what it is.
FIRST = 12

Weights = Mapping[str, Mapping[str, float]]


def traits(text: str) -> Iterator[str]:
    """What a text shows of its field: its first words, and its shape in angle brackets."""
    words = [word.casefold() for word in _WORD.findall(text)]
    yield from dict.fromkeys(words[:FIRST])
    if words:
        yield f"<mulai {words[0]}>"
    yield f"<{_length(len(text.split()))}>"
    if parse_number(text) is not None:
        yield "<angka>"
    if not words:
        yield f"<tanda {text[:3]}>"
    if _FORMULA.search(text):
        yield "<rumus>"
    if _LIST.match(text):
        yield "<daftar>"


def likeness(texts: Sequence[str], weights: Mapping[str, float]) -> float:
    """How much texts speak for a field: the sum of their traits' weights, each text as one voice of its mean and sum."""
    total = 0.0
    for text in texts:
        found = [weights.get(trait, 0.0) for trait in traits(text)]
        total += sum(found) / max(1, len(found)) ** 0.5
    return total / max(1, len(texts)) ** 0.5


def exchanged(table: Table, calibration: Calibration) -> list[tuple[int, int, float]]:
    """(column, column, gain) of each pair that would fit better the other way round, by more than the limit."""
    held = {
        index: texts
        for index, column in enumerate(table.columns)
        if column.field in calibration.column_words and (texts := _texts(table, index))
    }
    found = []
    for left, right in combinations(held, 2):
        one, other = table.columns[left].field or "", table.columns[right].field or ""
        if one != other:
            found.append((left, right, gain(held[left], held[right], one, other, calibration.column_words)))
    return [(left, right, value) for left, right, value in found if value > calibration.limit("untung-tukar")]


def gain(first: Sequence[str], second: Sequence[str], one: str, other: str, weights: Weights) -> float:
    """How much better the texts of two columns fit when they change places."""
    straight = likeness(first, weights[one]) + likeness(second, weights[other])
    crossed = likeness(first, weights[other]) + likeness(second, weights[one])
    return crossed - straight


def _texts(table: Table, index: int) -> list[str]:
    """The different texts that the column prints."""
    entries = [row.entries[index] for row in table.rows if index in row.entries]
    return list(dict.fromkeys(entry.text for entry in entries if entry.text and not entry.carried))


def _length(words: int) -> str:
    return next(name for most, name in ((1, "1"), (3, "2-3"), (7, "4-7"), (15, "8-15"), (10**9, "16")) if words <= most)
