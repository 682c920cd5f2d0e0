"""What is done already, in DIR/.iku: extractions and results by the hash of the content, and the list of the sources.

    sources.json               every file that was ever digitised into DIR, with its content's hash
    extractions/HASH.json.gz   what was read from the paper; good as long as the reading settings are the same
    results/HASH.json          document and records; good as long as the vocabulary is the same too

Content, not names, is the key: a copy or a renamed file is not read again. Each file is written whole.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

import extractors
import normalizers
from extractors.errors import UsageError
from extractors.settings import ReadingSettings
from extractors.shapes import Extraction
from normalizers.models import Failure, Model
from normalizers.settings import JudgingSettings
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import Digitised
from pipeline.files import write_whole

_EXTRACTION = TypeAdapter(Extraction)


class Entry(Model):
    """One source file: where it lay, what the output calls it, its content, and why it has none."""

    source: str
    file: str
    sha256: str
    error: Failure | None = None


class _Kept(Model):
    """A result with the fingerprints of what made it."""

    reading: str
    meaning: str
    digitised: Digitised


_ENTRIES = TypeAdapter(list[Entry])


@dataclass(frozen=True, slots=True)
class Store:
    """The memory of one output folder. `reading` and `meaning` are the fingerprints of the call (see `open_store`)."""

    folder: Path
    reading: str
    meaning: str

    def extraction(self, sha256: str) -> Extraction | None:
        """What was read from this content with the same reading settings, else None."""
        try:
            packed = self._extraction_path(sha256).read_bytes()
            return _EXTRACTION.validate_json(gzip.decompress(packed))
        except (OSError, EOFError, ValidationError):
            return None

    def keep_extraction(self, extraction: Extraction) -> None:
        """Remembers what was read, in place of what other settings read from the same content."""
        path = self._extraction_path(extraction.source.sha256)
        write_whole(path, gzip.compress(_EXTRACTION.dump_json(extraction), compresslevel=6, mtime=0))
        for other in path.parent.glob(f"{extraction.source.sha256}.*"):
            if other != path:
                other.unlink(missing_ok=True)

    def result(self, sha256: str) -> Digitised | None:
        """The result for this content by the same reading and the same meaning, else None."""
        kept = self._kept(sha256)
        same = kept is not None and (kept.reading, kept.meaning) == (self.reading, self.meaning)
        return kept.digitised if kept is not None and same else None

    def last_result(self, sha256: str) -> Digitised | None:
        """The last result for this content, whatever settings made it; None if there is none or it is unreadable."""
        kept = self._kept(sha256)
        return kept.digitised if kept is not None else None

    def keep_result(self, digitised: Digitised) -> None:
        """Remembers a result under the document's id. A failed document is a result too: its bytes will fail again."""
        kept = _Kept(reading=self.reading, meaning=self.meaning, digitised=digitised)
        text = kept.model_dump_json(round_trip=True)
        write_whole(self._result_path(digitised.document.document_id), text.encode())

    def sources(self) -> list[Entry]:
        """The files of all calls so far."""
        try:
            return _ENTRIES.validate_json((self.folder / "sources.json").read_bytes())
        except FileNotFoundError:
            return []

    def keep_sources(self, entries: list[Entry]) -> None:
        """Replaces the list of files."""
        write_whole(self.folder / "sources.json", _ENTRIES.dump_json(entries, indent=1, round_trip=True) + b"\n")

    def _kept(self, sha256: str) -> _Kept | None:
        try:
            return _Kept.model_validate_json(self._result_path(sha256).read_bytes())
        except (OSError, ValidationError):
            return None

    def _extraction_path(self, sha256: str) -> Path:
        # The fingerprint is in the name: an extraction by other settings is simply not there.
        return self.folder / "extractions" / f"{sha256}.{self.reading}.json.gz"

    def _result_path(self, sha256: str) -> Path:
        return self.folder / "results" / f"{sha256}.json"


def open_store(
    output: Path, settings: ReadingSettings, vocabulary: Vocabulary, judging: JudgingSettings | None = None
) -> Store:
    """The store of an output folder, for these settings, this vocabulary and this program."""
    return Store(
        output / ".iku",
        reading=_short(settings.fingerprint, _code(Path(extractors.__file__).parent)),
        meaning=_short(
            vocabulary.fingerprint,
            (judging or JudgingSettings()).fingerprint,
            _code(Path(normalizers.__file__).parent),
        ),
    )


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Holds the output folder for one run: of two at once, the later would lose the earlier one's documents."""
    lock = output / ".iku" / "lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(f"Folder {output} sedang dipakai `iku run` yang lain. Tunggu sampai selesai.") from error
        yield


def _code(folder: Path) -> str:
    """A hash of a floor's own code: a changed program reads again, whether or not its version number says so."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
