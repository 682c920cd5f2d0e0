"""What a printed date or year means: "01 Oktober 2018", "31 Mei 2007", "17-02-2020", "TAHUN 2018 - 2022".

Month names and their spellings (Pebruari, Nopember) are the table bulan.csv. A name misread by one letter ("0ktober",
"Desembcr") is understood when it is long enough to be sure; Juni and Juli differ by one letter, so short names are not.
"""

from __future__ import annotations

import re
from datetime import date

from rapidfuzz.distance import Levenshtein

from extractors.errors import UsageError
from normalizers.csv_tables import Rows

#: Name of a month in lower case -> its number.
Months = dict[str, int]

#: Years that a document of the Republic can bear: independence, and an end that no plan reaches.
_FIRST, _LAST = 1945, 2100
MONTH_NUMBERS = {str(number) for number in range(1, 13)}
#: Letters that readers put for digits.
_DIGITS = str.maketrans("OoIl|", "00111")
_WORDED = re.compile(
    r"(?<![\w/])([0-9OIl]{1,2})[\s.\-]*([^\W\d_][\w]{2,9}|0\w{3,9})[\s.,\-]*([0-9OIl]{4}|20[0-9] [0-9])(?!\w)"
)
_NUMERIC = re.compile(r"(?<![\w/.\-])([0-9]{1,2})\s?([-/.])\s?([0-9]{1,2})\s?\2\s?([0-9]{4})(?![\w/]|[.\-][0-9])")
_ISO = re.compile(r"(?<![\w/.\-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\w/]|[.\-][0-9])")
_YEAR = re.compile(r"(?<![0-9])(?<![0-9][.,])([0-9]{4})(?![0-9]|[.,][0-9])")
#: A reader's gap inside a year is closed only after the word that announces it.
_SPLIT_YEAR = re.compile(r"(\bTahun\s+)(20[0-9]) ([0-9])(?![0-9])", re.IGNORECASE)


def find_date(text: str, months: Months) -> tuple[date | None, str | None]:
    """The first full date in the text, and the words that say it.

    (None, None): no date is printed, or its day is missing ("Pasuruan, Januari 2024").
    (None, words): a date is printed that no calendar has ("31 Februari 2020", "19 Desember 2922"; check D03).
    Numbers are day, month, year, as in Indonesia; only with the year first is it year, month, day.
    """
    impossible: str | None = None
    for _, words, year, month, day in sorted(_candidates(text, months)):
        found = _calendar(year, month, day)
        if found:
            return found, words
        impossible = impossible or words
    return None, impossible


def find_years(text: str) -> list[int]:
    """Years 1990..2100 in order of print, each once; of "2021 s.d. 2026" both ends.

    Digits that belong to a longer number ("1.999", "Rp2.018.000", a NIP) are no years.
    """
    years = (int(digits) for digits in _YEAR.findall(_SPLIT_YEAR.sub(r"\1\2\3", text)))
    return list(dict.fromkeys(year for year in years if 1990 <= year <= _LAST))


def _candidates(text: str, months: Months) -> list[tuple[int, str, int, int, int]]:
    """Place, words, year, month, day of all that looks like a date."""
    found: list[tuple[int, str, int, int, int]] = []
    for match in _WORDED.finditer(text):
        month = _month(match[2], months)
        if month:
            day, year = (int(part.replace(" ", "").translate(_DIGITS)) for part in (match[1], match[3]))
            found.append((match.start(), match[0], year, month, day))
    for match in _NUMERIC.finditer(text):
        found.append((match.start(), match[0], int(match[4]), int(match[3]), int(match[1])))
    for match in _ISO.finditer(text):
        found.append((match.start(), match[0], int(match[1]), int(match[2]), int(match[3])))
    return found


def _calendar(year: int, month: int, day: int) -> date | None:
    if not _FIRST <= year <= _LAST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months_of(rows: Rows) -> Months:
    """The table bulan.csv. Raises UsageError for a number that is no month's."""
    wrong = next((row for row in rows if row["bulan"] not in MONTH_NUMBERS), None)
    if wrong is not None:
        raise UsageError(f"bulan.csv: {wrong['teks']}: bulan {wrong['bulan']} tidak ada. Tulis angka 1 sampai 12.")
    return {row["teks"].casefold(): int(row["bulan"]) for row in rows}


def _month(word: str, months: Months) -> int | None:
    """The month's number; one wrong letter is allowed from six letters on, if only one month is that near."""
    name = word.casefold()
    if name in months:
        return months[name]
    near = {
        number
        for known, number in months.items()
        if len(known) >= 6 and Levenshtein.distance(name, known, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None
