"""Cards ("Manual IKU", "Kartu Indikator"): label and value side by side, one indicator a card.

A card is a table turned by a quarter: its labels are the header, its values the only row. Labels may be numbered, stand
in two columns side by side, and several cards may stand in one grid; a card may go on on the next page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.shapes import Cell, Grid, Page
from normalizers.columns import match_columns
from normalizers.headers import cell_text
from normalizers.likeness import best
from normalizers.tables import Column, Entry, Row, Table, spot_of
from normalizers.vocabulary import Vocabulary, fold_header

#: A card names at least this many fields, one of them the indicator.
FEWEST_FIELDS = 4
#: The second label of a row is read without an error worth the name (likeness 0..100).
SURE = 90.0
_MARK = re.compile(r"^\(?(?:\d{1,2}|[A-Za-z])[.)]\s*(?=\S)")
_NUMBER = re.compile(r"^\W*(?:\d{1,2}|[A-Za-z]|[IVX]{1,4})\W*$")

#: A label and the cells of its value.
Pair = tuple[Cell, list[Cell]]


def card_tables(page: Page, grid: Grid, vocabulary: Vocabulary) -> list[Table]:
    """The cards of a grid, each as a table of one row; [] where its first column names no fields of an indicator."""
    pairs = list(_pairs(grid, vocabulary))
    cards = [_card(page, grid, group, vocabulary) for group in _repeated(pairs)]
    return [card for card in cards if card is not None]


def continued_card(card: Table, page: Page, grid: Grid, vocabulary: Vocabulary) -> Table | None:
    """The card with the labels and values that a grid on the next page adds to it; None where it adds none.

    At least half of its labels name fields, and none that the card has.
    """
    pairs = list(_pairs(grid, vocabulary))
    if page.number - card.pages[-1] > 1 or not pairs:
        return None
    columns = _columns(pairs, vocabulary)
    known = [column.field for column in columns if column.field]
    if 2 * len(known) < len(columns) or any(
        card.indexes(name) for name in known if name not in ("target", "realisasi")
    ):
        return None
    row = card.rows[0]
    shift = len(card.columns)
    entries = {shift + index: _entry(page, values) for index, (_, values) in enumerate(pairs)}
    spots = ((page.number, page.on_paper(label.box), shift + index) for index, (label, _) in enumerate(pairs))
    return replace(
        card,
        columns=(*card.columns, *columns),
        rows=(replace(row, entries={**row.entries, **entries}),),
        pages=(*card.pages, page.number),
        header_spots=(*card.header_spots, *spots),
        grids=(*card.grids, (page.number, grid.box)),
    )


def _card(page: Page, grid: Grid, pairs: Sequence[Pair], vocabulary: Vocabulary) -> Table | None:
    if len(pairs) < FEWEST_FIELDS:
        return None
    columns = _columns(pairs, vocabulary)
    fields = {column.field for column in columns if column.field}
    known = sum(bool(column.field) for column in columns)
    if "indikator" not in fields or len(fields) < FEWEST_FIELDS or 2 * known < len(columns):
        return None
    entries = {index: _entry(page, values) for index, (_, values) in enumerate(pairs)}
    spots = tuple((page.number, page.on_paper(label.box), index) for index, (label, _) in enumerate(pairs))
    return Table(
        tuple(columns),
        (Row(page.number, entries),),
        (page.number,),
        header_spots=spots,
        grids=((page.number, grid.box),),
    )


def _columns(pairs: Sequence[Pair], vocabulary: Vocabulary) -> list[Column]:
    bodies = [[" ".join(map(cell_text, values)).strip(" :")] for _, values in pairs]
    labels = [_MARK.sub("", cell_text(label).rstrip(" :"), count=1) for label, _ in pairs]
    return match_columns([(label,) for label in labels], vocabulary, bodies)


def _pairs(grid: Grid, vocabulary: Vocabulary) -> Iterator[Pair]:
    """The label cell and the cells beside it of each row; of two labels in a row both."""
    rows = [[cell for cell in grid.cells if cell.row == row] for row in range(grid.rows)]
    numbers = [bool(cells) and cells[0].column == 0 and bool(_NUMBER.match(cell_text(cells[0]))) for cells in rows]
    numbered = 2 * sum(numbers) > len(rows)
    for cells, number in zip(rows, numbers, strict=True):
        own = cells[1:] if numbered and number else cells
        texts = [cell for cell in own if cell_text(cell).strip(" :")]
        if len(own) >= 2 and texts and texts[0] is own[0] and (numbered or own[0].column == 0):
            yield from _side_by_side(own, vocabulary)


def _side_by_side(cells: Sequence[Cell], vocabulary: Vocabulary) -> Iterator[Pair]:
    """The pairs of one row: a further label has a value before it and one behind it."""
    starts = [0]
    for place in range(2, len(cells) - 1):
        before = [cell for cell in cells[starts[-1] + 1 : place] if cell_text(cell).strip(" :")]
        found = best((cell_text(cells[place]).rstrip(" :"),), vocabulary)
        if before and found.field not in (None, "lain") and found.score >= SURE:
            starts.append(place)
    for start, end in zip(starts, [*starts[1:], len(cells)], strict=True):
        yield cells[start], list(cells[start + 1 : end])


def _repeated(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """The pairs of each card: the next one begins with the label with which the first one does."""
    groups: list[list[Pair]] = []
    for pair in pairs:
        if not groups or fold_header(cell_text(pair[0])) == fold_header(cell_text(pairs[0][0])):
            groups.append([])
        groups[-1].append(pair)
    return groups


def _entry(page: Page, cells: list[Cell]) -> Entry:
    """The value cells as one entry; a colon in a cell of its own, or before the value, belongs to the label."""
    lines = [line.text for cell in cells for line in cell.lines]
    while lines and not lines[0].strip(" :"):
        del lines[0]
    if lines:
        lines[0] = lines[0].lstrip(" :")
    spots = tuple(spot_of(page, cell) for cell in cells)
    return Entry(tuple(lines), spots, unread=any(cell.unread_ink for cell in cells))
