"""Units: the canonical code, or nothing where the table does not know the print."""

from __future__ import annotations

from pathlib import Path

import pytest
from table_paper import VOCABULARY

from normalizers.csv_tables import read_table
from normalizers.units import canonical, unit_hint
from normalizers.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("%", "persen"),
        ("(%)", "persen"),
        ("Persen", "persen"),
        ("Prosentase", "persen"),
        ("NILAI", "nilai"),
        ("Index", "indeks"),
        ("Unit", "unit"),
        ("  orang ", "orang"),
        ("Rp.", "rupiah"),
        ("Rupiah", "rupiah"),
        ("USD", "usd"),
        ("Unit  kerja", "unit_kerja"),
        ("M³ / Hari", "meter_kubik_per_hari"),
        ("per 100.000 KH", "per_100000_kelahiran_hidup"),
        ("Kab./Kota", "kabupaten_kota"),
    ],
)
def test_known_units(text: str, code: str) -> None:
    assert canonical(text, VOCABULARY.units) == code


@pytest.mark.parametrize("text", [None, "", " ", "Yo", "o/o", "96", "9", "Persen / Organisasi", "Unitt", "()"])
def test_what_is_unknown_stays_unknown(text: str | None) -> None:
    assert canonical(text, VOCABULARY.units) is None


def test_a_user_can_add_a_unit(tmp_path: Path) -> None:
    (tmp_path / "satuan.csv").write_text("baku,teks\nkarung,Karung\n", encoding="utf-8")
    assert canonical("KARUNG", Vocabulary.load(tmp_path).units) == "karung"
    assert canonical("KARUNG", VOCABULARY.units) is None


def test_no_print_means_two_units() -> None:
    for row in read_table("satuan", ("baku", "teks")):
        assert canonical(row["teks"], VOCABULARY.units) == row["baku"], row


@pytest.mark.parametrize(
    ("name", "values", "formula", "hint"),
    [
        ("Produksi padi (Ton)", ["12,5"], None, ("ton", "indikator")),
        ("Indeks desa", ["0,9 Angka", "1,1 Angka"], None, ("angka", "target")),
        ("Warga terlayani", ["75%", "80 %"], None, ("persen", "target")),
        ("Warga terlayani", ["≥75%"], None, ("persen", "target")),
        ("Warga terlayani", ["75"], "a / b x 100%", ("persen", "formulasi")),
        ("Warga terlayani", ["75"], "a dibagi b dikali seratus persen", ("persen", "formulasi")),
        ("Warga terlayani (%)", ["75%"], "a / b x 100%", ("persen", "indikator")),
        ("Produksi padi (Ton)", ["75%"], None, None),
        ("Indeks desa", ["0,9 Angka", "80%"], None, None),
        ("Indeks desa", ["0,9", "WTP"], "hasil survei x 1.000", None),
        ("Produksi (padi dan jagung)", [], None, None),
    ],
)
def test_a_unit_that_no_column_says(
    name: str, values: list[str], formula: str | None, hint: tuple[str, str] | None
) -> None:
    assert unit_hint(name, values, formula, VOCABULARY.units) == hint
