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


LIMITS = ("untung-tukar", "untung-tukar-lain")


def largest_honest_gains(run: Run, texts: Texts) -> dict[str, float]:
    """limit -> the largest gain of columns in their places; each document is judged by words of the other sources."""
    vocabulary, largest = Vocabulary.load(), dict.fromkeys(LIMITS, 0.0)
    for extraction, truth in extractions(run):
        if truth.get("condition") != "digital":
            continue
        source = truth["file"].split(".")[0]
        words = column_words({name: fields for name, fields in texts.items() if name != source})
        table = replace(calibration(), column_words=words, limits=calibration().limits | dict.fromkeys(LIMITS, 0.0))
        for found in assemble(extraction.pages, vocabulary).tables:
            stepped = steps.apply(found, vocabulary)
            for left, right, gain in exchanged(stepped, table):
                both = {stepped.columns[left].field, stepped.columns[right].field} <= words.keys()
                name = LIMITS[0] if both else LIMITS[1]
                largest[name] = max(largest[name], gain)
    return largest
