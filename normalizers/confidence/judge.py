"""Records in, the same records out with a chance for every field, and marks on those that are not sure enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalizers.confidence.calibration import calibration
from normalizers.confidence.evidence import Paper, Source, evidence
from normalizers.confidence.readings import POOR, UNCONFIRMED, ceiling, counts_on, poor, unsettled_numbers
from normalizers.confidence.telling import told
from normalizers.confidence.whole import DIGITS, together
from normalizers.models import Mark, Place, Record
from normalizers.vocabulary import Vocabulary

#: A nomor that numbers nothing.
ODD = "isi-janggal"
_NUMBERING = re.compile(r"\W*(?:\d{1,3}(?:\.\d+)*|[A-Za-z]|[IVXL]+)\W*[a-z]?\W*")
#: A row without a number where nearly all have one (of SEVERAL at least) may be the rest of another.
UNNUMBERED = "nomor-kosong"
SEVERAL, NEARLY_ALL = 5, 0.8


@dataclass(frozen=True, slots=True)
class Draft:
    """A record with what the rules doubt, and where each of its values came from."""

    record: Record
    sources: tuple[Source, ...]


def judge(drafts: Sequence[Draft], paper: Paper, vocabulary: Vocabulary, accept: float) -> list[Record]:
    """The drafts' records with their chances; a value with a smaller chance than `accept` gets a mark."""
    return [_judged(draft, paper, vocabulary, accept) for draft in by_rule(drafts, vocabulary)]


def by_rule(drafts: Sequence[Draft], vocabulary: Vocabulary) -> list[Draft]:
    """The drafts with the marks that need their neighbours or both readings: numbers that nothing confirms."""
    nomors = [draft.record.nomor for draft in drafts]
    numbered = len(drafts) >= SEVERAL and sum(nomor is not None for nomor in nomors) >= NEARLY_ALL * len(drafts)
    ruled = []
    for place, draft in enumerate(drafts):
        above, below = nomors[place - 1] if place else None, nomors[place + 1] if place + 1 < len(drafts) else None
        proven = {"nomor"} if counts_on(draft.record.nomor, above, below) else set()
        unsettled = [mark for source in draft.sources if source.key not in proven for mark in _unsettled(source)]
        if draft.record.nomor is not None and not _numbers(draft.record.nomor, nomors):
            unsettled.append(Mark(field="nomor", reason=ODD))
        if numbered and draft.record.nomor is None:
            unsettled += [Mark(field=source.key, reason=UNNUMBERED) for source in draft.sources]
        marks = told([*draft.record.review, *unsettled], draft.sources, vocabulary)
        ruled.append(Draft(draft.record.model_copy(update={"review": marks}), draft.sources))
    return ruled


def _numbers(nomor: str, nomors: Sequence[str | None]) -> bool:
    """Whether a nomor numbers something: it looks like one, and is no letter where most others are figures ("I", 2)."""
    figures = sum(other is not None and any(sign.isdigit() for sign in other) for other in nomors)
    letter = not any(sign.isdigit() for sign in nomor)
    return _NUMBERING.fullmatch(nomor) is not None and not (letter and 2 * figures > len(nomors))


def gathered(draft: Draft, paper: Paper) -> list[tuple[Source, dict[str, float]]]:
    """Each value of a record with the evidence against it (what `make calibrate` learns from)."""
    doubted = [mark.field for mark in draft.record.review]
    name = next((source.entry.confidence for source in draft.sources if source.key == "indikator"), None)
    of_name = {} if name is None else {"weak_name": 1 - name}
    return [
        (source, evidence(source, paper, doubted.count(source.key), len(set(doubted) - {source.key})) | of_name)
        for source in draft.sources
    ]


def _judged(draft: Draft, paper: Paper, vocabulary: Vocabulary, accept: float) -> Record:
    table, record = calibration(), draft.record
    chances: dict[str, float] = {}
    doubts: list[Mark] = []
    marked = {mark.field for mark in record.review}
    for source, found in gathered(draft, paper):
        chance = min(table.values.chance(found), ceiling(source.words, table.limit("keyakinan-kata")))
        chances[source.key] = min(chance, chances.get(source.key, 1.0))
        if chance < accept and source.key not in marked:
            doubts.append(Mark(field=source.key, reason=table.reason(table.values.costs(found))))
    places = {key: _with_chance(place, chances[key]) for key, place in record.provenance.items()}
    review = [*record.review, *told(doubts, draft.sources, vocabulary)]
    return record.model_copy(update={"provenance": places, "review": review, "confidence": together(places.values())})


def _unsettled(source: Source) -> list[Mark]:
    """Marks where a number is not confirmed by a second reading, or a word was read too poorly to be believed."""
    words, least = source.words, calibration().limit("keyakinan-kata")
    codes = [UNCONFIRMED] if unsettled_numbers(words) else []
    if not codes and poor(words, least):
        codes = [POOR]
    return [Mark(field=source.key, reason=code) for code in codes]


def _with_chance(place: Place, chance: float) -> Place:
    return place.model_copy(update={"confidence": round(chance, DIGITS)})
