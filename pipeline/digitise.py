"""The story of the program, from top to bottom: one document in, its head and its records out.

    Path -> bytes -> Extraction -> Normalised -> Digitised

    extractors/    what stands where on a page: words, rulings, cells         slow, by OCR where it must
    normalizers/   what it means: the document's head, the table's columns,   fast, depends on the vocabulary
                   the records with their provenance and review marks
    pipeline/      everything about files and people, around these two steps

`iku run` (pipeline/run.py) does the same for many files, with these rooms around it: inputs.py finds the files,
ledger.py knows which are done, night/plan.py says what is to do, workers.py gives each process its document (one.py),
store.py keeps what was read, publish.py writes the tables, night/ and report/ tell people how it went.
`iku inspect` (pipeline/inspect.py) shows what was seen on the way. What leaves the program is in normalizers/models.py.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import DocumentError, UsageError
from extractors.settings import ReadingSettings
from extractors.shapes import Extraction
from normalizers.models import Document, Failure, Model, Record
from normalizers.settings import JudgingSettings
from normalizers.vocabulary import Vocabulary
from pipeline.inputs import printable

if TYPE_CHECKING:
    import pandas as pd

#: A larger file is refused before it is read into memory, in bytes.
MAX_SIZE = 1 << 30


class Digitised(Model):
    """One document and its records, in the order in which they stand on its pages."""

    document: Document
    records: list[Record]

    def to_pandas(self) -> pd.DataFrame:
        """The records as a table: one row an indicator, one column a field of the contract."""
        import pandas as pd  # noqa: PLC0415  (takes longer to import than a page to be read)

        columns = [*Record.model_fields, *Record.model_computed_fields]
        return pd.DataFrame([record.model_dump() for record in self.records], columns=columns)


def digitise(
    path: str | os.PathLike[str],
    settings: ReadingSettings = ReadingSettings(),
    vocabulary: Path | None = None,
    judging: JudgingSettings | None = None,
) -> Digitised:
    """Reads one PDF, PNG, JPEG or TIFF; `vocabulary` is a folder of CSV files that extends the program's own.

    `judging` says from which chance on a value is accepted without a mark.

    Raises UsageError (no such file), DocumentError (this document cannot be read) and SetupError (no Tesseract).
    """
    # Imported here, like `normalize` below: `iku` alone, and the process that only hands out documents, need neither.
    from extractors.extract import extract  # noqa: PLC0415

    # 1. The file, as bytes: from here on only its content counts, never its name.
    data = read_file(Path(path))

    # 2. The paper: which words, rulings and cells stand where (extractors/extract.py tells this part).
    extraction = extract(data, settings)

    # 3. The meaning: head, columns, rows, values, laws, doubts (normalizers/normalize.py tells this part).
    return understand(extraction, Vocabulary.load(vocabulary), printable(Path(path).name), judging)


def understand(
    extraction: Extraction, vocabulary: Vocabulary, file: str = "", judging: JudgingSettings | None = None
) -> Digitised:
    """An extraction to typed results: what `run` does again, without OCR, when only the vocabulary has changed."""
    from normalizers.normalize import normalize  # noqa: PLC0415

    meaning = normalize(extraction, vocabulary, judging)
    doubtful = bool(meaning.review) or any(record.needs_review for record in meaning.records)
    document = Document(
        **{name: getattr(meaning.head, name) for name in type(meaning.head).model_fields},
        document_id=extraction.source.sha256,
        file=file,
        status="review" if doubtful else "ok",
        pages=len(extraction.pages),
        ocr_pages=sum(page.kind in ("scan", "mixed") for page in extraction.pages),
        engine=extraction.engine,
        records=len(meaning.records),
        bagian=list(meaning.sections),
        completeness=meaning.completeness,
        provenance=meaning.provenance,
        unassigned=list(meaning.unassigned),
        review=list(meaning.review),
    )
    return Digitised(document=document, records=list(meaning.records))


def failed(error: DocumentError, sha256: str = "", file: str = "") -> Digitised:
    """What stands in the output for a document that could not be read: its error, and no records."""
    failure = Failure(code=error.code, message=error.message)
    return Digitised(document=Document(document_id=sha256, file=file, status="failed", error=failure), records=[])


def read_file(path: Path) -> bytes:
    """The file's bytes. Raises UsageError when there is no such file, DocumentError: terlalu-besar, tidak-terbaca."""
    if not path.is_file():
        raise UsageError(f"Berkas {printable(path)} tidak ada. Periksa penulisan namanya.")
    try:
        if path.stat().st_size > MAX_SIZE:
            raise DocumentError("terlalu-besar", "Berkas lebih besar dari 1 GB. Pecah menjadi beberapa berkas.")
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            "tidak-terbaca", f"Berkas tidak dapat dibaca ({error.strerror}). Periksa izin berkas dan media simpannya."
        ) from error
