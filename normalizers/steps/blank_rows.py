"""Rows that say nothing: blank ones, and form rows with dots still to be filled in ("....%", "…………")."""

from __future__ import annotations

import re
from dataclasses import replace

from normalizers.tables import Entry, Row, Table
from normalizers.vocabulary import Vocabulary

#: Dots to be filled in, with a unit, a number or brackets around them at most.
_PLACEHOLDER = re.compile(r"^[\W_]*(?:rp[\W_]*)?(?:\.{3,}|…)[\W_]*(?:%|rp|x\s*100\s*%?)?[\W_]*$", re.IGNORECASE)


def drop_blank_rows(table: Table, _: Vocabulary) -> Table:
    """Empties placeholders, then leaves out rows in which nothing is printed.

    A row with unread ink is kept. The mark of a page break goes on to the first row that is left.
    """
    rows: list[Row] = []
    opens = False
    blanks = [
        replace(row, entries={i: entry for i, entry in row.entries.items() if _PLACEHOLDER.match(entry.text)})
        for row in table.rows
    ]
    for row in table.rows:
        cleaned = replace(row, entries={index: _cleared(entry) for index, entry in row.entries.items()})
        opens = opens or row.opens_page
        if any((entry.text and not entry.carried) or entry.unread for entry in cleaned.entries.values()):
            rows.append(replace(cleaned, opens_page=opens))
            opens = False
    return replace(table, rows=tuple(rows)).without("isian-kosong", *blanks)


def _cleared(entry: Entry) -> Entry:
    return replace(entry, lines=()) if _PLACEHOLDER.match(entry.text) else entry
