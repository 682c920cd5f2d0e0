"""Legal references: "UU No.25 Tahun 1992" is {UU, 25, 1992}. Only references with a number and a year count.

The names of the kinds and the words for "Nomor" and "Tahun" are the table hukum.csv. Its rows of the part `bentuk` are
shapes of numbers ("*/M.PAN/*") that tell the kind by themselves: such a number belongs to a minister's regulation even
where the name before it is lacking or wrong. Kind `lain` names what is not one of ours, so that its number is not taken
for that of the kind before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from normalizers.csv_tables import Rows
from normalizers.models import Law

_OTHER = "lain"
#: Kinds that are numbered plainly by the State; a number with slashes below one of these names is another body's.
_PLAINLY_NUMBERED = frozenset({"UU", "PP", "Perpu", "Perpres", "Inpres", "Keppres"})
#: What ends the name of a law before its number has come.
_STOP = re.compile(r"[;()]|\btentang\b|\bLembaran\b", re.IGNORECASE)
#: Characters between a kind and its number: the longest ministry names with a region behind them stay below this.
_REACH, _REACH_UNANNOUNCED = 180, 40
_DIGITS = str.maketrans("OoIilL", "001111")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled table: names of kinds, shapes of numbers, and how a number with its year is written."""

    name: re.Pattern[str]
    #: Kind by the name's group in `name`.
    kinds: tuple[str, ...]
    #: Shape (casefolded, with *) and kind.
    shapes: tuple[tuple[str, str], ...]
    announced: re.Pattern[str]
    bare: re.Pattern[str]
    joined: re.Pattern[str]


def find_laws(text: str, grammar: Grammar) -> list[Law]:
    """All references with number and year, in order of print, each once; `nomor` as printed, without spaces.

    An amending law ("sebagaimana telah diubah dengan Undang-Undang Nomor 2 Tahun 2015") is a reference of its own.
    """
    text = " ".join(text.split())
    laws: dict[tuple[str, str, int], Law] = {}
    for law in _references(text, grammar):
        laws.setdefault((law.jenis, law.nomor, law.tahun), law)
    return list(laws.values())


def _references(text: str, grammar: Grammar) -> Iterator[Law]:
    names = list(grammar.name.finditer(text))
    done = 0
    for index, name in enumerate(names):
        # A number before the first name, or between a reference and the next name, may still tell its kind itself.
        yield from _by_shape(text[done : name.start()], grammar)
        end = names[index + 1].start() if index + 1 < len(names) else len(text)
        done = name.end()
        number = _number_after(text, name.end(), end, grammar)
        first = name.start()
        while number:
            kind = _kind(grammar.kinds[(name.lastindex or 1) - 1], _printed(number), grammar)
            if kind != _OTHER:
                yield _law(kind, number, text[first : number.end()])
            first = done = number.end()
            number = grammar.joined.match(text, done, end)
    yield from _by_shape(text[done:], grammar)


def _number_after(text: str, start: int, end: int, grammar: Grammar) -> re.Match[str] | None:
    """The number and year that belong to a kind named before `start`."""
    # "Undang-Undang (UU) Nomor ...": the bracket that closes right behind the name is part of it.
    start = start + 1 if text[start : start + 1] == ")" else start
    stop = _STOP.search(text, start, end)
    end = min(stop.start() if stop else end, start + _REACH)
    announced = grammar.announced.search(text, start, end)
    bare = grammar.bare.search(text, start, min(end, start + _REACH_UNANNOUNCED))
    # The nearer one: in "UU 23/2014 jo. Nomor 9 Tahun 2015" the announced number is the second.
    return bare if bare and (announced is None or bare.start() < announced.start()) else announced


def _by_shape(text: str, grammar: Grammar) -> Iterator[Law]:
    """References without a name, such as "PER/09/M.PAN/05/2007"."""
    for number in grammar.bare.finditer(text):
        kind = _shape(_printed(number), grammar)
        if kind:
            yield _law(kind, number, number[0])


def _kind(named: str, number: str, grammar: Grammar) -> str:
    """The kind as named, unless its name is none that could bear such a number."""
    if "/" in number and (named in _PLAINLY_NUMBERED or named == _OTHER):
        return _shape(number, grammar) or named
    return named


