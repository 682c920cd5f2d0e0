"""Has anything been lost? What stands on the pages against what became records: alarms for the whole document.

Nothing here is proof of a loss, but what was lost leaves one of these traces, and a document with one is never `ok`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.shapes import Extraction, Grid, Page, TextLine
from normalizers.assemble import Aside
from normalizers.confidence.calibration import calibration
from normalizers.likeness import best
from normalizers.models import Completeness, Record, TableAside
from normalizers.tables import Table
from normalizers.vocabulary import Vocabulary

#: A strip inside a grid that no cell covers is a lost row from this height on, in points: a line of small print.
LEAST_ROW = 6.0
#: A table whose header names fields, but no indicator: where it is the document's only one, the header may be misread.
HEADED = "tanpa-indikator"
#: Rows and columns of the smallest table whose header matters though nobody could read it.
LEAST_TABLE = 4
#: A table without rulings has so many columns and so many rows; texts of one row stand at one height within
#: this share of a line's.
LEAST_COLUMNS, LEAST_ROWS, LEVEL = 3, 2, 0.5
#: Rulings whose ends are this near, in points, belong to the grid.
NEAR = 3.0


def completeness(
    extraction: Extraction,
    tables: Sequence[Table],
    asides: Sequence[Aside],
    records: Sequence[Record],
    vocabulary: Vocabulary,
) -> Completeness:
    """The counts that a person needs to see whether anything was lost."""
    pages = extraction.pages
    return Completeness(
        rows=sum(len(table.rows) for table in tables),
        records=len(records),
        pages_announced=extraction.announced,
        pages_without_text=[page.number for page in pages if not _has_text(page)],
        numbering_gaps=numbering_gaps(records),
        rows_torn_out=[(page.number, *gap) for page in pages for gap in torn_out(page)],
        cells_unread=sum(cell.unread_ink and not cell.lines for page in pages for g in page.grids for cell in g.cells),
        tables_aside=[
            TableAside(
                page=aside.page,
                rows=aside.rows,
                columns=aside.columns,
                reason=aside.reason,
                explanation=vocabulary.reasons.get(aside.reason, aside.reason),
            )
            for aside in asides
        ],
    )


def alarms(
    extraction: Extraction, found: Completeness, tables: Sequence[Table], vocabulary: Vocabulary
) -> Iterator[tuple[str, str]]:
    """(field, code) of each trace of a loss."""
    if rows_without_indicator(tables):
        yield "records", "indikator-kosong"
    if found.numbering_gaps:
        yield "records", "nomor-lompat"
    read = [page.number for page in extraction.pages]
    if read != list(range(1, (extraction.announced or len(read)) + 1)):
        yield "halaman", "halaman-hilang"
    for page in extraction.pages:
        if page.kind not in ("blank", "failed") and not _has_text(page):
            yield f"halaman.{page.number}", "halaman-tanpa-tulisan"
        if any(place[0] == page.number for place in found.rows_torn_out):
            yield f"halaman.{page.number}", "baris-hilang"
    headless = not tables and any(aside.reason == HEADED for aside in found.tables_aside)
    numbers = {a.page for a in found.tables_aside if _among(a, tables) or (headless and a.reason == HEADED)}
    if not tables:
        numbers |= {page.number for page in extraction.pages if any(_ruined_header(grid) for grid in page.grids)}
    if not found.records:
        numbers |= {page.number for page in extraction.pages if headed_lines(page, vocabulary)}
    for number in sorted(numbers):
        yield f"halaman.{number}", "tabel-disisihkan"


def _ruined_header(grid: Grid) -> bool:
    """Whether a table that is large enough to hold indicators has a first row that OCR could not read.

    Or one without any text: on a bilevel scan a shaded header is all black.
    """
    least = calibration().limit("keyakinan-judul")
    first = [cell for cell in grid.cells if cell.row == 0]
    poor = [cell for cell in first if cell.unread_ink or (cell.confidence is not None and cell.confidence < least)]
    scanned = any(cell.confidence is not None for cell in grid.cells)
    blank = scanned and not any(cell.lines for cell in first)
    return min(grid.rows, grid.columns) >= LEAST_TABLE and (blank or 2 * len(poor) >= len(first)) and bool(first)


def headed_lines(page: Page, vocabulary: Vocabulary) -> bool:
    """Whether a line names columns, and below it texts stand in columns outside all grids."""
    header = None
    for row in _levels([*page.lines, *(line for grid in page.grids for cell in grid.cells for line in cell.lines)]):
        named = {best((line.text,), vocabulary).field for line in row} - {None, "lain"}
        if len(named) >= LEAST_COLUMNS and "indikator" in named:
            header = row[0].box.y
            break
    if header is None:
        return False
    below = [row for row in _levels(page.lines) if row[0].box.y > header and len(row) >= LEAST_COLUMNS]
    worded = [row for row in below if sum(any(sign.isalpha() for sign in line.text) for line in row) > 1]
    return len(worded) >= LEAST_ROWS


def _levels(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """The lines that stand at one height, top to bottom."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: line.box.y):
        if rows and line.box.y - rows[-1][0].box.y < LEVEL * line.box.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def rows_without_indicator(tables: Sequence[Table]) -> list[str]:
    """The texts of rows that name no indicator (a sasaran without one): they are no records, and must not vanish."""
    left = []
    for table in tables:
        names = table.indexes("indikator")
        for row in table.rows:
            if not any(index in row.entries and row.entries[index].text for index in names):
                own = [entry.text for _, entry in sorted(row.entries.items()) if entry.text and not entry.carried]
                left += [" | ".join(own)] if own else []
    return left


