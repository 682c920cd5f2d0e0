"""The layouts of `data/layouts.csv` with spoilt headers, and columns of likely text below them."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

LAYOUTS = Path(__file__).parent / "data" / "layouts.csv"
#: What noise puts for a sign: letters, digits, and the signs that readers make of specks and rulings.
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;'|-_!"
#: Texts below a header, by the kind of content that `layouts.csv` names; invented.
CONTENT = {
    "nomor": ("1", "2", "3", "4"),
    "tujuan": ("Mewujudkan tata kelola yang bersih", "Meningkatkan daya saing wilayah"),
    "sasaran": ("Meningkatnya mutu layanan arsip", "Terwujudnya pasar yang tertib", "Menurunnya angka putus sekolah"),
    "indikator": ("Persentase arsip tertata", "Jumlah pasar tertib", "Indeks kepuasan masyarakat", "Nilai evaluasi"),
    "satuan": ("%", "Unit", "Indeks", "Nilai"),
    "alasan": ("Menggambarkan layanan yang diterima warga", "Amanat rencana pembangunan daerah"),
    "formulasi": ("Jumlah arsip tertata / Jumlah arsip x 100%", "Jumlah pasar tertib dibagi semua pasar dikali 100%"),
    "penjelasan": ("Jumlah arsip tertata dibandingkan semua arsip x 100%", "Hasil survei kepuasan masyarakat"),
    "definisi_operasional": ("Arsip yang disimpan menurut kode klasifikasinya", "Pasar dengan lapak yang ditata"),
    "tipe_penghitungan": ("Non Kumulatif", "Kumulatif"),
    "sumber_data": ("Laporan bidang arsip", "Hasil survei", "BPS"),
    "penanggung_jawab": ("Bidang Kearsipan", "Kepala Bidang Pasar", "Sekretariat"),
    "keterangan": ("", "Dihitung setiap akhir tahun", ""),
    "angka": ("75", "80,5", "12", "3,25"),
    "uang": ("Rp 500.000.000", "Rp 1.250.000.000"),
    "kode": ("IP-2", "1a-CP", "2.1"),
    "kata": ("Pelanggan", "Proses internal"),
    "program": ("Program penataan arsip", "Program sarana perdagangan"),
    "dinas": ("Dinas Perdagangan", "Dinas Kearsipan"),
    "dokumen": ("Foto kegiatan", "Berita acara"),
    "kalimat": ("Ditetapkan menurut kesepakatan bersama", "Dibaca bersama lampirannya"),
}


@dataclass(frozen=True)
class Heading:
    """A column of a layout: its header path, the field and year that are right, the kind of text below it."""

    path: tuple[str, ...]
    field: str | None
    year: int | None
    content: str
    #: One of several columns that may be the field; the others are of none.
    one_of_several: bool = False


def layouts() -> dict[str, list[Heading]]:
    with LAYOUTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [_heading(row) for row in group] for name, group in groupby(rows, key=lambda row: row["layout"])}


def _heading(row: dict[str, str]) -> Heading:
    path = tuple(part for part in row["judul"].split(" > ") if part)
    field, year = row["bidang"].rstrip("?") or None, int(row["tahun"]) if row["tahun"] else None
    return Heading(path, field, year, row["isi"], row["bidang"].endswith("?"))


def spoilt(text: str, share: float, chance: random.Random) -> str:
    """The text with this share of its signs replaced, lost or doubled by another sign."""
    made = []
    for sign in text:
        if sign.isspace() or chance.random() >= share:
            made.append(sign)
        else:
            made.append(chance.choice(("", chance.choice(SIGNS), sign + chance.choice(SIGNS))))
    return "".join(made)
