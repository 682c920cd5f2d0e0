"""`iku export`: the results for another program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.commands.telling import say

Form = Literal["indikator", "esakip", "tahunan"]


def export_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of `iku run`.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="A .csv, .xlsx, .parquet or .jsonl file.")],
    form: Annotated[
        Form,
        typer.Option(help="indikator: a row each; esakip: the same with target_1 to target_5; tahunan: a row a year."),
    ] = "indikator",
) -> None:
    """Write the results as one table, by the file's ending."""
    from pipeline.export.writing import export  # noqa: PLC0415  (pandas: only for those who export)

    rows = export(folder, to, form)
    say(f"{rows} baris ditulis ke {to}")
