"""Header texts to fields: fuzzy, one column a field, with an explicit "of no field".

The scorer is rapidfuzz's plain ratio on texts without white space, punctuation and years: partial and weighted scorers
give "Program" 90 for sasaran (shared findings, part A.6).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

from normalizers.tables import Column
from normalizers.vocabulary import SINGLE_FIELDS, Vocabulary, fold_header

#: From this likeness on (0..100) a header is taken for the field; below it the column is of no field.
ACCEPT = 74.0
#: What a parent's help may cost: a near match of parent and child together counts a little less than one of the child
#: alone. An exact one ("Sasaran" over "Uraian") is worth as much as any.
PARENT_DISCOUNT = 0.97
#: A column may give way to a better one and take its second field only if that is nearly as likely (points).
NEARLY = 8.0
#: Years of one table span at most a long-term plan (RPJPD, 20 years) with its baseline.
LONGEST_PLAN = 21
#: The farthest plan in force (RPJPN 2025-2045): a later year in a header is misread.
LAST_PLANNED = 2045
SERIES = ("target", "realisasi")
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20\d)\d(?!\d)")
#: A year with one sign misread.
_YEAR_LIKE = re.compile(r"(?<!\w)(?:[^\W\d]\d{3}|[12][^\d\s]\d\d|[12]\d[^\d\s]\d|[12]\d\d[^\d\s.,;:)\-/%])(?!\w)")
_BARE = re.compile(r"^(?:tahun|thn|th|ta)?$")


@dataclass(frozen=True, slots=True)
class Likeness:
    """The best field for a header: likeness 0..100, and the lead over the best other field."""

    field: str | None
    score: float
    margin: float


def likeness(path: Sequence[str], vocabulary: Vocabulary) -> dict[str, float]:
    """field -> likeness 0..100 of a header path (outermost first): of the lowest text, and of it with its parents."""
    scores: dict[str, float] = {}
    texts = [(fold_header(path[-1]), 1.0)] if path else []
    if len(path) > 1:
        texts.append((fold_header(" ".join(path)), PARENT_DISCOUNT))
        texts.append((fold_header(" ".join(path[-2:])), PARENT_DISCOUNT))
        if not _meaning(path[-1]):
            texts += [(fold_header(text), PARENT_DISCOUNT) for text in path[:-1]]
    choices = [text for _, text in vocabulary.headers]
    for text, weight in texts:
        if not text:
            continue
        found = process.cdist([text], choices, scorer=fuzz.ratio)[0]
        for (kind, choice), score in zip(vocabulary.headers, found, strict=True):
            exact = score >= 99.99
            # In a word of three letters or fewer one other letter is another word ("No", "K", "Rp").
            value = float(score) if exact else float(score) * weight if len(choice) > 3 else 0.0
            scores[kind] = max(scores.get(kind, 0.0), value)
    return scores


def best(path: Sequence[str], vocabulary: Vocabulary) -> Likeness:
    """The field that the header names, None where it is too unlike all of them."""
    ranked = sorted(likeness(path, vocabulary).items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < ACCEPT:
        return Likeness(None, ranked[0][1] if ranked else 0.0, 0.0)
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return Likeness(ranked[0][0], ranked[0][1], ranked[0][1] - second)


def years(text: str) -> list[int]:
    """The years in a header, as printed."""
    return [int(year) for year in _YEAR.findall(text)]


def header_year(path: Sequence[str]) -> int | None:
    """The one year that a header path names, the lowest text first; None for none or a span of years."""
    for text in reversed(path):
        found = sorted(set(years(text)))
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def _meaning(text: str) -> str:
    """What is left of a header without year, "tahun" and numbers: "2018" and "Tahun 2019" mean nothing alone."""
    folded = re.sub(r"\d+", "", fold_header(text))
    return "" if _BARE.match(folded) or folded in {"ke", "tahunke"} else folded


def match_columns(paths: Sequence[tuple[str, ...]], vocabulary: Vocabulary) -> list[Column]:
    """Fields for all columns of a table at once.

    Series (target, realisasi) and nomor may come several times; each other field goes to the column that fits it best
    over the whole table (an assignment problem), the rest to none.
    """
    scores = [likeness(path, vocabulary) for path in paths]
    columns = [_series_or_none(path, score) for path, score in zip(paths, scores, strict=True)]
    open_columns = [index for index, column in enumerate(columns) if column.field == "?"]
    gain = np.zeros((len(open_columns), len(SINGLE_FIELDS)))
    for row, index in enumerate(open_columns):
        least = max(ACCEPT, max(scores[index].values()) - NEARLY)
        for place, name in enumerate(SINGLE_FIELDS):
            value = scores[index].get(name, 0.0)
            gain[row, place] = value if value >= least else 0.0
    for row, place in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
        index, name = open_columns[row], SINGLE_FIELDS[place]
        if gain[row, place] > 0:
            others = max((score for kind, score in scores[index].items() if kind != name), default=0.0)
            columns[index] = Column(paths[index], name, None, gain[row, place] / 100, (gain[row, place] - others) / 100)
    columns = [replace(column, field=None) if column.field == "?" else column for column in columns]
    return _doubt_years(_bare_years(_mend_years(_infer_years(columns))))


def _series_or_none(path: tuple[str, ...], scores: dict[str, float]) -> Column:
    """Decides what needs no competition: nomor, series, years, names of no field. "?" is open to the assignment."""
    year = header_year(path)
    if year is not None and not any(_meaning(text) for text in path):
        return Column(path, "tahun", year, 1.0, 1.0)
    kind, score = max(scores.items(), key=lambda item: item[1], default=("lain", 0.0))
    second = max((value for other, value in scores.items() if other != kind), default=0.0)
    if score < ACCEPT:
        return Column(path, None, None, score / 100, 0.0)
    if kind in SERIES or (year is not None and kind == "lain" and _baseline(path)):
        name = kind if kind in SERIES else "target" if "akhir" in fold_header(path[-1]) else "realisasi"
        return Column(path, name, year, score / 100, (score - second) / 100)
    decided = {"nomor": "nomor", "lain": None}
    return Column(path, decided.get(kind, "?"), None, score / 100, (score - second) / 100)


def _baseline(path: Sequence[str]) -> bool:
    return fold_header(path[-1]).startswith("kondisi")


def _infer_years(columns: list[Column]) -> list[Column]:
    """Fills the year of a target column whose header was misread, where both neighbours leave only one choice."""
    result = list(columns)
    for index in range(1, len(columns) - 1):
        left, here, right = columns[index - 1 : index + 2]
        same_group = here.field in (*SERIES, None) and left.field == right.field and left.field in (*SERIES, "tahun")
        if (
            same_group
            and here.year is None
            and left.year
            and right.year == left.year + 2
            and (here.field is not None or here.header[:-1] == left.header[:-1] != ())
        ):
            result[index] = replace(here, field=left.field, year=left.year + 1, doubts=("tahun-disimpulkan",))
    return result


def _mend_years(columns: list[Column]) -> list[Column]:
    """Mends a misread year where one sign makes it follow its neighbour: 2023 | 2074, or 2023 | 20?4, is 2023 | 2024.

    What cannot be mended stays as it is, with a doubt.
    """
    result = list(columns)
    for index, column in enumerate(columns):
        read = _misread_year(column)
        if read is None:
            continue
        near = [(columns[index - 1], 1)] if index else []
        near += [(columns[index + 1], -1)] if index + 1 < len(columns) else []
        result[index] = replace(column, doubts=(*column.doubts, "tahun-ragu"))
        for other, step in near:
            year = other.year + step if other.year is not None and other.year <= LAST_PLANNED else None
            if year is not None and sum(a != b for a, b in zip(str(year), read, strict=True)) == 1:
                named = column.field is not None or any(_meaning(text) for text in column.header)
                result[index] = replace(
                    column,
                    field=column.field if named else other.field,
                    year=year,
                    doubts=(*column.doubts, "tahun-disimpulkan"),
                )
                break
    return result


def _misread_year(column: Column) -> str | None:
    """Four signs in a header that stand for a year and are none: beyond all plans, or not all digits ("20?4")."""
    if column.field not in (*SERIES, "tahun", None):
        return None
    if column.year is not None:
        return str(column.year) if column.year > LAST_PLANNED else None
    if column.field is None and any(_meaning(text) for text in column.header):
        return None
    return next((match[0] for text in column.header[-1:] if (match := _YEAR_LIKE.search(text))), None)


def _doubt_years(columns: list[Column]) -> list[Column]:
    """Marks all year columns of a table whose years lie farther apart than any plan: one of them was misread."""
    found = [column.year for column in columns if column.year is not None]
    if not found or max(found) - min(found) <= LONGEST_PLAN:
        return columns
    return [
        replace(column, doubts=tuple(dict.fromkeys((*column.doubts, "tahun-ragu")))) if column.year else column
        for column in columns
    ]


def _one_name_over_all(columns: Sequence[Column]) -> bool:
    """Whether one target column stands in a row of bare years, before and after it: its name is that of all of them."""
    run = [column for column in columns if column.field == "tahun" or (column.field == "target" and column.year)]
    named = [place for place, column in enumerate(run) if column.field == "target"]
    rising = all(a.year + 1 == b.year for a, b in pairwise(run) if a.year and b.year)
    return len(named) == 1 and 0 < named[0] < len(run) - 1 and rising


def _bare_years(columns: list[Column]) -> list[Column]:
    """Columns headed by a year alone: what was reached, when a named target of a later year stands to the right."""
    named = [column.year for column in columns if column.field == "target" and column.year]
    bare = [column.year for column in columns if column.field == "tahun" and column.year]
    ascending = all(a < b for a, b in pairwise(bare))
    if _one_name_over_all(columns):
        return [replace(c, field="target", doubts=("kolom-ragu",)) if c.field == "tahun" else c for c in columns]
    result = []
    for index, column in enumerate(columns):
        if column.field != "tahun":
            result.append(column)
            continue
        later = any(
            other.field == "target" and other.year and column.year and other.year > column.year
            for other in columns[index + 1 :]
        )
        reached = bool(named) and later and ascending
        result.append(replace(column, field="realisasi" if reached else "target"))
    return result
