"""What the network's chances are worth: the share of words of like chance that are right, on lines it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np

from extractors.ocr.crnn import CrnnReader
from training.lines import Sample

#: Upper ends of the bins of chances; a bin with fewer words than LEAST joins the next.
EDGES = (0.3, 0.5, 0.6, 0.7, 0.8, 0.87, 0.92, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 1.0)
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
        read = reader.read_input(sample.picture)
        said = [word.text for word in read]
        alike = np.zeros(len(said), bool)
        for block in SequenceMatcher(None, said, sample.text.split(), autojunk=False).get_matching_blocks():
            alike[block.a : block.a + block.size] = True
        chances += [word.chance for word in read]
        right += alike.tolist()
    return np.array(chances), np.array(right)
