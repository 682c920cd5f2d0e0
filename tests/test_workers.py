"""Worker processes: one that dies, hangs or cannot begin, and what becomes of them when their caller is killed."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from paper import ROWS, iku_pdf, write

from extractors.errors import SetupError
from extractors.settings import ReadingSettings
from extractors.shapes import Extraction
from pipeline.jobs import Done, Job
from pipeline.one import digitise_one, out_of_memory
from pipeline.run import run
from pipeline.workers import Died, Limits, TimedOut, in_processes


def halve(number: int) -> int:
    if number == 4:
        os._exit(3)
    return number // 2


def slow(number: int) -> int:
    if number == 4:
        time.sleep(600)
    return number // 2


def hanging(job: Job) -> Done:
    if job.path.name == "b.pdf":
        time.sleep(600)
    return digitise_one(job)


def greedy(job: Job) -> Done:
    def read(data: bytes, settings: ReadingSettings) -> Extraction:
        raise AssertionError(len(bytearray(2 * job.memory)))

    return digitise_one(job, read)


class Unloadable:
    """Work that the process cannot load, as when a module that it needs does not import."""

    def __call__(self, _job: object) -> object:
        raise AssertionError("it cannot be loaded")

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return importlib.import_module, ("a_module_that_is_missing",)


class DeadAtStart(Unloadable):
    def __reduce__(self) -> tuple[object, tuple[int]]:  # type: ignore[override]
        return os._exit, (1,)


def test_every_job_gets_an_answer_or_a_death() -> None:
    answers = dict(in_processes(halve, [2, 4, 6, 8], workers=2, preload=()))
    assert answers == {2: 1, 4: Died(3), 6: 3, 8: 4}


def test_a_job_that_hangs_loses_its_process_and_the_others_go_on() -> None:
    answers = dict(in_processes(slow, [4, 2, 6], workers=1, preload=(), limits=Limits(timeout=1)))
    assert answers == {4: TimedOut(1), 2: 1, 6: 3}


def test_a_document_that_takes_too_long_fails_alone_and_is_tried_again(tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf(), b=iku_pdf(ROWS[:1]))
    summary = run([source], tmp_path / "out", workers=2, timeout=20, work=hanging)
    ((file, code, message),) = summary.failures
    assert (file, code) == ("b.pdf", "waktu-habis")
    assert "20 detik" in message
    assert "--timeout" in message
    assert summary.records == 2
    assert run([source], tmp_path / "out", workers=1).failures == ()


def test_a_document_may_not_take_all_memory(tmp_path: Path) -> None:
    summary = run([write(tmp_path / "in", a=iku_pdf())], tmp_path / "out", workers=1, work=greedy)
    assert summary.failures == (("a.pdf", "memori-habis", out_of_memory(4 << 30)),)


@pytest.mark.parametrize(
    ("work", "reason"),
    [(Unloadable(), "a_module_that_is_missing"), (DeadAtStart(), "status 1")],
    ids=["import", "dead"],
)
def test_processes_that_cannot_begin_are_no_documents_fault(
    tmp_path: Path, work: Unloadable, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "in", a=iku_pdf(), b=iku_pdf(ROWS[:1]))
    with pytest.raises(SetupError, match=reason):
        run([source], tmp_path / "out", workers=2, work=work)
    assert not (tmp_path / "out" / "documents.jsonl").exists()
    assert "Traceback" not in capfd.readouterr().err


def name_and_sleep(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(600)


def alive(process: int) -> bool:
    """Whether it runs; an ended one that nobody has asked about (Z) does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def waited_for(condition: object, seconds: float = 90) -> bool:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(condition())


def test_no_worker_outlives_a_killed_caller(tmp_path: Path) -> None:
    program = (
        "from test_workers import name_and_sleep\nfrom pipeline.workers import in_processes\nimport sys\n"
        "if __name__ == '__main__':\n"
        "    list(in_processes(name_and_sleep, [sys.argv[1]] * 2, workers=2, preload=()))\n"
    )
    (tmp_path / "caller.py").write_text(program)
    (tmp_path / "pids").mkdir()
    caller = subprocess.Popen(
        [sys.executable, tmp_path / "caller.py", tmp_path / "pids"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )
    try:
        assert waited_for(lambda: len(list((tmp_path / "pids").iterdir())) == 2)
        workers = [int(path.name) for path in (tmp_path / "pids").iterdir()]
        assert all(alive(worker) for worker in workers)
    finally:
        caller.send_signal(signal.SIGKILL)
        caller.wait()
    assert waited_for(lambda: not any(alive(worker) for worker in workers))
