"""Who signed: office, name, rank and NIP, from the block under the table or the decree, and place and date above it.

A name is taken from the line directly above the NIP (or the rank). Who has no NIP (a minister, a bupati) is named only
where the block is certain: an office, room for the signature, one line. Nothing is taken from a copy's certification.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf

from extractors.shapes import Box, Page, TextLine
from extractors.text import join_lines
from normalizers.head.words import HeadWords, is_capitals, strip_rank_label
from normalizers.nip import Nip, find_nip

#: Lines of an office stand no farther apart than this many line heights; more is the room for the signature.
LINE_GAP = 1.35
#: The room for the signature, in line heights, at least and at most.
ROOM, WIDEST_ROOM = 2.0, 10.0
#: A name without a NIP has at most so many words.
LONGEST_NAME = 6
#: Lines of one block are centred on one another within this share of the page's width, or start at the same place.
CENTRED = 0.12
SAME_LEFT = 8.0
#: Texts closer than this many line heights are of one block; two blocks side by side stand farther apart.
SIDE_BY_SIDE = 4.0
#: A line of fewer letters, or read with a lower confidence (0..1), is a scrap of a stamp or a pen.
LETTERS, SCRAP = 3, 0.15
#: Over a page break a block goes on so many line heights lower.
FOLLOWS = 0.3
#: A block is at most this high, in line heights.
TALLEST = 30

#: Before eight digits, of which some may have been read as the letters that look like them.
_NIP_WORD = re.compile(
    r"(?<![^\W_])(?:n\s?[il1|!]\s?p|nrp)(?![^\W\d_])\W*(?=(?:\W*[\dOIl|]){8})(?=(?:\D*\d){4})", re.IGNORECASE
)
_DIGITS = re.compile(r"(?:\d\s?){15,}")


@dataclass(slots=True)
class Signature:
    """A signature block. `below_setting`: "Ditetapkan di" stands above it; `copied`: it certifies a copy."""

    page: int
    name: TextLine | None
    nip_line: TextLine | None
    nip: Nip | None
    rank: TextLine | None
    office: list[TextLine]
    above: list[TextLine]
    below_setting: bool = False
    copied: bool = False
    lines: list[TextLine] = field(default_factory=list)
    #: Its lines at the foot of the page before; the others stand on `page`.
    before: list[TextLine] = field(default_factory=list)

    @property
    def own(self) -> list[TextLine]:
        """Its lines on `page`."""
        return [line for line in self.lines if line not in self.before]

    @property
    def office_text(self) -> str | None:
        """The office's lines joined, without the comma at the end."""
        return join_lines([line.text for line in self.office]).rstrip(" ,;:.") or None

    @property
    def rank_text(self) -> str | None:
        """The rank without its label; a stroke that OCR left for the I of "Tingkat I" is put right."""
        if self.rank is None:
            return None
        return re.sub(r"(?<=[a-z.])\s+[|l1!]$", " I", strip_rank_label(self.rank.text)) or None

    @property
    def name_text(self) -> str | None:
        """The name, without what a stamp or a pen left before its first letter."""
        return re.sub(r"^[\W_]+|[\s,;:_]+$", "", self.name.text) or None if self.name else None


def find_signatures(pages: Sequence[Page], words: HeadWords) -> list[Signature]:
    """All signature blocks of the document in reading order, certified copies (`copied`) too."""
    found: list[Signature] = []
    last: Page | None = None
    for page in pages:
        lines = _lines(page)
        with_nip = [_around(lines, page, line, words) for line in lines if _is_nip(line.text)]
        if last is not None:
            with_nip = [_over_break(block, last, page, words) or block for block in with_nip]
            begun = [line for block in with_nip for line in block.before]
            found = [block for block in found if not any(line in begun for line in block.lines)]
        found += with_nip
        used = {id(line) for block in with_nip for line in block.lines}
        found += _without_nip(lines, page, used, words)
        last = page
    return found


