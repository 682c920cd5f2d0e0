"""Each column its field, so that all together fit best.

SciPy has it for large tables of numbers; for a dozen columns, most of which can be one field only, it takes longer to
import than the document takes to be understood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def best_assignment(worth: Sequence[Mapping[str, float]]) -> list[str | None]:
    """A field, or none, for each column: no field twice, and the sum of what they are worth as large as can be.

    `worth` has for each column the fields that it can be, and what it is worth as each (more than 0).
    """
    # For every set of fields that the columns so far may have taken, the best way to take them.
    ways: dict[frozenset[str], tuple[float, tuple[str | None, ...]]] = {frozenset(): (0.0, ())}
    for fields in worth:
        further: dict[frozenset[str], tuple[float, tuple[str | None, ...]]] = {}
        for taken, (total, chosen) in ways.items():
            for name, more in ((None, 0.0), *fields.items()):
                after = taken if name is None else taken | {name}
                if (name is None or name not in taken) and total + more > further.get(after, (-1.0,))[0]:
                    further[after] = (total + more, (*chosen, name))
        ways = further
    return list(max(ways.values(), key=lambda way: way[0])[1])
