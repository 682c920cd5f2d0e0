"""What consolidation works on and what it finds: small frozen shapes, since there may be hundreds of thousands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from normalizers.models import Document, Record

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Amount:
    """One year's target or realisasi (`jenis`)."""

    jenis: str
    tahun: int | None
    teks: str
    nilai: float | int | None


@dataclass(frozen=True, slots=True)
class Item:
    """One record, as far as other documents are compared with it."""

    record_id: str
    document: Document
    row: int
    indikator: str
    sasaran: str | None
    satuan: str | None
    satuan_baku: str | None
    formulasi: str | None
    sumber_data: str | None
    penanggung_jawab: str | None
    amounts: tuple[Amount, ...]
    page: int
    bbox: Box | None
    needs_review: bool

    @property
    def unit(self) -> str | None:
        """The canonical unit, else the printed one in small letters."""
        return self.satuan_baku or (self.satuan.casefold() if self.satuan else None)

    @staticmethod
    def of(record: Record, document: Document) -> Item:
        """The item of a record."""
        place = record.provenance.get("indikator")
        amounts = [
            Amount(kind, value.tahun, value.teks, value.nilai)
            for kind, values in (("target", record.target), ("realisasi", record.realisasi))
            for value in values
        ]
        return Item(
            record_id=record.record_id,
            document=document,
            row=record.row,
            indikator=record.indikator,
            sasaran=record.sasaran,
            satuan=record.satuan,
            satuan_baku=record.satuan_baku,
            formulasi=record.formulasi,
            sumber_data=record.sumber_data,
            penanggung_jawab=record.penanggung_jawab,
            amounts=tuple(amounts),
            page=place.page if place else min(record.pages, default=1),
            bbox=place.bbox if place else None,
            needs_review=record.needs_review,
        )


@dataclass
class Node:
    """All items whose names are the same once spelling, region and year are taken out; asked only when complete."""

    key: str
    tokens: tuple[str, ...]
    items: list[Item] = field(default_factory=list)

    @cached_property
    def unit(self) -> str | None:
        """The unit that most of the items have."""
        return most_common(item.unit for item in self.items)

    @cached_property
    def formula(self) -> str | None:
        """The formula that most of the items have."""
        return most_common(item.formulasi for item in self.items)

    @cached_property
    def printed(self) -> str:
        """The name as most of the items print it."""
        return most_common(item.indikator for item in self.items) or self.key


@dataclass(frozen=True, slots=True)
class Evidence:
    """How alike two names are, 0..1, and why: a sentence in Indonesian."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that may be one indicator; `status` is diusulkan, mirip, ya or tidak."""

    first: str
    second: str
    evidence: Evidence
    status: str


@dataclass(frozen=True)
class Entry:
    """One catalogue entry: names that are proposed, or said by a person, to be one indicator. The first leads."""

    entry_id: str
    nodes: tuple[Node, ...]
    #: Key of each further node -> why it is here.
    reasons: dict[str, Pair]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All records, the leading name's first."""
        return tuple(item for node in self.nodes for item in node.items)

    @property
    def name(self) -> str:
        """The name as most records print it."""
        return self.nodes[0].printed

    @cached_property
    def unit(self) -> str | None:
        """The unit of most records."""
        return most_common(item.unit for item in self.items)

    @property
    def score(self) -> float:
        """The weakest reason for a name to be here; 1 where there is but one name."""
        return min((pair.evidence.score for pair in self.reasons.values()), default=1.0)

    @property
    def status(self) -> str:
        """`tunggal` (one name), `diusulkan`, or `ya` where people have agreed to all of it."""
        kinds = {pair.status for pair in self.reasons.values()}
        return "tunggal" if not kinds else "ya" if kinds == {"ya"} else "diusulkan"


def most_common(values: Iterator[str | None]) -> str | None:
    """The most frequent text; of several, the first in the alphabet."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None
