"""Formulas taken apart where there is one reading, and left alone where there are more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_paper import VOCABULARY, pages, read

from normalizers.formulas import parse_formula

WORDS = VOCABULARY.formulas
NOUN = st.text(alphabet="abdeghiklmnoprstu", min_size=4, max_size=9)
PHRASE = st.lists(NOUN, min_size=2, max_size=5).map(lambda words: " ".join(["Jumlah", *words]))


def parts(text: str) -> tuple[str, str, float | None] | None:
    found = parse_formula(text, WORDS)
    return (found.numerator, found.denominator, found.factor) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "kapal laik / semua kapal x 100%",
        "(kapal laik / semua kapal) x 100%",
        "kapal laik dibagi semua kapal dikali 100%",
        "kapal laik dibagi dengan semua kapal dikalikan seratus persen",
        "kapal laik dibandingkan dengan semua kapal x 100",
        "Rumus : kapal laik / semua kapal X 100 %",
        "Persentase kapal = kapal laik / semua kapal x 100%",
        "kapal laik x 100% / semua kapal",
        "(kapal laik) / (semua kapal) × 100%.",
        "[kapal laik ÷ semua kapal] * 100,00%",
    ],
)
def test_one_quotient(text: str) -> None:
    assert parts(text) == ("kapal laik", "semua kapal", 100)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ibu yang wafat / Kelahiran hidup x 100.000 KH", None),
        ("Ibu yang wafat / Kelahiran hidup x 100.000", ("Ibu yang wafat", "Kelahiran hidup", 100000)),
        ("Bayi yang wafat / Kelahiran hidup x 1.000‰", ("Bayi yang wafat", "Kelahiran hidup", 1000)),
        ("Jumlah hari dibagi jumlah izin", ("Jumlah hari", "jumlah izin", None)),
        ("Desa/kelurahan UCI dibagi semua desa/kelurahan dikali 100%",
         ("Desa/kelurahan UCI", "semua desa/kelurahan", 100)),
        ("Σ kapal laik / Σ kapal x 100%", ("Σ kapal laik", "Σ kapal", 100)),
        ("Anak usia 0-18 tahun berakta / anak usia 0-18 tahun x 100%",
         ("Anak usia 0-18 tahun berakta", "anak usia 0-18 tahun", 100)),
    ],
)  # fmt: skip
def test_factors_strokes_and_hyphens(text: str, expected: tuple[str, str, float | None] | None) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hasil evaluasi Inspektorat",
        "kapal laik x 100% semua kapal",
        "kapal laik + kapal baru / semua kapal x 100%",
        "(n - (n-1)) / (n-1) x 100%",
        "kapal laik / semua kapal / dermaga x 100%",
        "dermaga dibagi-dibagi semua kapal dikali 100%",
        "hari rawat / tempat tidur x hari periode x 100%",
        "kapal laik / semua kapal x 100% Kapal laik: menurut KSOP",
        "Kapal laik adalah kapal yang diperiksa / semua kapal x 100%",
        "Jalan mantap dirawat. Jalan baik / semua jalan x 100%",
        "A/B x 100%",
        "IKLH = (0,376 x IKA) + (0,405 x IKU)",
        "1/3 (Ipar + IDM)",
        "kapal laik / ) semua kapal x 100%",
        "nilai unsur dibagi unsur terisi dikali bobot dikali 25",
    ],
)
def test_what_has_more_than_one_reading_is_left_alone(text: str) -> None:
    assert parts(text) is None


@given(PHRASE, PHRASE, st.sampled_from([(" x 100%", 100), (" dikali seratus persen", 100), (" x 1.000", 1000)]))
def test_written_and_taken_apart_again(above: str, below: str, factor: tuple[str, int]) -> None:
    for stroke in (" / ", " dibagi ", " dibandingkan dengan "):
        assert parts(f"{above}{stroke}{below}{factor[0]}") == (above, below, factor[1])
        assert parts(f"({above}{stroke}{below}){factor[0]}") == (above, below, factor[1])


@given(st.text(alphabet="ab /x100%()=+:dibagi.", max_size=60))
def test_the_parts_are_in_the_print(text: str) -> None:
    found = parts(text)
    assert found is None or (found[0] in text and found[1] in text)


def test_parts_and_codes_stand_beside_the_print() -> None:
    (record,) = read(
        *pages(
            [
                ["No", "Indikator Kinerja", "Formulasi", "Tipe Penghitungan", "Target 2025"],
                ["1", "Kapal laik", "kapal laik / semua kapal x 100%", "Non-Kumulatif", "75"],
            ]
        )
    )
    assert record.formulasi == "kapal laik / semua kapal x 100%"
    assert (record.rumus_pembilang, record.rumus_penyebut, record.rumus_faktor) == ("kapal laik", "semua kapal", 100)
    assert (record.tipe_penghitungan, record.tipe_baku) == ("Non-Kumulatif", "non_kumulatif")
    assert (record.satuan, record.satuan_baku) == (None, None)
    assert (record.satuan_tersirat, record.satuan_tersirat_dari) == ("persen", "formulasi")


def test_a_doubted_formula_is_not_taken_apart() -> None:
    (record,) = read(
        *pages(
            [
                ["No", "Indikator Kinerja", "Formulasi", "Target 2025"],
                ["1", "Kapal laik", "kapal\ufffd laik / semua kapal x 100%", "75"],
            ]
        )
    )
    assert [mark.field for mark in record.review] == ["formulasi"]
    assert record.rumus_pembilang is None
