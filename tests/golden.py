"""Comparing what was read with a golden file: which values are the same, and which are wrong, one line each."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from normalizers.models import Document, Record
from pipeline.digitise import Digitised

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NAMES = tuple(sorted(path.stem for path in (SAMPLES / "golden").glob("*.json")))
#: What a golden record may state; what it leaves out the document does not say. (What a golden *head* leaves out is not
#: compared.)
FIELDS = (
    "nomor", "tujuan", "sasaran", "indikator", "satuan", "alasan", "formulasi", "definisi_operasional",
    "tipe_penghitungan", "sumber_data", "penanggung_jawab", "keterangan",
)  # fmt: skip
#: Records are the same one when their indicators are alike by this share.
SAME_RECORD = 0.6


@dataclass(frozen=True)
class Compared:
    """`right` of `total` values (stated by the golden file, or read although it does not state them); the others."""

    right: int
    total: int
    wrong: tuple[str, ...]

    def __add__(self, other: Compared) -> Compared:
        return Compared(self.right + other.right, self.total + other.total, self.wrong + other.wrong)


def golden(name: str) -> dict[str, Any]:
    loaded = json.loads((SAMPLES / "golden" / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def compare(name: str, said: Digitised, alike: float = 1.0) -> Compared:
    """Compares a whole document. Texts count as the same from the likeness `alike` (0..1) on, numbers only if equal."""
    return compare_with(name, golden(name), said, alike)


def compare_with(name: str, truth: Mapping[str, Any], said: Digitised, alike: float = 1.0) -> Compared:
    """The same for a truth that is no file."""
    stated = truth["document"]
    head = {key: value for key, value in _plain(said.document).items() if key in stated}
    head["wilayah"] = {key: value for key, value in head.get("wilayah", {}).items() if key in stated["wilayah"]}
    result = _compared(name, _document_values(stated), _document_values(head), alike)
    records = [_plain(record) for record in said.records]
    for place, want in enumerate(truth["records"]):
        have = max(records, key=lambda record: _likeness(want["indikator"], record["indikator"]), default=None)
        same = [record for record in records if _likeness(want["indikator"], record["indikator"]) >= SAME_RECORD]
        have = have if same else None
        if have is not None:
            records.remove(have)
        result += _compared(f"{name} [{place + 1}]", _record_values(want), _record_values(have or {}), alike)
    for record in records:
        result += _compared(f"{name} [tambahan]", {}, _record_values(record), alike)
    return result


def _plain(model: Document | Record) -> dict[str, Any]:
    plain = model.model_dump(mode="json")
    assert isinstance(plain, dict)
    return plain


def _compared(place: str, want: Mapping[str, object], have: Mapping[str, object], alike: float) -> Compared:
    keys = list(dict.fromkeys([*want, *have]))
    wrong = tuple(
        f"{place} {key}: {want.get(key)!r} dibaca {have.get(key)!r}"
        for key in keys
        if key not in want or key not in have or not _same(want[key], have[key], alike)
    )
    return Compared(len(keys) - len(wrong), len(keys), wrong)


def _same(want: object, have: object, alike: float) -> bool:
    if isinstance(want, str) and isinstance(have, str):
        return _likeness(want, have) >= alike
    return want == have


def _likeness(first: str, second: str) -> float:
    return Levenshtein.normalized_similarity(folded(first), folded(second))


def folded(text: str) -> str:
    """With single blanks, and without the typographer's variants of one sign."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("∑", "Σ").split())


def _record_values(record: Mapping[str, Any]) -> dict[str, object]:
    values: dict[str, object] = {name: record[name] for name in FIELDS if record.get(name)}
    for series in ("target", "realisasi"):
        for item in record.get(series) or []:
            # A number is right by its value, a word by its letters.
            values[f"{series}.{item['tahun']}"] = item["teks"] if item["nilai"] is None else item["nilai"]
    values |= {f"kolom_lain.{folded(name).casefold()}": text for name, text in (record.get("kolom_lain") or {}).items()}
    values |= {_law(law): True for law in record.get("dasar_hukum") or []}
    return values


def _document_values(document: Mapping[str, Any]) -> dict[str, object]:
    return {key: value for key, value in _flat(document) if value not in (None, "", [])}


def _flat(document: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in document.items():
        if name not in HEAD:
            continue
        if name in ("wilayah", "penandatangan"):
            yield from ((f"{name}.{part}", text) for part, text in value.items())
        elif name == "mengingat":
            yield from ((f"mengingat.{_law(law)}", True) for law in value)
        elif isinstance(value, list):
            yield from ((f"{name}.{place}", text) for place, text in enumerate(value, start=1))
        else:
            # Printed in capitals here and there; which, is the printer's choice.
            yield name, value.casefold() if name == "tempat" and value else value


HEAD = (
    "judul", "jenis", "instansi", "wilayah", "tahun_awal", "tahun_akhir", "nomor", "tanggal", "tempat", "tentang",
    "visi", "misi", "tujuan", "tugas", "fungsi", "mengingat", "penandatangan",
)  # fmt: skip


def _law(law: Mapping[str, Any]) -> str:
    return f"dasar_hukum.{law['jenis']}/{law['nomor']}/{law['tahun']}"
