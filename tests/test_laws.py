"""Legal references: kind, number, year; nothing without all three."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_paper import VOCABULARY

from normalizers.csv_tables import read_table
from normalizers.laws import find_laws

CONTRACT = {
    "UU",
    "PP",
    "Perpres",
    "Inpres",
    "Keppres",
    "Permen",
    "Kepmen",
    "Perda",
    "Pergub",
    "Perbup",
    "Perwal",
    "Perpu",
    "SE",
}


def found(text: str) -> list[tuple[str, str, int]]:
    return [(law.jenis, law.nomor, law.tahun) for law in find_laws(text, VOCABULARY.laws)]


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("Berdasarkan UU No.25 Tahun 1992 tentang Perkoperasian", ("UU", "25", 1992)),
        ("UU No 20 thn 2008", ("UU", "20", 2008)),
        ("Undang-Undang Republik Indonesia Nomor 25 Tahun 2009", ("UU", "25", 2009)),
        ("Undang – Undang Nomor 2 Tahun 2015", ("UU", "2", 2015)),
        ("Undang-Undang (UU) NO MOR 14 TAHUN 201 7", ("UU", "14", 2017)),
        ("UU 25/1992", ("UU", "25", 1992)),
        ("UU No. 25/1992.", ("UU", "25", 1992)),
        ("Intruksi Presiden No. 7 Tahun 1999 Tentang", ("Inpres", "7", 1999)),
        ("PeraturanPresiden Nomor 24\nTahun 2010", ("Perpres", "24", 2010)),
        ("Peraturan Pemerintah Pengganti Undang-Undang Nomor 2 Tahun 2022", ("Perpu", "2", 2022)),
        ("PP Nomor 60 Tahun 2008", ("PP", "60", 2008)),
        ("Keputusan Presiden Nomor 65 Tahun 1999", ("Keppres", "65", 1999)),
        ("Sesuai Permenkop UKM No 22 Tahun 2007 yaitu", ("Permen", "22", 2007)),
        ("Peraturan Menteri PANRB Nomor 14 Tahun 2017", ("Permen", "14", 2017)),
        ("PermenPAN-RB 53 Tahun 2014", ("Permen", "53", 2014)),
        ("Peraturan Menteri PPN/Kepala Bappenas Nomor 5 Tahun 2009", ("Permen", "5", 2009)),
        ("Peraturan Menteri PU Nomor 14/PRT/M/2010", ("Permen", "14/PRT/M/2010", 2010)),
        ("PER/09/M.PAN/05/2007", ("Permen", "PER/09/M.PAN/05/2007", 2007)),
        (
            "Peraturan Pemerintah Pendayagunaan Aparatur Negara Nomor 20/M.PAN/11/2008",
            ("Permen", "20/M.PAN/11/2008", 2008),
        ),
        ("Keputusan Menteri PAN Nomor KEP/135/M.PAN/9/2004", ("Kepmen", "KEP/135/M.PAN/9/2004", 2004)),
        ("Peraturan Daerah Kota X Nomor 5 Tahun 2016", ("Perda", "5", 2016)),
        ("Perda Kab. Sleman No. 3/2018", ("Perda", "3", 2018)),
        ("Peraturan Gubernur Nomor 266 Tahun 2016", ("Pergub", "266", 2016)),
        ("koperasi se-Jawa Timur, Permenkop UKM No 22 Tahun 2007", ("Permen", "22", 2007)),
        ("Perbup Magelang Nomor 47 Tahun 2015", ("Perbup", "47", 2015)),
        ("Peraturan Wali Kota Malang Nomor : 7 Tahun 2019", ("Perwal", "7", 2019)),
        ("Surat Edaran Menteri PANRB Nomor 3 Tahun 2020", ("SE", "3", 2020)),
        ("UU Nomor l4 Tahun 2O17", ("UU", "14", 2017)),
        ("Keputusan Menteri Keuangan Nomor 467/KMK.01/2014", ("Kepmen", "467/KMK.01/2014", 2014)),
    ],
)
def test_one_reference(text: str, law: tuple[str, str, int]) -> None:
    assert found(text) == [law]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945",
        "Peraturan Menteri PPN/Kepala Bappenas Tahun 2014",
        "Peraturan Menteri tentang Pedoman Umum; Keputusan Bupati Nomor 5 Tahun 2020",
        "Peraturan Daerah, Keputusan Kepala Dinas Nomor 154 TAHUN 2018",
        "Peraturan Daerah tahun 2017/2018",
        "Peraturan Bupati tanggal 01/10/2018",
        "Surat Edaran Menteri Dalam Negeri Nomor 061/1234/SJ",
        "koperasi se-Jawa Timur Nomor 22 Tahun 2007",
        "Drs. KARTO, SE, MM 2014",
        "NOMOR : 061/Kep.1409-Org/2015",
        "Undang-Undang tentang X (Lembaran Negara Tahun 2004 Nomor 5 Tahun 2004)",
    ],
)
def test_no_reference_without_kind_number_and_year(text: str) -> None:
    assert found(text) == []


def test_a_list_gives_each_once_in_its_order() -> None:
    text = (
        "1. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah sebagaimana telah diubah dengan "
        "Undang – Undang Nomor 2 Tahun 2015 (Lembaran Negara Republik Indonesia Tahun 2015 Nomor 24); "
        "2. Peraturan Menteri Negara Pendayagunaan Aparatur Negara "
        "Nomor 09/M.PAN/05/2007 tentang X; 3. UU 23 Tahun 2014 jo. Nomor 9 Tahun 2015"
    )
    assert found(text) == [
        ("UU", "23", 2014),
        ("UU", "2", 2015),
        ("Permen", "09/M.PAN/05/2007", 2007),
        ("UU", "9", 2015),
    ]


def test_the_words_are_kept_as_printed() -> None:
    assert find_laws("Berdasarkan UU No.25\nTahun 1992 tentang", VOCABULARY.laws)[0].teks == "UU No.25 Tahun 1992"


def test_the_table_knows_only_kinds_of_the_contract() -> None:
    rows = read_table("hukum", ("jenis", "bagian", "teks"))
    assert {row["jenis"] for row in rows if row["bagian"] == "nama"} == CONTRACT | {"lain"}
    assert {row["bagian"] for row in rows} == {"nama", "bentuk", "kata_nomor", "kata_tahun"}


@given(st.text(alphabet="UNo. 0123456789/TahunPER-MAK()", max_size=60))
def test_any_text_is_survived(text: str) -> None:
    assert all(1945 <= law.tahun < 2100 and law.nomor for law in find_laws(text, VOCABULARY.laws))


PRINTED = {
    "Undang-Undang": "UU",
    "UU": "UU",
    "Peraturan Pemerintah": "PP",
    "Peraturan Pemerintah Pengganti Undang-Undang": "Perpu",
    "Perpres": "Perpres",
    "Instruksi Presiden": "Inpres",
    "Peraturan Menteri Dalam Negeri": "Permen",
    "Keputusan Menteri Keuangan": "Kepmen",
    "Peraturan Daerah Kota Bekasi": "Perda",
    "Peraturan Gubernur Jawa Timur": "Pergub",
    "Peraturan Bupati Bantul": "Perbup",
    "Peraturan Walikota Bekasi": "Perwal",
}


@given(st.sampled_from(sorted(PRINTED)), st.integers(1, 999), st.integers(1945, 2049))
def test_written_and_read_again(name: str, number: int, year: int) -> None:
    expected = [(PRINTED[name], str(number), year)]
    for written in (f"Nomor {number} Tahun {year}", f"No. {number} Thn {year}", f"NOMOR : {number} TAHUN {year}"):
        assert found(f"Mengingat {name} {written} tentang Contoh") == expected
    assert found(f"{name} Nomor {number}/{year}") == expected


@given(st.integers(1, 99), st.integers(1, 12), st.integers(2000, 2049))
def test_a_ministers_number_is_read_again(number: int, month: int, year: int) -> None:
    printed = f"PER/{number:02d}/M.PAN/{month:02d}/{year}"
    assert found(f"Peraturan Menteri Nomor {printed}") == found(printed) == [("Permen", printed, year)]
