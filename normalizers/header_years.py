"""The years of a table's columns: read from the headers, mended by their neighbours, doubted where they jump.

A bare year ("2023") is a column of the field "tahun" until `bare_years` says whether it was a target or was reached.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from normalizers.likeness import meaning
from normalizers.tables import Column

SERIES = ("target", "realisasi")
#: Years of one table span at most a long-term plan (RPJPD, 20 years) with its baseline.
LONGEST_PLAN = 21
#: The farthest plan in force (RPJPN 2025-2045): a later year in a header is misread.
LAST_PLANNED = 2045
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20\d)\d(?!\d)")
#: A year of which signs are misread, lost or added: three to five, two of them figures; no percentage, no fraction.
_YEAR_LIKE = re.compile(r"(?<![\w,./])(?=\S*\d\S*\d)[\w|!\[\]?]{3,5}(?![\w%]|\s*%|[,./]\d)")
#: The same as a whole header.
_BROKEN = re.compile(r"(?=.*\d.*\d)\S{3,6}")


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


def settle_years(columns: list[Column]) -> list[Column]:
    """The columns with the years that their headers mean, and the fields of those headed by a year alone."""
    return _doubt_years(_bare_years(_mend_years(_infer_years(columns))))


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
    """Mends a misread year that is nearly the one its neighbours ask for: 2023 | 2074, or 2023 | 20?4, is 2023 | 2024.

    One sign may be wrong, two where both neighbours ask for the same year. What cannot be mended has a doubt.
    """
    result = list(columns)
    for index, column in enumerate(columns):
        read = _misread_year(column)
        if read is None:
            continue
        near = [(columns[index - 1], 1)] if index else []
        near += [(columns[index + 1], -1)] if index + 1 < len(columns) else []
        asked = [(other.year + step, other) for other, step in near if other.year and other.year <= LAST_PLANNED]
        slips = 2 if len(asked) == 2 and asked[0][0] == asked[1][0] else 1
        fits = [item for item in asked if 0 < Levenshtein.distance(str(item[0]), read) <= slips]
        result[index] = _mended(column, *fits[0]) if fits else _doubted(column)
    return result


def _mended(column: Column, year: int, neighbour: Column) -> Column:
    same_group = column.header[:-1] == neighbour.header[:-1]
    named = column.field is not None or (not same_group and any(meaning(text) for text in column.header))
    doubts = (*column.doubts, "tahun-disimpulkan")
    return replace(column, field=column.field if named else neighbour.field, year=year, doubts=doubts)


def _doubted(column: Column) -> Column:
    return replace(column, doubts=(*column.doubts, "tahun-ragu"))


def _misread_year(column: Column) -> str | None:
    """Signs in a header that stand for a year and are none: beyond all plans ("2074"), or broken ("20?4", "202")."""
    if column.field not in (*SERIES, "tahun", None):
        return None
    if column.year is not None:
        return str(column.year) if column.year > LAST_PLANNED else None
    if column.field is None:
        bare = re.sub(r"\s+", "", " ".join(column.header[-1:]))
        return bare if _BROKEN.fullmatch(bare) else None
    text = " ".join(column.header)
    found = None if years(text) else _YEAR_LIKE.search(text)
    return found[0] if found else None


def _doubt_years(columns: list[Column]) -> list[Column]:
    """Marks all year columns of a table whose years lie farther apart than any plan: one of them was misread."""
    found = [column.year for column in columns if column.year is not None]
    if not found or max(found) - min(found) <= LONGEST_PLAN:
        return columns
    return [
        replace(column, doubts=tuple(dict.fromkeys((*column.doubts, "tahun-ragu")))) if column.year else column
        for column in columns
    ]


def doubt_unconfirmed_years(columns: Sequence[Column], confirmed: Sequence[bool]) -> list[Column]:
    """Marks years that two readings do not agree on, and that no year beside them proves by counting on."""
    found = [column.year for column in columns]
    result = []
    for column, before, after, agreed in zip(columns, [None, *found], [*found[1:], None], confirmed, strict=False):
        proven = column.year is None or before == column.year - 1 or after == column.year + 1
        result.append(column if agreed or proven else _doubted(column))
    return result


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
