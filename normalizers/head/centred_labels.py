"""Labels of a preamble that stand beside the middle of their value: put beside its first line, where they are read.

Cells of a table without rulings centre their text unless told otherwise, so that of "Misi : 1. ... 2. ..." the first
line stands above the label. Without the rulings the blocks are known by this only: each lies evenly around its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.shapes import Box, TextLine, Word
from normalizers.head.words import HeadWords

#: A line of a value begins at most so many points right of the first one; the mark of an item has so many signs.
INDENT, SHORT = 40.0, 4
#: Colons of one preamble stand under one another within so many points; labels it has at least so many.
UNDER, FEWEST = 6.0, 2
#: A block's middle lies beside its label within this share of a line's height; farther off it is beside no line.
MIDDLE, BESIDE = 0.4, 0.25
#: Lines of one block stand at most so many line heights apart.
GAP = 1.9
#: White between two blocks is wider than that inside them by so many points, where nothing else parts them.
CLEARLY = 0.5


@dataclass(slots=True)
class _Label:
    """A label with its colon, as the words left of the value, and the words of the value beside it."""

    line: TextLine
    left: tuple[Word, ...]
    right: tuple[Word, ...]

    @property
    def box(self) -> Box:
        return Box.around(word.box for word in self.left)


def lifted(lines: Sequence[TextLine], words: HeadWords) -> list[TextLine]:
    """The lines with the labels of each centred preamble moved up beside the first line of their value."""
    made = list(lines)
    for labels in _columns(_labels(lines), words):
        taken = {id(label.line) for label in labels}
        others = [line for line in made if id(line) not in taken]
        values = _values(labels, others)
        blocks = blocks_around([label.box for label in labels], values)
        if blocks is None:
            continue
        moved = [_moved(label, block[0]) for label, block in zip(labels, blocks, strict=True)]
        rest = [text for label in labels if (text := _text(label.right)) is not None]
        beside = _beside(labels, blocks, others)
        made = [beside.get(id(line), line) for line in others] + moved + rest
    return made


def _labels(lines: Sequence[TextLine]) -> list[_Label]:
    """Lines whose first colon stands behind one to six words; the label may be a line of its own beside the colon."""
    found = []
    for line in lines:
        place = next((n for n, word in enumerate(line.words[:7]) if word.text.rstrip().endswith(":")), None)
        if place is None:
            continue
        left = line.words[: place + 1]
        if place == 0 and not left[0].text.strip(" :"):
            left = (*_left_of(line, lines), *left)
        if len(left) > 1 or left[0].text.strip(" :"):
            found.append(_Label(line, left, line.words[place + 1 :]))
    return sorted(found, key=lambda label: label.box.y)


def _left_of(colon: TextLine, lines: Sequence[TextLine]) -> tuple[Word, ...]:
    """The words of the lines at the left of a colon that stands alone."""
    height = colon.box.height
    beside = [line for line in lines if line.box.x1 <= colon.box.x0 and abs(line.box.y - colon.box.y) < BESIDE * height]
    return tuple(word for line in sorted(beside, key=lambda line: line.box.x0) for word in line.words)


def _columns(labels: Sequence[_Label], words: HeadWords) -> list[list[_Label]]:
    """Labels whose colons stand under one another, of which FEWEST at least are known."""
    groups: list[list[_Label]] = []
    for label in labels:
        x = label.left[-1].box.x1
        home = next((group for group in groups if abs(group[-1].left[-1].box.x1 - x) <= UNDER), None)
        if home is None:
            groups.append([label])
        else:
            home.append(label)

    def known(label: _Label) -> bool:
        text = " ".join(word.text for word in label.left).strip(" :")
        parts = text.split(maxsplit=1)
        return any(words.label(part) is not None for part in (text, parts[-1] if len(parts) > 1 else text))

    return [group for group in groups if sum(map(known, group)) >= FEWEST]


def _values(labels: Sequence[_Label], others: Sequence[TextLine]) -> list[TextLine]:
    """The lines right of the colons, from the first block's first to the last one's last, top to bottom."""
    x = median(label.left[-1].box.x1 for label in labels)
    texts = [text for label in labels if (text := _text(label.right)) is not None]
    beside = [text.box.x0 for text in texts] or [line.box.x0 for line in others if line.box.x0 >= x - 1]
    reach = min(beside, default=x) + INDENT
    inside = [line for line in others if x - 1 <= line.box.x0 <= reach or _right_of_number(line, others, x)]
    right = sorted([*inside, *texts], key=lambda line: line.box.y)
    rows: list[TextLine] = []
    for line in right:
        # A number and its text, cut at the gap between them, are one line.
        same = rows and abs(rows[-1].box.y - line.box.y) < BESIDE * line.box.height
        if same:
            rows[-1] = replace(rows[-1], box=Box.around((rows[-1].box, line.box)))
        else:
            rows.append(line)
    return lines_beside(rows, [label.box for label in labels])


def lines_beside(rows: Sequence[TextLine], labels: Sequence[Box]) -> list[TextLine]:
    """Of the lines of values, top to bottom, those beside the labels and what stands close above and below them."""
    near = [n for n, row in enumerate(rows) if any(abs(row.box.y - label.y) < row.box.height for label in labels)]
    if not near:
        return []
    first, last = near[0], near[-1]
    while first and _close(rows[first - 1], rows[first]):
        first -= 1
    while last + 1 < len(rows) and _close(rows[last], rows[last + 1]):
        last += 1
    return list(rows[first : last + 1])


def _right_of_number(line: TextLine, others: Sequence[TextLine], x: float) -> bool:
    """Whether a line stands right of another one that is short: an item right of its number."""
    return any(
        x - 1 <= other.box.x0 < line.box.x0
        and len(other.text) <= SHORT
        and abs(other.box.y - line.box.y) < BESIDE * line.box.height
        for other in others
    )


def _close(upper: TextLine, lower: TextLine) -> bool:
    return lower.box.top - upper.box.bottom <= GAP * min(upper.box.height, lower.box.height)


def blocks_around(labels: Sequence[Box], values: Sequence[TextLine]) -> list[list[TextLine]] | None:
    """The value's lines of each label, if they lie evenly around the labels and not below them; else None."""
    blocks: list[list[TextLine]] = []
    start = 0
    for label in labels:
        if start >= len(values):
            return None
        end = 2 * label.y - values[start].box.y
        reach = MIDDLE * values[start].box.height
        last = next((n for n in range(start, len(values)) if abs(values[n].box.y - end) <= reach), None)
        if last is None:
            return None
        blocks.append(list(values[start : last + 1]))
        start = last + 1
    return blocks if start == len(values) and _is_centred(labels, blocks) else None


