"""Killed at any moment, without space, without leave to write: the next run continues, and the tables are the same."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from fake_reading import texts

TABLES = ("records.jsonl", "records.csv", "records.parquet", "targets.csv", "documents.jsonl", "datapackage.json")
HERE = Path(__file__).parent


@pytest.fixture
def source(tmp_path: Path) -> Path:
    names = {f"d{number:02}": f"dokumen {number}" for number in range(16)}
    return texts(tmp_path / "in", **names, bad="garbage", copy="dokumen 1")


def start(source: Path, output: Path, moment: float = 0.4, limit: int | None = None) -> subprocess.Popen[bytes]:
    def before() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, HERE / "fake_reading.py", source, output, "workers=2"],
        env={**os.environ, "PYTHONPATH": str(HERE), "IKU_TEST_MOMENT": str(moment)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=before,  # noqa: PLW1509
    )


def tables(output: Path) -> dict[str, bytes]:
    return {name: (output / name).read_bytes() for name in TABLES}


def finish(source: Path, output: Path) -> dict[str, bytes]:
    """A last, undisturbed run; the one bad document makes its status 1."""
    assert start(source, output, 0).wait(120) == 1
    with sqlite3.connect(output / ".iku" / "ledger.sqlite") as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert ledger.execute("SELECT count(*) FROM started").fetchone() == (0,)
    assert not list((output / ".iku" / "tmp").iterdir())
    return tables(output)


@pytest.fixture
def undisturbed(source: Path, tmp_path: Path) -> dict[str, bytes]:
    return finish(source, tmp_path / "undisturbed")


def test_the_same_bytes_whatever_was_killed(source: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    chance, output = random.Random(7), tmp_path / "out"
    for kill_all in (True, True, False):
        run = start(source, output)
        results = output / ".iku" / "results"
        enough = (len(list(results.iterdir())) if results.is_dir() else 0) + chance.randint(1, 3)
        end = time.monotonic() + 90
        while run.poll() is None and time.monotonic() < end:
            if results.is_dir() and len(list(results.iterdir())) >= enough:
                break
            time.sleep(0.02)
        time.sleep(chance.random() * 0.1)
        assert run.poll() is None
        if kill_all:
            os.killpg(run.pid, signal.SIGKILL)
        else:
            psutil.Process(run.pid).children(recursive=True)[-1].kill()
        run.wait(120)
    assert finish(source, output) == undisturbed


def test_a_full_disk_loses_nothing(source: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    # No file may grow beyond this many bytes: the ledger of a few documents is larger.
    output = tmp_path / "out"
    assert start(source, output, 0, limit=30_000).wait(120) == 1
    assert not (output / "records.jsonl").exists() or tables(output)
    assert finish(source, output) == undisturbed
