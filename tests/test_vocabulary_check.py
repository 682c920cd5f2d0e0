"""`iku vocabulary`: a new folder is without fault, and every fault is named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from normalizers.csv_tables import package_table
from normalizers.vocabulary import TABLES, Vocabulary
from normalizers.vocabulary_check import check_folder
from pipeline.cli import app


def said(folder: Path, table: str, content: str | bytes) -> list[str]:
    (folder / f"{table}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return [str(complaint) for complaint in check_folder(folder).complaints]


@pytest.mark.parametrize(
    ("table", "content", "complaint"),
    [
        ("kolom", "bidang,teks\nsasaran,Muara\nsasarann,Arah\n", "kolom.csv, baris 3: bidang 'sasarann' tidak dikenal. "
         "Maksudnya 'sasaran'?"),
        ("kolom", "bidang,teks\nsasaran,Muara\n\nalasan,MUARA 2024\n", "kolom.csv, baris 4: satu teks dengan dua arti: "
         "'sasaran' pada baris 2 dan 'alasan' di sini"),
        ("kolom", "bidang,teks\nsasaran,Muara\nsasaran, muara\n", "kolom.csv, baris 3: sama dengan baris 2"),
        ("kolom", "bidang,teks\nsasaran,2024\n", "kolom.csv, baris 2: teks hanya berisi tanda baca atau tahun"),
        ("kolom", "bidang,teks,warna\nsasaran,Muara,biru\n", "kolom.csv, baris 1: kolom 'warna' tidak dikenal"),
        ("kolom", "bidang,teks,teks\nsasaran,Muara,Arah\n", "kolom.csv, baris 1: kolom 'teks' ada lebih dari satu"),
        ("kolom", "bidang\tteks\nsasaran\tMuara\n", "kolom.csv, baris 1: kolom bidang, teks tidak ada. Tambahkan pada "
         "baris judul. Pisahkan kolom dengan koma, bukan tab."),
        ("kolom", "bidang,teks\nsasaran,\nsasaran,Muara\n", "kolom.csv, baris 2: kolom teks kosong"),
        ("kolom", "bidang,teks\nsasaran,Muara, Hilir\n", "kolom.csv, baris 2: ada 3 sel"),
        ("satuan", "baku,teks\nkg,Kilo\nsak,Karung berisi 5 kg é\n".encode("cp1252"), "satuan.csv, baris 3: bukan teks "
         "UTF-8"),
        ("satuan", "baku,teks\nSak Besar,Sak\n", "satuan.csv, baris 2: baku 'Sak Besar': seharusnya huruf kecil"),
        ("bulan", "bulan,teks\n13,Kanun\n", "bulan.csv, baris 2: bulan '13' tidak ada"),
        ("wilayah", "kode,nama,tingkat,provinsi\n99,Kota X,kota,Contoh\n", "wilayah.csv, baris 2: provinsi 'Contoh' "
         "tidak dikenal"),
        ("wilayah", "kode,nama,tingkat,provinsi\n3275,Kota X,kota,Jawa Barat\n", "wilayah.csv, baris 2: kode '3275'"),
        ("alasan_tinjau", "kode,penjelasan\nocr-raku,Lihat.\n", "alasan_tinjau.csv, baris 2: kode 'ocr-raku' tidak "
         "dikenal. Maksudnya 'ocr-ragu'?"),
        ("hukum", 'jenis,bagian,teks\nPerda,nama,"Pranata\n', "hukum.csv, baris 2: tanda kutip"),
        ("kolum", "bidang,teks\n", "kolum.csv, baris 1: berkas ini tidak dipakai. Maksudnya kolom.csv?"),
    ],
)  # fmt: skip
def test_every_fault_is_named(tmp_path: Path, table: str, content: str | bytes, complaint: str) -> None:
    (found,) = said(tmp_path, table, content)
    assert found.startswith(complaint)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "bulan.csv").write_text("bulan,teks\n0,Kanun\n", encoding="utf-8")
    found = said(tmp_path, "kolom", "bidang,teks\nx,Muara\n,Arah\nsasaran\n")
    assert {place.partition(":")[0] for place in found} == {
        "bulan.csv, baris 2", "kolom.csv, baris 2", "kolom.csv, baris 3", "kolom.csv, baris 4",
    }  # fmt: skip


def test_what_the_program_has_already_is_only_noted(tmp_path: Path) -> None:
    (tmp_path / "kolom.csv").write_bytes(b"\xef\xbb\xbfbidang;teks\r\nlain;Program\r\nsasaran;Pagu\r\n")
    checked = check_folder(tmp_path)
    assert checked.complaints == ()
    assert [str(note) for note in checked.notes] == [
        "kolom.csv, baris 2: sudah ada dalam kamus bawaan.",
        "kolom.csv, baris 3: mengganti arti bawaan 'lain' dengan 'sasaran'.",
    ]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_the_programs_own_tables_are_without_fault(table: str, tmp_path: Path) -> None:
    assert said(tmp_path, table, package_table(table)) == []


def test_a_new_folder_is_without_fault_and_adds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "kata"
    assert CliRunner().invoke(app, ["vocabulary", "new", str(folder)]).exit_code == 0
    assert check_folder(folder).complaints == check_folder(folder).notes == ()
    assert Vocabulary.load(folder).tables == Vocabulary.load().tables
    guide = (folder / "BACA-SAYA.txt").read_text(encoding="utf-8-sig")
    assert all(f"{name}.csv: " in guide for name in TABLES)
    assert CliRunner().invoke(app, ["vocabulary", "check", str(folder)]).exit_code == 0


def test_a_folder_with_tables_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "kolom.csv").write_text("bidang,teks\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["vocabulary", "new", str(tmp_path)]).exit_code != 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kolom.csv"]


def test_exit_statuses(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["vocabulary", "check", str(tmp_path)]).exit_code == 0
    (tmp_path / "kolom.csv").write_text("bidang,teks\nx,Muara\n", encoding="utf-8")
    wrong = runner.invoke(app, ["vocabulary", "check", str(tmp_path)])
    assert wrong.exit_code == 1
    assert "kolom.csv, baris 2" in wrong.output
    assert runner.invoke(app, ["vocabulary", "check", str(tmp_path / "tiada")]).exit_code == 2
    assert runner.invoke(app, ["vocabulary", "perbaiki", str(tmp_path)]).exit_code == 2
