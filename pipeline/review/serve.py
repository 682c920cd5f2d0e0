"""Serving the page: the folder is opened, the door is locked where others could reach it, then it listens."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from extractors.errors import UsageError
from pipeline.review.desk import Desk
from pipeline.review.security import Guard, check_listening
from pipeline.review.settings import ReviewSettings
from pipeline.review.web import application
from pipeline.store import MEMORY_FOLDER


def serve(
    output: Path,
    host: str,
    port: int,
    *,
    name: str | None = None,
    vocabulary: Path | None = None,
    ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Serves until it is stopped; `ready` hears the address. Raises UsageError before anything listens."""
    if not (output / MEMORY_FOLDER).is_dir():
        raise UsageError(f"{output} bukan folder hasil `iku run`. Jalankan `iku run` dahulu, atau periksa namanya.")
    settings = ReviewSettings()
    check_listening(host, settings.password)
    guard = Guard(name or settings.who, settings.password)
    listening = _listen(host, port)
    app = application(Desk(output, vocabulary), guard)
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{listening.getsockname()[1]}/")
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UsageError(f"Alamat {host}:{port} tidak dapat dipakai ({error.strerror}). Pilih --port lain.") from error
    return listening
