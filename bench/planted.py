"""How many planted faults are marked: every value that a fault changed, every document that it took something from."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from column_words import column_words, texts_by_source
from evidence_runs import Run
from faults import FAULTS
from labels import extractions

from extractors.shapes import Extraction
from normalizers.confidence.calibration import Calibration, calibration
from normalizers.models import Record
from normalizers.normalize import Normalised, normalize
from normalizers.vocabulary import Vocabulary

#: Faults of each kind planted in a document.
EACH = 4
#: Marks that say that a document may have lost something.
LOSS = ("nomor-lompat", "indikator-kosong", "baris-hilang", "halaman-hilang", "tabel-disisihkan")


def planted(run: Run, shared: Path) -> dict[str, Counter[str]]:
    """kind of fault -> how many were planted ("all") and marked ("marked"), over the documents of a run.

    Columns are judged by words of other sources. Slips are planted where two have read.
    """
    texts, vocabulary = texts_by_source(shared / "corpus" / "truth"), Vocabulary.load()
    counts: dict[str, Counter[str]] = {fault.__name__: Counter() for fault in FAULTS}
    for extraction, truth in extractions(run):
        source = truth["file"].split(".")[0]
        words = column_words({name: fields for name, fields in texts.items() if name != source})
        table = replace(calibration(), column_words=words)
        whole = _meaning(extraction, vocabulary, table)
        for fault in FAULTS:
            for number in range(EACH):
                chance = np.random.default_rng(zlib.crc32(f"{truth['file']}{fault.__name__}{number}".encode()))
                verdict = _verdict(fault(extraction, vocabulary, chance), whole, vocabulary, table)
                counts[fault.__name__].update({} if verdict is None else {"all": 1, "marked": int(verdict)})
    return counts


def _verdict(faulty: Extraction | None, whole: Normalised, vocabulary: Vocabulary, table: Calibration) -> bool | None:
    """Whether the fault is marked; None where none could be planted, or where it changed nothing."""
    if faulty is None:
        return None
    meaning = _meaning(faulty, vocabulary, table)
    if len(meaning.records) != len(whole.records):
        told = any(mark.reason in LOSS for mark in meaning.review)
        return told or (bool(meaning.records) and all(record.needs_review for record in meaning.records))
    changed = [
        (record, key)
        for before, record in zip(whole.records, meaning.records, strict=True)
        for key, value in _values(record).items()
        if _values(before).get(key) != value
    ]
    if not changed:
        return None
    return all(key in {mark.field.split(".")[0] for mark in record.review} for record, key in changed)


def _meaning(extraction: Extraction, vocabulary: Vocabulary, table: Calibration) -> Normalised:
    with patch("normalizers.normalize.calibration", lambda: table):
        return normalize(extraction, vocabulary)


def _values(record: Record) -> dict[str, Any]:
    """The fields that have a value and a place; field -> value."""
    dumped = record.model_dump(mode="json", exclude={"satuan_baku", "dasar_hukum"})
    return {name: dumped[name] for name in {key.split(".")[0] for key in record.provenance} if dumped[name]}
