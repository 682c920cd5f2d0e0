"""A new folder for one's own words: empty tables with their titles, and a text that explains them by examples."""

from __future__ import annotations

import io
from pathlib import Path

from extractors.errors import UsageError
from normalizers.csv_tables import package_table, scan_table
from normalizers.vocabulary import TABLES
from normalizers.vocabulary_check import CODES, OPTIONAL, SEEN
from pipeline.files import write_whole

#: What each table is for, in an official's words.
PURPOSE = {
    "kolom": "judul kolom tabel indikator; bidang 'lain' berarti bukan bidang apa pun (isinya masuk kolom_lain)",
    "isi_kolom": "kata awal isi sel yang mengungkap kolomnya bila judulnya rusak",
    "label_sel": "label di dalam sel gabungan, seperti 'Sumber Data :'",
    "baris_bagian": "kata awal baris pemisah di dalam tabel",
    "satuan": "tulisan satuan dan kode bakunya (kode baru boleh)",
    "tipe": "tulisan tipe penghitungan dan kode bakunya",
    "kata_rumus": "kata-kata dalam rumus: pembagian, perkalian, bilangan",
    "label_kepala": "label di luar tabel, seperti 'Instansi :'",
    "kata_kepala": "kata-kata judul, keputusan, dan tanda tangan",
    "kata_jabatan": "kata awal nama instansi dan jabatan",
    "pangkat": "pangkat dan golongan",
    "hukum": "nama dan bentuk nomor peraturan",
    "wilayah": "provinsi, kabupaten, kota; nama lain dipisah tanda |",
    "bulan": "nama bulan",
    "alasan_tinjau": "penjelasan kode pada tanda periksa",
}
#: Excel takes a file for UTF-8 only with this mark.
MARK = b"\xef\xbb\xbf"


def write_empty_tables(folder: Path) -> None:
    """Writes a table of titles for each kind of words, and BACA-SAYA.txt. Raises UsageError where tables lie."""
    there = sorted(path.name for path in folder.glob("*.csv")) if folder.is_dir() else []
    if there:
        raise UsageError(f"Di {folder} sudah ada {', '.join(there)}. Pilih folder lain agar tidak tertimpa.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in TABLES.items():
        titles = ",".join((*columns, *OPTIONAL.get(name, ()), SEEN))
        write_whole(folder / f"{name}.csv", MARK + f"{titles}\r\n".encode())
    write_whole(folder / "BACA-SAYA.txt", MARK + _guide().encode())


def _guide() -> str:
    text = io.StringIO()
    text.write("Kata-kata sendiri untuk IKU. Isi seperlunya; tabel yang kosong boleh dibiarkan atau dihapus.\n")
    text.write("Kolom 'dilihat' boleh kosong: nama dokumen tempat kata itu dijumpai.\n")
    for name, columns in TABLES.items():
        rows = scan_table(package_table(name), name, columns).rows
        text.write(f"\n{name}.csv: {PURPOSE[name]}\n  contoh: {','.join(rows[0][1][column] for column in columns)}\n")
        for column in CODES.get(name, ()):
            codes = list(dict.fromkeys(row[column] for _, row in rows))
            if len(codes) <= 30:
                text.write(f"  {column}: {', '.join(codes)}\n")
    return text.getvalue().replace("\n", "\r\n")
