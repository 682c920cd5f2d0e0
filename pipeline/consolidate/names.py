"""A name for comparison: spelling variants folded, abbreviations written out, regions, years and light words taken out.

"Prosentase Koperasi aktif di Kota Bekasi th. 2018" and "Persentase koperasi aktif" are one name. The printed name is
never changed: this one only serves to find its like.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from normalizers.csv_tables import read_table
from normalizers.models import Region
from pipeline.consolidate.words import Words

_TOKEN = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LIST_MARK = re.compile(r"^\s*(?:\(?[0-9]{1,3}[.)](?![0-9])|[a-z][.)]|[-•*])\s*")
_ACRONYM = re.compile(r"\(\s*([^\W\d_]{2,9})\s*\)")
_LEVELS = ("kabupaten", "kab", "kota", "provinsi", "propinsi", "prov", "prop")
#: Words that the longest names of regions have.
_MOST_WORDS = 5
#: Of the ways in which an acronym is written out, the share that one must have to be believed.
_AGREED = 0.8


class Namer:
    """Normalises names; `acronyms` (learned from the names themselves) are written out."""

    def __init__(self, words: Words, acronyms: dict[str, tuple[str, ...]] | None = None) -> None:
        self._words = words
        self._acronyms = acronyms or {}
        self._known: dict[tuple[str, str | None], tuple[str, ...]] = {}
        self._long = [word for word in words.replaced if len(word) > 7]
        self._slips: dict[str, tuple[str, ...]] = {}

    def tokens(self, name: str, region: Region) -> tuple[str, ...]:
        """The words that count, in their order. Never empty, unless the name holds no letter or digit."""
        found = self._known.get((name, region.kode))
        if found is None:
            found = self._known[(name, region.kode)] = self._tokens(name, region)
        return found

    def _tokens(self, name: str, region: Region) -> tuple[str, ...]:
        plain = _LIST_MARK.sub("", unicodedata.normalize("NFKC", name).casefold(), count=1)
        if plain.startswith("%"):
            plain = f"persentase {plain[1:]}"
        raw = _TOKEN.findall(_without_own_acronym(plain))
        placeless = _without_region(raw, region)
        words = [word for token in placeless for word in self._written_out(token)]
        counted = [word for word in words if word not in self._words.light and not _YEAR.fullmatch(word)]
        return tuple(counted or words or raw)

    def _written_out(self, token: str) -> tuple[str, ...]:
        replaced = self._words.replaced.get(token) or self._acronyms.get(token)
        return replaced or self._near_variant(token)

    def _near_variant(self, token: str) -> tuple[str, ...]:
        """A long word one slip away from a known variant ("prosetnase") is that variant; kept: it comes often."""
        found = self._slips.get(token)
        if found is None:
            near = (
                process.extractOne(token, self._long, scorer=OSA.distance, score_cutoff=1) if len(token) > 7 else None
            )
            found = self._slips[token] = self._words.replaced[near[0]] if near else (token,)
        return found


def learn_acronyms(names: Iterable[str], words: Words) -> dict[str, tuple[str, ...]]:
    """Acronyms that names write out themselves, "Indeks Pembangunan Manusia (IPM)", where they agree on it."""
    plain = Namer(words)
    seen: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for name in names:
        text = unicodedata.normalize("NFKC", name).casefold()
        for match in _ACRONYM.finditer(text):
            before = _TOKEN.findall(text[: match.start()])
            if written := _written_before(before, match[1]):
                seen[match[1]][plain.tokens(" ".join(written), Region())] += 1
    learned = {}
    for acronym, ways in seen.items():
        way, count = min(ways.items(), key=lambda item: (-item[1], item[0]))
        if count >= _AGREED * ways.total() and acronym not in words.replaced:
            learned[acronym] = way
    return learned


def _without_own_acronym(text: str) -> str:
    """The text without acronyms in brackets that the words before them spell."""

    def replace(match: re.Match[str]) -> str:
        return " " if _written_before(_TOKEN.findall(text[: match.start()]), match[1]) else match[0]

    return _ACRONYM.sub(replace, text)


def _written_before(tokens: list[str], acronym: str) -> list[str]:
    """The last words whose initials spell the acronym (light words may stand between), none where they do not."""
    position = len(tokens)
    for letter in reversed(acronym):
        position -= 1
        while position >= 0 and tokens[position][0] != letter and len(tokens[position]) <= 4:
            position -= 1
        if position < 0 or tokens[position][0] != letter:
            return []
    return tokens[position:]


def _without_region(tokens: list[str], own: Region) -> list[str]:
    """The words without names of regions: after a word that tells the level any, else the document's own."""
    regions, kept, index = _region_names(), list[str](), 0
    own_names = _names_of(own)
    while index < len(tokens):
        announced = tokens[index] in _LEVELS
        start = index + 1 if announced else index
        length = next(
            (
                size
                for size in range(_MOST_WORDS, 0, -1)
                if (words := tuple(tokens[start : start + size]))
                and len(words) == size
                and (words in own_names or (announced and words in regions))
            ),
            0,
        )
        if length:
            index = start + length
            if kept and kept[-1] in ("di", "se"):
                kept.pop()
        else:
            kept.append(tokens[index])
            index += 1
    return kept


def _names_of(region: Region) -> set[tuple[str, ...]]:
    """The region's own name and its province's, without the level word."""
    names = [(region.nama or "").partition(" ")[2], region.provinsi or ""]
    return {tuple(_TOKEN.findall(name.casefold())) for name in names if name}


@cache
def _region_names() -> frozenset[tuple[str, ...]]:
    rows = read_table("wilayah", ("kode", "nama", "tingkat", "provinsi"))
    names = [name for row in rows for name in (row["nama"].partition(" ")[2], *row["nama_lain"].split("|"))]
    return frozenset(tuple(_TOKEN.findall(name.casefold())) for name in names if name)
