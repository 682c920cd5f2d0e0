"""`iku retry`: try failed documents again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractors.errors import UsageError
from pipeline.commands.night import told
from pipeline.commands.options import Config, Output, PageTimeout, Quiet, Timeout, Workers
from pipeline.commands.telling import VocabularyFolder
from pipeline.run import run_again
from pipeline.settings import load_settings


def retry_command(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE", help="Paths, or names as `iku status` shows them.")
    ] = None,
    failed: Annotated[bool, typer.Option("--failed", help="All documents that failed.")] = False,
    output: Output = Path("output"),
    *,
    workers: Workers = None,
    timeout: Timeout = None,
    page_timeout: PageTimeout = None,
    vocabulary: VocabularyFolder = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Try documents again that failed (are in quarantine): one or more FILEs, or --failed for all of them."""
    if bool(files) == failed:
        raise UsageError("Sebut berkasnya, atau --failed untuk semua yang gagal.")
    settings = load_settings(config, workers=workers, timeout=timeout, page_timeout=page_timeout, vocabulary=vocabulary)
    status = told(
        lambda report: run_again(output, files or None, settings, report=report), output, settings, quiet=quiet
    )
    raise typer.Exit(status)
