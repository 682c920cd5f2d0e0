"""A reader that reads nothing: documents are small texts, so that whole nights can be tried in seconds.

A document's text says what happens to it: "hang", "die", "garbage" (a DocumentError), "growing", "slow page";
anything else becomes two records after a moment.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from normalizers.models import Document, Failure, Mark, Record
from pipeline.digitise import Digitised
from pipeline.jobs import RESTLESS, Done, Job
from pipeline.worker import announce, beat

MOMENT = float(os.environ.get("IKU_TEST_MOMENT", "0"))


def read_text(job: Job) -> Done:
    """The fake in the place of pipeline.one.digitise_one, as far as files, store and ledger go."""
    data, status = job.path.read_bytes(), job.path.stat()
    sha256 = hashlib.sha256(data).hexdigest()
    announce(sha256)
    with job.store.claimed(sha256):
        kept = job.store.kept(sha256)
        if kept is None or kept.meaning != job.store.meaning:
            result = _understood(sha256, data.decode("utf-8", "replace"))
            if result is None:
                return _failed(sha256, RESTLESS if data.startswith(b"growing") else "rusak", status)
            try:
                job.store.keep_result(result)
            except OSError as error:
                return Done(sha256, stop=f"Folder keluaran tidak dapat ditulisi: {error.strerror}.")
            done = _done(job, result, read=True)
        else:
            done = _done(job, kept.digitised, read=False)
    return replace(done, size=status.st_size, mtime_ns=status.st_mtime_ns, reading=job.store.reading)


def _understood(sha256: str, text: str) -> Digitised | None:
    beat(1)
    time.sleep(MOMENT)
    if text.startswith("hang"):
        time.sleep(600)
    if text.startswith("die"):
        os.write(2, b"the last words\n")
        os._exit(9)
    if text.startswith("slow page"):
        for page in range(1, 4):
            beat(page)
            time.sleep(0.6)
    if text.startswith(("garbage", "growing")):
        return None
    marks = [Mark(field="satuan", reason="x", explanation="Periksa.")] if "doubt" in text else []
    records = [
        Record(
            record_id=f"{sha256[:12]}-{row}", document_id=sha256, row=row, indikator=text.strip() or "-", pages=[1],
            confidence=0.9, review=marks,
        )
        for row in (1, 2)
    ]  # fmt: skip
    document = Document(document_id=sha256, file="", status="review" if marks else "ok", pages=1, records=2)
    return Digitised(document=document, records=records)


def _done(job: Job, result: Digitised, *, read: bool) -> Done:
    data = job.store.result_path(result.document.document_id).read_bytes()
    return Done(
        result.document.document_id,
        pages=1,
        read=read,
        records=len(result.records),
        marked=sum(record.needs_review for record in result.records),
        review=result.document.status == "review",
        seconds=0.01,
        result=hashlib.sha256(data).hexdigest(),
        stored=len(data),
    )


def _failed(sha256: str, code: str, status: os.stat_result) -> Done:
    failure = Failure(code=code, message="PDF rusak. Pindai ulang.")
    return Done(sha256, error=failure, size=status.st_size, mtime_ns=status.st_mtime_ns)


def texts(folder: Path, **names: str) -> Path:
    """Writes `name="text"` as folder/name.pdf; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in names.items():
        (folder / f"{name}.pdf").write_text(text, "utf-8")
    return folder


def night() -> None:
    """`python fake_reading.py INPUT OUTPUT [setting=value ...]`: a run in a process of its own, to be killed."""
    from pipeline.run import run  # noqa: PLC0415

    source, output, *choices = sys.argv[1:]
    settings = dict(choice.split("=", 1) for choice in choices)
    summary = run([Path(source)], Path(output), work=sys.modules["fake_reading"].read_text, preload=(), **settings)
    sys.exit(1 if summary.failures else 0)


if __name__ == "__main__":
    # Workers find the functions by the module's name, which is not __main__ for them.
    import fake_reading

    fake_reading.night()
