"""Taking a document out of an output folder: its row, what was kept of it, and its records in the tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.ledger import Entry, Ledger
from pipeline.night.rows import choose, open_ledger
from pipeline.night.tables import write_tables
from pipeline.store import MEMORY_FOLDER, Store, locked


def forget(output: Path, files: Sequence[str]) -> list[Entry]:
    """Forgets these files; gives their rows. Raises UsageError where one is unknown or a run is going on."""
    with open_ledger(output) as ledger:
        choose(ledger, files)
    with locked(output), Ledger(output / MEMORY_FOLDER) as ledger:
        chosen = choose(ledger, files)
        # What is kept is found by its content; the fingerprints matter only to those who read.
        store = Store(output / MEMORY_FOLDER, "", "")
        ledger.remove(entry.path for entry in chosen)
        ledger.commit()
        held = {entry.sha256 for entry in ledger.entries().values()}
        for entry in chosen:
            if entry.sha256 and entry.sha256 not in held:
                store.forget(entry.sha256)
        write_tables(store, ledger, output)
    return chosen
