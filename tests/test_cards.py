"""Cards: label and value side by side, one indicator a card."""

import pytest
from head_paper import LENGTH, WIDTH, line, typed
from table_paper import VOCABULARY, Merged, read, ruled, sheet

from extractors.shapes import Page
from normalizers.cards import card_tables

CARD = [
    ["Sasaran Strategis", ":", "Meningkatnya tertib arsip"],
    ["Nama Indikator", ":", "Persentase arsip tertata"],
    ["Definisi Operasional", ":", "Arsip yang ditata\nsesuai aturan"],
    ["Rumus Perhitungan", ":", "arsip tertata : seluruh arsip"],
    ["Satuan", ":", "%"],
    ["Polarisasi", ":", "Maximize"],
    ["Target 2025", ":", "95"],
]


def test_a_card_is_one_record() -> None:
    (record,) = read(sheet(ruled(CARD, widths=[120, 10, 300])))
    assert record.sasaran == "Meningkatnya tertib arsip"
    assert record.indikator == "Persentase arsip tertata"
    assert record.definisi_operasional == "Arsip yang ditata sesuai aturan"
    assert record.formulasi == "arsip tertata : seluruh arsip"
    assert (record.satuan, record.satuan_baku) == ("%", "persen")
    assert [(value.tahun, value.nilai) for value in record.target] == [(2025, 95)]
    assert record.kolom_lain == {"Polarisasi": "Maximize"}


def test_labels_with_the_colon_inside_and_two_columns() -> None:
    rows = [[f"{label} :", value] for label, _, value in CARD]
    (record,) = read(sheet(ruled(rows)))
    assert record.indikator == "Persentase arsip tertata"
    assert record.satuan == "%"


def test_a_colon_before_the_value() -> None:
    rows = [[label, f": {value}"] for label, _, value in CARD]
    (record,) = read(sheet(ruled(rows)))
    assert record.indikator == "Persentase arsip tertata"
    assert record.formulasi == "arsip tertata : seluruh arsip"
    assert [value.nilai for value in record.target] == [95]


def test_two_cards_are_two_records() -> None:
    second = [[label, colon, value.replace("arsip", "naskah")] for label, colon, value in CARD]
    found = read(sheet(ruled(CARD)), sheet(ruled(second, page=2), number=2))
    assert [record.indikator for record in found] == ["Persentase arsip tertata", "Persentase naskah tertata"]
    assert [record.pages for record in found] == [[1], [2]]


def test_an_empty_value_is_no_field() -> None:
    rows = [*CARD[:4], ["Satuan", ":", ""], *CARD[5:]]
    (record,) = read(sheet(ruled(rows)))
    assert record.satuan is None


def test_what_is_no_card() -> None:
    page = sheet()
    assert card_tables(page, ruled(CARD[1:4]), VOCABULARY) == [], "too few fields"
    assert card_tables(page, ruled([row for row in CARD if row[0] != "Nama Indikator"]), VOCABULARY) == []
    people = [["Nama", ":", "A"], ["NIP", ":", "1"], ["Jabatan", ":", "B"], ["Pangkat", ":", "C"], ["Unit", ":", "D"]]
    assert card_tables(page, ruled(people), VOCABULARY) == []
    assert card_tables(page, ruled([[Merged("Indikator", across=2)]] * 5), VOCABULARY) == []


def test_numbered_labels() -> None:
    rows = [[f"{place}.", label, value] for place, (label, _, value) in enumerate(CARD, start=1)]
    (record,) = read(sheet(ruled(rows, widths=[20, 120, 300])))
    assert record.indikator == "Persentase arsip tertata"
    assert record.kolom_lain == {"Polarisasi": "Maximize"}
    (record,) = read(sheet(ruled([[f"{number} {label}", value] for number, label, value in rows])))
    assert (record.satuan, record.kolom_lain) == ("%", {"Polarisasi": "Maximize"})


