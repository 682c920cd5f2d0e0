"""From the chances of a record's fields to that of the whole record."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from normalizers.confidence.calibration import calibration
from normalizers.models import Place

#: Chances are published with so many digits.
DIGITS = 4


def together(places: Iterable[Place]) -> float:
    """The chance that every field is right: the product over the cells, to a learnt power.

    Fields of one cell are right or wrong together, those of one record in part: hence the power. What a person has
    answered is not in doubt any more.
    """
    table = calibration()
    cells: dict[tuple[object, ...], float] = {}
    for place in places:
        if place.by == "machine":
            cell = (place.page, place.bbox)
            cells[cell] = min(place.confidence, cells.get(cell, 1.0))
    return round(prod(cells.values()) ** table.limit("gabungan"), DIGITS)
