"""Units: the canonical code, or nothing where the table does not know the print."""

from __future__ import annotations

from pathlib import Path

import pytest
from table_paper import VOCABULARY

from normalizers.csv_tables import read_table
from normalizers.units import canonical
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
