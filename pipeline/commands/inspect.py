"""`iku inspect`: what the program sees in one document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.telling import VocabularyFolder, say


def inspect_command(
    file: Annotated[Path, typer.Argument(help="A PDF, PNG, JPEG or TIFF.")],
    images: Annotated[
        Path | None,
        typer.Option(
            "--images", metavar="DIR", help="Draw words, rulings, cells and columns on pictures of the pages."
        ),
    ] = None,
    vocabulary: VocabularyFolder = None,
) -> None:
    """Show what the program sees: pages, tables, and which field each column was matched to."""
    from rich.console import Console  # noqa: PLC0415

    from normalizers.vocabulary import Vocabulary  # noqa: PLC0415
    from pipeline.inspect import draw, look, tables  # noqa: PLC0415

    seen = look(file, Vocabulary.load(vocabulary))
    console = Console(width=None if sys.stdout.isatty() else 120)
    for table in tables(seen):
        console.print(table)
    if images is not None:
        for path in draw(seen, images, file.stem):
            say(f"Gambar: {path}")
