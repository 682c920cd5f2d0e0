"""Dashed and dotted rulings: chains of small thin pieces of ink on one line, which meet other rulings.

Found among the pieces that are left when solid rulings are gone. A row of dots that leads to a page number or is to be
filled in meets no ruling; the dots of i's and hyphens stand too far apart for their size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from extractors.ink import Pieces
from extractors.neighbours import groups, nearest
from extractors.shapes import Rule

Index = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

#: A piece of a dashed ruling is no thicker than this, in inches.
THICKEST = 0.035
#: Widest white between two pieces, in inches, and how many times as long as the longer of them it may be, more or less.
GAP, GAP_SHARE, GAP_MORE = 0.07, 2.0, 0.012
#: Pixels by which a piece may stand above or below the one before it, and inches by which pieces leave a straight line.
STEP, BEND = 1.6, 0.008
#: Fewest pieces of a chain, fewer where so much of its length is ink; and its least length in inches.
PIECES, FEW, FULL = 6, 3, 0.7
SHORTEST = 0.12
#: Beside it, within so many inches, stands no letter along this share of its pieces: a stroke of a letter has others.
FREE, FREE_SHARE = 0.03, 0.7
#: A chain meets so many rulings at least: where two cross, a piece of both that is so many times as long as the others,
#: and this many inches more, belongs to neither.
MEETS_PIECES, MEETS, MET = 1.3, 0.06, 2
#: A chain goes on with a solid ruling that is in line with it, within so many points.
IN_LINE = 1.5
#: Fewer chains are no table's: four sides and one that parts two cells, and letters may stand like a chain.
FEWEST = 6
#: Where two rulings cross, their pieces may join to one of this many inches.
CROSS = 0.15


@dataclass(frozen=True, slots=True)
class _Chain:
    """A dashed ruling and its pieces."""

    rule: Rule
    pieces: Index
    #: Points within which its ends meet another ruling.
    reach: float


def dashed_rules(ink: Pieces, rules: Sequence[Rule], dpi: int) -> tuple[list[Rule], Index]:
    """Dashed rulings in points, and the pieces of ink that they are made of. `rules` are the solid ones."""
    chains = [*_chains(ink, dpi, horizontal=True), *_chains(ink, dpi, horizontal=False)]
    while True:
        others = [*rules, *(chain.rule for chain in chains)]
        kept = [
            chain
            for chain in chains
            if sum(_meet(chain, other) for other in others) + sum(_continues(chain, other) for other in rules) >= MET
        ]
        if len(kept) == len(chains):
            break
        chains = kept
    if len(chains) < FEWEST:
        return [], np.zeros(0, np.intp)
    found = [_snapped(chain, others) for chain in chains]
    own = np.concatenate([chain.pieces for chain in chains])
    return found, np.union1d(own, _crosses(ink, chains, rules, dpi)).astype(np.intp)


def _chains(ink: Pieces, dpi: int, *, horizontal: bool) -> Iterator[_Chain]:
    start, end, low, high = (ink.x0, ink.x1, ink.y0, ink.y1) if horizontal else (ink.y0, ink.y1, ink.x0, ink.x1)
    thin = np.flatnonzero(high - low <= max(3.0, THICKEST * dpi))
    if len(thin) < PIECES:
        return
    starts, ends = start[thin].astype(np.float64), end[thin].astype(np.float64)
    middles = (low[thin] + high[thin]) / 2.0
    for group in _linked(starts, ends, middles, GAP * dpi, GAP_MORE * dpi):
        length = ends[group].max() - starts[group].min()
        full = len(group) >= FEW and (ends - starts)[group].sum() >= FULL * length
        if length < SHORTEST * dpi or not (full or len(group) >= PIECES):
            continue
        if _free(thin[group], (start, end, low, high), dpi) < FREE_SHARE:
            continue
        slope, offset = np.polyfit(starts[group], middles[group], 1)
        if np.percentile(np.abs(middles[group] - slope * starts[group] - offset), 90) > max(1.5, BEND * dpi):
            continue
        points = 72 / dpi
        thickness = float(np.median((high - low)[thin[group]])) * points
        reach = (MEETS_PIECES * float(np.median((ends - starts)[group])) + MEETS * dpi) * points
        at, first, last = float(middles[group].mean()), float(starts[group].min()), float(ends[group].max())
        yield _Chain(Rule(horizontal, at * points, first * points, last * points, thickness), thin[group], reach)


def _free(own: Index, sides: tuple[Ints, Ints, Ints, Ints], dpi: int) -> float:
    """Share of a chain's `own` pieces beside which stands no letter."""
    start, end, low, high = sides
    reach = FREE * dpi
    near = np.flatnonzero((start < end[own].max()) & (end > start[own].min()))
    near = near[(low[near] < high[own].max() + reach) & (high[near] > low[own].min() - reach)]
    near = np.setdiff1d(near[np.minimum(end - start, high - low)[near] > max(3.0, THICKEST * dpi)], own)
    beside = (start[near] < end[own][:, None]) & (end[near] > start[own][:, None])
    beside &= (low[near] < high[own][:, None] + reach) & (high[near] > low[own][:, None] - reach)
    return float((~beside.any(axis=1)).mean())


