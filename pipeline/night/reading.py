"""The documents of a run: handed to workers, settled in the ledger as they come, tried again where that may help."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from extractors.errors import SetupError
from normalizers.models import Failure
from pipeline.jobs import RESTLESS, Done, Job
from pipeline.ledger import Entry, Ledger
from pipeline.night.figures import Figures, Quarantined
from pipeline.night.log import Log
from pipeline.night.plan import PASSING, Task, Why
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.workers import Died, Limits, TimedOut, cores, in_processes

#: Imported once for all workers, and not here.
PRELOAD = ("pipeline.preload",)
#: Failures that are the machine's rather than the document's: too many of them end the run.
OF_THE_MACHINE = PASSING | {"waktu-habis", "memori-habis", "galat-program"}
#: So many documents are tried before the share of failures says anything.
ENOUGH_TO_JUDGE = 20
SLOWEST = 10
#: A document with more pages than this that do not come to an end fails as a whole: each costs the time of a page.
MOST_HANGING = 3

Report = Callable[[int, int], None]
Work = Callable[[Job], Done]


@dataclass(slots=True)
class Reading:
    """The state of one run's reading."""

    ledger: Ledger
    store: Store
    settings: Settings
    entries: dict[bytes, Entry]
    figures: Figures
    log: Log
    #: What all workers import once.
    preload: Sequence[str] = PRELOAD
    #: When no further document is begun.
    ends: datetime | None = None
    failures: list[Quarantined] = field(default_factory=list)
    _settled: int = 0
    #: Answers so far, those among them that tell of the machine.
    _tried: int = 0
    _of_the_machine: int = 0

    def read_all(self, tasks: list[Task], work: Work, report: Report) -> None:
        """Does all tasks, those that ended badly before at the end and one by one. Raises SetupError."""
        together = [task for task in tasks if not task.alone]
        alone = [task for task in tasks if task.alone]
        allowed = self.settings.max_documents or len(tasks)
        self.figures.waiting += max(0, len(tasks) - allowed)
        together, alone = together[:allowed], alone[: max(0, allowed - len(together))]
        count = len(together) + len(alone)

        def tell() -> None:
            report(self._settled, count)

        again = self._round(together, self.settings.workers or cores(), work, tell)
        alone += again
        while alone:
            if again:
                time.sleep(self.settings.retry_wait * 2 ** max(0, max(task.tonight for task in again) - 1))
            alone = again = self._round(alone, 1, work, tell)

    def _round(self, tasks: list[Task], workers: int, work: Work, tell: Callable[[], None]) -> list[Task]:
        """Does these tasks; gives those that failed in a way that may pass, to be tried again alone."""
        by_path: dict[Path, Task] = {task.item.path: task for task in tasks}
        again: list[Task] = []
        limits = Limits(self.settings.timeout, self.settings.page_timeout, self.settings.memory)
        for job, answer in in_processes(work, self._jobs(tasks), workers, self.preload, limits):
            task = by_path[job.path]
            done = answer if isinstance(answer, Done) else lost(answer)
            if done.stop is not None:
                raise SetupError(done.stop)
            self._tried += 1
            self._of_the_machine += done.error is not None and done.error.code in OF_THE_MACHINE
            if next_try := self._next_try(task, done, answer):
                self.log.event("dicoba-lagi", file=task.item.file, code=done.error and done.error.code, log=done.log)
                again.append(next_try)
                continue
            self._settle(task, done)
            tell()
        self.ledger.commit()
        return again

    def _next_try(self, task: Task, done: Done, answer: object) -> Task | None:
        """The task as it is tried again alone in this run, None where that helps nothing or the run is to stop."""
        if done.error is None or self._stop() is not None:
            return None
        more = replace(task, alone=True, failed=task.failed + 1, tonight=task.tonight + 1)
        # What failed in an earlier night was alone in this one from the start.
        if done.error.code in PASSING and task.tonight < self.settings.retries and task.why is not Why.AGAIN:
            return more
        page = answer.page if isinstance(answer, TimedOut) else None
        skips = self.settings.reading.on_page_error == "skip"
        if skips and page is not None and page not in task.hanging and len(task.hanging) < MOST_HANGING:
            return replace(more, tonight=task.tonight, hanging=task.hanging | {page})
        return None

    def _jobs(self, tasks: list[Task]) -> Iterator[Job]:
        """The jobs as they are asked for, each noted in the ledger first; fewer where the run is to stop."""
        for number, task in enumerate(tasks):
            self.figures.stopped = self.figures.stopped or self._stop()
            if self.figures.stopped:
                self.figures.waiting += len(tasks) - number
                return
            # With it, the documents that were settled since.
            self.ledger.begin(task.path)
            self.ledger.commit()
            yield Job(
                task.item.path,
                self.store,
                self.settings.reading,
                self.settings.vocabulary,
                memory=self.settings.memory,
                settle=self.settings.settle,
                refresh=self.settings.refresh,
                again=task.why is Why.AGAIN,
                hanging=task.hanging,
                judging=self.settings.judging,
            )

    def _stop(self) -> str | None:
        """Why no further document is begun."""
        if self.ends is not None and datetime.now().astimezone() >= self.ends:
            return f"batas waktu {self.settings.deadline} tercapai"
        if self._tried >= ENOUGH_TO_JUDGE and self._of_the_machine > self.settings.failure_rate * self._tried:
            return (
                f"{self._of_the_machine} dari {self._tried} kali membaca dokumen gagal karena komputer atau "
                "media simpan; periksa keduanya"
            )
        return None

    def _settle(self, task: Task, done: Done) -> None:
        """Writes an answer into the ledger."""
        self._settled += 1
        self._count(task, done)
        if done.error is None:
            self.log.event("selesai", file=task.item.file, records=done.records, seconds=round(done.seconds, 2))
        else:
            error = done.error
            self.failures.append(Quarantined(task.item.file, error.code, error.message, task.failed + 1))
            self.log.event("gagal", file=task.item.file, code=error.code, message=error.message, log=done.log)
            if _still_right(task, done):
                self.ledger.left(task.path)
                return
        entry = self._entry(task, done)
        self.entries[task.path] = entry
        self.ledger.put(entry)

    def _entry(self, task: Task, done: Done) -> Entry:
        before = self.entries.get(task.path)
        error = done.error
        size, mtime_ns = (done.size, done.mtime_ns) if done.size >= 0 else (task.item.size, task.item.mtime_ns)
        return Entry(
            path=task.path,
            file=task.item.file,
            size=-1 if error is not None and error.code == RESTLESS else size,
            mtime_ns=mtime_ns,
            sha256=done.sha256,
            code=error.code if error else None,
            message=error.message if error else None,
            log=done.log,
            attempts=task.failed + 1 if error else 0,
            limits=self.settings.limits if error else None,
            program=version("iku"),
            reading=done.reading or self.store.reading,
            meaning=self.store.meaning,
            pages=done.pages,
            ocr_pages=done.ocr_pages,
            records=done.records,
            marked=done.marked,
            review=int(done.review),
            seconds=round(done.seconds, 3),
            result=done.result,
            stored=done.stored,
            first_seen=before.first_seen if before else time.time(),
            done_at=time.time(),
        )

    def _count(self, task: Task, done: Done) -> None:
        figures = self.figures
        same = task.before is not None and task.before.sha256 == done.sha256
        if done.error is None and task.why is Why.CHANGED and same:
            # Touched, or copied over itself: its content is the same.
            figures.unchanged += 1
            return
        figures.new += task.why is Why.NEW
        figures.changed += task.why is Why.CHANGED
        figures.again += task.why not in (Why.NEW, Why.CHANGED)
        figures.known += task.why is Why.NEW and not done.read and done.error is None
        if done.read:
            figures.read += 1
            figures.pages += done.pages
            figures.fresh_records += done.records
            figures.fresh_marked += done.marked
            slowest = sorted([*figures.slowest, (task.item.file, round(done.seconds, 2))], key=lambda item: -item[1])
            figures.slowest = slowest[:SLOWEST]


