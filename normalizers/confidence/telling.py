"""Marks in words: what they mean, what was read there, and the other reading where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from extractors.shapes import Word
from normalizers.confidence.readings import alternative
from normalizers.models import Mark
from normalizers.vocabulary import Vocabulary


class Told(Protocol):
    """A value with its key, its text and the words that it was read from."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> Sequence[Word]: ...  # noqa: D102


def told(marks: Iterable[Mark], of: Iterable[Told], vocabulary: Vocabulary) -> list[Mark]:
    """The marks with their explanations, and with what was read where the value is among `of`."""
    sources = {source.key: source for source in of}
    result = []
    for mark in marks:
        source = sources.get(mark.field)
        update: dict[str, str | None] = {"explanation": vocabulary.reasons.get(mark.reason, mark.reason)}
        if source is not None:
            update |= {"seen": source.text, "alternative": alternative(source.text, source.words)}
        result.append(mark.model_copy(update=update))
    return result
