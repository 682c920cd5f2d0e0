"""`iku review`: the page on which marked values are cleared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractors.errors import UsageError
from pipeline.commands.telling import VocabularyFolder, say

PORT = 8765


def review_command(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Output folder of `iku run`.")] = None,
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")] = PORT,
    host: Annotated[str, typer.Option(help="Anything but loopback demands a password.")] = "127.0.0.1",
    name: Annotated[str | None, typer.Option(help="Who corrects; the user of this machine by default.")] = None,
    vocabulary: VocabularyFolder = None,
    make_password: Annotated[
        bool, typer.Option("--make-password", help="Ask for a password, print the hash for IKU_REVIEW_PASSWORD, end.")
    ] = False,
) -> None:
    """Open the review page: the picture beside each marked value, keyboard first. Ctrl-C ends it."""
    from pipeline.review.security import hashed  # noqa: PLC0415
    from pipeline.review.serve import serve  # noqa: PLC0415

    if make_password:
        typer.echo(hashed(typer.prompt("Kata sandi", hide_input=True, confirmation_prompt=True, err=True)))
        return
    if folder is None:
        raise UsageError("Sebutkan folder hasil: iku review FOLDER.")
    serve(folder, host, port, name=name, vocabulary=vocabulary, ready=lambda url: say(f"Buka {url} (Ctrl-C: selesai)"))
