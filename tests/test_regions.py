"""Regions: the word before a name decides; a bare name of two regions stays open."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from table_paper import VOCABULARY

from normalizers.csv_tables import read_table
from normalizers.models import Region
from normalizers.regions import best_region, find_region


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("DINAS KOPERASI, USAHA KECIL DAN MENENGAH KOTA BEKASI", "Kota Bekasi", "32.75"),
        ("KABUPATEN BEKASI", "Kabupaten Bekasi", "32.16"),
        ("PROVINSI DKI JAKARTA", "Provinsi Daerah Khusus Ibukota Jakarta", "31"),
        ("PROVINSI DAERAH KHUSUS IBUKOTA JAKARTA", "Provinsi Daerah Khusus Ibukota Jakarta", "31"),
        ("Pemda D.I. Yogyakarta", "Provinsi Daerah Istimewa Yogyakarta", "34"),
        ("Kota Yogyakarta", "Kota Yogyakarta", "34.71"),
        ("Propinsi Jawa Timur", "Provinsi Jawa Timur", "35"),
        ("Prov. Kep. Riau", "Provinsi Kepulauan Riau", "21"),
        ("PROPINSI JAWA BARAT KABUPATEN BANDUNG BARAT", "Kabupaten Bandung Barat", "32.17"),
        ("KAPANEWON SEWON KABUPATEN BANTUL", "Kabupaten Bantul", "34.02"),
        ("Kab. Lima Puluh Kota", "Kabupaten Lima Puluh Kota", "13.07"),
        ("Kab.Kulonprogo", "Kabupaten Kulon Progo", "34.01"),
        ("Kota Adm. Jakarta Pusat", "Kota Administrasi Jakarta Pusat", "31.71"),
        ("Walikota Tangerang Selatan", "Kota Tangerang Selatan", "36.74"),
        ("Wali Kota Bau-Bau", "Kota Bau Bau", "74.72"),
        ("BUPATI TABANAN", "Kabupaten Tabanan", "51.02"),
        ("K O T A  B E K A S I", "Kota Bekasi", "32.75"),
        ("D I N A S K O T A B E K A S I", "Kota Bekasi", "32.75"),
        ("KABUPATEN JENEPONT0", "Kabupaten Jeneponto", "73.04"),
        ("Kabupaten Jenepono", "Kabupaten Jeneponto", "73.04"),
        ("KABUPATEN PADANG LAWAS UTAR4", "Kabupaten Padang Lawas Utara", "12.20"),
        ("KABUPATEN KOTA BARU", "Kabupaten Kotabaru", "63.02"),
        ("Dinas Kesehatan Wonosobo", "Kabupaten Wonosobo", "33.07"),
    ],
)
def test_the_best_region_of_a_text(text: str, name: str, code: str) -> None:
    best = find_region(text, VOCABULARY.regions)[0]
    assert (best.nama, best.kode) == (name, code)


def test_a_region_bears_its_level_and_province() -> None:
    assert find_region("Kota Salatiga", VOCABULARY.regions) == [
        Region(nama="Kota Salatiga", tingkat="kota", provinsi="Jawa Tengah", kode="33.73")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "KEMENTERIAN AGAMA REPUBLIK INDONESIA",
        "MENTERI SEKRETARIS NEGARA\nREPUBLIK INDONESIA",
        "BADAN X REPUBLIK INDONESIA",
    ],
)
def test_the_central_government_has_no_region(text: str) -> None:
    assert find_region(text, VOCABULARY.regions) == [Region(tingkat="pusat")]


def test_a_regional_agency_is_not_central() -> None:
    assert find_region("BADAN PUSAT STATISTIK PROVINSI NUSA TENGGARA TIMUR", VOCABULARY.regions)[0].kode == "53"


@pytest.mark.parametrize("text", ["", "KOTA", "Dinas Kota Kabupaten", "batu dan buru", "Kabupaten Antahberantah"])
def test_no_region(text: str) -> None:
    assert find_region(text, VOCABULARY.regions) == []


def test_a_bare_name_means_all_that_bear_it() -> None:
    assert {region.nama for region in find_region("Bekasi", VOCABULARY.regions)} == {"Kota Bekasi", "Kabupaten Bekasi"}


@pytest.mark.parametrize(
    ("texts", "name", "ambiguous"),
    [
        (
            ["Dinas Koperasi dan Usaha Mikro", "KEPALA DINAS KOTA PASURUAN", "Pasuruan, Januari 2024"],
            "Kota Pasuruan",
            False,
        ),
        (["Dinas Koperasi Provinsi Jawa Barat", "Jalan Soekarno-Hatta Kota Bandung"], "Provinsi Jawa Barat", False),
        (["KOTA PASURUAN", "KABUPATEN PASURUAN"], "Kota Pasuruan", True),
        (["Dinas Kesehatan Wonosobo", "PROVINSI JAWA TENGAH"], "Provinsi Jawa Tengah", True),
        (["Dinas Kesehatan Wonosobo"], "Kabupaten Wonosobo", False),
        ([], None, False),
        (["Banjar"], None, True),
    ],
)
def test_best_of_several_texts(texts: list[str], name: str | None, ambiguous: bool) -> None:
    region, doubt = best_region(texts, VOCABULARY.regions)
    assert (region.nama if region else None, doubt) == (name, ambiguous)


def test_of_two_meanings_only_the_common_part_is_given() -> None:
    assert best_region(["Pasuruan"], VOCABULARY.regions) == (Region(provinsi="Jawa Timur"), True)


def test_the_table_is_whole() -> None:
    rows = read_table("wilayah", ("kode", "nama", "tingkat", "provinsi"))
    assert Counter(row["tingkat"] for row in rows) == {"kabupaten": 416, "kota": 98, "provinsi": 38}
    provinces = {row["kode"]: row["provinsi"] for row in rows if row["tingkat"] == "provinsi"}
    for row in rows:
        assert re.fullmatch(r"\d\d(\.\d\d)?", row["kode"])
        assert row["provinsi"] == provinces[row["kode"][:2]]
        assert row["nama"].lower().startswith(row["tingkat"])


def test_every_region_is_found_by_its_full_name() -> None:
    for row in read_table("wilayah", ("kode", "nama")):
        for text in (row["nama"], f"DINAS {row['nama'].upper()} TAHUN 2018"):
            assert find_region(text, VOCABULARY.regions)[0].kode == row["kode"], text
