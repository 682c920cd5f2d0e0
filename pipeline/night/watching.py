"""Waiting for documents: a run at the start, and one after each burst of changes in the folder."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, watch

from extractors.errors import UsageError
from pipeline.inputs import ENDINGS
from pipeline.settings import Settings


def keep_watching(
    folder: Path, settings: Settings, go: Callable[[], object], stop: threading.Event | None = None
) -> None:
    """Calls `go` now and after changes of documents, until Ctrl-C or `stop`.

    A burst of changes is one run: it begins when the folder has been quiet for the settling time. An empty folder is no
    error here. A run that finds files still being written is followed by another one when they change.
    """
    _go(go)
    quiet_ms = max(500, int(settings.settle * 1000))
    changes = watch(
        folder,
        watch_filter=_about_documents,
        debounce=max(1600, 4 * quiet_ms),
        step=quiet_ms,
        stop_event=stop,
        force_polling=settings.poll is not None,
        poll_delay_ms=int((settings.poll or 1) * 1000),
        raise_interrupt=True,
    )
    for _ in changes:
        _go(go)


def _go(go: Callable[[], object]) -> None:
    try:
        go()
    except UsageError as error:
        # Nothing there yet, or another run at work: there will be another occasion.
        from pipeline.commands.telling import say  # noqa: PLC0415

        say(f"Perhatian: {error.message}")


def _about_documents(_change: Change, path: str) -> bool:
    return path.lower().endswith(ENDINGS)
