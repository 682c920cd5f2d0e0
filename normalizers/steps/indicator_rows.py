"""One row an indicator: elementary rows that a merged indicator cell spans, or that continue it, become one row."""

from __future__ import annotations

from dataclasses import replace

from normalizers.tables import Row, Table, joined, said
from normalizers.vocabulary import Vocabulary


def gather_indicator_rows(table: Table, _: Vocabulary) -> Table:
    """Puts rows without an indicator of their own under the indicator above them; nothing of their text is lost.

    A row that starts a new sasaran without an indicator stays: it becomes no record, but is reported.
    """
    names = table.indexes("indikator")
    sasaran = table.first("sasaran")
    rows: list[Row] = []
    for row in table.rows:
        own_name = any(said(row, index) for index in names)
        if own_name or not rows or said(row, sasaran) or not _has_name(rows[-1], names):
            rows.append(row)
        else:
            rows[-1] = _under(rows[-1], row, names)
    return replace(table, rows=tuple(rows))


def _has_name(row: Row, names: list[int]) -> bool:
    return any(index in row.entries and row.entries[index].text for index in names)


def _under(first: Row, second: Row, names: list[int]) -> Row:
    """The texts of the second row joined to the first one's; marked where no merged cell shows that they belong."""
    merged = any(index in second.entries and second.entries[index].carried for index in names)
    entries = dict(first.entries)
    for index, entry in second.entries.items():
        if not entry.text or entry.carried:
            continue
        doubt = () if merged else ("baris-tanpa-indikator",)
        added = replace(entry, doubts=(*entry.doubts, *doubt))
        entries[index] = joined(entries[index], added) if index in entries and entries[index].text else added
    return replace(first, entries=entries)
