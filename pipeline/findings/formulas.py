"""Formulas (F..): numerator, denominator, weights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalizers.models import Record
from pipeline.findings.finding import Hit, words
from pipeline.findings.table import Table

_TIMES = re.compile(
    r"(?:x|×|\*|dikali(?:kan)?(?:\s+dengan)?)\s*\(?\s*(?:100|1[.]?000|seratus|konstanta)[\d.]*\s*(?:%|persen)?\)?",
    re.IGNORECASE,
)
_DIVIDED = re.compile(
    r"\s*\bdi(?:-)?bagi(?:-(?:di)?bagi)?(?:kan)?(?:\s+dengan|\s+oleh)?\b\s*|\s+[/÷:]\s+|\)\s*[/÷:]\s*|\s*[/÷:]\s*\(",
    re.IGNORECASE,
)
_MINUS = re.compile(r"\s[-–−]\s|\)\s*[-–−]|[-–−]\s*\(|\bdikurangi\b|\bselisih\b", re.IGNORECASE)
_GROWTH_NAME = re.compile(
    r"^\W*(?:(?:persentase|prosentase|presentase|laju)\s+)?(?:pertumbuhan|peningkatan|penurunan|kenaikan)\b",
    re.IGNORECASE,
)
_ANY_DIVISION = re.compile(r"[/÷]|\s:\s|\bbagi|\bdibagi|\bper\b|dibanding|perbandingan|terhadap|rasio", re.IGNORECASE)
_WEIGHTED = re.compile(
    r"(?<![\d.,])(0[.,]\d+|\d{1,2}\s*%)\s*(?:x|×|\*)\s*[A-Za-z(]|[A-Za-z)]\s*(?:x|×|\*)\s*(0[.,]\d+|\d{1,2}\s*%)(?![\d.,])"
)


def ratio(formula: str) -> tuple[str, str] | None:
    """Numerator and denominator of a formula that is one fraction, else None; notes after "x 100%" are neither."""
    times, divided = _TIMES.search(formula), _DIVIDED.search(formula)
    if divided is None:
        return None
    # Some print "A x 100% / B".
    fraction = formula[: times.start()] if times and times.start() > divided.start() else _TIMES.sub(" ", formula)
    parts = [part for part in _DIVIDED.split(fraction.rpartition("=")[2]) if part.strip(" (){}[]")]
    return (parts[0], parts[1]) if len(parts) == 2 else None


def content(text: str) -> set[str]:
    """The words of a count that say what is counted."""
    return set(re.findall(r"[^\W\d_]+", text.casefold())) - words("kata_hubung")


def swapped(record: Record, _table: Table) -> Iterator[Hit]:
    """F01: the whole above the line, its part below."""
    parts = ratio(record.formulasi or "")
    if record.rumus_pembilang and record.rumus_penyebut:
        parts = record.rumus_pembilang, record.rumus_penyebut
    if parts is None or record.satuan_baku not in (None, "persen") or _MINUS.search(parts[0]):
        return
    above, below = (content(part) for part in parts)
    whole = words("keseluruhan")
    # Without "x 100%" or "seluruh" it may be any quotient, and notes may follow it.
    if not _TIMES.search(record.formulasi or "") and not above & whole:
        return
    named, extra = above - whole, below - above
    part_of = bool(named) and named <= below and bool(extra - whole)
    if part_of and not extra & (whole | words("bukan_bagian")):
        yield Hit("formulasi", f"{parts[0].strip()} / {parts[1].strip()}")


def growth_without_base(record: Record, _table: Table) -> Iterator[Hit]:
    """F02: a difference that is not divided by what was before."""
    text = record.formulasi or ""
    grows = record.satuan_baku == "persen" and _GROWTH_NAME.match(record.indikator)
    if grows and _MINUS.search(text) and not _ANY_DIVISION.search(text):
        yield Hit("formulasi", text)


def lost_bar(record: Record, _table: Table) -> Iterator[Hit]:
    """F03: two counts and "x 100", with nothing between them."""
    text = record.formulasi or ""
    counts = re.findall(r"\bjumlah\b", text, re.IGNORECASE)
    if _TIMES.search(text) and len(counts) == 2 and not _ANY_DIVISION.search(text) and not re.search(r"[-+:–−]", text):
        yield Hit("formulasi", text)


def weights(record: Record, _table: Table) -> Iterator[Hit]:
    """F04: weights that do not add up."""
    found = [one or other for one, other in _WEIGHTED.findall(record.formulasi or "")]
    numbers = [float(text.rstrip("% ").replace(",", ".")) / (100 if "%" in text else 1) for text in found]
    if len(numbers) >= 2 and "+" in (record.formulasi or "") and abs(sum(numbers) - 1) > 0.011:
        yield Hit("formulasi", f"{' + '.join(found)} = {sum(numbers):.3g}")
