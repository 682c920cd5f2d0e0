"""Specks of a copier's grain: small pieces of ink all over a page, far from any letter.

On a page that has many of them they are none of a dash, a colon, or print that nobody could read.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.ink import Pieces
from extractors.neighbours import nearest

Index = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

#: Sides in letter heights: a speck is smaller, a letter at least as high and no higher.
SPECK, LETTER = 0.4, (0.55, 4.0)
#: A speck has no letter within so many letter heights.
FAR = 0.8
#: A page is grainy when so many specks stand far from letters, and not so many times more often side by side than one
#: over the other, beyond this share of them: as dots do that lead to a page number or are to be filled in.
MANY, LEVEL, ALONE = 60, 2.0, 0.5
#: What is larger than so many times this percentile of a page's specks may be a sign: two of them may touch.
SIZE_PERCENTILE, TOUCHING = 90, 1.5
#: Near letters (so many are looked at) a small piece may be a sign, in letter heights: over a letter and no farther
#: from it, beside one and as low as its foot, over another dot, or so many times higher than wide.
NEIGHBOURS, OVER, BESIDE, FOOT, COLON, COMMA, TALL = 5, 0.5, 0.6, (-0.25, 0.4), (0.2, 1.2), 0.8, 1.5


def specks(ink: Pieces, regions: Index, unit: float) -> Index:
    """The specks of a grainy page; none of any other. `unit` is the page's letter height in pixels."""
    larger = np.maximum(ink.width, ink.height)
    letter = (regions >= 0) & (ink.height >= LETTER[0] * unit) & (larger <= LETTER[1] * unit)
    far = np.flatnonzero((regions >= 0) & (larger <= SPECK * unit))
    if len(far) < MANY:
        return far[:0]
    small = far
    rows, columns = ((ink.y0 + ink.y1)[far] / unit).astype(np.intp), ((ink.x0 + ink.x1)[far] / unit).astype(np.intp)
    shape = (int(2 * ink.labels.shape[0] / unit) + 2, int(2 * ink.labels.shape[1] / unit) + 2)
    lonely = ~_covered(ink, np.flatnonzero(letter), unit, shape)[rows, columns]
    far, rows, columns = far[lonely], rows[lonely], columns[lonely]
    if len(far) < MANY:
        return far[:0]
    count = np.zeros(shape, np.int32)
    np.add.at(count, (rows, columns), 1)
    if _neighbours(count, rows, columns, 1) > LEVEL * _neighbours(count, rows, columns, 0) + ALONE * len(far):
        return far[:0]
    near = small[~lonely]
    found = np.concatenate([far, near[~_signs(ink, near, np.flatnonzero(letter), unit)]])
    return np.asarray(found[larger[found] <= TOUCHING * np.percentile(larger[far], SIZE_PERCENTILE)], np.intp)


def _signs(ink: Pieces, small: Index, letters: Index, unit: float) -> Mask:
    """Which small pieces near letters may be signs: dots over and beside letters, parts of letters, quotation marks."""
    middles = np.column_stack([(ink.x0 + ink.x1) / 2, (ink.y0 + ink.y1) / 2])
    sign = ink.height[small] >= TALL * ink.width[small]
    if not len(letters) or not len(small):
        return np.ones(len(small), bool)
    beside = letters[nearest(middles[letters], middles[small], min(NEIGHBOURS, len(letters)))]
    x0, x1, y0, y1 = (side[small][:, None] for side in (ink.x0, ink.x1, ink.y0, ink.y1))
    apart = np.maximum(np.maximum(x0 - ink.x1[beside], ink.x0[beside] - x1), 0)
    above, below = (ink.y0[beside] - y1) / unit, (y0 - ink.y1[beside]) / unit
    over = (apart == 0) & (above <= OVER) & (below < 0)
    foot = (y1 - ink.y1[beside]) / unit
    at_foot = (apart <= BESIDE * unit) & (foot >= FOOT[0]) & (foot <= FOOT[1])
    sign |= (over | at_foot).any(axis=1)
    # The upper dot of a colon or semicolon stands over its lower part.
    lower = np.flatnonzero(np.maximum(ink.width, ink.height) <= COMMA * unit)
    around = lower[nearest(middles[lower], middles[small], min(NEIGHBOURS, len(lower)))]
    away = middles[small][:, None] - middles[around]
    colon = (np.abs(away[..., 0]) <= COLON[0] * unit) & (away[..., 1] < 0) & (away[..., 1] >= -COLON[1] * unit)
    return np.asarray(sign | colon.any(axis=1))


def _neighbours(count: npt.NDArray[np.int32], rows: Index, columns: Index, axis: int) -> int:
    """How many specks have others up to a letter height beside them (axis 1), or over and under them (0)."""
    near = sum((np.roll(count, step, axis) for step in (-2, -1, 1, 2)), np.zeros_like(count))
    return int(near[rows, columns].sum())


def _covered(ink: Pieces, letters: Index, unit: float, shape: tuple[int, int]) -> Mask:
    """Which squares of half a letter height lie on letters or near them."""
    changes = np.zeros((shape[0] + 1, shape[1] + 1), np.int32)
    top, left, bottom, right = (
        np.clip((2 * side / unit + reach).astype(np.intp), 0, limit)
        for side, reach, limit in (
            (ink.y0[letters], -2 * FAR, shape[0]),
            (ink.x0[letters], -2 * FAR, shape[1]),
            (ink.y1[letters], 2 * FAR + 1, shape[0]),
            (ink.x1[letters], 2 * FAR + 1, shape[1]),
        )
    )
    for rows, columns, change in ((top, left, 1), (bottom, right, 1), (top, right, -1), (bottom, left, -1)):
        np.add.at(changes, (rows, columns), change)
    return np.asarray(changes.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0)
