"""The random sample in the queue: values without a mark, to measure what marks miss."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.digitise import Digitised


def sample(machine: Digitised) -> Iterator[tuple[str, str]]:
    """(record_id, field) of the values of a document that were drawn into the sample and carry no mark."""
    for record in machine.records:
        marked = {mark.field for mark in record.review}
        drawn = (key for key, place in record.provenance.items() if place.audit and key not in marked)
        yield from ((record.record_id, key) for key in drawn)
