"""Sides of cells that were not found by themselves, looked for where rulings elsewhere say that they would be.

A side between two rows that are as low as a line of print is too short to be told from a letter's stroke, and dashes
may have run together. In line with a ruling, from one crossing ruling to the next, far less tells enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from extractors.raster import Pixels
from extractors.rule_groups import connected, in_line
from extractors.shapes import Rule

#: Points within which two rulings are in line, and within which a ruling reaches another.
IN_LINE, REACHES = 2.5, 4.0
#: A side of which this share is ruled need not be looked for.
RULED = 0.5
#: Sides of at most so many points are looked for where no ruling of the page is dashed.
SHORT = 22.0
#: Share of a side that is ink: of a solid one, and of a dashed one, which has at least so many pieces.
SOLID, DASHED, PIECES = 0.9, 0.4, 2
#: A level side with less ink than that, but this share of it, may be one. An upright one needs no ink where there are
#: no letters: a column lost is worse than a row.
UNSURE = 0.12
#: Within so many points beside it is no ink along this share of it: letters have ink beside.
BESIDE, FREE = 2.2, 0.75
#: Pixels by which the side may leave the line, and points at its ends that are not looked at.
STRAY, ENDS = 1, 1.0


def faded_edges(rules: Sequence[Rule], erased: Pixels, dpi: int, *, dashed: bool) -> tuple[list[Rule], bool]:
    """Rulings to be added to `rules`, and whether there may be more; `erased` is the page's ink (255) without `rules`.

    Of dashed ones some may always be missed, and then the cells beside them are one.
    """
    longest = float("inf") if dashed else SHORT
    found: list[Rule] = []
    unsure = False
    for horizontal in (False, True) if dashed else (False,):
        picture = erased if horizontal else erased.T
        for at, start, end in _missing([*rules, *found], horizontal, longest):
            free, share, pieces = _seen(picture, at, start, end, dpi)
            if free and (share >= SOLID or (dashed and share >= DASHED and pieces >= PIECES)):
                found.append(Rule(horizontal, at, start, end, 1.0))
            else:
                unsure = unsure or (free and share >= UNSURE if horizontal else free or share < UNSURE)
    return found, unsure and dashed


def _missing(rules: Sequence[Rule], horizontal: bool, longest: float) -> Iterator[tuple[float, float, float]]:
    """(at, start, end) of stretches in line with a ruling, from one that crosses to the next, that are not ruled.

    All of one table: a ruling that stands over or under it by chance says nothing of it.
    """
    for places in connected(rules, REACHES):
        table = [rules[place] for place in places]
        crossing = [rule for rule in table if rule.horizontal != horizontal]
        for group in in_line([rule for rule in table if rule.horizontal == horizontal], IN_LINE):
            at = group[0].at
            met = sorted(other.at for other in crossing if other.start - REACHES <= at <= other.end + REACHES)
            for start, end in pairwise(met):
                ruled = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in group)
                if 2 * REACHES < end - start <= longest and ruled < RULED * (end - start):
                    yield at, start, end


def _seen(erased: Pixels, at: float, start: float, end: float, dpi: int) -> tuple[bool, float, int]:
    """Whether no letters stand along a row of the picture, how much of it is ink, and in how many pieces."""
    pixels = dpi / 72
    row, reach = round(at * pixels), max(3, round(BESIDE * pixels))
    columns = slice(round((start + ENDS) * pixels), round((end - ENDS) * pixels))
    band = erased[max(0, row - 2 * reach) : row + 2 * reach + 1, columns] > 0
    best = (False, 0.0, 0)
    if band.shape[0] <= 4 * reach or not band.shape[1]:
        return best
    for middle in range(2 * reach - STRAY, 2 * reach + STRAY + 1):
        inked = band[middle - STRAY : middle + STRAY + 1].any(axis=0)
        # Two rows on either side: grain is smaller than letters.
        above, below = (band[middle + side] & band[middle + side + 1] for side in (-reach - 1, reach))
        free = ~(above | below)
        pieces = int((np.diff(inked.astype(np.int8)) == 1).sum())
        best = max(best, (bool(free.mean() >= FREE), float(inked.mean()), pieces))
    return best
