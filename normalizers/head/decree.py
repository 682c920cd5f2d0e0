"""A decree's opening: KEPUTUSAN ... NOMOR ... TENTANG ..., its official, and where and when it was set.

The order is that of Lampiran II UU 12/2011 (and Permendagri 80/2015 for the regions): judul, pembukaan, Menimbang,
Mengingat, MEMUTUSKAN, batang tubuh, "Ditetapkan di ... pada tanggal ...".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.text import join_lines
from normalizers.head.entries import BODY
from normalizers.head.rows import Row
from normalizers.head.words import ALIKE, HeadWords, alike

#: The number stands at most so many rows under the decree's first line, the subject at most so many rows long.
NUMBER_ROWS, SUBJECT_ROWS = 10, 16
#: Likeness (0..100) of the official under the subject to the official in the title.
SAME_OFFICIAL = 80.0

_NUMBER = re.compile(
    r"^(\S+(?:\s\S{1,3})?)\s*[:;.]?\s+(\S*\d.*)$|^(n\s?o\s?m\s?o\s?r)\s*[:;.]?\s*(.*\d.*)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Decree:
    """The rows of a decree's opening; `start` is its first row's index, `end` that of the row after the subject."""

    start: int
    end: int
    title: list[Row]
    number: Row | None
    subject: list[Row]


def find_decree(rows: Sequence[Row], words: HeadWords) -> Decree | None:
    """The opening of the decree, None where the document does not open as one (an annex alone is none)."""
    for start, row in enumerate(rows[:40]):
        if not words.starts("keputusan", row.text) or not row.capitals or ":" in row.text:
            continue
        later = range(start, min(len(rows), start + NUMBER_ROWS))
        number = next((i for i in later if read_number(rows[i].text)), None)
        about = next((i for i in later if alike(rows[i].text, "TENTANG") >= ALIKE), None)
        if about is None or (number is not None and number > about):
            continue
        title = list(rows[start : number if number is not None else about])
        subject = _subject(rows, about + 1, title, words)
        return Decree(start, about + 1 + len(subject), title, rows[number] if number is not None else None, subject)
    return None


def find_annex(rows: Sequence[Row], words: HeadWords, start: int = 0) -> int | None:
    """The index of the first row, from `start` on, that opens an annex: LAMPIRAN in capitals or with a colon."""
    for index in range(start, len(rows)):
        row = rows[index]
        label = words.label(row.text.split()[0].rstrip(":;"))
        if label and label[0] == "lampiran" and (row.capitals or ":" in row.text[:30]):
            return index
    return None


def read_number(text: str) -> str | None:
    """The number after the word NOMOR ("NOMOR : 154 TAHUN 2018" -> "154 TAHUN 2018"); None in any other text."""
    found = _NUMBER.match(text.strip())
    if not found:
        return None
    word, number = (found[1], found[2]) if found[1] else (found[3], found[4])
    return number.strip() if alike(word, "NOMOR") >= ALIKE else None


def is_operative(rows: Sequence[Row], words: HeadWords) -> bool:
    """Whether MEMUTUSKAN stands on a row of its own."""
    return any(row.centred and len(row.text.split()) <= 3 and words.starts("memutuskan", row.text) for row in rows)


def _subject(rows: Sequence[Row], start: int, title: Sequence[Row], words: HeadWords) -> list[Row]:
    block: list[Row] = []
    for row in rows[start : start + SUBJECT_ROWS]:
        first = words.label(row.text.split()[0].rstrip(":;"))
        if (
            (first and first[0] in BODY and not row.capitals)
            or words.starts("pembuka", row.text)
            or row.page != rows[start].page
        ):
            break
        block.append(row)
    official = " ".join(row.text for row in title).split(maxsplit=1)
    for index in range(1, len(block)):
        rest = " ".join(row.text for row in block[index:])
        same = len(official) > 1 and alike(rest, official[1]) >= SAME_OFFICIAL
        apart = block[index].box.top - block[index - 1].box.bottom > 0.8 * block[index].box.height
        if words.starts("jabatan", rest) and (same or (apart and rest.rstrip().endswith(","))):
            return block[:index]
    return block


def subject_text(rows: Sequence[Row]) -> str | None:
    """The subject's lines joined by one space."""
    return join_lines([row.text for row in rows]) or None
