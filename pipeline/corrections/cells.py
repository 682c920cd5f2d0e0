"""A record as cells: one key a value, as provenance and review marks name them.

Keys are the plain fields, "target.2019" ("target" where no year is printed) and "kolom_lain.HEADER". Of several columns
with the same year the second has a "+" behind its key, the third "++".
"""

from __future__ import annotations

import re

from normalizers.canonical import canonical_forms
from normalizers.laws import find_laws
from normalizers.models import Record, Value
from normalizers.numbers import Decimal, column_decimal, parse_number
from normalizers.vocabulary import SINGLE_FIELDS
from pipeline.corrections.vocabulary import own_words

SERIES = ("target", "realisasi")
PLAIN = ("nomor", *SINGLE_FIELDS)
OTHER = "kolom_lain."
_SERIES_KEY = re.compile(r"(?P<kind>target|realisasi)(?:\.(?P<year>[12]\d{3}))?\+{0,9}")


def is_key(key: str) -> bool:
    """Whether this names a cell that a record may have."""
    return key in PLAIN or _SERIES_KEY.fullmatch(key) is not None or (key.startswith(OTHER) and len(key) > len(OTHER))


def is_series(key: str) -> bool:
    """Whether the cell is a target or a realisasi."""
    return _SERIES_KEY.fullmatch(key) is not None


def cells(record: Record) -> dict[str, str]:
    """Key -> text of every cell that has text, in the order of the contract."""
    found = {name: text for name in PLAIN if (text := getattr(record, name))}
    for kind in SERIES:
        found |= {key: value.teks for key, value in _keyed(record, kind)}
    return found | {OTHER + header: text for header, text in record.kolom_lain.items() if text}


def number(record: Record, key: str) -> float | int | None:
    """What a target or realisasi means as a number."""
    kind = key.partition(".")[0].rstrip("+")
    return next((value.nilai for name, value in _keyed(record, kind) if name == key), None) if kind in SERIES else None


def place_key(key: str) -> str:
    """The key under which provenance keeps the cell's place."""
    return key.rstrip("+") if is_series(key) else key


def put(record: Record, key: str, text: str | None, nilai: float | int | None = None) -> Record:
    """The record with this text in the cell (None: no text), and with all that follows from its texts."""
    changes: dict[str, object] = {}
    if is_series(key):
        kind = key.partition(".")[0].rstrip("+")
        changes[kind] = _series(record, kind, key, text, nilai)
    elif key.startswith(OTHER):
        rest = {**record.kolom_lain, key.removeprefix(OTHER): text or ""}
        changes["kolom_lain"] = {header: said for header, said in rest.items() if said}
    else:
        # A record without an indikator is none: the last text stays empty instead of null.
        changes[key] = (text or "") if key == "indikator" else text or None
    changed = record.model_copy(update=changes)
    return changed.model_copy(update={"dasar_hukum": _laws(record, changed), **_forms(key, changed)})


def _forms(key: str, record: Record) -> dict[str, object]:
    """The canonical forms that follow from a changed cell; a formula is understood anew only where it is the cell."""
    texts = {name: text for name in PLAIN if (text := getattr(record, name))}
    forms = canonical_forms(texts, record.target, (), own_words())
    return {name: form for name, form in forms.items() if key == "formulasi" or not name.startswith("rumus_")}


def decimal_of(records: list[Record]) -> Decimal:
    """The decimal sign of a document's values."""
    return column_decimal(value.teks for record in records for value in (*record.target, *record.realisasi))


def meant(text: str, decimal: Decimal) -> float | int | None:
    """The number that a text means, as the machine would say it."""
    return parse_number(text, decimal)


def _keyed(record: Record, kind: str) -> list[tuple[str, Value]]:
    seen: dict[str, int] = {}
    keyed = []
    for value in getattr(record, kind):
        key = kind if value.tahun is None else f"{kind}.{value.tahun}"
        keyed.append((key + "+" * seen.get(key, 0), value))
        seen[key] = seen.get(key, 0) + 1
    return keyed


def _series(record: Record, kind: str, key: str, text: str | None, nilai: float | int | None) -> list[Value]:
    match = _SERIES_KEY.fullmatch(key)
    year = int(match["year"]) if match and match["year"] else None
    keyed = dict(_keyed(record, kind))
    if not text:
        return [value for name, value in keyed.items() if name != key]
    new = Value(tahun=year, teks=text, nilai=nilai)
    if key in keyed:
        return [new if name == key else value for name, value in keyed.items()]
    values = [*keyed.values(), new]
    return sorted(values, key=lambda value: value.tahun or 0) if year and all(v.tahun for v in values) else values


def _laws(before: Record, after: Record) -> object:
    """The references of the record's texts; where they did not change, as the machine found them."""
    texts = [
        [cells(record).get(name, "") for name in PLAIN] + list(record.kolom_lain.values()) for record in (before, after)
    ]
    return (
        before.dasar_hukum
        if texts[0] == texts[1]
        else find_laws(" \n".join(text for text in texts[1] if text), own_words().laws)
    )
