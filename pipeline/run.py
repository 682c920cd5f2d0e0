"""The batch: many files to one output folder. What is done is not done again; a failure takes one document only."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.errors import DocumentError, SetupError, UsageError
from extractors.settings import ReadingSettings
from extractors.shapes import Extraction
from extractors.tessdata import check_tesseract
from normalizers.models import Failure
from normalizers.settings import JudgingSettings
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import failed, read_file, understand
from pipeline.inputs import Input, find_inputs, printable
from pipeline.publish import publish
from pipeline.store import Entry, Store, locked, open_store
from pipeline.workers import MEMORY, Died, TimedOut, cores, in_processes

#: Imported once for all workers, and not here: spaCy (normalizers.regions) takes seconds to import.
PRELOAD = (__name__, "extractors.extract", "normalizers.normalize", "spacy.matcher")
OUT_OF_MEMORY = (
    f"Dokumen memerlukan memori lebih dari {MEMORY >> 30} GB. Cetak ulang ke PDF atau pecah menjadi beberapa berkas, "
    "lalu jalankan lagi."
)
#: Seconds for one document: a scan of 100 pages needs about half of it.
TIMEOUT = 900.0


@dataclass(frozen=True, slots=True)
class Job:
    """One document for a worker: everything that it needs, so that it can be sent to another process."""

    path: Path
    store: Store
    settings: ReadingSettings
    vocabulary: Path | None
    judging: JudgingSettings | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A worker's answer; the result itself lies in the store. `stop` is set where no other document can succeed."""

    sha256: str
    pages: int = 0
    error: Failure | None = None
    stop: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a call did, counted over the documents of this call."""

    documents: int
    records: int
    review_records: int
    review_documents: int
    #: File, code and sentence of each document that failed.
    failures: tuple[tuple[str, str, str], ...]
    #: Documents whose results were there already.
    done_before: int
    #: Pages read in this call, and how long that took.
    pages: int
    seconds: float
    warnings: tuple[str, ...]


def run(
    paths: list[Path],
    output: Path,
    *,
    workers: int | None = None,
    vocabulary: Path | None = None,
    settings: ReadingSettings = ReadingSettings(),
    timeout: float = TIMEOUT,
    report: Callable[[int, int], None] = lambda _done, _all: None,
    work: Callable[[Job], Done] | None = None,
    judging: JudgingSettings | None = None,
) -> Summary:
    """Digitises all documents under `paths` into `output`; `report` hears how many of how many are done.

    A document that takes longer than `timeout` seconds fails, and the others go on. Raises UsageError and SetupError,
    both before anything is written to the tables. `work` does one document in another process (`digitise_one` unless
    a test says otherwise).
    """
    started = time.monotonic()
    found = find_inputs(paths)
    _check_output(output, paths)
    words = Vocabulary.load(vocabulary)
    with locked(output):
        store = open_store(output, settings, words, judging)
        entries = {item.path: _entry(item) for item in found.inputs}
        # One job a content: copies share its result.
        first: dict[str, Path] = {}
        for path, entry in entries.items():
            if entry.error is None:
                first.setdefault(entry.sha256, path)
        fresh = [path for sha, path in first.items() if store.result(sha) is None]
        todo = [Job(path, store, settings, vocabulary, judging) for path in fresh]
        if todo:
            # Without Tesseract nothing is begun.
            check_tesseract()
        pages = 0
        for count, (job, answer) in enumerate(
            in_processes(work or digitise_one, todo, workers or cores(), preload=PRELOAD, timeout=timeout), start=1
        ):
            done = answer if isinstance(answer, Done) else _lost(entries[job.path].sha256, answer)
            if done.stop is not None:
                raise SetupError(done.stop)
            pages += done.pages
            _settle(entries, job.path, done)
            report(count, len(todo))
        merged = _merged(store.sources(), list(entries.values()))
        store.keep_sources(merged)
        publish(store, merged, output)
        return _summary(
            store,
            list(entries.values()),
            todo=len(todo),
            pages=pages,
            seconds=time.monotonic() - started,
            warnings=found.warnings,
        )


def digitise_one(job: Job, read: Callable[[bytes, ReadingSettings], Extraction] | None = None) -> Done:
    """A worker's way with one document: bytes, extraction (kept or read), meaning, into the store.

    `read` is `extract` unless a test says otherwise.
    """
    from extractors.extract import extract  # noqa: PLC0415  (only workers need it)

    try:
        data = read_file(job.path)
    except (DocumentError, UsageError) as error:
        return Done("", error=Failure(code=error.code, message=error.message))
    sha256 = hashlib.sha256(data).hexdigest()
    extraction = job.store.extraction(sha256)
    fresh = extraction is None
    try:
        extraction = extraction or (read or extract)(data, job.settings)
        result = understand(extraction, _vocabulary(job.vocabulary), judging=job.judging)
    except DocumentError as error:
        result = failed(error, sha256)
    except SetupError as error:
        return Done(sha256, stop=error.message)
    except MemoryError:
        return Done(sha256, error=Failure(code="memori-habis", message=OUT_OF_MEMORY))
    except Exception as error:  # a document that the program did not foresee must not stop the others
        return Done(sha256, error=Failure(code="galat-program", message=_unforeseen(error)))
    try:
        if fresh and extraction is not None:
            job.store.keep_extraction(extraction)
        job.store.keep_result(result)
    except OSError as error:
        return Done(sha256, stop=f"Folder keluaran tidak dapat ditulisi: {error.strerror}. Periksa ruang dan izinnya.")
    return Done(sha256, pages=result.document.pages)


@cache
def _vocabulary(folder: Path | None) -> Vocabulary:
    """Loaded once a process."""
    return Vocabulary.load(folder)


def _unforeseen(error: Exception) -> str:
    return (
        f"Program tidak siap untuk dokumen ini ({type(error).__name__}: {error}). "
        "Laporkan dengan dokumennya; dokumen lain tidak terganggu."
    )


def _lost(sha256: str, end: Died | TimedOut) -> Done:
    """A document whose process ended before it answered. Not kept as its result: the next call tries again."""
    if isinstance(end, TimedOut):
        code, message = (
            "waktu-habis",
            f"Dokumen belum selesai dibaca setelah {end.seconds:g} detik. Jalankan lagi dengan --timeout yang lebih "
            "besar, atau pecah menjadi beberapa berkas.",
        )
    else:
        code, message = (
            "proses-mati",
            f"Proses pembaca berhenti mendadak (status {end.status}; -6 dan -9 biasanya berarti memori habis). "
            "Jalankan lagi dengan --workers 1; bila tetap gagal, pecah dokumennya.",
        )
    return Done(sha256, error=Failure(code=code, message=message))


def _check_output(output: Path, paths: list[Path]) -> None:
    """Results among the inputs would be read as inputs by the next call."""
    if output.exists() and not output.is_dir():
        raise UsageError(f"Keluaran {printable(output)} bukan folder. Pilih nama folder dengan -o.")
    for path in paths:
        if path.is_dir() and output.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                f"Folder keluaran {printable(output)} terletak di dalam folder masukan {printable(path)}. "
                "Pilih folder lain dengan -o."
            )


def _entry(item: Input) -> Entry:
    try:
        sha256, error = hashlib.sha256(read_file(item.path)).hexdigest(), None
    except (DocumentError, UsageError) as raised:
        sha256, error = "", Failure(code=raised.code, message=raised.message)
    return Entry(source=printable(item.path), file=item.file, sha256=sha256, error=error)


def _settle(entries: dict[Path, Entry], path: Path, done: Done) -> None:
    """Writes an answer into the entries: to the copies too; a file that changed meanwhile gets its new hash."""
    before = entries[path].sha256
    if done.sha256 != before:
        entries[path] = entries[path].model_copy(update={"sha256": done.sha256, "error": done.error})
    elif done.error is not None:
        for other, entry in entries.items():
            if entry.sha256 == before:
                entries[other] = entry.model_copy(update={"error": done.error})


def _merged(before: list[Entry], now: list[Entry]) -> list[Entry]:
    """The files of all calls, by name. This call's word on a file replaces the earlier one."""
    sources = {entry.source for entry in now}
    # The same name and content from another place: the input folder was moved.
    moved = {(entry.file, entry.sha256) for entry in now}
    kept = [entry for entry in before if entry.source not in sources and (entry.file, entry.sha256) not in moved]
    return sorted(kept + now, key=lambda entry: (entry.file, entry.sha256, entry.source))


def _summary(
    store: Store, entries: list[Entry], *, todo: int, pages: int, seconds: float, warnings: tuple[str, ...]
) -> Summary:
    results = {entry.sha256: store.result(entry.sha256) for entry in entries if entry.error is None}
    good = [result for result in results.values() if result is not None]
    records = [record for result in good for record in result.records]
    failures = [(entry.file, entry.error.code, entry.error.message) for entry in entries if entry.error is not None]
    for entry in entries:
        result = None if entry.error is not None else results[entry.sha256]
        if result is not None and result.document.error is not None:
            failures.append((entry.file, result.document.error.code, result.document.error.message))
    return Summary(
        documents=len(entries),
        records=len(records),
        review_records=sum(record.needs_review for record in records),
        review_documents=sum(result.document.status == "review" for result in good),
        failures=tuple(sorted(failures)),
        done_before=len(results) - todo if len(results) > todo else 0,
        pages=pages,
        seconds=seconds,
        warnings=warnings,
    )
