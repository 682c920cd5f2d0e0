"""When the tables are written: only when something has changed since, so that a quiet night costs next to nothing."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from pipeline.ledger import Ledger
from pipeline.store import Store, code

PUBLISHED = "published"
#: Folder of the answers that people gave (DIR/corrections), which are laid over the records.
CORRECTIONS = "corrections"


def write_tables(store: Store, ledger: Ledger, output: Path) -> int:
    """Publishes where the ledger, people's answers, the program or the tables themselves are not as they were.

    Gives how many documents' results were not there any more; their rows are noted, and done again by the next run.
    """
    # Before the tables are made: an answer that comes meanwhile is not in them, and makes them be written again.
    answers = _looks(output / CORRECTIONS)
    if ledger.fact(PUBLISHED) == _state(ledger, output, answers):
        return 0
    from pipeline.publish import publish  # noqa: PLC0415

    lost = publish(store, ledger.listed(), output)
    for entry in lost:
        ledger.put(entry._replace(size=-1))
    ledger.commit()
    if not lost:
        ledger.keep_fact(PUBLISHED, _state(ledger, output, answers))
        ledger.commit()
    return len(lost)


def _state(ledger: Ledger, output: Path, answers: list[str]) -> str:
    """All that the tables are made of, and the tables as they lie there, in one short text."""
    parts = [ledger.fact("changes") or "", code(Path(__file__).parents[1])]
    parts += _looks(output, files_only=True) + answers
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _looks(folder: Path, *, files_only: bool = False) -> list[str]:
    """Name, size and time of each table of a folder; what people put beside them is theirs."""
    from_program = (".jsonl", ".csv", ".parquet", "datapackage.json")
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if entry.name.endswith(from_program) or not files_only]
            return sorted(f"{entry.name}:{entry.stat().st_size}:{entry.stat().st_mtime_ns}" for entry in found)
    except OSError:
        return []
