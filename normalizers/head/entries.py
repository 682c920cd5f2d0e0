"""Entries of a head: a label ("Visi", "Mengingat", "KESATU") and the lines that belong to it.

A label is known by its colon, by a gap between it and its value (OCR loses colons), or by its place under another
label. Its text goes on until the next label, a table, a long ruling, a wide gap or a line further left.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.shapes import Box, TextLine
from normalizers.head.rows import Row
from normalizers.head.words import HeadWords, fold

#: Fields of a decree's body: long texts that go on over page breaks.
BODY = ("menimbang", "mengingat", "memperhatikan", "menetapkan", "diktum")
#: Fields whose value is one line.
SHORT = ("nomor", "tanggal")
#: A gap of this many line heights ends an entry (a wider one within a decree's body, where paragraphs stand apart).
GAP, BODY_GAP = 1.9, 4.0
#: A continued line may start this far left of the value's first line, in points.
INDENT = 16.0
#: Labels (and colons) of one block stand under one another within so many points.
UNDER = 8.0
#: A label without a colon must be read almost without error.
SURE = 90.0
#: An opening word of a decree has at least so many letters (a shorter one starts other sentences too).
SHORTEST_OPENING = 5
#: A label of two rows must be read even better: its second part may be another label.
SURE_JOINED = 95.0

_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[IVXl]{1,4}|[A-Za-z])[.)]?$")
_LOST_COLON = re.compile(r"^[.,;:'`·-]+$")
_MARK = re.compile(r"^\(?(?:\d{1,2}|[A-Za-z])[.)]$|^[-•▪*]$")


@dataclass(slots=True)
class Entry:
    """A label, its field (None: a label that is in no list), its likeness 0..100, and its lines with their rows."""

    label: str
    field: str | None
    score: float
    left: float
    colon: float | None
    start: float | None
    rows: list[Row]
    lines: list[TextLine] = dataclasses.field(default_factory=list)

    @property
    def pieces(self) -> list[TextLine]:
        """The lines of print that were read."""
        return [piece for row in self.rows for piece in row.pieces]


def split_entries(rows: Sequence[Row], words: HeadWords) -> list[Entry]:
    """All entries in reading order, known or not."""
    entries: list[Entry] = []
    current: Entry | None = None
    for row in rows:
        opened = _open(row, current, words)
        if opened:
            current = opened
            entries.append(current)
        elif current is not None and not _goes_on(current, row, words):
            current = None
    for entry in entries:
        if known := words.label(entry.label):
            entry.field, entry.score = known
    return entries


def _open(row: Row, current: Entry | None, words: HeadWords) -> Entry | None:
    """The entry that starts in this row, if one does."""
    tokens = _tokens(row)
    skip = 1 if len(tokens) > 1 and _NUMBER.match(tokens[0][0]) else 0
    for first in dict.fromkeys((skip, 0)):
        if entry := _with_colon(row, tokens, first, current, words) or _with_gap(row, tokens, first, words):
            return entry
    return _with_opening(row, tokens, words)


def _tokens(row: Row) -> list[tuple[str, float]]:
    """Words with their left edges; a line without words is spread evenly over its box."""
    result: list[tuple[str, float]] = []
    for piece in row.pieces:
        parts = piece.text.split()
        if len(piece.words) == len(parts):
            result += [(part, word.box.x0) for part, word in zip(parts, piece.words, strict=True)]
            continue
        offset = 0
        for part in parts:
            offset = piece.text.index(part, offset)
            result.append((part, piece.box.x0 + piece.box.width * offset / max(1, len(piece.text))))
            offset += len(part)
    return result


def _entry(
    row: Row, label: str, known: tuple[str, float] | None, left: float, rest: Sequence[tuple[str, float]]
) -> Entry:
    """A new entry with the rest of its row as its first line. Dots before it are a colon that OCR misread."""
    lost = next((i for i, (text, _) in enumerate(rest) if not _LOST_COLON.match(text)), 0)
    rest = rest[lost:]
    entry = Entry(label, known[0] if known else None, known[1] if known else 0.0, left, None, None, [row])
    if rest:
        entry.start = rest[0][1]
        box = Box(rest[0][1], row.box.top, row.box.x1, row.box.bottom)
        entry.lines.append(TextLine(" ".join(text for text, _ in rest), box))
    return entry


def _with_colon(row: Row, tokens: Sequence[tuple[str, float]], first: int, current: Entry | None,
                words: HeadWords) -> Entry | None:  # fmt: skip
    for index, (text, x) in enumerate(tokens[first : first + 7], start=first):
        before, found, after = text.partition(":") if ":" in text else text.partition(";")
        if not found or (found == ";" and before):
            continue
        label = " ".join([*(token for token, _ in tokens[first:index]), before]).strip()
        known = words.label(label)
        if not label or not (known or _under(current, tokens[first][1], x)):
            return None
        rest = ([(after, x + 4)] if after else []) + list(tokens[index + 1 :])
        entry = _entry(row, label, known, tokens[first][1], rest)
        entry.colon = x
        return entry
    return None


def _under(above: Entry | None, left: float, colon: float) -> bool:
    """Whether a label and its colon stand exactly under those of the entry above: a label that is in no list."""
    if above is None or above.colon is None:
        return False
    return abs(colon - above.colon) < UNDER and abs(left - above.left) < UNDER


def _with_gap(row: Row, tokens: Sequence[tuple[str, float]], first: int, words: HeadWords) -> Entry | None:
    """A label without its colon, cut off from its value by a wide gap."""
    pieces = list(row.pieces)
    if first and pieces[0].text == tokens[0][0]:
        pieces = pieces[1:]
    label = pieces[0].text if len(pieces) < len(row.pieces) else " ".join(pieces[0].text.split()[first:])
    known = words.label(label)
    values = [piece for piece in pieces[1:] if not _MARK.match(piece.text) and re.search(r"\w", piece.text)]
    if not known or known[1] < SURE or not values or known[0] in SHORT:
        return None
    # Texts beside a "label" that are labels too, or several, are the header row of a table without rulings.
    if known[0] not in BODY and (len(values) > 1 or words.label(values[0].text)):
        return None
    left = pieces[0].box.x0
    return _entry(row, label, known, left, [token for token in tokens if token[1] >= pieces[1].box.x0 - 1])


def _with_opening(row: Row, tokens: Sequence[tuple[str, float]], words: HeadWords) -> Entry | None:
    """The opening word of a decree's paragraph, run together with its text by OCR ("Mengingat 1. Undang-Undang")."""
    word, left = tokens[0]
    known = words.label(word)
    if (
        known is None
        or known[0] not in BODY
        or known[1] < SURE
        or len(fold(word)) < SHORTEST_OPENING
        or len(tokens) < 2
    ):
        return None
    following = tokens[1][0]
    if following[0].isupper() or following == "bahwa" or _MARK.match(following):
        return _entry(row, word, known, left, tokens[1:])
    return None


