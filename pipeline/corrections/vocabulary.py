"""The program's own words, for what follows from a corrected text: a unit's code, legal references, the region."""

from __future__ import annotations

from functools import cache

from normalizers.vocabulary import Vocabulary


@cache
def own_words() -> Vocabulary:
    """Loaded once. Publishing knows no user's folder, so that the same answers give the same tables everywhere."""
    return Vocabulary.load()
