"""Rows cut by a page break: the part below the break is put back under the row above it."""

from __future__ import annotations

from dataclasses import replace

from normalizers.steps.section_rows import is_section
from normalizers.tables import Entry, Row, Spot, Table, joined, said
from normalizers.vocabulary import Vocabulary


def join_broken_rows(table: Table, vocabulary: Vocabulary) -> Table:
    """Joins the first row of a page to the last one of the page before, where it continues it.

    It does when it prints no number of its own and no indicator. An indicator that is printed goes on from above when
    nothing of what a record has beside it (unit, values) is printed although the row above has it; in a table without
    such columns, when it starts in lower case. A merged cell that is cut in the middle of its text is whole again for
    all rows on both sides of the break.
    """
    rows: list[Row] = []
    for row in table.rows:
        if not rows or not row.opens_page or is_section(table, row, vocabulary):
            rows.append(row)
        elif _goes_on(table, rows[-1], row):
            rows[-1] = _join(rows[-1], row)
        else:
            rows.append(row)
            _mend(table, rows)
    return replace(table, rows=_spread(rows))


def _goes_on(table: Table, above: Row, row: Row) -> bool:
    if any(said(row, index) for index in table.indexes("nomor")):
        return False
    name = said(row, table.first("indikator"))
    if not name:
        return True
    values = table.indexes("satuan", "target", "realisasi")
    if any(said(row, index) for index in values):
        return False
    return any(said(above, index) for index in values) or not (name[0].isupper() or name[0].isdigit())


def _join(first: Row, second: Row) -> Row:
    entries = dict(first.entries)
    for index, entry in second.entries.items():
        # A blank cell over several rows is the lower part of the merged cell above: they have its text too.
        if (entry.text and not entry.carried) or (entry.rowspan > 1 and index in entries):
            entries[index] = joined(entries[index], entry) if index in entries else entry
    return replace(first, entries=entries)


def _mend(table: Table, rows: list[Row]) -> None:
    """A new indicator whose sasaran goes on from the page before, in lower case: one text for both rows."""
    index = table.first("sasaran")
    above, row = rows[-2:]
    text = said(row, index)
    if index is None or not text or not text[0].islower() or index not in above.entries:
        return
    whole = joined(above.entries[index], row.entries[index])
    rows[-2] = replace(above, entries={**above.entries, index: replace(whole, carried=above.entries[index].carried)})
    rows[-1] = replace(row, entries={**row.entries, index: replace(whole, carried=True)})


def _spread(rows: list[Row]) -> tuple[Row, ...]:
    """Gives a text that was made whole to every other row that the cell's parts span."""
    whole: dict[tuple[int, Spot], Entry] = {}
    for row in rows:
        for index, entry in row.entries.items():
            if len(entry.spots) > 1:
                whole |= {(index, spot): entry for spot in entry.spots}
    return tuple(
        replace(
            row,
            entries={
                index: replace(whole[index, entry.spots[0]], carried=entry.carried)
                if len(entry.spots) == 1 and (index, entry.spots[0]) in whole
                else entry
                for index, entry in row.entries.items()
            },
        )
        for row in rows
    )
