"""Review marks: which fields a person should look at, and why; and the confidence that follows.

A mark is a stable code with a sentence from `vocabulary/alasan_tinjau.csv`. The thresholds below were set on the
development corpus (`make bench`); a calibrated table replaces them when there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from normalizers.models import Mark
from normalizers.numbers import Decimal, is_ambiguous, parse_number
from normalizers.tables import Column, Entry
from normalizers.units import canonical
from normalizers.vocabulary import Vocabulary

#: OCR confidence of the weakest word below which running text is doubted.
TEXT_CONFIDENCE = 0.6
#: The same for texts with a digit: one wrong digit is a wrong value, and no context gives it away.
DIGIT_CONFIDENCE = 0.85
#: Likeness and lead of a header below which its column is doubted.
HEADER_SCORE = 0.8
HEADER_MARGIN = 0.05
#: Chance that a field is right: as printed, as read by OCR without a doubt, and with one.
PRINTED, READ, DOUBTED = 0.999, 0.99, 0.7

_FORMULA_SIGN = re.compile(r"(?:^|[(/\s])[2YZE>]\s+(?=[^\W\d]{2})|[£€¥§~|\\]|=\s*=|[<>=]\s*\d")
#: A formula "... x 100" is a share of something: without any sign or word of division its bar was lost (check F03).
_TIMES_HUNDRED = re.compile(r"(?<!\w)[x×*]\s*100(?:\s*%|\b)", re.IGNORECASE)
_DIVISION = re.compile(r"[/:÷]|bagi|banding|rasio|selisih|-", re.IGNORECASE)
_UNMAPPED = re.compile(r"\(cid:\d+\)|\ufffd")


def codes(name: str, entry: Entry, column: Column | None, vocabulary: Vocabulary) -> list[str]:
    """The doubts about one field's text, by how it was read and how its column was found."""
    found = list(entry.doubts)
    text = entry.text
    if entry.unread:
        found.append("tinta-tak-terbaca")
    if _UNMAPPED.search(text):
        found.append("huruf-tak-dikenal")
    if name == "formulasi" and _TIMES_HUNDRED.search(text) and not _DIVISION.search(text):
        found.append("pecahan-tanpa-garis")
    if column is not None and column.field is not None:
        if column.score < HEADER_SCORE or column.margin < HEADER_MARGIN:
            found.append("kolom-ragu")
        found += column.doubts
        if column.year is not None and column.confidence is not None and column.confidence < DIGIT_CONFIDENCE:
            found.append("tahun-ragu")
    confidence = entry.confidence
    if confidence is not None:
        digits = any(char.isdigit() for char in text)
        if digits and confidence < DIGIT_CONFIDENCE:
            found.append("angka-ragu")
        elif confidence < TEXT_CONFIDENCE:
            found.append("ocr-ragu")
        if name == "satuan" and canonical(text, vocabulary.units) is None:
            found.append("satuan-ragu")
        if name == "formulasi" and _FORMULA_SIGN.search(text):
            found.append("tanda-rumus")
    return found


def value_codes(entry: Entry, decimal: Decimal) -> list[str]:
    """The doubts about a target or realisasi as a number.

    Words, ranges and texts with a unit explain themselves; digits that allow two values, or that OCR mixed with other
    signs, do not.
    """
    text = entry.text
    if is_ambiguous(text, decimal):
        return ["angka-mendua"]
    if parse_number(text, decimal) is not None or not any(char.isdigit() for char in text):
        return []
    if entry.confidence is not None or re.fullmatch(r"[\d.,\s]+%?", text):
        return ["angka-tak-jelas"]
    return []


def marks(field: str, found: Iterable[str], vocabulary: Vocabulary) -> list[Mark]:
    """One mark a code, each once."""
    return [
        Mark(field=field, reason=code, explanation=vocabulary.reasons.get(code, code)) for code in dict.fromkeys(found)
    ]


def chance(entries: Iterable[Entry], doubted: int) -> float:
    """The chance that every field of a record is right: the product over its fields."""
    result = 1.0
    for entry in entries:
        result *= PRINTED if entry.confidence is None else READ
    return round(result * DOUBTED**doubted, 4)
