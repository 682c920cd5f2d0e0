"""Numbering rows below the header: "1 2 3 4 5", "(1) (2) (3)", too short, with gaps, repeated on each page."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from normalizers.tables import Row, Table
from normalizers.vocabulary import Vocabulary

_NUMBER = re.compile(r"^\W*(\d{1,2})(?:\s*[=+].*)?\W*$")


def drop_numbering_rows(table: Table, _: Vocabulary) -> Table:
    """Leaves out rows that only number the columns."""
    rows: list[Row] = []
    opens = False
    for row in table.rows:
        opens = opens or row.opens_page
        if not _numbers_columns(table, row):
            rows.append(replace(row, opens_page=opens))
            opens = False
    return replace(table, rows=tuple(rows))


def _numbers_columns(table: Table, row: Row) -> bool:
    """At least two texts, all short, at least two thirds numbers that rise from left to right, none of them a name."""
    texts = [entry.text for _, entry in sorted(row.entries.items()) if entry.text and not entry.carried]
    if len(texts) < 2 or any(len(text) > 4 for text in texts):
        return False
    numbers = [int(match[1]) for text in texts if (match := _NUMBER.match(text))]
    name = table.first("indikator")
    named = name is not None and (entry := row.entries.get(name)) is not None and len(entry.text) > 4
    rising = all(left < right for left, right in pairwise(numbers))
    return not named and len(numbers) >= 2 and 3 * len(numbers) >= 2 * len(texts) and rising
