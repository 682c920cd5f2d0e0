"""The document as a whole (D..): who, where, when, by which law."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources

from normalizers.nip import parse_nip
from pipeline.findings.finding import Hit
from pipeline.findings.table import Table

#: Years before its first year in which a document may be signed.
_EARLY = 2


def unknown_region(table: Table) -> Iterator[Hit]:
    """D01: no region of the gazetteer, nor a central office."""
    region = table.document.wilayah
    if region.kode is None and region.tingkat != "pusat":
        yield Hit("wilayah")


def bad_nip(table: Table) -> Iterator[Hit]:
    """D02: a NIP that its own digits contradict."""
    nip = table.document.penandatangan.nip
    found = parse_nip(nip) if nip else None
    if found and not found.valid:
        yield Hit("penandatangan", f"{nip} ({'; '.join(found.reasons)})")


def odd_date(table: Table) -> Iterator[Hit]:
    """D03: signed after the last year, or long before the first."""
    day, first, last = table.document.tanggal, table.document.tahun_awal, table.document.tahun_akhir
    if day is None or first is None:
        return
    if day.year > (last or first):
        yield Hit("tanggal", f"Ditetapkan {day.isoformat()}, sesudah tahun {last or first} berakhir.")
    elif day.year < first - _EARLY:
        yield Hit("tanggal", f"Ditetapkan {day.isoformat()}, lebih dari {_EARLY} tahun sebelum {first}.")


def superseded_law(table: Table) -> Iterator[Hit]:
    """D04: a rule that another had replaced by then."""
    year = table.document.tanggal.year if table.document.tanggal else table.document.tahun_awal
    for law in table.document.mengingat:
        found = _superseded().get((law.jenis, law.nomor.lstrip("0"), str(law.tahun)))
        # Every minister has a rule of this number and year: the issuer must be named.
        if found and found["penerbit"] in law.teks.casefold() and year and year >= int(found["sejak"]):
            yield Hit("mengingat", f"{law.teks} (diganti {found['pengganti']})")


def other_years(table: Table) -> Iterator[Hit]:
    """D05: targets of years that the title does not speak of."""
    first, last = table.document.tahun_awal, table.document.tahun_akhir
    years = sorted(table.years)
    if first and years and (years[-1] < first or years[0] > (last or first)):
        shown = f"{first}" if last in (None, first) else f"{first}-{last}"
        yield Hit("tahun_awal", f"Dokumen untuk {shown}, tabel untuk {years[0]}-{years[-1]}.")


def rows_lost(table: Table) -> Iterator[Hit]:
    """D06: the reading itself says that a row may be missing."""
    if any(mark.reason == "nomor-lompat" for mark in table.document.review):
        yield Hit("indikator")


def empty_objectives(table: Table) -> Iterator[Hit]:
    """C06: a sasaran under which no indicator stands."""
    marks = [mark for mark in table.document.review if mark.reason == "indikator-kosong"]
    if marks:
        yield Hit("sasaran", "Ada sasaran tanpa indikator di bawahnya.")


def not_set(table: Table) -> Iterator[Hit]:
    """D07: neither number nor signature."""
    signed = table.document.penandatangan
    if table.document.nomor is None and signed.nama is None and signed.nip is None:
        yield Hit("nomor")


@cache
def _superseded() -> dict[tuple[str, str, str], dict[str, str]]:
    text = (resources.files("pipeline") / "findings" / "peraturan_diganti.csv").read_text("utf-8")
    return {(row["jenis"], row["nomor"], row["tahun"]): row for row in csv.DictReader(text.splitlines())}
