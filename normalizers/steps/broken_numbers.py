"""Numbers that a column too narrow for them broke into lines: "1" over "2" is 12, "37,4" over "4%" is 37,44%.

A row's number is put together where the numbers of the rows beside it count up to it; a value where its first line
fills the cell, and with a doubt, since two values may stand over one another as well.
"""

from __future__ import annotations

import re
from dataclasses import replace

from normalizers.numbers import parse_number
from normalizers.tables import Entry, Row, Table
from normalizers.vocabulary import Vocabulary

#: Besides a line that fills its cell there is room for the padding, in points, and for hardly one more sign.
PADDING, SIGNS = 12.0, 1.2
UNSURE = "angka-tak-jelas"
_FIGURES = re.compile(r"[\d.,]+\s*%?|%")
_NUMBER = re.compile(r"^\W*(\d+)\W*$")


def join_broken_numbers(table: Table, _: Vocabulary) -> Table:
    """Puts the lines of such numbers together."""
    numbers, values = table.indexes("nomor"), table.indexes("target", "realisasi")
    rows: list[Row] = []
    for place, row in enumerate(table.rows):
        entries = dict(row.entries)
        for index in numbers:
            if index in entries and _is_counted(table, place, index, _joined(entries[index])):
                entries[index] = replace(entries[index], lines=("".join(entries[index].lines),))
        for index in values:
            if index in entries and _is_one_value(entries[index]):
                entry = entries[index]
                entries[index] = replace(entry, lines=("".join(entry.lines),), doubts=(*entry.doubts, UNSURE))
        rows.append(replace(row, entries=entries))
    return replace(table, rows=tuple(rows))


def _joined(entry: Entry) -> int | None:
    """The number that several lines are together; None for one line, or other texts."""
    match = _NUMBER.match("".join(entry.lines)) if len(entry.lines) > 1 else None
    return int(match[1]) if match else None


def _is_counted(table: Table, place: int, index: int, number: int | None) -> bool:
    """Whether the next number above is one less, or the next one below is one more (the same in a merged cell)."""
    if number is None:
        return False
    above = (_number(row, index) for row in reversed(table.rows[:place]))
    below = (_number(row, index) for row in table.rows[place + 1 :])
    before = next((found for found in above if found not in (None, number)), None)
    after = next((found for found in below if found not in (None, number)), None)
    return number - 1 == before or number + 1 == after


def _number(row: Row, index: int) -> int | None:
    match = _NUMBER.match("".join(row.entries[index].lines)) if index in row.entries else None
    return int(match[1]) if match else None


def _is_one_value(entry: Entry) -> bool:
    """Whether lines of figures fill the cell, all but the last, and are a number together."""
    if len(entry.lines) < 2 or len(entry.spots) > 1 or not all(_FIGURES.fullmatch(line) for line in entry.lines):
        return False
    if parse_number("".join(entry.lines), ",") is None and parse_number("".join(entry.lines), ".") is None:
        return False
    spot = entry.spots[0]
    words = {word.text: word.box.width for word in spot.words}
    room = [spot.box.width - words.get(line, 0.0) for line in entry.lines[:-1]]
    signs = [words.get(line, 0.0) / len(line) for line in entry.lines[:-1]]
    return all(free <= PADDING + SIGNS * sign for free, sign in zip(room, signs, strict=True))
