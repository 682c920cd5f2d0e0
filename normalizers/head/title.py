"""The title's lines, the letterhead above it, and the agency that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.text import join_lines
from normalizers.head.rows import Row
from normalizers.head.words import ALIKE, HeadWords, alike

#: Lines of one title stand no farther apart than this many line heights.
LINE_GAP = 1.7
#: A title has at most so many lines.
MOST_LINES = 8
#: Lines are centred on one another within this share of the page's width.
CENTRED = 0.06

_PERIOD = re.compile(r"^\W*(?:tahun|periode|thn|ta|t\.a\.?|(?:19|20)\d\d)\b", re.IGNORECASE)


def find_title(rows: Sequence[Row], words: HeadWords) -> list[Row]:
    """The rows of the first title among `rows`; without a known title, the centred capitals at the start.

    The subject that the head of an annex repeats ("LAMPIRAN ... TENTANG ...") is the title only if there is no other.
    """
    known = [
        index
        for index, row in enumerate(rows)
        if words.starts("judul", row.text) and (row.centred or row.capitals) and ":" not in row.text
    ]
    for index in [*(index for index in known if not _repeated(rows, index)), *known[:1]]:
        return _block(rows, index, words)
    first = next((index for index, row in enumerate(rows[:6]) if _may_be_title(row, words)), None)
    return _block(rows, first, words) if first is not None and rows[first].page == rows[0].page else []


def _repeated(rows: Sequence[Row], index: int) -> bool:
    """Whether the row above says TENTANG."""
    return index > 0 and alike(rows[index - 1].text, "TENTANG") >= ALIKE


def _may_be_title(row: Row, words: HeadWords) -> bool:
    """Whether a row without a known title's words may be one: centred capitals in one piece, no part of a signature."""
    signs = any(words.starts(kind, row.text) for kind in ("jabatan", "bukan_penandatangan", "ditetapkan"))
    return row.centred and row.capitals and len(row.pieces) == 1 and ":" not in row.text and not signs


def _block(rows: Sequence[Row], index: int, words: HeadWords) -> list[Row]:
    first = rows[index]
    block = [first]
    for row in rows[index + 1 : index + MOST_LINES]:
        last = block[-1]
        near = row.page == last.page and row.box.top - last.box.bottom <= LINE_GAP * last.box.height
        aligned = abs(row.box.x - first.box.x) <= CENTRED * row.width or abs(row.box.x0 - first.box.x0) < 3
        if not near or not aligned or row.fresh or ":" in row.text or _lettered(row.text):
            break
        if not row.centred and not row.capitals:
            break
        if words.starts("judul", row.text) and words.starts("judul", first.text) and _PERIOD.search(last.text):
            break
        block.append(row)
    return block


def _lettered(text: str) -> bool:
    """Whether a section heading starts here ("A. INDIKATOR KINERJA TUJUAN")."""
    return bool(re.match(r"^[A-Z0-9]{1,3}[.)]\s", text))


def title_text(rows: Sequence[Row]) -> str | None:
    """The title's lines joined by one space."""
    return join_lines([row.text for row in rows]) or None if rows else None


def find_agency(text: str, words: HeadWords) -> str | None:
    """The agency as printed in a title: from its kind (Dinas, Badan, RSUD ...) to the period; None for none."""
    tokens = text.split()
    start = words.within("instansi", tokens)
    if start is None:
        start = words.within("pemerintah", tokens)
    if start is None:
        return None
    end = next((i for i in range(start + 1, len(tokens)) if _PERIOD.match(tokens[i])), len(tokens))
    return " ".join(tokens[start:end]).strip(" ,;.-–:") or None


def find_letterhead(rows: Sequence[Row], words: HeadWords) -> list[Row]:
    """The rows of a letterhead that name the agency, without its government, address and telephone."""
    head: list[Row] = []
    for row in rows:
        if words.within("alamat", row.text.split()) is not None or re.search(r"\d{3}", row.text):
            break
        if head or words.starts("instansi", row.text):
            head.append(row)
        if head and head[-1].page != head[0].page:
            return []
    return [row for row in head if row.capitals]
