"""What a number in print means: "4.084.357.380" is 4084357380, "8,5" is 8.5, "0,9 Angka" is not one plain number.

Indonesian print groups thousands by dots and marks decimals by a comma, but many tables carry decimal dots from a
spreadsheet, some both in one column. What one cell leaves open ("9,154") is decided by its column, else left open.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Literal

Decimal = Literal[",", ".", None]

_MONEY = re.compile(r"^(?:Rp|IDR)\s*\.?\s*(?=[-+]?[0-9])", re.IGNORECASE)
_PLAIN = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*")
#: A number inside other text: not a piece of a word, a date or a decree number.
_TOKEN = re.compile(r"(?<![\w.,/:])[0-9]+(?:[.,][0-9]+)+(?![\w/:]|[.,][0-9])")
#: How far a value may lie from the others and still be in line with them (a factor).
_IN_LINE = 1.8


def parse_number(text: str, decimal: Decimal = None) -> int | float | None:
    """The value of a text that is one plain number, else None (words, ranges, bounds, units, more than one reading).

    A percent sign, "Rp" and the ",-" of money are marks of print and change no value: "98,63 %" is 98.63.
    `decimal` is the sign that the whole column uses (`column_decimal`), None where that is not known.
    """
    plain, percent = _strip_marks(text)
    if not _PLAIN.fullmatch(plain):
        return None
    digits = plain.lstrip("+-")
    sign = _decimal_sign(digits, decimal, percent)
    if sign is None:
        return None
    grouped, _, fraction = digits.rpartition(sign) if sign else (digits, "", "")
    whole = re.sub(r"[.,]", "", grouped)
    value = float(f"{whole}.{fraction}") if fraction else int(whole)
    return -value if plain.startswith("-") else value


def is_ambiguous(text: str, decimal: Decimal = None) -> bool:
    """Whether the text is one number by its signs, but of two possible values: "9,154", "48.213%" (check U07)."""
    plain, percent = _strip_marks(text)
    digits = plain.lstrip("+-")
    if not _PLAIN.fullmatch(plain) or not _one_group_of_three(digits):
        return False
    return _decimal_sign(digits, decimal, percent) is None


def column_decimal(texts: Iterable[str]) -> Decimal:
    """The decimal sign of a column, by majority of the numbers that can be read in one way only; None if undecided.

    Numbers inside other text ("0,9 Angka") count as well.
    """
    votes: Counter[str] = Counter()
    for text in texts:
        for token in _TOKEN.findall(unicodedata.normalize("NFKC", text)):
            evidence = _evidence(token)
            if evidence:
                votes[evidence] += 1
    if votes[","] == votes["."]:
        return None
    return "," if votes[","] > votes["."] else "."


def year_jump(values: Sequence[float | int | None]) -> list[int]:
    """Indexes of values about 10, 100 or 1000 times out of line with the others of their row.

    A lost comma turns 4,1 into 41; the reader may be sure of it all the same, so the series is the only witness.
    A value too large is suspect only if whole (a lost comma leaves no fraction), one too small only if not.
    """
    known = [(index, float(value)) for index, value in enumerate(values) if value is not None and value > 0]
    if len(known) < 2:
        return []
    groups = [[value for _, value in known if _close(value, seed)] for _, seed in known]
    # Most support decides; on a tie the group with more fractions, since a lost comma leaves whole numbers.
    usual = max(groups, key=lambda group: (len(group), sum(not value.is_integer() for value in group)))
    if len(usual) == 1 and usual[0].is_integer():
        return []
    middle = median(usual)
    return [index for index, value in known if value not in usual and _jumps(value, middle)]


def _strip_marks(text: str) -> tuple[str, bool]:
    """The text without percent sign, Rp and ",-", and whether it had a percent sign."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    if plain.endswith("%"):
        return plain[:-1].rstrip(), True
    return re.sub(r",\s*[-\u2013\u2014]+$", "", _MONEY.sub("", plain)), False


def _decimal_sign(digits: str, decimal: Decimal, percent: bool) -> Literal[",", ".", "", None]:
    """The decimal sign in `digits`, "" if they hold none, None if they have no reading, or two."""
    signs = re.sub(r"[0-9]", "", digits)
    if not signs:
        return ""
    if _one_group_of_three(digits):
        return _open_sign(signs, decimal, percent)
    sign: Literal[",", "."] = "," if signs[-1] == "," else "."
    if len(signs) > 1 and len(set(signs)) == 1:
        return "" if _grouped(digits, sign) else None
    if len(signs) == 1:
        return sign
    # Both signs: the last is the decimal one, the others must cut groups of three.
    whole = digits.rpartition(sign)[0]
    return sign if sign not in whole and _grouped(whole, signs[0]) else None


def _open_sign(sign: str, decimal: Decimal, percent: bool) -> Literal[",", ".", "", None]:
    """The reading of one sign before three digits: "1.850" is 1850 by Indonesian custom, "9,154" may be either.

    In a column with decimal dots both stay open, since thousands dots were seen there beside them (138.345, 89.49).
    A percentage over 999 is rare, so that a sign of the column's own kind, or a comma, is decimal there.
    """
    if sign == ",":
        return "," if decimal == "," or (percent and decimal is None) else None
    if percent:
        return "." if decimal == "." else None
    return None if decimal == "." else ""


def _one_group_of_three(digits: str) -> bool:
    """Whether one sign stands before exactly three digits, so that both readings are possible ("0,376" has but one)."""
    return re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", digits) is not None


def _grouped(digits: str, sign: str) -> bool:
    """Whether `sign` cuts the digits into groups of three, as thousands are."""
    return re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(sign)}[0-9]{{3}})+", digits) is not None


def _evidence(token: str) -> Decimal:
    """Which decimal sign this token proves for its column."""
    if _one_group_of_three(token):
        return None
    sign = _decimal_sign(token, None, percent=False)
    if sign == "":
        # Only repeated groups come here: their sign is that of thousands.
        return "," if "." in token else "."
    return sign


def _close(value: float, other: float) -> bool:
    return 1 / _IN_LINE <= value / other <= _IN_LINE


def _jumps(value: float, middle: float) -> bool:
    large, small = (value, middle) if value > middle else (middle, value)
    off = any(_close(large, small * factor) for factor in (10, 100, 1000))
    return off and (value > middle) == value.is_integer()
