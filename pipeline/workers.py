"""One process a core, each with one document at a time: a process that dies takes only its own document with it.

The standard process pool breaks as a whole when one of its processes dies, does not say which document it was, and
cannot end a job that takes too long.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import pickle
import resource
import signal
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from extractors.errors import SetupError

Job = TypeVar("Job")
Answer = TypeVar("Answer")


#: Memory that one process may use, in bytes: a page of the largest picture that is read needs less than half of it.
MEMORY = 4 << 30
#: A process is given up when it has not begun to work after this many seconds.
START_WITHIN = 300.0


@dataclass(frozen=True, slots=True)
class Died:
    """The process ended without an answer; `status` is its exit status, negative for a signal (-9: killed)."""

    status: int | None


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The process was ended because its job took longer than this many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class _Ready:
    """A process's first word: it can work, or `fault` says why it cannot."""

    fault: str | None = None


@dataclass(slots=True)
class _Worker(Generic[Job]):
    """A process, the job in its hands (none until it is ready), and when it is given up (monotonic seconds)."""

    process: BaseProcess
    deadline: float
    job: Job | None = None


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def hush() -> None:
    """Silences what libraries log of a file's inner faults: what matters of it comes as an error or a mark."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")


def _hush_native() -> None:
    """The same for libraries in C, which write by themselves: libtiff to the standard error, LAPACK to the output."""
    if "IKU_TRACEBACK" not in os.environ:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        os.close(nowhere)


def in_processes(
    work: Callable[[Job], Answer], jobs: Iterable[Job], workers: int, preload: Sequence[str], timeout: float
) -> Iterator[tuple[Job, Answer | Died | TimedOut]]:
    """Answers as they come, in any order. `work` is a function of a module; `preload` is imported once for all.

    A job that takes longer than `timeout` seconds loses its process; the others go on. Raises SetupError when a process
    cannot begin: that is a fault of the installation, and no document's. Processes are forked from a clean server, not
    from here: a fork of a program with threads may hang.
    """
    # Tesseract with its own threads uses five times the processor time for the same page (FINDINGS, section 4).
    os.environ["OMP_THREAD_LIMIT"] = "1"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    team: _Team[Job, Answer] = _Team(context, work, deque(jobs), timeout)
    try:
        for _ in range(min(max(1, workers), len(team.waiting))):
            team.start()
        while team.members:
            yield from team.listen()
            yield from team.give_up()
    finally:
        for line, worker in team.members.items():
            worker.process.kill()
            line.close()


@dataclass(frozen=True, slots=True)
class _Team(Generic[Job, Answer]):
    """The processes, each at the other end of a pipe, and the jobs that wait."""

    context: ForkServerContext
    work: Callable[[Job], Answer]
    waiting: deque[Job]
    timeout: float
    members: dict[Connection, _Worker[Job]] = field(default_factory=dict)

    def start(self) -> None:
        """One more process, without a job until it says that it is ready."""
        here, there = self.context.Pipe()
        # As bytes: what fails when they are loaded is then said by the process instead of printed.
        process = self.context.Process(target=_serve, args=(pickle.dumps(self.work), there), daemon=True)
        try:
            process.start()
        except (EOFError, OSError) as error:
            raise SetupError(_unable(f"{type(error).__name__}: {error}")) from error
        # With the other end closed here, the death of the process ends the pipe.
        there.close()
        self.members[here] = _Worker(process, time.monotonic() + START_WITHIN)

    def listen(self) -> Iterator[tuple[Job, Answer | Died]]:
        """Waits until a process says something, ends, or has to be given up; hands out the next jobs."""
        patience = min(worker.deadline for worker in self.members.values()) - time.monotonic()
        for line in wait(list(self.members), max(0.0, patience)):
            assert isinstance(line, Connection)
            worker = self.members[line]
            try:
                said = line.recv()
            except (EOFError, OSError):
                worker.process.join()
                said = Died(worker.process.exitcode)
            if worker.job is None:
                _check_ready(said)
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
            if worker.deadline <= now:
                worker.process.kill()
                if worker.job is None:
                    raise SetupError(_unable(f"belum siap setelah {START_WITHIN:.0f} detik"))
                self._replace(line)
                yield worker.job, TimedOut(self.timeout)

    def _hand(self, line: Connection) -> None:
        """The next job; where there is none, the process ends with its pipe."""
        if not self.waiting:
            del self.members[line]
            line.close()
            return
        worker = self.members[line]
        worker.job, worker.deadline = self.waiting.popleft(), time.monotonic() + self.timeout
        # A process that has died meanwhile is found out when its answer is awaited.
        with contextlib.suppress(OSError):
            line.send(worker.job)

    def _replace(self, line: Connection) -> None:
        """Another process for one that has ended, where there is work for it."""
        self.members.pop(line).process.join()
        line.close()
        if self.waiting:
            self.start()


def _check_ready(first_word: object) -> None:
    if isinstance(first_word, Died):
        raise SetupError(_unable(f"status {first_word.status}"))
    if isinstance(first_word, _Ready) and first_word.fault is not None:
        raise SetupError(_unable(first_word.fault))


def _unable(reason: str) -> str:
    return (
        f"Proses pembaca tidak dapat dimulai ({reason}); tidak ada dokumen yang dibaca. "
        "Ketik `make setup`, lalu `iku doctor`, dan jalankan lagi."
    )


def _serve(packed: bytes, line: Connection) -> None:
    """A worker's life: jobs until the pipe ends. Ctrl-C is the caller's business, who then ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hush()
    threading.Thread(target=_end_with_caller, daemon=True).start()
    # A hostile document runs into a MemoryError here, before the system begins to end other programs.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    # The pipe ends with the caller.
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            work: Callable[[object], object] = pickle.loads(packed)
        except Exception as error:  # whatever a module may raise when it is imported
            line.send(_Ready(f"{type(error).__name__}: {error}"))
            return
        line.send(_Ready())
        _hush_native()
        while True:
            line.send(work(line.recv()))


def _end_with_caller() -> None:
    """Ends this process, whatever it is doing, when the caller has ended: a killed caller cannot end it itself."""
    caller = multiprocessing.parent_process()
    if caller is not None:
        wait([caller.sentinel])
        os._exit(1)
