"""A worker's life, in its own process: limits, silence, and one document after the other until the pipe ends.

It is in a process group of its own, so that whatever it has started (Tesseract) ends with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import logging
import multiprocessing
import os
import pickle
import resource
import signal
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

#: prctl(2): the signal that the kernel sends a process when its parent ends.
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Ready:
    """A process's first word: it can work, or `fault` says why it cannot."""

    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life: the process has begun with this page (1-based), or knows now which content it has in hand."""

    page: int | None = None
    content: str | None = None


class _Voice:
    """The line on which this process speaks to its caller; none where it is no worker."""

    line: Connection | None = None


def beat(page: int) -> None:
    """Tells the caller that a page is begun: from now on its time counts."""
    if _Voice.line is not None:
        _Voice.line.send(Beat(page))


def announce(content: str) -> None:
    """Tells the caller the hash of the content in hand."""
    if _Voice.line is not None:
        _Voice.line.send(Beat(content=content))


def hush() -> None:
    """Silences what libraries log of a file's inner faults: what matters of it comes as an error or a mark."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")


def serve(packed: bytes, line: Connection, memory: int, log: str) -> None:
    """Jobs until the pipe ends. Ctrl-C is the caller's business, who then ends the workers.

    `packed` is the pickled function that does a job, `memory` the bytes that the process may use, `log` the file that
    takes what is written to standard output and error, and where the process stood when it crashed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_caller()
    hush()
    # A hostile document runs into a MemoryError here, before the system begins to end other programs.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    # The pipe ends with the caller.
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            work: Callable[[object], object] = pickle.loads(packed)
        except Exception as error:  # whatever a module may raise when it is imported
            line.send(Ready(f"{type(error).__name__}: {error}"))
            return
        line.send(Ready())
        _Voice.line = line
        redirected = _redirect(log)
        while True:
            job = line.recv()
            if redirected is not None:
                # The log is that of one document.
                os.ftruncate(redirected, 0)
            line.send(work(job))


def _redirect(log: str) -> int | None:
    """Output and errors to the log, for libraries in C that write by themselves (libtiff, LAPACK). Gives its handle."""
    if "IKU_TRACEBACK" in os.environ:
        return None
    try:
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_TRUNC, 0o666)
    except OSError:
        handle = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(handle, stream)
    os.close(handle)
    faulthandler.enable(2)
    return 2


def _end_with_caller() -> None:
    """Ends this process, with all that it has started, when the caller has ended: a killed caller cannot do it."""
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    # Even where a library in C never lets the thread below run.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_wait_for_caller, daemon=True).start()


def _wait_for_caller() -> None:
    caller = multiprocessing.parent_process()
    if caller is not None:
        wait([caller.sentinel])
        os.killpg(0, signal.SIGKILL)
