"""`iku watch`: digitise documents as they come."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.night import night
from pipeline.commands.options import Config, Output, PageTimeout, Quiet, Timeout, Workers
from pipeline.commands.telling import VocabularyFolder
from pipeline.settings import load_settings


def watch_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to watch.", exists=True, file_okay=False)],
    output: Output = Path("output"),
    *,
    poll: Annotated[
        float | None,
        typer.Option(min=0.1, metavar="SECONDS", help="Look this often; a network share tells nothing by itself."),
    ] = None,
    workers: Workers = None,
    timeout: Timeout = None,
    page_timeout: PageTimeout = None,
    vocabulary: VocabularyFolder = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Run once, then again whenever documents come or change, until stopped (Ctrl-C, SIGTERM)."""
    from pipeline.night.watching import keep_watching  # noqa: PLC0415

    settings = load_settings(
        config, workers=workers, timeout=timeout, page_timeout=page_timeout, vocabulary=vocabulary, poll=poll
    )
    keep_watching(folder, settings, lambda: night([folder], output, settings, quiet=quiet))
