"""How commands speak: their exit statuses, options that several share, sentences for people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ALL_WELL, SOME_FAILED, NOTHING_DONE = 0, 1, 2

VocabularyFolder = Annotated[
    Path | None,
    typer.Option(
        "--vocabulary", help="Folder of CSV files that extend the program's words.", exists=True, file_okay=False
    ),
]


def say(sentence: str) -> None:
    """One line for people; a control character in a file's name must not move the terminal's cursor."""
    typer.echo("".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in sentence), err=True)
