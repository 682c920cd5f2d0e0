"""Each step from a stitched table to one row an indicator."""

from dataclasses import replace

import pytest
from table_paper import VOCABULARY, below_break, entry, read, ruled, sheet, table, texts

from extractors.shapes import Box, Word
from normalizers import steps
from normalizers.steps.blank_rows import drop_blank_rows
from normalizers.steps.broken_numbers import join_broken_numbers
from normalizers.steps.broken_rows import join_broken_rows
from normalizers.steps.carry_down import carry_down
from normalizers.steps.carry_up import carry_up
from normalizers.steps.indicator_rows import gather_indicator_rows
from normalizers.steps.numbered_indicators import numbered_parts, split_numbered_indicators
from normalizers.steps.numbering_rows import drop_numbering_rows
from normalizers.steps.repeated_headers import drop_repeated_headers
from normalizers.steps.section_rows import is_section, read_section_rows
from normalizers.tables import Entry, Row, Spot, Table

NAMES = ("nomor", "sasaran", "indikator", "satuan", "target 2024")
FULL = ("1", "Mutu naik", "Indeks layanan", "Indeks", "82")


def by(step: steps.Step, made: Table) -> Table:
    return step(made, VOCABULARY)


def kept(step: steps.Step, *rows: "tuple[str | Entry, ...] | Row", names: tuple[str, ...] = NAMES) -> list[list[str]]:
    return texts(by(step, table(names, *rows)))


# ---- blank rows and placeholders


@pytest.mark.parametrize("text", ["....", "…………", "....%", "Rp ........", "(.....)", "... x 100%", "………. %"])
def test_placeholders_are_emptied(text: str) -> None:
    assert kept(drop_blank_rows, ("1", "a", "b", "%", text)) == [["1", "a", "b", "%", ""]]
    assert kept(drop_blank_rows, ("", "", text, "", text)) == []


@pytest.mark.parametrize("text", ["0", "-", "...dan seterusnya", "90 ...", "n/a", "1."])
def test_short_values_are_no_placeholders(text: str) -> None:
    assert kept(drop_blank_rows, ("1", "a", "b", "%", text))[0][4] == text


def test_rows_with_unread_ink_stay_and_carried_texts_alone_do_not() -> None:
    rows: list[tuple[str | Entry, ...]] = [
        ("", "", entry("", unread=True), "", ""),
        ("", entry("Mutu", carried=True), "", "", ""),
    ]
    assert len(kept(drop_blank_rows, *rows)) == 1


def test_the_page_break_goes_on_to_the_next_row() -> None:
    made = by(drop_blank_rows, table(NAMES, FULL, below_break("", "", "", "", ""), Row(2, {2: entry("sambungan")})))
    assert [row.opens_page for row in made.rows] == [False, True]


# ---- numbering rows


@pytest.mark.parametrize(
    "row",
    [
        ("1", "2", "3", "4", "5"),
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        ("1.", "2.", "3.", "4.", "5."),
        ("(1)", "(2)", "", "(4)", ""),
        ("2", "3", "7", "8", "14"),
        ("1", "2", "3", "", ""),
        ("1", "2", "3", "x", "5=4"),
    ],
)
def test_numbering_rows_go(row: tuple[str, ...]) -> None:
    assert kept(drop_numbering_rows, row, FULL) == [list(FULL)]


def test_numbering_rows_go_on_every_page() -> None:
    made = by(
        drop_numbering_rows, table(NAMES, FULL, below_break("1", "2", "3", "4", "5"), Row(2, {2: entry("Rasio")}))
    )
    assert [row.opens_page for row in made.rows] == [False, True]


@pytest.mark.parametrize(
    "row",
    [
        FULL,
        ("2", "", "Rasio", "%", "90"),
        ("1", "", "", "", ""),
        ("5", "4", "3", "2", "1"),
        ("", "", "", "", "82"),
        ("1", "a", "b", "c", "2"),
    ],
)
def test_rows_of_values_are_no_numbering(row: tuple[str, ...]) -> None:
    assert kept(drop_numbering_rows, row) == [list(row)]


# ---- repeated headers


