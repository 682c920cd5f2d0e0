"""The words by which the parts of a head are known, from CSV, compared with a tolerance for misread letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from normalizers.csv_tables import Rows

#: Likeness (0..100) from which a text is the word: one wrong letter in six, none in four ("VISI" is not "MISI").
ALIKE = 82.0
#: The same for ranks: the printed text is kept, only that it is a rank matters.
RANK_ALIKE = 80.0
#: The same for the label before a rank, over which a stamp may lie ("P gkat : Pembina").
MISREAD_LABEL = 70.0
#: What a likeness loses when it holds only for the shapes of the signs (l, 1, I): enough to be marked.
SHAPE_COST = 11.0

_RANK_LABEL = re.compile(r"^\W*(?:pangkat\w*(?:\s*/\s*gol\w*\.?(?:\s*ruang)?)?\W*)?", re.IGNORECASE)
_GLYPHS = str.maketrans({"0": "o", "1": "i", "|": "i", "l": "i", "!": "i", "5": "s", "$": "s"})


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Letters and digits only, lower case: how words are compared ("NO MOR :" -> "nomor")."""
    return re.sub(r"[\W_]+", "", text.casefold())


def is_capitals(text: str) -> bool:
    """Whether at least seven of ten letters are capitals."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) >= 0.7 * len(letters)


def alike(text: str, word: str) -> float:
    """Likeness 0..100 without white space and punctuation; signs of one shape ("V1SI", "VlSI") cost almost nothing."""
    return _Said.of(text).like(_Word.of(word), 0.0)


class _Word(NamedTuple):
    """A known word, as it is compared; `counts` is of how many words a text may be that is meant to be it."""

    plain: str
    shapes: str
    counts: tuple[int, ...]
    kind: str

    @classmethod
    def of(cls, text: str, kind: str = "") -> _Word:
        """A word of this kind."""
        count, plain = len(text.split()), fold(text)
        return cls(plain, plain.translate(_GLYPHS), tuple({count - 1, count, count + 1}), kind)


class _Said(NamedTuple):
    """What a text says, to be compared with many words."""

    plain: str
    shapes: str

    @classmethod
    def of(cls, text: str) -> _Said:
        """The text by its letters, and by their shapes."""
        return cls(fold(text), fold(text.casefold().translate(_GLYPHS)))

    def like(self, word: _Word, least: float = ALIKE) -> float:
        """Likeness 0..100 to a word; 0 where it is below `least`."""
        if not self.plain:
            return 0.0
        plain = fuzz.ratio(self.plain, word.plain, score_cutoff=least)
        shapes = fuzz.ratio(self.shapes, word.shapes, score_cutoff=least + SHAPE_COST)
        return max(plain, shapes - SHAPE_COST)


@dataclass(frozen=True, eq=False)
class HeadWords:
    """The lists `label_kepala`, `kata_kepala`, `kata_jabatan` and `pangkat`, as (kind, text)."""

    labels: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    ranks: tuple[str, ...]

    def label(self, text: str) -> tuple[str, float] | None:
        """The field of a preamble label with its likeness 0..100; None where the text is no label."""
        said = _Said.of(text)
        # Most texts are no label, which one look at all of them tells.
        plain = process.extractOne(said.plain, self._plain, scorer=fuzz.ratio, score_cutoff=ALIKE)
        shape = process.extractOne(said.shapes, self._shapes, scorer=fuzz.ratio, score_cutoff=ALIKE + SHAPE_COST)
        if plain is None and shape is None:
            return None
        best = max((said.like(word), word.kind) for word in self._labels)
        return (best[1], best[0]) if best[0] >= ALIKE else None

    @cached_property
    def _labels(self) -> tuple[_Word, ...]:
        return tuple(_Word.of(text, kind) for kind, text in self.labels)

    @cached_property
    def _plain(self) -> list[str]:
        return [word.plain for word in self._labels]

    @cached_property
    def _shapes(self) -> list[str]:
        return [word.shapes for word in self._labels]

    @cached_property
    def _of(self) -> dict[str, list[_Word]]:
        """Kind -> its words."""
        found: dict[str, list[_Word]] = {}
        for kind, text in self.words:
            found.setdefault(kind, []).append(_Word.of(text, kind))
        return found

    def of(self, kind: str) -> list[str]:
        """All texts of one kind."""
        return [text for other, text in self.words if other == kind]

    def starts(self, kind: str, text: str) -> int:
        """How many words at the start of `text` are a text of this kind (the longest one); 0 for none."""
        tokens = text.split()
        starts: dict[int, _Said] = {}
        best, found = (0, 0.0), 0
        for word in self._of.get(kind, ()):
            for count in word.counts:
                if 0 < count <= len(tokens):
                    said = starts.get(count) or starts.setdefault(count, _Said.of(" ".join(tokens[:count])))
                    score = said.like(word)
                    # The longer phrase wins, then the better likeness.
                    if score < ALIKE or (len(word.plain), score) <= best:
                        continue
                    # "(IKU) DINAS" is like "DINAS", but does not begin with it.
                    if count == 1 or _Said.of(" ".join(tokens[1:count])).like(word) <= score:
                        best, found = (len(word.plain), score), count
        return found

    def setting(self, text: str) -> int:
        """How many words "Ditetapkan di" takes at the start of `text`; 0 where they only run on ("ditetapkan oleh")."""
        count = self.starts("ditetapkan", text)
        return count if count and re.search(r"di$", fold(text.split()[count - 1])) else 0

    def within(self, kind: str, tokens: Sequence[str]) -> int | None:
        """The index of the first token at which a text of this kind begins; None for none."""
        return next((i for i in range(len(tokens)) if self.starts(kind, " ".join(tokens[i : i + 6]))), None)

    def rank(self, text: str) -> bool:
        """Whether the text is a civil servant's rank, with or without "Pangkat :" and the class "(IV/c)"."""
        bare = strip_rank_label(text)
        bare = re.sub(r"[\s,(]*\b[IVl1]{1,3}\s*[/.]\s*[a-e]\b[)\s]*$", "", bare)
        bare = re.sub(r"\b(?:tk|tingkat)\.?\s*[I1l|]\b", "Tingkat I", bare, flags=re.IGNORECASE)
        return any(alike(bare, rank) >= RANK_ALIKE for rank in self.ranks)


def strip_rank_label(text: str) -> str:
    """The rank without its label and without signs before it ("Pangkat : Pembina" -> "Pembina")."""
    label, colon, rest = text.partition(":")
    if colon and alike(label, "Pangkat") >= MISREAD_LABEL:
        return rest.strip()
    return _RANK_LABEL.sub("", text).strip()


def head_words_of(tables: Mapping[str, Rows]) -> HeadWords:
    """The words of a head among the vocabulary's tables."""
    words = [(row["jenis"], row["teks"]) for name in ("kata_kepala", "kata_jabatan") for row in tables[name]]
    return HeadWords(
        labels=tuple((row["bidang"], row["teks"]) for row in tables["label_kepala"]),
        words=tuple(words),
        ranks=tuple(row["teks"] for row in tables["pangkat"]),
    )
