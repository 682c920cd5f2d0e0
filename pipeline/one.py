"""One document in a worker's hands: bytes, extraction (kept or read), meaning, into the store."""

from __future__ import annotations

import hashlib
import os
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from extractors.errors import DocumentError, SetupError, UsageError
from extractors.extract import extract
from extractors.settings import ReadingSettings
from extractors.shapes import Extraction
from normalizers.models import Failure
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import Digitised, failed, read_file, understand
from pipeline.jobs import RESTLESS, Done, Job
from pipeline.store import Kept
from pipeline.worker import announce, beat

LOG = 4000


@dataclass(frozen=True, slots=True)
class _Bytes:
    """A file as it was read: its content and the size and time that it had."""

    data: bytes
    sha256: str
    size: int
    mtime_ns: int


Read = Callable[[bytes, ReadingSettings], Extraction]


def digitise_one(job: Job, read: Read | None = None) -> Done:
    """Does one document. Only what is not there yet is done: the extraction, the result.

    `read` is `extract`, with a sign of life for each page, unless a test says otherwise.
    """
    read = read or partial(extract, on_page=beat, hanging=job.hanging)
    started = time.monotonic()
    try:
        content = _resting(job.path, job.settle)
    except (DocumentError, UsageError) as error:
        size, mtime_ns = _stat(job.path)
        return Done("", error=Failure(code=error.code, message=error.message), size=size, mtime_ns=mtime_ns)
    # From here on the caller knows which content this is, however this process ends.
    announce(content.sha256)
    with job.store.claimed(content.sha256):
        done = _do(job, content, read)
    return replace(done, size=content.size, mtime_ns=content.mtime_ns, seconds=time.monotonic() - started)


def _do(job: Job, content: _Bytes, read: Read) -> Done:
    sha256 = content.sha256
    kept = job.store.kept(sha256)
    if kept is not None and _good(kept, job):
        return _answer(job, kept.digitised, kept.reading, read=False)
    earlier = None if job.again else job.store.read(sha256)
    if earlier is not None and job.refresh and earlier.reading != job.store.reading:
        earlier = None
    reading = earlier.reading if earlier else job.store.reading
    extraction = earlier.extraction if earlier else None
    try:
        extraction = extraction or read(content.data, job.settings)
        result = understand(extraction, _vocabulary(job.vocabulary), judging=job.judging)
    except DocumentError as error:
        result = failed(error, sha256)
    except SetupError as error:
        return Done(sha256, stop=error.message)
    except MemoryError:
        return Done(sha256, error=Failure(code="memori-habis", message=out_of_memory(job.memory)), log=_log())
    except Exception as error:  # a document that the program did not foresee must not stop the others
        return Done(sha256, error=Failure(code="galat-program", message=_unforeseen(error)), log=_log())
    try:
        if earlier is None and extraction is not None:
            job.store.keep_extraction(extraction)
        job.store.keep_result(result, reading)
    except OSError as error:
        return Done(sha256, stop=f"Folder keluaran tidak dapat ditulisi: {error.strerror}. Periksa ruang dan izinnya.")
    return _answer(job, result, reading, read=earlier is None)


def _good(kept: Kept, job: Job) -> bool:
    """Whether a kept result is the answer to this job; an older reading is, unless it is to be refreshed."""
    if job.again and kept.digitised.document.status == "failed":
        return False
    return kept.meaning == job.store.meaning and (kept.reading == job.store.reading or not job.refresh)


def _answer(job: Job, result: Digitised, reading: str, *, read: bool) -> Done:
    document = result.document
    path = job.store.result_path(document.document_id)
    extraction = job.store.extraction_path(document.document_id)
    data = path.read_bytes()
    return Done(
        document.document_id,
        pages=document.pages,
        error=document.error,
        read=read,
        reading=reading,
        ocr_pages=document.ocr_pages,
        records=len(result.records),
        marked=sum(record.needs_review for record in result.records),
        review=document.status == "review",
        result=hashlib.sha256(data).hexdigest(),
        stored=len(data) + (extraction.stat().st_size if extraction.exists() else 0),
    )


def _resting(path: Path, settle: float) -> _Bytes:
    """The bytes of a file that has not changed for `settle` seconds, nor while it was read.

    A time in the future tells nothing (the clocks of shares differ): such a file is watched for `settle` seconds.
    """
    before = size, mtime_ns = _stat(path)
    age = time.time() - mtime_ns / 1e9
    if size >= 0 and age < settle:
        time.sleep(settle - max(0.0, age))
        _check_same(before, _stat(path))
    data = read_file(path)
    _check_same(before, _stat(path))
    return _Bytes(data, hashlib.sha256(data).hexdigest(), size, mtime_ns)


def _stat(path: Path) -> tuple[int, int]:
    """Size and time of a file; a size of -1 where it cannot be told."""
    try:
        status = path.stat()
    except OSError:
        return -1, 0
    return status.st_size, status.st_mtime_ns


def _check_same(before: tuple[int, int], now: tuple[int, int]) -> None:
    if before != now:
        raise DocumentError(RESTLESS, "Berkas masih ditulis. Ia dibaca pada panggilan berikutnya, setelah selesai.")


@cache
def _vocabulary(folder: Path | None) -> Vocabulary:
    """Loaded once a process."""
    return Vocabulary.load(folder)


def out_of_memory(memory: int) -> str:
    """What is said of a document that needs more than this many bytes."""
    return (
        f"Dokumen memerlukan memori lebih dari {memory / (1 << 30):g} GB. Cetak ulang ke PDF atau pecah menjadi "
        "beberapa berkas, lalu jalankan lagi."
    )


def _unforeseen(error: Exception) -> str:
    return (
        f"Program tidak siap untuk dokumen ini ({type(error).__name__}: {error}). "
        "Laporkan dengan dokumennya; dokumen lain tidak terganggu."
    )


def _log() -> str:
    """Where the program stood, without the machine's paths: the end of the traceback tells most."""
    return traceback.format_exc()[-LOG:].replace(os.getcwd() + os.sep, "")  # noqa: PTH109