def test_a_header_inside_the_body_goes() -> None:
    header = ("Nomor", "SASARAN", "lndikator", "Satuan", "")
    assert kept(drop_repeated_headers, FULL, header, FULL) == [list(FULL), list(FULL)]


def test_one_cell_that_repeats_its_header_is_no_header() -> None:
    assert len(kept(drop_repeated_headers, ("1", "Sasaran", "Indeks layanan", "%", "90"))) == 1


# ---- section rows


def sections(*rows: "tuple[str | Entry, ...] | Row", names: tuple[str, ...] = NAMES) -> Table:
    return by(read_section_rows, table(names, *rows))


def wide(text: str, names: tuple[str, ...] = NAMES) -> tuple[Entry, ...]:
    return (entry(text, span=len(names)),)


@pytest.mark.parametrize(
    ("text", "tujuan"),
    [
        ("Tujuan 1 : Tata kelola baik", "Tata kelola baik"),
        ("TUJUAN : Tata kelola baik", "Tata kelola baik"),
        ("I. Tujuan: Tata kelola baik", "Tata kelola baik"),
        ("Tujuan Strategis II - Tata kelola baik", "Tata kelola baik"),
        ("Tujuan ke-2 : Tata kelola baik", "Tata kelola baik"),
        ("Tujuan Pertama : Tata kelola baik", "Tata kelola baik"),
        ("Tujuam 1 : Tata kelola baik", "Tata kelola baik"),
    ],
)
def test_tujuan_rows(text: str, tujuan: str) -> None:
    made = sections(wide(text), FULL)
    (row,) = made.rows
    assert row.tujuan is not None
    assert row.tujuan.text == tujuan
    assert row.entries[1].text == FULL[1]


@pytest.mark.parametrize("text", ["Sasaran 1 : Mutu naik", "SASARAN STRATEGIS 2. Mutu naik", "Sasaran I : Mutu naik"])
def test_sasaran_rows(text: str) -> None:
    (row,) = sections(wide(text), ("1", "", "Indeks layanan", "%", "8")).rows
    assert row.sasaran is not None
    assert row.sasaran.text == "Mutu naik"


def test_a_sasaran_ends_with_the_next_and_with_a_new_tujuan() -> None:
    one = ("1", "", "Indeks", "%", "8")
    rows = sections(wide("Tujuan 1: A"), wide("Sasaran 1: B"), one, wide("Sasaran 2: C"), one, wide("Tujuan 2: D"), one)
    said = [(r.tujuan.text if r.tujuan else None, r.sasaran.text if r.sasaran else None) for r in rows.rows]
    assert said == [("A", "B"), ("A", "C"), ("D", None)]


def test_bare_labels_say_what_the_sasaran_column_holds() -> None:
    rows = sections(wide("TUJUAN"), ("1", "Tata kelola", "Indeks", "%", "8"), wide("SASARAN"), FULL).rows
    assert rows[0].tujuan is not None
    assert (rows[0].tujuan.text, 1 in rows[0].entries) == ("Tata kelola", False)
    assert (rows[1].tujuan, rows[1].entries[1].text) == (None, FULL[1])


@pytest.mark.parametrize(
    "text",
    [
        "MISI 1 : Pemerintahan bersih",
        "URUSAN PEMERINTAHAN WAJIB",
        "ESELON III",
        "DINAS KEARSIPAN",
        "Inspektorat",
        "Indikator Tujuan :",
        "KECAMATAN SUKAMAJU",
        "Perspektif Pelanggan",
        "Sesuatu yang lain sama sekali",
    ],
)
def test_other_section_rows_set_neither_and_are_kept_aside(text: str) -> None:
    made = sections(wide(text), FULL)
    assert made.asides == (text,)
    (row,) = made.rows
    assert (row.tujuan, row.sasaran) == (None, None)


def test_a_full_width_text_is_the_sasaran_where_nothing_else_says_it() -> None:
    names = ("indikator", "satuan", "alasan", "formulasi", "sumber_data")
    made = sections(wide("Mutu layanan naik", names), ("Indeks", "%", "x", "y", "z"), names=names)
    (row,) = made.rows
    assert row.sasaran is not None
    assert row.sasaran.text == "Mutu layanan naik"


