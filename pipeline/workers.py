"""One process a core, each with one document at a time: a process that dies takes only its own document with it.

The standard process pool breaks as a whole when one of its processes dies, and does not say which document it was.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Died:
    """The process ended without an answer; `status` is its exit status, negative for a signal (-9: killed)."""

    status: int | None


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def hush() -> None:
    """Silences what libraries log of a file's inner faults: what matters of it comes as an error or a mark."""
    logging.disable(logging.WARNING)


def in_processes(
    work: Callable[[Job], Answer], jobs: Iterable[Job], workers: int, preload: Sequence[str]
) -> Iterator[tuple[Job, Answer | Died]]:
    """Answers as they come, in any order. `work` is a function of a module; `preload` is imported once for all.

    Processes are forked from a clean server, not from here: a fork of a program with threads may hang.
    """
    # Tesseract with its own threads uses five times the processor time for the same page (FINDINGS, section 4).
    os.environ["OMP_THREAD_LIMIT"] = "1"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    waiting = deque(jobs)
    busy: dict[Connection, tuple[BaseProcess, Job]] = {}

    def start() -> tuple[Connection, BaseProcess]:
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(work, there), daemon=True)
        process.start()
        # With the other end closed here, the death of the process ends the pipe.
        there.close()
        return here, process

    def hand(line: Connection, process: BaseProcess) -> None:
        job = waiting.popleft()
        busy[line] = (process, job)
        try:
            line.send(job)
        except OSError:
            # It has died already; `recv` below finds that out.
            return

    try:
        for _ in range(min(max(1, workers), len(waiting))):
            hand(*start())
        while busy:
            for line in wait(list(busy)):
                assert isinstance(line, Connection)
                process, job = busy.pop(line)
                answer: Answer | Died
                try:
                    answer = line.recv()
                except (EOFError, OSError):
                    process.join()
                    answer = Died(process.exitcode)
                    line.close()
                    if waiting:
                        hand(*start())
                else:
                    if waiting:
                        hand(line, process)
                    else:
                        line.close()
                yield job, answer
    finally:
        for line, (process, _) in busy.items():
            process.kill()
            line.close()


def _serve(work: Callable[[Job], Answer], line: Connection) -> None:
    """A worker's life: jobs until the pipe ends. Ctrl-C is the caller's business, who then ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hush()
    # The pipe ends with the caller, who may have been killed while this document was read.
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            line.send(work(line.recv()))