def _shape(number: str, grammar: Grammar) -> str | None:
    return next((kind for shape, kind in grammar.shapes if fnmatchcase(number.casefold(), shape)), None)


def _printed(number: re.Match[str]) -> str:
    """The number as printed, without spaces and without the year that stands behind it."""
    return re.sub(r"\s", "", number["before_word"] or number["before_slash"] or number["whole"])


def _law(kind: str, number: re.Match[str], text: str) -> Law:
    printed = _printed(number)
    plain = (
        printed
        if "/" in printed
        else re.sub(r"[OIl]", lambda sign: sign[0].translate(_DIGITS), printed, flags=re.IGNORECASE)
    )
    year = number["after_word"] or number["after_slash"] or number["last"]
    return Law(jenis=kind, nomor=plain, tahun=int(year.replace(" ", "").translate(_DIGITS)), teks=text.strip(" ,.;"))


def grammar_of(rows: Rows) -> Grammar:
    """The table hukum.csv, compiled."""
    # Longest first, so that "Peraturan Pemerintah Pengganti Undang-Undang" is not taken for a PP.
    names = sorted((row for row in rows if row["bagian"] == "nama"), key=lambda row: -len(row["teks"]))
    word_number = _any_of([row["teks"] for row in rows if row["bagian"] == "kata_nomor"])
    word_year = _any_of([row["teks"] for row in rows if row["bagian"] == "kata_tahun"])
    number = _number_pattern(word_number, word_year)
    announce = rf"(?<!\w){word_number}(?![^\W\d_]{{2}})[\s.:]*"
    return Grammar(
        # "467/KMK.01/2014": a name inside a number is none.
        name=_compile("|".join(rf"(?<!\w)(?<!\d/)({_spelling(row['teks'])})(?!\w)" for row in names)),
        kinds=tuple(row["jenis"] for row in names),
        shapes=tuple((row["teks"].casefold(), row["jenis"]) for row in rows if row["bagian"] == "bentuk"),
        announced=_compile(announce + number),
        # Not a date and not a pair of years ("01/10/2018", "2017/2018"), which nothing announces as a number.
        bare=_compile(r"(?<![\w/.,\-])(?!(?:[0-9]{1,2}/[0-9]{1,2}|20[0-9]{2})/20[0-9]{2})" + number),
        joined=_compile(rf"\s*(?:,|dan|serta|jo\.?|juncto|junto)\s*{announce}{number}"),
    )


def _number_pattern(word_number: str, word_year: str) -> str:
    """A number with its year: "25 Tahun 1992", "25/1992", "09/M.PAN/05/2007", "188/45 Tahun 2020"."""
    # A reader's letters for digits and one gap ("201 7") are understood: years of laws are few enough to be sure.
    year = r"(?:19[4-9]|2[0O][0-9OIl])\s?[0-9OIl](?!\w)"
    plain = r"[0-9OIl]{0,3}[0-9][0-9OIl]{0,3}[A-Z]?"
    prefix = rf"(?:(?!{word_number}\W)[A-Z]{{2,8}}\s?[/.\-]\s?)?"
    slashed = rf"{prefix}[0-9O][\w.\-]*(?:\s?/\s?[\w.\-]+)*?\s?/\s?"
    return (
        rf"(?:(?P<before_word>{plain}|{slashed}[\w.\-]+)[\s,]*{word_year}[\s.:]*(?P<after_word>{year})"
        rf"|(?P<before_slash>{plain})\s?/\s?(?P<after_slash>{year})(?!\s?/)"
        rf"|(?P<whole>{slashed}(?P<last>{year})))"
    )


def _spelling(text: str) -> str:
    """A text of the table as pattern: blanks and hyphens may be lost, doubled or a dash; a star is any rest of a word.

    An abbreviation in capitals counts in capitals only: "SE" is a kind, "se-Jawa Timur" is none.
    """
    if text.isupper() and text.isalpha():
        return f"(?-i:{text})"
    parts = re.split(r"([ \-*])", text)
    tokens = {" ": r"\s*", "-": r"\s*[-\u2010-\u2014]?\s*", "*": r"[\w\-]*"}
    return "".join(tokens.get(part, re.escape(part)) for part in parts)


def _any_of(words: list[str]) -> str:
    return "(?:" + "|".join(_spelling(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