def test_two_labels_side_by_side() -> None:
    rows = [
        [CARD[0][0], Merged(CARD[0][2], across=3)],
        [CARD[1][0], Merged(CARD[1][2], across=3)],
        ["Satuan", "%", "Target 2025", "95"],
        ["Sumber Data", "Arsip", "Penanggung Jawab", "Bidang Arsip"],
    ]
    (record,) = read(sheet(ruled(rows)))
    assert (record.satuan, record.target[0].nilai) == ("%", 95)
    assert (record.sumber_data, record.penanggung_jawab) == ("Arsip", "Bidang Arsip")


def test_several_cards_in_one_grid() -> None:
    second = [[label, colon, value.replace("arsip", "naskah")] for label, colon, value in CARD]
    found = read(sheet(ruled([*CARD, *second])))
    assert [record.indikator for record in found] == ["Persentase arsip tertata", "Persentase naskah tertata"]


def test_a_card_goes_on_on_the_next_page() -> None:
    rest = [["Sumber Data", ":", "Laporan bidang"], ["Penanggung Jawab", ":", "Bidang Arsip"]]
    (record,) = read(sheet(ruled(CARD)), sheet(ruled(rest, page=2), number=2))
    assert (record.sumber_data, record.penanggung_jawab) == ("Laporan bidang", "Bidang Arsip")
    assert record.pages == [1, 2]
    people = [["Nama", ":", "A"], ["NIP", ":", "1"], ["Jabatan", ":", "B"]]
    (record,) = read(sheet(ruled(CARD)), sheet(ruled(people, page=2), number=2))
    assert record.pages == [1]


TYPED = """
^MANUAL INDIKATOR KINERJA UTAMA

Sasaran Strategis         Meningkatnya tertib arsip
Nama Indikator            Persentase arsip tertata
Definisi Operasional      Arsip yang ditata
                          sesuai aturan
Rumus Perhitungan         arsip tertata : seluruh arsip
Satuan                    %
Target 2025               95

^MANUAL INDIKATOR KINERJA UTAMA

Sasaran Strategis         Meningkatnya tertib arsip
Nama Indikator            Jumlah naskah
Satuan                    Naskah
Sumber Data               Laporan bidang
"""


@pytest.mark.parametrize("colon", ["", ": "])
def test_cards_without_rulings(colon: str) -> None:
    text = TYPED.replace("   Me", f"   {colon}Me").replace("   P", f"   {colon}P").replace("   J", f"   {colon}J")
    first, second = read(typed(text))
    assert first.indikator == "Persentase arsip tertata"
    assert first.definisi_operasional == "Arsip yang ditata sesuai aturan"
    assert [(value.tahun, value.teks) for value in first.target] == [(2025, "95")]
    assert (second.indikator, second.satuan, second.sumber_data) == ("Jumlah naskah", "Naskah", "Laporan bidang")


def test_labels_beside_the_middle_of_their_values() -> None:
    lines, top = [], 60.0
    for label, _, value in CARD:
        parts = value.replace("arsip tertata : seluruh", "jumlah arsip tertata\ndibagi seluruh").split("\n")
        lines += [line(part, 200, top + 12 * place) for place, part in enumerate(parts)]
        lines.append(line(label, 60, top + 6 * (len(parts) - 1)))
        top += 12 * len(parts) + 6
    (record,) = read(Page(1, WIDTH, LENGTH, "digital", (), tuple(lines)))
    assert record.definisi_operasional == "Arsip yang ditata sesuai aturan"
    assert record.formulasi == "jumlah arsip tertata dibagi seluruh arsip"


def test_a_preamble_and_a_signature_are_no_cards() -> None:
    page = typed("""
Instansi       :   DINAS ARSIP
Visi           :   Arsip yang tertib
Tujuan         :   Menata arsip
Sumber Data    :   Laporan
Nama           :   Budi
""")
    assert read(page) == []
