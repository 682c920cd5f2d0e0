"""Processor and wall seconds of a command with everything that it starts, also what outlives it for a moment.

`iku run` reads in processes that are forked from a server of their own. When the program ends, the server is nobody's
child, and its time would be lost. This process adopts such orphans (Linux: PR_SET_CHILD_SUBREAPER) and waits for them.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: processor seconds (user and system), wall seconds, its exit status."""

    cpu: float
    wall: float
    status: int


def cost(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Cost:
    """Runs a command without showing what it says."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    before, started = _children(), time.monotonic()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    status = subprocess.run(command, env={**os.environ, **(environment or {})}, check=False, **quiet).returncode
    wall = time.monotonic() - started
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    return Cost(_children() - before, wall, status)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