def _is_centred(labels: Sequence[Box], blocks: Sequence[Sequence[TextLine]]) -> bool:
    """Whether a label stands beside no line, or white between the blocks shows where they end."""
    for label, block in zip(labels, blocks, strict=True):
        if min(abs(line.box.y - label.y) for line in block) > BESIDE * label.height:
            return True
    inside = [lower.box.top - upper.box.bottom for block in blocks for upper, lower in pairwise(block)]
    between = [lower[0].box.top - upper[-1].box.bottom for upper, lower in pairwise(blocks)]
    return bool(inside and between) and min(between) > max(inside) + CLEARLY


def _text(words: Sequence[Word]) -> TextLine | None:
    if not words:
        return None
    return TextLine(" ".join(word.text for word in words), Box.around(word.box for word in words), tuple(words))


def _up(line: TextLine, by: float) -> TextLine:
    return TextLine(line.text, _shifted(line.box, by), tuple(replace(w, box=_shifted(w.box, by)) for w in line.words))


def _shifted(box: Box, by: float) -> Box:
    return replace(box, top=box.top - by, bottom=box.bottom - by)


def _moved(label: _Label, first: TextLine) -> TextLine:
    """The label's own line, without the value beside it, at the height of the value's first line."""
    own = [word for word in label.left if word in label.line.words]
    line = _text(own)
    assert line is not None
    return _up(line, label.box.y - first.box.y)


def _beside(
    labels: Sequence[_Label], blocks: Sequence[Sequence[TextLine]], others: Sequence[TextLine]
) -> dict[int, TextLine]:
    """The lines left of each label's colon (its number, its words), moved with it, by the id of the line."""
    moved: dict[int, TextLine] = {}
    for label, block in zip(labels, blocks, strict=True):
        for line in others:
            left = line.box.x1 <= label.left[-1].box.x0 + 1
            if left and abs(line.box.y - label.box.y) < BESIDE * max(line.box.height, label.box.height):
                moved[id(line)] = _up(line, label.box.y - block[0].box.y)
    return moved
