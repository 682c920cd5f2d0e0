"""Which value is worth a person's minute first: numbers and names of indicators before remarks, page by page."""

from __future__ import annotations

from pipeline.corrections.cells import PLAIN

#: Earlier groups come first; what stands in none comes last.
GROUPS: tuple[frozenset[str], ...] = (
    frozenset({"indikator", "target", "realisasi"}),
    frozenset({"sasaran", "tujuan", "satuan", "nomor", "records", "instansi", "wilayah", "tahun_awal", "tahun_akhir"}),
    frozenset({"formulasi", "definisi_operasional", "alasan", "sumber_data", "penanggung_jawab"}),
    frozenset({"tipe_penghitungan", "tanggal", "judul", "penandatangan"}),
)
_ORDER = {name: place for place, name in enumerate((*PLAIN, "target", "realisasi", "kolom_lain"))}


def group(field: str) -> int:
    """0 for the most valuable fields; "target.2019" is a target."""
    kind = kind_of(field)
    return next((place for place, names in enumerate(GROUPS) if kind in names), len(GROUPS))


def kind_of(field: str) -> str:
    """The field without year or header: what a filter offers."""
    return field.partition(".")[0].rstrip("+")


def sort_key(file: str, document_id: str, row: int, record_id: str, field: str) -> str:
    """A text by which open values are sorted; unique to the value.

    Within a group a person goes through one document after the other, so that the page stays the same.
    """
    inside = f"{row:06}\x1f{_ORDER.get(kind_of(field), 99):02}\x1f{field}\x1f{record_id}"
    return f"{group(field)}\x1f{file}\x1f{document_id[:12]}\x1f{inside}"
