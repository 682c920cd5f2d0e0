"""Tables with nothing drawn below their header, or nothing at all: columns and rows by white, never by a guess."""

from itertools import pairwise

import pytest

from extractors.grids import build_grids
from extractors.placing import place
from extractors.shapes import Box, Extraction, Grid, Page, Rule, Source, Word
from extractors.text import compose
from extractors.white_headers import white_header
from extractors.white_rows import white_rows
from normalizers.normalize import normalize
from normalizers.vocabulary import Vocabulary

LEFTS = (40.0, 70.0, 250.0, 430.0, 500.0, 560.0)
LEADING, HIGH = 10.0, 9.0


def line(y: float, *placed: tuple[str, float]) -> list[Word]:
    words = []
    for text, left in placed:
        x = left
        for part in text.split():
            words.append(Word(part, Box(x, y, x + 5 * len(part), y + HIGH)))
            x += 5 * len(part) + 3
    return words


def body(y: float, rows: tuple[tuple[str, ...], ...], gap: float) -> list[Word]:
    """Rows of cells, whose lines are parted by "|", at the middle of their rows, with `gap` points between rows."""
    words = []
    for row in rows:
        cells = [cell.split("|") for cell in row]
        most = max(map(len, cells))
        for cell, x in zip(cells, LEFTS, strict=False):
            for place_, text in enumerate(cell):
                words += line(y + LEADING * (place_ + (most - len(cell)) / 2), (text, x))
        y += LEADING * most + gap
    return words


ROWS = (
    ("1", "Meningkatnya mutu|layanan arsip", "Indeks Kepuasan|Masyarakat", "Indeks", "82", "83"),
    ("2", "Meningkatnya tertib|administrasi", "Persentase arsip tertata", "%", "90", "91"),
    ("3", "Meningkatnya minat", "Indeks kegemaran|membaca masyarakat|di daerah", "Indeks", "61", "62"),
)


def header(y: float) -> list[Word]:
    names = ("No", "Sasaran", "Indikator Kinerja", "Satuan")
    return [
        *line(y, ("Target Kinerja", 500)),
        *line(y + 6, *zip(names, LEFTS, strict=False)),
        *line(y + 12, ("2021", 500), ("2022", 560)),
    ]


def said(grid: Grid) -> list[list[str]]:
    return [
        [" ".join(text.text for text in cell.lines) for cell in grid.cells if cell.row == row]
        for row in range(grid.rows)
    ]


