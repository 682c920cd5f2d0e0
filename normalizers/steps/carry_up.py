"""A merged cell that a page break cut above its text: print centred in the whole cell stands below the break alone.

The blank upper part is known by the rows that it spans. Where it spans one it may be a cell left blank for "as above";
but not in a table that merges the cells of one sasaran wherever no page ends.
"""

from __future__ import annotations

from collections.abc import Sequence
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
                cut = _rows_of(rows, place - 1, index)
                # A blank cell from the top of its page on is the lower part of another.
                for row in cut if not rows[cut[-1]].opens_page else ():
                    entries = {**rows[row].entries, index: replace(entry, carried=True)}
                    rows[row] = replace(rows[row], entries=entries)
    return replace(table, rows=tuple(rows))


def _is_upper(entry: Entry, *, alone: bool) -> bool:
    return not entry.text and not entry.unread and (entry.rowspan > 1 or (alone and not entry.carried))


def _rows_of(rows: Sequence[Row], last: int, index: int) -> list[int]:
    """The rows that the cell spans whose last row is `last`, upwards."""
    spots = rows[last].entries[index].spots
    first = last
    while first and index in rows[first - 1].entries and rows[first - 1].entries[index].spots == spots:
        first -= 1
    return list(range(last, first - 1, -1))


def _merges(table: Table, sasaran: int) -> bool:
    """Whether the sasaran's cells are merged, and none beside which no page ends or begins is blank."""
    merged = False
    for place, row in enumerate(table.rows):
        entry = row.entries.get(sasaran)
        at_edge = row.opens_page or place + 1 == len(table.rows) or table.rows[place + 1].opens_page
        if entry is None:
            continue
        if not at_edge and not entry.text and not entry.carried and entry.rowspan == 1:
            return False
        merged = merged or entry.carried
    return merged
