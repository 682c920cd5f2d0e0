"""One process a core, each with one document at a time: a process that dies takes only its own document with it.

The standard process pool breaks as a whole when one of its processes dies, does not say which document it was, and
cannot end a job that takes too long.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

from extractors.errors import SetupError
from pipeline.worker import Beat, Ready, serve

Job = TypeVar("Job")
Answer = TypeVar("Answer")

#: How the processes are to use the machine. Tesseract with its own threads takes five times the processor time for the
#: same page (FINDINGS, section 4); those of NumPy only wait. Pages are pictures that come and go: where the C library
#: (glibc) gives their memory back to the system each time, an eighth of the time goes into getting it anew. In bytes.
ENVIRONMENT = {
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
}
#: A process is given up when it has not begun to work after this many seconds.
START_WITHIN = 300.0
#: The status of a process whose server was ended, by multiprocessing.popen_forkserver.
_SERVER_LOST = 255
#: A process that something else ended before it was ready is replaced so often, one after the other.
FALSE_STARTS = 5
#: So much of what a process wrote before it ended is kept, in bytes.
LOG_TAIL = 4000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a job may take: `timeout` seconds, `page_timeout` seconds between two signs of life, `memory` bytes."""

    timeout: float = 900.0
    page_timeout: float = 180.0
    #: A page of the largest picture that is read needs less than half of it.
    memory: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Died:
    """The process ended without an answer; `status` is its exit status, negative for a signal (-9: killed)."""

    status: int | None
    page: int | None = None
    content: str = ""
    log: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The process was ended because its job, or this page of it, took longer than this many seconds."""

    seconds: float
    page: int | None = None
    content: str = ""


@dataclass(slots=True)
class _Worker(Generic[Job]):
    """A process, what it writes, the job in its hands (none until it is ready), and when it is given up (monotonic)."""

    process: BaseProcess
    log: Path
    deadline: float
    job: Job | None = None
    page: int | None = None
    content: str = ""
    page_deadline: float = float("inf")

    def heard(self, beat: Beat, page_timeout: float) -> None:
        """Notes a sign of life: the page's time begins anew."""
        self.page, self.content = beat.page or self.page, beat.content or self.content
        self.page_deadline = time.monotonic() + page_timeout

    @property
    def patience_ends(self) -> float:
        """When it is given up, for its document or for its page."""
        return min(self.deadline, self.page_deadline)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def in_processes(
    work: Callable[[Job], Answer],
    jobs: Iterable[Job],
    workers: int,
    preload: Sequence[str],
    limits: Limits = Limits(),
) -> Iterator[tuple[Job, Answer | Died | TimedOut]]:
    """Answers as they come, in any order. `work` is a function of a module; `preload` is imported once for all.

    The next job is asked for when a process is free. A job that goes beyond its limits loses its process; the others go
    on. Raises SetupError when a process cannot begin: that is a fault of the installation, and no document's. Processes
    are forked from a clean server, not from here: a fork of a program with threads may hang.
    """
    os.environ.update(ENVIRONMENT)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    with tempfile.TemporaryDirectory(prefix="iku-") as logs:
        team: _Team[Job, Answer] = _Team(context, work, iter(jobs), limits, Path(logs))
        try:
            for _ in range(max(1, workers)):
                team.start()
            while team.members:
                yield from team.listen()
                yield from team.give_up()
        finally:
            for line, worker in team.members.items():
                _kill(worker.process)
                line.close()


