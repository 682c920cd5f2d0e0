"""Operations: files, runs, outputs, people. `from pipeline import digitise` is the whole program for one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.imports import without_garbage

with without_garbage():
    from pipeline.digitise import Digitised, digitise

if TYPE_CHECKING:
    from pipeline.frames import Tables, load_records

__all__ = ["Digitised", "Tables", "digitise", "load_records"]


def __getattr__(name: str) -> Any:
    """The tables as pandas has them, imported when asked for: a night with nothing new must not wait for pandas."""
    if name in ("Tables", "load_records"):
        from pipeline import frames  # noqa: PLC0415

        return getattr(frames, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
