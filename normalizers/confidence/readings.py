"""Two readings of a number: which numbers no second reading confirms, and what the other reading was.

A number is accepted only where both readers say the same number, or where a rule proves it (a nomor that counts on).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.shapes import Word, weakest

#: The mark of a number that no second reading confirms.
UNCONFIRMED = "angka-tak-sepakat"
#: The mark of a word that was read too poorly to be believed, whatever the threshold.
POOR = "ocr-ragu"
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")


def numbers(text: str) -> list[str]:
    """The numbers in a text with the signs inside them: "4890);" holds "4890", "9,1" is another number than "91"."""
    return _NUMBER.findall(text)


def unconfirmed(words: Iterable[Word]) -> list[Word]:
    """Words read by OCR that hold a number which no second reading confirms."""
    return [
        word
        for word in words
        if word.confidence is not None
        and numbers(word.text)
        and (word.second is None or numbers(word.second) != numbers(word.text))
    ]


def hidden_numbers(words: Iterable[Word]) -> list[Word]:
    """Words without a digit in whose place the second reader sees one."""
    return [word for word in words if word.second and not numbers(word.text) and numbers(word.second)]


def unsettled_numbers(words: Iterable[Word]) -> list[Word]:
    """All words about which two readings do not agree on a number, or which only one has read."""
    read = list(words)
    return [*unconfirmed(read), *hidden_numbers(read)]


def poor(words: Iterable[Word], least: float) -> bool:
    """Whether a word was read with less confidence than `least`."""
    return ceiling(words, least) < least


def ceiling(words: Iterable[Word], least: float) -> float:
    """The most that the chance of a value can be: that of its worst word, if it was read with less than `least`.

    One such word on a clean page is too rare to be learnt from.
    """
    worst = weakest(word.confidence for word in words)
    return worst if worst is not None and worst < least else 1.0


def disputed(words: Iterable[Word]) -> list[Word]:
    """Words that the second reader reads otherwise."""
    return [word for word in words if word.second is not None and word.second != word.text]


def alternative(text: str, words: Sequence[Word]) -> str | None:
    """The text as the second reader has it, where it differs; None where there is no other reading of this text."""
    other = text
    for word in disputed(words):
        other = other.replace(word.text, word.second or "", 1)
    other = " ".join(other.split())
    return other if other and other != text else None


def counts_on(nomor: str | None, before: str | None, after: str | None) -> bool:
    """Whether a nomor is proven by its neighbours: one more than the one above, or one less than the one below."""
    if nomor is None or not nomor.isdecimal():
        return False
    above = before is not None and before.isdecimal() and int(nomor) == int(before) + 1
    below = after is not None and after.isdecimal() and int(nomor) + 1 == int(after)
    return above or below
