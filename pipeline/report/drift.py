"""Whether this night's documents were marked for review unusually often, or unusually seldom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.night.figures import Figures

#: So many nights are looked back on.
NIGHTS = 30
#: Fewer records than this, before or tonight, tell nothing.
ENOUGH = 50
#: Tonight's share differs when it is this far off, in standard errors and in absolute terms. Records of one document
#: are alike, so that three standard errors alone would be reached by chance.
ERRORS, APART = 3.0, 0.1


@dataclass(frozen=True, slots=True)
class Drift:
    """Marked share of the records, before and tonight (None: no records), and whether they differ."""

    before: float | None
    tonight: float | None
    differs: bool = False


def drift(nights: Sequence[Figures]) -> Drift:
    """Compares the last of these nights with those before it."""
    *earlier, tonight = nights
    records = sum(night.fresh_records for night in earlier)
    before = sum(night.fresh_marked for night in earlier) / records if records else None
    share = tonight.fresh_share
    if before is None or share is None or min(records, tonight.fresh_records) < ENOUGH:
        return Drift(before, share)
    error = math.sqrt(before * (1 - before) * (1 / tonight.fresh_records + 1 / records))
    return Drift(before, share, abs(share - before) > max(APART, ERRORS * error))