def _goes_on(entry: Entry, row: Row, words: HeadWords) -> bool:
    """Adds the row to the entry, or says that the entry has ended."""
    last = entry.rows[-1]
    body = entry.field in BODY
    if row.fresh or entry.field in SHORT or _ends(row, words):
        return False
    height = min(last.box.height, row.box.height)
    gap = row.box.top - last.box.bottom if row.page == last.page else 0.0
    if gap > (BODY_GAP if body else GAP) * height or (row.page != last.page and not body and entry.field != "fungsi"):
        return False
    limit = entry.colon if entry.colon is not None else (entry.start - INDENT if entry.start else entry.left - 3)
    labels = [piece for piece in row.pieces if piece.box.x1 <= limit + 2 and piece.box.x0 < limit - INDENT / 2]
    values = [piece for piece in row.pieces if piece.box.x0 >= limit - 4]
    if len(labels) + len(values) < len(row.pieces) or (labels and not values and gap > height):
        return False
    if labels:
        joined = f"{entry.label} {' '.join(piece.text for piece in labels)}"
        # A label that goes on in the next row ("Nama" / "Organisasi").
        known = words.label(joined)
        if known and known[1] >= SURE_JOINED:
            entry.label = joined
    if values:
        text = " ".join(piece.text for piece in values)
        entry.start = values[0].box.x0 if entry.start is None else entry.start
        entry.lines.append(TextLine(text, Box.around(piece.box for piece in values)))
    entry.rows.append(row)
    return True


def _ends(row: Row, words: HeadWords) -> bool:
    """Whether the row opens another part of the document: the operative part, a place and date, an appendix."""
    text = row.text
    if words.setting(text) or words.starts("bukan_penandatangan", text):
        return True
    return row.centred and row.capitals and len(text.split()) <= 3 and words.starts("memutuskan", text) > 0
