"""The rows of consolidation's tables: catalogue, values by region and year, findings, changes, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.consolidate.shapes import Amount, Entry, Item
from pipeline.consolidate.story import Consolidated
from pipeline.findings.finding import rules

Row = Sequence[Any]
CATALOGUE = (
    "entri",
    "nama",
    "nama lain",
    "status",
    "skor terendah",
    "indikator",
    "dokumen",
    "wilayah",
    "satuan",
    "rumus tersering",
)
MEMBERS = (
    "entri",
    "record_id",
    "nama tercetak",
    "skor",
    "bukti",
    "status",
    "wilayah",
    "instansi",
    "dokumen",
    "halaman",
)
FINDINGS = (
    "kode",
    "tingkat",
    "temuan",
    "keterangan",
    "bacaan diragukan",
    "wilayah",
    "instansi",
    "dokumen",
    "halaman",
    "baris",
    "bidang",
    "kotak",
    "dasar",
    "record_id",
    "document_id",
)
CHANGES = ("hubungan", "dokumen lama", "dokumen baru", "perubahan", "indikator lama", "indikator baru", "rincian")
VALUES = (
    "entri",
    "indikator",
    "wilayah",
    "kode wilayah",
    "instansi",
    "nama tercetak",
    "satuan",
    "dokumen",
    "jenis",
    "tanpa tahun",
)
SOURCES = (
    "dokumen",
    "status",
    "instansi",
    "wilayah",
    "kode wilayah",
    "tahun awal",
    "tahun akhir",
    "nomor",
    "tanggal",
    "halaman",
    "halaman pindaian",
    "indikator",
    "temuan",
    "salinan dari",
    "document_id",
)


def catalogue(result: Consolidated) -> Iterator[Row]:
    """One row an entry."""
    for entry in result.entries:
        yield (
            entry.entry_id,
            entry.name,
            "; ".join(node.printed for node in entry.nodes[1:]),
            entry.status,
            entry.score,
            len(entry.items),
            len({item.document.document_id for item in entry.items}),
            len(regions(entry)),
            entry.unit,
            next((node.formula for node in entry.nodes if node.formula), None),
        )


def members(result: Consolidated) -> Iterator[Row]:
    """One row a record: by which score and reason it is in its entry."""
    for entry in result.entries:
        for node in entry.nodes:
            pair = entry.reasons.get(node.key)
            why = (pair.evidence.score, pair.evidence.reason, pair.status) if pair else (1.0, "nama utama", "tunggal")
            for item in node.items:
                document = item.document
                place = (document.wilayah.nama, document.instansi, document.file, item.page)
                yield entry.entry_id, item.record_id, item.indikator, *why, *place


def years(result: Consolidated) -> list[int]:
    """All years that any target or realisasi is for."""
    found = {amount.tahun for entry in result.entries for item in entry.items for amount in item.amounts}
    return sorted(year for year in found if year is not None)


def values(result: Consolidated, columns: Sequence[int]) -> Iterator[Row]:
    """One row a record and kind of value, one column a year: the number, else the text as printed."""
    for entry in result.entries:
        for item in entry.items:
            for kind in ("target", "realisasi"):
                amounts = [amount for amount in item.amounts if amount.jenis == kind]
                if amounts:
                    yield (*_whose(entry, item), kind, *_by_year(amounts, columns))


def findings(result: Consolidated) -> Iterator[Row]:
    """One row a finding."""
    documents = {document.document_id: document for document in result.documents}
    for finding in result.findings:
        document, rule = documents[finding.document_id], rules()[finding.code]
        yield (
            finding.code,
            finding.level,
            rule.judul,
            finding.message,
            "ya" if finding.doubtful else "tidak",
            document.wilayah.nama,
            document.instansi,
            document.file,
            finding.page,
            finding.row,
            finding.field,
            " ".join(f"{side:g}" for side in finding.bbox) if finding.bbox else None,
            rule.dasar,
            finding.record_id,
            finding.document_id,
        )


def changes(result: Consolidated) -> Iterator[Row]:
    """One row an indicator that is not the same in two linked documents; one row a link without any."""
    for link in result.links:
        head = (link.kind, link.before.file, link.after.file)
        told = [change for change in link.changes if change.kind != "tetap"]
        if not told:
            yield *head, "tetap", None, None, f"{len(link.changes)} indikator sama"
        for change in told:
            names = (change.before and change.before.indikator, change.after and change.after.indikator)
            yield *head, change.kind, *names, change.detail


def sources(result: Consolidated) -> Iterator[Row]:
    """One row a document."""
    found = Counter(finding.document_id for finding in result.findings)
    original = {link.after.document_id: link.before.file for link in result.links if link.kind == "salinan"}
    for document in result.documents:
        region = document.wilayah
        yield (
            document.file,
            document.status,
            document.instansi,
            region.nama,
            region.kode,
            document.tahun_awal,
            document.tahun_akhir,
            document.nomor,
            document.tanggal,
            document.pages,
            document.ocr_pages,
            document.records,
            found[document.document_id],
            original.get(document.document_id),
            document.document_id,
        )


def regions(entry: Entry) -> set[str]:
    """The regions whose documents have this indicator."""
    return {item.document.wilayah.nama for item in entry.items if item.document.wilayah.nama}


def _whose(entry: Entry, item: Item) -> Row:
    document = item.document
    region = document.wilayah
    names = (entry.entry_id, entry.name, region.nama, region.kode, document.instansi)
    return (*names, item.indikator, item.satuan, document.file)


def _by_year(amounts: Sequence[Amount], columns: Sequence[int]) -> Iterator[Any]:
    by_year = {amount.tahun: amount for amount in reversed(amounts)}
    for year in (None, *columns):
        amount = by_year.get(year)
        yield None if amount is None else amount.teks if amount.nilai is None else amount.nilai
