"""Vocabulary tables: loaded as text, extended by a user's folder, and rude to a bad row."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import UsageError
from normalizers.csv_tables import read_table

COLUMNS = ("baku", "teks")


@pytest.mark.parametrize("name", ["satuan", "bulan", "hukum", "wilayah", "pangkat"])
def test_the_packages_tables_load(name: str) -> None:
    assert len(read_table(name, ())) >= 12


def test_a_users_rows_come_after_the_packages(tmp_path: Path) -> None:
    (tmp_path / "satuan.csv").write_text("baku,teks\n010,No\n\n", encoding="utf-8-sig")
    rows = read_table("satuan", COLUMNS, tmp_path)
    assert rows[0]["baku"] == "persen"
    assert rows[-1] == {"baku": "010", "teks": "No"}


def test_a_folder_without_the_table_adds_nothing(tmp_path: Path) -> None:
    assert read_table("satuan", COLUMNS, tmp_path) == read_table("satuan", COLUMNS)


def test_semicolons_of_an_indonesian_excel_are_read(tmp_path: Path) -> None:
    (tmp_path / "satuan.csv").write_text("baku;teks\r\nkarung;Karung, besar\r\n", encoding="utf-8")
    assert read_table("satuan", COLUMNS, tmp_path)[-1] == {"baku": "karung", "teks": "Karung, besar"}


@pytest.mark.parametrize(
    ("content", "line", "complaint"),
    [
        (b"baku,teks\nkarung,Karung\nikat\n", 3, "ada 1 sel"),
        (b"baku,teks\nkarung,Karung, besar\n", 2, "ada 3 sel"),
        (b"baku,teks\nkarung,\n", 2, "teks kosong"),
        (b"baku,judul\nkarung,Karung\n", 1, "kolom teks tidak ada"),
        (b"", 1, "tidak ada"),
        (b"baku,teks\nkarung,\xe9\n", 2, "UTF-8"),
        (b'baku,teks\nkarung,"Karung\n', 2, "tanda kutip"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, content: bytes, line: int, complaint: str) -> None:
    (tmp_path / "satuan.csv").write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_table("satuan", COLUMNS, tmp_path)
    assert f"satuan.csv, baris {line}:" in caught.value.message
    assert complaint in caught.value.message
