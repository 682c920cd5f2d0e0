"""Rows to records: each row of a finished table is one indicator with its fields, places, values and doubts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from normalizers.composite import split_cell
from normalizers.doubts import chance, codes, marks, unclear_number
from normalizers.laws import find_laws
from normalizers.models import Mark, Place, Record, Value
from normalizers.numbers import column_decimal, parse_number, year_jump
from normalizers.tables import Column, Entry, Row, Table, joined, spots_around
from normalizers.units import canonical
from normalizers.vocabulary import Vocabulary

#: Fields whose cells may be composite.
COMPOSITE = ("formulasi", "alasan", "definisi_operasional", "sumber_data", "keterangan", "tipe_penghitungan")
#: Fields of plain text, in the order of the contract.
TEXTS = (
    "tujuan", "sasaran", "indikator", "satuan", "alasan", "formulasi", "definisi_operasional", "tipe_penghitungan",
    "sumber_data", "penanggung_jawab", "keterangan",
)  # fmt: skip

_NOMOR = re.compile(r"^\W*(\d+(?:\.\d+)*|[A-Za-z]|[IVXL]+)\W*$")
_OWN_NUMBER = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})*)(?:[.)]\s*|\s+)(?=[A-Z])")
Decimal = Literal[",", ".", None]


def read_records(tables: Sequence[Table], document_id: str, vocabulary: Vocabulary) -> list[Record]:
    """All records of a document, numbered from 1; rows without an indicator are none."""
    records: list[Record] = []
    for table in tables:
        decimal = _decimal(table)
        for row in table.rows:
            fields = _fields(table, row, vocabulary)
            if "indikator" in fields:
                records.append(_record(table, row, fields, decimal, document_id, len(records) + 1, vocabulary))
    return records


def _decimal(table: Table) -> Decimal:
    """The decimal sign of the whole table: two columns of one table do not differ in it."""
    series = set(table.indexes("target", "realisasi"))
    return column_decimal(entry.text for row in table.rows for index, entry in row.entries.items() if index in series)


def _fields(table: Table, row: Row, vocabulary: Vocabulary) -> dict[str, tuple[Entry, Column | None]]:
    """field -> its entry and the column that it came from; composite cells split, twins of one field joined."""
    found: dict[str, tuple[Entry, Column | None]] = {}
    for name in TEXTS:
        for index in table.indexes(name):
            entry = row.entries.get(index)
            if entry is None or not (entry.text or entry.unread):
                continue
            if name in found:
                entry = joined(found[name][0], entry)
            found[name] = (entry, table.columns[index])
    for name, section in (("tujuan", row.tujuan), ("sasaran", row.sasaran)):
        if section is not None and section.text:
            found[name] = (section, None)
    if row.tujuan is not None and row.sasaran is None and table.first("sasaran") is not None:
        found.pop("sasaran", None) if row.tujuan.text and not _own_sasaran(table, row) else None
    for name in COMPOSITE:
        if name in found:
            _split(found, name, vocabulary)
    return {name: value for name, value in found.items() if value[0].text or value[0].unread}


def _own_sasaran(table: Table, row: Row) -> bool:
    index = table.first("sasaran")
    return index is not None and index in row.entries


def _split(found: dict[str, tuple[Entry, Column | None]], name: str, vocabulary: Vocabulary) -> None:
    entry, column = found[name]
    parts = split_cell(entry.lines, name, vocabulary)
    if parts == {name: entry.lines}:
        return
    found.pop(name)
    for kind, lines in parts.items():
        part = replace(entry, lines=lines)
        if kind in found:
            part = replace(joined(found[kind][0], part), doubts=(*part.doubts, "label-ganda"))
        found[kind] = (part, column)


def _nomor(table: Table, row: Row) -> tuple[str, Entry] | None:
    """The number beside the indicator, else the one beside its sasaran: the numbered column nearest to the indicator."""
    name = table.first("indikator")
    beside = [i for i in table.indexes("nomor") if name is None or i < name] or table.indexes("nomor")
    for index in reversed(beside):
        entry = row.entries.get(index)
        if entry is not None and entry.text:
            match = _NOMOR.match(entry.text)
            return (match[1] if match else entry.text), entry
    return None


def _record(
    table: Table,
    row: Row,
    fields: dict[str, tuple[Entry, Column | None]],
    decimal: Decimal,
    document_id: str,
    number: int,
    vocabulary: Vocabulary,
) -> Record:
    nomor = _nomor(table, row)
    name = fields["indikator"][0].text
    own = _OWN_NUMBER.match(name)
    texts = {key: entry.text for key, (entry, _) in fields.items() if entry.text}
    if own and (nomor is None or nomor[1].carried or own[1] == nomor[0] or "." in own[0] or ")" in own[0]):
        texts["indikator"] = name[own.end() :]
        nomor = own[1], fields["indikator"][0]
    places = {key: _place(entry, column) for key, (entry, column) in fields.items()}
    doubts: list[Mark] = []
    for key, (entry, column) in fields.items():
        doubts += marks(key, codes(key, entry, column), vocabulary)
    if nomor is not None:
        places["nomor"] = _place(nomor[1], None)
        doubts += marks("nomor", codes("nomor", nomor[1], None), vocabulary)
    series: dict[str, list[Value]] = {}
    entries = [entry for entry, _ in fields.values()]
    for kind in ("target", "realisasi"):
        series[kind] = []
        for key, value, entry, column in _values(table, row, kind, decimal):
            series[kind].append(value)
            places[key] = _place(entry, column)
            found = codes(kind, entry, column) + (["angka-mendua"] if unclear_number(value) else [])
            doubts += marks(key, found, vocabulary)
            entries.append(entry)
        jumps = year_jump([value.nilai for value in series[kind]])
        for place in jumps:
            doubts += marks(_key(kind, series[kind][place].tahun), ["angka-melompat"], vocabulary)
    others: dict[str, str] = {}
    for key, entry in _others(table, row):
        others[key] = f"{others[key]} {entry.text}" if key in others else entry.text
        places[f"kolom_lain.{key}"] = _place(entry, None)
        doubts += marks("kolom_lain", codes("kolom_lain", entry, None), vocabulary)
        entries.append(entry)
    pages = sorted({spot.page for entry in entries if not entry.carried for spot in entry.spots} | {row.page})
    body = " \n".join([*texts.values(), *others.values()])
    doubts = list({(mark.field, mark.reason): mark for mark in doubts}.values())
    return Record(
        record_id=_record_id(document_id, number),
        document_id=document_id,
        row=number,
        nomor=nomor[0] if nomor else None,
        satuan_baku=canonical(texts.get("satuan")),
        target=series["target"],
        realisasi=series["realisasi"],
        kolom_lain=others,
        dasar_hukum=find_laws(body),
        pages=pages,
        provenance=places,
        confidence=chance(entries, len({mark.field for mark in doubts})),
        review=doubts,
        **{key: texts.get(key) for key in TEXTS if key != "indikator"},  # type: ignore[arg-type]
        indikator=texts.get("indikator", ""),
    )


def _record_id(document_id: str, number: int) -> str:
    """Stable: the same document and row give the same id in every run."""
    return hashlib.sha256(f"{document_id}/{number}".encode()).hexdigest()[:20]


def _place(entry: Entry, column: Column | None) -> Place:
    spot = spots_around(entry.spots)
    box = spot.box
    return Place(
        page=spot.page,
        bbox=(round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1)),
        ocr_confidence=None if entry.confidence is None else round(entry.confidence, 3),
        column_score=round(column.score, 3) if column is not None else 1.0,
        text=entry.text,
        carried=entry.carried,
    )


def _key(kind: str, year: int | None) -> str:
    return f"{kind}.{year}" if year is not None else kind


def _values(table: Table, row: Row, kind: str, decimal: Decimal) -> Iterator[tuple[str, Value, Entry, Column]]:
    """(field key, value, entry, column) for each series column with text, in the order of the columns."""
    for index in table.indexes(kind):
        entry, column = row.entries.get(index), table.columns[index]
        if entry is not None and entry.text:
            value = Value(tahun=column.year, teks=entry.text, nilai=parse_number(entry.text, decimal))
            yield _key(kind, column.year), value, entry, column


def _others(table: Table, row: Row) -> Iterator[tuple[str, Entry]]:
    """(header text, entry) for each column that is of no field."""
    for index, column in enumerate(table.columns):
        entry = row.entries.get(index)
        if column.field is None and entry is not None and entry.text:
            yield column.name or f"kolom {index + 1}", entry
