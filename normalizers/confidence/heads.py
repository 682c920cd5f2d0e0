"""How sure is each field of the head: evidence and a chance as for the values of records, by a scorecard of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.shapes import Word
from normalizers.confidence.calibration import calibration
from normalizers.confidence.evidence import Paper, Sheet, of_words
from normalizers.confidence.readings import POOR, UNCONFIRMED, ceiling, poor, unsettled_numbers
from normalizers.confidence.telling import told
from normalizers.confidence.whole import DIGITS
from normalizers.head.reading import HeadReading
from normalizers.models import Mark
from normalizers.vocabulary import Vocabulary

#: Stands under a signature and perhaps a stamp, whose strokes make letters of which OCR is sure.
SIGNED, NAME = "penandatangan", "penandatangan.nama"
#: Fields that say a number, or words whose numbers matter as much.
NUMBERS = ("nomor", "tanggal", "tahun_awal", "tahun_akhir", "mengingat", "penandatangan.nip")


@dataclass(frozen=True, slots=True)
class HeadSource:
    """A field of the head ("tanggal", "penandatangan.nip"), what it says, its page and the words that it rests on."""

    key: str
    text: str
    page: int
    words: tuple[Word, ...]
    #: Understood from another field's print (a region named in the agency).
    derived: bool


def head_sources(reading: HeadReading) -> Iterator[HeadSource]:
    """All fields that have a value and a place."""
    for key, (page, _, _) in sorted(reading.places.items()):
        value = _value(reading.head, key)
        if value not in (None, "", []) and key != SIGNED:
            yield HeadSource(key, _text(value), page, reading.words.get(key, ()), key in reading.derived)


def head_evidence(source: HeadSource, paper: Paper, doubted: Sequence[str]) -> dict[str, float]:
    """All evidence against a field of the head; `doubted` names the fields that rules doubt, once for each mark."""
    found = of_words(source.words, paper.sheets.get(source.page, Sheet()))
    if found:
        found["own_print"] = float(not source.derived)
        found["signed"] = float(source.key.startswith(SIGNED))
        found["signed_name"] = float(source.key == NAME)
        found["signed_doubt"] = found["signed"] * found.get("weakest_word", 0.0)
    beside = {field for field in doubted if field != source.key}
    return found | {"rules": float(doubted.count(source.key)), "rules_beside": float(len(beside))}


def judge_head(
    reading: HeadReading, paper: Paper, vocabulary: Vocabulary, accept: float
) -> tuple[dict[str, float], list[Mark]]:
    """(field -> chance, marks): a field with a smaller chance than `accept`, or a number that nothing confirms."""
    table, sources = calibration(), list(head_sources(reading))
    doubted = [field for field, _, _ in reading.doubts]
    chances: dict[str, float] = {}
    marks = []
    for source in sources:
        found = head_evidence(source, paper, doubted)
        most = ceiling(source.words, table.limit("keyakinan-kata"))
        chances[source.key] = round(min(table.head.chance(found), most), DIGITS)
        if unsettled(source):
            marks.append(Mark(field=source.key, reason=UNCONFIRMED))
        elif poor(source.words, table.limit("keyakinan-kata")):
            marks.append(Mark(field=source.key, reason=POOR))
        elif chances[source.key] < accept and source.key not in doubted:
            marks.append(Mark(field=source.key, reason=table.reason(table.head.costs(found))))
    return chances, told(marks, sources, vocabulary)


def unsettled(source: HeadSource) -> bool:
    """Whether the field says a number that no second reading confirms."""
    return source.key in NUMBERS and bool(unsettled_numbers(source.words))


def _value(head: Any, key: str) -> Any:
    for name in key.split("."):
        head = getattr(head, name)
    return head


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(_text(item) for item in value)
    if hasattr(value, "model_dump"):
        parts: Mapping[str, Any] = value.model_dump(mode="json")
        return str(parts.get("teks") or parts.get("nama") or parts.get("tingkat"))
    return str(value)
