"""Numbering rows below the header: "1 2 3 4 5", "(1) (2) (3)", too short, with gaps, repeated on each page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from normalizers.tables import Entry, Row, Spot, Table
from normalizers.vocabulary import Vocabulary

_NUMBER = re.compile(r"^\W*(\d{1,2})(?:\s*[=+].*)?\W*$")


def drop_numbering_rows(table: Table, _: Vocabulary) -> Table:
    """Leaves out rows that only number the columns.

    Where a worn ruling let a numbering cell run into the one below it, only the number goes; the rest is marked.
    """
    rows: list[Row] = []
    numbering: list[Row] = []
    opens = False
    stuck: dict[tuple[int, Spot], tuple[str, ...]] = {}
    for row in table.rows:
        opens = opens or row.opens_page
        if _numbers_columns(row):
            numbering.append(row)
            tall = [(index, entry) for index, entry in row.entries.items() if entry.rowspan > 1]
            stuck |= {(index, entry.spots[0]): entry.lines[1:] for index, entry in tall}
        else:
            rows.append(replace(row, opens_page=opens, entries=_freed(row, stuck, rows[-1:])))
            opens = False
    return replace(table, rows=tuple(rows)).without("baris-nomor", *numbering)


def _freed(row: Row, stuck: dict[tuple[int, Spot], tuple[str, ...]], above: Sequence[Row]) -> dict[int, Entry]:
    """The row's entries; of a cell that began in the numbering row, the lines below the number."""
    entries = dict(row.entries)
    for index, entry in row.entries.items():
        lines = stuck.get((index, entry.spots[0]))
        if lines is not None:
            doubts = ("sel-menyatu",) if lines else ()
            again = any(index in other.entries and other.entries[index].spots == entry.spots for other in above)
            entries[index] = replace(entry, lines=lines, carried=again, doubts=doubts)
    return entries


def _numbers_columns(row: Row) -> bool:
    """At least two texts, all short, no name among them, and two thirds of them numbers that rise from left to right.

    OCR may misread some of them, so the longest rising series counts.
    """
    heads = {index: _head(entry) for index, entry in sorted(row.entries.items()) if entry.text and not entry.carried}
    texts = list(heads.values())
    if len(texts) < 2 or any(len(text) > 4 for text in texts):
        return False
    rising = _rising([int(match[1]) for text in texts if (match := _NUMBER.match(text))])
    return rising >= 2 and 3 * rising >= 2 * len(texts)


def _head(entry: Entry) -> str:
    """The text that stands in the row itself: of a taller cell its first line."""
    return entry.lines[0] if entry.rowspan > 1 and entry.lines else entry.text


def _rising(numbers: Sequence[int]) -> int:
    """Length of the longest strictly rising subsequence (patience sorting)."""
    tops: list[int] = []
    for number in numbers:
        place = bisect_left(tops, number)
        tops[place : place + 1] = [number]
    return len(tops)
