"""Which kabupaten, kota or provinsi a text names, with its Kemendagri code; or the central government.

The gazetteer is the table wilayah.csv (codes of Kepmendagri 300.2.2-2138/2025). Twenty-six names belong to two regions
(Kota Bekasi, Kabupaten Bekasi), so the word before the name decides; a bare name says no more than both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from normalizers.csv_tables import Rows
from normalizers.models import Region
from normalizers.spacy_start import import_spacy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

Level = Literal["kota", "kabupaten", "provinsi"]

#: Words that announce a region's name and tell its level; an office or its head tells it as well.
_LEVELS: dict[str, Level] = {
    **dict.fromkeys(("kota", "kotamadya", "kodya", "pemkot", "walikota"), "kota"),
    **dict.fromkeys(("kabupaten", "kab", "pemkab", "bupati"), "kabupaten"),
    **dict.fromkeys(("provinsi", "propinsi", "prov", "prop", "pemprov", "gubernur"), "provinsi"),
}
#: Bodies of the State. Agencies need "Republik Indonesia", since regions have a Badan of their own.
_CENTRAL = re.compile(
    r"\W*(?:(?:keputusan|peraturan)\s+)?(?:kementerian\b|menteri\b|(?:badan|lembaga|komisi|kejaksaan|kepolisian|sekretariat|"
    r"mahkamah|dewan|majelis|arsip|perpustakaan|ombudsman|presiden)\b[^.;]*\brepublik\s+indonesia\b)",
    re.IGNORECASE,
)
#: Names hold no digits: what a reader makes of their letters.
_LETTERS = str.maketrans("0158", "oisb")
_SPACED = re.compile(r"(?<!\w)(?:\w ){3,}\w(?!\w)")
_LEVEL_INSIDE = re.compile(r"(provinsi|propinsi|kabupaten|kota)", re.IGNORECASE)
#: Letters from which a name may be misread by one letter, and by two; words that the longest names have.
_LONG_ENOUGH, _VERY_LONG, _MOST_WORDS = 6, 12, 5


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name in the text: the regions it may mean, whether its level was printed, where it stands (token index)."""

    regions: tuple[Region, ...]
    announced: bool
    at: int


@dataclass(frozen=True, slots=True)
class _Names:
    """The loaded table: a matcher over names without their level word, and the same names packed for near misses."""

    language: Language
    matcher: PhraseMatcher
    #: Name in lower case -> regions that bear it.
    named: dict[str, tuple[Region, ...]]
    #: Level -> name without blanks and signs -> region.
    packed: dict[Level, dict[str, Region]]


