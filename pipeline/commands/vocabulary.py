"""`iku vocabulary`: start a folder of one's own words, and check it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.commands.telling import ALL_WELL, NOTHING_DONE, SOME_FAILED, say

Action = Literal["check", "new"]


def vocabulary_command(
    action: Annotated[Action, typer.Argument(help="check: say what is wrong; new: write empty tables to fill in.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder for --vocabulary.")],
) -> None:
    """Start a folder of your own words, or check it: what is wrong, by file and line.

    Exit status: 0 nothing is wrong, 1 something must be mended, 2 wrong call.
    """
    raise typer.Exit(_new(folder) if action == "new" else _check(folder))


def _check(folder: Path) -> int:
    from normalizers.vocabulary_check import check_folder  # noqa: PLC0415  (only where it is needed)

    if not folder.is_dir():
        say(f"Folder {folder} tidak ada. Buat dengan: iku vocabulary new {folder}")
        return NOTHING_DONE
    checked = check_folder(folder)
    for note in checked.notes:
        say(f"Catatan: {note}")
    for complaint in checked.complaints:
        say(f"Salah: {complaint}")
    if checked.complaints:
        say(f"{len(checked.complaints)} hal perlu diperbaiki.")
        return SOME_FAILED
    files = len(list(folder.glob("*.csv")))
    say(f"Tidak ada yang salah ({files} berkas)." if files else f"Di {folder} tidak ada berkas CSV.")
    return ALL_WELL


def _new(folder: Path) -> int:
    from pipeline.own_words import write_empty_tables  # noqa: PLC0415  (as above)

    write_empty_tables(folder)
    say(f"Folder {folder} siap diisi; petunjuknya di BACA-SAYA.txt. Periksa dengan: iku vocabulary check {folder}")
    return ALL_WELL
