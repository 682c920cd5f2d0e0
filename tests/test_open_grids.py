"""Tables that only horizontal rulings draw: columns come from the white between the words."""

from extractors.open_grids import build_open_grids, build_shaded_grids
from extractors.placing import place
from extractors.shapes import Box, Grid, Rule, Word


def words(*placed: tuple[str, float, float]) -> list[Word]:
    return [Word(text, Box(x, y, x + 5 * len(text), y + 10)) for text, x, y in placed]


def across(at: float, start: float = 50, end: float = 550) -> Rule:
    return Rule(True, at, start, end)


ROWS = words(
    ("No", 55, 105), ("Indikator", 100, 105), ("Target", 450, 105),
    ("1", 55, 135), ("Persentase", 100, 135), ("arsip", 155, 135), ("90", 450, 135),
    ("2", 55, 165), ("Indeks", 100, 165), ("layanan", 135, 165), ("82,5", 450, 165),
)  # fmt: skip
RULES = [across(y) for y in (100, 130, 160, 190)]


def said(grid: Grid) -> list[list[str]]:
    return [
        [" ".join(line.text for line in cell.lines) for cell in grid.cells if cell.row == row]
        for row in range(grid.rows)
    ]


def test_columns_come_from_the_white() -> None:
    (grid,), outside = place(1, ROWS, RULES, [])
    assert said(grid) == [
        ["No", "Indikator", "Target"],
        ["1", "Persentase arsip", "90"],
        ["2", "Indeks layanan", "82,5"],
    ]
    assert outside == ()
    assert grid.quality < 1


def test_numbers_start_the_rows_where_one_band_holds_them_all() -> None:
    (grid,), _ = place(1, ROWS, [across(100), across(130), across(190)], [])
    assert [row[0] for row in said(grid)] == ["No", "1", "2"]


def test_a_word_over_the_gutter_spans_both_columns() -> None:
    long = [Word("pelayanan-yang-panjang-sekali", Box(60, 135, 500, 145))]
    rows = [
        *ROWS[:3], *long,
        *words(*((t, x, y + 30) for t, x, y in (("1", 55, 135), ("Indeks", 100, 135), ("7", 450, 135)))),
        *words(("2", 55, 195), ("Nilai", 100, 195), ("9", 450, 195)),
        *words(("3", 55, 225), ("Rasio", 100, 225), ("4", 450, 225)),
        *words(("4", 55, 255), ("Skor", 100, 255), ("5", 450, 255)),
    ]  # fmt: skip
    (grid,), _ = place(1, rows, [across(y) for y in (100, 130, 160, 190, 220, 250, 280)], [])
    assert [cell.colspan for cell in grid.cells if cell.row == 1] == [3]


def test_signature_lines_and_paragraphs_between_rules_are_no_table() -> None:
    signed = words(("Kepala", 320, 105), ("Budi", 320, 135), ("Pembina", 320, 145))
    assert build_open_grids([across(y, 300, 420) for y in (100, 130, 160)], signed, [], 1) == []
    text = [Word("kata" * 24, Box(55, y, 545, y + 10)) for y in (105, 135, 165)]
    assert build_open_grids(RULES, text, [], 1) == []
    assert build_open_grids(RULES[:2], text, [], 1) == []
    assert build_open_grids(RULES, [], [], 1) == []


def test_frames_of_pictures_one_under_another_are_no_table() -> None:
    sides = [Rule(False, x, top, top + 60) for top in (100, 190) for x in (50, 550)]
    legends = words(("45%", 80, 120), ("Pria", 400, 120), ("Gambar", 80, 170), ("31%", 80, 210), ("Wanita", 400, 210))
    grids, outside = place(1, legends, [across(y) for y in (100, 160, 190, 250)] + sides, [])
    assert (grids, len(outside)) == ((), 5)


def test_rules_of_a_ruled_grid_are_taken() -> None:
    (grid,) = build_open_grids(RULES, ROWS, [], 1)
    assert build_open_grids(RULES, ROWS, [grid], 1) == []


def test_rules_of_other_extent_are_another_table() -> None:
    rows = [word for word in ROWS if word.box.top < 160]
    assert build_open_grids([RULES[0], across(130, 50, 400), across(160, 150, 550)], rows, [], 1) == []


