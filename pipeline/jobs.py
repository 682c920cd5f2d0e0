"""What goes to a worker and what comes back: small values that travel between processes, without heavy imports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractors.settings import ReadingSettings
from normalizers.models import Failure
from normalizers.settings import JudgingSettings
from pipeline.store import Store

#: Code of a document whose file was still being written: it is taken as soon as it rests.
RESTLESS = "masih-ditulis"


@dataclass(frozen=True, slots=True)
class Job:
    """One document for a worker: everything that it needs, so that it can be sent to another process."""

    path: Path
    store: Store
    settings: ReadingSettings
    vocabulary: Path | None
    #: Bytes of memory that the process may use: said in the sentence of a document that needs more.
    memory: int = 4 << 30
    #: Seconds that the file must have been unchanged.
    settle: float = 0.0
    #: Read again what other settings have read.
    refresh: bool = False
    #: Try again what failed before.
    again: bool = False
    #: Pages (1-based) that did not come to an end: they are not read, and said to have failed.
    hanging: frozenset[int] = frozenset()
    #: From which chance on values are accepted; the program's own choice where it is not given.
    judging: JudgingSettings | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A worker's answer; the result itself lies in the store. `stop` is set where no other document can succeed."""

    sha256: str
    pages: int = 0
    error: Failure | None = None
    stop: str | None = None
    #: What a developer wants to see of an error.
    log: str | None = None
    #: The file's size and time when its bytes were read.
    size: int = -1
    mtime_ns: int = 0
    #: Whether pages were really read; otherwise the extraction, or the whole result, was there.
    read: bool = False
    reading: str = ""
    ocr_pages: int = 0
    records: int = 0
    marked: int = 0
    review: bool = False
    seconds: float = 0.0
    result: str | None = None
    stored: int = 0


def digitise_job(job: Job) -> Done:
    """Does a job in a worker: what it needs is imported there, never by the program that waits for it."""
    from pipeline.one import digitise_one  # noqa: PLC0415

    return digitise_one(job)