def _is_nip(text: str) -> bool:
    return bool(_NIP_WORD.search(text)) or bool(_DIGITS.search(text) and find_nip(text))


def _lines(page: Page) -> list[TextLine]:
    """The page's lines, what stands close side by side joined, without the scraps that OCR makes of stamps and pens."""
    kept = [line for line in page.lines if sum(char.isalpha() for char in line.text) >= LETTERS or _is_nip(line.text)]
    kept = [line for line in kept if line.confidence is None or line.confidence >= SCRAP or _is_nip(line.text)]
    joined: list[TextLine] = []
    for line in sorted(kept, key=lambda line: line.box.x0):
        for index, left in enumerate(joined):
            shared = min(left.box.bottom, line.box.bottom) - max(left.box.top, line.box.top)
            gap = line.box.x0 - left.box.x1
            height = min(left.box.height, line.box.height)
            if shared > 0.5 * height and 0 <= gap < SIDE_BY_SIDE * height:
                text, words = f"{left.text} {line.text}", (*left.words, *line.words)
                joined[index] = TextLine(text, Box.around((left.box, line.box)), words)
                break
        else:
            joined.append(line)
    return sorted(joined, key=lambda line: line.box.y)


def _column(lines: Sequence[TextLine], page: Page, anchor: TextLine) -> list[TextLine]:
    """The lines of the anchor's column, from top to bottom, down from the table above it."""

    def belongs(line: TextLine) -> bool:
        centred = abs(line.box.x - anchor.box.x) <= CENTRED * page.width
        return centred or abs(line.box.x0 - anchor.box.x0) <= SAME_LEFT

    height = max(8.0, anchor.box.height)
    low = max((grid.box.bottom for grid in page.grids if grid.box.bottom <= anchor.box.top + 2), default=-inf)
    return [
        line
        for line in lines
        if abs(line.box.y - anchor.box.y) < TALLEST * height and line.box.y > low and belongs(line)
    ]


def _over_break(block: Signature, last: Page, page: Page, words: HeadWords) -> Signature | None:
    """A block that the top of a page cuts, with its lines at the foot of the page before; None for another."""
    if block.nip_line is None or (block.office and block.name):
        return None
    lines = _lines(page)
    above = [line for line in _column(lines, page, block.nip_line) if line.box.y < block.nip_line.box.y]
    top = above[0] if above else block.nip_line
    if any(box.top < top.box.top for box in (*(line.box for line in lines), *(grid.box for grid in page.grids))):
        return None
    low = max((grid.box.bottom for grid in last.grids), default=0.0)
    foot = [line for line in _lines(last) if line.box.y > low]
    if not foot:
        return None
    # As if the page before went on: its last line right above this page's first.
    down = top.box.top - FOLLOWS * top.box.height - max(line.box.bottom for line in foot)
    moved = {id(line): _moved(line, down) for line in foot}
    whole = _under(
        _column([*moved.values(), *above, block.nip_line], page, block.nip_line), page, block.nip_line, words
    )
    origin = {id(line): own for own in foot for line in [moved[id(own)]]}
    whole.before = [origin[id(line)] for line in whole.lines if id(line) in origin]
    whole.office = [origin.get(id(line), line) for line in whole.office]
    whole.name = origin.get(id(whole.name), whole.name)
    whole.rank = origin.get(id(whole.rank), whole.rank)
    whole.lines = [origin.get(id(line), line) for line in whole.lines]
    return whole if whole.office and whole.name else None


def _moved(line: TextLine, down: float) -> TextLine:
    return replace(line, box=replace(line.box, top=line.box.top + down, bottom=line.box.bottom + down))


def _around(lines: Sequence[TextLine], page: Page, nip_line: TextLine, words: HeadWords) -> Signature:
    return _under(_column(lines, page, nip_line), page, nip_line, words)


