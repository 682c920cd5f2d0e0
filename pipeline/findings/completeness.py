"""Completeness (C..): is everything there that an indicator needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalizers.models import Record
from pipeline.findings.finding import Hit
from pipeline.findings.table import Table, mentions, unit_code

_PLACEHOLDER = re.compile(
    r"^(?:[.…_\s]{3,}\s*%?|x{2,}|-?\s*isi(?:an)?\s*-?|diisi|\?+|lorem ipsum.*|#\w+[/!?]*\w*[!?]?)$",
    re.IGNORECASE,
)
#: What a name says of its own unit.
_UNIT_IN_NAME = re.compile(
    r"\b(?:persen\w*|prosen\w*|presen\w*|indek[s]?|index|opini|predikat|peringkat|rasio|skor|level|skala|usia|umur"
    r"|harapan hidup|lama sekolah|laju|pertumbuhan|jumlah|banyaknya|inflasi|proporsi|prevalensi|koefisien|gini"
    r"|nilai s?akip)\b",
    re.IGNORECASE,
)
_TEXT_FIELDS = ("indikator", "satuan", "formulasi", "sumber_data", "penanggung_jawab", "definisi_operasional")
_LEAD_IN = re.compile(r"(?:[:=]|\b(?:rumus|formula|formulasi|sebagai berikut))\s*$", re.IGNORECASE)


def has_formula(record: Record) -> bool:
    """Whether the record says how it is measured, be it only by definition."""
    return bool(record.formulasi or record.definisi_operasional)


def has_unit(record: Record) -> bool:
    """Whether the unit is printed, or follows from the name or the targets."""
    if record.satuan or record.satuan_tersirat or _UNIT_IN_NAME.search(record.indikator):
        return True
    return any(re.search(r"[%\w]", re.sub(r"[\d.,\s≤≥<>-]", "", value.teks)) for value in record.target)


def has_source(record: Record) -> bool:
    """Whether a source of data is printed."""
    return bool(record.sumber_data)


def has_owner(record: Record) -> bool:
    """Whether a responsible unit is printed."""
    return bool(record.penanggung_jawab)


def missing_year(record: Record, table: Table) -> Iterator[Hit]:
    """C05: a year that the other indicators have a target for."""
    years = {value.tahun for value in record.target}
    lacking = sorted(table.years - years)
    if lacking and len(table.records) > 2:
        yield Hit("target" if record.target else "indikator", ", ".join(map(str, lacking)))


def no_objective(record: Record, table: Table) -> Iterator[Hit]:
    """C06: an indicator without sasaran, in a document whose others have one."""
    if not record.sasaran and not record.tujuan and table.has_column("sasaran"):
        yield Hit("indikator", "Indikator ini tidak berada di bawah sasaran mana pun.")


def only_lead_in(record: Record, _table: Table) -> Iterator[Hit]:
    """C07: a formula that ends where it should begin."""
    text = record.formulasi or ""
    if _LEAD_IN.search(text):
        yield Hit("formulasi", text[-160:])


def placeholder(record: Record, _table: Table) -> Iterator[Hit]:
    """C08: a form's dots and crosses that nobody has filled in."""
    for field in _TEXT_FIELDS:
        if _PLACEHOLDER.match(getattr(record, field) or ""):
            yield Hit(field, getattr(record, field))
    for value in record.target:
        if _PLACEHOLDER.match(value.teks):
            yield Hit("target", value.teks)


def no_way_to_count(record: Record, table: Table) -> Iterator[Hit]:
    """C09: a formula column that describes and does not count."""
    text = record.formulasi or ""
    counts = mentions(text, "menghitung") or re.search(r"[=/÷×Σ∑+%]|\d", text)
    if text and table.defines_indicators and not counts and not _LEAD_IN.search(text):
        yield Hit("formulasi", text)


def unknown_unit(record: Record, _table: Table) -> Iterator[Hit]:
    """U01: a unit that the table of units does not know."""
    parts = re.split(r"\s*/\s*", record.satuan or "")
    if record.satuan and record.satuan_baku is None and not all(unit_code(part) for part in parts):
        yield Hit("satuan", f'"{record.satuan}"')
