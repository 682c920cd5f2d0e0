"""Cards without rulings: labels under one another at the left, their values beside them, as lines of the page.

They are made into grids of two columns, which `normalizers.cards` reads like ruled ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.shapes import Box, Cell, Grid, Page, TextLine, Word
from normalizers.cards import FEWEST_FIELDS
from normalizers.head.centred_labels import blocks_around, lines_beside
from normalizers.head.words import is_capitals
from normalizers.likeness import best
from normalizers.vocabulary import Vocabulary, fold_header

#: Labels stand under one another within so many points; values begin at least so far right of them.
UNDER, APART = 6.0, 24.0
#: Likeness (0..100) from which a text is a label, and how many words it has at most.
SURE, MOST_WORDS = 85.0, 6
#: White of so many line heights ends a value, and twice as much a card.
GAP = 3.5
#: Two pieces stand on one line when their middles differ by less than this share of the line's height.
LEVEL = 0.5
#: A line in capitals that begins so many points right of the values is a title.
TITLE = 6.0


@dataclass(frozen=True, slots=True)
class _Label:
    """A label, and what stands right of it in its own line."""

    line: TextLine
    value: TextLine | None

    @property
    def box(self) -> Box:
        return self.line.box


def lined_cards(page: Page, vocabulary: Vocabulary) -> list[Grid]:
    """The stretches of the page outside its grids that hold labels of a card and values beside them."""
    lines = sorted(page.lines, key=lambda line: (line.box.y, line.box.x0))
    columns: list[list[_Label]] = []
    for label in filter(None, map(_label, lines)):
        home = next((column for column in columns if abs(column[0].box.x0 - label.box.x0) <= UNDER), None)
        if home is None:
            columns.append([label])
        else:
            home.append(label)
    cards = [card for column in columns for card in _cards(column) if _known(card, vocabulary) >= FEWEST_FIELDS]
    return [grid for card in cards if (grid := _grid(page, lines, card, vocabulary)) is not None]


def _label(line: TextLine) -> _Label | None:
    """The words of a line before its colon, or the whole of a short line; None for other lines."""
    place = next((n for n, word in enumerate(line.words) if word.text.endswith(":")), len(line.words) - 1)
    own, rest = line.words[: place + 1], line.words[place + 1 :]
    text = " ".join(word.text for word in own).rstrip(" :")
    if len(own) > MOST_WORDS or not any(char.isalpha() for char in text):
        return None
    return _Label(_text(own, text), _text(rest) if rest else None)


def _text(words: Sequence[Word], text: str | None = None) -> TextLine:
    said = text if text is not None else " ".join(word.text for word in words)
    return TextLine(said, Box.around(word.box for word in words), tuple(words))


def _cards(column: Sequence[_Label]) -> list[list[_Label]]:
    """The labels of each card: white parts cards, or the first one's first label begins the next."""
    cards: list[list[_Label]] = []
    for label in column:
        apart = cards and label.box.top - cards[-1][-1].box.bottom > 2 * GAP * label.box.height
        if not cards or apart or fold_header(label.line.text) == fold_header(cards[-1][0].line.text):
            cards.append([])
        cards[-1].append(label)
    return cards


def _known(card: Sequence[_Label], vocabulary: Vocabulary) -> int:
    found = [best((label.line.text,), vocabulary) for label in card]
    return len({likeness.field for likeness in found if likeness.field and likeness.score >= SURE})


def _grid(page: Page, lines: Sequence[TextLine], card: Sequence[_Label], vocabulary: Vocabulary) -> Grid | None:
    """Labels and values as cells."""
    edge = _edge(lines, card)
    if edge is None:
        return None
    values = _values(lines, card, edge, vocabulary)
    blocks = blocks_around([label.box for label in card], values) or _below(card, values)
    left = min(label.box.x0 for label in card)
    cells = []
    for row, (label, value) in enumerate(zip(card, blocks, strict=True)):
        box = Box.around([label.box, *(line.box for line in value)])
        cells.append(Cell(row, 0, 1, 1, Box(left, box.top, edge, box.bottom), (label.line,)))
        cells.append(Cell(row, 1, 1, 1, Box(edge, box.top, max(box.x1, edge + 1), box.bottom), tuple(value)))
    return Grid(page.number, len(card), 2, tuple(cells), quality=0.5)


def _edge(lines: Sequence[TextLine], card: Sequence[_Label]) -> float | None:
    """Where the values begin: most labels have a text or a colon right of them there."""
    starts = []
    for label in card:
        level = [line for line in lines if abs(line.box.y - label.box.y) < LEVEL * label.box.height]
        right = [line.box.x0 for line in level if line.box.x0 > label.box.x1]
        right += [label.value.box.x0] if label.value is not None else []
        starts += [min(right)] if right else []
    if 2 * len(starts) <= len(card) or min(starts) < min(label.box.x0 for label in card) + APART:
        return None
    return min(starts)


def _values(lines: Sequence[TextLine], card: Sequence[_Label], edge: float, vocabulary: Vocabulary) -> list[TextLine]:
    """The lines of all values, one a height, from the first one's first to the last one's last."""
    inside = [line for line in lines if line.box.x0 >= edge - 1 and not _is_title(line, edge, vocabulary)]
    inside += [label.value for label in card if label.value is not None]
    rows: list[TextLine] = []
    for line in sorted(inside, key=lambda line: (line.box.y, line.box.x0)):
        if rows and line.box.y - rows[-1].box.y < LEVEL * line.box.height:
            rows[-1] = _text(sorted((*rows[-1].words, *line.words), key=lambda word: word.box.x0))
        else:
            rows.append(line)
    return lines_beside(rows, [label.box for label in card])


def _is_title(line: TextLine, edge: float, vocabulary: Vocabulary) -> bool:
    """Whether a title, such as that of the next card, stands right of the values' edge."""
    return is_capitals(line.text) and (line.box.x0 > edge + TITLE or vocabulary.head.starts("judul", line.text) > 0)


def _below(card: Sequence[_Label], values: Sequence[TextLine]) -> list[list[TextLine]]:
    """Each value from its label's line on to the next label, or as far as no wide white ends it."""
    tops = [label.box.y - LEVEL * label.box.height for label in card]
    blocks = []
    for top, bottom in pairwise([*tops, float("inf")]):
        block = [line for line in values if top <= line.box.y < bottom]
        gaps = [n for n, (upper, lower) in enumerate(pairwise(block), start=1) if not _near(upper, lower)]
        blocks.append(block[: gaps[0]] if gaps else block)
    return blocks


def _near(upper: TextLine, lower: TextLine) -> bool:
    return lower.box.top - upper.box.bottom <= GAP * upper.box.height