def flat(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [[cell.replace("|", " ") for cell in row] for row in rows]


@pytest.mark.parametrize("gap", [2.0, 4.0, 9.0])
def test_names_over_years_and_rows_with_hardly_more_white_than_lines(gap: float) -> None:
    (grid,), _ = place(1, [*header(60), *body(92, ROWS, gap)], [], [])
    assert said(grid)[:2] == [["No", "Sasaran", "Indikator Kinerja", "Satuan", "Target Kinerja"], ["2021", "2022"]]
    assert said(grid)[2:] == flat(ROWS)
    assert [cell.colspan for cell in grid.cells if cell.row == 0] == [1, 1, 1, 1, 2]


def test_numbers_of_columns_and_headings_are_rows_of_their_own() -> None:
    numbers = line(84, *((f"({n})", x) for n, x in enumerate(LEFTS, start=1)))
    heading = line(100, ("Tujuan 1 : Meningkatkan tata kelola arsip", 40))
    (grid,), _ = place(1, [*header(60), *numbers, *heading, *body(116, ROWS, 8)], [], [])
    assert said(grid)[2:] == [
        [f"({n})" for n in range(1, 7)],
        ["Tujuan 1 : Meningkatkan tata kelola arsip"],
        *flat(ROWS),
    ]


def test_a_title_near_a_header_is_no_part_of_it() -> None:
    title = [*line(30, ("INDIKATOR KINERJA UTAMA", 230)), *line(40, ("DINAS KEARSIPAN", 255))]
    (grid,), outside = place(1, [*title, *header(58), *body(86, ROWS, 4)], [], [])
    assert said(grid)[2:] == flat(ROWS)
    assert [text.text for text in outside] == ["INDIKATOR KINERJA UTAMA", "DINAS KEARSIPAN"]


def test_shaded_header_cells_say_the_columns() -> None:
    sides = (38.0, 66.0, 245.0, 420.0, 490.0, 550.0, 620.0)
    panels = [Box(x0, 58, x1, 84) for x0, x1 in pairwise(sides[:5])]
    panels += [Box(490, 58, 620, 70), Box(490, 70, 550, 84), Box(550, 70, 620, 84)]
    signed = [*line(190, ("Sleman, 12 Januari 2021", 430)), *line(200, ("KEPALA DINAS KEARSIPAN", 430))]
    (grid,), outside = place(1, [*header(60), *body(92, ROWS, 4), *signed], [], [], panels=panels)
    assert said(grid)[2:] == flat(ROWS)
    assert [text.text for text in outside] == ["Sleman, 12 Januari 2021", "KEPALA DINAS KEARSIPAN"]


def test_a_text_over_the_border_of_two_rows_is_one_cell() -> None:
    columns = [
        compose(line(112, ("Meningkatnya mutu", 40)) + line(122, ("layanan", 40))),
        compose([word for y in (100, 110, 124, 134) for word in line(y, ("Indeks Kepuasan", 250))]),
        compose(line(105, ("82", 500)) + line(129, ("90", 500))),
    ]
    rows = white_rows(columns)
    assert rows is not None
    assert rows.starts == ((0,), (0, 1), (0, 1))


def test_equal_white_between_all_lines_tells_no_rows() -> None:
    """Figures at the middle of rows that nothing parts: where a row ends is not known."""
    columns = [
        compose([word for n in range(6) for word in line(100 + 10 * n, ("Mutu layanan", 40))]),
        compose([word for n in range(6) for word in line(100 + 10 * n, ("Indeks Kepuasan", 250))]),
        compose(line(110, ("82", 500)) + line(140, ("90", 500))),
    ]
    assert white_rows(columns) is None


def test_a_name_at_no_columns_middle_makes_no_header() -> None:
    lefts = (40.0, 100.0, 300.0, 400.0)
    names = [Box(x, 80, x + 30, 89) for x in lefts]
    askew = Box(280, 60, 330, 69)
    edges = (90.0, 290.0, 390.0)
    assert white_header(names, edges, (*lefts, 440.0), Box(38, 58, 440, 92)) is not None
    assert white_header([askew, *names], edges, (*lefts, 640.0), Box(38, 58, 640, 92)) is None


def test_rows_on_the_next_page_go_on_the_table() -> None:
    second = tuple((str(n), "Meningkatnya tertib|arsip", "Persentase arsip", "%", "9", "8") for n in (4, 5, 6))
    grids, lines = place(1, [*header(60), *body(92, ROWS, 8)], [], [])
    pages = (
        Page(1, 640, 400, "digital", grids=grids, lines=lines),
        Page(2, 640, 400, "digital", lines=compose(body(50, second, 8), cut_gaps=True)),
    )
    records = normalize(Extraction(Source("0" * 64, 1), pages), Vocabulary.load(None)).records
    assert [record.nomor for record in records] == list("123456")
    assert {value.tahun for record in records for value in record.target} == {2021, 2022}
    assert [record.pages for record in records] == [[1]] * 3 + [[2]] * 3


def rulings(*heights: float) -> list[Rule]:
    return [Rule(True, y, 38, 620) for y in heights]


def test_names_over_years_between_three_rulings() -> None:
    (grid,), _ = place(1, [*header(60), *body(92, ROWS, 4)], rulings(56, 86, 170), [])
    assert said(grid)[:2] == [["No", "Sasaran", "Indikator Kinerja", "Satuan", "Target Kinerja"], ["2021", "2022"]]
    assert said(grid)[2:] == flat(ROWS)


def test_names_over_years_where_every_row_is_ruled() -> None:
    (grid,), _ = place(1, [*header(60), *body(92, ROWS, 6)], rulings(56, 86, 115, 141, 176), [])
    assert said(grid)[:2] == [["No", "Sasaran", "Indikator Kinerja", "Satuan", "Target Kinerja"], ["2021", "2022"]]
    assert said(grid)[2:] == flat(ROWS)


def test_rows_between_upright_rulings() -> None:
    sides = (38.0, 66.0, 245.0, 420.0, 490.0, 550.0, 620.0)
    rules = [*rulings(56, 180), *(Rule(False, x, 56, 180) for x in sides)]
    words = [*line(62, *zip(("No", "Sasaran", "Indikator", "Satuan", "2021", "2022"), LEFTS, strict=True))]
    (grid,), _ = place(1, [*words, *body(82, ROWS, 4)], rules, build_grids(rules, 1))
    assert said(grid)[1:] == flat(ROWS)
    assert sorted({cell.box.x0 for cell in grid.cells}) == list(sides[:-1])


def test_a_framed_header_over_ruled_rows_is_theirs() -> None:
    """On a scan a dark header leaves its frame; the rows below it have rulings across only."""
    frame = [*rulings(56, 84), *(Rule(False, x, 56, 84) for x in (38.0, 620.0))]
    words = [*header(60), *body(92, ROWS, 6)]
    (grid,), _ = place(1, words, [*frame, *rulings(88, 115, 141, 176)], [])
    assert said(grid)[:2] == [["No", "Sasaran", "Indikator Kinerja", "Satuan", "Target Kinerja"], ["2021", "2022"]]
    assert said(grid)[-3:] == flat(ROWS)
