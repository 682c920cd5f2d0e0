"""Are confidences what they say: which words are right, and how far confidence and share of right words lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np

#: Upper ends of the bins of confidence; print is read so surely that the bins must be narrow near 1.
EDGES = (0.3, 0.5, 0.6, 0.7, 0.8, 0.87, 0.92, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 1.0)


def right_words(said: Sequence[str], text: str) -> list[bool]:
    """For every word that was said whether it stands so in the text, in its order."""
    alike = np.zeros(len(said), bool)
    for block in SequenceMatcher(None, said, text.split(), autojunk=False).get_matching_blocks():
        alike[block.a : block.a + block.size] = True
    return list(map(bool, alike))


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The mean distance between confidence and share right over all words, bin by bin (ECE); 0 where there are none."""
    if not confidences:
        return 0.0
    sure, truth = np.array(confidences), np.array(right, float)
    bins = np.searchsorted(EDGES, sure)
    gaps = [abs(float((sure[bins == each] - truth[bins == each]).sum())) for each in np.unique(bins)]
    return sum(gaps) / len(sure)
