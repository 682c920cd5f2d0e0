"""Which records come from one table, and where its columns lie: seen from the places where the records were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from normalizers.assemble import assemble
from normalizers.models import Record
from normalizers.tables import Table
from normalizers.vocabulary import Vocabulary
from pipeline.corrections.cells import OTHER, cells, place_key
from pipeline.review.memory import Memory
from pipeline.review.pictures import Sheet
from pipeline.review.reading import Found, text_of


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the records show it: key, header where one is printed, a few of its texts."""

    key: str
    header: str
    examples: tuple[str, ...]


def table_of(memory: Memory, vocabulary: Vocabulary, records: Sequence[Record], record: Record) -> list[Record]:
    """The records of the same table; all of the document where its pages are no longer known."""
    extraction = memory.extraction(record.document_id)
    tables = assemble(extraction.pages, vocabulary).tables if extraction else ()
    own = next((table for table in tables if _stands_in(record, table)), None)
    return [other for other in records if _stands_in(other, own)] if own is not None else list(records)


def columns_of(memory: Memory, vocabulary: Vocabulary, records: Sequence[Record]) -> list[Column]:
    """The columns of these records, in the order of the contract."""
    texts: dict[str, list[str]] = {}
    for record in records:
        for key, text in cells(record).items():
            texts.setdefault(key, []).append(text)
    headers = _headers(memory, vocabulary, records)
    return [
        Column(key, key.removeprefix(OTHER) if key.startswith(OTHER) else headers.get(key, ""), tuple(found[:3]))
        for key, found in texts.items()
    ]


def placed_words(
    found: Sequence[Found], page: int, records: Sequence[Record], sheet: Sheet
) -> tuple[dict[str, str], str]:
    """The words of a drawn row by column, as the columns of the records on that page lie; and what lies in none.

    `sheet` says how the page lies: columns run down the upright page.
    """
    spans = _spans(page, records, sheet)
    homes: dict[str, list[Found]] = {}
    rest: list[Found] = []
    for word in found:
        home = next((key for key, (x0, x1) in spans.items() if x0 <= word.upright.x < x1), None)
        (homes.setdefault(home, []) if home is not None else rest).append(word)
    return {key: text_of(words) for key, words in homes.items()}, text_of(rest) if rest else ""


def _spans(page: int, records: Sequence[Record], sheet: Sheet) -> dict[str, tuple[float, float]]:
    """Key -> left and right edge of its column on this page; where none of it lies here, of the nearest page."""
    pages = {place.page for record in records for place in record.provenance.values()}
    if page not in pages and pages:
        page = min(pages, key=lambda other: (abs(other - page), other))
    found: dict[str, tuple[float, float]] = {}
    for record in records:
        for key in cells(record):
            place = record.provenance.get(place_key(key))
            if place is not None and place.page == page:
                left, _, right, _ = sheet.upright(place.bbox)
                x0, x1 = found.get(key, (left, right))
                found[key] = (min(x0, left), max(x1, right))
    # A narrow column before a wide one: parts of a composite cell share one place.
    return dict(sorted(found.items(), key=lambda item: item[1][1] - item[1][0]))


def _stands_in(record: Record, table: Table | None) -> bool:
    place = record.provenance.get("indikator")
    if place is None or table is None:
        return False
    x, y = (place.bbox[0] + place.bbox[2]) / 2, (place.bbox[1] + place.bbox[3]) / 2
    spots = (spot for row in table.rows for entry in row.entries.values() for spot in entry.spots)
    return any(spot.page == place.page and spot.box.holds(x, y) for spot in spots)


def _headers(memory: Memory, vocabulary: Vocabulary, records: Sequence[Record]) -> dict[str, str]:
    """Key -> the header printed over its column."""
    extraction = memory.extraction(records[0].document_id) if records else None
    headers: dict[str, str] = {}
    for table in assemble(extraction.pages, vocabulary).tables if extraction else ():
        if any(_stands_in(record, table) for record in records):
            for column in table.columns:
                key = f"{column.field}.{column.year}" if column.year else column.field
                if key:
                    headers.setdefault(key, " > ".join(column.header))
    return headers
