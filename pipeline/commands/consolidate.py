"""`iku consolidate`: the same indicators across regions, agencies and years, and what is wrong in them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.telling import VocabularyFolder, say


def consolidate_command(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR", help="Output folders of `iku run`.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Default: konsolidasi/ in the first DIR.")
    ] = None,
    *,
    decisions: Annotated[
        Path | None, typer.Option(metavar="CSV", help="People's answers from elsewhere: nama_1, nama_2, keputusan.")
    ] = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Folder of the documents: draws the pages that findings point at."),
    ] = None,
    vocabulary: VocabularyFolder = None,
) -> None:
    """Put the same indicators together, check them, and write workbook, report and CSV files."""
    from extractors.errors import UsageError  # noqa: PLC0415
    from pipeline.consolidate.story import consolidate  # noqa: PLC0415  (pandas, rapidfuzz: only for those who need them)
    from pipeline.reports.writing import DECISIONS, QUESTIONS, write_reports  # noqa: PLC0415

    if decisions is not None and not decisions.is_file():
        raise UsageError(f"Berkas keputusan {decisions} tidak ada. Periksa penulisan namanya.")
    target = output or folders[0] / "konsolidasi"
    given = [decisions] if decisions else []
    result = consolidate(folders, [*given, target / DECISIONS, target / QUESTIONS], vocabulary)
    write_reports(result, target, sources or [])
    levels = Counter(finding.level for finding in result.findings)
    say(f"{len(result.documents)} dokumen, {len(result.entries)} entri katalog, {len(result.pairs)} usulan terbuka")
    say(f"Temuan: {levels['galat']} galat, {levels['peringatan']} peringatan, {levels['info']} info")
    say(f"Laporan: {target / 'report.html'}")
