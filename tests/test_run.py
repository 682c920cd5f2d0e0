"""The batch: what it finds, what it does again, and what one bad document does to the others."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from paper import ROWS, iku_pdf, write
from PIL import Image

from extractors.errors import SetupError, UsageError
from extractors.extract import extract
from extractors.settings import ReadingSettings
from extractors.shapes import Extraction
from pipeline import digitise
from pipeline.inputs import find_inputs
from pipeline.jobs import Done, Job
from pipeline.one import digitise_one
from pipeline.run import run

OTHER = (("1", "Meningkatnya kualitas jalan", "Persentase jalan mantap", "%", "75"),)


def lines(output: Path, name: str) -> list[dict]:
    return [json.loads(line) for line in (output / name).read_text("utf-8").splitlines()]


def by_file(output: Path) -> dict[str, dict]:
    return {document["file"]: document for document in lines(output, "documents.jsonl")}


def counted(job: Job) -> Done:
    """Does the document, and leaves a line in a log for each time that a page is really read."""

    def read(data: bytes, settings: ReadingSettings) -> Extraction:
        with (job.store.folder.parents[1] / "reads.log").open("a") as log:
            log.write(f"{job.path.name}\n")
        return extract(data, settings)

    return digitise_one(job, read)


def dying(job: Job) -> Done:
    """A worker whose process ends without a word on one document, as when the system kills it."""
    if job.path.name == "b.pdf":
        os._exit(9)
    return digitise_one(job)


def raising(job: Job) -> Done:
    def read(data: bytes, settings: ReadingSettings) -> Extraction:
        if job.path.name == "b.pdf":
            raise ZeroDivisionError("unforeseen")
        return extract(data, settings)

    return digitise_one(job, read)


def without_ocr(job: Job) -> Done:
    def read(data: bytes, settings: ReadingSettings) -> Extraction:
        raise SetupError("Tesseract tidak ada.")

    return digitise_one(job, read)


@pytest.fixture
def reads(tmp_path: Path) -> Path:
    """Where `counted` writes, one line a document that was really read."""
    return tmp_path / "reads.log"


def test_a_document_becomes_records(tmp_path: Path) -> None:
    path = write(tmp_path, a=iku_pdf()) / "a.pdf"
    result = digitise(path)
    assert result.document.file == "a.pdf"
    assert result.document.records == 2
    assert [record.indikator for record in result.records] == [row[2] for row in ROWS]
    assert result.records[0].target[0].nilai == 82.5
    frame = result.to_pandas()
    assert list(frame["indikator"]) == [row[2] for row in ROWS]
    assert "needs_review" in frame.columns


def test_all_of_a_folder_and_the_bad_ones_with_a_reason(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("L", (200, 200), 255).save(picture, "PNG")
    source = write(
        tmp_path / "in",
        good=iku_pdf(),
        empty=b"",
        broken=iku_pdf()[:300],
        locked=iku_pdf(password="rahasia"),
        picture=picture.getvalue(),
    )
    summary = run([source], tmp_path / "out", workers=2)
    documents = by_file(tmp_path / "out")
    codes = {file: document["error"] and document["error"]["code"] for file, document in documents.items()}
    assert codes == {
        "broken.pdf": "rusak",
        "empty.pdf": "kosong",
        "good.pdf": None,
        "locked.pdf": "terkunci",
        "picture.pdf": None,
    }
    assert documents["picture.pdf"]["records"] == 0
    assert documents["good.pdf"]["records"] == 2
    assert summary.documents == 5
    assert [file for file, _, _ in summary.failures] == ["broken.pdf", "empty.pdf", "locked.pdf"]


def test_a_dying_worker_takes_only_its_document(tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf(), b=iku_pdf(OTHER), c=iku_pdf(ROWS[:1]), d=iku_pdf(ROWS[1:]))
    summary = run([source], tmp_path / "out", workers=1, work=dying)
    assert [(file, code) for file, code, _ in summary.failures] == [("b.pdf", "proses-mati")]
    assert [document["status"] == "failed" for document in by_file(tmp_path / "out").values()] == [
        False,
        True,
        False,
        False,
    ]
    # It was the process that failed, not the document: the next call tries again.
    assert run([source], tmp_path / "out", workers=1).failures == ()
    assert by_file(tmp_path / "out")["b.pdf"]["records"] == 1


def test_an_unforeseen_error_takes_only_its_document(tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf(), b=iku_pdf(OTHER))
    summary = run([source], tmp_path / "out", workers=1, work=raising)
    assert [(file, code) for file, code, _ in summary.failures] == [("b.pdf", "galat-program")]
    assert summary.records == 2


def test_missing_ocr_stops_the_call(tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf())
    with pytest.raises(SetupError, match="Tesseract"):
        run([source], tmp_path / "out", workers=1, work=without_ocr)
    assert not (tmp_path / "out" / "records.jsonl").exists()


def test_what_is_done_is_not_read_again(tmp_path: Path, reads: Path) -> None:
    source, output = write(tmp_path / "in", a=iku_pdf(), b=iku_pdf(OTHER)), tmp_path / "out"
    run([source], output, workers=1, work=counted)
    before = (output / "records.jsonl").read_bytes()
    summary = run([source], output, workers=1, work=counted)
    assert sorted(reads.read_text().split()) == ["a.pdf", "b.pdf"]
    assert (summary.done_before, summary.pages) == (2, 0)
    assert (output / "records.jsonl").read_bytes() == before

    write(source, a=iku_pdf(ROWS[:1]))
    run([source], output, workers=1, work=counted)
    assert sorted(reads.read_text().split()) == ["a.pdf", "a.pdf", "b.pdf"]
    assert by_file(output)["a.pdf"]["records"] == 1
    assert len(lines(output, "records.jsonl")) == 2


def test_a_changed_vocabulary_needs_no_reading(tmp_path: Path, reads: Path) -> None:
    rows = (("1", "Meningkatnya mutu layanan", "Indeks Kepuasan Masyarakat", "Indeks", "82,5"),)
    source, output = write(tmp_path / "in", a=iku_pdf(rows)), tmp_path / "out"
    run([source], output, workers=1, work=counted)
    words = tmp_path / "words"
    words.mkdir()
    (words / "kolom.csv").write_text("bidang,teks\nketerangan,Catatan Khusus Pengujian\n", "utf-8")
    again = run([source], output, workers=1, work=counted, vocabulary=words)
    assert (again.done_before, again.records) == (0, 1)
    assert reads.read_text().split() == ["a.pdf"]


def test_copies_are_listed_and_their_records_given_once(tmp_path: Path, reads: Path) -> None:
    source = tmp_path / "in"
    write(source / "x", a=iku_pdf())
    write(source / "y", copy=iku_pdf())
    run([source], tmp_path / "out", workers=1, work=counted)
    documents = by_file(tmp_path / "out")
    assert documents["x/a.pdf"]["duplicate_of"] is None
    assert documents["y/copy.pdf"]["duplicate_of"] == "x/a.pdf"
    assert len(lines(tmp_path / "out", "records.jsonl")) == 2
    assert reads.read_text().split() == ["a.pdf"]


@pytest.mark.usefixtures("reads")
def test_copies_of_one_name_in_two_folders_are_copies_too(tmp_path: Path) -> None:
    write(tmp_path / "x", a=iku_pdf())
    write(tmp_path / "y", a=iku_pdf())
    run([tmp_path / "x", tmp_path / "y"], tmp_path / "out", workers=1, work=counted)
    assert [document["duplicate_of"] for document in lines(tmp_path / "out", "documents.jsonl")] == [None, "a.pdf"]
    assert len(lines(tmp_path / "out", "records.jsonl")) == 2


def test_an_earlier_call_keeps_its_documents(tmp_path: Path) -> None:
    first, second = write(tmp_path / "1", a=iku_pdf()), write(tmp_path / "2", b=iku_pdf(OTHER))
    run([first], tmp_path / "out", workers=1)
    run([second], tmp_path / "out", workers=1)
    assert list(by_file(tmp_path / "out")) == ["a.pdf", "b.pdf"]
    assert len(lines(tmp_path / "out", "records.jsonl")) == 3


def test_the_output_may_not_lie_in_the_input(tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf())
    for output in (source, source / "deep" / "out"):
        with pytest.raises(UsageError, match="di dalam folder masukan"):
            run([source], output)
    assert [path.name for path in source.iterdir()] == ["a.pdf"]


def test_finding_goes_deep_in_order_and_past_what_is_no_file(tmp_path: Path) -> None:
    source = tmp_path / "in"
    write(source / "b" / "c", z=b"%PDF")
    (source / "a.TIFF").write_bytes(b"x")
    (source / "notes.txt").write_bytes(b"x")
    (source / "folder.pdf").mkdir()
    os.mkfifo(source / "pipe.pdf")
    (source / "b" / "loop").symlink_to(source)
    (source / "self.pdf").symlink_to("self.pdf")
    found = find_inputs([source, source / "a.TIFF"])
    assert [item.file for item in found.inputs] == ["a.TIFF", "b/c/z.pdf"]
    assert len(found.warnings) == 3
    assert any("pipe.pdf" in warning and "bukan berkas biasa" in warning for warning in found.warnings)
    assert any("berputar" in warning for warning in found.warnings)


def test_a_name_that_is_no_text_becomes_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"laporan-\xe9.pdf")).write_bytes(b"x")
    assert find_inputs([tmp_path]).inputs[0].file == "laporan-\\xe9.pdf"
