"""The words that consolidation knows (kata.csv), text that an official can edit; a folder of one's own adds rows.

`ejaan` and `singkatan` are replaced; `ringan` words do not count; `lemah` words may be there or not; `jenjang` words
tell levels of government; `tetap` words are never taken for a misspelling of one another; an `ingkar` word turns a name
into another.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from extractors.errors import UsageError


@dataclass(frozen=True, slots=True)
class Words:
    """The loaded lists; replacements map a word to one or more words."""

    replaced: dict[str, tuple[str, ...]]
    light: frozenset[str]
    weak: frozenset[str]
    levels: frozenset[str]
    fixed: frozenset[str]
    denials: frozenset[str]


@cache
def load_words(folder: Path | None = None) -> Words:
    """The program's lists, and those of the folder's kata.csv after them. Raises UsageError at a bad row."""
    texts = [(resources.files("pipeline") / "consolidate" / "kata.csv").read_text("utf-8")]
    if folder is not None and (folder / "kata.csv").is_file():
        texts.append((folder / "kata.csv").read_text("utf-8-sig"))
    rows = [row for text in texts for row in csv.DictReader(text.splitlines())]
    for row in rows:
        if row.get("jenis") not in (
            "ejaan",
            "singkatan",
            "ringan",
            "lemah",
            "jenjang",
            "tetap",
            "ingkar",
        ) or not row.get("teks"):
            raise UsageError(f"kata.csv: baris {row} tidak dikenal. Isi kolom jenis, teks, dan ganti.")

    def of(kind: str) -> frozenset[str]:
        return frozenset(row["teks"] for row in rows if row["jenis"] == kind)

    replaced = {row["teks"]: tuple(row["ganti"].split()) for row in rows if row["jenis"] in ("ejaan", "singkatan")}
    return Words(replaced, of("ringan"), of("lemah"), of("jenjang"), of("tetap"), of("ingkar"))
