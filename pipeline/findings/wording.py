"""Wording (Q..): is it an indicator at all, and a SMART one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from normalizers.models import Record
from pipeline.findings.finding import Hit
from pipeline.findings.table import Table, mentions, starts_with

_RESULT = re.compile(r"^\W*(?:\w+\s+)?\w+nya\b|^\W*(?:sasaran|tujuan)\b", re.IGNORECASE)
_TWO_MEASURES = re.compile(
    r"\b(?:jumlah|persentase|prosentase|presentase|nilai|indeks|rasio)\b.*\b(?:dan|serta)\s+"
    r"(?:jumlah|persentase|prosentase|presentase|nilai|indeks|rasio)\b",
    re.IGNORECASE,
)
#: The limits of the Ministry of Finance: per sasaran and per unit.
_PER_OBJECTIVE, _PER_UNIT = 3, 25


def output_wording(record: Record, table: Table) -> Iterator[Hit]:
    """Q01: documents, reports, activities."""
    word = starts_with(record.indikator, "keluaran")
    if word and table.defines_indicators:
        yield Hit("indikator", record.indikator)


def nothing_measured(record: Record, _table: Table) -> Iterator[Hit]:
    """Q02: neither the name nor the unit says what is measured."""
    if (
        not mentions(record.indikator, "ukur")
        and not record.satuan
        and not any(re.search(r"\d", value.teks) for value in record.target)
    ):
        yield Hit("indikator")


def like_an_objective(record: Record, _table: Table) -> Iterator[Hit]:
    """Q03: "Meningkatnya ..."."""
    if word := starts_with(record.indikator, "seperti_sasaran"):
        yield Hit("indikator", word.capitalize())


def no_result(record: Record, table: Table) -> Iterator[Hit]:
    """Q04: a sasaran that is an activity; said once, at its first indicator."""
    text = record.sasaran or ""
    first = next((other for other in table.records if other.sasaran == record.sasaran), record)
    if text and first is record and not _RESULT.match(text):
        yield Hit("sasaran", text)


def two_measures(record: Record, _table: Table) -> Iterator[Hit]:
    """Q05: "Jumlah ... dan persentase ..."."""
    if _TWO_MEASURES.search(record.indikator):
        yield Hit("indikator", record.indikator)


def too_many(table: Table) -> Iterator[Hit]:
    """Q06: more than a person can keep in mind."""
    if len(table.records) > _PER_UNIT:
        yield Hit("indikator", f"Dokumen ini memuat {len(table.records)} indikator.")
    counts = Counter(record.sasaran for record in table.records if record.sasaran)
    crowded = [objective for objective, count in counts.most_common() if count > _PER_OBJECTIVE]
    if crowded:
        said = f"{len(crowded)} dari {len(counts)} sasaran mempunyai lebih dari {_PER_OBJECTIVE} indikator"
        yield Hit("sasaran", f'{said}, terbanyak {counts[crowded[0]]} pada "{crowded[0]}".')


def several_objectives(table: Table) -> Iterator[tuple[Record, Hit]]:
    """Q07: the same indicator under another sasaran."""
    seen: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in table.records:
        others = seen[" ".join(record.indikator.casefold().split())]
        if record.sasaran and record.sasaran not in others:
            if others:
                yield record, Hit("sasaran", next(iter(others)))
            others[record.sasaran] = record


def circular(record: Record, _table: Table) -> Iterator[Hit]:
    """Q08: a definition that says the name again."""

    def plain(text: str | None) -> str:
        return " ".join(re.findall(r"\w+", (text or "").casefold()))

    name = plain(record.indikator)
    for field in ("definisi_operasional", "formulasi"):
        if name and plain(getattr(record, field)) == name:
            yield Hit(field)


def other_iku(record: Record, _table: Table) -> Iterator[Hit]:
    """Q09: IKU as the index of air."""
    text = f"{record.indikator} {record.formulasi or ''}"
    if re.search(r"indeks kualitas udara", text, re.IGNORECASE) and re.search(r"\bIKU\b", text):
        yield Hit("indikator")


def swapped_columns(record: Record, _table: Table) -> Iterator[Hit]:
    """X05: an office as source of data, a report as the one responsible."""
    source, owner = record.sumber_data or "", record.penanggung_jawab or ""
    if starts_with(owner, "dokumen") and starts_with(source, "kantor"):
        yield Hit("penanggung_jawab", f"Penanggung jawab: {owner}; sumber data: {source}")
