"""Words into cells: what stands in which cell of which grid, and what stands outside all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.cut_words import doubt_cut_words
from extractors.grids import inner_bars
from extractors.header_tiers import part_tiers
from extractors.open_grids import build_open_grids
from extractors.shapes import Box, Grid, Rule, TextLine, Word
from extractors.text import compose
from extractors.unruled_columns import part_columns
from extractors.unruled_rows import part_rows
from extractors.white_columns import part_white_columns


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
    grids = sorted([*grids, *build_open_grids(rules, words, grids, number, panels)], key=lambda grid: grid.box.top)
    cells = sorted(
        ((cell.box.width * cell.box.height, g, c) for g, grid in enumerate(grids) for c, cell in enumerate(grid.cells)),
    )
    inside: dict[tuple[int, int], list[Word]] = {}
    outside: list[Word] = []
    for word in words:
        home = next(((g, c) for _, g, c in cells if grids[g].cells[c].box.holds(word.box.x, word.box.y)), None)
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
        read = doubt_cut_words(replace(grid, cells=tuple(new)))
        filled.append(part_rows(part_columns(part_tiers(part_white_columns(read)))))
    return tuple(filled), compose(outside, cut_gaps=True)
