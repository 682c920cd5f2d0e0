"""What an output folder holds, as `iku status` shows it: totals, the last night, the quarantine."""

from __future__ import annotations

import fcntl
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.inputs import printable
from pipeline.ledger import Entry
from pipeline.night.figures import Figures, count_total
from pipeline.night.rows import open_ledger
from pipeline.report.advice import advice
from pipeline.store import MEMORY_FOLDER


@dataclass(frozen=True, slots=True)
class Record:
    """A document in quarantine: not a copy of the file, but why it failed, and what a person should do."""

    file: str
    source: str
    document_id: str
    code: str
    message: str
    advice: str
    attempts: int
    log: str | None


@dataclass(frozen=True, slots=True)
class State:
    """An output folder."""

    total: Figures
    vanished: int
    last: Figures | None
    running: bool
    quarantine: list[Record]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        totals = ("total_documents", "total_records", "total_marked", "stored")
        return {
            **{name: getattr(self.total, name) for name in totals},
            "vanished": self.vanished,
            "running": self.running,
            "last_run": asdict(self.last) if self.last else None,
            "quarantine": [asdict(item) for item in self.quarantine],
        }


def look(output: Path) -> State:
    """Reads the ledger. Raises UsageError where the folder holds no results."""
    with open_ledger(output) as ledger:
        entries = list(ledger.entries().values())
        nights = ledger.nights(1)
    total = Figures()
    count_total(total, entries)
    return State(
        total,
        sum(entry.vanished for entry in entries),
        Figures.from_json(nights[0]) if nights else None,
        _running(output),
        [_record(entry, entry.code) for entry in entries if entry.code is not None],
    )


def _record(entry: Entry, code: str) -> Record:
    return Record(
        entry.file,
        printable(entry.source),
        entry.sha256,
        code,
        entry.message or "",
        advice(code),
        entry.attempts,
        entry.log,
    )


def _running(output: Path) -> bool:
    """Whether a run holds the folder's lock now."""
    try:
        with (output / MEMORY_FOLDER / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