@dataclass(slots=True)
class _Team(Generic[Job, Answer]):
    """The processes, each at the other end of a pipe, and the jobs that wait."""

    context: ForkServerContext
    work: Callable[[Job], Answer]
    jobs: Iterator[Job]
    limits: Limits
    logs: Path
    members: dict[Connection, _Worker[Job]] = field(default_factory=dict)
    #: Jobs that were asked for and found no process yet.
    held: list[Job] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    false_starts: int = 0

    def start(self) -> None:
        """One more process, where there is a job for it; it is given the job when it says that it is ready."""
        if not self._has_job():
            return
        here, there = self.context.Pipe()
        log = self.logs / f"{next(self.numbers)}.log"
        # As bytes: what fails when they are loaded is then said by the process instead of printed.
        arguments = (pickle.dumps(self.work), there, self.limits.memory, str(log))
        process = self.context.Process(target=serve, args=arguments, daemon=True)
        try:
            with _no_main_file():
                process.start()
        except (EOFError, OSError) as error:
            raise SetupError(_unable(f"{type(error).__name__}: {error}")) from error
        # With the other end closed here, the death of the process ends the pipe.
        there.close()
        self.members[here] = _Worker(process, log, time.monotonic() + START_WITHIN)

    def listen(self) -> Iterator[tuple[Job, Answer | Died]]:
        """Waits until a process says something, ends, or has to be given up; hands out the next jobs."""
        patience = min(worker.patience_ends for worker in self.members.values()) - time.monotonic()
        for line in wait(list(self.members), max(0.0, patience)):
            assert isinstance(line, Connection)
            worker = self.members[line]
            try:
                said = line.recv()
            except (EOFError, OSError):
                worker.process.join()
                said = Died(worker.process.exitcode, worker.page, worker.content, _tail(worker.log))
            if isinstance(said, Beat):
                worker.heard(said, self.limits.page_timeout)
                continue
            if worker.job is None:
                self._check_ready(said)
            else:
                yield worker.job, said
            if isinstance(said, Died):
                self._replace(line)
            else:
                self._hand(line)

    def give_up(self) -> Iterator[tuple[Job, TimedOut]]:
        """Ends the processes whose time is over."""
        now = time.monotonic()
        for line, worker in [*self.members.items()]:
            if worker.patience_ends <= now:
                _kill(worker.process)
                if worker.job is None:
                    raise SetupError(_unable(f"belum siap setelah {START_WITHIN:.0f} detik"))
                # Its last word may have come in this very moment, and is then worth more than the time that is over.
                late_page = worker.page_deadline <= worker.deadline
                self._replace(line)
                yield (
                    worker.job,
                    TimedOut(
                        self.limits.page_timeout if late_page else self.limits.timeout,
                        worker.page if late_page else None,
                        worker.content,
                    ),
                )

    def _check_ready(self, first_word: object) -> None:
        """Raises SetupError where the process cannot begin by its own fault; one that was killed is replaced."""
        self.false_starts = self.false_starts + 1 if isinstance(first_word, Died) else 0
        if isinstance(first_word, Died):
            killed = first_word.status in (-signal.SIGKILL, -signal.SIGTERM, _SERVER_LOST)
            if not killed or self.false_starts > FALSE_STARTS:
                raise SetupError(_unable(f"status {first_word.status}"))
        if isinstance(first_word, Ready) and first_word.fault is not None:
            raise SetupError(_unable(first_word.fault))

    def _has_job(self) -> bool:
        """Whether a job waits for a process that is not there yet; asks for one where none does."""
        starting = sum(worker.job is None for worker in self.members.values())
        while len(self.held) <= starting:
            job = next(self.jobs, None)
            if job is None:
                return False
            self.held.append(job)
        return True

    def _hand(self, line: Connection) -> None:
        """The next job; where there is none, the process ends with its pipe."""
        job = self.held.pop(0) if self.held else next(self.jobs, None)
        if job is None:
            del self.members[line]
            line.close()
            return
        worker = self.members[line]
        now = time.monotonic()
        worker.job, worker.page, worker.content = job, None, ""
        worker.deadline, worker.page_deadline = now + self.limits.timeout, now + self.limits.page_timeout
        # A process that has died meanwhile is found out when its answer is awaited.
        with contextlib.suppress(OSError):
            line.send(worker.job)

    def _replace(self, line: Connection) -> None:
        """Another process for one that has ended, where there is work for it."""
        self.members.pop(line).process.join()
        line.close()
        self.start()


def _kill(process: BaseProcess) -> None:
    """Ends a process with all that it has started."""
    if process.pid is not None and process.is_alive():
        # Its group is its own as soon as it is ready; before, it has started nothing.
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _tail(log: Path) -> str:
    try:
        return log.read_bytes()[-LOG_TAIL:].decode("utf-8", "backslashreplace").strip()
    except OSError:
        return ""


@contextlib.contextmanager
def _no_main_file() -> Iterator[None]:
    """Keeps a new process from running the calling program's file again, which loads the whole command line in it.

    `multiprocessing` does so for functions that are defined there; ours are in modules.
    """
    main = sys.modules["__main__"].__dict__
    path = main.pop("__file__", None)
    try:
        yield
    finally:
        if path is not None:
            main["__file__"] = path


def _unable(reason: str) -> str:
    return (
        f"Proses pembaca tidak dapat dimulai ({reason}); tidak ada dokumen yang dibaca. "
        "Ketik `make setup`, lalu `iku doctor`, dan jalankan lagi."
    )