def test_a_label_in_one_cell_with_its_number_beside() -> None:
    made = sections(("I", "Tujuan : Tata kelola baik", "", "", ""), FULL)
    assert made.rows[0].tujuan is not None
    assert made.rows[0].tujuan.text == "Tata kelola baik"


@pytest.mark.parametrize(
    "row",
    [
        FULL,
        ("", "", "Sasaran program tercapai", "", ""),
        ("", "Mutu naik lagi", "", "", ""),
        ("", entry("Mutu", carried=True), "Dinas yang tertib", "", ""),
        ("", "Bidangkan tugas", "", "", ""),
    ],
)
def test_rows_of_records_are_no_sections(row: tuple[str | Entry, ...]) -> None:
    made = table(NAMES, row)
    assert not is_section(made, made.rows[0], VOCABULARY)
    assert len(by(read_section_rows, made).rows) == 1


def test_the_rest_of_a_cut_cell_is_no_section() -> None:
    names = ("nomor", "sasaran", "indikator", "satuan", "penanggung_jawab")
    made = table(names, ("1", "Mutu", "Indeks", "%", "Sekretariat dan"), below_break("", "", "", "", "Bidang Arsip"))
    assert texts(by(join_broken_rows, made)) == [["1", "Mutu", "Indeks", "%", "Sekretariat dan Bidang Arsip"]]


def test_no_text_of_a_section_row_is_lost() -> None:
    made = sections(wide("Tujuan 1 : A b"), wide("Misi 2 : C d"), wide("Sasaran : E f"), FULL)
    row = made.rows[0]
    assert row.tujuan is not None
    assert row.sasaran is not None
    assert (row.tujuan.text, made.asides, row.sasaran.text) == ("A b", ("Misi 2 : C d",), "E f")


# ---- rows cut by a page break


def joined_pages(
    above: tuple[str | Entry, ...], *below: str | Entry, names: tuple[str, ...] = NAMES
) -> list[list[str]]:
    return texts(by(join_broken_rows, table(names, above, below_break(*below))))


def test_a_row_cut_by_a_page_break_is_whole_again() -> None:
    assert joined_pages(FULL, "", "dan merata", "masyarakat", "", "") == [
        ["1", "Mutu naik dan merata", "Indeks layanan masyarakat", "Indeks", "82"]
    ]


def test_a_cell_that_goes_on_without_its_indicator() -> None:
    assert joined_pages(FULL, "", "dan merata", "", "", "") == [["1", "Mutu naik dan merata", *FULL[2:]]]


def test_a_hyphen_at_the_break_is_undone() -> None:
    assert joined_pages(("1", "Mutu pela-", "Indeks", "", "8"), "", "yanan", "", "", "")[0][1] == "Mutu pelayanan"


@pytest.mark.parametrize(
    "below", [("2", "", "Rasio", "%", "9"), ("", "", "Rasio", "%", "9"), ("2", "", "rasio", "", "")], ids=str
)
def test_a_new_row_below_a_break_stays(below: tuple[str, ...]) -> None:
    assert len(joined_pages(FULL, *below)) == 2


def test_without_unit_and_values_the_letter_decides() -> None:
    names = ("nomor", "sasaran", "indikator", "formulasi")
    above = ("1", "Mutu", "Indeks layanan", "a / b")
    assert joined_pages(above, "", "", "masyarakat kota", "x 100%", names=names) == [
        ["1", "Mutu", "Indeks layanan masyarakat kota", "a / b x 100%"]
    ]
    assert len(joined_pages(above, "", "", "Rasio arsip", "c / d", names=names)) == 2


def test_a_section_row_below_a_break_is_not_joined() -> None:
    assert len(joined_pages(FULL, *wide("Sasaran 2 : Arsip tertib"))) == 2


def test_only_the_first_row_of_a_page_is_joined() -> None:
    made = table(NAMES, FULL, Row(1, {2: entry("masyarakat")}))
    assert len(by(join_broken_rows, made).rows) == 2


def test_a_sasaran_cut_between_two_indicators_is_whole_for_both() -> None:
    above = ("1", entry("Mutu layanan", at=(1, 0, 0)), "Indeks", "%", "8")
    below = ("2", entry("dan arsip", at=(2, 0, 0)), "Rasio", "%", "9")
    assert [row[1] for row in joined_pages(above, *below)] == ["Mutu layanan dan arsip"] * 2


