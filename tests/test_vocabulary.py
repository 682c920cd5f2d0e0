"""A user's own words reach every reader, and a changed word is a changed vocabulary."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from head_paper import typed
from table_paper import VOCABULARY

from extractors.errors import UsageError
from extractors.shapes import Extraction, Source
from normalizers.dates import find_date
from normalizers.head.reading import read_head
from normalizers.laws import find_laws
from normalizers.likeness import best
from normalizers.normalize import normalize
from normalizers.regions import best_region
from normalizers.units import canonical
from normalizers.vocabulary import TABLES, Vocabulary, fold_header


def extended(folder: Path, **tables: str) -> Vocabulary:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return Vocabulary.load(folder)


def test_a_users_words_reach_every_reader(tmp_path: Path) -> None:
    own = extended(
        tmp_path,
        kolom="bidang,teks\nsasaran,Muara Harapan\n",
        satuan="baku,teks\nkarung,Karung\n",
        bulan="bulan,teks\n12,Kanun\n",
        hukum="jenis,bagian,teks\nPerda,nama,Pranata Daerah\n",
        wilayah="kode,nama,tingkat,provinsi\n99.01,Kabupaten Contoh Raya,kabupaten,Contoh\n",
        alasan_tinjau="kode,penjelasan\nocr-ragu,Lihat lagi.\n",
    )
    assert best(("Muara Harapan",), own).field == "sasaran" != best(("Muara Harapan",), VOCABULARY).field
    assert canonical("Karung", own.units) == "karung"
    assert find_date("3 Kanun 2020", own.months)[0] == date(2020, 12, 3)
    assert [law.jenis for law in find_laws("Pranata Daerah Nomor 3 Tahun 2020", own.laws)] == ["Perda"]
    region, _ = best_region(["Kabupaten Contoh Raya"], own.regions)
    assert region is not None and region.kode == "99.01"
    assert own.reasons["ocr-ragu"] == "Lihat lagi."


def test_a_users_words_reach_the_documents_head(tmp_path: Path) -> None:
    own = extended(
        tmp_path,
        kata_jabatan="jenis,teks\ninstansi,PADEPOKAN\n",
        label_kepala="bidang,teks\ntugas,Amanah\n",
        wilayah="kode,nama,tingkat,provinsi\n99.01,Kabupaten Contoh Raya,kabupaten,Contoh\n",
    )
    page = typed("^INDIKATOR KINERJA UTAMA\n^PADEPOKAN KABUPATEN CONTOH RAYA\n\nAmanah   :   Menjaga naskah")
    head = read_head([page], own).head
    assert (head.instansi, head.tugas, head.wilayah.kode) == (
        "PADEPOKAN KABUPATEN CONTOH RAYA", "Menjaga naskah", "99.01",
    )  # fmt: skip
    plain = normalize(Extraction(Source("0" * 64, 1), (page,)), VOCABULARY).head
    assert (plain.tugas, plain.wilayah.kode) == (None, None)


def test_the_users_word_holds_where_the_program_says_another(tmp_path: Path) -> None:
    own = extended(tmp_path, kolom="bidang,teks\nsasaran,Program\n", satuan="baku,teks\nskor_khusus,Nilai\n")
    assert best(("Program",), own).field == "sasaran"
    assert canonical("Nilai", own.units) == "skor_khusus"
    assert best(("Program",), VOCABULARY).field == "lain"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_any_changed_table_is_another_vocabulary(name: str, tmp_path: Path) -> None:
    own = extended(tmp_path, **{name: ",".join(TABLES[name]) + "\n"})
    assert own.fingerprint != VOCABULARY.fingerprint
    assert own.fingerprint == Vocabulary.load(tmp_path).fingerprint


def test_an_impossible_month_is_a_wrong_table(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bulan 13"):
        _ = extended(tmp_path, bulan="bulan,teks\n13,Kanun\n").months


def test_no_header_text_of_the_program_names_two_fields() -> None:
    rows = {(row["bidang"], fold_header(row["teks"])) for row in VOCABULARY.tables["kolom"]}
    assert len({text for _, text in rows}) == len(rows)
