"""How many pieces of ink a text has in print, set against how many were counted where it was read.

A letter that was lost, or a word that was read as another, leaves ink that the text does not account for; print that
runs together leaves less. Counted by the reader of scans (`extractors.shapes.Word.ink`), one piece a letter, two for
"i", three for "%".
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.shapes import Word

#: Signs of more pieces than one.
PIECES = dict.fromkeys('ij!?:;="“”≥≤±é', 2) | dict.fromkeys("%…÷", 3) | {"‰": 4}


def expected(text: str) -> int:
    """How many pieces of ink clean print of the text has."""
    return sum(PIECES.get(sign, 1) for sign in text)


def too_much(words: Iterable[Word]) -> float:
    """The most pieces that one of the words has beyond its text."""
    return float(max((word.ink - expected(word.text) for word in words if word.ink is not None), default=0))


def too_little(words: Iterable[Word]) -> float:
    """The largest share of a word's pieces that are missing: 0 none, nearly 1 all."""
    shares = (1 - word.ink / expected(word.text) for word in words if word.ink is not None and word.text)
    return max(shares, default=0.0)