def test_a_cut_merged_cell_is_whole_for_all_rows_that_it_spans() -> None:
    top, bottom = entry("Mutu layanan", at=(1, 100, 0)), entry("dan arsip", at=(2, 100, 0))
    made = table(
        NAMES,
        ("1", top, "Indeks", "%", "8"),
        ("2", replace(top, carried=True), "Rasio", "%", "9"),
        below_break("3", bottom, "Jumlah", "Buah", "7"),
        Row(2, {0: entry("4"), 1: replace(bottom, carried=True), 2: entry("Skor"), 3: entry("Skor"), 4: entry("6")}),
    )
    assert [row[1] for row in texts(by(join_broken_rows, made))] == ["Mutu layanan dan arsip"] * 4


def test_the_rows_below_a_cut_row_have_the_text_of_the_merged_cell_beside_it() -> None:
    names = ("tujuan", "indikator", "formulasi")
    lower = [entry("", rowspan=2, carried=place > 0, at=(2, 100.0, 0.0)) for place in range(2)]
    rows = (("Tata kelola", "Indeks", "Jumlah"), below_break(lower[0], "", "surat"), (lower[1], "Rasio", "Survei"))
    assert texts(by(join_broken_rows, table(names, *rows))) == [
        ["Tata kelola", "Indeks", "Jumlah surat"],
        ["Tata kelola", "Rasio", "Survei"],
    ]


# ---- carrying down


def test_a_blank_sasaran_and_its_number_come_from_above() -> None:
    names = ("nomor", "sasaran", "nomor", "indikator", "sumber_data")
    made = by(carry_down, table(names, ("1", "Mutu", "1", "Indeks", "Survei"), ("", "", "2", "Rasio", "")))
    assert texts(made)[1] == ["1", "Mutu", "2", "Rasio", ""]
    assert [made.rows[1].entries[index].carried for index in (0, 1, 2)] == [True, True, False]


def test_nothing_else_is_carried_over_a_ruled_blank() -> None:
    assert kept(carry_down, FULL, ("2", "", "Rasio", "", ""))[1] == ["2", "Mutu naik", "Rasio", "", ""]


def test_text_printed_again_is_the_rows_own() -> None:
    made = by(carry_down, table(NAMES, FULL, ("2", FULL[1], "Rasio", "%", "9")))
    assert not made.rows[1].entries[1].carried


def test_a_section_row_ends_the_carrying() -> None:
    made = by(read_section_rows, table(NAMES, FULL, wide("Sasaran 2 : Arsip"), ("1", "", "Rasio", "%", "9")))
    assert texts(by(carry_down, made))[1][1] == ""


def test_a_merge_that_the_page_break_cut_is_carried() -> None:
    names = ("sasaran", "indikator", "penanggung_jawab")
    above = ("Mutu", "Indeks", entry("Sekretariat", rowspan=2))
    assert (
        texts(by(carry_down, table(names, above, below_break("", "Rasio", entry("", rowspan=2)))))[1][2]
        == "Sekretariat"
    )
    assert texts(by(carry_down, table(names, above, below_break("", "Rasio", ""))))[1][2] == ""


def test_the_lower_part_of_a_cut_merge_is_carried_to_all_of_its_rows() -> None:
    names = ("nomor", "tujuan", "indikator")
    lower = [entry("", rowspan=3, carried=place > 0, at=(2, 100.0, 0.0)) for place in range(3)]
    below = [below_break("2", lower[0], "Rasio"), ("3", lower[1], "Angka"), ("4", lower[2], "Nilai")]
    made = by(carry_down, table(names, ("1", entry("Tata kelola", rowspan=1), "Indeks"), *below))
    assert [row[1] for row in texts(made)] == ["Tata kelola"] * 4


