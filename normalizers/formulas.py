"""A formula as print, taken apart into numerator, denominator and factor where there is one reading only.

The print stays as it is. A sum beside a division, a definition in words, a legend, several formulas: nothing is taken
apart, since the linear text does not tell how far a stroke reaches.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from normalizers.csv_tables import Rows
from normalizers.numbers import parse_number

#: A part says something from so many letters on, and is no essay up to so many words.
LETTERS, WORDS = 3, 45
_SENTENCE = re.compile(r"[^\W\d_]{3}[.;]\s+[A-Z]")
_UNSURE = re.compile(r"[=:+Σ∑]|\s[-–]\s|\d\s*/\s*\d|\s[x×*]\s")
_PAIRS = {"(": ")", "{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Formula:
    """A quotient: "jumlah a / jumlah b x 100%" is ("jumlah a", "jumlah b", 100); no factor printed is None."""

    numerator: str
    denominator: str
    factor: int | float | None


@dataclass(frozen=True, slots=True)
class FormulaWords:
    """The table kata_rumus.csv, compiled."""

    lead: re.Pattern[str]
    division: re.Pattern[str]
    factor: re.Pattern[str]
    prose: re.Pattern[str]
    times: re.Pattern[str]
    #: A factor in words, lower case -> its value.
    values: dict[str, int]


def formula_words_of(rows: Rows) -> FormulaWords:
    """The words of formulas, the longest first."""

    def any_of(kind: str) -> str:
        words = sorted((row["teks"] for row in rows if row["jenis"] == kind), key=len, reverse=True)
        return "|".join(r"\s+".join(map(re.escape, word.split())) for word in words) or "(?!)"

    number = r"1[0-9]{0,2}(?:[.,][0-9]{3})+|10+(?:[.,]0+)?"
    flags = re.IGNORECASE
    return FormulaWords(
        lead=re.compile(rf"^\W*(?:{any_of('pembuka')})\s*[:=]\s*", flags),
        division=re.compile(
            rf"\s+[/÷]\s*|[/÷]\s+|(?<=\))\s*[/÷]|[/÷](?=\()|\s+(?:{any_of('bagi')})(?![\w-])\s*", flags
        ),
        factor=re.compile(
            rf"(?<![^\W\d_])\s*(?:[x×*]|\b(?:{any_of('kali')})\b)\s*(?:(?P<number>{number})\s*(?:[%‰]|persen\b)?"
            rf"|(?P<word>{any_of('angka')})(?!\w))(?![\w])",
            flags,
        ),
        prose=re.compile(rf"(?<!\w)(?:{any_of('penjelasan')})(?!\w)", flags),
        times=re.compile(rf"(?<!\w)(?:{any_of('kali')})(?!\w)", flags),
        values={
            " ".join(row["teks"].casefold().split()): int(row["nilai"])
            for row in rows
            if row["jenis"] == "angka" and row.get("nilai", "").isdecimal()
        },
    )


def parse_formula(text: str, words: FormulaWords) -> Formula | None:
    """Numerator, denominator and factor of a text that is one quotient and nothing else; None if not surely so."""
    plain = _bare(_without_name(words.lead.sub("", unicodedata.normalize("NFKC", text).strip())))
    if _SENTENCE.search(plain) or words.prose.search(plain):
        return None
    factors = list(words.factor.finditer(plain))
    if len(factors) > 1:
        return None
    factor = _value(factors[0], words) if factors else None
    if factors:
        before, after = plain[: factors[0].start()], plain[factors[0].end() :]
        # "a x 100% / b", or nothing more.
        if after.strip(" .)}]") and not words.division.match(after):
            return None
        plain = _bare(f"{before}{after}".strip(" ."))
    parts = _quotient(plain, words)
    if parts is None or (factors and factor is None):
        return None
    return Formula(parts[0], parts[1], factor)


def _without_name(text: str) -> str:
    """The right side of "Rasio gini = a / b"."""
    left, equals, right = text.partition("=")
    return right.strip() if equals and "=" not in right and not re.search(r"[/÷]|\bdibagi\b", left) else text


def _value(found: re.Match[str], words: FormulaWords) -> int | float | None:
    if found["word"]:
        return words.values.get(" ".join(found["word"].casefold().split()))
    return parse_number(found["number"], ",")


def _quotient(text: str, words: FormulaWords) -> tuple[str, str] | None:
    """The two sides of the one division outside brackets, None where there is none or more, or a side is unclear."""
    signs = [match for match in words.division.finditer(text) if _depth(text[: match.start()]) == 0]
    if len(signs) != 1 or _depth(text) != 0:
        return None
    sides = [_bare(side) for side in (text[: signs[0].start()], text[signs[0].end() :])]
    return (sides[0], sides[1]) if all(_clear(side, words) for side in sides) else None


def _clear(side: str, words: FormulaWords) -> bool:
    outside = re.sub(r"\([^()]*\)", "", side)
    letters = sum(char.isalpha() for char in side)
    signs = _UNSURE.search(re.sub(r"^[Σ∑]\s*", "", outside))
    divided = words.division.search(side) or words.times.search(side)
    return letters >= LETTERS and len(side.split()) <= WORDS and not signs and not divided and _depth(side) == 0


def _bare(text: str) -> str:
    """Without the brackets around the whole, and without signs at its ends."""
    text = text.strip(" .,;")
    while text[:1] in _PAIRS and text.endswith(_PAIRS[text[0]]) and _encloses(text):
        text = text[1:-1].strip(" .,;")
    return text


def _encloses(text: str) -> bool:
    return all(_depth(text[:end]) > 0 for end in range(1, len(text)))


def _depth(text: str) -> int:
    return sum(text.count(sign) for sign in _PAIRS) - sum(text.count(sign) for sign in _PAIRS.values())
