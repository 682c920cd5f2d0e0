"""The command: exit status, what goes to which stream, and never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from paper import iku_pdf, write

import pipeline.cli
import pipeline.run
from extractors.errors import SetupError
from pipeline.doctor import Check


@pytest.fixture
def iku(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Calls the program as the shell would: status, standard output, standard error."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["iku", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            pipeline.cli.main()
        code = ended.value.code
        return (code if isinstance(code, int) else 0 if code is None else 1), *capfd.readouterr()

    return call


def test_all_well_is_0_with_a_summary_on_stderr(iku, tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf())
    status, out, err = iku("run", source, "-o", tmp_path / "out", "--workers", "1")
    assert status == 0
    assert out.startswith("iku: 1 baru, 0 berubah, 0 tetap, 0 gagal, 2 rekaman")
    assert len(out.splitlines()) == 1
    assert "Rekaman" in err
    assert "Perlu diperiksa" in err


def test_quiet_says_only_what_went_wrong(iku, tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf(), b=b"")
    status, out, err = iku("run", source, "-o", tmp_path / "out", "--workers", "1", "--quiet")
    assert (status, out) == (1, "")
    assert err.splitlines() == ["Gagal: b.pdf: Berkas kosong (0 bita). Salin ulang berkas dari sumbernya. [kosong]"]
    assert len((tmp_path / "out" / "records.jsonl").read_text().splitlines()) == 2


def test_wrong_calls_are_2_with_one_sentence_and_nothing_done(iku, tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf())
    (tmp_path / "empty").mkdir()
    output = tmp_path / "out"
    for paths, word in (
        ((tmp_path / "nowhere",), "tidak ada"),
        ((source, tmp_path / "nowhere"), "tidak ada"),
        ((tmp_path / "empty",), "Tidak ada dokumen"),
    ):
        status, _, err = iku("run", *paths, "-o", output, "--quiet")
        assert status == 2
        assert word in err
        assert len(err.splitlines()) == 1
    status, _, err = iku("run", source, "-o", source / "out", "--quiet")
    assert status == 2
    assert "-o" in err
    assert not output.exists()


def test_no_tesseract_is_2(iku, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise SetupError("Data Tesseract `ind` tidak ada. Ketik: sudo apt-get install tesseract-ocr-ind")

    monkeypatch.setattr(pipeline.run, "check_tesseract", missing)
    status, _, err = iku("run", write(tmp_path / "in", a=iku_pdf()), "-o", tmp_path / "out", "--quiet")
    assert status == 2
    assert "tesseract-ocr-ind" in err
    assert not (tmp_path / "out" / "records.jsonl").exists()


def test_an_output_that_cannot_be_written_is_2(iku, tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf())
    (tmp_path / "file").write_text("x")
    for output in (tmp_path / "file", tmp_path / "file" / "out"):
        status, _, err = iku("run", source, "-o", output, "--quiet")
        assert status == 2
        assert "Traceback" not in err
        assert err.startswith("iku: ")


def test_a_bug_is_a_sentence(iku, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.schema.schema", lambda: 1 / 0)
    status, _, err = iku("schema")
    assert status == 2
    assert "ZeroDivisionError" in err
    assert "Traceback" not in err


def test_a_name_cannot_move_the_cursor(iku, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a\x1b[2Jb.pdf").write_bytes(b"")
    _, _, err = iku("run", source, "-o", tmp_path / "out", "--quiet")
    assert "\x1b" not in err
    assert "a\\x1b[2Jb.pdf" in err


def test_schema_is_json_on_stdout(iku) -> None:
    status, out, _ = iku("schema")
    assert status == 0
    assert {"Record", "Document"} <= set(json.loads(out)["$defs"])


def test_doctor_says_what_to_type(iku, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = iku("doctor")
    assert status == 0, out
    assert "Data Tesseract: ind: ada" in out
    lacking = [Check("Data Tesseract: ind", False, "tidak ada", "ketik: sudo apt-get install tesseract-ocr-ind")]
    monkeypatch.setattr("pipeline.doctor.examine", lambda: lacking)
    status, out, _ = iku("doctor")
    assert status == 2
    assert "sudo apt-get install tesseract-ocr-ind" in out
