"""Measures what a night must stand: `bench/nights.py [SHARED] [bad|kills|disk|many ...]`, all of them by default.

    bad     hostile files of SHARED/badpdf with 40 good documents among them
    kills   SIGKILL at 30 random moments, to the whole run or to one worker, then compared with an undisturbed run
    disk    a full disk, and one that can no longer be written
    many    20,000 small documents: the second run against a plain walk of the folder, and memory

The last three use a reader that reads nothing (tests/fake_reading.py): they are about files, not about pages. Each
prints what it found; the exit status is 1 where something is not as it must be.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

IKU = Path(sys.executable).with_name("iku")
TESTS = Path(__file__).resolve().parents[1] / "tests"
TABLES = ("records.jsonl", "records.csv", "records.parquet", "targets.csv", "documents.jsonl", "documents.csv")
KILLS, NIGHTS_PER_FOLDER = 30, 5
MANY, WALKS, BESIDES = 20_000, 3.0, 1.0
GOOD = 40
TIMEOUT, PAGE_TIMEOUT = 120, 40


def fake(source: Path, output: Path, moment: float = 0.0, limit: int | None = None) -> subprocess.Popen[bytes]:
    """A run with the reader that reads nothing, in a session of its own; `limit` is the largest file in bytes."""

    def before() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environment = {**os.environ, "PYTHONPATH": str(TESTS), "IKU_TEST_MOMENT": str(moment), "IKU_SETTLE": "0"}
    return subprocess.Popen(
        [sys.executable, TESTS / "fake_reading.py", source, output],
        env=environment | {"IKU_RETRY_WAIT": "0"},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=before,  # noqa: PLW1509
    )


def tables(output: Path) -> dict[str, bytes]:
    """The tables' bytes."""
    return {name: (output / name).read_bytes() for name in TABLES}


def small_documents(folder: Path, count: int) -> Path:
    """`count` documents for the fake reader, each of its own size, and no more than 500 a folder."""
    for number in range(count):
        place = folder / f"{number // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:05}.pdf").write_text(f"dokumen {number}\n" * (1 + number % 7))
    return folder


def kills(scratch: Path) -> bool:
    """The same bytes after 30 kills as without any."""
    source = small_documents(scratch / "in", 60)
    fake(source, scratch / "undisturbed").wait()
    wanted, chance, same = tables(scratch / "undisturbed"), random.Random(20260101), True
    started = time.monotonic()
    fake(source, scratch / "timed", 0.05).wait()
    length = time.monotonic() - started
    for number in range(0, KILLS, NIGHTS_PER_FOLDER):
        output = scratch / f"killed{number}"
        for _ in range(NIGHTS_PER_FOLDER):
            run = fake(source, output, 0.05)
            time.sleep(chance.uniform(0.05, 0.8) * length)
            _kill(run, chance)
            run.wait()
        fake(source, output).wait()
        same = same and tables(output) == wanted
    print(f"kills: {KILLS} at random moments of {length:.1f} s; same bytes: {same}")
    return same


def _kill(run: subprocess.Popen[bytes], chance: random.Random) -> None:
    """All of a run at once, or one of its processes that is no server of the others."""
    if chance.random() < 0.5:
        # The workers are groups of their own: an operator who ends the session, or a power cut, ends all of them.
        for process in [*psutil.Process(run.pid).children(recursive=True), psutil.Process(run.pid)]:
            process.kill()
        return
    workers = [process for process in psutil.Process(run.pid).children(recursive=True) if not process.children()]
    if workers:
        chance.choice(workers).kill()


def disk(scratch: Path) -> bool:
    """Without space, and without leave to write: nothing is lost, and the tables are never half there."""
    source = small_documents(scratch / "in", 40)
    fake(source, scratch / "undisturbed").wait()
    wanted, fine = tables(scratch / "undisturbed"), True
    with _small_disk(scratch / "disk") as (output, more, limit):
        for _ in range(3):
            fake(source, output, limit=limit).wait()
            fine = fine and not any((output / name).exists() for name in TABLES)
        more()
        fake(source, output).wait()
        fine = fine and tables(output) == wanted
    print(f"disk: full three times, then not; same bytes: {fine}")
    return _read_only(source, scratch / "readonly", wanted) and fine


