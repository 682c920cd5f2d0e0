"""The command `iku`: options in, text for people on standard error, results to files or standard output.

Exit status, decided here and nowhere else: 0 all is well, 1 at least one document failed and the others are done,
2 the call or the machine is wrong and nothing was done, 130 stopped by Ctrl-C, 143 by SIGTERM.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from extractors.errors import DocumentError, SetupError, UsageError
from extractors.settings import Reader, ReadingSettings
from normalizers.vocabulary import Vocabulary
from pipeline.doctor import examine
from pipeline.inspect import draw, look, tables
from pipeline.run import TIMEOUT, Summary, run
from pipeline.schema import schema
from pipeline.workers import hush

ALL_WELL, SOME_FAILED, NOTHING_DONE = 0, 1, 2

app = typer.Typer(
    help="Reads Indonesian government performance-indicator documents (IKU) into data that people can trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

VocabularyFolder = Annotated[
    Path | None,
    typer.Option(
        "--vocabulary", help="Folder of CSV files that extend the program's words.", exists=True, file_okay=False
    ),
]


def main() -> None:
    """The program's entry: errors become one sentence and an exit status, never a traceback."""
    hush()
    try:
        app()
    except DocumentError as error:
        _fail(error.message, SOME_FAILED)
    except (UsageError, SetupError) as error:
        _fail(error.message, NOTHING_DONE)
    except OSError as error:
        _fail(f"{error.filename or 'Sistem'}: {error.strerror or error}. Periksa ruang dan izin folder.", NOTHING_DONE)
    except Exception as error:
        if os.environ.get("IKU_TRACEBACK"):
            raise
        _fail(
            f"Kesalahan program ({type(error).__name__}: {error}). Jalankan dengan IKU_TRACEBACK=1, lalu laporkan.",
            NOTHING_DONE,
        )


@app.command("run")
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
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Neither progress nor summary; errors are still said.")
    ] = False,
) -> None:
    """Digitise documents. What is done already with the same bytes and settings is not done again.

    Exit status: 0 all digitised, 1 at least one failed (the others are done), 2 wrong call (nothing done).
    """
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
            report=lambda done, all_: progress.update(task, completed=done, total=all_),
        )
        progress.update(task, completed=summary.documents, total=summary.documents)
    for warning in summary.warnings:
        _say(f"Dilewati: {warning}")
    for file, code, message in summary.failures:
        _say(f"Gagal: {file}: {message} [{code}]")
    if not quiet:
        console.print(_summary_table(summary, output))
    raise typer.Exit(SOME_FAILED if summary.failures else ALL_WELL)


@app.command("inspect")
def inspect_command(
    file: Annotated[Path, typer.Argument(help="A PDF, PNG, JPEG or TIFF.")],
    images: Annotated[
        Path | None,
        typer.Option(
            "--images", metavar="DIR", help="Draw words, rulings, cells and columns on pictures of the pages."
        ),
    ] = None,
    vocabulary: VocabularyFolder = None,
) -> None:
    """Show what the program sees: pages, tables, and which field each column was matched to."""
    seen = look(file, Vocabulary.load(vocabulary))
    console = Console(width=None if sys.stdout.isatty() else 120)
    for table in tables(seen):
        console.print(table)
    if images is not None:
        for path in draw(seen, images, file.stem):
            _say(f"Gambar: {path}")


@app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of documents.jsonl and records.jsonl."""
    typer.echo(json.dumps(schema(), ensure_ascii=False, indent=2))


@app.command("doctor")
def doctor_command() -> None:
    """Check whether this machine can run the program. Exit status: 0 it can, 2 it cannot."""
    checks = examine()
    for check in checks:
        typer.echo(f"{'baik ' if check.ok else 'KURANG'}  {check.name}: {check.found}")
        if not check.ok:
            typer.echo(f"        -> {check.remedy}")
    raise typer.Exit(ALL_WELL if all(check.ok for check in checks) else NOTHING_DONE)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """SIGTERM as an exit (128 + 15, as shells count), so that the workers are ended on the way out."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


def _summary_table(summary: Summary, output: Path) -> Table:
    table = Table(show_header=False, title=Text(f"Hasil di {output}"), title_justify="left")
    speed = f"{summary.pages / summary.seconds:.2f}" if summary.pages else "-"
    before = f" ({summary.done_before} sudah selesai sebelumnya)" if summary.done_before else ""
    table.add_row("Dokumen", f"{summary.documents}{before}")
    table.add_row("Rekaman", str(summary.records))
    table.add_row("Perlu diperiksa", f"{summary.review_records} rekaman, {summary.review_documents} dokumen")
    table.add_row("Gagal", str(len(summary.failures)))
    table.add_row("Halaman per detik", f"{speed} ({summary.pages} halaman, {summary.seconds:.1f} detik)")
    return table


def _say(sentence: str) -> None:
    """One line for people; a control character in a file's name must not move the terminal's cursor."""
    typer.echo("".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in sentence), err=True)


def _fail(sentence: str, status: int) -> None:
    _say(f"iku: {sentence}")
    raise SystemExit(status)
