"""Header texts to fields: what must match, what never may, and the years."""

import pytest
from table_paper import VOCABULARY

from normalizers.columns import match_columns
from normalizers.header_years import header_year, years
from normalizers.likeness import ACCEPT, best
from normalizers.tables import Column

Path = tuple[str, ...]


def field(*path: str) -> str | None:
    return best(path, VOCABULARY).field


def matched(*paths: str | Path) -> list[Column]:
    return match_columns([path if isinstance(path, tuple) else (path,) for path in paths], VOCABULARY)


def fields(*paths: str | Path) -> list[str | None]:
    return [column.field for column in matched(*paths)]


def series(*paths: str | Path) -> list[tuple[str | None, int | None]]:
    return [(column.field, column.year) for column in matched(*paths)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No.", "nomor"),
        ("N0", "nomor"),
        ("SASARAN STATEGIS", "sasaran"),
        ("KINERJ AUTAMA", "sasaran"),
        ("Sasaran / Kinerja Utama", "sasaran"),
        ("lndikator Kinerja Utama", "indikator"),
        ("INDIKATOR KlNERJA", "indikator"),
        ("Indikator Kinerja\nUtama (IKU)", "indikator"),
        ("Satuan", "satuan"),
        ("Formulasi/Cara Penguku ran", "formulasi"),
        ("FORMULA SI PERHITUNGAN", "formulasi"),
        ("Sumber Dala", "sumber_data"),
        ("Penangung Jawab", "penanggung_jawab"),
        ("PENANGGUNGJAWAB", "penanggung_jawab"),
        ("Tipe Penghitungan", "tipe_penghitungan"),
        ("Definisi Operasiona1", "definisi_operasional"),
        ("Alasan Pemilihan lndikator", "alasan"),
        ("KETERANGAN", "keterangan"),
        ("Target Tahun 2026", "target"),
        ("Realisasi 2023", "realisasi"),
    ],
)
def test_typos_and_ocr_noise(text: str, expected: str) -> None:
    assert field(text) == expected


@pytest.mark.parametrize(
    "text",
    ["Program", "PROGRAM", "Anggaran", "Anggaran (Rp)", "Kegiatan", "Kode", "Misi", "Strategi", "Triwulan I", "Bobot"],
)
def test_names_of_no_field_are_never_taken_for_one(text: str) -> None:
    assert field(text) in (None, "lain")
    assert fields("Sasaran", "Indikator Kinerja", text)[2] is None


@pytest.mark.parametrize("text", ["Ruang lingkup", "Verifikator", "xyz", "K", "Rp", "Nip", "Not", "", "2"])
def test_unknown_texts_match_nothing(text: str) -> None:
    assert fields("Sasaran", "Indikator Kinerja", text)[2] is None


def test_one_other_letter_in_a_short_word_is_another_word() -> None:
    assert field("No") == "nomor"
    assert field("Na") != "nomor"
    assert field("Set") != "satuan"


def test_the_score_says_how_well_a_header_fits() -> None:
    exact, noisy = best(("Sumber Data",), VOCABULARY), best(("Sumbor Dala",), VOCABULARY)
    assert exact.score == 100
    assert ACCEPT <= noisy.score < 100
    assert exact.margin > 0
    assert matched("Sumber Data")[0].score == 1.0


def test_each_field_goes_to_one_column_only() -> None:
    found = fields("Sasaran", "Indikator Kinerja Utama", "Indikator Kinerja", "Sumber Data", "Sumber")
    assert found.count("indikator") == 1
    assert found.count("sumber_data") == 1
    assert found[1] == "indikator"
    assert found[3] == "sumber_data"


def test_the_better_column_wins_wherever_it_stands() -> None:
    assert fields("Sumbar Dala", "Sumber Data")[1] == "sumber_data"
    assert fields("Sumber Data", "Sumbar Dala")[0] == "sumber_data"


def test_two_number_columns_are_both_numbers() -> None:
    assert fields("No", "Sasaran", "No", "Indikator Kinerja") == ["nomor", "sasaran", "nomor", "indikator"]


def test_tujuan_and_sasaran_have_columns_of_their_own() -> None:
    assert fields("Tujuan", "Sasaran", "Indikator Sasaran") == ["tujuan", "sasaran", "indikator"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("Penjelasan", "Alasan"), "alasan"),
        (("Penjelasan", "Formulasi/Cara Pengukuran"), "formulasi"),
        (("Penjelasan", "Sumber Data"), "sumber_data"),
        (("Penjelasan", "Penanggung Jawab"), "penanggung_jawab"),
        (("Penjelasan", "Satuan"), "satuan"),
        (("Sasaran", "Uraian"), "sasaran"),
    ],
)
def test_two_levels(path: Path, expected: str) -> None:
    assert field(*path) == expected


def test_years_below_one_target() -> None:
    paths = [("Target Kinerja", str(year)) for year in range(2018, 2023)]
    assert series(*paths) == [("target", year) for year in range(2018, 2023)]


def test_target_and_realisasi_below_each_year() -> None:
    paths = [("2026", "Target"), ("2026", "Realisasi"), ("2027", "Target"), ("2027", "Realisasi")]
    assert series(*paths) == [("target", 2026), ("realisasi", 2026), ("target", 2027), ("realisasi", 2027)]


