"""The account of all words: what stands in a table's grid and in no field is listed, with its place and the reason.

It is made from the ends, not along the way: the cells as read on one side, the finished records and head on the other.
A step that loses a text shows up here, whatever it was meant to do.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from extractors.shapes import Box, Cell, Page
from normalizers.assemble import Assembled
from normalizers.fields import fill
from normalizers.models import Head, Leftover, Record
from normalizers.tables import Row, Table
from normalizers.vocabulary import SINGLE_FIELDS, Vocabulary

T = TypeVar("T")

#: Left over although nothing explains it: a text that the program has lost sight of.
LOST = "sisa-sel"
#: Labels of a composite cell, which are no part of the values.
LABEL = "label-sel"
#: Share of a piece of a cell that must lie in the cell for its texts to count there.
INSIDE = 0.6
#: A run of words may be found inside a longer text; a single one shorter than this only as a word of its own.
LONG_WORD = 4
#: Where a text stands: page and box on the paper.
_Spot = tuple[int, Box]


def unassigned(
    pages: Sequence[Page],
    assembled: Assembled,
    tables: Sequence[Table],
    *,
    records: Sequence[Record],
    head: Head,
    vocabulary: Vocabulary,
) -> list[Leftover]:
    """All words of all grids that no record and no field of the head says, cell by cell, in reading order.

    `tables` are the indicator tables after the steps, whose rows with an indicator became `records`, in this order.
    """
    rows = [(row, "indikator" in fill(table, row, vocabulary)) for table in tables for row in table.rows]
    said = _Said([row for row, is_record in rows if is_record], records, head)
    reasons = _reasons(assembled, tables, [row for row, is_record in rows if not is_record])
    asides = {(aside.page, aside.box): aside.reason for aside in assembled.asides}
    found = []
    for page in pages:
        for grid in page.grids:
            aside = asides.get((page.number, grid.box))
            for cell in grid.cells:
                place = page.on_paper(cell.box)
                words = _left(cell, said.at(page.number, place))
                if words:
                    reason = aside or reasons.of(page.number, place) or _in_record(words, vocabulary)
                    found.append(_leftover(page.number, place, words, reason))
    return found


def _in_record(words: Sequence[str], vocabulary: Vocabulary) -> str:
    """Why words are left of a record's own cell: they are labels ("b. Sumber Data :"), or nothing explains them."""
    folded = _fold("".join(words))
    rest = folded
    for label in sorted({_fold(text) for _, text in vocabulary.cell_labels}, key=len, reverse=True):
        rest = rest.replace(label, "")
    return LABEL if rest != folded and len(rest) < LONG_WORD else LOST


class _ByPlace(Generic[T]):
    """Things by the place on paper that they belong to; looked up by the cell that the place lies in."""

    def __init__(self) -> None:
        self._exact: dict[_Spot, list[T]] = defaultdict(list)
        self._pages: dict[int, list[tuple[Box, T]]] = defaultdict(list)

    def add(self, page: int, box: Box, thing: T) -> None:
        """Notes a thing at its place."""
        self._exact[page, box].append(thing)
        self._pages[page].append((box, thing))

    def find(self, page: int, cell: Box) -> list[T]:
        """The things at exactly this place, else those at pieces of it."""
        exact = self._exact.get((page, cell))
        return exact or [thing for box, thing in self._pages[page] if _within(box, cell)]


class _Said:
    """What the records and the head say, by the places where it was read."""

    def __init__(self, rows: Sequence[Row], records: Sequence[Record], head: Head) -> None:
        self._by_place: _ByPlace[_Texts] = _ByPlace()
        self._head = _Texts(_strings(head.model_dump(mode="json")))
        for row, record in zip(rows, records, strict=True):
            texts = _Texts(_values(record))
            for page, box in _places(row):
                self._by_place.add(page, box, texts)

    def at(self, page: int, cell: Box) -> list[_Texts]:
        """The texts of all records that took something from this cell, and those of the head."""
        return [*self._by_place.find(page, cell), self._head]


