"""Writing a file whole: a reader sees the old content or the new one, never half of it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def write_whole(path: Path, data: bytes, scratch: Path | None = None) -> None:
    """Writes the bytes as `whole` does."""
    with whole(path, scratch) as file:
        file.write(data)


@contextmanager
def whole(path: Path, scratch: Path | None = None) -> Iterator[IO[bytes]]:
    """A file that is renamed to `path` when the block ends well; nothing is left behind when the disk is full.

    It grows in `scratch`, a folder of the same disk, else beside the target. What a killed program leaves there is
    nobody's, and swept away by the next run (`sweep`).
    """
    folder = scratch or path.parent
    for needed in (folder, path.parent):
        needed.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only the owner can read; outputs follow the user's umask as any other file.
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Makes the new name last over a power loss, where the disk can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(scratch: Path) -> None:
    """Removes what killed programs have left in a folder of half-written files."""
    if scratch.is_dir():
        for path in scratch.iterdir():
            path.unlink(missing_ok=True)


def checksum(path: Path) -> str:
    """The sha256 of a file, hex, without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
