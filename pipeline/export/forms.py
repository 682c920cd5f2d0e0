"""The shapes of an export: one row an indicator; the wide form of e-SAKIP imports; one row an indicator and year.

The wide form follows the tables of the public e-SAKIP applications (label_sasaran, label_indikator, target_1 ..
target_5): target_1 belongs to the first year for which the document has targets; `tahun_n` says which that is. Each
target stands as printed and, beside it, as a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from normalizers.models import Document, Record, Value
from pipeline.flat import flat_columns, flat_row
from pipeline.published import read_documents, read_records

Form = Literal["indikator", "esakip", "tahunan"]
#: e-SAKIP imports expect five years, whether or not a document has as many; further years follow them.
_YEARS = 5


def _head(document: Document) -> dict[str, Any]:
    """What every row says of its document."""
    return {
        "instansi": document.instansi,
        "wilayah": document.wilayah.nama,
        "kode_wilayah": document.wilayah.kode,
        "tahun_awal": document.tahun_awal,
        "tahun_akhir": document.tahun_akhir,
        "file": document.file,
    }


def by_indicator(documents: Sequence[tuple[Document, list[Record]]]) -> pd.DataFrame:
    """One row an indicator: all its fields, lists as JSON, and the head of its document."""
    wanted = flat_columns(Record)
    names = [column.name for column in wanted]
    rows = [
        dict(zip(names, flat_row(record.model_dump(mode="json"), wanted), strict=True)) | _head(document)
        for document, records in documents
        for record in records
    ]
    return _frame(rows, [*names, *_head(Document(document_id="", file="", status="ok"))])


def esakip(documents: Sequence[tuple[Document, list[Record]]]) -> pd.DataFrame:
    """One row an indicator with target_1 .. target_5 (more where a document has more years)."""
    rows = [row for document, records in documents for row in _wide(document, records)]
    columns: dict[str, None] = {}
    for row in rows:
        columns |= dict.fromkeys(row)
    return _frame(rows, list(columns))


def by_year(documents: Sequence[tuple[Document, list[Record]]]) -> pd.DataFrame:
    """One row an indicator and year; an indicator without any target has one row without year."""
    rows = [row for document, records in documents for record in records for row in _yearly(document, record)]
    return _frame(rows, [*_labels_of_none(), "tahun", "target", "nilai_target", "realisasi", "nilai_realisasi"])


FORMS: dict[Form, Callable[[Sequence[tuple[Document, list[Record]]]], pd.DataFrame]] = {
    "indikator": by_indicator,
    "esakip": esakip,
    "tahunan": by_year,
}


def read(folder: Path) -> list[tuple[Document, list[Record]]]:
    """The documents of an output folder, each with its records, in their order."""
    documents = read_documents(folder)
    of_document: dict[str, list[Record]] = {document.document_id: [] for document in documents}
    for record in read_records(folder):
        of_document.setdefault(record.document_id, []).append(record)
    return [(document, of_document.pop(document.document_id, [])) for document in documents]


def _labels(document: Document, record: Record) -> dict[str, Any]:
    return {
        "id_unik_indikator": record.record_id,
        **_head(document),
        "nomor": record.nomor,
        "tujuan": record.tujuan,
        "label_sasaran": record.sasaran,
        "label_indikator": record.indikator,
        "satuan": record.satuan,
        "definisi_operasional": record.definisi_operasional,
        "formulasi": record.formulasi,
        "tipe_penghitungan": record.tipe_penghitungan,
        "sumber_data": record.sumber_data,
        "penanggung_jawab": record.penanggung_jawab,
    }


def _labels_of_none() -> list[str]:
    record = Record(record_id="", document_id="", row=1, indikator="", pages=[], confidence=0)
    return list(_labels(Document(document_id="", file="", status="ok"), record))


def _wide(document: Document, records: list[Record]) -> Iterable[dict[str, Any]]:
    years = _target_years(records)
    for record in records:
        row = _labels(document, record)
        for number in range(max(_YEARS, len(years))):
            year = years[number] if number < len(years) else None
            there = number < len(years)
            row[f"tahun_{number + 1}"] = year
            row |= _pair("target", record.target if there else [], year, str(number + 1))
            row |= _pair("realisasi", record.realisasi if there else [], year, str(number + 1))
        for year in sorted({value.tahun or 0 for value in record.realisasi if value.tahun not in years}):
            # Years before the first target: the starting point.
            row |= _pair("realisasi", record.realisasi, year or None, str(year or "tanpa_tahun"))
        yield row


def _target_years(records: Iterable[Record]) -> list[int | None]:
    """The years that the document has targets for, in order; last None, where targets without a year are printed."""
    found = {value.tahun for record in records for value in record.target}
    return [*sorted(year for year in found if year is not None), *([None] if None in found else [])]


def _yearly(document: Document, record: Record) -> Iterable[dict[str, Any]]:
    years = dict.fromkeys(value.tahun for value in (*record.target, *record.realisasi)) or {None: None}
    for year in sorted(years, key=lambda year: (year is None, year or 0)):
        row = _labels(document, record) | {"tahun": year}
        for name, values in (("target", record.target), ("realisasi", record.realisasi)):
            row |= {name: _text(values, year), f"nilai_{name}": _number(values, year)}
        yield row


def _pair(name: str, values: Sequence[Value], year: int | None, ending: str) -> dict[str, Any]:
    return {f"{name}_{ending}": _text(values, year), f"nilai_{name}_{ending}": _number(values, year)}


def _text(values: Sequence[Value], year: int | None) -> str | None:
    """As printed; several columns of one year stand beside each other."""
    return "; ".join(value.teks for value in values if value.tahun == year) or None


def _number(values: Sequence[Value], year: int | None) -> int | float | None:
    found = [value.nilai for value in values if value.tahun == year]
    return found[0] if len(found) == 1 else None


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    """All columns as objects: whole numbers stay whole beside empty cells."""
    return pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype="object") for name in columns})
