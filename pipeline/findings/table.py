"""What a check may know of the document that its record stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from normalizers.models import Document, Record
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
    folded = " ".join(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.casefold()))
    return any(f" {word} " in f" {folded} " for word in words(kind))


def starts_with(text: str, kind: str) -> str | None:
    """The word of this kind that the text begins with."""
    folded = " ".join(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.casefold()))
    return next((word for word in sorted(words(kind)) if f"{folded} ".startswith(f"{word} ")), None)
