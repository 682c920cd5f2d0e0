"""Columns of a ruled table that white alone parts: only with a name over each, and white through every line."""

from collections.abc import Sequence

from extractors.shapes import Box, Cell, Grid, Word
from extractors.text import compose
from extractors.white_columns import part_white_columns

Text = tuple[str, float]


def words(row: int, *texts: Text) -> list[Word]:
    return [Word(text, Box(x, row * 20 + 5, x + 5 * len(text), row * 20 + 15)) for text, x in texts]


def table(*rows: Sequence[Text]) -> Grid:
    """A table with one vertical, at 100: a column of labels, and one with these words."""
    cells = []
    for row, texts in enumerate(rows):
        labels = compose(words(row, (f"baris{row}", 5)))
        cells.append(Cell(row, 0, 1, 1, Box(0, row * 20, 100, row * 20 + 20), labels))
        cells.append(Cell(row, 1, 1, 1, Box(100, row * 20, 400, row * 20 + 20), compose(words(row, *texts))))
    return Grid(1, len(rows), 2, tuple(cells))


def texts(grid: Grid) -> list[list[str]]:
    rows = [[cell for cell in grid.cells if cell.row == row] for row in range(grid.rows)]
    return [[" ".join(line.text for line in cell.lines) for cell in row] for row in rows]


HEADER = (("Satuan", 110), ("Target", 210), ("2024", 310))


def test_names_over_white_columns_part_them() -> None:
    grid = part_white_columns(table(HEADER, (("persen", 110), ("85", 215), ("90", 312)), (("poin", 110), ("7", 312))))
    assert grid.columns == 4
    assert texts(grid)[1:] == [["baris1", "persen", "85", "90"], ["baris2", "poin", "", "7"]]


def test_a_title_over_all_columns_goes_on_over_their_parts() -> None:
    plain = table(
        (("Satuan", 110), ("Target", 210), ("2024", 310)),
        (("%", 110), ("85", 215), ("90", 312)),
        (("%", 110), ("1", 215), ("2", 312)),
    )
    title = Cell(3, 0, 1, 2, Box(0, 60, 400, 80), compose(words(3, ("Jumlah", 150))))
    grid = part_white_columns(Grid(1, 4, 2, (*plain.cells, title)))
    assert grid.cells[-1].colspan == grid.columns == 4


def test_a_header_that_is_one_text_keeps_the_column() -> None:
    numbered = table(
        (("Program", 110), ("kerja", 148)),
        (("1.", 110), ("Audit", 210), ("dua", 310)),
        (("2.", 110), ("Reviu", 210), ("tiga", 310)),
    )
    assert part_white_columns(numbered) == numbered


def test_one_line_of_running_text_keeps_the_column() -> None:
    row = (("persen", 110), ("85", 215), ("90", 312))
    crossed = table(HEADER, row, row, (("catatan", 110), ("perhitungan", 148), ("sementara", 206)))
    assert part_white_columns(crossed) == crossed


def test_two_lines_are_no_columns() -> None:
    few = table(HEADER, (("persen", 110), ("85", 215), ("90", 312)))
    assert part_white_columns(few) == few
