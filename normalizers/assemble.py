"""Grids of all pages to indicator tables: headers found, columns matched, continuations stitched over page breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.shapes import Box, Cell, Grid, Page
from extractors.text import split_at
from normalizers.cards import card_tables, continued_card
from normalizers.columns import match_columns
from normalizers.confidence.readings import unsettled_numbers
from normalizers.header_years import SERIES, doubt_unconfirmed_years
from normalizers.headers import Header, Span, cell_text, find_header, heads_other_table, same_header
from normalizers.lined_cards import lined_cards
from normalizers.tables import Column, Entry, Row, Table, joined, spot_of
from normalizers.vocabulary import Vocabulary
from normalizers.white_continuations import white_continuation

#: No ruling and no white parts the row from its neighbours.
INFERRED_ROW = "baris-disimpulkan"
#: The ruling between two cells was not found.
MERGED = "sel-menyatu"
#: Mean likeness (0..100) of two headers, column by column, from which they are the same one printed again.
SAME_HEADER = 80.0
#: A cell over this share of the columns is a section row's, whatever gaps its words leave.
SECTION_SHARE = 0.5
#: Lines this many line heights apart are two texts; lone numbers (SHORT characters) are in any case.
BLANK = 1.6
SHORT = 3
#: A cell so many times as wide as its column says nothing of the column alone.
WIDE = 1.5
#: A body cell belongs to a column that it covers, or that covers it, by this share.
COVERS = 0.5
#: Quality of a grid whose cells are not ruled.
WHITE = 0.5


@dataclass(frozen=True, slots=True)
class Aside:
    """A grid that is no indicator table, and why (a code); `box` is its place on the straight page."""

    page: int
    rows: int
    columns: int
    reason: str
    box: Box


@dataclass(frozen=True, slots=True)
class Assembled:
    """The indicator tables of a document, the grids left aside, and the places (page, box on the paper) of headers."""

    tables: tuple[Table, ...]
    asides: tuple[Aside, ...]
    heads: tuple[tuple[int, Box], ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    """A table that may go on: its header's spans, and their extent on the page where they were last seen."""

    table: Table
    spans: tuple[Span, ...]
    last_page: int
    #: Whether its rows are told by white on the page where it was last seen.
    white: bool = False


def assemble(pages: Sequence[Page], vocabulary: Vocabulary) -> Assembled:
    """All indicator tables of a document, in order."""
    done: list[Table] = []
    asides: list[Aside] = []
    heads: list[tuple[int, Box]] = []
    current: _Open | None = None
    card: Table | None = None
    for page in pages:
        grids = [*page.grids, *_lined(page, vocabulary)]
        if current is not None and current.white and page.number == current.last_page + 1:
            grids += filter(None, [white_continuation(page, current.spans)])
        for grid in sorted(grids, key=lambda grid: grid.box.top):
            header = find_header(grid, vocabulary)
            end = header.end if header is not None else 0
            heads += [(page.number, page.on_paper(cell.box)) for cell in grid.cells if cell.row < end]
            cards = card_tables(page, grid, vocabulary) if header is None or _named(header) <= 2 else []
            if cards:
                done += cards
                card = cards[-1]
            elif header is None and card and (whole := continued_card(card, page, grid, vocabulary)):
                done = [whole if table is card else table for table in done]
                card = whole
            elif header is not None:
                if current is not None and same_header(current.spans, header.spans, SAME_HEADER):
                    current = _continued(current, page, grid, header.end, header.spans)
                else:
                    done += [current.table] if current else []
                    current = _started(page, grid, header, vocabulary)
            elif current is not None and heads_other_table(grid, _fields(current.table), vocabulary):
                # What follows without a header goes on from this other table.
                done, current = [*done, current.table], None
                asides.append(_aside(page, grid))
            elif current is not None and _may_continue(current, page, grid):
                current = _continued(current, page, grid, 0, _moved(current.spans, grid))
            else:
                asides.append(_aside(page, grid))
    done += [current.table] if current else []
    tables = [table for table in done if table.first("indikator") is not None]
    asides += [
        Aside(page, len(table.rows), len(table.columns), "tanpa-indikator", box)
        for table in done
        if table not in tables
        for page, box in table.grids
    ]
    return Assembled(tuple(tables), tuple(asides), tuple(heads))


def _lined(page: Page, vocabulary: Vocabulary) -> list[Grid]:
    """The cards that the page's lines make without rulings."""
    return [grid for grid in lined_cards(page, vocabulary) if card_tables(page, grid, vocabulary)]


def _aside(page: Page, grid: Grid) -> Aside:
    return Aside(page.number, grid.rows, grid.columns, "tanpa-kepala-tabel", grid.box)


def _named(header: Header) -> int:
    """How many columns a header names; a card's colons, in a column of their own, name nothing."""
    return sum(any(char.isalpha() for text in span.path for char in text) for span in header.spans)


