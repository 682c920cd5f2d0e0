"""`iku corrections`: what people corrected, taken out of an output folder or into one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractors.errors import UsageError
from pipeline.commands.telling import say


def corrections_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of `iku run`.")],
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Write all corrections as JSON Lines; - prints them."),
    ] = None,
    import_: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Take over another folder's corrections.", exists=True),
    ] = None,
) -> None:
    """Count, export or import what people corrected. Corrections that are there already are not taken twice."""
    from pipeline.corrections.exchange import from_lines, to_lines  # noqa: PLC0415
    from pipeline.corrections.journal import Journal  # noqa: PLC0415
    from pipeline.files import write_whole  # noqa: PLC0415

    if not folder.is_dir():
        raise UsageError(f"Folder {folder} tidak ada. Sebutkan folder hasil `iku run`.")
    journal = Journal(folder)
    journal.refresh()
    before = len(journal.all())
    if import_ is not None:
        journal.append(from_lines(import_.read_bytes()))
        say(f"{len(journal.all()) - before} koreksi baru diambil. Jalankan `iku run` atau terbitkan dari `iku review`.")
    if export is not None and str(export) == "-":
        typer.echo(to_lines(journal.all()).decode(), nl=False)
    elif export is not None:
        write_whole(export, to_lines(journal.all()))
    say(f"{len(journal.all())} koreksi untuk {len(journal.documents())} dokumen di {folder}.")
    for name, offset in journal.damaged:
        say(f"Baris rusak di {name}, bita {offset}: dilewati.")
