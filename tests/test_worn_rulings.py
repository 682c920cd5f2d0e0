"""Rulings that have worn off a scan: cells that ran together are taken apart where their texts show it, and marked."""

from dataclasses import replace

import pytest
from table_paper import VOCABULARY

from extractors.shapes import Box, Cell, Grid, Page, TextLine, Word
from normalizers import steps
from normalizers.assemble import assemble
from normalizers.columns import match_columns

WIDTH, HEIGHT, TEXT = 100.0, 30.0, 8.0


def line(text: str, x: float, top: float, confidence: float | None = 0.95) -> TextLine:
    words = []
    for part in text.split():
        words.append(Word(part, Box(x, top, x + 5 * len(part), top + TEXT), confidence))
        x += 5 * len(part) + 2
    return TextLine(text, Box.around(word.box for word in words), tuple(words))


def cell(row: int, column: int, *lines: TextLine, down: int = 1, across: int = 1) -> Cell:
    box = Box(column * WIDTH, row * HEIGHT, (column + across) * WIDTH, (row + down) * HEIGHT)
    return Cell(row, column, down, across, box, lines)


def at(row: int, column: int, text: str) -> Cell:
    return cell(row, column, line(text, column * WIDTH + 4, row * HEIGHT + 4))


def page(*cells: Cell) -> Page:
    rows = max(c.row + c.rowspan for c in cells)
    columns = max(c.column + c.colspan for c in cells)
    return Page(1, columns * WIDTH, rows * HEIGHT, "scan", (Grid(1, rows, columns, cells),), dpi=300)


HEAD = [at(0, 0, "No"), at(0, 1, "Indikator Kinerja"), at(0, 2, "Formulasi"), at(0, 3, "Sumber Data")]
NAMES = [at(1, 0, "1"), at(1, 1, "Jumlah kapal"), at(2, 0, "2"), at(2, 1, "Jumlah sauh")]
REST = [at(1, 2, "dihitung"), at(2, 2, "dijumlahkan"), at(1, 3, "Laporan"), at(2, 3, "Survei")]


def values(made: Page) -> list[list[tuple[str, tuple[str, ...], bool]]]:
    """(text, doubts, carried) of each row's cells, left to right."""
    (table,) = assemble([made], VOCABULARY).tables
    return [[(e.text, e.doubts, e.carried) for _, e in sorted(row.entries.items())] for row in table.rows]


def test_two_texts_apart_in_a_cell_over_two_rows_are_one_a_row() -> None:
    both = cell(1, 2, line("dihitung", 204, 34), line("dijumlahkan", 204, 64), down=2)
    rows = values(page(*HEAD, *NAMES, both, at(1, 3, "Laporan"), at(2, 3, "Survei")))
    assert [row[2] for row in rows] == [("dihitung", ("sel-menyatu",), False), ("dijumlahkan", ("sel-menyatu",), False)]


def test_a_text_that_runs_over_the_row_edge_is_a_merged_cell() -> None:
    both = cell(1, 2, line("dihitung dari", 204, 49), line("seluruh laporan", 204, 60), down=2)
    rows = values(page(*HEAD, *NAMES, both, at(1, 3, "Laporan"), at(2, 3, "Survei")))
    assert [row[2] for row in rows] == [
        ("dihitung dari seluruh laporan", (), False),
        ("dihitung dari seluruh laporan", (), True),
    ]


def test_on_a_digital_page_a_merged_cell_is_never_taken_apart() -> None:
    lines = [line("dihitung", 204, 34, None), line("dijumlahkan", 204, 64, None)]
    rows = values(page(*HEAD, *NAMES, cell(1, 2, *lines, down=2), at(1, 3, "Laporan"), at(2, 3, "Survei")))
    assert [row[2][0] for row in rows] == ["dihitung dijumlahkan", "dihitung dijumlahkan"]


def test_lone_numbers_of_two_rows_are_parted_without_a_blank_line() -> None:
    both = cell(1, 0, line("1", 4, 50), line("2", 4, 61), down=2)
    rows = values(page(*HEAD, both, *NAMES[1::2], *REST))
    assert [row[0][0] for row in rows] == ["1", "2"]


