"""Visual rows of the text outside the tables: a label, its colon and its value are one row, wherever they were cut.

Small tables whose first column holds preamble labels (Visi, Tugas, Fungsi ...) are rows too, and so is a text drawn
in a frame (a grid of one cell) and a title inside the first, full-width row of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.shapes import Box, Cell, Grid, Page, TextLine
from normalizers.head.centred_labels import lifted
from normalizers.head.words import HeadWords, is_capitals

#: Share of the smaller height that two lines share when they stand in one row.
SAME_ROW = 0.5
#: A ruling longer than this share of the page's width parts what is above from what is below.
LONG_RULE = 0.35
#: Page numbers stand in this share of the page at its top and bottom.
MARGIN = 0.12
#: What a scanner's edge leaves stands in this share of the width at a side, and is so many signs long at most.
SIDE, LONGEST_SPECK = 0.02, 2

_PAGE_NUMBER = re.compile(r"^[-–—=~\s]*\d{1,3}[-–—.\s]*$")
_CATCHWORD = re.compile(r"(?:\.\s?){3}$|…$")
_NUMBER_CELL = re.compile(r"^\(?\d{1,2}[.)]?$")
#: A table of preamble labels holds at least so many different ones.
PREAMBLE_LABELS = 2
PREAMBLE = ("instansi", "visi", "misi", "tujuan", "tugas", "fungsi")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of text: its pieces from left to right. `fresh`: a table or a long ruling parts it from the row above."""

    page: int
    width: float
    pieces: tuple[TextLine, ...]
    fresh: bool = False

    @property
    def text(self) -> str:
        """All pieces, joined by one space."""
        return re.sub(r"\s+", " ", " ".join(piece.text for piece in self.pieces)).strip()

    @property
    def box(self) -> Box:
        """The row's place on its page."""
        return Box.around(piece.box for piece in self.pieces)

    @property
    def centred(self) -> bool:
        """Whether the row stands in the middle of the page (within an eighth of its width)."""
        return abs(self.box.x - self.width / 2) < self.width / 8

    @property
    def capitals(self) -> bool:
        """Whether at least seven of ten letters are capitals."""
        return is_capitals(self.text)


def read_rows(pages: Sequence[Page], words: HeadWords) -> list[Row]:
    """All rows of the document outside its indicator tables, in reading order."""
    return [row for page in pages for row in _page_rows(page, words)]


def _page_rows(page: Page, words: HeadWords) -> list[Row]:
    lines = list(page.lines)
    blocks: list[list[TextLine]] = []
    barriers = [rule.at for rule in page.rules if rule.horizontal and rule.length > LONG_RULE * page.width]
    for grid in page.grids:
        if len(grid.cells) == 1:
            lines += grid.cells[0].lines
            barriers = [at for at in barriers if not grid.box.top - 2 <= at <= grid.box.bottom + 2]
            continue
        if labelled := _preamble(grid, words):
            blocks += labelled
            barriers = [at for at in barriers if not grid.box.top + 2 < at < grid.box.bottom - 2]
        else:
            blocks += [[line] for line in _caption(grid, words)]
            barriers.append(grid.box.bottom)
    blocks += _group(line for line in lifted(lines, words) if not _furniture(line, page))
    blocks.sort(key=lambda block: min(line.box.top for line in block))
    rows: list[Row] = []
    low = 0.0
    for block in blocks:
        pieces = tuple(sorted(block, key=lambda line: line.box.x0))
        box = Box.around(piece.box for piece in pieces)
        fresh = any(low - 2 <= at <= box.top + 2 for at in barriers)
        rows.append(Row(page.number, page.width, pieces, fresh))
        low = box.bottom
    return rows


def _furniture(line: TextLine, page: Page) -> bool:
    """Page numbers ("- 2 -"), catchwords of the next page ("KEDUA: ..."), and the specks of a scan."""
    text = line.text.strip()
    at_side = not SIDE * page.width < line.box.x < (1 - SIDE) * page.width
    if not re.search(r"[\w:;]", text) or (at_side and len(text) <= LONGEST_SPECK):
        return True
    at_edge = not MARGIN * page.height < line.box.y < (1 - MARGIN) * page.height
    dashed = bool(re.match(r"^[-–—]\s*\d+\s*[-–—]$", text))
    catchword = line.box.y > 0.8 * page.height and line.box.x0 > page.width / 2 and bool(_CATCHWORD.search(text))
    return dashed or (at_edge and bool(_PAGE_NUMBER.match(text))) or catchword


def _group(lines: Iterable[TextLine]) -> list[list[TextLine]]:
    groups: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: line.box.y):
        for group in groups[-3:]:
            first = group[0].box
            shared = min(first.bottom, line.box.bottom) - max(first.top, line.box.top)
            apart = all(line.box.x0 >= other.box.x1 - 2 or line.box.x1 <= other.box.x0 + 2 for other in group)
            if apart and shared > SAME_ROW * min(first.height, line.box.height):
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def _text(cell: Cell) -> str:
    return " ".join(line.text for line in cell.lines).strip()


def _preamble(grid: Grid, words: HeadWords) -> list[list[TextLine]]:
    """The rows of a table of labels and values, one a line of the value; empty where the grid is something else."""
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        if _text(cell):
            rows[cell.row].append(cell)
    found: set[str] = set()
    cards = 0
    result: list[list[TextLine]] = []
    for cells in rows:
        named = [cell for cell in sorted(cells, key=lambda cell: cell.column) if not _NUMBER_CELL.match(_text(cell))]
        if not named:
            continue
        label = words.label(re.split(r"\s*[:;]", _text(named[0]))[0])
        if label:
            found.add(label[0])
            cards += label[0] == "kartu"
        result += _cell_rows(named)
    if cards >= PREAMBLE_LABELS or len(found.intersection(PREAMBLE)) < PREAMBLE_LABELS:
        return []
    return result


def _cell_rows(cells: Sequence[Cell]) -> list[list[TextLine]]:
    """Label, colon and value as rows: the label beside the value's first line, even where centred on the value."""
    if len(cells) == 1:
        return [[line] for line in cells[0].lines]
    values = [line for cell in cells[1:] for group in _group(cell.lines) for line in _joined(group)]
    values = [line for line in values if line.text.strip(" :;.")] or values
    label, first = cells[0], values[0]
    colon = "" if _text(label).rstrip().endswith(":") or first.text.lstrip().startswith(":") else " :"
    title = TextLine(
        _text(label) + colon,
        Box(label.box.x0, first.box.top, min(label.box.x1, first.box.x0), first.box.bottom),
        tuple(word for line in label.lines for word in line.words) if not colon else (),
    )
    return [[title, first], *([line] for line in values[1:])]


def _joined(group: Sequence[TextLine]) -> list[TextLine]:
    ordered = sorted(group, key=lambda line: line.box.x0)
    words = tuple(word for line in ordered for word in line.words)
    return [TextLine(" ".join(line.text for line in ordered), Box.around(line.box for line in ordered), words)]


def _caption(grid: Grid, words: HeadWords) -> list[TextLine]:
    """The title's lines where a spreadsheet drew it into the table: full-width rows at the table's top."""
    lines: list[TextLine] = []
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.colspan < grid.columns:
            break
        lines += cell.lines
    return lines if lines and words.starts("judul", lines[0].text) else []
