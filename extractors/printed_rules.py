"""Rulings of a born-digital page: lines, thin filled rectangles, sides of framed ones, differences of two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extractors.dashes import dashed
from extractors.shapes import Box, Rule
from extractors.sheets import Item, Sheet, item_box
from extractors.tiles import without_gaps
from extractors.white_borders import white_borders

#: A filled rectangle at most this thick, in points, is a ruling (Word and Excel draw borders so).
THIN = 3.0
#: So is a thicker one, up to the thickest border of Word, that is so many times as long as thick.
THICKEST, LONG = 6.5, 4.0
#: Shorter rules, in points, are marks (bullets, underlined spaces), not rulings.
SHORTEST = 4.0
#: Two rectangles share a side where they differ by less.
LEAST = 0.1


def _white(color: object) -> bool:
    """Whether a PDF colour is white, in gray (1), RGB (1, 1, 1) or CMYK (0, 0, 0, 0)."""
    if color is None:
        return False
    parts = tuple(color) if isinstance(color, Sequence) and not isinstance(color, str) else (color,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    return all(part == 0 for part in parts) if len(parts) == 4 else all(part >= 0.99 for part in parts)


def printed_rules(page: Sheet) -> list[Rule]:
    """The page's rulings, in points. What is drawn in white is one where it is seen, on shaded cells."""
    dark: list[Rule] = []
    white: list[Rule] = []
    for rules, color in _drawn(page):
        (white if _white(color) else dark).extend(rules)
    return [*dark, *(white_borders(white, printed_panels(page)) if white else ())]


def _drawn(page: Sheet) -> Iterator[tuple[Iterable[Rule], object]]:
    """Rulings of one colour, and the colour."""
    for first, second in pairwise(page.rects):
        for strip in _border_strips(first, second):
            yield _rule(strip, min(strip.width, strip.height)), first.get("non_stroking_color")
    for line in page.lines:
        yield _rule(item_box(line), float(line.get("linewidth") or 0.5)), line.get("stroking_color")
    pieces: list[Box] = []
    framed: list[tuple[Item, Box]] = []
    for rect in page.rects:
        box = item_box(rect)
        color = rect.get("non_stroking_color") if rect.get("fill") else rect.get("stroking_color")
        thickness = min(box.width, box.height)
        if thickness <= THIN:
            pieces += [box] if max(box.width, box.height) < SHORTEST and not _white(color) else []
            yield _rule(box, thickness), color
        elif rect.get("fill") and _is_border(box):
            yield _thick(box), color
        elif rect.get("stroke"):
            framed.append((rect, box))
    for (rect, _), box in zip(framed, without_gaps([box for _, box in framed]), strict=True):
        width = float(rect.get("linewidth") or 0.5)
        yield (rule for side in _sides(box) for rule in _rule(side, width)), rect.get("stroking_color")
    yield dashed(pieces), None


def _is_border(box: Box) -> bool:
    """Whether a filled rectangle is a thick border: no text has room in it, and it is long."""
    thinner, longer = sorted((box.width, box.height))
    return thinner <= THICKEST and longer >= LONG * thinner


def _thick(box: Box) -> Iterator[Rule]:
    """A thick border as far as the middle of one that it runs into."""
    half = min(box.width, box.height) / 2
    if box.width > box.height:
        yield Rule(True, box.y, box.x0 - half, box.x1 + half, box.height)
    else:
        yield Rule(False, box.x, box.top - half, box.bottom + half, box.width)


def _sides(box: Box) -> tuple[Box, Box, Box, Box]:
    return (
        Box(box.x0, box.top, box.x1, box.top),
        Box(box.x0, box.bottom, box.x1, box.bottom),
        Box(box.x0, box.top, box.x0, box.bottom),
        Box(box.x1, box.top, box.x1, box.bottom),
    )


def printed_panels(page: Sheet) -> list[Box]:
    """Filled areas that are no rulings and do not part a shape from a smaller one: shaded cells and rows."""
    parted = {id(rect) for pair in pairwise(page.rects) if _frame(*pair) for rect in pair}
    filled = (rect for rect in page.rects if rect.get("fill") and id(rect) not in parted)
    boxes = [item_box(rect) for rect in filled if not _white(rect.get("non_stroking_color"))]
    return without_gaps([box for box in boxes if min(box.width, box.height) > THIN and not _is_border(box)])


def _frame(first: Item, second: Item) -> list[Box]:
    """Upper, lower, left and right strip between two rectangles that one path fills evenly-odd, where they are thin."""
    if not (first.get("evenodd") and second.get("evenodd")):
        return []
    outer, inner = sorted((item_box(first), item_box(second)), key=lambda box: -box.width * box.height)
    strips = [
        Box(outer.x0, outer.top, outer.x1, inner.top),
        Box(outer.x0, inner.bottom, outer.x1, outer.bottom),
        Box(outer.x0, outer.top, inner.x0, outer.bottom),
        Box(inner.x1, outer.top, outer.x1, outer.bottom),
    ]
    return strips if all(-LEAST <= min(strip.width, strip.height) <= THICKEST for strip in strips) else []


def _border_strips(first: Item, second: Item) -> list[Box]:
    """Borders drawn as the difference of two filled rectangles (HTML to PDF converters do so), one side or all four."""
    shown = [strip for strip in _frame(first, second) if min(strip.width, strip.height) > LEAST]
    thin = all(min(strip.width, strip.height) <= THIN for strip in shown)
    return shown if len(shown) in (1, 4) and thin else []


def _rule(box: Box, thickness: float) -> Iterator[Rule]:
    if box.width >= SHORTEST and box.height <= THIN:
        yield Rule(True, box.y, box.x0, box.x1, thickness)
    elif box.height >= SHORTEST and box.width <= THIN:
        yield Rule(False, box.x, box.top, box.bottom, thickness)
