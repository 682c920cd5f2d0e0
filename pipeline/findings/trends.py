"""Targets over the years (T..): do they go where the indicator should go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from normalizers.models import Record, Value
from pipeline.findings.finding import Hit
from pipeline.findings.table import Table, mentions

#: Years from which on standing still is worth a word.
_LONG = 3


def direction(name: str) -> int | None:
    """1 where more is better, -1 where less is better, None where the name does not tell for sure."""
    less, more = mentions(name, "rendah_baik"), mentions(name, "tinggi_baik")
    if less:
        # "Persentase kasus yang ditangani" holds a bad word and is good.
        return None if more or mentions(name, "pembalik") else -1
    return 1 if more and not _speaks_of_falling(name) else None


def against_direction(record: Record, _table: Table) -> Iterator[Hit]:
    """T01: targets that only get worse."""
    way, values = direction(record.indikator), _yearly(record.target)
    if way is None or len(values) < 2 or not _only(values, -way):
        return
    kind = "tinggi" if way > 0 else "rendah"
    moved = "turun" if way > 0 else "naik"
    yield Hit("target", f"Makin {kind} makin baik, tetapi targetnya {moved}: {_told(values)}")


def standing_still(record: Record, _table: Table) -> Iterator[Hit]:
    """T02: the same number year after year."""
    values = _yearly(record.target)
    if len(values) >= _LONG and len({value.nilai for value in values}) == 1:
        yield Hit("target", _told(values))


def better_before(record: Record, _table: Table) -> Iterator[Hit]:
    """T03: what was reached before is better than every target."""
    way, targets = direction(record.indikator), _yearly(record.target)
    first = targets[0].tahun if targets else None
    before = [value for value in _yearly(record.realisasi) if first and value.tahun and value.tahun < first]
    if way is None or not before:
        return
    reached = before[-1]
    if all(way * ((reached.nilai or 0) - (value.nilai or 0)) > 0 for value in targets):
        yield Hit("target", _told([reached, *targets]))


def to_nothing(record: Record, _table: Table) -> Iterator[Hit]:
    """T07: nothing is wanted any more where something was, and less is not better."""
    values = _yearly(record.target)
    if (
        direction(record.indikator) == -1
        or mentions(record.indikator, "rendah_baik")
        or _speaks_of_falling(record.indikator)
    ):
        return
    zeros = [index for index, value in enumerate(values) if value.nilai == 0]
    if zeros and any((value.nilai or 0) > 0 for value in values[: zeros[-1]]):
        yield Hit("target", _told(values))


def falling(record: Record, _table: Table) -> Iterator[Hit]:
    """T08: targets that fall where the name does not say that less is better."""
    values = _yearly(record.target)
    told = direction(record.indikator) is not None or mentions(record.indikator, "rendah_baik")
    if told or _speaks_of_falling(record.indikator) or len(values) < 2 or any(value.nilai == 0 for value in values):
        return
    if _only(values, -1):
        yield Hit("target", _told(values))


def _speaks_of_falling(name: str) -> bool:
    words = name.casefold()
    return any(
        word in words for word in ("penurunan", "pengurangan", "menurun", "berkurang", "waktu", "lama ", "biaya")
    )


def _yearly(values: Sequence[Value]) -> list[Value]:
    """The numbers with a year, in its order."""
    known = [value for value in values if value.tahun is not None and value.nilai is not None]
    return sorted(known, key=lambda value: value.tahun or 0)


def _only(values: Sequence[Value], sign: int) -> bool:
    """Whether the values move in this direction and never in the other."""
    steps = [(after.nilai or 0) - (before.nilai or 0) for before, after in pairwise(values)]
    return any(step * sign > 0 for step in steps) and all(step * sign >= 0 for step in steps)


def _told(values: Sequence[Value]) -> str:
    return ", ".join(f"{value.teks} ({value.tahun})" for value in values)