def _linked(starts: Floats, ends: Floats, middles: Floats, gap: float, more: float) -> list[Index]:
    """Groups of pieces that follow one another along a line."""
    across = gap / STEP
    count = min(4, len(starts))
    heads, tails = (np.column_stack([along, across * middles]) for along in (starts, ends))
    after = nearest(heads, tails, count).ravel()
    before = np.repeat(np.arange(len(starts)), count)
    near = np.hypot(*(heads[after] - tails[before]).T) <= 1.5 * gap
    before, after = before[near], after[near]
    white = starts[after] - ends[before]
    lengths = np.maximum((ends - starts)[before], (ends - starts)[after])
    pair = (before != after) & (white >= -1) & (white <= np.minimum(gap, GAP_SHARE * lengths + more))
    group = groups(len(starts), before[pair], after[pair])
    order = np.argsort(group, kind="stable")
    return list(np.split(order, np.flatnonzero(np.diff(group[order])) + 1))


def _meet(chain: _Chain, other: Rule) -> bool:
    rule, reach = chain.rule, chain.reach
    return (
        rule.horizontal != other.horizontal
        and rule.start - reach <= other.at <= rule.end + reach
        and other.start - reach <= rule.at <= other.end + reach
    )


def _continues(chain: _Chain, solid: Rule) -> bool:
    """Whether a solid ruling ends where the chain begins, or begins where it ends: a worn one is both by turns."""
    rule = chain.rule
    apart = min(abs(rule.start - solid.end), abs(solid.start - rule.end))
    return rule.horizontal == solid.horizontal and abs(rule.at - solid.at) <= IN_LINE and apart <= chain.reach


def _snapped(chain: _Chain, others: Sequence[Rule]) -> Rule:
    """The ruling with its ends where it meets others: dashes may leave a gap there."""
    rule, reach = chain.rule, chain.reach
    crossing = [other.at for other in others if _meet(chain, other)]
    if not crossing:
        return rule
    first, last = min(crossing), max(crossing)
    start = first if abs(first - rule.start) <= reach else rule.start
    end = last if abs(last - rule.end) <= reach else rule.end
    # A short one between two ends of a worn ruling crosses a single one, which may be near both of its ends.
    return replace(rule, start=start, end=end) if start < end else rule


def _crosses(ink: Pieces, chains: Sequence[_Chain], rules: Sequence[Rule], dpi: int) -> Index:
    """Pieces at the crossings of dashed rulings: pieces of both that touch."""
    pixels = dpi / 72
    found = []
    small = np.flatnonzero(np.maximum(ink.width, ink.height) <= CROSS * dpi)
    for across in (rule for rule in (*(chain.rule for chain in chains), *rules) if rule.horizontal):
        level = small[(ink.y0[small] <= across.at * pixels + 1) & (ink.y1[small] >= across.at * pixels - 1)]
        for down in (chain.rule for chain in chains if not chain.rule.horizontal and _meet(chain, across)):
            found.append(level[(ink.x0[level] <= down.at * pixels + 1) & (ink.x1[level] >= down.at * pixels - 1)])
    return np.concatenate(found) if found else np.zeros(0, np.intp)
