"""Several numbered indicators in one cell ("1. ... 2. ...") are several records."""

from __future__ import annotations

import re
from dataclasses import replace

from normalizers.tables import Entry, Row, Table
from normalizers.vocabulary import Vocabulary

#: Fields whose values take one line each: as many lines as indicators are one value for each of them.
SHORT_FIELDS = ("satuan", "target", "realisasi")
BY_LINE = "nilai-per-baris"

_ITEM = re.compile(r"^\s*\(?(\d{1,2})[.)]\s*(?=\D)")


def split_numbered_indicators(table: Table, _: Vocabulary) -> Table:
    """Splits rows whose indicator cell holds a list 1, 2, ...; cells with as many are split too, others shared.

    Units and values with one line an indicator are given out line by line, with a doubt.
    """
    name = table.first("indikator")
    if name is None:
        return table
    rows: list[Row] = []
    for row in table.rows:
        entry = row.entries.get(name)
        parts = numbered_parts(entry.lines) if entry is not None else []
        if len(parts) < 2:
            rows.append(row)
            continue
        split = {index: numbered_parts(other.lines) for index, other in row.entries.items()}
        short = set(table.indexes(*SHORT_FIELDS))
        for index in short & split.keys():
            split[index] = split[index] or [(line,) for line in row.entries[index].lines]
        for place in range(len(parts)):
            entries = {index: _part(other, split[index], place, len(parts)) for index, other in row.entries.items()}
            by_line = [index for index in short & entries.keys() if len(row.entries[index].lines) == len(parts)]
            entries |= {index: replace(entries[index], doubts=(BY_LINE,)) for index in by_line}
            rows.append(replace(row, entries=entries, opens_page=row.opens_page and place == 0))
    return replace(table, rows=tuple(rows))


def numbered_parts(lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The items of a numbered list that begins on the first line and counts up by one; [] if it is none."""
    parts: list[list[str]] = []
    expected: int | None = None
    for line in lines:
        match = _ITEM.match(line)
        if match and (expected is None or int(match[1]) == expected):
            parts.append([line])
            expected = int(match[1]) + 1
        elif not parts:
            return []
        else:
            parts[-1].append(line)
    return [tuple(part) for part in parts]


def _part(entry: Entry, parts: list[tuple[str, ...]], place: int, count: int) -> Entry:
    """The item of this place if the cell has as many items, else the whole cell, shared by all."""
    if len(parts) == count:
        return replace(entry, lines=parts[place])
    return entry if place == 0 else replace(entry, carried=True)
