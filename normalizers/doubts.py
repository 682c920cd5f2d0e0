"""Review marks by rule: what proves, whatever the chance, that a person should look at a field.

A mark is a stable code with a sentence from `vocabulary/alasan_tinjau.csv`. Doubts that are a matter of degree are not
here: `normalizers.confidence` weighs them. The limits that rules need stand in `calibration/batas.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from normalizers.confidence.calibration import calibration
from normalizers.models import Mark
from normalizers.numbers import Decimal, is_ambiguous, parse_number
from normalizers.tables import Column, Entry
from normalizers.units import canonical
from normalizers.vocabulary import Vocabulary

_FORMULA_SIGN = re.compile(r"(?:^|[(/\s])[2YZE>]\s+(?=[^\W\d]{2})|[£€¥§~|\\]|=\s*=|[<>=]\s*\d")
#: A formula "... x 100" (1.000, 100.000) is a share of something: without any sign or word of division its bar was lost
#: (check F03). Beside a lost bar the factor may be read before its sign: "a 100% x b".
_TIMES_HUNDRED = re.compile(r"(?<!\w)[x×*]\s*1(?:00|0{0,2}[. ]?000)(?:\s*%|\b)|\b100\s*%\s*[x×*](?!\w)", re.IGNORECASE)
#: "= x 100": what was to be multiplied stands elsewhere, above and below a bar that was lost.
_NOTHING_TIMES = re.compile(r"=\s*[x×*]\s*100", re.IGNORECASE)
_DIVISION = re.compile(r"[/:÷]|bagi|banding|rasio|selisih|-", re.IGNORECASE)
#: Fields that say something in words.
NAMES = ("tujuan", "sasaran", "indikator", "alasan", "formulasi", "definisi_operasional", "sumber_data")
_LETTERS = re.compile(r"[^\W\d_]{2}")
#: A unit or a value has hardly more words.
MOST_WORDS = 4
_UNMAPPED = re.compile(r"\(cid:\d+\)|\ufffd")


def codes(name: str, entry: Entry, column: Column | None, vocabulary: Vocabulary) -> list[str]:
    """The doubts about one field's text, by how it was read and how its column was found."""
    limit = calibration().limit
    found = list(entry.doubts)
    text = entry.text
    if entry.unread:
        found.append("tinta-tak-terbaca")
    if _UNMAPPED.search(text):
        found.append("huruf-tak-dikenal")
    if name == "formulasi" and (_NOTHING_TIMES.search(text) or _lost_bar(text)):
        found.append("pecahan-tanpa-garis")
    if text and _out_of_place(name, text, vocabulary):
        found.append("isi-janggal")
    if column is not None and column.field is not None:
        if column.score < limit("kemiripan-judul") or column.margin < limit("keunggulan-judul"):
            found.append("kolom-ragu")
        found += column.doubts
        if column.year is not None and column.confidence is not None and column.confidence < limit("keyakinan-tahun"):
            found.append("tahun-ragu")
    if column is not None and column.field is None and (column.confidence or 1.0) < limit("keyakinan-kata"):
        # Under a header that was read so poorly, what stands there may belong to a field.
        found.append("kolom-ragu")
    if entry.confidence is not None:
        if name == "satuan" and canonical(text, vocabulary.units) is None:
            found.append("satuan-ragu")
        if name == "formulasi" and _FORMULA_SIGN.search(text):
            found.append("tanda-rumus")
    return found


def _out_of_place(name: str, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text can hardly be what its field holds: a name that is a number or unit, a unit of many words."""
    if name in ("satuan", "target", "realisasi"):
        return len(text.split()) > MOST_WORDS and not any(sign.isdigit() for sign in text)
    if name in NAMES:
        # "Indeks" alone may name an indicator, though it is a unit too.
        unit = name != "indikator" and canonical(text, vocabulary.units) is not None
        return unit or not _LETTERS.search(text)
    return False


def _lost_bar(text: str) -> bool:
    return _TIMES_HUNDRED.search(text) is not None and _DIVISION.search(text) is None


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
