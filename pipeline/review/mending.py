"""Answers that change the structure: columns, rows, cells. Each gives the corrections of one yes, not yet written."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from extractors.errors import UsageError
from normalizers.models import Record
from pipeline.corrections.cells import PLAIN, cells, decimal_of, is_key, is_series, meant, place_key
from pipeline.corrections.laying import COLUMN_DOUBT
from pipeline.corrections.models import Correction, Spot
from pipeline.review.desk import Drafter

#: Fields that several rows share: two parts of one row say the same there, or one of them nothing.
SHARED = ("tujuan", "sasaran")


def drop(drafter: Drafter, records: Sequence[Record]) -> list[Correction]:
    """These rows are no indicators."""
    return [drafter.draft("drop", record.record_id) for record in records]


def give_column(drafter: Drafter, records: Sequence[Record], key: str, to_key: str) -> list[Correction]:
    """The column `key` of these records is `to_key`; what stood there goes the other way. Raises UsageError."""
    _check_key(to_key)
    if key == to_key:
        raise UsageError("Kolom ini sudah bidang itu.")
    return [
        _move(drafter, (record, key), (record, to_key))
        for record in records
        if key in cells(record) or to_key in cells(record)
    ]


def confirm_column(drafter: Drafter, records: Sequence[Record], key: str) -> list[Correction]:
    """The column is right: its doubt is settled in every row whose cell carries no other."""
    return [
        drafter.draft("confirm", record.record_id, key)
        for record in records
        if {mark.reason for mark in record.review if mark.field == place_key(key)} == {COLUMN_DOUBT}
    ]


def move_cell(drafter: Drafter, source: tuple[Record, str], target: tuple[Record, str]) -> list[Correction]:
    """One text to another row or field; what stood there comes back. Raises UsageError."""
    _check_key(target[1])
    if (source[0].record_id, source[1]) == (target[0].record_id, target[1]):
        raise UsageError("Sel asal dan tujuan sama.")
    return [_move(drafter, source, target)]


def split(drafter: Drafter, record: Record, lower: Mapping[str, str]) -> list[Correction]:
    """The row is two: `lower` are the texts of the second; what the first keeps is what is left of each text.

    Raises UsageError where a text of the lower row is not the end of the row's own text: nothing may be lost.
    """
    own = cells(record)
    parts = {key: text.strip() for key, text in lower.items() if text.strip()}
    if not parts.get("indikator"):
        raise UsageError("Isi indikator untuk baris kedua.")
    corrections = []
    for key, text in parts.items():
        _check_key(key)
        if key in SHARED and own.get(key) == text:
            continue
        whole = own.get(key, "")
        if not whole.endswith(text):
            raise UsageError(f"Isi baris kedua pada {key} harus bagian akhir dari tulisan semula.")
        if left := whole.removesuffix(text).strip():
            corrections.append(change(drafter, record, key, left))
        elif key == "indikator":
            raise UsageError("Baris pertama juga memerlukan indikator.")
        else:
            corrections.append(change(drafter, record, key, ""))
    spots = {key: spot for key in parts if (spot := _spot(record, key)) is not None}
    return [*corrections, _added(drafter, parts, spots, record.record_id)]


def join(drafter: Drafter, first: Record, second: Record) -> list[Correction]:
    """Two rows are one: the texts of the second are joined to those of the first."""
    own, other = cells(first), cells(second)
    corrections = [
        change(drafter, first, key, f"{own[key]} {text}" if key in own else text)
        for key, text in other.items()
        if own.get(key) != text and not (key == "nomor" and key in own)
    ]
    return [*corrections, drafter.draft("drop", second.record_id)]


def add(drafter: Drafter, values: Mapping[str, str], spots: Mapping[str, Spot], behind: str | None) -> list[Correction]:
    """A row that the machine did not see. Raises UsageError without an indikator."""
    given = {key: text.strip() for key, text in values.items() if text.strip()}
    for key in given:
        _check_key(key)
    if not given.get("indikator"):
        raise UsageError("Baris baru memerlukan indikator.")
    return [_added(drafter, given, spots, behind)]


def change(drafter: Drafter, record: Record, key: str, text: str, nilai: float | int | None = None) -> Correction:
    """A new text for one cell; the number that it means is worked out where the person gave none."""
    if is_series(key) and nilai is None and text:
        nilai = meant(text, decimal_of(drafter.laid.digitised.records))
    return drafter.draft("change", record.record_id, key, after=text or None, nilai=nilai)


def _added(drafter: Drafter, values: Mapping[str, str], spots: Mapping[str, Spot], behind: str | None) -> Correction:
    values = {key: values[key] for key in sorted(values, key=_place)}
    return drafter.draft(
        "add", values=values, spots={key: spots[key] for key in values if key in spots}, behind=behind
    ).model_copy(update={"record_id": uuid.uuid4().hex[:20]})


def _place(key: str) -> tuple[int, str]:
    return (PLAIN.index(key), "") if key in PLAIN else (len(PLAIN), key)


def _move(drafter: Drafter, source: tuple[Record, str], target: tuple[Record, str]) -> Correction:
    return drafter.draft("move", source[0].record_id, source[1], to_record_id=target[0].record_id, to_field=target[1])


def _spot(record: Record, key: str) -> Spot | None:
    place = record.provenance.get(key)
    return Spot(page=place.page, bbox=place.bbox) if place else None


def _check_key(key: str) -> None:
    if not is_key(key):
        raise UsageError(f"{key} bukan bidang. Pilih salah satu bidang, misalnya formulasi atau target.2019.")
