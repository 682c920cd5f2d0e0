"""What a run did, in figures: counted while it works, kept in the ledger as a night, shown in report and metrics."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from pipeline.ledger import Entry


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document that failed: which, why, and since how many attempts."""

    file: str
    code: str
    message: str
    attempts: int = 1


@dataclass(slots=True)
class Figures:
    """The counts of one night; all of them are kept, so that later nights can be compared with it."""

    started: float = 0.0
    seconds: float = 0.0
    documents: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    #: Understood again with other words, read again by other settings, tried again after a failure.
    again: int = 0
    #: New files whose content was known already: renamed files and copies.
    known: int = 0
    vanished: int = 0
    stale: int = 0
    #: Left for the next night: by the deadline, the number of documents, or a stop.
    waiting: int = 0
    failed: int = 0
    #: Documents and pages that were really read, and the records that came of the documents of this night.
    read: int = 0
    pages: int = 0
    fresh_records: int = 0
    fresh_marked: int = 0
    #: All documents of the folder, with those of earlier calls.
    total_documents: int = 0
    total_records: int = 0
    total_marked: int = 0
    stored: int = 0
    stopped: str | None = None
    #: File and seconds of the slowest, the slowest first.
    slowest: list[tuple[str, float]] = field(default_factory=list)

    def as_json(self) -> str:
        """For the ledger."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Figures:
        """From the ledger; a figure that this version does not know is passed over."""
        known: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in _NAMES}
        return Figures(**known)

    @property
    def when(self) -> str:
        """The day and hour at which it began."""
        return datetime.fromtimestamp(self.started).strftime("%d-%m-%Y %H:%M")

    @property
    def fresh_share(self) -> float | None:
        """Marked share of this night's records, None where there are none."""
        return self.fresh_marked / self.fresh_records if self.fresh_records else None


_NAMES = frozenset(Figures.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a call did, counted over the documents of this call."""

    documents: int
    records: int
    review_records: int
    review_documents: int
    #: File, code and sentence of each document that failed.
    failures: tuple[tuple[str, str, str], ...]
    #: Documents whose results were there already.
    done_before: int
    #: Pages read in this call, and how long that took.
    pages: int
    seconds: float
    warnings: tuple[str, ...]
    night: Figures = field(default_factory=Figures)


def count_total(figures: Figures, entries: Iterable[Entry]) -> None:
    """Adds what the ledger says of all documents; copies count once."""
    seen: set[str] = set()
    for entry in entries:
        figures.total_documents += 1
        if entry.failed or entry.sha256 in seen:
            continue
        seen.add(entry.sha256)
        figures.total_records += entry.records
        figures.total_marked += entry.marked
        figures.stored += entry.stored


def summary(entries: list[Entry], failures: list[Quarantined], figures: Figures, warnings: tuple[str, ...]) -> Summary:
    """The call's documents (rows of the ledger) in sum; copies count once."""
    contents = {entry.sha256: entry for entry in reversed(entries) if not entry.failed}.values()
    return Summary(
        documents=figures.documents,
        records=sum(entry.records for entry in contents),
        review_records=sum(entry.marked for entry in contents),
        review_documents=sum(entry.review for entry in contents),
        failures=tuple(sorted((item.file, item.code, item.message) for item in failures)),
        done_before=figures.unchanged,
        pages=figures.pages,
        seconds=figures.seconds,
        warnings=warnings,
        night=figures,
    )