def test_a_bare_year_left_of_a_later_target_was_reached() -> None:
    assert series("Indikator Kinerja", "TAHUN 2023", "TARGET 2024")[1:] == [("realisasi", 2023), ("target", 2024)]


def test_bare_years_without_a_named_target_are_targets() -> None:
    assert series("Indikator", "2025", "2026", "Tahun 2027")[1:] == [
        ("target", 2025),
        ("target", 2026),
        ("target", 2027),
    ]


def test_bare_years_right_of_the_named_target_are_targets() -> None:
    assert series("Target 2024", "2025", "2026") == [("target", 2024), ("target", 2025), ("target", 2026)]


def test_a_target_without_a_year_has_none() -> None:
    assert series("Target", "Target Tahun Ke-1") == [("target", None), ("target", None)]
    assert series("Target 2018 - 2022") == [("target", None)]


def test_initial_and_final_conditions_need_a_year() -> None:
    assert series("Kondisi Awal 2015", "Kondisi Akhir 2021") == [("realisasi", 2015), ("target", 2021)]
    assert fields("Sasaran", "Indikator", "Kondisi Awal", "Kondisi Akhir")[2:] == [None, None]


def test_months_and_quarters_below_target_are_of_no_field() -> None:
    paths = [("Target", text) for text in ("Triwulan I", "TW II", "Januari", "Q1")]
    assert fields(*paths) == [None] * 4


@pytest.mark.parametrize("misread", ["2O2O", "202", "Z020", "?"])
def test_a_misread_year_between_two_others_is_inferred_and_marked(misread: str) -> None:
    columns = matched(*[("Target", text) for text in ("2019", misread, "2021")])
    assert [(column.field, column.year) for column in columns] == [("target", 2019), ("target", 2020), ("target", 2021)]
    assert columns[1].doubts == ("tahun-disimpulkan",)
    assert columns[0].doubts == columns[2].doubts == ()


def test_a_year_beyond_all_plans_is_mended_by_its_neighbour() -> None:
    columns = matched("Tahun 2023", "Target 2074", "Target 2025")
    assert [(column.field, column.year) for column in columns] == [
        ("realisasi", 2023),
        ("target", 2024),
        ("target", 2025),
    ]
    assert [column.doubts for column in columns] == [(), ("tahun-disimpulkan",), ()]
    assert [column.year for column in matched("Target 2079", "Target 2030")] == [2029, 2030]


def test_nothing_is_inferred_where_the_neighbours_leave_a_choice() -> None:
    columns = matched(*[("Target", text) for text in ("2019", "2O2O", "2022")])
    assert columns[1].year is None


@pytest.mark.parametrize(("first", "last"), [("2O19", "2022"), ("2019", "20?2"), ("219", "2022"), ("2019", "20222")])
def test_a_year_at_the_end_of_a_row_is_mended_by_its_one_neighbour(first: str, last: str) -> None:
    columns = matched(*[("Target", text) for text in (first, "2020", "2021", last)])
    assert [(column.field, column.year) for column in columns] == [("target", year) for year in range(2019, 2023)]
    assert sorted(column.doubts for column in columns) == [(), (), (), ("tahun-disimpulkan",)]


def test_a_broken_year_that_nothing_mends_is_doubted() -> None:
    (column,) = [column for column in matched("Satuan", "Target 2O?4") if column.field == "target"]
    assert (column.year, column.doubts) == (None, ("tahun-ragu",))
    assert matched("Satuan", "Target (100%)")[1].doubts == matched("Target Tahun Ke-1")[0].doubts == ()


def test_another_column_between_two_years_takes_none() -> None:
    columns = matched(("Target", "2019"), ("Satuan",), ("Target", "2021"))
    assert (columns[1].field, columns[1].year) == ("satuan", None)


def test_years_farther_apart_than_any_plan_are_all_doubted() -> None:
    columns = matched("Target 2024", "Target 2074", "Satuan")
    assert [column.doubts for column in columns] == [("tahun-ragu",), ("tahun-ragu",), ()]
    assert all(not column.doubts for column in matched("Target 2025", "Target 2045"))


def test_what_is_a_year() -> None:
    assert years("Target 2018 s.d. 2022") == [2018, 2022]
    assert years("No. 12019, 1850, 20190") == []
    assert header_year(("Target 2019", "Triwulan")) == 2019
    assert header_year(("2019", "2020")) == 2020
    assert header_year(("Target 2018-2022",)) is None
    assert header_year(()) is None


def test_no_columns() -> None:
    assert matched() == []
    assert best((), VOCABULARY).field is None
    assert match_columns([()], VOCABULARY)[0].field is None


def test_two_columns_under_one_header_are_doubted() -> None:
    columns = matched("Indikator", ("2024", "Target Rp"), ("2024", "Target Rp"))
    assert ["kolom-ragu" in column.doubts for column in columns] == [False, True, True]
    apart = matched("Indikator", ("Target", "2024"), ("Target", "2025"))
    assert not any(column.doubts for column in apart)