def test_a_cut_merge_of_one_row_is_known_by_a_column_that_is_merged_with_the_sasaran_everywhere() -> None:
    names = ("sasaran", "indikator", "?OPD", "penanggung_jawab")
    first = ("Mutu", "Indeks", entry("Dinas A", rowspan=2), "Bidang 1")
    merged = (entry("Mutu", carried=True), "Angka", entry("Dinas A", carried=True), "Bidang 2")
    last = ("Arsip", "Nilai", "Dinas B", "Bidang 3")
    made = texts(by(carry_down, table(names, first, merged, last, below_break("", "Rasio", "", ""))))
    assert made[3] == ["Arsip", "Rasio", "Dinas B", ""]
    alone = texts(by(carry_down, table(names, first, last, below_break("", "Rasio", "", ""))))
    assert alone[2] == ["Arsip", "Rasio", "", ""]


def test_a_blank_merged_cell_in_the_middle_of_a_page_stays_blank() -> None:
    names = ("sasaran", "indikator", "penanggung_jawab")
    rows = ("Mutu", "Indeks", entry("Sekretariat", rowspan=2)), ("", "Rasio", entry("", rowspan=2))
    assert texts(by(carry_down, table(names, *rows)))[1][2] == ""


def test_a_tujuan_column_under_bare_labels_carries_down_too() -> None:
    made = sections(wide("TUJUAN"), ("1", "Tata kelola", "Indeks", "%", "8"), ("2", "", "Rasio", "%", "9"))
    rows = by(carry_down, made).rows
    assert rows[1].tujuan is not None
    assert (rows[1].tujuan.text, rows[1].tujuan.carried) == ("Tata kelola", True)


# ---- carrying up

CENTRED = ("nomor", "sasaran", "indikator")


def merged(text: str, *, carried: bool = False) -> Entry:
    return entry(text, carried=carried, rowspan=2, at=(1, 0.0, 30.0))


def test_the_blank_upper_part_of_a_centred_cell_takes_the_text_from_below_the_break() -> None:
    rows = (
        (merged("1"), merged("Mutu"), "Indeks"),
        (merged("1", carried=True), merged("Mutu", carried=True), "Rasio"),
        ("", "", "Nilai"),
        below_break("2", "Arsip", "Angka"),
    )
    made = by(carry_up, table(CENTRED, *rows))
    assert texts(made)[2] == ["2", "Arsip", "Nilai"]
    assert made.rows[2].entries[1].carried
    blanks = ("1", "Mutu", "Indeks"), ("", "", "Rasio"), ("", "", "Nilai"), below_break("2", "Arsip", "Angka")
    assert texts(by(carry_up, table(CENTRED, *blanks)))[2] == ["", "", "Nilai"]


def test_a_blank_cell_over_several_rows_is_an_upper_part_in_any_column() -> None:
    names = ("tujuan", "sasaran", "indikator")
    rows = (merged(""), "Mutu", "Indeks"), (merged("", carried=True), "Arsip", "Rasio")
    made = by(carry_up, table(names, *rows, below_break("Tata kelola", "Pasar", "Nilai")))
    assert [row[0] for row in texts(made)] == ["Tata kelola"] * 3
    short = by(carry_up, table(names, ("", "Mutu", "Indeks"), below_break("Tata kelola", "Pasar", "Nilai")))
    assert texts(short)[0][0] == ""


# ---- numbers broken by narrow columns


def test_a_number_broken_into_lines_is_one_where_its_neighbours_count_up_to_it() -> None:
    names = ("nomor", "indikator", "target")
    rows = ("11", "Indeks", "8"), ("1\n2", "Rasio", "9"), ("1\n3", "Nilai", "7")
    assert [row[0] for row in texts(by(join_broken_numbers, table(names, *rows)))] == ["11", "12", "13"]
    alone = ("1\n2", "Rasio", "9"), ("3", "Nilai", "7")
    assert [row[0] for row in texts(by(join_broken_numbers, table(names, *alone)))] == ["1 2", "3"]


def broken(text: str, width: float) -> Entry:
    lines = text.split("\n")
    words = tuple(Word(part, Box(2, 12.0 * n, 2 + 5 * len(part), 12.0 * n + 10)) for n, part in enumerate(lines))
    return Entry(tuple(lines), (Spot(1, Box(0, 0, width, 40), None, words),))


