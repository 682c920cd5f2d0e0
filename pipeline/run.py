"""The batch: many files to one output folder. What is done is not done again; a failure takes one document only.

    find files -> compare with the ledger -> read what is new or changed -> note what is gone -> tables -> report

Killed at any moment, the next run continues: each document is settled in one transaction, each file is written whole,
and the tables are written again when anything in the ledger has changed since they were written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.errors import UsageError
from extractors.tessdata import check_tesseract
from normalizers.vocabulary import Vocabulary
from pipeline.files import sweep
from pipeline.inputs import Found, find_inputs, printable
from pipeline.jobs import digitise_job
from pipeline.ledger import Entry, Ledger
from pipeline.night.figures import Figures, Quarantined, Summary, count_total, summary
from pipeline.night.gone import note_gone
from pipeline.night.log import Log
from pipeline.night.plan import make_plan
from pipeline.night.reading import PRELOAD, Reading, Report, Work
from pipeline.night.rows import choose, found_again, open_ledger
from pipeline.night.tables import write_tables
from pipeline.settings import Settings
from pipeline.store import Store, locked, open_store


def run(
    paths: list[Path],
    output: Path,
    settings: Settings | None = None,
    *,
    report: Report = lambda _done, _all: None,
    work: Work = digitise_job,
    preload: Sequence[str] = PRELOAD,
    **choices: Any,
) -> Summary:
    """Digitises all documents under `paths` into `output`; `report` hears how many of how many are done.

    `choices` are fields of Settings, in the place of `settings`. Raises UsageError and SetupError, both before anything
    is written to the tables. `work` does one document in another process, `preload` is what all of
    them need (a test may have its own way).
    """
    started = time.time()
    check_output(output, paths)
    found = find_inputs(paths)
    return _Call(found, output, settings or Settings(**choices), report, work, started, preload).run()


def run_again(
    output: Path,
    files: Sequence[str] | None,
    settings: Settings,
    *,
    report: Report = lambda _done, _all: None,
    work: Work = digitise_job,
) -> Summary:
    """Tries failed documents of the ledger again: those of these names (paths, or as the outputs call them), or all.

    Raises UsageError where a name is unknown or nothing has failed.
    """
    started = time.time()
    with open_ledger(output) as ledger:
        chosen = choose(ledger, files)
    inputs, warnings = found_again([entry for entry in chosen if entry.failed])
    if not inputs:
        raise UsageError(" ".join(["Tidak ada dokumen gagal yang dapat dicoba lagi.", *warnings]))
    return _Call(Found(inputs, warnings), output, settings, report, work, started, again=True).run()


@dataclass(frozen=True, slots=True)
class _Call:
    """One run: what was asked for, from here on without questions. `again`: try failed documents whatever failed."""

    found: Found
    output: Path
    settings: Settings
    report: Report
    work: Work
    started: float
    preload: Sequence[str] = PRELOAD
    again: bool = False

    def run(self) -> Summary:
        """The story of a run."""
        words = Vocabulary.load(self.settings.vocabulary)
        with locked(self.output):
            store = open_store(self.output, self.settings.reading, words, self.settings.judging)
            sweep(store.scratch)
            with Ledger(store.folder) as ledger:
                return self._night(store, ledger)

    def _night(self, store: Store, ledger: Ledger) -> Summary:
        entries = ledger.entries()
        plan = make_plan(self.found, entries, ledger.interrupted(), store, self.settings, again=self.again)
        figures = Figures(started=self.started, documents=len(self.found.inputs), unchanged=plan.unchanged)
        figures.stale = plan.stale
        log = Log(self.settings.log_file, self.settings.log_format)
        ends = self.settings.ends_at(datetime.now().astimezone())
        reading = Reading(ledger, store, self.settings, entries, figures, log, self.preload, ends)
        if plan.tasks:
            # Without Tesseract nothing is begun.
            check_tesseract()
            reading.read_all(plan.tasks, self.work, self.report)
        figures.vanished = note_gone(ledger, entries, plan)
        ledger.commit()
        lost = write_tables(store, ledger, self.output)
        figures.seconds = time.time() - self.started
        return self._told(ledger, reading, lost)

    def _told(self, ledger: Ledger, reading: Reading, lost: int) -> Summary:
        """Counts the night, keeps it in the ledger, and writes the report."""
        from pipeline.report.write import write_report  # noqa: PLC0415

        figures, entries = reading.figures, reading.entries
        here = [entry for item in self.found.inputs if (entry := entries.get(os.fsencode(item.place))) is not None]
        failures = reading.failures + _still_quarantined(here, reading.failures)
        figures.failed = len(failures)
        count_total(figures, entries.values())
        ledger.keep_night(figures.as_json())
        ledger.commit()
        if figures.read or failures:
            reading.log.event("malam", documents=figures.documents, read=figures.read, failed=figures.failed)
        write_report(self.output, ledger, figures, failures)
        return summary(here, failures, figures, self.found.warnings + _notices(figures, lost))


def _still_quarantined(here: list[Entry], told: list[Quarantined]) -> list[Quarantined]:
    """Documents of this call that failed in an earlier night, and were not tried in this one."""
    known = {item.file for item in told}
    return [
        Quarantined(entry.file, entry.code, entry.message or "", entry.attempts)
        for entry in here
        if entry.code is not None and entry.file not in known
    ]


def _notices(figures: Figures, lost: int) -> tuple[str, ...]:
    """Sentences about the run as a whole."""
    found = []
    if figures.stopped:
        found.append(f"Berhenti lebih awal: {figures.stopped}.")
    if figures.waiting:
        found.append(f"{figures.waiting} dokumen menunggu panggilan berikutnya.")
    if figures.stale:
        found.append(
            f"{figures.stale} dokumen dibaca dengan pengaturan atau versi program lain; --refresh membacanya ulang."
        )
    if lost:
        found.append(f"Hasil {lost} dokumen hilang dari .iku; jalankan sekali lagi untuk menyusunnya kembali.")
    return tuple(found)


def check_output(output: Path, paths: list[Path]) -> None:
    """Results among the inputs would be read as inputs by the next call."""
    if output.exists() and not output.is_dir():
        raise UsageError(f"Keluaran {printable(output)} bukan folder. Pilih nama folder dengan -o.")
    for path in paths:
        if path.is_dir() and output.resolve().is_relative_to(path.resolve()):
            raise UsageError(
                f"Folder keluaran {printable(output)} terletak di dalam folder masukan {printable(path)}. "
                "Pilih folder lain dengan -o."
            )
