"""Finding the documents: folders and files of a call to a list of files in a stable order, and what was passed over.

One `stat` a file, and nothing is opened: a night with nothing new costs little more than the walk itself.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from extractors.errors import UsageError

#: Endings that are looked for in folders; a file that is named itself is taken whatever its ending.
ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


class Input(NamedTuple):
    """A file to digitise. `file` is its path relative to the folder of the call, with "/", as the output says it."""

    place: str
    file: str
    size: int = 0
    mtime_ns: int = 0

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.place)


@dataclass(frozen=True, slots=True)
class Found:
    """The files in order of `file`, a sentence for each thing that was passed over, and what the call looked at."""

    inputs: tuple[Input, ...]
    warnings: tuple[str, ...]
    #: Folders that were walked; what once lay in them and was not found is gone.
    roots: tuple[str, ...] = ()
    #: Folders below them that could not be opened: of what lies there nothing is known.
    unseen: tuple[str, ...] = ()


@dataclass(slots=True)
class _Walk:
    """What a walk collects on its way."""

    warnings: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


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
    found: dict[str, Input] = {}
    walk = _Walk()
    for path in paths:
        for item in _folder(str(path.resolve()), "", (), walk) if path.is_dir() else _file(path, walk):
            found.setdefault(item.place, item)
    if not found:
        passed_over = f" Dilewati: {' '.join(walk.warnings)}" if walk.warnings else ""
        raise UsageError(f"Tidak ada dokumen ({' '.join(ENDINGS)}) di {', '.join(map(printable, paths))}.{passed_over}")
    return Found(
        tuple(sorted(found.values(), key=attrgetter("file", "place"))),
        tuple(walk.warnings),
        tuple(str(path.resolve()) for path in paths if path.is_dir()),
        tuple(walk.unseen),
    )


def _file(path: Path, walk: _Walk) -> Iterator[Input]:
    """A file that the call names itself."""
    try:
        status = path.stat()
    except OSError as error:
        walk.warnings.append(f"{printable(path)} tidak dapat dibuka ({error.strerror}).")
        return
    if stat.S_ISREG(status.st_mode):
        # A link keeps its own name; the folder that it lies in may be reached by two ways.
        place = path.parent.resolve() / path.name
        yield Input(str(place), printable(path.name), status.st_size, status.st_mtime_ns)
    else:
        walk.warnings.append(f"{printable(path)} bukan berkas biasa.")


def _folder(folder: str, name: str, above: tuple[tuple[int, int], ...], walk: _Walk) -> Iterator[Input]:
    """The documents below a real folder. `above`: the folders on the way; one met again is a loop of links."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        status = Path(folder).stat()
    except OSError as error:
        walk.warnings.append(f"Folder {printable(folder)} tidak dapat dibuka ({error.strerror}).")
        walk.unseen.append(folder)
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        walk.warnings.append(f"{printable(folder)} adalah tautan yang berputar ke folder di atasnya.")
        return
    for entry in entries:
        inner = f"{name}/{entry.name}" if name else entry.name
        if _is_folder(entry):
            below = os.path.realpath(entry.path) if entry.is_symlink() else entry.path
            yield from _folder(below, inner, (*above, here), walk)
        elif entry.name.lower().endswith(ENDINGS):
            yield from _document(entry, inner, walk)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link to itself: what it is cannot be told, and _document says so where it bears a document's name.
        return False


def _document(entry: os.DirEntry[str], name: str, walk: _Walk) -> Iterator[Input]:
    """A plain file. Opening a FIFO would wait for ever, a device may never end: neither is opened."""
    try:
        status = entry.stat()
    except OSError as error:
        walk.warnings.append(f"{printable(entry.path)} tidak dapat dibuka ({error.strerror}).")
        return
    if stat.S_ISREG(status.st_mode):
        # Pure ASCII, the usual case, is printable as it is.
        file = name if name.isascii() else printable(name)
        yield Input(entry.path, file, status.st_size, status.st_mtime_ns)
    else:
        walk.warnings.append(f"{printable(entry.path)} bukan berkas biasa.")
