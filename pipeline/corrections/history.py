"""Which answers stand: what was undone is out (an undo can be undone too), and what belongs together stays together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.corrections.models import STRUCTURAL, Correction


@dataclass(frozen=True, slots=True)
class Bundle:
    """Answers that hold only together: the steps of one change of structure, else a single answer."""

    corrections: tuple[Correction, ...]

    @property
    def key(self) -> str:
        """What an undo of this bundle names."""
        first = self.corrections[0]
        return first.group or first.id if len(self.corrections) > 1 else first.id

    @property
    def structural(self) -> bool:
        """Whether it changes which records there are or where texts stand."""
        return any(correction.action in STRUCTURAL for correction in self.corrections)


def standing(corrections: Sequence[Correction]) -> list[Correction]:
    """The answers that were not taken back, without the undoings themselves."""
    undoings: dict[str, list[Correction]] = {}
    for correction in corrections:
        if correction.action == "undo" and correction.undoes:
            undoings.setdefault(correction.undoes, []).append(correction)

    def stands(correction: Correction, asked: frozenset[str] = frozenset()) -> bool:
        # An imported file may hold undoings of one another: what is asked for again counts as standing.
        if correction.id in asked:
            return True
        names = {correction.id, correction.group} - {None}
        against = [undo for name in names for undo in undoings.get(str(name), ()) if undo.id != correction.id]
        return not any(stands(undo, asked | {correction.id}) for undo in against)

    ordered = sorted(corrections, key=lambda correction: correction.order)
    return [correction for correction in ordered if correction.action != "undo" and stands(correction)]


def bundles(corrections: Sequence[Correction]) -> list[Bundle]:
    """The standing answers of one document, those of one change of structure as one, in the order of time."""
    held = {correction.group for correction in corrections if correction.group and correction.action in STRUCTURAL}
    found: dict[str, list[Correction]] = {}
    for correction in standing(corrections):
        key = correction.group if correction.group in held and correction.group else correction.id
        found.setdefault(key, []).append(correction)
    return [Bundle(tuple(members)) for members in found.values()]


def version(corrections: Sequence[Correction]) -> str:
    """A fingerprint of all that was said: a page that shows an older one is out of date."""
    digest = hashlib.sha256()
    for name in sorted(correction.id for correction in corrections):
        digest.update(name.encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()[:16]


def about(corrections: Sequence[Correction], record_id: str | None) -> list[Correction]:
    """What was said about one record (None: the head), undoings of it and changes of the document's structure too."""
    ours = {
        name
        for correction in corrections
        if correction.action != "undo" and record_id in (correction.record_id, correction.to_record_id)
        for name in (correction.id, correction.group)
        if name
    }
    return [
        correction
        for correction in corrections
        if correction.id in ours or (correction.undoes in ours if correction.undoes else False)
    ]
