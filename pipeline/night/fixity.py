"""Checking an output folder: sources and kept results against the ledger, tables against the Data Package."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.files import checksum
from pipeline.ledger import Entry
from pipeline.night.rows import open_ledger
from pipeline.store import MEMORY_FOLDER, Store

Kind = Literal["hilang", "berubah", "yatim"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: missing, changed, or there without a document that it belongs to."""

    kind: Kind
    about: Literal["sumber", "hasil", "tabel"]
    name: str


def verify(output: Path, *, quick: bool = False) -> list[Finding]:
    """All that is not as the ledger and the Data Package say. With `quick`, sources by size and time only."""
    with open_ledger(output) as ledger:
        entries = list(ledger.entries().values())
    store = Store(output / MEMORY_FOLDER, "", "")
    return [*_sources(entries, quick), *_kept(entries, store), *_orphans(entries, store), *_tables(output)]


def _sources(entries: list[Entry], quick: bool) -> Iterator[Finding]:
    for entry in entries:
        if entry.vanished:
            continue
        try:
            status = entry.source.stat()
            same = (status.st_size, status.st_mtime_ns) == (entry.size, entry.mtime_ns) or entry.size < 0
            if not quick and entry.sha256:
                # The time may change without the content, and the content without the time.
                same = checksum(entry.source) == entry.sha256
        except OSError:
            yield Finding("hilang", "sumber", entry.file)
        else:
            if not same:
                yield Finding("berubah", "sumber", entry.file)


def _kept(entries: list[Entry], store: Store) -> Iterator[Finding]:
    for entry in {entry.sha256: entry for entry in entries if entry.result}.values():
        path = store.result_path(entry.sha256)
        if not path.is_file():
            yield Finding("hilang", "hasil", entry.file)
        elif checksum(path) != entry.result:
            yield Finding("berubah", "hasil", entry.file)


def _orphans(entries: list[Entry], store: Store) -> Iterator[Finding]:
    known = {entry.sha256 for entry in entries}
    for folder in (store.folder / "extractions", store.folder / "results"):
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.name.partition(".")[0] not in known:
                yield Finding("yatim", "hasil", f"{MEMORY_FOLDER}/{folder.name}/{path.name}")


def _tables(output: Path) -> Iterator[Finding]:
    try:
        package = json.loads((output / "datapackage.json").read_text("utf-8"))
    except (OSError, ValueError):
        yield Finding("hilang", "tabel", "datapackage.json")
        return
    for resource in package["resources"]:
        path = output / resource["path"]
        if not path.is_file():
            yield Finding("hilang", "tabel", resource["path"])
        elif f"sha256:{checksum(path)}" != resource["hash"]:
            yield Finding("berubah", "tabel", resource["path"])
