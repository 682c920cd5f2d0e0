"""Finding the documents: folders and files of a call to a list of files in a stable order, and what was passed over."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import UsageError

#: Endings that are looked for in folders; a file that is named itself is taken whatever its ending.
ENDINGS = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})


@dataclass(frozen=True, slots=True)
class Input:
    """A file to digitise. `file` is its path relative to the folder of the call, with "/", as the output says it."""

    path: Path
    file: str


@dataclass(frozen=True, slots=True)
class Found:
    """The files in order of `file`, and a sentence for each thing that was passed over."""

    inputs: tuple[Input, ...]
    warnings: tuple[str, ...]


def printable(path: Path | str) -> str:
    """A path as valid text: bytes that are no UTF-8 are written as \\xNN."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def find_inputs(paths: list[Path]) -> Found:
    """All documents under `paths`, each once, however often the call names it.

    Raises UsageError when a path does not exist or when there is no document at all.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{printable(path)} tidak ada. Periksa penulisan nama berkas atau foldernya.")
    found: dict[Path, Input] = {}
    warnings: list[str] = []
    for path in paths:
        walk = _walk(path, (), warnings) if path.is_dir() else [path] if _regular(path, warnings) else []
        for file in walk:
            name = file.relative_to(path) if file != path else Path(path.name)
            # A folder that is reached by two ways is one folder; a link to a file keeps its own name.
            place = file.parent.resolve() / file.name
            found.setdefault(place, Input(place, printable(name)))
    if not found:
        passed_over = f" Dilewati: {' '.join(warnings)}" if warnings else ""
        raise UsageError(
            f"Tidak ada dokumen (.pdf .png .jpg .jpeg .tif .tiff) di {', '.join(map(printable, paths))}.{passed_over}"
        )
    return Found(tuple(sorted(found.values(), key=lambda item: (item.file, os.fsencode(item.path)))), tuple(warnings))


def _walk(folder: Path, above: tuple[tuple[int, int], ...], warnings: list[str]) -> Iterator[Path]:
    """The documents below a folder. `above` names the folders on the way here: one met again is a loop of links."""
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir())
    except OSError as error:
        warnings.append(f"Folder {printable(folder)} tidak dapat dibuka ({error.strerror}).")
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        warnings.append(f"{printable(folder)} adalah tautan yang berputar ke folder di atasnya.")
        return
    for entry in entries:
        if entry.is_dir():
            yield from _walk(entry, (*above, here), warnings)
        elif entry.suffix.casefold() in ENDINGS and _regular(entry, warnings):
            yield entry


def _regular(path: Path, warnings: list[str]) -> bool:
    """Whether this is a plain file. Opening a FIFO would wait for ever, a device may never end."""
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        warnings.append(f"{printable(path)} tidak dapat dibuka ({error.strerror}).")
        return False
    if not regular:
        warnings.append(f"{printable(path)} bukan berkas biasa.")
    return regular
