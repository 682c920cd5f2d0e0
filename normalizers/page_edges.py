"""Rows beside a page break of a table in whose pages clipped text hides: some of the next page's rows among theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.shapes import CLIPPED_TEXT, Page
from normalizers.tables import Row, Table


def doubt_page_edges(tables: Sequence[Table], pages: Sequence[Page]) -> list[Table]:
    """The finished tables with the rows on both sides of each page break doubted, if any page hides clipped text."""
    if not any(CLIPPED_TEXT in page.warnings for page in pages):
        return list(tables)
    return [_doubted(table) for table in tables]


def _doubted(table: Table) -> Table:
    breaks = [place for place, (upper, lower) in enumerate(pairwise(table.rows)) if upper.page != lower.page]
    beside = {place for upper in breaks for place in (upper, upper + 1)}
    rows = [_row(row) if place in beside else row for place, row in enumerate(table.rows)]
    return replace(table, rows=tuple(rows))


def _row(row: Row) -> Row:
    entries = {
        index: entry if entry.carried else replace(entry, doubts=(*entry.doubts, CLIPPED_TEXT))
        for index, entry in row.entries.items()
    }
    return replace(row, entries=entries)