class _Reasons:
    """Why texts were left out on purpose, by their places."""

    def __init__(self) -> None:
        self._by_place: _ByPlace[str] = _ByPlace()

    def add(self, reason: str, places: Iterable[_Spot]) -> None:
        """Notes a reason for these places."""
        for page, box in places:
            self._by_place.add(page, box, reason)

    def of(self, page: int, cell: Box) -> str | None:
        """The reason for a cell, None where nothing was left out of it on purpose."""
        return next(iter(self._by_place.find(page, cell)), None)


class _Texts:
    """Texts in which words are looked up, without white space, case and punctuation."""

    def __init__(self, texts: Iterable[str]) -> None:
        given = [text for text in texts if text]
        self._whole = "\0".join(map(_fold, given))
        self._words = {_fold(word) for text in given for word in text.split()}

    def hold(self, words: Sequence[str]) -> bool:
        """Whether one of the texts says these words one after the other."""
        folded = _fold("".join(words))
        if not folded or folded in self._words:
            return True
        return (len(words) > 1 or len(folded) >= LONG_WORD) and folded in self._whole


def _left(cell: Cell, said: Sequence[_Texts]) -> list[str]:
    """The words of a cell that none of the texts says; runs of words are looked up as long as they hold."""
    left = []
    for line in cell.lines:
        words = line.text.split()
        if any(texts.hold(words) for texts in said):
            continue
        place = 0
        while place < len(words):
            end = max((_run(words, place, texts) for texts in said), default=place)
            if end == place:
                left.append(words[place])
            place = max(end, place + 1)
    return left


def _run(words: Sequence[str], start: int, texts: _Texts) -> int:
    end = start
    while end < len(words) and texts.hold(words[start : end + 1]):
        end += 1
    return end


def _reasons(assembled: Assembled, tables: Sequence[Table], nameless: Sequence[Row]) -> _Reasons:
    reasons = _Reasons()
    for table in tables:
        for dropped in table.dropped:
            reasons.add(dropped.reason, ((spot.page, spot.box) for spot in dropped.spots))
    for table in assembled.tables:
        reasons.add("judul-kolom", ((page, box) for page, box, _ in table.header_spots))
    reasons.add("judul-kolom", assembled.heads)
    for row in nameless:
        reasons.add("tanpa-indikator", _places(row))
    for table in tables:
        # Of several numbers beside an indicator (its own, its sasaran's) one is the record's.
        numbers = (row.entries.get(index) for row in table.rows for index in table.indexes("nomor"))
        reasons.add("nomor-lain", ((spot.page, spot.box) for entry in numbers if entry for spot in entry.spots))
    return reasons


def _places(row: Row) -> Iterator[_Spot]:
    entries = [*row.entries.values(), *(entry for entry in (row.tujuan, row.sasaran) if entry is not None)]
    for entry in entries:
        for spot in entry.spots:
            yield spot.page, spot.box


def _within(inner: Box, outer: Box) -> bool:
    area = inner.width * inner.height
    return inner == outer or (area > 0 and inner.overlap(outer) >= INSIDE * area)


def _values(record: Record) -> Iterator[str]:
    """All texts of a record as printed in its table; canonical forms are none."""
    yield from (text for name in ("nomor", *SINGLE_FIELDS) if (text := getattr(record, name)))
    yield from (value.teks for value in (*record.target, *record.realisasi))
    yield from (text for item in record.kolom_lain.items() for text in (*item, " ".join(item)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _fold(text: str) -> str:
    return re.sub(r"[^\w%]|_", "", unicodedata.normalize("NFKC", text).casefold())


def _leftover(page: int, place: Box, words: Sequence[str], reason: str) -> Leftover:
    x0, top, x1, bottom = (round(value, 1) for value in (place.x0, place.top, place.x1, place.bottom))
    return Leftover(page=page, bbox=(x0, top, x1, bottom), text=" ".join(words), reason=reason)
