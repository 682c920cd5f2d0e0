"""Cards ("Manual IKU", "Kartu Indikator"): label and value side by side, one indicator a card.

A card is a table turned by a quarter: its labels are the header, its values the only row.
"""

from __future__ import annotations

from extractors.shapes import Cell, Grid, Page
from normalizers.columns import match_columns
from normalizers.headers import cell_text
from normalizers.tables import Entry, Row, Table, spot_of
from normalizers.vocabulary import Vocabulary

#: A card names at least this many fields, one of them the indicator.
FEWEST_FIELDS = 4


def card_table(page: Page, grid: Grid, vocabulary: Vocabulary) -> Table | None:
    """The grid as a table of one row if its first column names fields of an indicator; else None."""
    pairs = _pairs(grid)
    if len(pairs) < FEWEST_FIELDS:
        return None
    bodies = [[" ".join(map(cell_text, values)).strip(" :")] for _, values in pairs]
    columns = match_columns([(cell_text(label).rstrip(" :"),) for label, _ in pairs], vocabulary, bodies)
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


def _pairs(grid: Grid) -> list[tuple[Cell, list[Cell]]]:
    """(label cell, the cells beside it) of each row."""
    pairs = []
    for row in range(grid.rows):
        cells = [cell for cell in grid.cells if cell.row == row]
        texts = [cell for cell in cells if cell_text(cell).strip(" :")]
        if len(cells) >= 2 and texts and texts[0].column == 0:
            values = [cell for cell in cells if cell is not texts[0]]
            pairs.append((texts[0], values))
    return pairs


def _entry(page: Page, cells: list[Cell]) -> Entry:
    """The value cells as one entry; a colon in a cell of its own, or before the value, belongs to the label."""
    lines = [line.text for cell in cells for line in cell.lines]
    while lines and not lines[0].strip(" :"):
        del lines[0]
    if lines:
        lines[0] = lines[0].lstrip(" :")
    spots = tuple(spot_of(page, cell) for cell in cells)
    return Entry(tuple(lines), spots, unread=any(cell.unread_ink for cell in cells))