def test_shaded_rows_part_rows_as_rulings_do() -> None:
    panels = [Box(50, 100, 550, 120), Box(50, 130, 550, 150)]
    plain = [Word("Indikator" if word.text == "No" else word.text, word.box) for word in ROWS]
    (grid,) = build_shaded_grids([*panels, Box(50, 160, 550, 180)], plain, [], 1)
    assert grid.columns == 3
    assert sorted({cell.box.top for cell in grid.cells}) == [100, 120, 130, 150, 160]


def test_a_banner_of_two_columns_is_no_table() -> None:
    labels = words(("Instansi", 55, 105), ("Dinas", 300, 105), ("Tugas", 55, 135), ("Membantu", 300, 135))
    panels = [Box(50, 100, 550, 120), Box(50, 130, 550, 150)]
    assert build_shaded_grids(panels, labels, [], 1) == []


def table_words(*rows: tuple[float, tuple[tuple[str, float], ...]]) -> list[Word]:
    return words(*((text, x, top) for top, cells in rows for text, x in cells))


HEAD = (105.0, (("No", 55), ("Sasaran", 100), ("Indikator", 250), ("Target", 450)))
MERGED = table_words(
    HEAD,
    (135, (("1", 55), ("Mutu", 100), ("Indeks", 250), ("82", 450))),
    (165, (("Rasio", 250), ("7", 450))),
    (195, (("2", 55), ("Arsip", 100), ("Nilai", 250), ("5", 450))),
)


def test_a_ruling_over_some_columns_parts_those_alone() -> None:
    rules = [across(100), across(130), across(160, 240, 550), across(190), across(220)]
    (grid,), _ = place(1, MERGED, rules, [])
    assert said(grid)[1:] == [["1", "Mutu", "Indeks", "82"], ["Rasio", "7"], ["2", "Arsip", "Nilai", "5"]]
    assert [cell.rowspan for cell in grid.cells if cell.row == 1] == [2, 2, 1, 1]


def test_a_fraction_bar_parts_no_row() -> None:
    rules = [across(100), across(130), across(160, 250, 290), across(190), across(220)]
    (grid,), _ = place(1, MERGED, rules, [])
    assert grid.rows == 3


def test_a_name_over_several_columns_has_them_all() -> None:
    years = table_words(
        (105, (("Indikator", 60), ("Target", 405))),
        (125, (("2021", 300), ("2022", 400), ("2023", 500))),
        (145, (("Indeks", 60), ("7", 300), ("8", 400), ("9", 500))),
        (165, (("Rasio", 60), ("1", 300), ("2", 400), ("3", 500))),
    )
    rules = [across(100), across(120, 250, 550), across(140), across(160), across(180)]
    (grid,), _ = place(1, years, rules, [])
    assert [(cell.colspan, cell.rowspan) for cell in grid.cells if cell.row == 0] == [(1, 2), (3, 1)]
    assert said(grid)[0] == ["Indikator", "Target"]


def test_a_section_heading_is_one_text_and_says_nothing_of_the_columns() -> None:
    starts = (("TUJUAN", 55), ("I", 89), (":", 98), ("Tata", 107), ("kelola", 131), ("yang", 165), ("baik", 189))
    headed = words(*((part, x, 135) for part, x in starts))
    rows = [*MERGED[:4], *headed, *words(*((word.text, word.box.x0, word.box.top + 30) for word in MERGED[4:]))]
    (grid,), _ = place(1, rows, [across(y) for y in (100, 130, 160, 190, 220, 250)], [])
    assert [(cell.colspan, cell.lines[0].text) for cell in grid.cells if cell.row == 1] == [
        (4, "TUJUAN I : Tata kelola yang baik")
    ]
    assert grid.columns == 4


def test_figures_at_the_left_of_a_centred_name_are_its_column() -> None:
    rows = table_words(
        (105, (("No", 55), ("Indikator", 150), ("Target", 400), ("Satuan", 500))),
        (135, (("1", 55), ("Persentase", 80), ("arsip", 140), ("82", 340), ("%", 460))),
        (165, (("2", 55), ("Indeks", 80), ("layanan", 120), ("7", 340), ("Indeks", 460))),
    )
    (grid,), _ = place(1, rows, [across(y) for y in (100, 130, 160, 190)], [])
    assert said(grid) == [
        ["No", "Indikator", "Target", "Satuan"],
        ["1", "Persentase arsip", "82", "%"],
        ["2", "Indeks layanan", "7", "Indeks"],
    ]
