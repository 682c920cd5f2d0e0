"""Grids of several pages to tables: what continues what, and which cell stands in which column."""

from dataclasses import replace

from table_paper import VOCABULARY, Merged, pages, ragged, read, ruled, sheet

from extractors.shapes import Page
from normalizers.assemble import Assembled, assemble
from normalizers.page_edges import doubt_page_edges

HEAD = ["No", "Sasaran", "Indikator Kinerja", "Satuan", "Target 2024"]
FIRST = ["1", "Meningkatnya mutu layanan", "Indeks kepuasan", "Indeks", "82"]
SECOND = ["2", "Meningkatnya tertib arsip", "Persentase arsip tertata", "%", "90"]


def together(*made: Page) -> Assembled:
    return assemble(made, VOCABULARY)


def test_a_continuation_without_a_header() -> None:
    found = together(*pages([HEAD, FIRST], [SECOND, ["3", "c", "Jumlah inovasi", "Buah", "4"]]))
    (table,) = found.tables
    assert table.pages == (1, 2)
    assert [row.opens_page for row in table.rows] == [False, True, False]
    assert [record.indikator for record in read(*pages([HEAD, FIRST], [SECOND]))] == [FIRST[2], SECOND[2]]


def test_a_repeated_header_is_no_row() -> None:
    found = together(*pages([HEAD, FIRST], [["No.", "SASARAN", "lndikator Kinerja", "Satuan", "Target 2024"], SECOND]))
    (table,) = found.tables
    assert [row.entries[2].text for row in table.rows] == [FIRST[2], SECOND[2]]


def test_a_header_of_other_years_begins_another_table() -> None:
    found = together(*pages([HEAD, FIRST], [[*HEAD[:-1], "Target 2025"], SECOND]))
    assert [table.columns[4].year for table in found.tables] == [2024, 2025]


def test_a_grid_with_other_columns_does_not_continue() -> None:
    found = together(*pages([HEAD, FIRST], [["Kepala Dinas", "Tanda tangan"], ["Nama", "Paraf"]]))
    (table,) = found.tables
    assert len(table.rows) == 1
    assert [(aside.page, aside.columns, aside.reason) for aside in found.asides] == [(2, 2, "tanpa-kepala-tabel")]


def test_a_page_without_the_table_ends_it() -> None:
    first, second = ruled([HEAD, FIRST]), ruled([SECOND], page=3)
    found = together(sheet(first), sheet(number=2), sheet(second, number=3))
    assert [len(table.rows) for table in found.tables] == [1]
    assert [aside.page for aside in found.asides] == [3]


def test_a_continuation_that_is_scaled_and_moved() -> None:
    first, second = ruled([HEAD, FIRST]), ruled([SECOND], page=2, left=70, widths=[90] * 5)
    (table,) = together(sheet(first), sheet(second, number=2)).tables
    assert [entry.text for _, entry in sorted(table.rows[1].entries.items())] == SECOND


def test_two_tables_on_one_page() -> None:
    other = [["No", "Program", "Anggaran"], ["1", "Program pelayanan", "4.000.000"]]
    upper, lower = ruled([HEAD, FIRST]), ruled(other, top=300, widths=[60, 340, 120])
    found = together(sheet(upper, lower))
    assert [len(table.rows) for table in found.tables] == [1]
    assert len(found.asides) == 1


def test_another_table_of_the_same_widths_neither_continues_nor_lends_its_place() -> None:
    budget = ["No", "Program", "Anggaran", "Lokasi", "Ket"]
    rows = [["2", "Program pelayanan", "4.000.000", "Kota", "APBD"]]
    found = together(*pages([HEAD, FIRST], [budget, *rows], rows))
    assert [len(table.rows) for table in found.tables] == [1]
    assert [aside.page for aside in found.asides] == [2, 3]


def test_a_header_of_strange_names_under_no_continues_nothing() -> None:
    schedule = ["No", "Kegiatan", "Jan", "Feb", "Mar"]
    found = together(*pages([HEAD, FIRST], [schedule, ["1", "Reviu", "", "", ""]]))
    assert [len(table.rows) for table in found.tables] == [1]
    assert [aside.page for aside in found.asides] == [2]


def test_two_indicator_tables_on_one_page() -> None:
    upper = ruled([["No", "Tujuan", "Indikator Tujuan"], ["1", "a", "Indeks reformasi"]])
    lower = ruled([HEAD, FIRST], top=300)
    assert [record.indikator for record in read(sheet(upper, lower))] == ["Indeks reformasi", FIRST[2]]


