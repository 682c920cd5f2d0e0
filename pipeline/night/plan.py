"""What a run has to do: the files that were found against the ledger. No file is opened here."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.inputs import Found, Input
from pipeline.jobs import RESTLESS
from pipeline.ledger import Entry
from pipeline.settings import Settings
from pipeline.store import Store

#: Failures that may pass by themselves, so that the document is tried again in later runs: up to `attempts` times.
PASSING = frozenset({"proses-mati", "tidak-terbaca"})
#: Failures by a limit: tried again when the limits were changed.
BY_LIMIT = frozenset({"waktu-habis", "memori-habis"})


class Why(StrEnum):
    """Why a document is in the hands of a run."""

    NEW = "baru"
    CHANGED = "berubah"
    MEANING = "kosakata"
    STALE = "baca-ulang"
    AGAIN = "coba-lagi"


@dataclass(frozen=True, slots=True)
class Task:
    """One document to do. `alone`: it, or a run that had it in hand, ended badly before; `failed`: how often it did."""

    item: Input
    why: Why
    before: Entry | None = None
    alone: bool = False
    failed: int = 0
    #: How often in this run, and the pages of it that did not come to an end.
    tonight: int = 0
    hanging: frozenset[int] = frozenset()

    @property
    def path(self) -> bytes:
        """The document's key in the ledger."""
        return os.fsencode(self.item.place)


@dataclass(slots=True)
class Plan:
    """What is to do, and what is not."""

    tasks: list[Task] = field(default_factory=list)
    unchanged: int = 0
    #: Unchanged documents that other settings or another version of the program have read.
    stale: int = 0
    #: Left out by `since`.
    older: int = 0
    #: Rows of the ledger whose files are gone, and those that are there again.
    gone: list[Entry] = field(default_factory=list)
    returned: list[Entry] = field(default_factory=list)


def make_plan(
    found: Found,
    entries: dict[bytes, Entry],
    interrupted: set[bytes],
    store: Store,
    settings: Settings,
    *,
    again: bool = False,
) -> Plan:
    """Compares files and rows. What failed before, or was in hand when a run was killed, comes last and alone.

    With `again`, all these files are tried as if they had never failed.
    """
    plan = Plan()
    since = settings.since.timestamp() * 1e9 if settings.since else 0
    here = set()
    for item in found.inputs:
        path = os.fsencode(item.place)
        here.add(path)
        entry = entries.get(path)
        if entry is not None and entry.vanished:
            plan.returned.append(entry)
        if item.mtime_ns < since:
            plan.older += 1
            continue
        why = Why.AGAIN if again else _why(item, entry, store, settings)
        if why is None:
            plan.unchanged += 1
            plan.stale += entry is not None and entry.reading != store.reading
        else:
            alone = path in interrupted or (entry is not None and entry.code in PASSING)
            failed = entry.attempts if entry is not None and why is Why.AGAIN and not again else 0
            plan.tasks.append(Task(item, why, entry, alone, failed))
    plan.gone = _gone(found, here, entries)
    return plan


def _why(item: Input, entry: Entry | None, store: Store, settings: Settings) -> Why | None:
    if entry is None:
        return Why.NEW
    if entry.code == RESTLESS:
        return Why.AGAIN
    if (entry.size, entry.mtime_ns) != (item.size, item.mtime_ns):
        return Why.CHANGED
    if entry.failed and _worth_a_try(entry, settings):
        return Why.AGAIN
    if settings.refresh and entry.reading != store.reading:
        return Why.STALE
    return Why.MEANING if not entry.failed and entry.meaning != store.meaning else None


def _worth_a_try(entry: Entry, settings: Settings) -> bool:
    if entry.code in PASSING:
        return entry.attempts < settings.attempts
    return entry.code in BY_LIMIT and entry.limits != settings.limits


def _gone(found: Found, here: set[bytes], entries: dict[bytes, Entry]) -> list[Entry]:
    """Rows below the folders of this call whose files were not found; of folders that could not be opened, none."""
    roots = _folders(found.roots)
    if not roots:
        return []
    unseen = _folders(found.unseen) or (b"\0",)
    return [
        entry
        for path, entry in entries.items()
        if not entry.vanished
        and path not in here
        and path.startswith(roots)
        and not path.startswith(unseen or (b"\0",))
    ]


def _folders(places: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(os.fsencode(os.path.join(place, "")) for place in places)  # noqa: PTH118
