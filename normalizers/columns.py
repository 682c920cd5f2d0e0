"""Header texts to fields: fuzzy, one column a field, with an explicit "of no field".

The header decides. Where OCR has ruined it, or there is none, the cells below it and the columns beside it do; such a
column keeps a low score, which marks it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from normalizers.assignment import best_assignment
from normalizers.evidence import evidence
from normalizers.header_years import SERIES, header_year, settle_years
from normalizers.indicators import of_other_indicators
from normalizers.likeness import ACCEPT, likeness, meaning
from normalizers.tables import Column
from normalizers.vocabulary import SINGLE_FIELDS, Vocabulary, fold_header

#: A column may give way to a better one and take its second field only if that is nearly as likely (points).
NEARLY = 8.0
#: From this likeness on a header that its cells confirm is taken for the field.
CONFIRMED = 52.0
#: The first word of a baseline's header, and how alike a misread one is to it (0..100).
CONDITION, ALIKE = "kondisi", 70.0
#: A number alone ("Tahun ke- > 1") is told by its siblings only if there are so many.
MANY = 4
#: A ruined header of a number column has at most so many letters ("No" is two).
SHORT = 4
#: Fields that the cells of a column without any header tell.
TOLD_BY_CELLS = ("satuan", "penanggung_jawab", "sumber_data", "tipe_penghitungan")
#: The score of a column that only its cells tell.
BY_CELLS = 0.5


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A column to be matched: its header path, the field -> likeness 0..100 of the header, what its cells tell."""

    path: tuple[str, ...]
    scores: Mapping[str, float]
    cells: Mapping[str, float]

    def lead(self, name: str) -> float:
        """How far the likeness to this field lies over that to the best other one, 0..1."""
        others = max((score for kind, score in self.scores.items() if kind != name), default=0.0)
        return (self.scores.get(name, 0.0) - others) / 100


def match_columns(
    paths: Sequence[tuple[str, ...]], vocabulary: Vocabulary, bodies: Sequence[Sequence[str]] = ()
) -> list[Column]:
    """Fields for all columns of a table at once; `bodies` are the texts below each header, as far as they are known.

    Series (target, realisasi) and nomor may come several times; each other field goes to the column that fits it best
    over the whole table (an assignment problem), the rest to none.
    """
    texts = bodies or [()] * len(paths)
    found = [
        _Candidate(path, likeness(path, vocabulary), evidence(body, vocabulary))
        for path, body in zip(paths, texts, strict=True)
    ]
    columns = [_series_or_none(candidate) for candidate in found]
    columns = _like_siblings(columns)
    columns = _assigned(columns, found, of_other_indicators([(c.path, c.scores) for c in found]))
    return _told_apart(settle_years(_told_by_cells(columns, found)))


def _told_apart(columns: list[Column]) -> list[Column]:
    """Series columns under one and the same header are doubted: a ruling between two headers may have been lost."""
    same = Counter((column.header, column.year) for column in columns if column.field in SERIES and column.header)
    return [
        replace(column, doubts=(*column.doubts, "kolom-ragu"))
        if column.field in SERIES and same[column.header, column.year] > 1
        else column
        for column in columns
    ]


def _series_or_none(candidate: _Candidate) -> Column:
    """Decides what needs no competition: nomor, series, years, names of no field. "?" is open to the assignment."""
    path, scores = candidate.path, candidate.scores
    year = header_year(path)
    if year is not None and not any(meaning(text) for text in path):
        return Column(path, "tahun", year, 1.0, 1.0)
    kind, score = max(scores.items(), key=lambda item: item[1], default=("lain", 0.0))
    if score < ACCEPT:
        return Column(path, "?" if score >= CONFIRMED else None, None, score / 100, 0.0)
    if kind in SERIES or (year is not None and kind == "lain" and _baseline(path)):
        name = kind if kind in SERIES else "target" if "akhir" in fold_header(path[-1]) else "realisasi"
        return Column(path, name, year, score / 100, candidate.lead(kind))
    decided = {"nomor": "nomor", "lain": None}
    return Column(path, decided.get(kind, "?"), None, score / 100, candidate.lead(kind))


