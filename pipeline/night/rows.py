"""Rows of a ledger for the commands about single documents: which one is meant, and whether its file is still there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from extractors.errors import UsageError
from pipeline.inputs import Input, printable
from pipeline.ledger import NAME, Entry, Ledger
from pipeline.store import MEMORY_FOLDER


def open_ledger(output: Path) -> Ledger:
    """The ledger of a folder that `iku run` has written. Raises UsageError where there is none."""
    folder = output / MEMORY_FOLDER
    if not (folder / NAME).is_file():
        raise UsageError(f"Folder {printable(output)} tidak berisi hasil `iku run`. Pilih foldernya dengan -o.")
    return Ledger(folder, existing=True)


def choose(ledger: Ledger, files: Sequence[str] | None) -> list[Entry]:
    """The rows of these files, by path or by the name that the outputs use; None: all. Raises UsageError."""
    entries = ledger.entries()
    if files is None:
        return list(entries.values())
    chosen: dict[bytes, Entry] = {}
    for file in files:
        path = os.fsencode(Path(file).parent.resolve() / Path(file).name)
        meant = [entries[path]] if path in entries else [each for each in entries.values() if each.file == file]
        if not meant:
            raise UsageError(f"{printable(file)} tidak ada di buku catatan. `iku status` menyebut nama-namanya.")
        chosen |= {entry.path: entry for entry in meant}
    return list(chosen.values())


def found_again(entries: Sequence[Entry]) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    """The files of these rows as a run takes them, and a sentence for each that is not there any more."""
    inputs, warnings = [], []
    for entry in entries:
        try:
            status = entry.source.stat()
        except OSError as error:
            warnings.append(f"{printable(entry.source)} tidak dapat dibuka ({error.strerror}).")
        else:
            inputs.append(Input(str(entry.source), entry.file, status.st_size, status.st_mtime_ns))
    return tuple(inputs), tuple(warnings)
