"""Output folders made by hand: what `iku run` would publish for given documents and records, without reading paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from normalizers.models import Document, Place, Record, Region, Value

BEKASI = Region(nama="Kota Bekasi", tingkat="kota", provinsi="Jawa Barat", kode="32.75")
BANDUNG = Region(nama="Kota Bandung", tingkat="kota", provinsi="Jawa Barat", kode="32.73")


def document(name: str = "a", **fields: Any) -> Document:
    """A document whose id is made of its name."""
    values: dict[str, Any] = {
        "document_id": (name * 64)[:64],
        "file": f"{name}.pdf",
        "status": "ok",
        "pages": 1,
        "wilayah": BEKASI,
        "instansi": "DINAS KOPERASI KOTA BEKASI",
        "tahun_awal": 2018,
        "tahun_akhir": 2018,
    }
    return Document.model_validate(values | fields)


def record(of: Document, row: int = 1, **fields: Any) -> Record:
    """A record that no check has anything to say of, unless `fields` give it a reason."""
    values: dict[str, Any] = {
        "record_id": f"{of.document_id[:8]}{row:012d}",
        "document_id": of.document_id,
        "row": row,
        "nomor": str(row),
        "sasaran": "Meningkatnya kualitas koperasi",
        "indikator": "Persentase koperasi aktif",
        "satuan": "%",
        "satuan_baku": "persen",
        "formulasi": "Jumlah koperasi aktif / Jumlah seluruh koperasi x 100%",
        "sumber_data": "Laporan tahunan koperasi",
        "penanggung_jawab": "Bidang Koperasi",
        "target": [Value(tahun=2018, teks="81,5", nilai=81.5)],
        "pages": [1],
        "confidence": 0.9,
    }
    values |= fields
    filled = [
        name for name, value in values.items() if isinstance(value, str) and name not in ("record_id", "document_id")
    ]
    places = {
        name: Place(
            page=1, bbox=(10, 20 * row, 90, 20 * row + 15), ocr_confidence=None, column_score=1, text=str(values[name])
        )
        for name in [*filled, *(["target"] if values["target"] else [])]
    }
    return Record.model_validate({"provenance": places} | values)


def publish(folder: Path, documents: Sequence[Document], records: Sequence[Record]) -> Path:
    """Writes the two files that later commands read."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, items in (("documents.jsonl", documents), ("records.jsonl", records)):
        (folder / name).write_text("".join(item.model_dump_json() + "\n" for item in items), encoding="utf-8")
    return folder
