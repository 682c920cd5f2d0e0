"""All files of a consolidation, written whole; the same input gives the same bytes.

report.html, consolidated.xlsx   for people
katalog.csv, anggota.csv         entries, and by which reason each record is in its entry
temuan.csv, perubahan.csv        findings; what differs between linked documents
usulan.csv                       open questions, with an empty column for the answer
keputusan.csv                    what people have answered so far
gambar/                          pictures of pages with findings, where the source files are given
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.consolidate.decisions import keep, write_questions
from pipeline.consolidate.story import Consolidated
from pipeline.files import write_whole
from pipeline.reports import tables
from pipeline.reports.page import report_page
from pipeline.reports.pictures import draw_pages
from pipeline.reports.workbook import consolidated_workbook

QUESTIONS, DECISIONS = "usulan.csv", "keputusan.csv"


def write_reports(result: Consolidated, output: Path, sources: Sequence[Path] = ()) -> None:
    """Writes everything into the output folder; `sources` are folders of the documents themselves."""
    # First what people have said: nothing that comes after may lose it.
    keep(result.answers, output / DECISIONS)
    write_questions(result.pairs, output / QUESTIONS)
    for name, titles, rows in (
        ("katalog.csv", tables.CATALOGUE, tables.catalogue(result)),
        ("anggota.csv", tables.MEMBERS, tables.members(result)),
        ("temuan.csv", tables.FINDINGS, tables.findings(result)),
        ("perubahan.csv", tables.CHANGES, tables.changes(result)),
    ):
        write_whole(output / name, _csv(titles, rows))
    write_whole(output / "consolidated.xlsx", consolidated_workbook(result))
    pictures = draw_pages(result.documents, result.findings, sources, output)
    write_whole(output / "report.html", report_page(result, pictures).encode())


def _csv(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows(rows)
    return sink.getvalue().encode()
