"""A merged cell that a page break cut above its text: print centred in the whole cell stands below the break alone.

The blank upper part is known by the rows that it spans. Where it spans one it may be a cell left blank for "as above";
but not in a table that merges the cells of one sasaran wherever no page ends.
"""

from __future__ import annotations

from dataclasses import replace

from normalizers.tables import Entry, Row, Table
from normalizers.vocabulary import Vocabulary


def carry_up(table: Table, _: Vocabulary) -> Table:
    """Gives the text of such a cell to the rows above the break."""
    sasaran = table.first("sasaran")
    numbers = [index for index in table.indexes("nomor") if sasaran is not None and index < sasaran][-1:]
    merges = sasaran is not None and _merges(table, sasaran)
    of_sasaran = {sasaran, *numbers} if merges else set()
    rows = list(table.rows)
    for place in range(1, len(rows)):
        if not rows[place].opens_page:
            continue
        for index, entry in rows[place].entries.items():
            upper = rows[place - 1].entries.get(index)
            if entry.text and upper is not None and _is_upper(upper, alone=index in of_sasaran):
                _fill(rows, place - 1, index, entry)
    return replace(table, rows=tuple(rows))


def _is_upper(entry: Entry, *, alone: bool) -> bool:
    return not entry.text and not entry.unread and (entry.rowspan > 1 or (alone and not entry.carried))


def _fill(rows: list[Row], place: int, index: int, text: Entry) -> None:
    """Puts the text into the cell of this row and into the same cell of the rows above it."""
    spots = rows[place].entries[index].spots
    while place >= 0 and index in rows[place].entries and rows[place].entries[index].spots == spots:
        entries = {**rows[place].entries, index: replace(text, carried=True)}
        rows[place] = replace(rows[place], entries=entries)
        place -= 1


def _merges(table: Table, sasaran: int) -> bool:
    """Whether the sasaran's cells are merged, and none beside which no page ends or begins is blank."""
    merged = False
    for place, row in enumerate(table.rows):
        entry = row.entries.get(sasaran)
        at_edge = row.opens_page or place + 1 == len(table.rows) or table.rows[place + 1].opens_page
        if entry is None or at_edge:
            continue
        if not entry.text and not entry.carried and entry.rowspan == 1:
            return False
        merged = merged or entry.carried
    return merged
