"""The commands around a run, as the shell calls them: what they print, their exit status, what comes afterwards."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest
from fake_reading import read_text, texts
from test_cli import iku as iku  # noqa: PLC0414  (a fixture)
from test_failed_pages import three_pages

import pipeline.publish
from extractors.errors import DocumentError, UsageError
from extractors.extract import extract
from extractors.settings import ReadingSettings
from pipeline.commands.night import told
from pipeline.ledger import Entry
from pipeline.night.watching import keep_watching
from pipeline.run import run
from pipeline.settings import Settings


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Results of two good documents and a bad one, made by the reader that reads nothing."""
    source = texts(tmp_path / "in", a="satu", b="dua", bad="garbage")
    run([source], tmp_path / "out", work=read_text, preload=(), workers=1)
    return tmp_path / "out"


def test_status_tells_the_quarantine_with_what_to_do(iku, output: Path) -> None:
    status, out, _ = iku("status", "-o", output)
    assert status == 0
    assert "bad.pdf  [rusak]" in out
    assert "-> Buka lalu simpan ulang" in out
    said = json.loads(iku("status", "-o", output, "--json")[1])
    assert (said["total_documents"], said["total_records"], said["running"]) == (3, 4, False)
    assert said["quarantine"][0]["code"] == "rusak"
    assert said["last_run"]["new"] == 3


def test_verify_and_forget_by_their_exit_status(iku, output: Path) -> None:
    assert iku("verify", "-o", output)[0] == 0
    (output.parent / "in" / "a.pdf").unlink()
    status, out, _ = iku("verify", "-o", output, "--quick")
    assert (status, out.split()) == (1, ["hilang", "sumber", "a.pdf"])
    assert iku("forget", "a.pdf", "-o", output)[0] == 0
    assert iku("verify", "-o", output)[0] == 0
    assert iku("forget", "a.pdf", "-o", output)[0] == 2


def test_calls_that_make_no_sense_are_2(iku, tmp_path: Path, output: Path) -> None:
    assert iku("status", "-o", tmp_path)[0] == 2
    assert iku("retry", "-o", output)[0] == 2
    assert iku("retry", "a.pdf", "-o", output)[0] == 2
    status, _, err = iku("run", tmp_path / "in", "-o", output, "--deadline", "25:00")
    assert (status, "deadline" in err) == (2, True)


def test_a_second_run_at_once_says_so_and_stops(iku, output: Path, tmp_path: Path) -> None:
    source = texts(tmp_path / "in", c="tiga")
    seen: list[tuple[bool, int, str]] = []

    def meanwhile(*_: object) -> None:
        running = json.loads(iku("status", "-o", output, "--json")[1])["running"]
        status, _, err = iku("run", source, "-o", output, "--quiet")
        seen.append((running, status, err))

    run([source], output, work=read_text, preload=(), workers=1, report=meanwhile)
    assert seen
    assert all((running, status, "sedang dipakai" in err) == (True, 2, True) for running, status, err in seen)
    assert not json.loads(iku("status", "-o", output, "--json")[1])["running"]


def test_what_comes_after_a_night_knows_how_it_ended(output: Path, tmp_path: Path, capfd) -> None:
    note = tmp_path / "note"
    settings = Settings(then=f'echo "$IKU_EXIT $IKU_OUTPUT" > {note}; exit 3')
    source = tmp_path / "in"
    status = told(lambda report: run([source], output, settings, report=report), output, settings, quiet=False)
    assert (status, note.read_text().split()) == (1, ["1", str(output)])
    said = capfd.readouterr()
    assert "status 3" in said.err
    assert said.out.startswith("iku: 0 baru, 0 berubah, 3 tetap, 1 gagal, 4 rekaman")


def test_events_are_lines_of_text_or_json(tmp_path: Path) -> None:
    source = texts(tmp_path / "in", a="satu", bad="garbage")
    for kind in ("json", "text"):
        file = tmp_path / f"{kind}.log"
        choices = {"log_file": str(file), "log_format": kind, "workers": 1}
        run([source], tmp_path / kind, work=read_text, preload=(), **choices)
        assert "bad.pdf" in file.read_text()
    events = [json.loads(line)["event"] for line in (tmp_path / "json.log").read_text().splitlines()]
    assert sorted(events) == ["gagal", "malam", "selesai"]


def test_a_watched_folder_is_read_at_the_start_and_when_documents_come(tmp_path: Path) -> None:
    calls, stop = [], threading.Event()

    def go() -> None:
        calls.append(len(list(tmp_path.glob("*.pdf"))))
        if not calls[-1]:
            raise UsageError("Tidak ada dokumen.")
        stop.set()

    def come() -> None:
        time.sleep(0.5)
        (tmp_path / "notes.txt").write_text("x")
        texts(tmp_path, a="satu")

    coming = threading.Thread(target=come)
    coming.start()
    keep_watching(tmp_path, Settings(poll=0.1), go, stop)
    coming.join()
    assert calls == [0, 1]


def test_a_page_that_hung_fails_without_being_read() -> None:
    begun: list[int] = []
    extraction = extract(three_pages(), on_page=begun.append, hanging={2})
    assert begun == [1, 2, 3]
    assert [page.kind for page in extraction.pages] == ["digital", "failed", "digital"]
    with pytest.raises(DocumentError) as raised:
        extract(three_pages(), hanging={1, 2, 3})
    assert raised.value.code == "waktu-habis"


def test_a_pdf_of_very_many_objects_is_refused() -> None:
    with pytest.raises(DocumentError) as raised:
        extract(three_pages(), ReadingSettings(max_objects=5))
    assert raised.value.code == "terlalu-rumit"


def test_an_answer_that_comes_while_tables_are_written_is_published_next(output: Path, monkeypatch) -> None:
    honest = pipeline.publish.publish
    calls: list[int] = []

    def interrupted(*given: object) -> list[Entry]:
        lost = honest(*given)  # type: ignore[arg-type]
        if not calls:
            answers = output / "corrections"
            answers.mkdir()
            (answers / "siti.jsonl").write_text("\n")
        calls.append(1)
        return lost

    monkeypatch.setattr("pipeline.publish.publish", interrupted)
    (output / "records.csv").unlink()
    for _ in range(3):
        run([output.parent / "in"], output, work=read_text, preload=(), workers=1)
    assert len(calls) == 2
