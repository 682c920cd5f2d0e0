"""How much better columns in their right places would fit elsewhere: false alarms, which the limit must stand above."""

from __future__ import annotations

from dataclasses import replace

from column_words import column_words
from evidence_runs import Run
from labels import extractions

from normalizers import steps
from normalizers.assemble import assemble
from normalizers.confidence.calibration import calibration
from normalizers.confidence.exchanged import exchanged
from normalizers.vocabulary import Vocabulary

Texts = dict[str, dict[str, set[str]]]


def largest_honest_gain(run: Run, texts: Texts) -> float:
    """The largest gain over the digital documents of a run; each is judged by words of the other sources."""
    vocabulary, largest = Vocabulary.load(), 0.0
    for extraction, truth in extractions(run):
        if truth.get("condition") != "digital":
            continue
        source = truth["file"].split(".")[0]
        words = column_words({name: fields for name, fields in texts.items() if name != source})
        table = replace(calibration(), column_words=words, limits={**calibration().limits, "untung-tukar": 0.0})
        for found in assemble(extraction.pages, vocabulary).tables:
            gains = [gain for _, _, gain in exchanged(steps.apply(found, vocabulary), table)]
            largest = max([largest, *gains])
    return largest
