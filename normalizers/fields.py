"""A row of a finished table to the fields of one record: twins joined, composite cells split, numbers set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from normalizers.composite import split_cell
from normalizers.tables import Column, Entry, Row, Table, joined
from normalizers.vocabulary import SINGLE_FIELDS, Vocabulary

#: Fields whose cells may be composite.
COMPOSITE = ("formulasi", "alasan", "definisi_operasional", "sumber_data", "keterangan", "tipe_penghitungan")

_NOMOR = re.compile(r"^\W*(\d+(?:\.\d+)*|[A-Za-z]|[IVXL]+)\W*$")
_OWN_NUMBER = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})*)(?:[.)]\s*|\s+)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Filled:
    """A field as the row fills it: its text without what was set apart, its entry, the column that it came from."""

    text: str
    entry: Entry
    column: Column | None = None


def fill(table: Table, row: Row, vocabulary: Vocabulary) -> dict[str, Filled]:
    """The record's plain fields and its nomor; fields without text are left out, unless ink lies there unread."""
    found: dict[str, tuple[Entry, Column | None]] = {}
    for name in SINGLE_FIELDS:
        for index in table.indexes(name):
            entry = row.entries.get(index)
            if entry is not None and (entry.text or entry.unread):
                found[name] = (joined(found[name][0], entry) if name in found else entry, table.columns[index])
    for name, section in (("tujuan", row.tujuan), ("sasaran", row.sasaran)):
        if section is not None and section.text:
            found[name] = (section, None)
    for name in COMPOSITE:
        if name in found:
            _split(found, name, vocabulary)
    fields = {name: Filled(entry.text, entry, column) for name, (entry, column) in found.items()}
    return _numbered(table, row, fields)


def others(table: Table, row: Row) -> Iterator[tuple[str, Entry, Column]]:
    """(header text, entry, column) for each column that is of no field."""
    for index, column in enumerate(table.columns):
        entry = row.entries.get(index)
        if column.field is None and entry is not None and entry.text:
            yield column.name or f"kolom {index + 1}", entry, column


def _split(found: dict[str, tuple[Entry, Column | None]], name: str, vocabulary: Vocabulary) -> None:
    entry, column = found[name]
    parts = split_cell(entry.lines, name, vocabulary)
    if parts == {name: entry.lines}:
        return
    found.pop(name)
    for kind, lines in parts.items():
        part = replace(entry, lines=lines)
        if kind in found:
            part = replace(joined(found[kind][0], part), doubts=(*part.doubts, "label-ganda"))
        found[kind] = (part, column)


def _numbered(table: Table, row: Row, fields: dict[str, Filled]) -> dict[str, Filled]:
    """Sets nomor: the number printed inside the indicator's cell, else beside it, else beside its sasaran."""
    beside = _beside(table, row)
    name = fields.get("indikator")
    own = _OWN_NUMBER.match(name.text) if name is not None else None
    if name is not None and own is not None:
        marked = any(sign in own[0] for sign in ".)")
        # A bare number before the name may be a quantity ("3 Pilar ..."): it counts where it repeats the one beside it.
        if marked or (beside is not None and (beside.entry.carried or beside.text == own[1])):
            renamed = replace(name, text=name.text[own.end() :])
            return {**fields, "indikator": renamed, "nomor": Filled(own[1], name.entry, name.column)}
    return {**fields, "nomor": beside} if beside is not None else fields


def _beside(table: Table, row: Row) -> Filled | None:
    """The number in the column nearest to the indicator on its left, or in any number column."""
    name = table.first("indikator")
    left = [index for index in table.indexes("nomor") if name is None or index < name] or table.indexes("nomor")
    for index in reversed(left):
        entry = row.entries.get(index)
        if entry is not None and entry.text:
            match = _NOMOR.match(entry.text)
            return Filled(match[1] if match else entry.text, entry, table.columns[index])
    return None
