"""A random sample of the unmarked: some values that nobody doubts are looked at all the same, to learn what slips by.

Whether a value is in the sample depends on its record and field only: it is the same in every run, whatever else is in
the folder. A larger share holds the smaller one.
"""

from __future__ import annotations

import hashlib

from normalizers.models import Record


def audited(record_id: str, field: str, share: float) -> bool:
    """Whether a value belongs to a sample of `share` (0..1) of all values."""
    drawn = int.from_bytes(hashlib.sha256(f"{record_id}/{field}".encode()).digest()[:8])
    return drawn < share * 2**64


def with_sample(record: Record, share: float) -> Record:
    """The record with `audit` set on the places of the values that a person should look at without a reason."""
    marked = {mark.field for mark in record.review}
    places = {
        key: place.model_copy(update={"audit": key not in marked and audited(record.record_id, key, share)})
        for key, place in record.provenance.items()
    }
    return record.model_copy(update={"provenance": places})
