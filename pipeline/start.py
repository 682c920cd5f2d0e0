"""The command `iku` begins here, so that its modules are imported in the quickest way."""

from __future__ import annotations

import gc

from pipeline.imports import without_garbage


def main() -> None:
    """Imports the command line, then runs it."""
    with without_garbage():
        from pipeline.cli import main as run  # noqa: PLC0415
    try:
        run()
    finally:
        # The system takes back all memory at once: to look for garbage in it before would take a tenth of a second.
        gc.freeze()
