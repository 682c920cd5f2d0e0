"""Columns whose contents look exchanged: each would read better under the header of the other.

What a field's texts look like is learnt: words that it has more often than other fields, and their shape (a number, a
few words, a formula). A pair is judged as a whole, so that a table of unusual words is not suspect by itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise, product

from normalizers.confidence.calibration import Calibration
from normalizers.numbers import parse_number
from normalizers.tables import Entry, Row, Table

EXCHANGED = "kolom-tertukar"
SERIES = ("target", "realisasi")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FORMULA = re.compile(r"[x×*]\s*100|\s/\s|[=ΣS∑+]\s|\d\s*[/:]\s*\d|dibagi")
_LIST = re.compile(r"^(?:[-•]|\(?\d+[.)])\s")
#: Words of a text that count: its first ones say what it is.
FIRST = 12

#: The trait of texts that number the rows.
COUNTING = "<urut>"

Weights = Mapping[str, Mapping[str, float]]


def traits(text: str) -> Iterator[str]:
    """What a text shows of its field: its first words, and its shape in angle brackets."""
    words = [word.casefold() for word in _WORD.findall(text)]
    yield from dict.fromkeys(words[:FIRST])
    if words:
        yield f"<mulai {words[0]}>"
    yield f"<{_length(len(text.split()))}>"
    if parse_number(text) is not None:
        yield "<angka>"
    if not words:
        yield f"<tanda {text[:3]}>"
    if _FORMULA.search(text):
        yield "<rumus>"
    if _LIST.match(text):
        yield "<daftar>"


def likeness(texts: Sequence[str], weights: Sequence[Mapping[str, float]]) -> list[float]:
    """How much texts speak for each field, by the weights that it gives to their traits.

    Long and many texts count less than fully.
    """
    shown = [list(traits(text)) for text in texts]
    counting = _counts(texts)
    found = []
    for weight in weights:
        parts = (sum(weight.get(trait, 0.0) for trait in each) / math.sqrt(max(1, len(each))) for each in shown)
        total = sum(parts) + (len(texts) * weight.get(COUNTING, 0.0) if counting else 0.0)
        found.append(total / math.sqrt(max(1, len(texts))))
    return found


def _counts(texts: Sequence[str]) -> bool:
    """Whether the texts number the rows: mostly one more than the text above; a table of one row has the number 1."""
    numbers = [int(text.strip("()., ")) for text in texts if text.strip("()., ").isdecimal()]
    steps = sum(right == left + 1 for left, right in pairwise(numbers))
    return numbers == [1] or (len(texts) > 1 and 2 * steps >= len(texts) - 1)


def exchanged(table: Table, calibration: Calibration) -> list[tuple[int, int, float]]:
    """(column, column, gain) of each pair that would fit better the other way round, by more than the limit.

    The gain is how much better the texts of both fit when they change places. Of a column of no field, or of one whose
    words nobody has counted, only the other column's words can tell.
    """
    words, limit = calibration.column_words, calibration.limit
    held = {index: texts for index in range(len(table.columns)) if (texts := _texts(table, index))}
    fields = {table.columns[index].field or "" for index in held}
    weights = [words.get(name, {}) for name in fields]
    fits = {index: dict(zip(fields, likeness(texts, weights), strict=True)) for index, texts in held.items()}
    found = []
    for left, right in combinations(held, 2):
        one, other = table.columns[left].field or "", table.columns[right].field or ""
        known = (one in words) + (other in words)
        if not known or one == other or {one, other} <= {*SERIES}:
            continue
        if known == 1 and {one, other} & {*SERIES}:
            series, rest = (left, right) if one in SERIES else (right, left)
            if 2 * _with_digits(held[series]) < len(held[series]) and 2 * _with_digits(held[rest]) > len(held[rest]):
                found.append((left, right, math.inf))
            continue
        value = fits[left][other] + fits[right][one] - fits[left][one] - fits[right][other]
        if value > limit("untung-tukar" if known > 1 else "untung-tukar-lain"):
            found.append((left, right, value))
    return found


def _with_digits(texts: Sequence[str]) -> int:
    """How many of the texts hold a digit; numbers of a series do, most texts of other columns do not."""
    return sum(any(sign.isdigit() for sign in text) for text in texts)


def doubt_exchanged_in(tables: Sequence[Table], calibration: Calibration) -> list[Table]:
    """Each table with the doubts of `doubt_exchanged`; cards of the same labels are judged together.

    What one text looks like says little of its column, and in a card the label stands beside its value.
    """
    cards: dict[tuple[str | None, ...], list[Row]] = {}
    for table in tables:
        if len(table.rows) == 1:
            cards.setdefault(_fields(table), []).extend(table.rows)
    whole = {key: tuple(rows) for key, rows in cards.items() if len(rows) > 1}
    return [
        doubt_exchanged(table, calibration, whole.get(_fields(table), ()) if len(table.rows) == 1 else ())
        for table in tables
    ]


def _fields(table: Table) -> tuple[str | None, ...]:
    return tuple(column.field for column in table.columns)


def doubt_exchanged(table: Table, calibration: Calibration, alike: Sequence[Row] = ()) -> Table:
    """The table with a doubt on all columns where two look exchanged; on the two alone where they are series.

    `alike` are the rows of all tables of the same columns, where there are some.
    """
    if exchanged(replace(table, rows=tuple(alike)) if alike else table, calibration):
        return _wholly_doubted(table)
    pairs = [*exchanged_years(table), *exchanged_series(table), *exchanged_numbers(table)]
    doubted = {index for pair in pairs for index in pair}
    columns = tuple(
        replace(column, doubts=(*column.doubts, EXCHANGED)) if index in doubted else column
        for index, column in enumerate(table.columns)
    )
    return replace(table, columns=columns)


def _wholly_doubted(table: Table) -> Table:
    """A doubt on all columns, and on what section rows say: they stand in a column too."""
    columns = tuple(replace(column, doubts=(*column.doubts, EXCHANGED)) for column in table.columns)
    rows = tuple(replace(row, tujuan=_doubted(row.tujuan), sasaran=_doubted(row.sasaran)) for row in table.rows)
    return replace(table, columns=columns, rows=rows)


def _doubted(entry: Entry | None) -> Entry | None:
    return None if entry is None else replace(entry, doubts=(*entry.doubts, EXCHANGED))


def exchanged_years(table: Table) -> list[tuple[int, int]]:
    """Pairs of year columns of one series that make most rows rise or fall steadily when they change places."""
    found = []
    for kind in SERIES:
        years = [index for index in table.indexes(kind) if table.columns[index].year is not None]
        years.sort(key=lambda index: table.columns[index].year or 0)
        rows = [values for row in table.rows if (values := _values(row, years)) is not None]
        for left, right in combinations(range(len(years)), 2):
            votes = [_steady(_swapped(values, left, right)) - _steady(values) for values in rows]
            if sum(votes) > 0 and 2 * sum(votes) >= len([values for values in rows if values[left] != values[right]]):
                found.append((years[left], years[right]))
    return found


def exchanged_series(table: Table) -> list[tuple[int, int]]:
    """A realisasi and a target of a later year, where most rows aim at less than what was reached before."""
    found = []
    for past, aim in product(table.indexes("realisasi"), table.indexes("target")):
        before, after = table.columns[past].year, table.columns[aim].year
        if before is None or after is None or before >= after:
            continue
        steps = [_number(row, aim) - _number(row, past) for row in table.rows]
        falls, rises = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
        if falls > 1 and falls > 2 * rises:
            found.append((past, aim))
    return found


def exchanged_numbers(table: Table) -> list[tuple[int, int]]:
    """Two columns of numbers, of which that beside the indicator repeats itself while the other one counts on."""
    name = table.first("indikator")
    beside = [index for index in table.indexes("nomor") if name is not None and index < name]
    found = []
    for outer, inner in combinations(beside, 2):
        texts = [[row.entries[index].text for row in table.rows if index in row.entries] for index in (outer, inner)]
        if all(texts) and _counts_on(texts[0]) and not _counts_on(texts[1]):
            found.append((outer, inner))
    return found


def _counts_on(texts: Sequence[str]) -> bool:
    """Whether the texts are numbers each of which is one more than the one above."""
    numbers = [text.strip("()., ") for text in texts]
    return all(text.isdecimal() for text in numbers) and all(
        int(lower) == int(upper) + 1 for upper, lower in pairwise(numbers)
    )


def _number(row: Row, index: int) -> float:
    """The row's number in a column; not a number where there is none."""
    entry = row.entries.get(index)
    number = parse_number(entry.text) if entry is not None else None
    return math.nan if number is None else float(number)


def _values(row: Row, years: Sequence[int]) -> list[float] | None:
    """The row's numbers in these columns; None where there are not three at least, or one is no number."""
    numbers = [parse_number(row.entries[index].text) for index in years if index in row.entries]
    known = [float(number) for number in numbers if number is not None]
    return known if len(known) == len(years) > 2 else None


def _swapped(values: Sequence[float], left: int, right: int) -> list[float]:
    changed = list(values)
    changed[left], changed[right] = changed[right], changed[left]
    return changed


def _steady(values: Sequence[float]) -> bool:
    """Whether the values only rise or only fall."""
    rises = [right - left for left, right in pairwise(values)]
    return all(rise >= 0 for rise in rises) or all(rise <= 0 for rise in rises)


def _texts(table: Table, index: int) -> list[str]:
    """The different texts that the column prints."""
    entries = [row.entries[index] for row in table.rows if index in row.entries]
    return list(dict.fromkeys(entry.text for entry in entries if entry.text and not entry.carried))


def _length(words: int) -> str:
    return next(name for most, name in ((1, "1"), (3, "2-3"), (7, "4-7"), (15, "8-15"), (10**9, "16")) if words <= most)