@contextmanager
def _small_disk(place: Path) -> Iterator[tuple[Path, Callable[[], object], int | None]]:
    """A folder on a disk of 160 kB, and what makes it large; where that is not allowed, files of limited size."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160k", "iku", place], check=False, capture_output=True
    )
    if mounted.returncode:
        yield place / "out", lambda: None, 20_000
        return
    try:
        larger = ["mount", "-o", "remount,size=64m", place]
        yield place / "out", lambda: subprocess.run(larger, check=True), None
    finally:
        subprocess.run(["umount", place], check=True)


def _read_only(source: Path, output: Path, wanted: dict[str, bytes]) -> bool:
    """From the middle of a run on nothing can be written any more; for the next run it can."""
    run = fake(source, output, 0.1)
    results = output / ".iku" / "results"
    while run.poll() is None and len(list(results.glob("*.json"))) < 5:
        time.sleep(0.05)
    # A disk cannot be made read-only while a file on it is open for writing; files that may not grow come to the same.
    for process in [*psutil.Process(run.pid).children(recursive=True), psutil.Process(run.pid)]:
        process.rlimit(psutil.RLIMIT_FSIZE, (0, 0))
    status = run.wait()
    fake(source, output).wait()
    same = tables(output) == wanted
    print(f"disk: no writing from the middle on (exit status {status}); same bytes: {same}")
    return same and status not in (0, None)


def many(scratch: Path) -> bool:
    """20,000 documents: the time of a night in which nothing has changed, and memory against a quarter of them."""
    peaks = []
    for count in (MANY // 4, MANY):
        source, output = small_documents(scratch / f"in{count}", count), scratch / f"out{count}"
        started = time.monotonic()
        run = fake(source, output)
        peaks.append(_peak(run))
        print(f"many: first run, {count} documents: {time.monotonic() - started:.0f} s, {peaks[-1]:.0f} MB")
    _walk(source)
    walk = min(_walk(source) for _ in range(3))
    command = [IKU, "run", source, "-o", output, "--quiet"]
    nights = []
    for _ in range(4):
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(command, check=True)
        after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
        nights.append((seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    wall, cpu = min(nights[1:])
    allowed = WALKS * walk + BESIDES
    print(
        f"many: second run {wall:.2f} s ({cpu:.2f} s of processor), walk {walk:.3f} s, allowed {allowed:.2f} s; "
        f"memory {peaks[1] / peaks[0]:.2f} times that of a quarter of the documents"
    )
    return min(wall, cpu) <= allowed


def _peak(run: subprocess.Popen[bytes]) -> float:
    """Largest memory of the waiting process in MB, its workers aside, while it runs."""
    peak = 0
    while run.poll() is None:
        try:
            peak = max(peak, psutil.Process(run.pid).memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.05)
    run.wait()
    return peak / 1e6


def _walk(folder: Path) -> float:
    """Seconds of a plain walk with one stat a file."""
    started, waiting = time.monotonic(), [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append(entry.path)
                else:
                    entry.stat()
    return time.monotonic() - started


def bad(shared: Path, scratch: Path) -> bool:
    """Hostile files beside good ones: each ends somewhere, and the good ones are what they are without them."""
    good, mixed = scratch / "good", scratch / "mixed"
    chosen = sorted((shared / "corpus" / "pdf").glob("*.digital.pdf"))[:GOOD]
    for path in chosen:
        (good / "a").mkdir(parents=True, exist_ok=True)
        shutil.copy(path, good / "a" / path.name)
    shutil.copytree(good, mixed)
    with tarfile.open(shared / "badpdf" / "dev.tar.gz") as archive:
        # Names hold newlines, "..", bytes that are not UTF-8: the filter for data lets them pass and nothing leave.
        archive.extractall(mixed, filter="data")
    hostile = sum(1 for path in (mixed / "dev").rglob("*") if path.is_file())
    quiet, alone, _ = _timed(good, scratch / "good_out")
    status, wall, peak = _timed(mixed, scratch / "mixed_out")
    documents = _lines(scratch / "mixed_out" / "documents.jsonl")
    outcomes = Counter(document["error"]["code"] if document["error"] else document["status"] for document in documents)
    names = {path.name for path in chosen}
    same = _of(scratch / "good_out", names) == _of(scratch / "mixed_out", names)
    late = outcomes["waktu-habis"]
    limit = 1.5 * alone + late * TIMEOUT
    print(f"bad: {hostile} hostile files, exit status {status}, outcomes {dict(outcomes)}")
    print(
        f"bad: good alone {alone:.0f} s, mixed {wall:.0f} s; good ones unchanged: {same}; "
        f"largest process {peak:.0f} MB; 1.5 x good + {late} time-outs: {limit:.0f} s"
    )
    return quiet == 0 and status == 1 and same and len(documents) >= GOOD


def _timed(source: Path, output: Path) -> tuple[int, float, float]:
    """Exit status and seconds of `iku run`, and the largest memory of any of its processes in MB."""
    started = time.monotonic()
    limits = ["--timeout", str(TIMEOUT), "--page-timeout", str(PAGE_TIMEOUT)]
    run = subprocess.Popen([IKU, "run", source, "-o", output, "--quiet", *limits], stderr=subprocess.DEVNULL)
    peak = 0
    while run.poll() is None:
        for process in psutil.Process(run.pid).children(recursive=True):
            try:
                peak = max(peak, process.memory_info().rss)
            except psutil.NoSuchProcess:
                continue
        time.sleep(0.2)
    return run.returncode, time.monotonic() - started, peak / 1e6


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _of(output: Path, names: set[str]) -> list[object]:
    """Documents and records of these files."""
    documents = [each for each in _lines(output / "documents.jsonl") if Path(str(each["file"])).name in names]
    ids = {each["document_id"] for each in documents}
    return [*documents, *(each for each in _lines(output / "records.jsonl") if each["document_id"] in ids)]


def main(shared: Path, wanted: list[str]) -> int:
    """Measures what is wanted; gives the exit status."""
    checks: dict[str, Callable[[Path], bool]] = {
        "bad": lambda scratch: bad(shared, scratch),
        "kills": kills,
        "disk": disk,
        "many": many,
    }
    fine = True
    for name in wanted or checks:
        # Thousands of synced writes measure the disk; in memory they measure the program.
        memory = "/dev/shm" if name == "many" and Path("/dev/shm").is_dir() else None
        with tempfile.TemporaryDirectory(prefix="iku-nights-", dir=memory) as scratch:
            fine = checks[name](Path(scratch)) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"), sys.argv[2:]))
