"""What the cells below a header tell of its field, for headers that OCR has ruined and columns without one.

Content is sure of numbers, units, offices and the like, and useless between alasan, definisi and formulasi (shared
findings, part A.6): there only the header decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from normalizers.numbers import parse_number
from normalizers.units import canonical
from normalizers.vocabulary import Vocabulary

#: Share of the cells that must tell the same.
TELLING = 0.6
_FORMULA = re.compile(r"[x×*]\s*100|\bdibagi\b|\bdibanding|Σ|∑|=\s*\(|\)\s*/|/\s*\(", re.IGNORECASE)
_SMALL = re.compile(r"^\W*(\d{1,3})\W*$")
_AMOUNT = re.compile(r"^\W*(?:rp\W*)?\d[\d.,]*\s*(?:%|\w{0,12})\W*$", re.IGNORECASE)


def evidence(texts: Sequence[str], vocabulary: Vocabulary) -> dict[str, float]:
    """field -> share 0..1 of the cells that look like it; "target" stands for realisasi too. {} where nothing tells."""
    filled = [text.strip() for text in texts if text.strip()]
    if not filled:
        return {}
    found: dict[str, float] = {}
    for text in filled:
        for kind in _kinds(text, vocabulary):
            found[kind] = found.get(kind, 0.0) + 1 / len(filled)
    if _counts(filled):
        found["nomor"] = 1.0
    return {kind: share for kind, share in found.items() if share >= TELLING}


def _kinds(text: str, vocabulary: Vocabulary) -> set[str]:
    kinds = set()
    if canonical(text, vocabulary.units) is not None:
        kinds.add("satuan")
    if _FORMULA.search(text):
        kinds.add("formulasi")
    if parse_number(text) is not None or _AMOUNT.match(text):
        kinds.add("target")
    start = text.casefold()
    opening = next((kind for kind, words in vocabulary.openings if start.startswith(words)), None)
    return kinds | {opening} if opening else kinds


def _counts(texts: Sequence[str]) -> bool:
    """Whether the texts number the rows: small whole numbers from 1 or 2 on that rise by one, but for a few."""
    numbers = [int(match[1]) for text in texts if (match := _SMALL.match(text))]
    if len(numbers) < 2 or len(numbers) < len(texts) or numbers[0] > 2:
        return False
    steps = sum(right - left == 1 for left, right in pairwise(numbers))
    return 3 * steps >= 2 * (len(numbers) - 1)
