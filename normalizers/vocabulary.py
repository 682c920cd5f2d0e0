"""The domain's words, loaded from CSV files that an official can edit (`normalizers/vocabulary/`, all text).

A user's own folder with files of the same names adds rows to them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path

from normalizers.csv_tables import read_table

#: The record's fields that a column of their own can hold once in a table.
SINGLE_FIELDS = (
    "tujuan",
    "sasaran",
    "indikator",
    "satuan",
    "alasan",
    "formulasi",
    "definisi_operasional",
    "tipe_penghitungan",
    "sumber_data",
    "penanggung_jawab",
    "keterangan",
)


def fold_header(text: str) -> str:
    """A header for comparison: lower case, no white space, punctuation or years ("Target 2018" -> "target")."""
    return re.sub(r"[\W_]+", "", re.sub(r"\b(?:19|20)\d\d\b", "", text.casefold()))


@dataclass(frozen=True)
class Vocabulary:
    """All word lists. `headers`: (field, folded text); the field "lain" names columns that are of no field."""

    headers: tuple[tuple[str, str], ...]
    cell_labels: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    reasons: dict[str, str] = field(hash=False)
    fingerprint: str = ""

    @staticmethod
    def load(folder: Path | None = None) -> Vocabulary:
        """Reads the package's lists, and those of `folder` after them. Raises UsageError at a bad row."""

        def pairs(name: str, columns: Sequence[str]) -> list[tuple[str, str]]:
            return [(row[columns[0]], row[columns[1]]) for row in read_table(name, columns, folder)]

        headers = [(kind, fold_header(text)) for kind, text in pairs("kolom", ("bidang", "teks"))]
        return Vocabulary(
            headers=tuple(dict.fromkeys(headers)),
            cell_labels=tuple(pairs("label_sel", ("bidang", "teks"))),
            sections=tuple(pairs("baris_bagian", ("jenis", "teks"))),
            reasons=dict(pairs("alasan_tinjau", ("kode", "penjelasan"))),
            fingerprint=_fingerprint(folder),
        )

    @cached_property
    def label_pattern(self) -> re.Pattern[str]:
        """Finds a label inside a composite cell: at a line's start with a colon, alone on its line, or after a stop."""
        labels = "|".join(
            r"\s*".join(re.escape(part) for part in text.split())
            for _, text in sorted(self.cell_labels, key=lambda item: -len(item[1]))
        )
        return re.compile(
            rf"(?:(?:^|\n)[^\w\n(]{{0,3}}(?:[a-z0-9][.)]\s*)?(?P<line>{labels})\s*(?:[:;=]|\n|$)"
            rf"|(?<=[.;:)%])\s+[-•*]?\s*(?P<stop>{labels})\s*:)",
            re.IGNORECASE,
        )

    @cached_property
    def field_of_label(self) -> dict[str, str]:
        """Label without spaces, lower case -> field."""
        return {re.sub(r"\s+", "", text.casefold()): kind for kind, text in self.cell_labels}


def _fingerprint(folder: Path | None) -> str:
    """A hash of every list, so that a changed word is a changed vocabulary."""
    digest = hashlib.sha256()
    package = resources.files("normalizers") / "vocabulary"
    files = sorted((item for item in package.iterdir() if item.name.endswith(".csv")), key=lambda item: item.name)
    for item in files:
        digest.update(item.name.encode() + item.read_bytes())
    for path in sorted(folder.glob("*.csv")) if folder else []:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
