"""The output folder's tables: records, targets, documents and the Data Package that describes them.

Documents stream through, one after the other: memory does not grow with their number. Each file is written whole and
renamed into place. There are no times and no machine paths in them: two runs over the same input give the same bytes.
Text is published as printed, so a cell may begin with "=" or "-": open the CSV in a spreadsheet by importing its
columns as text, never by a double click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from extractors.errors import DocumentError
from normalizers.models import Document, Record
from pipeline.columns import columns
from pipeline.corrections.journal import Journal
from pipeline.corrections.laying import corrected
from pipeline.datapackage import datapackage
from pipeline.digitise import Digitised, failed
from pipeline.files import whole, write_whole
from pipeline.ledger import Entry
from pipeline.store import Store
from pipeline.targets import TARGET_COLUMNS, target_rows
from pipeline.writers import Counted, CsvRows, JsonLines, Parquet, Writer, plain

#: The tables and how each grows; the order is that in which they are renamed into place.
TABLES: dict[str, Callable[[Counted], Writer]] = {
    "records.jsonl": lambda file: JsonLines(file, lambda result: result.records),
    "records.csv": lambda file: CsvRows(file, list(columns(Record)), lambda result: map(plain, result.records)),
    "records.parquet": lambda file: Parquet(file, Record, lambda result: result.records),
    "targets.csv": lambda file: CsvRows(
        file, list(TARGET_COLUMNS), lambda result: (row for record in result.records for row in target_rows(record))
    ),
    "documents.jsonl": lambda file: JsonLines(file, lambda result: [result.document]),
    "documents.csv": lambda file: CsvRows(file, list(columns(Document)), lambda result: [plain(result.document)]),
}


def publish(store: Store, entries: Iterable[Entry], output: Path) -> list[Entry]:
    """Writes all tables for these files, in their order. Raises OSError when the folder cannot be written.

    Gives the files whose results are not there any more; the tables list them as failed.
    """
    lost: list[Entry] = []
    said = Journal(output)
    said.refresh()
    # The one stream of all that is published; what people said is laid over the machine's reading here.
    read = _results(store, (entry for entry in entries if entry.result or entry.failed), lost)
    results = (corrected(result, said.of(result.document.document_id)) for result in read)
    with ExitStack() as stack:
        files = {name: Counted(stack.enter_context(whole(output / name, store.scratch))) for name in TABLES}
        writers = [make(files[name]) for name, make in TABLES.items()]
        for result in results:
            for writer in writers:
                writer.write(result)
        for writer in writers:
            writer.close()
    # Last: it holds the hashes of the others.
    write_whole(output / "datapackage.json", datapackage(files), store.scratch)
    return lost


def _results(store: Store, entries: Iterable[Entry], lost: list[Entry]) -> Iterator[Digitised]:
    """One result a file; a copy of an earlier file is listed without its records."""
    first: dict[str, str] = {}
    for entry in entries:
        result = _result(store, entry)
        if result is None:
            lost.append(entry)
            message = "Hasil dari panggilan sebelumnya tidak dapat dibaca lagi. Jalankan lagi dengan berkas sumbernya."
            result = failed(DocumentError("hasil-lama", message), entry.sha256)
        # By content, not by name: two input folders may each hold a file of this name.
        original = first.get(entry.sha256)
        if entry.sha256:
            first.setdefault(entry.sha256, entry.file)
        about = {"file": entry.file, "duplicate_of": original, "vanished": bool(entry.vanished)}
        document = result.document.model_copy(update=about)
        yield Digitised(document=document, records=[] if original is not None else result.records)


def _result(store: Store, entry: Entry) -> Digitised | None:
    if entry.code is not None:
        return failed(DocumentError(entry.code, entry.message or ""), entry.sha256)
    return store.last_result(entry.sha256)
