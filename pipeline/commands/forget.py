"""`iku forget`: take a document out of the results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import Output
from pipeline.commands.telling import say
from pipeline.night.forgetting import forget


def forget_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Paths, or names as `iku status` shows them.")],
    output: Output = Path("output"),
) -> None:
    """Take documents out of the ledger and the tables. The files themselves are not touched.

    A file that is still in its folder is a new document for the next run.
    """
    for entry in forget(output, files):
        say(f"Dilupakan: {entry.file}")
