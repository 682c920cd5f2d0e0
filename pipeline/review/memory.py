"""What the machine read, for the review: everything is found by the document's id, nothing by a path from outside."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from extractors.shapes import Extraction
from pipeline.digitise import Digitised
from pipeline.ledger import NAME, Entry, Ledger
from pipeline.store import MEMORY_FOLDER, Store

_ID = re.compile(r"[0-9a-f]{64}")
_ANY = ""


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a document was read from."""

    data: bytes


class Memory:
    """The readings of one output folder."""

    def __init__(self, output: Path) -> None:
        self.output = output
        # The fingerprints do not matter here: the last result is what is published.
        self.store = Store(output / MEMORY_FOLDER, _ANY, _ANY)
        self._checked: dict[tuple[str, int, int], str] = {}
        self._listed: tuple[object, list[Entry], dict[str, str]] = (None, [], {})

    def entries(self) -> list[Entry]:
        """Every file of the folder's runs, in the order of the outputs."""
        return self._list()[1]

    def files(self) -> dict[str, str]:
        """Document id -> its name in the outputs, the first of several copies."""
        return self._list()[2]

    def _list(self) -> tuple[object, list[Entry], dict[str, str]]:
        """The ledger's list, read again only where the ledger has changed."""
        folder = self.store.folder
        beat = _changed(folder / NAME)
        if beat != self._listed[0]:
            entries: list[Entry] = []
            if beat:
                with Ledger(folder, existing=True) as ledger:
                    entries = list(ledger.entries().values())
            names: dict[str, str] = {}
            for entry in entries:
                if entry.sha256 and not entry.failed:
                    names.setdefault(entry.sha256, entry.file)
            self._listed = (beat, entries, names)
        return self._listed

    def stamps(self) -> dict[str, str]:
        """Document id -> a stamp that changes with its reading."""
        try:
            with os.scandir(self.store.folder / "results") as found:
                return {
                    item.name.removesuffix(".json"): f"{item.stat().st_mtime_ns}.{item.stat().st_size}"
                    for item in found
                    if item.name.endswith(".json") and not item.name.startswith(".")
                }
        except FileNotFoundError:
            return {}

    def stamp(self, document_id: str) -> str:
        """The stamp of one document, "" where it has no reading."""
        if not _ID.fullmatch(document_id):
            return ""
        try:
            state = self.store.result_path(document_id).stat()
        except OSError:
            return ""
        return f"{state.st_mtime_ns}.{state.st_size}"

    def beat(self) -> tuple[int, int]:
        """Changes whenever a reading or the list of files may have changed; cheap enough to ask every second."""
        return _changed(self.store.folder / "results"), _changed(self.store.folder / NAME)

    def result(self, document_id: str) -> Digitised | None:
        """The last reading of this document."""
        return self.store.last_result(document_id) if _ID.fullmatch(document_id) else None

    def extraction(self, document_id: str) -> Extraction | None:
        """What stands on its pages, by whatever settings it was read."""
        return self.store.extraction(document_id) if _ID.fullmatch(document_id) else None

    def original(self, document_id: str) -> Original | None:
        """The file's bytes, None where it is gone or no longer the one that was read."""
        for entry in self.entries():
            if entry.sha256 == document_id and _ID.fullmatch(document_id):
                data = self._unchanged(entry.source, document_id)
                if data is not None:
                    return Original(data)
        return None

    def _unchanged(self, path: Path, document_id: str) -> bytes | None:
        try:
            data = path.read_bytes()
            state = path.stat()
        except OSError:
            return None
        key = (str(path), state.st_mtime_ns, state.st_size)
        if key not in self._checked:
            self._checked[key] = hashlib.sha256(data).hexdigest()
        return data if self._checked[key] == document_id else None


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