def test_edges_of_the_body_that_shift_by_a_few_points() -> None:
    xs = [40.0 + 80 * column for column in range(9)]
    head = [
        "No",
        "Sasaran",
        "Indikator Kinerja",
        "Satuan",
        "Formulasi",
        "Sumber Data",
        "Penanggung Jawab",
        "2024",
        "Ket",
    ]
    rows = [list(zip(xs, head, strict=True))]
    for number in range(1, 8):
        shifted = [x + (number % 7 - 3) * 0.9 * (1 if column else 0) for column, x in enumerate(xs)]
        rows.append([(x, f"{text} {number}") for x, text in zip(shifted, "abcdefghi", strict=True)])
    grid = ragged(rows, right=760)
    assert grid.columns > 40
    (table,) = together(sheet(grid)).tables
    assert [column.field for column in table.columns] == [
        "nomor", "sasaran", "indikator", "satuan", "formulasi", "sumber_data", "penanggung_jawab", "target",
        "keterangan",
    ]  # fmt: skip
    for number, row in enumerate(table.rows, start=1):
        assert [row.entries[index].text for index in range(9)] == [f"{text} {number}" for text in "abcdefghi"]


def test_a_cell_merged_over_target_columns_speaks_for_each_year() -> None:
    head: list[str | Merged] = ["Sasaran", "Indikator Kinerja", "Target 2024", "Target 2025", "Target 2026"]
    (record,) = read(sheet(ruled([head, ["a", "Opini BPK", Merged("WTP", across=3)]])))
    assert [(value.tahun, value.teks, value.nilai) for value in record.target] == [
        (2024, "WTP", None), (2025, "WTP", None), (2026, "WTP", None),
    ]  # fmt: skip


def test_a_cell_that_reaches_a_little_into_the_next_year_belongs_to_its_own() -> None:
    head = [(40.0, "Sasaran"), (140.0, "Indikator Kinerja"), (300.0, "Target 2024"), (380.0, "Target 2025")]
    body = [(40.0, "a"), (140.0, "Indeks"), (300.0, "8"), (404.0, "9")]
    (record,) = read(sheet(ragged([head, body], right=460)))
    assert [(value.tahun, value.teks) for value in record.target] == [(2024, "8"), (2025, "9")]


def test_a_cell_merged_over_plain_columns_is_said_once() -> None:
    head: list[str | Merged] = ["Sasaran", "Indikator Kinerja", "Sumber Data", "Penanggung Jawab"]
    (record,) = read(sheet(ruled([head, ["a", "Indeks layanan", Merged("Sekretariat", across=2)]])))
    assert (record.sumber_data, record.penanggung_jawab) == ("Sekretariat", None)


def test_a_merged_cell_holds_for_every_row_that_it_spans() -> None:
    rows: list[list[str | Merged]] = [
        [*HEAD],
        ["1", Merged("Mutu", 2), "Indeks", "Indeks", "8"],
        ["2", "Rasio", "%", "9"],
    ]
    (table,) = together(sheet(ruled(rows))).tables
    assert [(row.entries[1].text, row.entries[1].carried) for row in table.rows] == [("Mutu", False), ("Mutu", True)]


def test_a_table_without_an_indicator_column_is_left_aside() -> None:
    found = together(*pages([["No", "Sasaran", "Target 2024"], ["1", "a", "5"]]))
    assert found.tables == ()
    assert [aside.reason for aside in found.asides] == ["tanpa-indikator"]


def test_numbers_below_the_indicator_header_are_its_nomor() -> None:
    rows: list[list[str | Merged]] = [
        ["No", "Sasaran", Merged("Indikator Kinerja", across=2), "Sumber Data"],
        [Merged("1", 2), Merged("Mutu", 2), "1", "Indeks", "x"],
        ["2", "Rasio", "y"],
        ["2", "Arsip", "3", "Persentase", "z"],
    ]
    found = read(sheet(ruled(rows, widths=[30, 150, 25, 200, 100])))
    assert [(record.nomor, record.indikator) for record in found] == [
        ("1", "Indeks"),
        ("2", "Rasio"),
        ("3", "Persentase"),
    ]


def test_no_pages() -> None:
    assert together() == Assembled((), ())


def test_rows_beside_a_page_break_are_doubted_where_clipped_text_hides() -> None:
    first = sheet(ruled([HEAD, FIRST, SECOND]))
    second = sheet(ruled([FIRST, SECOND], page=2), number=2)
    plain, hidden = (
        doubt_page_edges(together(first, page).tables, [first, page])[0]
        for page in (second, replace(second, warnings=("teks-bertumpuk",)))
    )
    assert [row.entries[2].doubts for row in plain.rows] == [()] * 4
    assert [row.entries[2].doubts for row in hidden.rows] == [(), ("teks-bertumpuk",), ("teks-bertumpuk",), ()]
