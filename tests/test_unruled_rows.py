"""Rows without rulings between them: lists of figures are parted, running text never is."""

from extractors.shapes import Box, Cell, Grid, TextLine
from extractors.unruled_rows import part_rows


def cell(column: int, *texts: str, pitch: float = 10.0, top: float = 20.0, row: int = 1, down: int = 1) -> Cell:
    lines = tuple(
        TextLine(text, Box(column * 50, top + pitch * place, column * 50 + 40, top + pitch * place + 8))
        for place, text in enumerate(texts)
        if text
    )
    return Cell(row, column, down, 1, Box(column * 50, 20, column * 50 + 50, 80), lines)


def grid(*cells: Cell) -> Grid:
    return Grid(1, max(c.row + c.rowspan for c in cells), len(cells), cells)


def rows(made: Grid) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(made.rows)]
    for item in made.cells:
        found[item.row].append(" ".join(line.text for line in item.lines))
    return found


def test_figures_at_the_same_heights_are_rows() -> None:
    made = part_rows(grid(cell(0, "Bekasi", "Depok", "Bogor"), cell(1, "2,3", "0,2", "-"), cell(2, "5", "", "8%")))
    assert rows(made)[1:] == [["Bekasi", "2,3", "5"], ["Depok", "0,2", ""], ["Bogor", "-", "8%"]]
    assert made.rows == 4


def test_one_list_of_figures_is_a_cell_of_several_lines() -> None:
    kept = grid(cell(0, "Jumlah", "kapal"), cell(1, "12", "13"), cell(2, "unit", "besar"))
    assert part_rows(kept) == kept


def test_text_of_more_lines_than_the_figures_stays_whole() -> None:
    kept = grid(cell(0, "Jumlah", "kapal", "baru"), cell(1, "12", "13"), cell(2, "4", "5"))
    assert part_rows(kept) == kept


def test_lines_at_other_heights_are_no_rows() -> None:
    kept = grid(cell(0, "Jumlah", "kapal", pitch=14), cell(1, "12", "13"), cell(2, "4", "5"))
    assert part_rows(kept) == kept


def test_a_row_under_a_merged_cell_stays_whole() -> None:
    kept = grid(cell(0, "Tujuan", row=0, down=2), cell(1, "12", "13"), cell(2, "4", "5"))
    assert part_rows(kept) == kept


def test_rows_below_move_down() -> None:
    made = part_rows(grid(cell(0, "1", "2"), cell(1, "3", "4"), cell(2, "jumlah", row=2)))
    assert rows(made)[1:] == [["1", "3"], ["2", "4"], ["jumlah"]]


def test_a_number_that_its_narrow_column_broke_starts_no_rows() -> None:
    body = [cell(0, "11", row=1), *(cell(n, "a", "b", row=2) for n in (1, 2, 3)), cell(0, "1", "2", row=2)]
    kept = grid(*sorted([*body, *(cell(n, "kata", row=1) for n in (1, 2, 3))], key=lambda c: (c.row, c.column)))
    assert part_rows(kept) == kept
