"""Which column of a table each name of its header stands over, where nothing is drawn around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.open_rows import joined
from extractors.shapes import Box


def with_names(columns: Sequence[tuple[float, float]], names: Sequence[Box]) -> list[tuple[float, float]]:
    """The columns of the body, each as wide as what stands over it; a name beside them all is a column's without text.

    A centred name may stand beside the figures at its column's left: it is that of the nearest column without a name.
    One that reaches into the next column is over both, and so is one above the names on its left and right.
    """
    own = [[place for place, (x0, x1) in enumerate(columns) if name.x0 < x1 and x0 < name.x1] for name in names]
    gathered = [(name, over) for name, over in _gathered(names, own) if not _over_names(name, names)]
    extents = joined([(name.x0, name.x1) for name, _ in gathered], 0.0)
    if len(extents) == len(columns):
        return [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(sorted(columns), extents, strict=True)]
    result = list(columns)
    unnamed = set(range(len(columns))) - {places[0] for places in own if len(places) == 1}
    for name, over in gathered:
        free = [p for p in unnamed if not any(_between(columns[p], (name.x0, name.x1), other) for other in columns)]
        nearest = sorted(free, key=lambda place: abs(sum(columns[place]) - 2 * name.x))
        place = (over or nearest)[:1]
        start, end = [*(result[place[0]] if place else ()), name.x0, name.x1][:2]
        extent = min(start, name.x0), max(end, name.x1)
        if any(x0 < extent[1] and extent[0] < x1 for number, (x0, x1) in enumerate(result) if number not in place):
            continue
        if place:
            unnamed -= set(place)
            result[place[0]] = extent
        else:
            result.append(extent)
    return sorted(result)


def _gathered(names: Sequence[Box], own: Sequence[Sequence[int]]) -> Iterator[tuple[Box, Sequence[int]]]:
    """The names over at most one column, the lowest first, and the column; those over one another and none as one."""
    single = [(name, places) for name, places in zip(names, own, strict=True) if len(places) == 1]
    yield from sorted(single, key=lambda item: -item[0].y)
    loose = [name for name, places in zip(names, own, strict=True) if not places]
    extents = joined([(name.x0, name.x1) for name in loose], 0.0)
    together = (Box.around(name for name in loose if x0 <= name.x0 and name.x1 <= x1) for x0, x1 in extents)
    yield from ((name, ()) for name in sorted(together, key=lambda name: -name.y))


def _over_names(name: Box, names: Sequence[Box]) -> bool:
    """Whether the nearest names on both sides begin below a name."""
    left = max((other for other in names if other.x1 <= name.x0), key=lambda other: other.x1, default=name)
    right = min((other for other in names if other.x0 >= name.x1), key=lambda other: other.x0, default=name)
    return min(left.top, right.top) >= name.bottom - 1


def _between(column: tuple[float, float], name: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether another column stands between a column and a name beside it."""
    left, right = sorted((sum(column), sum(name)))
    return other != column and left < sum(other) < right
