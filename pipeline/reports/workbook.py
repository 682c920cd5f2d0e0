"""consolidated.xlsx: catalogue, values by region and year, findings, questions, changes, sources."""

from __future__ import annotations

from pipeline.consolidate.story import Consolidated
from pipeline.reports import tables
from pipeline.spreadsheet import Sheet, workbook


def consolidated_workbook(result: Consolidated) -> bytes:
    """The workbook's bytes."""
    columns = tables.years(result)
    pairs = [(pair.first, pair.second, pair.status, pair.evidence.score, pair.evidence.reason) for pair in result.pairs]
    return workbook(
        [
            Sheet("Katalog", tables.CATALOGUE, tables.catalogue(result)),
            Sheet("Wilayah x Indikator x Tahun", (*tables.VALUES, *map(str, columns)), tables.values(result, columns)),
            Sheet("Temuan", tables.FINDINGS, tables.findings(result)),
            Sheet("Usulan", ("nama 1", "nama 2", "status", "skor", "bukti"), pairs),
            Sheet("Perubahan", tables.CHANGES, tables.changes(result)),
            Sheet("Sumber", tables.SOURCES, tables.sources(result)),
        ]
    )