def _started(page: Page, grid: Grid, header: Header, vocabulary: Vocabulary) -> _Open:
    bodies = [_below(grid, header, span) for span in header.spans]
    columns = _numbers(match_columns([span.path for span in header.spans], vocabulary, bodies), grid, header)
    columns = [
        replace(column, confidence=span.cell.confidence if span.cell is not None else None)
        for column, span in zip(columns, header.spans, strict=True)
    ]
    columns = doubt_unconfirmed_years(columns, [_confirmed(span) for span in header.spans])
    rows = _rows(page, grid, header.end, header.spans, columns, opens_page=False)
    spots = tuple(
        (page.number, page.on_paper(span.cell.box), index) for index, span in enumerate(header.spans) if span.cell
    )
    table = Table(tuple(columns), tuple(rows), (page.number,), header_spots=spots, grids=((page.number, grid.box),))
    return _Open(table, header.spans, page.number, grid.quality <= WHITE)


def _confirmed(span: Span) -> bool:
    """Whether two readings agree on the numbers of a column's header."""
    words = (word for line in (span.cell.lines if span.cell is not None else ()) for word in line.words)
    return not unsettled_numbers(words)


def _numbers(columns: Sequence[Column], grid: Grid, header: Header) -> list[Column]:
    """Columns that share one header cell: the one of numbers is the nomor, the others the field together."""
    result = list(columns)
    for index, span in enumerate(header.spans):
        twins = [other for other, item in enumerate(header.spans) if item.cell is span.cell and span.cell is not None]
        if len(twins) < 2:
            continue
        named = next((columns[twin] for twin in twins if columns[twin].field), columns[index])
        filled = [text for text in _below(grid, header, span) if text]
        numeric = sum(len(text) <= 4 and any(char.isdigit() for char in text) for text in filled)
        if filled and 2 * numeric > len(filled) and named.field not in SERIES:
            result[index] = replace(named, field="nomor", header=())
        else:
            result[index] = replace(named, header=columns[index].header)
    return result


def _below(grid: Grid, header: Header, span: Span) -> list[str]:
    """The texts of the cells under a header, row by row."""
    cells = (cell for cell in grid.cells if cell.row >= header.end and span.x0 - 1 <= cell.box.x <= span.x1 + 1)
    return [cell_text(cell) for cell in cells if cell.box.width <= WIDE * (span.x1 - span.x0)]


def _fields(table: Table) -> set[str]:
    return {column.field for column in table.columns if column.field}


def _may_continue(current: _Open, page: Page, grid: Grid) -> bool:
    """A grid without a header goes on the table before it: on the same or next page, with columns that fit."""
    if page.number - current.last_page > 1:
        return False
    moved = _moved(current.spans, grid)
    inner = {round(cell.box.x0) for cell in grid.cells} - {round(grid.box.x0)}
    if not inner:
        return False
    edges = [span.x0 for span in moved]
    width = grid.box.x1 - grid.box.x0
    fitting = sum(any(abs(edge - x) <= 0.02 * width for x in edges) for edge in inner)
    return 2 * fitting > len(inner)


def _moved(spans: Sequence[Span], grid: Grid) -> tuple[Span, ...]:
    """The columns laid over another page's grid: the second half of a table may stand elsewhere or be scaled."""
    left, right = min(span.x0 for span in spans), max(span.x1 for span in spans)
    scale = (grid.box.x1 - grid.box.x0) / max(1.0, right - left)
    return tuple(
        replace(span, x0=grid.box.x0 + (span.x0 - left) * scale, x1=grid.box.x0 + (span.x1 - left) * scale)
        for span in spans
    )


def _continued(current: _Open, page: Page, grid: Grid, first_row: int, spans: Sequence[Span]) -> _Open:
    table = current.table
    rows = _rows(page, grid, first_row, spans, table.columns, opens_page=page.number != current.last_page)
    if current.white and rows and any(INFERRED_ROW in entry.doubts for entry in rows[0].entries.values()):
        # What stands first may be the rest of the row before.
        table = replace(table, rows=(*table.rows[:-1], *map(_inferred, table.rows[-1:])))
    pages = tuple(dict.fromkeys((*table.pages, page.number)))
    grids = (*table.grids, (page.number, grid.box))
    return _Open(
        replace(table, rows=(*table.rows, *rows), pages=pages, grids=grids),
        current.spans,
        page.number,
        grid.quality <= WHITE,
    )


