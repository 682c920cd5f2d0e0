"""`iku run`: digitise documents."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from extractors.settings import Reader, ReadingSettings
from normalizers.settings import JudgingSettings
from pipeline.commands.telling import ALL_WELL, SOME_FAILED, VocabularyFolder, say
from pipeline.run import TIMEOUT, Summary, run

if TYPE_CHECKING:
    from rich.table import Table


def run_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders (searched recursively).")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Output folder.")] = Path("output"),
    *,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core by default.")] = None,
    timeout: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="A document that takes longer fails; the others go on.")
    ] = TIMEOUT,
    vocabulary: VocabularyFolder = None,
    reader: Annotated[
        Reader, typer.Option(help="How scans are read: by our line reader and Tesseract, or by Tesseract alone.")
    ] = "ganda",
    accept: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="Mark values less likely to be right than this (`iku threshold` proposes one)."
        ),
    ] = None,
    audit: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of the unmarked values to look at all the same.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Neither progress nor summary; errors are still said.")
    ] = False,
) -> None:
    """Digitise documents. What is done already with the same bytes and settings is not done again.

    Exit status: 0 all digitised, 1 at least one failed (the others are done), 2 wrong call (nothing done).
    """
    # Here, because the other commands and the workers' server show no progress.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    # Here the workers read and this process only waits: it hears the signal at once.
    signal.signal(signal.SIGTERM, _stop)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=quiet) as progress:
        task = progress.add_task("Membaca dokumen", total=None)
        summary = run(
            paths,
            output,
            workers=workers,
            timeout=timeout,
            vocabulary=vocabulary,
            settings=ReadingSettings(reader=reader),
            judging=JudgingSettings(**{k: v for k, v in (("accept", accept), ("audit", audit)) if v is not None}),
            report=lambda done, all_: progress.update(task, completed=done, total=all_),
        )
        progress.update(task, completed=summary.documents, total=summary.documents)
    for warning in summary.warnings:
        say(f"Dilewati: {warning}")
    for file, code, message in summary.failures:
        say(f"Gagal: {file}: {message} [{code}]")
    if not quiet:
        console.print(_summary_table(summary, output))
    raise typer.Exit(SOME_FAILED if summary.failures else ALL_WELL)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """SIGTERM as an exit (128 + 15, as shells count), so that the workers are ended on the way out."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


def _summary_table(summary: Summary, output: Path) -> Table:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(show_header=False, title=Text(f"Hasil di {output}"), title_justify="left")
    speed = f"{summary.pages / summary.seconds:.2f}" if summary.pages else "-"
    before = f" ({summary.done_before} sudah selesai sebelumnya)" if summary.done_before else ""
    table.add_row("Dokumen", f"{summary.documents}{before}")
    table.add_row("Rekaman", str(summary.records))
    table.add_row("Perlu diperiksa", f"{summary.review_records} rekaman, {summary.review_documents} dokumen")
    table.add_row("Gagal", str(len(summary.failures)))
    table.add_row("Halaman per detik", f"{speed} ({summary.pages} halaman, {summary.seconds:.1f} detik)")
    return table
