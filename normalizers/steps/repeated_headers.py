"""Header rows that come again inside the body: in the middle of a table, or where a header was not recognised."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from normalizers.tables import Row, Table
from normalizers.vocabulary import Vocabulary

#: Likeness (0..100) of a cell's text to its own column's header.
ALIKE = 85.0


def drop_repeated_headers(table: Table, _: Vocabulary) -> Table:
    """Leaves out rows in which at least two cells, and most of the printed ones, repeat their column's header."""
    rows: list[Row] = []
    again: list[Row] = []
    opens = False
    for row in table.rows:
        opens = opens or row.opens_page
        if not _repeats(table, row):
            rows.append(replace(row, opens_page=opens))
            opens = False
        else:
            again.append(row)
    return replace(table, rows=tuple(rows)).without("judul-berulang", *again)


def _repeats(table: Table, row: Row) -> bool:
    printed = [(index, entry.text.casefold()) for index, entry in row.entries.items() if entry.text]
    headers = [(text, [part.casefold() for part in table.columns[index].header]) for index, text in printed]
    same = sum(any(fuzz.ratio(text, part) >= ALIKE for part in header) for text, header in headers)
    return same >= 2 and 2 * same >= len(printed)
