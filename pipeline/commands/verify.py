"""`iku verify`: are sources and results what the ledger says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import Output
from pipeline.commands.telling import ALL_WELL, SOME_FAILED
from pipeline.night.fixity import verify


def verify_command(
    output: Output = Path("output"),
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Size and time of the sources instead of checksums.")] = False,
) -> None:
    """Check sources, kept results and tables against their checksums; list what is missing, changed or orphaned.

    Nothing is changed. Exit status: 0 all is as it should be, 1 something is not.
    """
    found = verify(output, quick=quick)
    for finding in found:
        name = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in finding.name)
        typer.echo(f"{finding.kind:9}  {finding.about:6}  {name}")
    typer.echo("Semua sesuai." if not found else f"{len(found)} hal tidak sesuai.", err=True)
    raise typer.Exit(SOME_FAILED if found else ALL_WELL)
