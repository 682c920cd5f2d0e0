"""A run as `iku run`, `iku retry` and `iku watch` have it: progress, what went wrong, one line, what comes after."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import typer

from pipeline.commands.telling import ALL_WELL, SOME_FAILED, say
from pipeline.night.figures import Figures, Summary
from pipeline.night.reading import Report
from pipeline.report.words import duration, percent, thousands
from pipeline.run import run
from pipeline.settings import Settings


def night(paths: list[Path], output: Path, settings: Settings, *, quiet: bool) -> int:
    """Runs, tells, and gives the exit status."""
    return told(lambda report: run(paths, output, settings, report=report), output, settings, quiet=quiet)


def told(go: Callable[[Report], Summary], output: Path, settings: Settings, *, quiet: bool) -> int:
    """Calls `go` with a progress bar, tells what came of it, and gives the exit status."""
    # Here the workers read and this process only waits: it hears the signal at once.
    signal.signal(signal.SIGTERM, _stop)
    with _progress(quiet) as report:
        summary = go(report)
    for warning in summary.warnings:
        say(f"Perhatian: {warning}")
    for file, code, message in summary.failures:
        say(f"Gagal: {file}: {message} [{code}]")
    if not quiet:
        _table(summary, output)
        typer.echo(one_line(summary.night))
    status = SOME_FAILED if summary.failures else ALL_WELL
    if settings.then:
        _afterwards(settings.then, output, status)
    return status


def one_line(night: Figures) -> str:
    """The night in one line, for the mail of cron."""
    share = night.total_marked / night.total_records if night.total_records else None
    parts = [
        f"{thousands(night.new)} baru",
        f"{thousands(night.changed)} berubah",
        f"{thousands(night.unchanged)} tetap",
        f"{thousands(night.failed)} gagal",
        f"{thousands(night.total_records)} rekaman ({percent(share)} perlu diperiksa)",
        duration(night.seconds),
    ]
    if night.again:
        parts.insert(2, f"{thousands(night.again)} dikerjakan ulang")
    if night.waiting:
        parts.insert(-2, f"{thousands(night.waiting)} menunggu")
    return f"iku: {', '.join(parts)}"


def _afterwards(command: str, output: Path, status: int) -> None:
    """The command that the user wants run after a night; its failure is told, and changes nothing of the night."""
    about = {"IKU_OUTPUT": str(output.resolve()), "IKU_EXIT": str(status)}
    # Its output is for people: the standard output holds one line, and that is ours.
    ended = subprocess.run(command, shell=True, check=False, env={**os.environ, **about}, stdout=sys.stderr.fileno())
    if ended.returncode:
        say(f"Perhatian: perintah sesudah malam berakhir dengan status {ended.returncode}: {command}")


def _stop(_number: int, _frame: FrameType | None) -> None:
    """SIGTERM as an exit (128 + 15, as shells count), so that the workers are ended on the way out."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


@contextmanager
def _progress(quiet: bool) -> Iterator[Report]:
    """A progress bar; nothing, and nothing imported, where nobody looks."""
    if quiet:
        yield lambda _done, _all: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("Membaca dokumen", total=None)
        yield lambda done, all_: progress.update(task, completed=done, total=all_)


def _table(summary: Summary, output: Path) -> None:
    from rich.console import Console  # noqa: PLC0415
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
    table.add_row("Laporan", Text(str(output / "report.html")))
    Console(stderr=True).print(table)
