"""What the network's chances are worth: the share of words of like chance that are right, on lines it never saw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.ocr.crnn import CrnnReader
from training.lines import Sample
from training.reliability import EDGES, right_words

#: A bin of chances with fewer words joins the next.
LEAST = 40
#: No word is certain.
MOST = 0.999


def curve(reader: CrnnReader, samples: Sequence[Sample]) -> list[list[float]]:
    """Growing pairs (chance, share right), from 0 to 1, for `CrnnReader.curve`."""
    chances, right = words_right(reader, samples)
    order = np.argsort(chances)
    chances, right = chances[order], right[order]
    pairs: list[list[float]] = [[0.0, 0.0]]
    start = 0
    for edge in EDGES:
        end = int(np.searchsorted(chances, edge, side="right"))
        if end - start < LEAST and edge < 1:
            continue
        if end > start:
            share = min(MOST, float(right[start:end].mean()))
            pairs.append([round(float(np.median(chances[start:end])), 5), round(max(share, pairs[-1][1]), 4)])
        start = end
    return [*pairs, [1.0, pairs[-1][1]]] if pairs[-1][0] < 1 else pairs


def words_right(reader: CrnnReader, samples: Sequence[Sample]) -> tuple[np.ndarray, np.ndarray]:
    """For every word that was read: the network's chance, and whether it stands so in the text."""
    chances: list[float] = []
    right: list[bool] = []
    for sample in samples:
        (read,) = reader.read_inputs([sample.picture])
        chances += [word.chance for word in read]
        right += right_words([word.text for word in read], sample.text)
    return np.array(chances), np.array(right)
