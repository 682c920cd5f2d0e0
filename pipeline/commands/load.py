"""`iku load`: the results into a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.telling import say

if TYPE_CHECKING:
    from pipeline.load.loading import Counts


def load_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Output folder of `iku run`.")],
    to: Annotated[
        str,
        typer.Option("--to", metavar="URL", help="sqlite:///iku.db, duckdb:///iku.duckdb, postgresql://user@host/iku"),
    ],
    *,
    source: Annotated[
        str | None, typer.Option(help="The folder's name in the database, where it may move; its path by default.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")] = False,
) -> None:
    """Upsert the results into a database, in one transaction; records that vanished are marked, not deleted."""
    from pipeline.load.loading import load  # noqa: PLC0415  (SQLAlchemy: only for those who load)

    account = load(folder, to, source=source, dry_run=dry_run)
    if dry_run:
        say("Percobaan: tidak ada yang diubah. Yang akan terjadi:")
    for sentence in account.schema:
        say(sentence)
    say(f"Dokumen: {_told(account.documents)}")
    say(f"Indikator: {_told(account.records)}")
    if account.unread:
        say(f"{account.unread} berkas tidak terbaca sama sekali dan tidak dimuat; lihat documents.jsonl.")


def _told(counts: Counts) -> str:
    return (
        f"{counts.new} baru, {counts.changed} berubah, {counts.same} tetap, {counts.returned} kembali, "
        f"{counts.vanished} hilang (ditandai)"
    )
