"""What a check may know of the document that its record stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from normalizers.models import Document, Record
from normalizers.units import Units, canonical
from normalizers.vocabulary import Vocabulary
from pipeline.findings.finding import words

#: Titles of documents that are about indicators themselves: only they must give formula, source and responsible unit.
_DEFINING = re.compile(r"indikator\s+kinerja", re.IGNORECASE)
_AGREEMENT = re.compile(r"(perjanjian|penetapan)\s+kinerja|rencana\s+(aksi|kerja)", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A document with all its records."""

    document: Document
    records: Sequence[Record]

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that most records have a target for."""
        every = [{value.tahun for value in record.target if value.tahun} for record in self.records if record.target]
        found = {year for years in every for year in years}
        return frozenset(year for year in found if sum(year in years for years in every) * 2 > len(every))

    @cached_property
    def defines_indicators(self) -> bool:
        """Whether this is a document that sets indicators, not an agreement or a list that only uses them."""
        title = f"{self.document.judul} {self.document.tentang}"
        return bool(_DEFINING.search(title)) and not _AGREEMENT.search(title)

    def has_column(self, *fields: str) -> bool:
        """Whether any record has one of the fields."""
        return any(getattr(record, field) for record in self.records for field in fields)


def mentions(text: str, kind: str) -> bool:
    """Whether any of the words of this kind stands in the text, as a whole word."""
    return bool(_pattern(kind).search(text))


def starts_with(text: str, kind: str) -> str | None:
    """The words of this kind that the text begins with, as printed."""
    match = _pattern(kind).match(re.sub(r"^[\W\d_]+", "", text))
    return match[0] if match else None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Any of the words, whole; the longest first, any white space between its parts."""
    longest_first = sorted(words(kind), key=lambda word: (-len(word), word))
    every = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{every})(?![\w-])", re.IGNORECASE)


def unit_code(text: str) -> str | None:
    """The canonical code of a printed unit, None where the program's own table does not know it."""
    return canonical(text, _units())


@cache
def _units() -> Units:
    return Vocabulary.load().units
