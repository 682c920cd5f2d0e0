"""Words into cells: what stands in which cell of which grid, and what stands outside all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from extractors.cut_words import doubt_cut_words
from extractors.grids import inner_bars
from extractors.header_tiers import part_tiers
from extractors.open_grids import build_open_grids, build_shaded_grids, build_white_grids
from extractors.shapes import Box, Grid, Rule, TextLine, Word
from extractors.spreads import Laid, unfolded
from extractors.text import compose
from extractors.unruled_columns import part_columns
from extractors.unruled_rows import part_rows
from extractors.upright_grids import with_rows
from extractors.white_bodies import with_white_bodies
from extractors.white_columns import part_white_columns
from extractors.white_tables import white_tables

#: So many words are placed together.
TOGETHER = 256


def lay_out(number: int, sheet: Laid) -> tuple[Laid, tuple[Grid, ...], tuple[TextLine, ...]]:
    """The sheet, unfolded where it holds two pages, its grids with their words, and the lines outside of them."""
    laid = unfolded(sheet)
    return laid, *place(number, laid.words, laid.rules, laid.grids, unread=laid.unread, panels=laid.panels)


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
    grids = [with_rows(grid, words) for grid in grids]
    grids += build_open_grids(rules, words, grids, number)
    grids = with_white_bodies(grids, words, panels, number)
    grids += build_shaded_grids(panels, words, grids, number)
    grids += white_tables(words, grids, number)
    grids = sorted([*grids, *build_white_grids(words, grids, number)], key=lambda grid: grid.box.top)
    cells = [(g, c) for g, grid in enumerate(grids) for c in range(len(grid.cells))]
    inside: dict[tuple[int, int], list[Word]] = {}
    outside: list[Word] = []
    for word, home in zip(words, smallest(words, [grids[g].cells[c].box for g, c in cells]), strict=True):
        if home is None:
            outside.append(word)
        else:
            inside.setdefault(cells[home], []).append(word)
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


def smallest(words: Sequence[Word], boxes: Sequence[Box]) -> Iterator[int | None]:
    """For each word the number of the smallest box that holds its middle, of equal ones the first; None if none does.

    So many words are looked at together that the memory stays small, however many cells a page has.
    """
    if not boxes:
        yield from (None for _ in words)
        return
    sides = np.array([(box.x0, box.x1, box.top, box.bottom) for box in boxes])
    order = np.argsort((sides[:, 1] - sides[:, 0]) * (sides[:, 3] - sides[:, 2]), kind="stable")
    left, right, top, bottom = sides[order].T
    for first in range(0, len(words), TOGETHER):
        middles = np.array([(word.box.x, word.box.y) for word in words[first : first + TOGETHER]])
        x, y = middles[:, :1], middles[:, 1:]
        held = (left <= x) & (x < right) & (top <= y) & (y < bottom)
        for number, found in zip(order[held.argmax(axis=1)].tolist(), held.any(axis=1).tolist(), strict=True):
            yield number if found else None
