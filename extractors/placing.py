"""Words into cells: what stands in which cell of which grid, and what stands outside all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extractors.cut_words import doubt_cut_words
from extractors.grids import inner_bars
from extractors.open_grids import build_open_grids, build_shaded_grids, build_white_grids
from extractors.shapes import Box, Grid, Rule, TextLine, Word
from extractors.text import compose
from extractors.unruled_columns import part_columns
from extractors.unruled_rows import part_rows
from extractors.white_bodies import with_white_bodies
from extractors.white_columns import part_white_columns
from extractors.white_tables import white_tables


def place(
    number: int,
    words: Sequence[Word],
    rules: Sequence[Rule],
    grids: Sequence[Grid],
    *,
    unread: Sequence[Box] = (),
    panels: Sequence[Box] = (),
) -> tuple[tuple[Grid, ...], tuple[TextLine, ...]]:
    """Puts each word into the smallest cell that holds its middle; the others form the lines outside the grids.

    Tables without vertical rulings are found here, since their columns show in the words alone. `unread` are lines in
    which nothing could be read, `panels` shaded cells and rows.
    """
    grids = [*grids, *build_open_grids(rules, words, grids, number)]
    grids = with_white_bodies(grids, words, panels, number)
    grids += build_shaded_grids(panels, words, grids, number)
    grids += white_tables(words, grids, number)
    grids = sorted([*grids, *build_white_grids(words, grids, number)], key=lambda grid: grid.box.top)
    inside: dict[tuple[int, int], list[Word]] = {}
    outside: list[Word] = []
    for word, home in zip(words, _homes(words, grids), strict=True):
        if home is None:
            outside.append(word)
        else:
            inside.setdefault(home, []).append(word)
    filled = []
    for g, grid in enumerate(grids):
        new = []
        for c, cell in enumerate(grid.cells):
            lines = compose(inside.get((g, c), ()), inner_bars(rules, cell.box))
            blind = any(cell.box.holds(box.x, box.y) for box in unread)
            new.append(replace(cell, lines=lines, unread_ink=blind))
        filled.append(part_rows(part_columns(part_white_columns(doubt_cut_words(replace(grid, cells=tuple(new)))))))
    return tuple(filled), compose(outside, cut_gaps=True)


def _homes(words: Sequence[Word], grids: Sequence[Grid]) -> list[tuple[int, int] | None]:
    """The numbers of the grid and of the smallest cell in it that hold each word's middle; None where none does."""
    cells = sorted(
        ((cell.box.width * cell.box.height, g, c) for g, grid in enumerate(grids) for c, cell in enumerate(grid.cells)),
    )
    if not cells or not words:
        return [None] * len(words)
    boxes = [grids[g].cells[c].box for _, g, c in cells]
    x0, top, x1, bottom = np.array([(box.x0, box.top, box.x1, box.bottom) for box in boxes]).T
    x, y = np.array([(word.box.x, word.box.y) for word in words]).T[:, :, None]
    held = (x0 <= x) & (x < x1) & (top <= y) & (y < bottom)
    first = held.argmax(axis=1)
    return [cells[at][1:] if held[word, at] else None for word, at in enumerate(first.tolist())]
