"""What was read and understood, in DIR/.iku by the hash of the content; the ledger beside it knows the files.

    ledger.sqlite              every source file and every night (pipeline/ledger.py)
    extractions/HASH.json.gz   what was read from the paper, and the fingerprint of the reading that made it
    results/HASH.json          document and records, and the fingerprints of reading and meaning

Content, not names, is the key: a copy or a renamed file is not read again. Each file is written whole, so that a killed
run leaves whole files only; what it had kept is found by its content and used.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

import extractors
import normalizers
from extractors.errors import UsageError
from extractors.settings import ReadingSettings
from extractors.shapes import Extraction
from normalizers.models import Model
from normalizers.settings import JudgingSettings
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import Digitised
from pipeline.files import write_whole

MEMORY_FOLDER = ".iku"
_SHA_DIGITS = 15


class Kept(Model):
    """A result with the fingerprints of what made it."""

    reading: str
    meaning: str
    digitised: Digitised


@dataclass(frozen=True, slots=True)
class Read:
    """An extraction with the fingerprint of the reading that made it."""

    reading: str
    extraction: Extraction


@cache
def _readings() -> TypeAdapter[Read]:
    """Made when first needed: a night with nothing new needs none."""
    return TypeAdapter(Read)


@dataclass(frozen=True, slots=True)
class Store:
    """The memory of one output folder. `reading` and `meaning` are the fingerprints of the call (see `open_store`)."""

    folder: Path
    reading: str
    meaning: str

    def extraction(self, sha256: str) -> Extraction | None:
        """What was read from this content, by whatever settings, else None."""
        read = self.read(sha256)
        return read.extraction if read else None

    def keep_extraction(self, extraction: Extraction) -> None:
        """Remembers what was read, in place of what other settings read from the same content."""
        data = _readings().dump_json(Read(self.reading, extraction))
        packed = gzip.compress(data, compresslevel=6, mtime=0)
        write_whole(self.extraction_path(extraction.source.sha256), packed, self.scratch)

    def result(self, sha256: str) -> Digitised | None:
        """The result for this content by the same reading and the same meaning, else None."""
        kept = self.kept(sha256)
        same = kept is not None and (kept.reading, kept.meaning) == (self.reading, self.meaning)
        return kept.digitised if kept is not None and same else None

    def last_result(self, sha256: str) -> Digitised | None:
        """The last result for this content, whatever settings made it; None if there is none or it is unreadable."""
        kept = self.kept(sha256)
        return kept.digitised if kept is not None else None

    def kept(self, sha256: str) -> Kept | None:
        """The last result with the fingerprints of what made it; None if there is none or it is unreadable."""
        try:
            return Kept.model_validate_json(self.result_path(sha256).read_bytes())
        except (OSError, ValidationError):
            return None

    def keep_result(self, digitised: Digitised, reading: str | None = None) -> None:
        """Remembers a result under the document's id. A failed document is a result too: its bytes will fail again.

        `reading` is the fingerprint of the extraction that it was made from, where that is an older one.
        """
        kept = Kept(reading=reading or self.reading, meaning=self.meaning, digitised=digitised)
        text = kept.model_dump_json(round_trip=True)
        write_whole(self.result_path(digitised.document.document_id), text.encode(), self.scratch)

    def forget(self, sha256: str) -> None:
        """Drops what is kept of this content."""
        for path in (self.extraction_path(sha256), self.result_path(sha256)):
            path.unlink(missing_ok=True)

    @contextmanager
    def claimed(self, sha256: str) -> Iterator[None]:
        """Holds this content: of two processes with copies of one document, the second waits and finds the result.

        A byte of one file stands for the content; the system frees it when the process ends, however it ends.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "claims").open("ab") as file:
            # A share that knows no locks costs at most a document read twice.
            with suppress(OSError):
                fcntl.lockf(file, fcntl.LOCK_EX, 1, int(sha256[:_SHA_DIGITS], 16))
            yield

    def read(self, sha256: str) -> Read | None:
        """The same with the fingerprint of the reading that made it."""
        try:
            return _readings().validate_json(gzip.decompress(self.extraction_path(sha256).read_bytes()))
        except (OSError, EOFError, ValidationError):
            return None

    @property
    def scratch(self) -> Path:
        """Where files grow until they are whole."""
        return self.folder / "tmp"

    def extraction_path(self, sha256: str) -> Path:
        """Where this content's extraction is kept."""
        return self.folder / "extractions" / f"{sha256}.json.gz"

    def result_path(self, sha256: str) -> Path:
        """Where this content's result is kept."""
        return self.folder / "results" / f"{sha256}.json"


def open_store(
    output: Path, settings: ReadingSettings, vocabulary: Vocabulary, judging: JudgingSettings | None = None
) -> Store:
    """The store of an output folder, for these settings, this vocabulary and this program."""
    meaning = (
        vocabulary.fingerprint,
        (judging or JudgingSettings()).fingerprint,
        code(Path(normalizers.__file__).parent),
        code(Path(__file__).with_name("digitise.py")),
    )
    return Store(
        output / MEMORY_FOLDER,
        reading=_short(settings.fingerprint, code(Path(extractors.__file__).parent)),
        meaning=_short(*meaning),
    )


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Holds the output folder for one run: of two at once, the later would lose the earlier one's documents.

    The system frees the lock when the program ends, however it ends.
    """
    lock = output / MEMORY_FOLDER / "lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"Folder {output} sedang dipakai `iku run` yang lain. Tunggu sampai selesai.") from error
        yield


def code(place: Path) -> str:
    """A hash of a floor's own files: a changed program is noticed, whether or not its version number says so."""
    digest = hashlib.sha256()
    files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if _own(path))
    for path in files:
        digest.update(os.fsencode(path.relative_to(place)) + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _own(path: Path) -> bool:
    """Code and weights; the vocabulary has a fingerprint of its own, and what Python compiles is no one's."""
    return path.suffix in {".py", ".onnx", ".json"} and "__pycache__" not in path.parts


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