def numbering_gaps(records: Sequence[Record]) -> list[tuple[int, int]]:
    """(number, next number) wherever the records' whole numbers leave some out; starting again is no gap.

    Documents do jump by mistake, so a gap proves nothing; but a lost row always leaves one (check D06).
    """
    numbers = [int(record.nomor) for record in records if record.nomor is not None and record.nomor.isdecimal()]
    return [(left, right) for left, right in pairwise([0, *numbers]) if right > left + 1]


def torn_out(page: Page) -> list[tuple[float, float]]:
    """(top, bottom) in points of strips in or at the foot of the page's grids where a row is ruled but no cell is."""
    return [gap for grid in page.grids for gap in (*_holes(grid), *_foot(page, grid))]


def _holes(grid: Grid) -> Iterator[tuple[float, float]]:
    """Strips without a cell, in at least half of the columns; merged cells may run through beside them."""
    edges = sorted({cell.box.x0 for cell in grid.cells} | {cell.box.x1 for cell in grid.cells})
    middles = [(left + right) / 2 for left, right in pairwise(edges) if right - left > NEAR]
    holes = [hole for x in middles for hole in _holes_at(grid, x)]
    for hole in dict.fromkeys(holes):
        if 2 * sum(other[0] < hole[1] and hole[0] < other[1] for other in holes) >= len(middles):
            yield hole


def _holes_at(grid: Grid, x: float) -> Iterator[tuple[float, float]]:
    """Strips without a cell down the line at `x`."""
    reached = grid.box.top
    column = sorted((cell for cell in grid.cells if cell.box.x0 <= x < cell.box.x1), key=lambda cell: cell.box.top)
    for top, bottom in [*((cell.box.top, cell.box.bottom) for cell in column), (grid.box.bottom, grid.box.bottom)]:
        if top - reached > LEAST_ROW:
            yield round(reached, 1), round(top, 1)
        reached = max(reached, bottom)


def _foot(page: Page, grid: Grid) -> Iterator[tuple[float, float]]:
    """A row below the grid's last one: rulings go on down from both of its lower corners to another one across."""
    box = grid.box
    lower = min(_reach(page, box.x0, box.bottom), _reach(page, box.x1, box.bottom))
    others = [other.box for other in page.grids if other is not grid]
    closed = any(rule.horizontal and abs(rule.at - lower) <= NEAR and rule.start < box.x for rule in page.rules)
    if lower - box.bottom > LEAST_ROW and closed and not any(o.top < lower and o.bottom > box.bottom for o in others):
        yield round(box.bottom, 1), round(lower, 1)


def _reach(page: Page, x: float, y: float) -> float:
    """How far down a ruling goes on from the point; `y` where none does."""
    down = [rule for rule in page.rules if not rule.horizontal and abs(rule.at - x) <= NEAR]
    return max((rule.end for rule in down if rule.start <= y + NEAR), default=y)


def _has_text(page: Page) -> bool:
    return bool(page.lines) or any(cell.lines for grid in page.grids for cell in grid.cells)


def _among(aside: TableAside, tables: Sequence[Table]) -> bool:
    """Whether a table left aside is as wide as an indicator table and among its pages: perhaps it goes on there."""
    return any(
        table.pages[0] <= aside.page <= table.pages[-1] + 1
        and aside.rows > 1
        and abs(aside.columns - len(table.columns)) <= 1
        for table in tables
    )
