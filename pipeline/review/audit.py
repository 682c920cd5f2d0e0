"""The random sample: values without a mark that a person looks at among the others, to measure what marks miss.

The choice depends on the value's name alone, so that it is the same in every run and cannot be steered by the reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pipeline.corrections.cells import cells, place_key
from pipeline.digitise import Digitised

#: One value in so many.
ONE_IN = 200


def sample(machine: Digitised, one_in: int = ONE_IN) -> Iterator[tuple[str, str]]:
    """(record_id, field) of the chosen values of a document that carry no mark."""
    for record in machine.records:
        marked = {mark.field for mark in record.review}
        for key in cells(record):
            if place_key(key) not in marked and _chosen(f"{record.record_id}/{key}", one_in):
                yield record.record_id, place_key(key)


def _chosen(name: str, one_in: int) -> bool:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % one_in == 0
