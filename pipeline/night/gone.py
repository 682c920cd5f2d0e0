"""Files that are no longer where they were: renamed ones are known by their content, the others keep their records."""

from __future__ import annotations

import os

from pipeline.ledger import Entry, Ledger
from pipeline.night.plan import Plan, Why


def note_gone(ledger: Ledger, entries: dict[bytes, Entry], plan: Plan) -> int:
    """Marks the rows of files that are gone; drops those whose content lies elsewhere now, and those without records.

    Changes `entries` alike. Gives how many keep their records although their file is gone.
    """
    for entry in plan.returned:
        if entries[entry.path].vanished:
            _change(ledger, entries, entries[entry.path]._replace(vanished=0))
    gone = {entry.path: entry for entry in plan.gone}
    if plan.tasks:
        gone |= {path: entry for path, entry in entries.items() if entry.vanished}
        gone |= _left_behind(entries, plan)
    present = {entry.sha256 for path, entry in entries.items() if path not in gone}
    dropped = [path for path, entry in gone.items() if entry.failed or entry.sha256 in present]
    ledger.remove(dropped)
    for path in dropped:
        del entries[path]
    kept = [entry for path, entry in gone.items() if path in entries and not entry.vanished]
    for entry in kept:
        _change(ledger, entries, entry._replace(vanished=1))
    return sum(entry.vanished for entry in entries.values())


def _left_behind(entries: dict[bytes, Entry], plan: Plan) -> dict[bytes, Entry]:
    """Rows outside this call's folders with the content of a new file: a folder was moved where they do not exist."""
    new = {entries[task.path].sha256 for task in plan.tasks if task.why is Why.NEW and task.path in entries}
    here = {task.path for task in plan.tasks}
    return {
        path: entry
        for path, entry in entries.items()
        if entry.sha256 in new and path not in here and not os.path.lexists(path)
    }


def _change(ledger: Ledger, entries: dict[bytes, Entry], entry: Entry) -> None:
    entries[entry.path] = entry
    ledger.put(entry)
