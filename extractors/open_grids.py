"""Tables without vertical rulings: rows from the horizontal ones, columns from the white that runs through all rows.

A ruling over some of the columns parts the rows of these alone (`extractors.open_rows`). The edges of shaded rows
(`panels`) part rows as rulings do. What has neither is looked for by `white_tables`, then by `unruled_tables`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import numpy as np

from extractors.grids import TOLERANCE, merge
from extractors.gutters import Piece, crossed, gutters
from extractors.open_rows import OpenRow, Part, inner_rules, joined, names_over, open_cells, parted_rows
from extractors.row_starts import NUMBER, Starts, row_starts
from extractors.shapes import Box, Cell, Grid, Rule, Word
from extractors.text import compose
from extractors.unruled_tables import unruled_tables
from extractors.white_headers import header_texts, white_header
from extractors.white_tables import white_tables

#: Rules of one table begin and end within this many points of one another.
SAME_EXTENT = 8.0
#: Shorter rules (points) are signature lines and underlines.
SHORTEST = 150.0
#: A white strip between columns is at least this wide (points).
GUTTER = 4.0
#: Two words of one text stand closer than so many line heights.
SPACE = 0.7
#: One narrower than so many line heights parts only columns that the header names both.
DOUBTFUL = 0.8
#: A table has so many rulings at least: above and below its header, and at its end.
FEWEST_RULES = 3
#: A cell holds words above a ruling, or below it, not on both sides.
BOTH_SIDES = 2
#: Sides nearer to those of the table, in shares of its width, are these.
BEYOND_SIDE = 0.01
#: Shaded rows of fewer columns are decoration: a banner, a label and its value.
FEWEST_SHADED = 3
#: Words of a name over several columns stand closer than this share of a column.
HEADER_SPACE = 0.15
#: Of more rules than this some part rows, and white between them parts paragraphs.
MOSTLY_UNRULED = 4


def build_open_grids(rules: Sequence[Rule], words: Sequence[Word], taken: Sequence[Grid], page: int) -> list[Grid]:
    """Grids of two rows and columns at least between horizontal rulings of one extent; `taken` are others."""
    return _drawn(rules, words, taken, page, ())


def build_shaded_grids(panels: Sequence[Box], words: Sequence[Word], taken: Sequence[Grid], page: int) -> list[Grid]:
    """The same between the edges of shaded rows; where cells are shaded one by one, these are the columns."""
    grids = _drawn(_panel_edges(panels), words, taken, page, panels)
    return [grid for grid in grids if grid.columns >= FEWEST_SHADED]


def _drawn(
    rules: Sequence[Rule], words: Sequence[Word], taken: Sequence[Grid], page: int, panels: Sequence[Box]
) -> list[Grid]:
    boxes = [grid.box for grid in taken]
    sides = [rule for rule in rules if not rule.horizontal]
    outside = [
        rule
        for rule in merge([rule for rule in rules if rule.horizontal])
        if not any(box.top - 2 <= rule.at <= box.bottom + 2 for box in boxes)
    ]
    free = [rule for rule in outside if not all(any(_meet(rule, end, side) for side in sides) for end in _ends(rule))]
    # The frame that a dark header leaves on a scan is as wide as the rulings below it.
    free += [rule for rule in outside if rule not in free and _as_wide(rule, free)]
    found: list[Grid] = []
    for group in sorted(_same_extent(free), key=lambda group: -group[0].length):
        inner = inner_rules(group, free)
        parted = any(grid.box.top < rule.at < grid.box.bottom for grid in found for rule in group)
        columns = _shaded_sides(panels, group)
        drawn = len(group) + len(inner) >= FEWEST_RULES and not parted
        grid = _framed(group, words, page) if drawn and len(group) == FEWEST_RULES and not inner else None
        if grid is None and drawn:
            grid = _with_own_names(group, words, page, inner, columns)
        if grid is not None:
            found.append(_with_tall(grid, panels))
    return sorted(found, key=lambda grid: grid.box.top)


def build_white_grids(words: Sequence[Word], taken: Sequence[Grid], page: int) -> list[Grid]:
    """Grids where white alone parts columns and rows, their headers too."""
    groups = unruled_tables(words, [grid.box for grid in taken])
    return [grid for group in groups if (grid := _grid(group, words, page)) is not None]


def _ends(rule: Rule) -> tuple[float, float]:
    """Where a rule begins and ends."""
    return rule.start, rule.end


def _as_wide(rule: Rule, others: Sequence[Rule]) -> bool:
    """Whether several others begin and end where a rule does, and none of them stands above it."""
    same = [
        other
        for other in others
        if abs(other.start - rule.start) <= SAME_EXTENT and abs(other.end - rule.end) <= SAME_EXTENT
    ]
    return len(same) >= FEWEST_RULES and all(other.at > rule.at for other in same)


def _meet(rule: Rule, end: float, side: Rule) -> bool:
    """Whether a vertical stands at this end of a rule: at both ends, they frame a picture or a text."""
    return abs(side.at - end) <= TOLERANCE and side.start - TOLERANCE <= rule.at <= side.end + TOLERANCE


def _framed(group: Sequence[Rule], words: Sequence[Word], page: int) -> Grid | None:
    """The table between rulings above and below its header and at its end; None where white does not tell its rows."""
    box = Box(group[0].start, group[0].at, group[0].end, group[-1].at)
    inside = [word for word in words if box.holds(word.box.x, word.box.y)]
    grids = white_tables(inside, (), page)
    cells = [cell for grid in grids for cell in grid.cells]
    sides = ({word.box.y < group[1].at for word in inside if cell.box.holds(word.box.x, word.box.y)} for cell in cells)
    return grids[0] if len(grids) == 1 and all(len(side) < BOTH_SIDES for side in sides) else None


def _panel_edges(panels: Sequence[Box]) -> list[Rule]:
    """The upper and lower edges of shaded cells or rows."""
    return [Rule(True, at, box.x0, box.x1) for box in panels for at in (box.top, box.bottom)]


def _shaded_sides(panels: Sequence[Box], group: Sequence[Rule]) -> list[float]:
    """The sides (x) of the columns between the rules of a group, where cells of most shaded rows are as wide."""
    rows: dict[int, set[float]] = {}
    for box in panels:
        if group[0].at - TOLERANCE <= box.top and box.bottom <= group[-1].at + TOLERANCE:
            rows.setdefault(round(box.y), set()).update((round(box.x0), round(box.x1)))
    several = [sides for sides in rows.values() if len(sides) > FEWEST_SHADED]
    counts = Counter(x for sides in several for x in sides)
    shared = sorted(x for x, count in counts.items() if 2 * count > len(several))
    return shared if len(several) > 1 and len(shared) > FEWEST_SHADED else []


def _with_tall(grid: Grid, panels: Sequence[Box]) -> Grid:
    """The grid, cells in doubt that are shaded together with others above or below: they may be one."""
    cells = tuple(
        replace(
            cell,
            inferred=cell.inferred
            or any(
                box.holds(cell.box.x, cell.box.y)
                and box.x1 <= cell.box.x1 + SAME_EXTENT
                and box.height > 2 * cell.box.height
                for box in panels
            ),
        )
        for cell in grid.cells
    )
    return replace(grid, cells=cells)


def _same_extent(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted((rule for rule in rules if rule.length >= SHORTEST), key=lambda rule: rule.at):
        for group in groups:
            # Against the rule before it, not the first: on a photo a table grows wider towards the camera.
            if abs(group[-1].start - rule.start) <= SAME_EXTENT and abs(group[-1].end - rule.end) <= SAME_EXTENT:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


@dataclass(frozen=True, slots=True)
class _Frame:
    """Left and right end of the table at any height, from its rules: on a photo its sides are not upright."""

    at: tuple[float, ...]
    start: tuple[float, ...]
    end: tuple[float, ...]

    def share(self, x: float, y: float) -> float:
        """Where x lies between the sides at height y: 0 left, 1 right."""
        left, right = float(np.interp(y, self.at, self.start)), float(np.interp(y, self.at, self.end))
        return (x - left) / max(1.0, right - left)

    def x(self, share: float, y: float) -> float:
        """The x of a share at height y."""
        left, right = float(np.interp(y, self.at, self.start)), float(np.interp(y, self.at, self.end))
        return left + share * (right - left)


def _grid(
    rules: Sequence[Rule],
    words: Sequence[Word],
    page: int,
    inner: Sequence[Rule] = (),
    sides: Sequence[float] = (),
    *,
    heads: int = 1,
) -> Grid | None:
    """The table that the rules of a group draw; `sides` are those of its columns, where they are known.

    Of the header `heads` bands say where columns are: all (1) or none (0).
    """
    frame = _Frame(tuple(r.at for r in rules), tuple(r.start for r in rules), tuple(r.end for r in rules))
    width = sum(rule.length for rule in rules) / len(rules)
    ys = list(frame.at)
    inside = [w for w in words if ys[0] < w.box.y < ys[-1] and -0.01 < frame.share(w.box.x, w.box.y) < 1.01]
    bands = [
        [word for word in inside if top < word.box.y < bottom]
        for top, bottom in pairwise(sorted({*ys, *(r.at for r in inner)}))
    ]
    if sum(bool(band) for band in bands) < 2:
        return None
    doubtful = DOUBTFUL * median(word.box.height for word in inside) / width
    telling = [band for band in bands[1 - heads :] if band and not _runs_on(band)] or bands
    known = [share for x in sides if BEYOND_SIDE < (share := frame.share(x, ys[0])) < 1 - BEYOND_SIDE]
    white = [] if known else gutters([_pieces(band, frame) for band in telling], GUTTER / width, doubtful)
    shares = [0.0, *known, *white, 1.0]
    if len(shares) < 3:
        return None
    # Below the header a rule may be missing, or there is none between any rows.
    numbered = len(rules) > MOSTLY_UNRULED
    rows: list[OpenRow] = []
    for place, (top, bottom) in enumerate(pairwise(ys)):
        band = [word for word in inside if top < word.box.y < bottom]
        parts = parted_rows(top, bottom, inner, [frame.x(share, (top + bottom) / 2) for share in shares])
        if len(parts) == 1 and place:
            starts = _starts(band, frame, shares, numbered=numbered)
            edges = [top, *starts.edges, bottom]
            parts = [OpenRow(upper, lower, inferred=not starts.sure) for upper, lower in pairwise(edges)]
        rows += parts
    cells = []
    for part in open_cells(rows, len(shares) - 1):
        top, bottom = rows[part.row].top, rows[part.row + part.rowspan - 1].bottom
        own = [word for word in inside if top < word.box.y < bottom]
        pieces = _pieces(own, frame)
        xs = [frame.x(share, (top + bottom) / 2) for share in shares]
        # A gutter that a word of this row crosses is no border here: the cell spans both columns.
        free = [k for k in range(part.column + 1, part.end) if not crossed(pieces, shares[k])]
        if part.end - part.column == len(shares) - 1 and _runs_on(own):
            free = []
        if part.row + part.rowspan < len(rows) and rows[part.row].bottom < ys[1] - 1:
            lower = rows[part.row + part.rowspan]
            below = _pieces([word for word in inside if lower.top < word.box.y < lower.bottom], frame)
            free = _header_borders(part, free, shares, pieces, below)
        for start, end in pairwise([part.column, *free, part.end]):
            box = Box(xs[start], top, xs[end], bottom)
            cells.append(Cell(part.row, start, part.rowspan, end - start, box, inferred=rows[part.row].inferred))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    grid = Grid(page, len(rows), len(shares) - 1, tuple(cells), quality=0.5)
    xs = [frame.x(share, (ys[0] + ys[1]) / 2) for share in shares]
    return _with_levels(grid, [word for word in inside if word.box.y < rows[0].bottom], xs)


def _with_own_names(
    rules: Sequence[Rule], words: Sequence[Word], page: int, inner: Sequence[Rule], sides: Sequence[float]
) -> Grid | None:
    """The table that the rules of a group draw; in a header of two levels a name over columns hides their white."""
    grid = _grid(rules, words, page, inner, sides)
    if grid is None or not any(_several(cell, words) for cell in grid.cells if cell.row == 0):
        return grid
    other = _grid(rules, words, page, inner, sides, heads=0)
    return other if other is not None and any(cell.rowspan > 1 for cell in other.cells if cell.row == 0) else grid


def _several(cell: Cell, words: Sequence[Word]) -> bool:
    """Whether two texts stand side by side in a cell."""
    lines = compose([word for word in words if cell.box.holds(word.box.x, word.box.y)])
    return any(len(header_texts([line])) > 1 for line in lines)


def _with_levels(grid: Grid, words: Sequence[Word], sides: Sequence[float]) -> Grid:
    """The grid with its first row in two, where names over several columns stand in it above the names of these."""
    first = [cell for cell in grid.cells if cell.row == 0]
    if not words or any(cell.rowspan > 1 for cell in first):
        return grid
    box = Box(sides[0], first[0].box.top, sides[-1], first[0].box.bottom)
    head = white_header(header_texts(compose(words)), sides[1:-1], sides, box)
    if head is None or head.rows == 1:
        return grid
    below = (replace(cell, row=cell.row + 1) for cell in grid.cells if cell.row)
    return replace(grid, rows=grid.rows + 1, cells=(*head.cells, *below))


def _header_borders(
    part: Part, free: list[int], shares: Sequence[float], above: Sequence[Piece], below: Sequence[Piece]
) -> list[int]:
    """The borders in a part of the first ruled band that stands over another: names over each one's columns.

    Only where every column has a text below, and some have none here; else it is no header of two levels.
    """
    columns = list(pairwise(shares))[part.column : part.end]
    over, under = (
        [(piece.x0, piece.x1) for piece in pieces if columns[0][0] <= piece.x <= columns[-1][1]]
        for pieces in (above, below)
    )
    names = joined(over, HEADER_SPACE * (columns[-1][1] - columns[0][0]) / len(columns))
    named = all(any(x0 < (a + b) / 2 < x1 for a, b in under) for x0, x1 in columns)
    if not names or not named or len(names) >= len(columns):
        return free
    return [part.column + place for place in names_over(columns, names)]


def _pieces(words: Sequence[Word], frame: _Frame) -> list[Piece]:
    return [Piece(frame.share(w.box.x0, w.box.y), frame.share(w.box.x1, w.box.y)) for w in words]


def _runs_on(words: Sequence[Word]) -> bool:
    """Whether the words of a row are one text, without white between any two of a line: a section's heading."""
    return all(
        right.box.x0 - left.box.x1 < SPACE * line.box.height
        for line in compose(words)
        for left, right in pairwise(sorted(line.words, key=lambda word: word.box.x0))
    )


def _starts(words: Sequence[Word], frame: _Frame, shares: Sequence[float], *, numbered: bool) -> Starts:
    """Where rows begin between two rules; numbers alone in the first column are believed if nothing better tells."""
    columns: list[list[Word]] = [[] for _ in shares[1:]]
    for word in words:
        place = sum(share <= frame.share(word.box.x, word.box.y) for share in shares[1:-1])
        columns[place].append(word)
    starts = row_starts([compose(column) for column in columns], numbered=numbered)
    if starts.edges:
        return starts
    first = [line.words[0] for line in compose(columns[0]) if line.words and NUMBER.match(line.words[0].text)]
    return Starts(tuple(word.box.top - 1 for word in first[1:]), sure=len(first) < 2)