def _baseline(path: Sequence[str]) -> bool:
    """Whether a header says "Kondisi awal" or "Kondisi akhir" (its first word may be misread)."""
    return fuzz.ratio(fold_header(path[-1])[: len(CONDITION)], CONDITION) >= ALIKE


def _like_siblings(columns: Sequence[Column]) -> list[Column]:
    """Columns under one parent are of one kind: below "Target > Q1, Q2, h3, Q4" the third is no target of a year."""
    result = list(columns)
    for index, column in enumerate(columns):
        parents = column.header[:-1]
        family = [other for other in columns if parents and other.header[:-1] == parents]
        others = sum(other.field is None and other.score >= ACCEPT / 100 for other in family)
        enough = len(family) >= (2 if meaning(" ".join(column.header[-1:])) else MANY)
        if column.field in SERIES and column.year is None and enough and 2 * others >= len(family):
            result[index] = replace(column, field=None)
    return result


def _assigned(columns: Sequence[Column], found: Sequence[_Candidate], foreign: set[int]) -> list[Column]:
    """The columns with the open ones assigned; those of `foreign` are of another indicator of the same row."""
    result = [replace(column, field=None) if index in foreign else column for index, column in enumerate(columns)]
    places = [index for index, column in enumerate(result) if column.field == "?"]
    gains = [{name: _gain(found[index], name) for name in SINGLE_FIELDS} for index in places]
    # Of two that fit equally the one on the left counts.
    worth = [{name: gain - row * 1e-6 for name, gain in each.items() if gain} for row, each in enumerate(gains)]
    for index, name in zip(places, best_assignment(worth), strict=True):
        if name is not None:
            score = found[index].scores[name] / 100
            result[index] = Column(found[index].path, name, None, score, found[index].lead(name))
    return [replace(column, field=None) if column.field == "?" else column for column in result]


def _gain(candidate: _Candidate, name: str) -> float:
    """What a column is worth as this field: its likeness, where that is enough or confirmed by the cells; else 0."""
    score = candidate.scores.get(name, 0.0)
    best = max(candidate.scores.values())
    enough = score >= max(ACCEPT, best - NEARLY)
    confirmed = name in candidate.cells and score >= max(CONFIRMED, best - NEARLY) and best < ACCEPT
    return score if enough or confirmed else 0.0


def _told_by_cells(columns: Sequence[Column], found: Sequence[_Candidate]) -> list[Column]:
    """Columns whose header tells nothing, by their cells: the numbers at the left, and fields that no column has."""
    result = list(columns)
    for index, (column, candidate) in enumerate(zip(columns, found, strict=True)):
        if column.field is not None:
            continue
        header = fold_header(" ".join(candidate.path))
        name = next((kind for kind in TOLD_BY_CELLS if kind in candidate.cells), None)
        known = max(candidate.scores.values(), default=0.0) >= ACCEPT
        if "nomor" in candidate.cells and not known and len(header) <= SHORT and index == 0:
            result[index] = Column(candidate.path, "nomor", None, BY_CELLS, BY_CELLS)
        elif _tells(header, name) and not known and not any(other.field == name for other in result):
            result[index] = Column(candidate.path, name, None, BY_CELLS, BY_CELLS)
        elif "target" in candidate.cells and not known:
            result[index] = _series_by_cells(column, candidate)
    return result


def _tells(header: str, name: str | None) -> bool:
    """Whether the cells may speak for this header: there is none, or units stand below a scrap of "Sat"."""
    return name is not None and (not header or (name == "satuan" and len(header) <= SHORT))


def _series_by_cells(column: Column, candidate: _Candidate) -> Column:
    """A column of values whose header is a little like "Target" or "Realisasi"."""
    kind = max(SERIES, key=lambda name: candidate.scores.get(name, 0.0))
    score = candidate.scores.get(kind, 0.0)
    if score < CONFIRMED or candidate.lead(kind) < 0:
        return column
    return replace(column, field=kind, year=header_year(candidate.path), score=score / 100, margin=candidate.lead(kind))