def _still_right(task: Task, done: Done) -> bool:
    """Whether the earlier result stays: its content is the same, or the new one cannot be known yet."""
    before, error = task.before, done.error
    if before is None or before.failed or error is None:
        return False
    same = done.sha256 == before.sha256 or task.why in (Why.MEANING, Why.STALE)
    return error.code == RESTLESS or (same and error.code in OF_THE_MACHINE)


def lost(end: Died | TimedOut) -> Done:
    """The answer in the place of a process that ended before it gave one."""
    where = f" pada halaman {end.page}" if end.page else ""
    if isinstance(end, TimedOut):
        what = "Halaman" if end.page else "Dokumen"
        limit = "--page-timeout" if end.page else "--timeout"
        failure = Failure(
            code="waktu-habis",
            message=f"{what}{f' {end.page}' if end.page else ''} belum selesai dibaca setelah {end.seconds:g} detik. "
            f"Jalankan lagi dengan {limit} yang lebih besar, atau pecah menjadi beberapa berkas.",
        )
        return Done(end.content, error=failure)
    failure = Failure(
        code="proses-mati",
        message=f"Proses pembaca berhenti mendadak{where} (status {end.status}; -6 dan -9 biasanya berarti memori "
        "habis). Ketik `iku retry` bila komputer sedang sepi; bila tetap gagal, pecah dokumennya.",
    )
    return Done(end.content, error=failure, log=end.log or None)
