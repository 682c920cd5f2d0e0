"""What speaks against a value, as named numbers: 0 says nothing, more says more against it.

The names are explained in `calibration/bukti.csv`; their weights are learnt (`make calibrate`). Whether a value is true
to the paper is one question, whether its column is the right one another: both leave evidence here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from extractors.shapes import Grid, Page, Word
from normalizers.confidence.ink import too_little, too_much
from normalizers.confidence.lexicon import slip, words_of
from normalizers.confidence.readings import disputed, unsettled_numbers
from normalizers.tables import Column, Entry

#: Signs inside a word that print has at its edges only, letters beside digits, a lone consonant, a number that begins
#: with two noughts (the rest of one that lost its point).
_ODD = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|[^\W\d_][^\w\s\-/'.&()][^\W\d_]|^[b-df-hj-np-tv-z]$|^00\d*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A value's way: its field ("target.2018"), its text, the entry it was taken from, and its column."""

    key: str
    text: str
    entry: Entry
    column: Column | None = None

    @property
    def words(self) -> list[Word]:
        """The words of all places that the value was read from."""
        return [word for spot in self.entry.spots for word in spot.words]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What counts of a page: its resolution, the mean doubt about its words, its grids."""

    dpi: int | None = None
    doubt: float = 0.0
    grids: tuple[Grid, ...] = ()
    page: Page | None = None
    #: No word of it was read twice: one reader has read it alone, and its confidences mean something else.
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The pages of a document by their number."""

    sheets: Mapping[int, Sheet] = field(default_factory=dict)

    @staticmethod
    def of(pages: Sequence[Page]) -> Paper:
        """Gathers what counts of each page."""
        return Paper({page.number: _sheet(page) for page in pages})


#: Where nothing is known of the pages.
NO_PAPER = Paper()


def evidence(source: Source, paper: Paper, marks: int, marks_beside: int) -> dict[str, float]:
    """All evidence against a value. `marks`: rules that doubt it; `marks_beside`: doubted fields of the same record."""
    sheet = paper.sheets.get(source.entry.spots[0].page, Sheet()) if source.entry.spots else Sheet()
    return {
        **of_words(source.words, sheet),
        **_of_place(source, sheet),
        **_of_column(source.column),
        "rules": float(marks),
        "rules_beside": float(marks_beside),
    }


def of_words(words: Sequence[Word], sheet: Sheet) -> dict[str, float]:
    """How the reading went. Nothing of it on paper that says its text itself."""
    read = [word for word in words if word.confidence is not None]
    if not read:
        return {}
    signs = sum(len(word.text) for word in read)
    found = _of_reading(read) | {"poor_page": sheet.doubt}
    if sheet.alone:
        found = {f"alone_{name}": value for name, value in found.items()}
    return found | {
        "read": 1.0,
        "disputed": sum(len(word.text) for word in disputed(read)) / signs,
        "single": sum(len(word.text) for word in read if word.second is None) / signs,
        "length": float(signs),
        "unconfirmed": float(len(unsettled_numbers(read))),
        "ink_too_much": max(0.0, too_much(read)),
        "ink_too_little": max(0.0, too_little(read)),
        "odd_words": float(sum(bool(_ODD.search(word.text)) for word in read)),
        "small_print": 20 / max(1.0, _height(read) * (sheet.dpi or 300) / 72),
        "coarse": 300 / (sheet.dpi or 300) - 1,
    }


def _of_reading(read: Sequence[Word]) -> dict[str, float]:
    """How sure the reader was of its words."""
    signs = sum(len(word.text) for word in read)
    numeric = [1 - (word.confidence or 0.0) for word in read if any(sign.isdigit() for sign in word.text)]
    plain = [1 - (word.confidence or 0.0) for word in read if not any(sign.isdigit() for sign in word.text)]
    return _of_slips(read) | {
        "weakest_word": max(plain, default=0.0),
        "weakest_number": max(numeric, default=0.0),
        "mean_doubt": sum(len(word.text) * (1 - (word.confidence or 0.0)) for word in read) / signs,
    }


def _of_slips(read: Sequence[Word]) -> dict[str, float]:
    """Words that resemble another one: how many, how doubtful, and how far their ink is from their letters."""
    found = [word for word in read if any(slip(part) for part in words_of([word.text]))]
    if not found:
        return {}
    return {
        "slips": float(len(found)),
        "slip_doubt": max(1 - (word.confidence or 0.0) for word in found),
        "slip_ink": max(abs(too_much([word])) / len(word.text) for word in found),
    }


def _of_place(source: Source, sheet: Sheet) -> dict[str, float]:
    """How the cell was found."""
    entry = source.entry
    qualities = [grid.quality for grid in sheet.grids if _holds(sheet, grid, entry)]
    return {
        "grid_faults": 1 - min(qualities, default=1.0),
        "unread_ink": float(entry.unread),
        "parts": float(len(entry.spots) - 1),
        "carried": float(entry.carried),
        "split": float(len(entry.doubts)),
    }


def _of_column(column: Column | None) -> dict[str, float]:
    """How the header was understood."""
    if column is None:
        return {}
    if column.field is None:
        # A column may be of no field only because its header was misread; not so a word of the vocabulary ("Rp").
        letters = sum(sign.isalpha() for sign in column.name)
        known = column.confidence is None or (column.score == 1.0 and letters > 1)
        short = 0.0 if known else 1 / (1 + letters)
        return {"header_short": short, "header_doubt": 1 - (column.confidence or 1.0)}
    return {
        "header_unlike": 1 - column.score,
        "header_tie": 1 - column.margin,
        "header_doubt": 0.0 if column.confidence is None else 1 - column.confidence,
    }


def _sheet(page: Page) -> Sheet:
    lines = [*page.lines, *(line for grid in page.grids for cell in grid.cells for line in cell.lines)]
    read = [word for line in lines for word in line.words if word.confidence is not None]
    doubt = sum(1 - (word.confidence or 0.0) for word in read) / max(1, len(read))
    alone = bool(read) and all(word.second is None for word in read)
    return Sheet(page.dpi, doubt, page.grids, page, alone)


def _height(words: Sequence[Word]) -> float:
    """The usual height of the words in points, across the way that they are read."""
    return median(word.box.width if word.turn % 2 else word.box.height for word in words)


def _holds(sheet: Sheet, grid: Grid, entry: Entry) -> bool:
    if sheet.page is None:
        return False
    box, spot = sheet.page.on_paper(grid.box), entry.spots[0].box
    return box.holds(spot.x, spot.y)
