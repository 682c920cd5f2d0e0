"""The answers on disk: DIR/corrections/PERSON.jsonl, appended to and never rewritten.

An answer is on the disk (fsync) before the person hears of it. A line that a crash cut off is no answer; the next
append begins a new line. Two programs on one folder take turns by a lock, and read each other's answers.
"""

from __future__ import annotations

import fcntl
import os
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from pipeline.corrections.models import Correction

FOLDER = "corrections"


class Journal:
    """All answers of an output folder, as far as they were read; `refresh` reads what has been added since."""

    def __init__(self, output: Path) -> None:
        self.folder = output / FOLDER
        self._read_to: dict[str, int] = {}
        self._by_id: dict[str, Correction] = {}
        self._by_document: dict[str, list[Correction]] = {}
        #: Places of lines that are no answer: ("nama.jsonl", line's offset in bytes).
        self.damaged: list[tuple[str, int]] = []
        # Threads of one program take turns here, programs by the lock file.
        self._turn = threading.RLock()

    def refresh(self) -> set[str]:
        """Reads what is new; gives the documents that it is about."""
        new: dict[str, list[Correction]] = defaultdict(list)
        with self._turn:
            for path in sorted(self.folder.glob("*.jsonl")):
                for correction in self._new_lines(path):
                    if correction.id not in self._by_id:
                        self._by_id[correction.id] = correction
                        new[correction.document_id].append(correction)
            for document_id, found in new.items():
                # A list of its own: another thread may be reading the old one.
                whole = [*self._by_document.get(document_id, ()), *found]
                self._by_document[document_id] = sorted(whole, key=lambda correction: correction.order)
        return set(new)

    def of(self, document_id: str) -> list[Correction]:
        """A document's answers in the order of time."""
        return list(self._by_document.get(document_id, ()))

    def all(self) -> list[Correction]:
        """Every answer in the order of time."""
        return sorted(self._by_id.copy().values(), key=lambda correction: correction.order)

    def documents(self) -> set[str]:
        """The documents that anything was said about."""
        return set(self._by_document)

    def get(self, correction_id: str) -> Correction | None:
        """One answer."""
        return self._by_id.get(correction_id)

    def append(self, corrections: Sequence[Correction], check: Callable[[], None] = lambda: None) -> None:
        """Writes answers down; `check` sees the newest state under the lock and stops all by raising.

        Answers that are there already (by id) are not written again.
        """
        with self._turn, self._locked():
            self.refresh()
            check()
            files: dict[str, list[Correction]] = defaultdict(list)
            for correction in {new.id: new for new in corrections if new.id not in self._by_id}.values():
                files[_file_name(correction.who)].append(correction)
            for name, new in files.items():
                _append(self.folder / name, "".join(item.model_dump_json() + "\n" for item in new).encode())
            self.refresh()

    def _new_lines(self, path: Path) -> Iterator[Correction]:
        start = self._read_to.get(path.name, 0)
        with path.open("rb") as file:
            file.seek(start)
            data = file.read()
        whole = data.rfind(b"\n") + 1
        self._read_to[path.name] = start + whole
        offset = start
        for line in data[:whole].splitlines(keepends=True):
            if line.strip():
                try:
                    yield Correction.model_validate_json(line)
                except ValidationError:
                    self.damaged.append((path.name, offset))
            offset += len(line)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _append(path: Path, data: bytes) -> None:
    new = not path.exists()
    with path.open("ab") as file:
        if file.tell() and not _ends_line(path):
            data = b"\n" + data
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if new:
        # The file's name must outlive a power cut as well as its content.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _ends_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _file_name(who: str) -> str:
    """A name that any file system takes, whatever the person is called."""
    plain = re.sub(r"[^a-z0-9]+", "-", who.casefold()).strip("-")[:40]
    return f"{plain or 'orang'}.jsonl"
