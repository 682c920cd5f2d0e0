"""White strips that run through the rows of a table without verticals: where its columns are parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extractors.open_rows import joined

#: A white strip between columns is free in this share of the rows.
FREE_IN = 0.8


@dataclass(frozen=True, slots=True)
class Piece:
    """A word's extent as shares of the table's width at its height."""

    x0: float
    x1: float

    @property
    def x(self) -> float:
        """The middle."""
        return (self.x0 + self.x1) / 2


#: The words of each row; the first row is the header.
Bands = Sequence[Sequence[Piece]]


def crossed(pieces: Sequence[Piece], x: float) -> bool:
    """Whether a word lies over this place."""
    return any(piece.x0 < x < piece.x1 for piece in pieces)


def gutters(bands: Bands, narrowest: float, doubtful: float) -> list[float]:
    """Where the strips are that are free of words in nearly all rows, as shares of the width.

    In each the place counts that the fewest words cross, since a long line may lean over its column's end. A strip
    narrower than `doubtful` may be the space after a word that begins every line: beside it both columns have a name.
    Between two strips stands a text in some rows; else both are one that a long line has cut in two. A strip parts two
    texts of some row, if only of the header; else both are one column's, whose name is centred and whose cells are not.
    """
    found = [strip for strip in _strips(bands) if strip[-1][1] - strip[0][0] >= narrowest]
    middles = [_freest(strip) for strip in found]
    sure = [strip[-1][1] - strip[0][0] >= doubtful for strip in found]
    names = [sum(name) / 2 for name in joined([(piece.x0, piece.x1) for piece in bands[0]], doubtful)]
    kept: list[float] = []
    for place, x in enumerate(middles):
        after = middles[place + 1] if place + 1 < len(middles) else 1.0
        before = kept[-1] if kept else 0.0
        named = any(before < name < x for name in names) and any(x < name < after for name in names)
        if sure[place] or named:
            kept.append(x)
    return _without_empty_columns(_between_texts(kept, bands), bands)


def _between_texts(edges: Sequence[float], bands: Bands) -> list[float]:
    """The edges that part two texts of one row at least: a centred name and figures below its left are one column."""
    kept: list[float] = []
    for place, x in enumerate(edges):
        start = kept[-1] if kept else 0.0
        end = edges[place + 1] if place + 1 < len(edges) else 1.0
        if any(any(start < p.x < x for p in band) and any(x < p.x < end for p in band) for band in bands):
            kept.append(x)
    return kept


def _strips(bands: Bands) -> list[list[tuple[float, float, int]]]:
    """The strips inside the table, each in parts (start, end, how many rows' words cross it)."""
    edges = sorted({0.0, 1.0, *(x for band in bands for piece in band for x in (piece.x0, piece.x1))})
    parts = [(x0, x1, sum(crossed(band, (x0 + x1) / 2) for band in bands)) for x0, x1 in pairwise(edges)]
    runs = groupby(parts, key=lambda part: len(bands) - part[2] >= FREE_IN * len(bands))
    strips = [list(run) for free, run in runs if free]
    return [strip for strip in strips if strip[0][0] > 0 and strip[-1][1] < 1]


def _freest(strip: Sequence[tuple[float, float, int]]) -> float:
    """The middle of the part of a strip that the fewest words cross; of several such parts, of the widest."""
    least = min(crossings for _, _, crossings in strip)
    runs = [list(run) for free, run in groupby(strip, key=lambda part: part[2] == least) if free]
    best = max(runs, key=lambda run: run[-1][1] - run[0][0])
    return (best[0][0] + best[-1][1]) / 2


def _without_empty_columns(edges: Sequence[float], bands: Bands) -> list[float]:
    """The edges, one of the two around each column that has a text in hardly any row left out."""
    kept: list[float] = []
    for x in edges:
        filled = [band for band in bands if any((kept[-1] if kept else 0.0) < piece.x < x for piece in band)]
        if not kept or len(filled) > (1 - FREE_IN) * len(bands):
            kept.append(x)
        elif sum(crossed(band, x) for band in bands) < sum(crossed(band, kept[-1]) for band in bands):
            kept[-1] = x
    return kept
