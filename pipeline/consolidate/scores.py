"""How alike two names are: word by word, so that a misspelt word weighs little and another word weighs much.

"Angka kematian ibu" and "Angka kematian bayi" differ by one word and are two; "Persentase koperasi aktip" and
"Persentase koperasi aktif" differ by one sign and are one. Unit and formula are evidence beside the name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from pipeline.consolidate.shapes import Evidence, Node
from pipeline.consolidate.words import Words

#: From here a pair is proposed, from there it is shown as alike.
PROPOSED, ALIKE = 0.90, 0.75
#: What each kind of difference leaves of the score.
_TYPO, _ORDER, _WEAK, _ADDED, _LEVEL, _OTHER = 0.99, 0.99, 0.94, 0.85, 0.80, 0.60
_ADDED_MORE = 0.06
_UNIT_DIFFERS, _FORMULA_AGREES, _FORMULA_DIFFERS = 0.95, 0.01, 0.02
_SAME_FORMULA, _OTHER_FORMULA = 80, 35
#: A word this much rarer than its like is its misspelling.
_RARER = 8
#: Records in which a slip of the pen may stand.
_RARE = 3


class Scorer:
    """Compares names; `counts` says in how many records each word stands."""

    def __init__(self, words: Words, counts: Mapping[str, int]) -> None:
        self._words = words
        self._counts = counts

    def compare(self, one: Node, other: Node) -> Evidence:
        """The likeness of two names with their units and formulas."""
        score, why = self.names(one.tokens, other.tokens)
        reasons = [why]
        if one.unit and other.unit and one.unit != other.unit:
            score *= _UNIT_DIFFERS
            reasons.append(f"satuan berbeda ({one.unit} / {other.unit})")
        elif one.unit and one.unit == other.unit:
            reasons.append("satuan sama")
        if one.formula and other.formula and score < 1:
            likeness = fuzz.token_set_ratio(one.formula.casefold(), other.formula.casefold())
            if likeness >= _SAME_FORMULA:
                score = min(1.0, score + _FORMULA_AGREES)
                reasons.append("rumus mirip")
            elif likeness <= _OTHER_FORMULA:
                score -= _FORMULA_DIFFERS
                reasons.append("rumus berbeda")
        return Evidence(round(score, 3), "; ".join(reasons))

    def names(self, one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, str]:
        """The likeness of two names alone, and why."""
        if one == other:
            return 1.0, "nama sama"
        left, right = Counter(one), Counter(other)
        mine, theirs = list((left - right).elements()), list((right - left).elements())
        if not mine and not theirs:
            return _ORDER, "urutan kata berbeda"
        if "".join(mine) == "".join(theirs):
            return _TYPO, "pemisahan kata berbeda"
        typos = self._take_typos(mine, theirs)
        score = _TYPO ** len(typos)
        if not mine and not theirs:
            return score, f"ejaan berbeda: {', '.join(typos)}"
        return self._unlike(score, mine, theirs)

    def _unlike(self, score: float, mine: list[str], theirs: list[str]) -> tuple[float, str]:
        """The likeness where words of one have no counterpart in the other."""
        rest = f"{' '.join(mine) or '-'} / {' '.join(theirs) or '-'}"
        leftover = {*mine, *theirs}
        if not (mine and theirs) and all(self._misspelt_light(word) for word in leftover):
            return score * _TYPO, f"kata hubung salah ketik: {rest}"
        if leftover <= self._words.weak and not (mine and theirs):
            return score * _WEAK, f"kata tambahan yang lemah: {rest}"
        if leftover <= self._words.levels | self._words.weak:
            return score * _LEVEL, f"jenjang berbeda: {rest}"
        if (mine and theirs) or leftover & self._words.denials:
            return score * _OTHER, f"kata berbeda: {rest}"
        return score * (_ADDED - _ADDED_MORE * (len(leftover) - 1)), f"kata tambahan: {rest}"

    def _misspelt_light(self, word: str) -> bool:
        """Whether a rare word is one slip away from a longer light word: "denggan"."""
        near = (OSA.distance(word, light, score_cutoff=1) <= 1 for light in self._words.light if len(light) > 4)
        return self._counts.get(word, 0) <= _RARE and len(word) > 4 and any(near)

    def _take_typos(self, mine: list[str], theirs: list[str]) -> list[str]:
        """Takes words that are spellings of one another out of both lists; tells which."""
        taken = []
        for word in list(mine):
            like = min(theirs, key=lambda candidate: OSA.distance(word, candidate), default=None)
            if like is not None and self._same_word(word, like):
                mine.remove(word)
                theirs.remove(like)
                taken.append(f"{word} / {like}")
        return taken

    def _same_word(self, one: str, other: str) -> bool:
        if not (one.isalpha() and other.isalpha()) or {one, other} <= self._words.fixed:
            return False
        distance, length = OSA.distance(one, other), max(len(one), len(other))
        if distance > (2 if length >= 8 else 1) or length < 4:
            return False
        rare, common = sorted((self._counts.get(one, 0), self._counts.get(other, 0)))
        # Two words that are both at home here are two words, unless they are long and all but the same.
        return common >= _RARER * max(rare, 1) or (length >= 7 and distance == 1 and rare <= 2)
