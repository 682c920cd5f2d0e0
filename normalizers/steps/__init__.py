"""The steps from a stitched table to one row an indicator. Their order is the story; each is a plain Table -> Table.

A new step is one file here and one line in STEPS.
"""

from __future__ import annotations

from collections.abc import Callable

from normalizers.steps.blank_rows import drop_blank_rows
from normalizers.steps.broken_numbers import join_broken_numbers
from normalizers.steps.broken_rows import join_broken_rows
from normalizers.steps.carry_down import carry_down
from normalizers.steps.carry_up import carry_up
from normalizers.steps.indicator_rows import gather_indicator_rows
from normalizers.steps.numbered_indicators import split_numbered_indicators
from normalizers.steps.numbering_rows import drop_numbering_rows
from normalizers.steps.repeated_headers import drop_repeated_headers
from normalizers.steps.section_rows import read_section_rows
from normalizers.tables import Table
from normalizers.vocabulary import Vocabulary

Step = Callable[[Table, Vocabulary], Table]

STEPS: tuple[Step, ...] = (
    drop_blank_rows,
    drop_repeated_headers,
    drop_numbering_rows,
    join_broken_numbers,
    join_broken_rows,
    read_section_rows,
    carry_up,
    carry_down,
    gather_indicator_rows,
    split_numbered_indicators,
)


def apply(table: Table, vocabulary: Vocabulary) -> Table:
    """All steps in order."""
    for step in STEPS:
        table = step(table, vocabulary)
    return table
