"""What fields and reasons are called on the page."""

from __future__ import annotations

from normalizers.vocabulary import SINGLE_FIELDS
from pipeline.corrections.cells import OTHER, is_series
from pipeline.corrections.vocabulary import own_words
from pipeline.review.index import LOOK

_LABELS = {
    "nomor": "Nomor",
    "penanggung_jawab": "Penanggung jawab",
    "definisi_operasional": "Definisi operasional",
    "tipe_penghitungan": "Tipe penghitungan",
    "sumber_data": "Sumber data",
    "target": "Target",
    "realisasi": "Realisasi",
    "kolom_lain": "Kolom lain",
    "tahun_awal": "Tahun awal",
    "tahun_akhir": "Tahun akhir",
    "nomor_dokumen": "Nomor keputusan",
    "records": "Baris tabel",
    "halaman": "Halaman",
    "penandatangan": "Penanda tangan",
    "penandatangan.nama": "Nama penanda tangan",
    "penandatangan.nip": "NIP penanda tangan",
    "penandatangan.jabatan": "Jabatan penanda tangan",
    "penandatangan.pangkat": "Pangkat penanda tangan",
}
_LOOK = "Cocokkan nilai ini dengan gambarnya."
#: Fields that a column can be given, for the choice on the page; a year is added to the last two.
CHOICES = ("nomor", *SINGLE_FIELDS, "target", "realisasi")


def label(field: str) -> str:
    """A field's name for people: "target.2019" is "Target 2019"."""
    if field in _LABELS:
        return _LABELS[field]
    kind, _, rest = field.partition(".")
    if field.startswith(OTHER):
        return f"Kolom lain: {rest}"
    if is_series(field) or kind == "halaman":
        again = " (kolom kedua)" if field.endswith("+") else ""
        return f"{_LABELS[kind.rstrip('+')]} {rest.rstrip('+')}".strip() + again
    return kind.replace("_", " ").capitalize()


def reason(code: str) -> str:
    """A reason's sentence for people."""
    return _LOOK if code == LOOK else own_words().reasons.get(code, code)
