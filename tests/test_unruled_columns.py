"""Rows whose verticals do not show: parted where the row below, or the header above, says where columns are."""

from extractors.shapes import Box, Cell, Grid, TextLine, Word
from extractors.unruled_columns import part_columns


def cell(row: int, column: int, *texts: tuple[str, float], over: int = 1) -> Cell:
    words = tuple(Word(text, Box(x, row * 20 + 5, x + 5 * len(text), row * 20 + 15)) for text, x in texts)
    line = TextLine(" ".join(text for text, _ in texts), Box.around(word.box for word in words), words)
    return Cell(row, column, 1, over, Box(column * 100, row * 20, (column + over) * 100, row * 20 + 20), (line,))


BODY = [cell(1, column, ("isi", 100 * column + 5)) for column in range(4)]


def parted(*texts: tuple[str, float]) -> list[list[str]]:
    grid = part_columns(Grid(1, 2, 4, (cell(0, 0, *texts, over=4), *BODY)))
    assert grid.cells[-4:] == tuple(BODY)
    return [[line.text for line in c.lines] for c in grid.cells if c.row == 0]


def test_a_text_in_each_column_is_a_cell_in_each_column() -> None:
    made = parted(("Sasaran", 10), ("Indikator", 110), ("Kinerja", 158), ("Satuan", 210), ("Target", 310))
    assert made == [["Sasaran"], ["Indikator Kinerja"], ["Satuan"], ["Target"]]


def test_a_section_row_stays_whole() -> None:
    assert len(parted(("SASARAN", 10), ("Meningkatnya", 50), ("mutu", 115))) == 1
    assert len(parted(("SASARAN", 10), ("1", 110), ("2", 310))) == 1


def test_the_heading_of_a_section_may_stand_between() -> None:
    header = cell(0, 0, ("Sasaran", 10), ("Indikator", 110), ("Satuan", 210), ("Target", 310), over=4)
    heading = cell(1, 0, ("Tujuan", 10), ("1:", 45), ("mutu", 60), over=4)
    body = [cell(2, column, ("isi", 100 * column + 5)) for column in range(4)]
    made = part_columns(Grid(1, 3, 4, (header, heading, *body)))
    assert [[line.text for line in c.lines] for c in made.cells][:5] == [
        ["Sasaran"],
        ["Indikator"],
        ["Satuan"],
        ["Target"],
        ["Tujuan 1: mutu"],
    ]


def test_a_word_over_an_edge_keeps_the_cell() -> None:
    assert len(parted(("Sasaran", 10), ("Indikatornya", 180), ("Satuan", 250), ("Target", 310))) == 1


def under_header(*rows: Cell) -> list[list[str]]:
    header = [cell(0, column, ("Judul", 100 * column + 5)) for column in range(4)]
    grid = part_columns(Grid(1, 1 + len(rows), 4, (*header, *rows)))
    return [[line.text for c in grid.cells if c.row == row.row for line in c.lines] for row in rows]


def test_rows_under_a_header_with_verticals_are_parted_one_after_another() -> None:
    first = cell(1, 0, ("Persentase", 10), ("cakupan", 65), ("%", 210), ("85", 310), over=4)
    heading = cell(2, 0, ("B.", 10), ("Layanan", 25), over=4)
    last = cell(3, 0, ("Nilai", 10), ("SAKIP", 110), ("poin", 210), over=4)
    made = under_header(first, heading, last)
    assert made == [["Persentase cakupan", "%", "85"], ["B. Layanan"], ["Nilai", "SAKIP", "poin"]]


def test_a_form_whose_columns_go_on_below_stays_whole() -> None:
    choices = cell(1, 0, ("(v)", 10), ("proses", 110), ("hasil", 210), over=4)
    assert len(under_header(choices, *(cell(2, column, ("isi", 100 * column + 5)) for column in range(4)))[0]) == 1


def test_running_text_under_a_header_stays_whole() -> None:
    text = cell(1, 0, ("Catatan", 10), ("sementara", 90), ("dari", 210), ("instansi", 310), over=4)
    assert len(under_header(text)[0]) == 1