def _rows(
    page: Page, grid: Grid, first_row: int, spans: Sequence[Span], columns: Sequence[Column], *, opens_page: bool
) -> list[Row]:
    """The body of a grid: an entry for each column that a cell covers; merged cells give it to every row they span."""
    rows: list[Row] = []
    body = [cell for cell in grid.cells if cell.row + cell.rowspan > first_row]
    top = min((cell.box.top for cell in body if cell.row == first_row), default=0.0)
    # A header cell may run into the body where the ruling below it has worn off.
    body = [
        replace(cell, lines=tuple(line for line in cell.lines if line.box.y >= top)) if cell.row < first_row else cell
        for cell in body
    ]
    tops = {cell.row: cell.box.top for cell in grid.cells}
    placed = [
        (part, places, (*worn, *doubts))
        for cell in body
        for whole, worn in _unstacked(cell, tops)
        for part, places, doubts in _placed(whole, spans, columns)
    ]
    for number in range(first_row, grid.rows):
        entries: dict[int, Entry] = {}
        for cell, places, doubts in placed:
            if not cell.row <= number < cell.row + cell.rowspan:
                continue
            entry = _entry(page, cell, len(places), carried=number not in (cell.row, first_row))
            entry = replace(entry, doubts=(*doubts, *((INFERRED_ROW,) if cell.inferred else ())))
            for place in places if _is_series(places, columns) else places[:1]:
                entries[place] = joined(entries[place], entry) if place in entries else entry
        if entries:
            rows.append(Row(page.number, entries, opens_page and not rows))
    return rows


def _unstacked(cell: Cell, tops: Mapping[int, float]) -> list[tuple[Cell, tuple[str, ...]]]:
    """(cell, doubts) of a scanned cell; one over several rows whose lines stand apart, row by row, is one for each row.

    A text in a merged cell runs on without a break; blank space at every row's edge shows a ruling that has worn off.
    """
    inner = [tops[row] for row in range(cell.row + 1, cell.row + cell.rowspan) if row in tops]
    if not inner or len(inner) != cell.rowspan - 1 or cell.confidence is None:
        return [(cell, ())]
    bands = list(pairwise([cell.box.top, *inner, cell.box.bottom]))
    stacks = [tuple(line for line in cell.lines if top <= line.box.y < bottom) for top, bottom in bands]
    if not all(stacks):
        return [(cell, ())]
    numbers = all(len(line.text) <= SHORT for line in cell.lines)
    for upper, lower in pairwise(stacks):
        if not numbers and lower[0].box.top - upper[-1].box.bottom < BLANK * upper[-1].box.height:
            return [(cell, ())]
    return [
        (
            replace(cell, row=cell.row + place, rowspan=1, lines=lines, box=replace(cell.box, top=top, bottom=bottom)),
            (MERGED,),
        )
        for place, (lines, (top, bottom)) in enumerate(zip(stacks, bands, strict=True))
    ]


def _placed(
    cell: Cell, spans: Sequence[Span], columns: Sequence[Column]
) -> list[tuple[Cell, list[int], tuple[str, ...]]]:
    """(cell, its columns, doubts) of a body cell; one whose texts stand apart under several columns is several.

    Where a scan shows one text under several columns, the ruling between them may have been lost: all are doubted.
    """
    places = _homes(cell, spans)
    if len(places) >= max(3, SECTION_SHARE * len(spans)):
        return [(cell, places, ())]
    edges = [(spans[left].x1 + spans[right].x0) / 2 for left, right in pairwise(places)]
    texts = split_at(cell.lines, edges) if edges else None
    if texts is None:
        if len(places) == 1 or cell.confidence is None or _is_series(places, columns):
            return [(cell, places, ())]
        others = ((replace(cell, lines=()), [place], (MERGED,)) for place in places[1:])
        return [(cell, places, (MERGED,)), *others]
    bounds = [cell.box.x0, *edges, cell.box.x1]
    return [
        (replace(cell, lines=lines, box=replace(cell.box, x0=x0, x1=x1)), [place], (MERGED,))
        for place, lines, (x0, x1) in zip(places, texts, pairwise(bounds), strict=True)
    ]


def _is_series(places: Sequence[int], columns: Sequence[Column]) -> bool:
    """A cell merged over target columns says its text for each of those years."""
    return all(columns[place].field in SERIES for place in places)


def _homes(cell: Cell, spans: Sequence[Span]) -> list[int]:
    """The columns that a body cell stands in, left to right; at least the nearest one."""
    found = []
    for index, span in enumerate(spans):
        common = min(cell.box.x1, span.x1) - max(cell.box.x0, span.x0)
        if common >= COVERS * min(cell.box.width, span.x1 - span.x0):
            found.append(index)
    if not found:
        found = [min(range(len(spans)), key=lambda index: abs((spans[index].x0 + spans[index].x1) / 2 - cell.box.x))]
    # A narrow cell that merely touches two columns belongs to the one that its middle lies in.
    if len(found) > 1 and cell.box.width < 1.2 * min(spans[index].x1 - spans[index].x0 for index in found):
        found = [index for index in found if spans[index].x0 <= cell.box.x < spans[index].x1] or found[:1]
    return found


def _inferred(row: Row) -> Row:
    """The row, doubted as one that neither ruling nor white parts from its neighbours."""
    doubted = {index: replace(entry, doubts=(*entry.doubts, INFERRED_ROW)) for index, entry in row.entries.items()}
    return replace(row, entries=doubted)


def _entry(page: Page, cell: Cell, span: int, *, carried: bool) -> Entry:
    spot = spot_of(page, cell)
    return Entry(tuple(line.text for line in cell.lines), (spot,), carried, cell.unread_ink, span, cell.rowspan)
