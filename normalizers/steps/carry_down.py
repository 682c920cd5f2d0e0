"""Carrying down: a merged cell's text holds for all rows that it spans, also where a page break cuts the merge.

A blank *ruled* cell takes the text from above only in the sasaran column and that of its number; anywhere else blank
means: nothing is said. The lower part of a merge that a page break cut is a blank cell too: it is known by the rows
that it spans, or, where it spans one, by its column, which is merged with the sasaran wherever a sasaran is.
"""

from __future__ import annotations

from dataclasses import replace

from normalizers.tables import Entry, Row, Spot, Table
from normalizers.vocabulary import Vocabulary


def carry_down(table: Table, _: Vocabulary) -> Table:
    """Fills sasaran and its number from above, and cells of a merge that a page break cut."""
    sasaran = table.first("sasaran")
    number = _number_of_sasaran(table, sasaran)
    together = _merged_with(table, sasaran)
    rows: list[Row] = []
    cut: dict[tuple[int, Spot], Entry] = {}
    for row in table.rows:
        above = rows[-1] if rows else None
        if above is None:
            rows.append(row)
            continue
        entries, tujuan = dict(row.entries), row.tujuan
        blank = sasaran is not None and not _text(row, sasaran)
        goes_on = _same_section(above, row)
        if goes_on:
            if blank and tujuan is not None and above.tujuan is not None and not tujuan.text:
                tujuan = replace(above.tujuan, carried=True)
            if blank and sasaran is not None:
                _carry(entries, above, sasaran)
            if blank and number is not None and not _text(row, number):
                _carry(entries, above, number)
        for index, entry in row.entries.items():
            if entry.text or not entry.spots:
                continue
            if row.opens_page and (_spans_on(above, entry, index) or (blank and goes_on and index in together)):
                _carry(entries, above, index)
                cut[index, entry.spots[0]] = entries[index]
            elif entry.carried and (index, entry.spots[0]) in cut:
                entries[index] = replace(cut[index, entry.spots[0]], carried=True)
        rows.append(replace(row, entries=entries, tujuan=tujuan))
    return replace(table, rows=tuple(rows))


def _spans_on(above: Row, entry: Entry, index: int) -> bool:
    """Whether the upper or the lower part of a cell on both sides of a page break spans several rows."""
    return entry.rowspan > 1 or (index in above.entries and above.entries[index].carried)


def _merged_with(table: Table, sasaran: int | None) -> set[int]:
    """The columns that are merged over the same rows as the sasaran, everywhere but below a page break."""
    if sasaran is None:
        return set()
    inside = [
        row for row in table.rows if not row.opens_page and sasaran in row.entries and row.entries[sasaran].carried
    ]
    columns = range(len(table.columns))
    return {
        index
        for index in columns
        if index != sasaran and inside and all(index in r.entries and r.entries[index].carried for r in inside)
    }


def _text(row: Row, index: int) -> str:
    return row.entries[index].text if index in row.entries else ""


def _same_section(above: Row, row: Row) -> bool:
    """A new tujuan or sasaran of a section row ends what is carried from above it."""

    def words(entry: Entry | None) -> str | None:
        return entry.text or None if entry is not None else None

    if row.tujuan is not None and not row.tujuan.text:
        return above.tujuan is not None
    return words(above.sasaran) == words(row.sasaran) and (above.tujuan is None) == (row.tujuan is None)


def _carry(entries: dict[int, Entry], above: Row, index: int) -> None:
    if index in above.entries and above.entries[index].text:
        entries[index] = replace(above.entries[index], carried=True)


def _number_of_sasaran(table: Table, sasaran: int | None) -> int | None:
    """The number column left of the sasaran and not beside the indicator."""
    if sasaran is None:
        return None
    before = [index for index in table.indexes("nomor") if index < sasaran]
    return before[-1] if before else None
