"""`iku threshold`: from what people confirmed and corrected, how strict the next run should be."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.telling import ALL_WELL, say


def threshold_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of `iku run`, with corrections.")],
    silent: Annotated[
        float, typer.Option(min=0, max=1, help="Share of wrong values that may pass without a mark.")
    ] = 0.001,
) -> None:
    """Draw the curve of effort against silent errors from people's verdicts, and propose a threshold.

    Verdicts are read from DIR/corrections (the review page writes them). Standard output has one line a threshold.
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from pipeline.threshold.curve import curve, proposal  # noqa: PLC0415
    from pipeline.threshold.verdicts import read_values, read_verdicts  # noqa: PLC0415

    values = read_values(folder)
    verdicts = read_verdicts(folder, values)
    points = curve(values, verdicts)
    table = Table("--accept", "harus dilihat", "salah tanpa tanda", "paling banyak (95 %)", "putusan")
    for point in points:
        shares = (f"{share:.2%}" for share in (point.effort, point.silent, point.at_most))
        table.add_row(f"{point.accept:g}", *shares, str(point.verdicts))
    Console(width=None if sys.stdout.isatty() else 100).print(table)
    best = proposal(points, silent)
    if best is None:
        say("Belum cukup putusan untuk mengusulkan ambang. Periksa dulu sebagian nilai di halaman peninjauan.")
    else:
        say(f"Usul: iku run ... --accept {best.accept:g} (harus dilihat {best.effort:.1%} dari semua nilai).")
        if best.at_most > silent:
            say(f"Putusan masih sedikit: yang salah bisa sampai {best.at_most:.2%}. Periksa lebih banyak contoh acak.")
    raise typer.Exit(ALL_WELL)