def _under(column: Sequence[TextLine], page: Page, nip_line: TextLine, words: HeadWords) -> Signature:
    """The block that ends with a NIP, from the lines of its column."""
    above = [line for line in column if line.box.y < nip_line.box.y]
    rank = name = None
    if above and words.rank(above[-1].text):
        rank = above.pop()
    if above and nip_line.box.top - above[-1].box.bottom < (4 if rank else 2.5) * nip_line.box.height:
        name = above.pop()
    block = _finish(page, above, words, name, rank)
    block.nip_line, block.nip = nip_line, find_nip(nip_line.text)
    block.lines.append(nip_line)
    return block


def _finish(page: Page, above: list[TextLine], words: HeadWords, name: TextLine | None,
            rank: TextLine | None) -> Signature:  # fmt: skip
    """The block from the lines above the name: the office is the run of lines that starts with a word for an office."""
    start = next(
        (i for i, line in reversed(list(enumerate(above))) if words.starts("bukan_penandatangan", line.text)), None
    )
    office, first = _office(above, words)
    setting = any(words.setting(line.text) for line in above)
    block = Signature(page.number, name, None, None, rank, office, above[:first], setting, start is not None)
    block.lines = [line for line in (*office, name, rank) if line is not None]
    return block


def _office(above: list[TextLine], words: HeadWords) -> tuple[list[TextLine], int]:
    """The office's lines among those above the name, and the index of its first one."""
    runs: list[tuple[int, list[TextLine]]] = []
    for index, line in enumerate(above):
        last = runs[-1][1][-1] if runs else None
        if last is None or line.box.top - last.box.bottom > LINE_GAP * min(line.box.height, last.box.height):
            runs.append((index, []))
        runs[-1][1].append(line)
    for start, run in reversed(runs):
        for offset, line in enumerate(run):
            if words.starts("jabatan", line.text) and not words.starts("bukan_penandatangan", line.text):
                kept = [item for item in run[offset:] if not words.starts("ttd", item.text)]
                return kept, start + offset
    return [], len(above)


def _without_nip(lines: Sequence[TextLine], page: Page, used: set[int], words: HeadWords) -> list[Signature]:
    """Blocks of an office in capitals, room for the signature, and one line under it, or two with a rank."""
    found: list[Signature] = []
    taken = set(used)
    for line in lines:
        if id(line) in taken or not is_capitals(line.text) or not words.starts("jabatan", line.text):
            continue
        column = [other for other in _column(lines, page, line) if id(other) not in taken]
        below = [other for other in column if other.box.y >= line.box.y]
        office, _ = _office(below, words)
        if not office or office[0] is not line:
            continue
        above = [other for other in column if other.box.y < line.box.y]
        name, rank = _lonely_name([other for other in below if other.box.y > office[-1].box.y], office[-1], words)
        if name is None and rank is None and not any(words.setting(other.text) for other in above):
            continue
        block = _finish(page, [*above, *office], words, name, rank)
        taken.update(id(other) for other in block.lines)
        found.append(block)
    return found


def _lonely_name(
    rest: Sequence[TextLine], office: TextLine, words: HeadWords
) -> tuple[TextLine | None, TextLine | None]:
    """The line under the room for the signature, "ttd" aside, and the rank below it or in the name's lost place.

    None for what cannot be a name.
    """
    signed = [line for line in rest if not words.starts("ttd", line.text)]
    rank = next((line for line in signed[:2] if words.rank(line.text)), None)
    if not signed or signed[0] is rank:
        return None, rank
    name = signed[0]
    if words.starts("bukan_penandatangan", name.text) or any(sign.isdigit() for sign in name.text):
        return None, None
    room = name.box.top - office.box.bottom
    roomy = ROOM * office.box.height < room < WIDEST_ROOM * office.box.height
    return (name, rank) if roomy and len(name.text.split()) <= LONGEST_NAME else (None, None)
