"""The NIP, number of a civil servant: found, joined and checked.

Perka BKN 22/2007: 18 digits, born YYYYMMDD, appointed YYYYMM, sex (1 man, 2 woman), three digits of serial number.
Contract staff (PPPK) bear 21 in place of the month of appointment, since 2019 (observed, no text of the rule at hand).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

#: A label, then digits in any grouping; letters that readers put for digits are let in and reported.
_LABELLED = re.compile(r"\bN[I1l]\s?P(?:PK)?\s*[.:;]*\s*(?=\S*[0-9])([0-9OoIl|][0-9OoIl|\s.\-]*[0-9OoIl|])")
#: Without a label only in the usual groups, or all eighteen together.
_BARE = re.compile(r"(?<![\w.])((?:19|20)[0-9]{6}[ .\-]?(?:19|20)[0-9]{4}[ .\-]?[0-9][ .\-]?[0-9]{3})(?!\w)")
_WHOLE = re.compile(r"(?:[0-9OoIl|][\s.\-]*){17}[0-9OoIl|](?=\s)")
_LOOK_ALIKES = str.maketrans("OoIl|", "00111")
_PPPK, _PPPK_SINCE = 21, 2019
_YOUNGEST, _OLDEST = 17, 58


@dataclass(frozen=True, slots=True)
class Nip:
    """A NIP as understood: 18 digits, or None where not 18 are printed; `reasons` say in Indonesian what is wrong."""

    digits: str | None
    reasons: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing speaks against it."""
        return self.digits is not None and not self.reasons


def find_nip(text: str) -> Nip | None:
    """The first NIP printed in the text, labelled ("NIP. 19670415 198603 1 005") or in its usual groups; else None."""
    match = _LABELLED.search(text) or _BARE.search(text)
    if match is None:
        return None
    # What follows on the next line (a page number) is not part of a NIP that is whole without it.
    whole = _WHOLE.match(match[1])
    return parse_nip(whole[0] if whole else match[1])


def parse_nip(text: str) -> Nip:
    """The NIP in a text that holds nothing else but perhaps its label; any spaces, dots and hyphens between digits.

    Letters read for digits ("O", "l") are put right in `digits`, but named in `reasons`: a person should look.
    """
    body = re.sub(r"^\W*N[I1l]\s?P(?:PK)?\s*[.:;]*", "", text.strip())
    packed = re.sub(r"[\s.\-]", "", body)
    digits = packed.translate(_LOOK_ALIKES)
    if not re.fullmatch(r"[0-9]{18}", digits):
        return Nip(None, (f"NIP harus 18 angka, tercetak {sum(sign.isdigit() for sign in packed)}",))
    reasons = ["NIP memuat huruf yang dibaca sebagai angka"] if digits != packed else []
    return Nip(digits, (*reasons, *_doubts(digits)))


def _doubts(digits: str) -> list[str]:
    """What contradicts the rule, as sentences."""
    doubts = []
    born = _date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    if born is None:
        doubts.append("Tanggal lahir dalam NIP tidak mungkin")
    year, month = int(digits[8:12]), int(digits[12:14])
    contract = month == _PPPK and year >= _PPPK_SINCE
    if not (1 <= month <= 12 or contract) or _date(year, 1, 1) is None:
        doubts.append("Bulan pengangkatan dalam NIP tidak mungkin")
    elif born and not _YOUNGEST <= year - born.year <= _OLDEST:
        doubts.append("Usia saat pengangkatan menurut NIP tidak wajar")
    if digits[14] not in "12":
        doubts.append("Angka jenis kelamin dalam NIP harus 1 atau 2")
    return doubts


def _date(year: int, month: int, day: int) -> date | None:
    if not 1900 <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
