"""Has anything been lost? Rows that became no record, and gaps in the numbering: alarms for the whole document."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from normalizers.models import Record
from normalizers.tables import Table


def rows_without_indicator(tables: Sequence[Table]) -> list[str]:
    """The texts of rows that name no indicator (a sasaran without one): they are no records, and must not vanish."""
    left = []
    for table in tables:
        names = table.indexes("indikator")
        for row in table.rows:
            if not any(index in row.entries and row.entries[index].text for index in names):
                own = [entry.text for _, entry in sorted(row.entries.items()) if entry.text and not entry.carried]
                left += [" | ".join(own)] if own else []
    return left


def numbering_gaps(records: Sequence[Record]) -> list[tuple[int, int]]:
    """(number, next number) wherever the records' whole numbers leave some out; starting again is no gap.

    Documents do jump by mistake, so a gap proves nothing; but a lost row always leaves one (check D06).
    """
    numbers = [int(record.nomor) for record in records if record.nomor is not None and record.nomor.isdecimal()]
    return [(left, right) for left, right in pairwise(numbers) if right > left + 1]
