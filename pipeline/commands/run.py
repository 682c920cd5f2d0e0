"""`iku run`: digitise documents."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from extractors.settings import Reader, ReadingSettings
from normalizers.settings import JudgingSettings
from pipeline.commands.night import night
from pipeline.commands.options import Config, Output, PageTimeout, Quiet, Timeout, Workers
from pipeline.commands.telling import VocabularyFolder
from pipeline.settings import Settings, load_settings


def run_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders (searched recursively).")],
    output: Output = Path("output"),
    *,
    workers: Workers = None,
    timeout: Timeout = None,
    page_timeout: PageTimeout = None,
    vocabulary: VocabularyFolder = None,
    reader: Annotated[
        Reader | None, typer.Option(help="How scans are read: by our line reader and Tesseract, or by Tesseract alone.")
    ] = None,
    accept: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="Mark values less likely to be right than this (`iku threshold` proposes one)."
        ),
    ] = None,
    audit: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of the unmarked values to look at all the same.")
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Read again what other settings or another version has read.")
    ] = False,
    since: Annotated[
        datetime | None, typer.Option(metavar="DATE", help="Only files changed on this day or later.")
    ] = None,
    max_documents: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="At most so many documents; the rest wait.")
    ] = None,
    deadline: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="From then on no further document is begun.")
    ] = None,
    then: Annotated[str | None, typer.Option(metavar="CMD", help="Shell command after the run.")] = None,
    log_file: Annotated[
        str | None, typer.Option(metavar="FILE", help='Where events are written; "-" is the standard error.')
    ] = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Digitise documents. What is done already with the same bytes and settings is not done again.

    Every setting also has a name in iku.toml and an IKU_* variable: see docs/malam.md. Exit status: 0 all digitised,
    1 at least one failed (the others are done), 2 wrong call (nothing done).
    """
    settings = load_settings(
        config,
        workers=workers,
        timeout=timeout,
        page_timeout=page_timeout,
        vocabulary=vocabulary,
        refresh=refresh or None,
        since=since,
        max_documents=max_documents,
        deadline=deadline,
        then=then,
        log_file=log_file,
    )
    raise typer.Exit(night(paths, output, _with_judging(_with_reader(settings, reader), accept, audit), quiet=quiet))


def _with_reader(settings: Settings, reader: Reader | None) -> Settings:
    """The flag is one of several settings of reading: the others stay as the file and the environment say."""
    if reader is None:
        return settings
    reading = ReadingSettings(**{**settings.reading.model_dump(), "reader": reader})
    return settings.model_copy(update={"reading": reading})


def _with_judging(settings: Settings, accept: float | None, audit: float | None) -> Settings:
    """The same for the flags that say how sure the program must be."""
    given = {name: value for name, value in (("accept", accept), ("audit", audit)) if value is not None}
    judging = JudgingSettings(**{**settings.judging.model_dump(), **given})
    return settings.model_copy(update={"judging": judging})
