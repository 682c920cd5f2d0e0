"""Words to lines as a person reads them: left to right, top to bottom, stacked fractions as "numerator / denominator".

Works on words with boxes, wherever they come from (a PDF's own text or OCR).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractors.shapes import Box, Rule, TextLine, Word

#: Two words stand on one line when they share this part of the smaller one's height.
SAME_LINE = 0.5
#: Outside tables a gap of this many line heights parts two texts that merely stand side by side.
WIDE_GAP = 1.8
#: White between two columns of text is at least this share of the line height wide (a space is about a quarter).
COLUMN_GAP = 0.5
#: A word may reach over the edge of its column by this share of the line height: edges of other rows are laid over it.
OVER_EDGE = 0.3
#: A fraction's parts stand no farther from its bar, or from one another, than this many line heights.
NEAR = 0.9
#: A numerator or denominator is centred on its bar up to this share of the bar's length (at least CENTRED_POINTS).
CENTRED = 0.06
CENTRED_POINTS = 4.0

_HYPHENS = frozenset("\u00ad\u0002-\u2010")
_SOFT_HYPHEN = re.compile(r"[\u00ad\u0002]$")
_END_HYPHEN = re.compile(r"(\w*[^\W\d_])[-\u2010\u00ad\u0002]$")
_OPERATOR = re.compile(r"[x×X*=:+\-–(){}\[\]]")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def join_lines(texts: Sequence[str]) -> str:
    """Lines joined by one space, end-of-line hyphenation undone.

    "mengeva-" + "luasi" is "mengevaluasi", but the hyphen of a doubled word stays: "bidang-" + "bidang" is
    "bidang-bidang" (reduplication, EYD V II.G.1), and so does that before a capital or a digit. A soft hyphen stays
    in doubled words, and behind capitals ("RPJMD-" + "nya").
    """
    result = ""
    for text in texts:
        if not result:
            result = text
        elif result[-1] not in _HYPHENS:
            result = f"{result} {text}"
        elif (broken := _END_HYPHEN.search(result)) and (start := _FIRST_WORD.match(text)):
            left, right = broken[1].casefold(), start[0].casefold()
            soft = _SOFT_HYPHEN.search(result) is not None
            joined = text[0].islower() and broken[1].isupper()
            keep = _doubled(left, right) or joined or not (soft or text[0].islower())
            result = (_SOFT_HYPHEN.sub("-", result) if keep else result[:-1]) + text
        elif _SOFT_HYPHEN.search(result):
            result = result[:-1] + text
        else:
            result = f"{result} {text}"
    return " ".join(result.split())


def _doubled(left: str, right: str) -> bool:
    """Whether two parts around a hyphen repeat a word, with or without affixes: hal-hal, tugas-tugasnya, bersama-sama.

    Shorter likenesses are syllables of one word ("di-" + "distribusikan", "tekan-" + "kan").
    """
    starts = len(left) >= 3 and right.startswith(left[:4])
    return starts or (len(right) >= 4 and left.endswith((right[:4], right[-4:])))


def compose(words: Sequence[Word], bars: Sequence[Rule] = (), *, cut_gaps: bool = False) -> tuple[TextLine, ...]:
    """Lines of text, top to bottom. `bars` are the horizontal rules inside the cell (fraction bars or underlines).

    With `cut_gaps` a line is cut at wide gaps (text outside tables: label, colon and value stand side by side). Words
    that are printed sideways form lines of their own, after the upright ones.
    """
    upright = [word for word in words if word.turn == 0]
    lines = [_line(group) for group in _group(upright)]
    if cut_gaps:
        lines = [part for line in lines for part in _cut(line)]
    for bar in sorted(bars, key=lambda bar: bar.length):
        lines = _stack(lines, bar)
    for turn in (1, 3):
        sideways = [word for word in words if word.turn == turn]
        lines += [_line(group, turn) for group in _group(sideways, turn)]
    return tuple(lines)


def split_at(lines: Sequence[TextLine], edges: Sequence[float]) -> list[tuple[TextLine, ...]] | None:
    """The lines cut at vertical edges, a tuple for each strip between them; None if they are one text.

    They are several where at least two strips hold words, no word crosses an edge by more than a little, and on every
    line the white at an edge is wider than a space: a cell whose inner ruling has worn off, or was never drawn.
    """
    strips: list[list[TextLine]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        parts: list[list[Word]] = [[] for _ in strips]
        for word in line.words:
            reach = OVER_EDGE * line.box.height
            if any(word.box.x0 + reach < edge < word.box.x1 - reach for edge in edges):
                return None
            parts[sum(edge <= word.box.x for edge in edges)].append(word)
        filled = [part for part in parts if part]
        gaps = [right[0].box.x0 - left[-1].box.x1 for left, right in pairwise(filled)]
        if gaps and min(gaps) < COLUMN_GAP * line.box.height:
            return None
        for strip, part in zip(strips, parts, strict=True):
            if part:
                strip.append(_line(part))
    return [tuple(strip) for strip in strips] if sum(bool(strip) for strip in strips) > 1 else None


def _extent(box: Box, turn: int) -> tuple[float, float]:
    """Start and end across the direction of reading, growing from the first line to the next."""
    if turn == 0:
        return box.top, box.bottom
    return (-box.x1, -box.x0) if turn == 1 else (box.x0, box.x1)


def _along(box: Box, turn: int) -> float:
    """Position along the direction of reading."""
    return box.x0 if turn == 0 else box.top if turn == 1 else -box.bottom


def _group(words: Sequence[Word], turn: int = 0) -> list[list[Word]]:
    """Words that stand on one line together, in reading order."""
    rows: list[tuple[list[Word], float, float]] = []
    for word in sorted(words, key=lambda word: sum(_extent(word.box, turn))):
        start, end = _extent(word.box, turn)
        best, share = None, SAME_LINE
        for index, (_, low, high) in enumerate(rows[-4:], start=max(0, len(rows) - 4)):
            common = (min(end, high) - max(start, low)) / max(0.1, min(end - start, high - low))
            if common >= share:
                best, share = index, common
        if best is None:
            rows.append(([word], start, end))
        else:
            members, low, high = rows[best]
            # The band is that of the tallest word: a comma or a subscript must not narrow or widen it.
            band = (start, end) if end - start > high - low else (low, high)
            rows[best] = ([*members, word], *band)
    rows.sort(key=lambda row: row[1] + row[2])
    return [sorted(members, key=lambda word: _along(word.box, turn)) for members, _, _ in rows]


def _line(words: Sequence[Word], turn: int = 0) -> TextLine:
    ordered = sorted(words, key=lambda word: _along(word.box, turn))
    return TextLine(" ".join(word.text for word in ordered), Box.around(word.box for word in ordered), tuple(ordered))


def _cut(line: TextLine) -> list[TextLine]:
    """The line in parts, cut where a gap is wider than any space between words."""
    height = median(word.box.height for word in line.words)
    parts: list[list[Word]] = [[line.words[0]]]
    for left, right in pairwise(line.words):
        if right.box.x0 - left.box.x1 > WIDE_GAP * height:
            parts.append([])
        parts[-1].append(right)
    return [_line(part) for part in parts]


def _stack(lines: list[TextLine], bar: Rule) -> list[TextLine]:
    """Joins what stands over, under and beside a fraction bar to one line; the lines unchanged if it is none."""
    parted = [_apart(line, bar) for line in lines]
    inner = [_line(within) for within, _ in parted if within]
    over = _pile([line for line in inner if line.box.y < bar.at], bar, up=True)
    under = _pile([line for line in inner if line.box.y >= bar.at], bar, up=False)
    if not over or not under:
        return lines
    top, bottom = over[0].box.top, under[-1].box.bottom
    pile = {word for line in (*over, *under) for word in line.words}
    beside: list[Word] = []
    rest: list[TextLine] = []
    for line, (within, outer) in zip(lines, parted, strict=True):
        stacked = bool(within) and within[0] in pile
        if outer and (stacked or (top <= line.box.y <= bottom and not within)):
            beside += outer
        elif not stacked:
            rest.append(line)
    slash = Word("/", Box(bar.start, bar.at - 0.5, bar.end, bar.at + 0.5))
    words = [
        *sorted((word for word in beside if word.box.x <= bar.start), key=_left),
        *(word for line in over for word in line.words),
        slash,
        *(word for line in under for word in line.words),
        *sorted((word for word in beside if word.box.x > bar.start), key=_left),
    ]
    fraction = TextLine(" ".join(word.text for word in words), Box.around(word.box for word in words), tuple(words))
    return sorted([*rest, fraction], key=lambda line: line.box.y)


def _apart(line: TextLine, bar: Rule) -> tuple[list[Word], list[Word]]:
    """The words of a line within a bar's span, and those beside it ("x 100%").

    Beside a fraction stands an operator; without one the line is running text that merely passes over the bar, and all
    of it counts as within (too wide for the bar, so that it ends the pile).
    """
    within = [word for word in line.words if bar.start - 1 < word.box.x < bar.end + 1]
    left = [word for word in line.words if word.box.x <= bar.start - 1]
    right = [word for word in line.words if word.box.x >= bar.end + 1]
    operators = (not right or _OPERATOR.match(right[0].text)) and (not left or _OPERATOR.search(left[-1].text[-1:]))
    return (within, [*left, *right]) if operators else (list(line.words), [])


def _left(word: Word) -> float:
    return word.box.x0


def _pile(lines: Sequence[TextLine], bar: Rule, *, up: bool) -> list[TextLine]:
    """The lines that belong to the fraction on one side of its bar, in reading order.

    The nearest line within the bar's span, then further ones as long as they follow closely and are centred on the bar:
    a text above a fraction starts at the cell's left edge, a numerator stands over the middle of its bar.
    """
    centre, slack = (bar.start + bar.end) / 2, max(CENTRED_POINTS, CENTRED * bar.length)
    pile: list[TextLine] = []
    edge = bar.at
    for line in sorted(lines, key=lambda line: abs(line.box.y - bar.at)):
        gap = edge - line.box.bottom if up else line.box.top - edge
        inside = bar.start - slack <= line.box.x0 and line.box.x1 <= bar.end + slack
        if gap > NEAR * line.box.height or not inside or abs(line.box.x - centre) > slack:
            break
        pile.append(line)
        edge = line.box.top if up else line.box.bottom
    return pile[::-1] if up else pile
