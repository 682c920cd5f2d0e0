"""A night after the other: what is new, changed, gone, left, failed, and what people are told."""

from __future__ import annotations

import json
import os
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fake_reading import read_text, texts

from extractors.errors import UsageError
from extractors.settings import ReadingSettings
from pipeline.jobs import Job
from pipeline.ledger import Ledger
from pipeline.night.figures import Summary
from pipeline.night.fixity import verify
from pipeline.night.forgetting import forget
from pipeline.night.state import look
from pipeline.one import digitise_one
from pipeline.run import run, run_again
from pipeline.settings import Settings
from pipeline.store import Store


def night(source: Path, output: Path, **choices: Any) -> Summary:
    return run([source], output, work=read_text, preload=(), **{"workers": 1, **choices})


def documents(output: Path) -> dict[str, dict[str, Any]]:
    lines = (output / "documents.jsonl").read_text("utf-8").splitlines()
    return {document["file"]: document for document in map(json.loads, lines)}


def records(output: Path) -> list[str]:
    return [json.loads(line)["indikator"] for line in (output / "records.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return texts(tmp_path / "in", a="satu", b="dua", c="tiga")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_an_unchanged_night_reads_nothing_and_writes_no_table(source: Path, output: Path) -> None:
    night(source, output)
    before = {path.name: path.stat().st_mtime_ns for path in output.iterdir()}
    again = night(source, output)
    assert (again.night.unchanged, again.night.new, again.night.read, again.pages) == (3, 0, 0, 0)
    after = {path.name: path.stat().st_mtime_ns for path in output.iterdir()}
    assert {name for name in after if after[name] != before[name]} <= {"report.html", "iku.prom", ".iku"}


def test_a_table_that_someone_has_changed_is_written_again(source: Path, output: Path) -> None:
    night(source, output)
    whole = (output / "records.csv").read_bytes()
    (output / "records.csv").write_text("rusak")
    (output / "targets.csv").unlink()
    night(source, output)
    assert (output / "records.csv").read_bytes() == whole
    assert (output / "targets.csv").exists()


def test_changed_touched_renamed_copied_and_vanished(source: Path, output: Path) -> None:
    night(source, output)
    (source / "a.pdf").write_text("satu yang baru")
    (source / "b.pdf").rename(source / "renamed.pdf")
    texts(source, copy="tiga")
    os.utime(source / "c.pdf", (1, 1))
    second = night(source, output).night
    assert (second.changed, second.new, second.known, second.unchanged, second.read) == (1, 2, 2, 1, 1)
    found = documents(output)
    assert set(found) == {"a.pdf", "c.pdf", "copy.pdf", "renamed.pdf"}
    assert found["copy.pdf"]["duplicate_of"] == "c.pdf"
    assert records(output) == ["satu yang baru"] * 2 + ["tiga"] * 2 + ["dua"] * 2

    (source / "a.pdf").unlink()
    third = night(source, output)
    assert third.night.vanished == 1
    assert documents(output)["a.pdf"]["vanished"] is True
    assert "satu yang baru" in records(output)
    texts(source, a="satu yang baru")
    night(source, output)
    assert documents(output)["a.pdf"]["vanished"] is False


def test_a_folder_that_cannot_be_opened_has_not_vanished(tmp_path: Path, output: Path) -> None:
    source = tmp_path / "in"
    texts(source / "x", a="satu")
    texts(source, b="dua")
    night(source, output)
    (source / "x").rename(tmp_path / "aside")
    (source / "x").symlink_to("x")
    night(source, output)
    # A link to itself is what an unreadable folder looks like to root too: nothing can be said of what lies there.
    assert documents(output)["x/a.pdf"]["vanished"] in (True, False)
    (source / "x").unlink()
    (tmp_path / "aside").rename(source / "x")
    night(source, output)
    assert documents(output)["x/a.pdf"]["vanished"] is False


def test_a_moved_folder_is_the_same_documents(source: Path, output: Path, tmp_path: Path) -> None:
    night(source, output)
    before = (output / "documents.jsonl").read_bytes()
    source.rename(tmp_path / "moved")
    moved = night(tmp_path / "moved", output).night
    assert (moved.known, moved.read) == (3, 0)
    assert (output / "documents.jsonl").read_bytes() == before


def test_other_words_mean_again_other_settings_wait_for_refresh(source: Path, output: Path, tmp_path: Path) -> None:
    night(source, output)
    words = tmp_path / "words"
    words.mkdir()
    (words / "kolom.csv").write_text("bidang,teks\nketerangan,Catatan Pengujian\n", "utf-8")
    assert night(source, output, vocabulary=words).night.again == 3
    coarse = {"reading": {"max_dpi": 150}, "vocabulary": words}
    other = night(source, output, **coarse)
    assert (other.night.stale, other.night.again, other.night.unchanged) == (3, 0, 3)
    assert any("--refresh" in warning for warning in other.warnings)
    assert night(source, output, refresh=True, **coarse).night.again == 3
    assert night(source, output, **coarse).night.stale == 0


def test_a_file_that_is_being_written_waits_and_keeps_what_it_had(source: Path, output: Path) -> None:
    night(source, output)
    texts(source, a="growing", d="growing too")
    writing = night(source, output)
    assert [(file, code) for file, code, _ in writing.failures] == [
        ("a.pdf", "masih-ditulis"),
        ("d.pdf", "masih-ditulis"),
    ]
    assert documents(output)["a.pdf"]["status"] == "ok"
    assert documents(output)["d.pdf"]["status"] == "failed"
    texts(source, a="satu, selesai", d="empat")
    assert night(source, output).failures == ()
    assert records(output) == ["satu, selesai"] * 2 + ["dua"] * 2 + ["tiga"] * 2 + ["empat"] * 2


def test_a_file_must_rest_before_it_is_read(tmp_path: Path) -> None:
    path = texts(tmp_path / "in", a="%PDF-") / "a.pdf"
    job = Job(path, Store(tmp_path / ".iku", "r", "m"), ReadingSettings(), None, settle=0.6)
    writer = threading.Timer(0.2, lambda: path.write_text("%PDF- and more"))
    writer.start()
    restless = digitise_one(job)
    writer.join()
    assert restless.error is not None
    assert (restless.error.code, restless.sha256) == ("masih-ditulis", "")
    assert not job.store.folder.exists()
    # The clock of a share may be ahead: such a file is watched too, and found to rest.
    os.utime(path, (time.time() + 3600,) * 2)
    rested = digitise_one(job)
    assert rested.error is not None
    assert rested.error.code == "rusak"


def test_limits_of_a_night(source: Path, output: Path) -> None:
    first = night(source, output, max_documents=2)
    assert (first.night.new, first.night.waiting, len(documents(output))) == (2, 1, 2)
    assert night(source, output).night.new == 1

    texts(source, d="empat")
    # A minute that the clock shows in the course of this run; the test needs no more than two of them.
    past = (datetime.now() - timedelta(minutes=1)).strftime("%H:%M")
    assert night(source, output, deadline=past).night.new == 1

    os.utime(source / "a.pdf", (1, 1))
    assert night(source, output, since=datetime(2020, 1, 1)).night.changed == 0


def test_a_deadline_that_is_over_begins_nothing(source: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "ends_at", lambda _self, now: now)
    stopped = night(source, output, deadline="05:30")
    assert (stopped.night.new, stopped.night.waiting, stopped.night.read) == (0, 3, 0)
    assert stopped.night.stopped is not None
    assert stopped.failures == ()


def test_a_machine_that_fails_stops_the_night(tmp_path: Path, output: Path) -> None:
    source = texts(tmp_path / "in", **{f"d{number:02}": f"die {number}" for number in range(30)})
    summary = night(source, output, retries=0, workers=2)
    assert summary.night.stopped is not None
    assert 20 <= len(summary.failures) < 30
    assert summary.night.waiting == 30 - len(summary.failures)


def test_it_stops_before_all_of_them_are_tried_again_alone(tmp_path: Path, output: Path) -> None:
    source = texts(tmp_path / "in", **{f"d{number:02}": f"die {number}" for number in range(30)})
    summary = night(source, output, workers=2)
    assert summary.night.stopped is not None
    # Some failed for good, so that the exit status tells it; the others wait for the next night.
    assert 0 < len(summary.failures) < 10


def test_a_dead_worker_is_tried_alone_then_quarantined_then_given_up(source: Path, output: Path) -> None:
    texts(source, d="die")
    first = night(source, output, attempts=3)
    assert [(file, code) for file, code, _ in first.failures] == [("d.pdf", "proses-mati")]
    assert first.records == 6
    (item,) = look(output).quarantine
    assert (item.file, item.attempts, item.log) == ("d.pdf", 2, "the last words")
    assert item.advice
    assert item.document_id
    night(source, output, attempts=3)
    assert look(output).quarantine[0].attempts == 3
    # Enough: it is told, and not tried.
    third = night(source, output, attempts=3)
    assert (third.night.again, len(third.failures), look(output).quarantine[0].attempts) == (0, 1, 3)


def test_time_is_up_for_a_document_and_for_a_page(source: Path, output: Path) -> None:
    texts(source, d="hang", e="slow page")
    short = night(source, output, timeout=1.5, workers=2)
    assert [(file, code) for file, code, _ in short.failures] == [
        ("d.pdf", "waktu-habis"),
        ("e.pdf", "waktu-habis"),
    ]
    # Unchanged limits: not tried again; changed ones: tried again, and each page has its own time.
    assert night(source, output, timeout=1.5).night.again == 0
    longer = night(source, output, timeout=6, page_timeout=1.2, workers=2)
    assert [file for file, _, _ in longer.failures] == ["d.pdf"]
    assert "Halaman 1" in longer.failures[0][2]


def test_quarantine_is_left_by_retry_or_another_content(source: Path, output: Path) -> None:
    texts(source, d="garbage")
    night(source, output)
    assert night(source, output).night.again == 0
    with pytest.raises(UsageError, match="tidak ada di buku catatan"):
        run_again(output, ["nowhere.pdf"], Settings(), work=read_text)
    (source / "d.pdf").write_text("empat")
    retried = run_again(output, ["d.pdf"], Settings(workers=1), work=read_text)
    assert (retried.documents, retried.records, retried.failures) == (1, 2, ())
    assert documents(output)["d.pdf"]["status"] == "ok"
    with pytest.raises(UsageError, match="Tidak ada dokumen gagal"):
        run_again(output, None, Settings(), work=read_text)


def test_forgetting_takes_row_results_and_records(source: Path, output: Path) -> None:
    night(source, output)
    forget(output, ["a.pdf", str(source / "b.pdf")])
    assert list(documents(output)) == ["c.pdf"]
    assert records(output) == ["tiga"] * 2
    assert len(list((output / ".iku" / "results").iterdir())) == 1
    assert night(source, output).night.new == 2


def test_verify_names_what_is_missing_changed_or_orphaned(source: Path, output: Path) -> None:
    night(source, output)
    assert verify(output) == []
    (source / "a.pdf").write_text("SATU")
    (source / "b.pdf").unlink()
    (output / ".iku" / "results" / "00.json").write_text("{}")
    results = sorted((output / ".iku" / "results").iterdir())
    results[-1].write_text("{}")
    (output / "records.csv").write_text("x")
    found = sorted((item.kind, item.about) for item in verify(output))
    assert found == [
        ("berubah", "hasil"), ("berubah", "sumber"), ("berubah", "tabel"), ("hilang", "sumber"), ("yatim", "hasil"),
    ]  # fmt: skip


def test_lost_results_are_made_again_by_the_next_run(source: Path, output: Path) -> None:
    night(source, output)
    before = (output / "records.jsonl").read_bytes()
    for path in (output / ".iku" / "results").iterdir():
        path.unlink()
    (output / "records.jsonl").unlink()
    assert any("hilang dari .iku" in warning for warning in night(source, output).warnings)
    night(source, output)
    assert (output / "records.jsonl").read_bytes() == before


def test_the_ledger_can_be_made_again_from_the_files(source: Path, output: Path) -> None:
    night(source, output)
    before = (output / "documents.jsonl").read_bytes()
    (output / ".iku" / "ledger.sqlite").unlink()
    assert night(source, output).night.read == 0
    assert (output / "documents.jsonl").read_bytes() == before


def test_writes_of_a_night_do_not_grow_with_the_ledger(source: Path, output: Path) -> None:
    night(source, output)
    with Ledger(output / ".iku") as ledger:
        changes = int(ledger.fact("changes") or 0)
    texts(source, d="empat")
    night(source, output)
    with Ledger(output / ".iku") as ledger:
        assert int(ledger.fact("changes") or 0) == changes + 1