def test_texts_of_two_columns_in_one_cell_go_to_their_columns() -> None:
    both = cell(1, 2, line("dihitung", 204, 34), line("Laporan", 304, 34), across=2)
    joined_line = line("dihitung Laporan", 204, 34)
    right = replace(joined_line.words[1], box=Box(304, 34, 339, 42))
    one_line = TextLine("dihitung Laporan", Box(204, 34, 339, 42), (joined_line.words[0], right))
    for made in (both, cell(1, 2, one_line, across=2)):
        rows = values(page(*HEAD, *NAMES, made, at(2, 2, "dijumlahkan"), at(2, 3, "Survei")))
        assert [(text, doubts) for text, doubts, _ in rows[0][2:]] == [
            ("dihitung", ("sel-menyatu",)),
            ("Laporan", ("sel-menyatu",)),
        ]


def test_a_word_that_reaches_a_little_over_its_column_does_not_join_the_columns() -> None:
    both = cell(1, 2, line("dihitung", 204, 34), line("Laporan", 299, 34), across=2)
    rows = values(page(*HEAD, *NAMES, both, REST[1], REST[3]))
    assert [text for text, _, _ in rows[0][2:]] == ["dihitung", "Laporan"]


def test_one_text_under_two_columns_of_a_scan_is_doubted_in_both() -> None:
    for confidence, doubts in ((0.95, ("sel-menyatu",)), (None, ())):
        both = cell(1, 2, line("dihitung dari seluruh laporan triwulan", 240, 34, confidence), across=2)
        rows = values(page(*HEAD, *NAMES, both, REST[1], REST[3]))
        assert rows[0][2][:2] == ("dihitung dari seluruh laporan triwulan", doubts)
        assert [found for _, found, _ in rows[0][3:]] == [doubts] * bool(doubts)


def test_headers_that_ran_together_each_name_their_column() -> None:
    both = cell(0, 2, line("Formulasi", 204, 4), line("Sumber Data", 304, 4), across=2)
    (table,) = assemble([page(*HEAD[:2], both, *NAMES, *REST)], VOCABULARY).tables
    assert [column.field for column in table.columns] == ["nomor", "indikator", "formulasi", "sumber_data"]


def test_a_header_that_runs_into_the_body_gives_the_body_its_lines() -> None:
    tall = cell(0, 3, line("Sumber Data", 304, 4), line("Laporan", 304, 34), down=2)
    rows = values(
        page(*HEAD[:3], tall, *NAMES, at(1, 2, "kapal terdaftar"), at(2, 2, "dijumlahkan"), at(2, 3, "Survei"))
    )
    assert [row[3][0] for row in rows] == ["Laporan", "Survei"]


def test_a_numbering_cell_that_ran_into_the_row_below_keeps_the_text() -> None:
    numbering = [at(1, 0, "1"), at(1, 1, "2"), at(1, 3, "4")]
    tall = cell(1, 2, line("3", 204, 34), line("dihitung dari", 204, 60), line("laporan", 204, 71), down=2)
    body = [at(2, 0, "1"), at(2, 1, "Jumlah kapal"), at(2, 3, "Laporan")]
    (table,) = assemble([page(*HEAD, *numbering, tall, *body)], VOCABULARY).tables
    (row,) = steps.apply(table, VOCABULARY).rows
    assert (row.entries[2].text, row.entries[2].doubts) == ("dihitung dari laporan", ("sel-menyatu",))


def test_one_target_header_amid_bare_years_names_them_all() -> None:
    columns = match_columns([("Indikator",), ("2018",), ("Target Kinerja", "2019"), ("2020",)], VOCABULARY)
    assert [(column.field, column.year) for column in columns[1:]] == [
        ("target", 2018),
        ("target", 2019),
        ("target", 2020),
    ]


@pytest.mark.parametrize("read", ["TARGET 20?4", "TARGET 2O24", "TARGET Z024", "TARGET 2074"])
def test_a_year_with_one_sign_misread_follows_its_neighbour(read: str) -> None:
    columns = match_columns([("Indikator",), ("TAHUN 2023",), (read,)], VOCABULARY)
    assert [(c.field, c.year, c.doubts) for c in columns[1:]] == [
        ("realisasi", 2023, ()),
        ("target", 2024, ("tahun-disimpulkan",)),
    ]


def test_a_misread_year_without_a_neighbour_is_doubted() -> None:
    columns = match_columns([("Indikator",), ("Satuan",), ("TARGET 20?4",)], VOCABULARY)
    assert (columns[2].year, columns[2].doubts) == (None, ("tahun-ragu",))


def test_a_bare_year_before_the_only_target_is_what_was_reached() -> None:
    columns = match_columns([("Indikator",), ("Tahun 2018",), ("Target 2019",)], VOCABULARY)
    assert [column.field for column in columns[1:]] == ["realisasi", "target"]
