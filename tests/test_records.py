"""Rows to records: the contract's fields, where each was read, what is doubted, and that no text is lost."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_paper import DOCUMENT, VOCABULARY, Merged, entry, pages, read, records_of, ruled, sheet, table, words_of

from normalizers.assemble import assemble
from normalizers.models import Record
from normalizers.records import read_records
from normalizers.tables import Entry, Table

NAMES = ("nomor", "sasaran", "indikator", "satuan", "target 2024", "target 2025", "?Kode")


def records(*rows: tuple[str | Entry, ...], names: tuple[str, ...] = NAMES) -> list[Record]:
    return of(table(names, *rows))


def of(made: Table) -> list[Record]:
    return read_records([made], DOCUMENT, VOCABULARY)


def one(*row: str | Entry, names: tuple[str, ...] = NAMES) -> Record:
    (record,) = records(row, names=names)
    return record


def marks(record: Record) -> set[tuple[str, str]]:
    return {(mark.field, mark.reason) for mark in record.review}


FULL = ("1.", "Mutu naik", "Nilai ekspor", "Juta Rupiah", "4.084.357.380", "8,5", "X-1")


def test_the_fields_of_the_contract() -> None:
    record = one(*FULL)
    assert (record.nomor, record.sasaran, record.indikator) == ("1", "Mutu naik", "Nilai ekspor")
    assert (record.satuan, record.satuan_baku) == ("Juta Rupiah", "juta_rupiah")
    assert [(value.tahun, value.teks) for value in record.target] == [(2024, "4.084.357.380"), (2025, "8,5")]
    assert [value.nilai for value in record.target] == [4084357380, 8.5]
    assert record.kolom_lain == {"Kode": "X-1"}
    assert (record.document_id, record.row, record.pages) == (DOCUMENT, 1, [1])
    assert (record.tujuan, record.alasan, record.realisasi, record.dasar_hukum) == (None, None, [], [])


def test_a_plain_printed_row_is_taken_as_it_is() -> None:
    record = one("1", "Mutu naik", "Indeks layanan", "Indeks", "82,5", "83,1", "")
    assert record.review == []
    assert record.needs_review is False
    assert 0.98 < record.confidence <= 1
    assert record.kolom_lain == {}


def test_every_field_says_where_it_was_read() -> None:
    record = one(*FULL)
    assert set(record.provenance) == {
        "nomor", "sasaran", "indikator", "satuan", "target.2024", "target.2025", "kolom_lain.Kode",
    }  # fmt: skip
    place = record.provenance["target.2024"]
    assert (place.page, place.bbox, place.text) == (1, (400.0, 0.0, 500.0, 30.0), "4.084.357.380")
    assert (place.ocr_confidence, place.column_score, place.carried) == (None, 1.0, False)


def test_the_place_tells_what_was_carried_down_and_how_surely_it_was_read() -> None:
    record = one("1", entry("Mutu", carried=True, confidence=0.91, at=(3, 10, 20)), "Indeks layanan", "%", "8", "", "")
    place = record.provenance["sasaran"]
    assert (place.page, place.carried, place.ocr_confidence) == (3, True, 0.91)
    assert record.pages == [1], "a text carried from another page does not put the record there"


def test_ids_are_stable_and_unlike() -> None:
    rows = (FULL, ("2", *FULL[1:]), ("3", *FULL[1:]))
    first, again = records(*rows), records(*rows)
    assert [record.record_id for record in first] == [record.record_id for record in again]
    assert len({record.record_id for record in first}) == 3
    assert [record.row for record in first] == [1, 2, 3]
    (other,) = read_records([table(NAMES, FULL)], "e" * 64, VOCABULARY)
    assert other.record_id != first[0].record_id


def test_rows_are_numbered_over_all_tables_and_only_where_there_is_an_indicator() -> None:
    made = table(NAMES, FULL, ("", "Sasaran tanpa indikator", "", "", "", "", ""))
    assert [record.row for record in read_records([made, made], DOCUMENT, VOCABULARY)] == [1, 2]


# ---- nomor


@pytest.mark.parametrize(
    ("printed", "nomor"),
    [
        ("1", "1"),
        ("1.", "1"),
        ("(1)", "1"),
        ("1)", "1"),
        ("1.2", "1.2"),
        ("a.", "a"),
        ("IV", "IV"),
        ("1 dan 2", "1 dan 2"),
    ],
)
def test_nomor(printed: str, nomor: str) -> None:
    assert one(printed, *FULL[1:]).nomor == nomor


def test_a_number_inside_the_indicator_is_the_nomor() -> None:
    record = one("1", "Mutu", "2. Indeks layanan", "%", "8", "", "")
    assert (record.nomor, record.indikator) == ("2", "Indeks layanan")
    assert one("", "Mutu", "(3) Rasio", "%", "8", "", "").nomor == "3"


def test_a_quantity_before_the_name_is_no_nomor() -> None:
    record = one("1", "Mutu", "3 Pilar layanan yang terpenuhi", "%", "8", "", "")
    assert (record.nomor, record.indikator) == ("1", "3 Pilar layanan yang terpenuhi")


def test_the_number_beside_the_indicator_goes_before_the_one_of_its_sasaran() -> None:
    names = ("nomor", "sasaran", "nomor", "indikator")
    assert one("1", "Mutu", "4", "Indeks", names=names).nomor == "4"
    assert one("1", "Mutu", "", "Indeks", names=names).nomor == "1"


# ---- values


@pytest.mark.parametrize("text", ["WTP", "BB", "70 - 80", "0,9 Angka", "> 75", "-"])
def test_words_ranges_and_units_are_no_number(text: str) -> None:
    record = one("1", "Mutu", "Indeks", "", text, "", "")
    (value,) = record.target
    assert (value.teks, value.nilai) == (text, None)
    assert (record.satuan, record.satuan_baku) == (None, None)


def test_an_empty_year_has_no_value() -> None:
    assert [value.tahun for value in one("1", "Mutu", "Indeks", "%", "", "8", "").target] == [2025]


def test_target_and_realisasi_without_years() -> None:
    record = one("Indeks", "8", "7", names=("indikator", "target", "realisasi"))
    assert [(value.tahun, value.nilai) for value in record.target] == [(None, 8)]
    assert [(value.tahun, value.nilai) for value in record.realisasi] == [(None, 7)]


def test_the_decimal_sign_of_the_table_decides_what_one_cell_leaves_open() -> None:
    rows = (("1", "a", "b", "Indeks", "82,5", "83,25", ""), ("2", "a", "c", "Indeks", "9,154", "9,2", ""))
    assert records(*rows)[1].target[0].nilai == 9.154


# ---- laws


def test_laws_in_any_field() -> None:
    names = ("indikator", "alasan", "?Aturan")
    record = one("Indeks", "Amanat UU No. 25 Tahun 2009", "Perpres Nomor 29 Tahun 2014", names=names)
    assert {(law.jenis, law.nomor, law.tahun) for law in record.dasar_hukum} == {
        ("UU", "25", 2009),
        ("Perpres", "29", 2014),
    }


# ---- review marks


def test_what_was_read_with_doubt_is_marked() -> None:
    record = one(
        "1", entry("Mutu", confidence=0.5), entry("Indeks", confidence=0.95), entry("96", confidence=0.99),
        entry("82", confidence=0.7), entry("1O5", confidence=0.99), "",
    )  # fmt: skip
    assert marks(record) == {
        ("sasaran", "ocr-ragu"), ("satuan", "satuan-ragu"), ("target.2025", "angka-tak-jelas"),
    }  # fmt: skip
    assert record.needs_review
    assert record.confidence < one("1", "Mutu", "Indeks", "unit", "82", "", "").confidence
    assert all(mark.explanation.endswith(".") for mark in record.review)


def test_unread_ink_is_marked_though_there_is_no_text() -> None:
    record = one("1", "Mutu", "Indeks", "%", entry("", unread=True), "8", entry("", unread=True))
    assert ("target.2024", "tinta-tak-terbaca") in marks(record)
    assert [value.tahun for value in record.target] == [2025]


def test_letters_that_have_no_meaning_are_marked() -> None:
    assert ("sasaran", "huruf-tak-dikenal") in marks(one("1", "Mutu \ufffd", "Indeks", "%", "8", "", ""))


def test_an_ambiguous_number_is_marked_and_has_no_value() -> None:
    record = one("1", "Mutu", "Indeks", "Indeks", "9,154", "", "")
    assert record.target[0].nilai is None
    assert marks(record) == {("target.2024", "angka-mendua")}


def test_a_value_out_of_line_is_marked() -> None:
    names = ("indikator", *(f"target {year}" for year in range(2020, 2024)))
    assert marks(one("Indeks", "4,1", "41", "4,3", "4,4", names=names)) == {("target.2021", "angka-melompat")}


def test_a_doubtful_header_marks_all_of_its_values() -> None:
    made = assemble(
        pages([["Sasaran", "Indikator Kinerja", "Sumbor Dato X"], ["a", "b", "c"], ["a", "d", "e"]]), VOCABULARY
    )
    for record in records_of(made):
        assert ("sumber_data", "kolom-ragu") in marks(record)
        assert record.provenance["sumber_data"].column_score < 0.8


def test_a_year_read_with_doubt_marks_its_values() -> None:
    rows = [["Sasaran", "Indikator Kinerja", "Target 2024"], ["a", "b", "7"]]
    (record,) = read(sheet(ruled(rows, confidence=0.8)))
    assert ("target.2024", "tahun-ragu") in marks(record)


def test_a_field_with_a_column_and_a_label_is_marked() -> None:
    names = ("indikator", "formulasi", "sumber_data")
    record = one("Indeks", "a / b\nSumber Data : Survei", "Laporan", names=names)
    assert (record.formulasi, record.sumber_data) == ("a / b", "Laporan Survei")
    assert ("sumber_data", "label-ganda") in marks(record)


# ---- no text is lost

HEAD: list[str | Merged] = [
    "No", "Sasaran", "Indikator Kinerja", "Satuan", "Formulasi", "Sumber Data", "Kode", "Target 2024", "Target 2025",
]  # fmt: skip


def everything(found: list[Record], asides: tuple[str, ...]) -> Counter[str]:
    """Words over all records; what is carried down is counted once, where it was printed."""
    said: Counter[str] = Counter(word for text in asides for word in text.split())
    for record in found:
        carried = {name for name, place in record.provenance.items() if place.carried}
        values = {
            name: value
            for name, value in record.model_dump().items()
            if name in VALUES and name not in carried and value is not None
        }
        said.update(words_of(values))
    return said


VALUES = (
    "nomor", "tujuan", "sasaran", "indikator", "satuan", "alasan", "formulasi", "definisi_operasional",
    "tipe_penghitungan", "sumber_data", "penanggung_jawab", "keterangan", "target", "realisasi", "kolom_lain",
)  # fmt: skip


def unique_body(rows: int, shape: list[int]) -> list[list[str | Merged]]:
    """Rows whose words are all different; `shape` says how many words stand in each cell, 0 for an empty one."""
    body: list[list[str | Merged]] = []
    for row in range(rows):
        cells: list[str | Merged] = []
        for column in range(len(HEAD)):
            count = shape[(row * len(HEAD) + column) % len(shape)]
            count = max(1, count) if column == 2 else count
            cells.append("\n".join(f"Kata{'abcdefghijk'[column]}{row}x{number}" for number in range(count)))
        body.append(cells)
    return body


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4), st.integers(0, 3), st.lists(st.integers(0, 3), min_size=1, max_size=11))
def test_every_word_of_the_body_is_somewhere_once(first: int, second: int, shape: list[int]) -> None:
    body = unique_body(first + second, shape)
    sheets = pages([HEAD, *body[:first]], *([body[first:]] if second else []))
    made = assemble(sheets, VOCABULARY)
    printed = Counter(word for row in body for text in row for word in str(text).split())
    said = everything(records_of(made), tuple(text for item in made.tables for text in item.asides))
    assert said == printed


ALL_WORDS = "Pemerintahan bersih Mutu layanan Indeks A B / b wajib Survei K1 Rasio arsip WTP inovasi 1.000"


def test_no_word_is_lost_in_a_table_with_everything() -> None:
    body: list[list[str | Merged]] = [
        [Merged("Tujuan 1 : Pemerintahan bersih", across=9)],
        [
            "1",
            Merged("Mutu layanan", 2),
            "1. Indeks A\n2. Indeks B",
            "Indeks",
            "a / b\nAlasan : wajib",
            "Survei",
            "K1",
            "8",
            "9",
        ],
        ["2", "Rasio arsip", "%", "c / d", "Laporan", "K2", Merged("WTP", across=2)],
        [Merged("Bab lain sama sekali", across=9)],
        ["3", "Tertib arsip", "Jumlah inovasi", "Buah", "e", "f", "g", "1.000", "...."],
    ]
    found = read(sheet(ruled([HEAD, *body])))
    said = Counter(
        word for record in found for word in words_of({k: v for k, v in record.model_dump().items() if k in VALUES})
    )
    for word in ALL_WORDS.split():
        assert said[word], word
    assert [record.indikator for record in found] == ["Indeks A", "Indeks B", "Rasio arsip", "Jumlah inovasi"]
    assert [record.nomor for record in found] == ["1", "2", "2", "3"]
    assert {record.tujuan for record in found} == {"Pemerintahan bersih"}


def test_columns_of_one_name_and_of_none_keep_their_texts() -> None:
    record = one("Indeks", "a", "b", "c", names=("indikator", "?Kode", "?Kode", "?"))
    assert record.kolom_lain == {"Kode": "a b", "kolom 4": "c"}
