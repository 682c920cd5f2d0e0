"""Alarms for the whole document: rows that became no record, numbers that are left out."""

from head_paper import typed
from table_paper import VOCABULARY, pages, ruled, sheet

from extractors.shapes import Extraction, Source
from normalizers.normalize import Normalised, normalize

HEAD = ["No", "Sasaran", "Indikator Kinerja", "Satuan"]


def normalised(*rows: list[str]) -> Normalised:
    return normalize(Extraction(Source("a" * 64, 1), tuple(pages([HEAD, *rows]))), VOCABULARY)


def reasons(meaning: Normalised) -> list[tuple[str, str]]:
    return [(mark.field, mark.reason) for mark in meaning.review]


def test_a_whole_table_raises_no_alarm() -> None:
    meaning = normalised(["1", "Meningkatnya mutu", "Jumlah kapal", "unit"], ["2", "Turunnya biaya", "Biaya", "rupiah"])
    assert (reasons(meaning), meaning.sections) == ([], ())


def test_a_sasaran_without_an_indicator_is_kept_and_told() -> None:
    meaning = normalised(["1", "Meningkatnya mutu", "Jumlah kapal", "unit"], ["2", "Turunnya biaya", "", ""])
    assert len(meaning.records) == 1
    assert meaning.sections == ("2 | Turunnya biaya",)
    assert reasons(meaning) == [("records", "indikator-kosong")]


def test_a_number_that_is_left_out_is_told() -> None:
    meaning = normalised(["1", "Meningkatnya mutu", "Jumlah kapal", "unit"], ["3", "Turunnya biaya", "Biaya", "rupiah"])
    assert reasons(meaning) == [("records", "nomor-lompat")]


def test_numbers_that_start_again_are_no_gap() -> None:
    rows = [["1", "Mutu", "Jumlah kapal", "unit"], ["2", "Biaya", "Biaya", "rupiah"], ["1", "Waktu", "Lama", "hari"]]
    assert reasons(normalised(*rows)) == []


def test_a_table_whose_header_nobody_could_read_is_told() -> None:
    rows = [["rn m", "7 rTa", "8s", "i"], *[[str(number), "Mutu", "Jumlah kapal", "unit"] for number in range(1, 5)]]

    def marks_of(confidence: float) -> list[tuple[str, str]]:
        page = sheet(ruled(rows, confidence=confidence))
        return reasons(normalize(Extraction(Source("a" * 64, 1), (page,)), VOCABULARY))

    assert ("halaman.1", "tabel-disisihkan") in marks_of(0.3)
    assert ("halaman.1", "tabel-disisihkan") not in marks_of(0.99)


def test_a_table_whose_header_is_all_black_is_told() -> None:
    def marks_of(confidence: float | None) -> list[tuple[str, str]]:
        rows = [["", "", "", ""], *[[str(number), "Mutu", "Jumlah kapal", "unit"] for number in range(1, 5)]]
        page = sheet(ruled(rows, confidence=confidence))
        return reasons(normalize(Extraction(Source("a" * 64, 1), (page,)), VOCABULARY))

    assert ("halaman.1", "tabel-disisihkan") in marks_of(0.99)
    assert ("halaman.1", "tabel-disisihkan") not in marks_of(None), "a PDF's own text"


COLUMNS = """
No    Sasaran Strategis     Indikator Kinerja      Target

1     Meningkatnya mutu     Jumlah kapal           82
                            yang berlayar
2     Turunnya biaya        Biaya sekali           7
"""


def test_columns_without_rulings_that_became_no_records_are_told() -> None:
    def marks_of(text: str) -> list[tuple[str, str]]:
        return reasons(normalize(Extraction(Source("a" * 64, 1), (typed(text),)), VOCABULARY))

    assert marks_of(COLUMNS) == [("halaman.1", "tabel-disisihkan")]
    assert marks_of(COLUMNS.replace("Indikator Kinerja", "Nama Pegawai     ")) == []
    assert marks_of("\n".join(COLUMNS.split("\n")[:3])) == [], "a form that nobody filled in"