def test_a_value_that_fills_its_cell_goes_on_in_the_next_line_and_is_doubted() -> None:
    made = by(join_broken_numbers, table(("indikator", "target"), ("Indeks", broken("37,4\n4%", 24))))
    assert made.rows[0].entries[1].text == "37,44%"
    assert made.rows[0].entries[1].doubts == ("angka-tak-jelas",)
    for roomy, width in (("37,4\n4%", 60), ("75\nBB", 14), ("1,5\n2,5", 17)):
        kept_ = by(join_broken_numbers, table(("indikator", "target"), ("Indeks", broken(roomy, width))))
        assert kept_.rows[0].entries[1].lines == tuple(roomy.split("\n"))


# ---- one row an indicator


def test_elementary_rows_below_one_indicator_become_one() -> None:
    name = entry("Indeks layanan", rowspan=2)
    made = by(
        gather_indicator_rows,
        table(NAMES, ("1", "Mutu", name, "Indeks", "80"), ("", "", replace(name, carried=True), "dan", "82")),
    )
    assert texts(made) == [["1", "Mutu", "Indeks layanan", "Indeks dan", "80 82"]]
    assert made.rows[0].entries[4].doubts == ()


def test_a_row_without_an_indicator_is_joined_and_marked() -> None:
    made = by(gather_indicator_rows, table(NAMES, FULL, ("", "", "", "", "83")))
    assert texts(made)[0][4] == "82 83"
    assert made.rows[0].entries[4].doubts == ("baris-tanpa-indikator",)


def test_a_new_sasaran_without_an_indicator_stays() -> None:
    assert len(kept(gather_indicator_rows, FULL, ("2", "Arsip tertib", "", "", ""))) == 2


def test_a_first_row_without_an_indicator_stays() -> None:
    assert len(kept(gather_indicator_rows, ("", "", "", "%", "8"), FULL)) == 2


# ---- several indicators in a cell


def test_numbered_indicators_and_what_is_numbered_with_them() -> None:
    row = ("1", "Mutu", "1. Indeks layanan\nmasyarakat\n2. Rasio arsip", "1. Indeks\n2. %", "80")
    assert kept(split_numbered_indicators, row) == [
        ["1", "Mutu", "1. Indeks layanan masyarakat", "1. Indeks", "80"],
        ["1", "Mutu", "2. Rasio arsip", "2. %", "80"],
    ]


def test_shared_cells_are_carried_to_the_later_ones() -> None:
    made = by(split_numbered_indicators, table(NAMES, ("1", "Mutu", "1) Indeks\n2) Rasio\n3) Skor", "%", "8")))
    assert [row.entries[1].carried for row in made.rows] == [False, True, True]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (("1. a", "2. b", "3. c"), 3),
        (("(1) a", "lanjutan", "(2) b"), 2),
        (("4. a", "5. b"), 2),
        (("1. a", "3. b"), 1),
        (("pengantar", "1. a", "2. b"), 0),
        (("1.234 orang", "2.345 orang"), 0),
        (("- a", "- b"), 0),
        ((), 0),
    ],
)
def test_what_is_a_numbered_list(lines: tuple[str, ...], count: int) -> None:
    assert len(numbered_parts(lines)) == count


def test_a_single_numbered_indicator_is_not_split() -> None:
    assert len(kept(split_numbered_indicators, ("1", "Mutu", "1. Indeks layanan", "%", "8"))) == 1


def test_a_table_without_rows_passes_all_steps() -> None:
    assert steps.apply(table(NAMES), VOCABULARY).rows == ()


def test_values_one_a_line_belong_to_the_indicators_of_the_list() -> None:
    head = ["No", "Indikator", "Satuan", "Target 2022"]
    page = ruled([head, ["1", "1. Rasio\n2. Persentase", "Rasio\n%", "0,65\n92,5"]])
    first, second = read(sheet(page))
    assert [(r.indikator, r.satuan, r.target[0].nilai) for r in (first, second)] == [
        ("Rasio", "Rasio", 0.65),
        ("Persentase", "%", 92.5),
    ]
    assert {(mark.field, mark.reason) for mark in second.review} == {
        ("satuan", "nilai-per-baris"),
        ("target.2022", "nilai-per-baris"),
    }
