"""Words that are none, but would be with another letter that looks alike: "hanan" for "harian", "intem" for "intern".

Known are the frequent Indonesian words of the package `wordfreq`. A word that it does not know proves nothing: names
and abbreviations are many. One that a single slip of a reader's eye makes of a known word is worth a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from normalizers.confidence.calibration import calibration

LANGUAGE = "id"
#: Shorter words are too near to one another.
SHORTEST = 4
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")


def words_of(texts: Iterable[str]) -> list[str]:
    """The words of letters in the texts, in small letters; those that are too short to judge are left out."""
    return [word for text in texts for word in _WORD.findall(text.casefold())]


@cache
def slip(word: str) -> bool:
    """Whether an unknown word becomes a known one when one sign is taken for one that looks like it."""
    known = _known()
    return word not in known and any(other in known for other in _others(word))


def _others(word: str) -> Iterator[str]:
    for seen, meant in calibration().look_alikes:
        start = word.find(seen)
        while start >= 0:
            yield word[:start] + meant + word[start + len(seen) :]
            start = word.find(seen, start + 1)


@cache
def _known() -> Mapping[str, float]:
    from wordfreq import get_frequency_dict  # noqa: PLC0415  (a quarter of a second; born-digital pages need none)

    found: Mapping[str, float] = get_frequency_dict(LANGUAGE)
    return found
