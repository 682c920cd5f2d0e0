"""The events of a run as lines, for machines and for those who look into a night: text or JSON, by structlog."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

#: A log that has grown beyond this many bytes is put aside as NAME.1 when a run begins.
LARGE = 5_000_000


class Log:
    """Where events go: a file, the standard error ("-"), or nowhere."""

    def __init__(self, file: str | None = None, kind: Literal["text", "json"] = "text") -> None:
        self._file, self._kind = file, kind

    def event(self, name: str, **facts: object) -> None:
        """Writes one event; facts that are None are left out."""
        if self._file is not None:
            self._logger.info(name, **{key: value for key, value in facts.items() if value is not None})

    @cached_property
    def _logger(self) -> FilteringBoundLogger:
        """Made at the first event: a night with none need not wait for the import."""
        import structlog  # noqa: PLC0415

        last = (
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if self._kind == "json"
            else structlog.processors.LogfmtRenderer(key_order=["time", "event"])
        )
        processors = [structlog.processors.TimeStamper(fmt="iso", key="time"), last]
        factory = structlog.WriteLoggerFactory(sys.stderr if self._file == "-" else _opened(Path(str(self._file))))
        logger: FilteringBoundLogger = structlog.wrap_logger(
            factory(), processors=processors, wrapper_class=structlog.make_filtering_bound_logger(0)
        )
        return logger


def _opened(path: Path) -> TextIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGE:
        path.replace(path.with_name(f"{path.name}.1"))
    return path.open("a", encoding="utf-8")
