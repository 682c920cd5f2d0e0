"""Cards: label and value side by side, one indicator a card."""

from table_paper import VOCABULARY, Merged, read, ruled, sheet

from normalizers.cards import card_table

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
    assert card_table(page, ruled(CARD[1:4]), VOCABULARY) is None, "too few fields"
    assert card_table(page, ruled([row for row in CARD if row[0] != "Nama Indikator"]), VOCABULARY) is None
    people = [["Nama", ":", "A"], ["NIP", ":", "1"], ["Jabatan", ":", "B"], ["Pangkat", ":", "C"], ["Unit", ":", "D"]]
    assert card_table(page, ruled(people), VOCABULARY) is None
    assert card_table(page, ruled([[Merged("Indikator", across=2)]] * 5), VOCABULARY) is None