class Gazetteer:
    """The table wilayah.csv; its matcher is made for the first text that is searched."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    @cached_property
    def names(self) -> _Names:
        """All names, ready to be found."""
        return _names(self._rows)


def find_region(text: str, gazetteer: Gazetteer) -> list[Region]:
    """The regions that a text may mean, best first.

    A kabupaten or kota with its level printed comes before a provinsi, then the central government, then bare names
    (all regions that bear them). "DINAS KOPERASI KOTA BEKASI" gives Kota Bekasi; "Bekasi" gives both.
    """
    hits = _hits(text, gazetteer)
    announced = sorted(
        (hit for hit in hits if hit.announced), key=lambda hit: (hit.regions[0].tingkat == "provinsi", hit.at)
    )
    found = [region for hit in announced for region in hit.regions]
    if _CENTRAL.match(text):
        found.append(Region(tingkat="pusat"))
    found += [region for hit in hits if not hit.announced for region in hit.regions]
    return list({(region.tingkat, region.kode): region for region in found}.values())


def best_region(texts: Sequence[str], gazetteer: Gazetteer) -> tuple[Region | None, bool]:
    """The region that the texts (most telling first) name, and whether that is ambiguous.

    The first text that prints a level decides; a bare name in a text before it, or the same name with another level
    anywhere, makes it ambiguous. Where no level is printed, a bare name counts: one of two meanings gives what both
    share (their provinsi) and True.
    """
    sure = [_sure(text, gazetteer) for text in texts]
    first = next((index for index, regions in enumerate(sure) if regions), None)
    if first is not None:
        region = sure[first][0]
        before = [named for text in texts[:first] for named in find_region(text, gazetteer)]
        twin = _has_twin(region, [other for regions in sure for other in regions])
        return region, twin or any(not _same_name(named, region) for named in before)
    bare = [region for text in texts for hit in _hits(text, gazetteer)[:1] for region in hit.regions]
    if not bare:
        return None, False
    same_name = [region for region in bare if _same_name(region, bare[0])]
    meanings = list({region.kode: region for region in same_name}.values())
    if len(meanings) == 1:
        return meanings[0], False
    provinces = {region.provinsi for region in meanings}
    return (Region(provinsi=provinces.pop()), True) if len(provinces) == 1 else (None, True)


def _sure(text: str, gazetteer: Gazetteer) -> list[Region]:
    """The regions of a text that its words settle: level printed, or central."""
    announced = [region for hit in _hits(text, gazetteer) if hit.announced for region in hit.regions]
    return [region for region in find_region(text, gazetteer) if region in announced or region.tingkat == "pusat"]


def _has_twin(region: Region, others: Sequence[Region]) -> bool:
    return any(other.kode != region.kode and _same_name(other, region) for other in others if other.nama)


def _same_name(one: Region, other: Region) -> bool:
    return _bare_name(one) == _bare_name(other)


def _bare_name(region: Region) -> str:
    """The name without its level word."""
    return (region.nama or "").partition(" ")[2]


def _hits(text: str, gazetteer: Gazetteer) -> list[_Hit]:
    """All names in the text, in order."""
    names = gazetteer.names
    doc = names.language.make_doc(" ".join(_close_up(text).split()))
    found = {hit.at: hit for hit in _exact(doc, names)}
    for near in filter(None, (_near(doc, index, names) for index in range(len(doc)))):
        found[near.at] = near
    return sorted(found.values(), key=lambda hit: hit.at)


def _exact(doc: Doc, names: _Names) -> Iterator[_Hit]:
    from spacy.util import filter_spans  # noqa: PLC0415  (spaCy takes seconds to import; only texts with a region need it)

    for span in filter_spans(names.matcher(doc, as_spans=True)):
        regions = names.named[_plain(span.text)]
        level = _level_before(doc, span.start)
        of_level = tuple(region for region in regions if region.tingkat == level)
        if of_level:
            yield _Hit(of_level, announced=True, at=span.start)
        elif not span.text.islower():
            # Many names are common words as well ("batu", "buru"): bare ones must look like names.
            yield _Hit(regions, announced=False, at=span.start)


def _near(doc: Doc, index: int, names: _Names) -> _Hit | None:
    """A misread or run-together name right after a level word: "KABUPATEN JENEPONT0", "Kota Pasuruwan".

    The longest reading counts, so that a misread "Padang Lawas Utar" is not taken for the Padang Lawas next to it.
    """
    level = _level(doc, index)
    if level is None:
        return None
    start = index + 2 if doc[index + 1 : index + 2].text == "." else index + 1
    for length in range(_MOST_WORDS, 0, -1):
        name = _nearest(_pack(doc[start : start + length].text), list(names.packed[level]))
        if name:
            return _Hit((names.packed[level][name],), announced=True, at=start)
    return None


def _nearest(name: str, known: Sequence[str]) -> str | None:
    """The one known name that differs by a letter (long names: two); None if there is none, or more than one."""
    if len(name) < _LONG_ENOUGH:
        return None
    slips = 1 if len(name) < _VERY_LONG else 2
    found = process.extract(name, known, scorer=Levenshtein.distance, score_cutoff=slips, limit=2)
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        return None
    return found[0][0]


def _level(doc: Doc, index: int) -> Level | None:
    """The level that the token announces; "Wali Kota" is one word of two tokens, "Kota" alone tells the same."""
    return _LEVELS.get(doc[index].lower_.rstrip("."))


def _level_before(doc: Doc, start: int) -> Level | None:
    """The level announced right before a name, a full stop or "Administrasi" between them apart."""
    index = start - 1
    while index >= 0 and doc[index].lower_ in {".", ":", "administrasi", "adm", "adm."}:
        index -= 1
    return _level(doc, index) if index >= 0 else None


def _close_up(text: str) -> str:
    """Letter-spaced words ("K O T A  B E K A S I") drawn together; where word gaps are lost, cut at the level word."""

    def join(match: re.Match[str]) -> str:
        return _LEVEL_INSIDE.sub(r" \1 ", match[0].replace(" ", ""))

    return _SPACED.sub(join, text)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _pack(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold()).translate(_LETTERS)


def _names(rows: Rows) -> _Names:
    import_spacy()
    from spacy.attrs import LOWER  # noqa: PLC0415  (see _exact)
    from spacy.lang.xx import MultiLanguage  # noqa: PLC0415
    from spacy.matcher import PhraseMatcher  # noqa: PLC0415
    from spacy.vocab import Vocab  # noqa: PLC0415

    # Only the tokens and their lower case are needed: all else that spaCy keeps of a word takes as long to make as a
    # page to be read. The 16,000 exceptions of its Indonesian take seconds to load and hold no name.
    language = MultiLanguage(Vocab(lex_attr_getters={LOWER: str.lower}))
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    named: dict[str, tuple[Region, ...]] = {}
    packed: dict[Level, dict[str, Region]] = {"kota": {}, "kabupaten": {}, "provinsi": {}}
    for row in rows:
        region = Region.model_validate({column: row[column] for column in ("kode", "nama", "tingkat", "provinsi")})
        for name in filter(None, [_bare_name(region), *row.get("nama_lain", "").split("|")]):
            # Keyed as the tokenizer will give it back, so that the matched words are always found.
            doc = language.make_doc(name)
            named[_plain(doc.text)] = (*named.get(_plain(doc.text), ()), region)
            matcher.add(row["kode"], [doc])
            packed[_level_of(region)][_pack(name)] = region
    return _Names(language, matcher, named, packed)


def _level_of(region: Region) -> Level:
    if region.tingkat is None or region.tingkat == "pusat":
        raise ValueError(f"wilayah.csv: {region.nama} has no level")
    return region.tingkat
