"""How alike a header is to the names of the fields.

The scorer is rapidfuzz's plain ratio on texts without white space, punctuation and years: partial and weighted scorers
give "Program" 90 for sasaran (shared findings, part A.6).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from normalizers.vocabulary import Vocabulary, fold_header

#: From this likeness on (0..100) a header is taken for the field; below it the column is of no field.
ACCEPT = 74.0
#: What a parent's help may cost: a near match of parent and child together counts a little less than one of the child
#: alone. An exact one ("Sasaran" over "Uraian") is worth as much as any.
PARENT_DISCOUNT = 0.97
#: From here on parent and child together are a name, though the child alone would be one of no field.
TOGETHER = 85.0
#: From here on two texts are the same.
EXACT = 99.99
#: A name of so many letters is the same or another.
SHORT = 3
_BARE = re.compile(r"^(?:tahun|thn|th|ta)?$")
_YEAR_WORD = "tahun"


@dataclass(frozen=True, slots=True)
class Likeness:
    """The best field for a header: likeness 0..100, and the lead over the best other field."""

    field: str | None
    score: float
    margin: float


def likeness(path: Sequence[str], vocabulary: Vocabulary) -> dict[str, float]:
    """field -> likeness 0..100 of a header path (outermost first): of the lowest text, and of it with its parents.

    A lowest text that names a column of no field ("Target > Q1") is not drowned by its parent: beside it parent and
    child count only where they are liker to a name than the parent alone ("Sasaran > Uraian").
    """
    if not path:
        return {}
    scores = dict(_scores(fold_header(path[-1]), vocabulary))
    of_none = scores.get("lain", 0.0) >= max([ACCEPT, *scores.values()])
    parent = _scores(fold_header(" ".join(path[:-1])), vocabulary) if of_none else {}
    for text in _with_parents(path):
        for kind, score in _scores(text, vocabulary).items():
            if score >= EXACT:
                scores[kind] = score
            elif not of_none or kind == "lain":
                scores[kind] = max(scores.get(kind, 0.0), score * PARENT_DISCOUNT)
            elif score >= max(TOGETHER, parent.get(kind, 0.0) + 1):
                scores[kind] = max(scores.get(kind, 0.0), min(EXACT, score + 10))
    return scores


def _with_parents(path: Sequence[str]) -> list[str]:
    if len(path) < 2:
        return []
    alone = [] if meaning(path[-1]) else list(path[:-1])
    return list(dict.fromkeys(map(fold_header, [" ".join(path), " ".join(path[-2:]), *alone])))


@lru_cache(maxsize=4096)
def _scores(text: str, vocabulary: Vocabulary) -> Mapping[str, float]:
    """field -> likeness of one folded text to the best of the field's names."""
    if not text:
        return {}
    names = _names(vocabulary)
    found = process.cdist([text], names.texts, scorer=fuzz.ratio)[0]
    # In a word of three letters or fewer one other letter is another word ("No", "K", "Rp").
    found[names.short & (found < EXACT)] = 0.0
    best = np.zeros(len(names.fields), found.dtype)
    np.maximum.at(best, names.field_of, found)
    return dict(zip(names.fields, best.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of all fields, each with the number of its field and whether it is a short one."""

    fields: tuple[str, ...]
    texts: tuple[str, ...]
    field_of: npt.NDArray[np.intp]
    short: npt.NDArray[np.bool_]


@lru_cache(maxsize=8)
def _names(vocabulary: Vocabulary) -> _Names:
    fields = tuple(dict.fromkeys(kind for kind, _ in vocabulary.headers))
    texts = tuple(text for _, text in vocabulary.headers)
    numbers = {kind: number for number, kind in enumerate(fields)}
    field_of = np.array([numbers[kind] for kind, _ in vocabulary.headers], np.intp)
    return _Names(fields, texts, field_of, np.array([len(text) <= SHORT for text in texts]))


def best(path: Sequence[str], vocabulary: Vocabulary) -> Likeness:
    """The field that the header names, None where it is too unlike all of them."""
    ranked = sorted(likeness(path, vocabulary).items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < ACCEPT:
        return Likeness(None, ranked[0][1] if ranked else 0.0, 0.0)
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return Likeness(ranked[0][0], ranked[0][1], ranked[0][1] - second)


def meaning(text: str) -> str:
    """What is left of a header without year, "tahun" and numbers: "2018" and "Tahun 2019" mean nothing alone."""
    folded = re.sub(r"\d+", "", fold_header(text))
    misread = len(folded) >= len(_YEAR_WORD) - 1 and Levenshtein.distance(folded, _YEAR_WORD, score_cutoff=1) <= 1
    return "" if misread or _BARE.match(folded) or folded in {"ke", "tahunke"} else folded
