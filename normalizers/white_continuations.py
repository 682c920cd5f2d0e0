"""The rest of a table that nothing is drawn around, on the page after: rows without a header, in the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.shapes import Box, Cell, Grid, Page, TextLine
from extractors.text import compose
from extractors.white_bodies import below_header
from normalizers.headers import Span


def white_continuation(page: Page, spans: Sequence[Span]) -> Grid | None:
    """The rows at the page's top that keep to the columns `spans` of the page before; None where there are none."""
    words = [word for line in page.lines for word in line.words if word.turn == 0]
    grids = [grid.box for grid in page.grids]
    lines = [line for line in compose(words) if not any(box.top < line.box.y for box in grids)]
    if not lines:
        return None
    top = min(line.box.top for line in lines) - 1
    lowest = [Cell(0, column, 1, 1, Box(span.x0, top - 1, span.x1, top)) for column, span in enumerate(spans)]
    whole = below_header(Grid(page.number, 1, len(lowest), tuple(lowest), quality=0.5), lowest, lines)
    if whole is None:
        return None
    cut = _cut(lines, spans)
    filled = tuple(
        replace(
            cell,
            row=cell.row - 1,
            lines=compose([word for word in words if cell.box.holds(word.box.x, word.box.y)]),
            inferred=cell.inferred or (cut and cell.row == 1),
        )
        for cell in whole.cells
        if cell.row
    )
    return replace(whole, rows=whole.rows - 1, cells=filled)


def _cut(lines: Sequence[TextLine], spans: Sequence[Span]) -> bool:
    """Whether the page may begin with the rest of a row: its first line stands in few of the columns."""
    first = min(lines, key=lambda line: line.box.top)
    filled = [span for span in spans if any(span.x0 <= word.box.x < span.x1 for word in first.words)]
    return 2 * len(filled) < len(spans)
