"""The domain's words, loaded from CSV files that an official can edit (`normalizers/vocabulary/`, all text).

One object carries all of them to all readers, so that a user's own folder with files of the same names counts
everywhere. Its rows come after the program's; where both say something of one word, the user's holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path

from normalizers.csv_tables import Rows, read_table
from normalizers.dates import Months, months_of
from normalizers.formulas import FormulaWords, formula_words_of
from normalizers.head.words import HeadWords, head_words_of
from normalizers.laws import Grammar, grammar_of
from normalizers.regions import Gazetteer
from normalizers.units import Units, units_of

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

#: Every table with the columns that each of its rows must fill.
TABLES: dict[str, tuple[str, ...]] = {
    "kolom": ("bidang", "teks"),
    "isi_kolom": ("bidang", "teks"),
    "label_sel": ("bidang", "teks"),
    "baris_bagian": ("jenis", "teks"),
    "satuan": ("baku", "teks"),
    "tipe": ("baku", "teks"),
    "kata_rumus": ("jenis", "teks"),
    "label_kepala": ("bidang", "teks"),
    "kata_kepala": ("jenis", "teks"),
    "kata_jabatan": ("jenis", "teks"),
    "pangkat": ("golongan", "pangkat", "teks"),
    "hukum": ("jenis", "bagian", "teks"),
    "wilayah": ("kode", "nama", "tingkat", "provinsi"),
    "bulan": ("bulan", "teks"),
    "alasan_tinjau": ("kode", "penjelasan"),
}


def fold_header(text: str) -> str:
    """A header for comparison: lower case, no white space, punctuation or years ("Target 2018" -> "target")."""
    return re.sub(r"[\W_]+", "", re.sub(r"\b(?:19|20)\d\d\b", "", text.casefold()))


@dataclass(frozen=True)
class Vocabulary:
    """All tables as rows, and each reader's words made of them when first asked for."""

    tables: Mapping[str, Rows] = field(repr=False, compare=False)
    fingerprint: str

    @staticmethod
    def load(folder: Path | None = None) -> Vocabulary:
        """Reads the package's tables, and those of `folder` after them. Raises UsageError at a bad row."""
        tables = {name: tuple(read_table(name, columns, folder)) for name, columns in TABLES.items()}
        return Vocabulary(tables, _fingerprint(folder))

    def _pairs(self, name: str) -> list[tuple[str, str]]:
        first, second = TABLES[name][:2]
        return [(row[first], row[second]) for row in self.tables[name]]

    @cached_property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """(field, folded header text), each text once; the field "lain" names columns that are of no field."""
        field_of = {fold_header(text): kind for kind, text in self._pairs("kolom")}
        return tuple((kind, text) for text, kind in field_of.items())

    @cached_property
    def openings(self) -> tuple[tuple[str, str], ...]:
        """(field, words in lower case with which texts of such a column often begin), the longest first."""
        words = [(kind, text.casefold()) for kind, text in self._pairs("isi_kolom")]
        return tuple(sorted(words, key=lambda item: -len(item[1])))

    @cached_property
    def cell_labels(self) -> tuple[tuple[str, str], ...]:
        """(field, label inside a composite cell)."""
        return tuple(self._pairs("label_sel"))

    @cached_property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """(kind of section, first words of the row)."""
        return tuple(self._pairs("baris_bagian"))

    @cached_property
    def reasons(self) -> dict[str, str]:
        """Code of a review mark -> its explanation."""
        return dict(self._pairs("alasan_tinjau"))

    @cached_property
    def units(self) -> Units:
        """Printed units and their codes."""
        return units_of(self.tables["satuan"])

    @cached_property
    def types(self) -> Units:
        """Printed ways to add up a year's values (tipe penghitungan) and their codes."""
        return units_of(self.tables["tipe"])

    @cached_property
    def formulas(self) -> FormulaWords:
        """The words of formulas."""
        return formula_words_of(self.tables["kata_rumus"])

    @cached_property
    def months(self) -> Months:
        """Names of months."""
        return months_of(self.tables["bulan"])

    @cached_property
    def laws(self) -> Grammar:
        """How legal references are written."""
        return grammar_of(self.tables["hukum"])

    @cached_property
    def regions(self) -> Gazetteer:
        """The regions and their names."""
        return Gazetteer(self.tables["wilayah"])

    @cached_property
    def head(self) -> HeadWords:
        """The words of the document's head."""
        return head_words_of(self.tables)

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
