"""A page's content as it is to be read: a page whose print runs sideways or upside down, without saying so, is turned.

`/Rotate` is minded by pdfplumber already. Turned here is what was drawn turned: landscape tables printed onto portrait
pages, which a person turns in the viewer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pdfplumber.page

from extractors.shapes import IDENTITY, Affine, Box

#: The page is turned when this share of its letters run one other way; with fewer letters than this it stays.
TURNED = 0.8
FEWEST_LETTERS = 40
#: Sides of a rectangle leave the upright by less than this, in points.
EXACT = 0.05
#: A path of more corners is a drawing, or a chart's line.
MOST_CORNERS = 16

#: One of pdfplumber's objects: x0, top, x1, bottom in points, and more.
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """pdfplumber's objects in points of the upright page, which was turned clockwise by `turned` quarters."""

    width: float
    height: float
    turned: int
    #: From the upright page to the page as it lies in the file.
    to_paper: Affine
    chars: Sequence[Item]
    rects: Sequence[Item]
    lines: Sequence[Item]
    images: Sequence[Item]


def item_box(item: Item) -> Box:
    """The place of an object."""
    return Box(float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"]))


def quarter(char: Item) -> int:
    """Quarter turns clockwise of a character, from its text matrix (a, b, c, d, e, f): b > 0 runs upwards.

    Not pdfminer's `upright`, which a cosine of 6e-17 instead of 0 deceives.
    """
    a, b = char["matrix"][:2]
    if b == 0 < a:
        return 0
    if abs(b) > abs(a):
        return 3 if b > 0 else 1
    # A mirrored letter (a < 0 < d) is none that runs backwards.
    return 2 if a < 0 and char["matrix"][3] < 0 else 0


def reading(char: Item) -> int:
    """Like `quarter`, but 0 for a letter that stands on its head: words are read upright or sideways."""
    return turn if (turn := quarter(char)) != 2 else 0


def sheet(page: pdfplumber.page.Page, letters: Sequence[Item]) -> Sheet:
    """The page's content, turned upright where nearly all of its `letters` agree that it lies otherwise."""
    width, height = float(page.width), float(page.height)
    ways = [quarter(char) for char in letters]
    way, times = Counter(ways).most_common(1)[0] if ways else (0, 0)
    if times < max(FEWEST_LETTERS, TURNED * len(letters)):
        way = 0
    to_paper = {
        0: IDENTITY,
        1: (0.0, -1.0, width, 1.0, 0.0, 0.0),
        2: (-1.0, 0.0, width, 0.0, -1.0, height),
        3: (0.0, 1.0, 0.0, -1.0, 0.0, height),
    }[way]
    chars = [_straight(char, (own - way) % 2 == 0) for char, own in zip(letters, ways, strict=True)]
    rects = [*page.rects, *(curve for curve in page.curves if _rectangle(curve))]
    lines = [*page.lines, *(side for curve in page.curves if not _rectangle(curve) for side in _sides(curve))]
    kinds = (chars, rects, lines, page.images)
    turned = [[_turned(item, way, width, height) for item in items] if way else items for items in kinds]
    across, down = (height, width) if way % 2 else (width, height)
    return Sheet(across, down, -way % 4, to_paper, *turned)


def _rectangle(curve: Item) -> bool:
    """Whether a path is a rectangle in which pdfminer saw none: of a turned one no corner is exact."""
    points = curve["pts"]
    if len(points) not in (4, 5):
        return False
    steps = [(abs(x - before_x), abs(y - before_y)) for (before_x, before_y), (x, y) in pairwise([*points, points[0]])]
    return all(min(step) < EXACT for step in steps)


def _sides(curve: Item) -> Iterator[Item]:
    """The upright and level sides of a drawn path of few corners, as lines: frames with round corners, open ones."""
    if not curve.get("stroke") or len(curve["pts"]) > MOST_CORNERS:
        return
    steps = [*curve["path"], curve["path"][0]] if curve["path"][-1][0] == "h" else curve["path"]
    ends = [(step[0], step[-1]) for step in steps if step[0] != "h"]
    for (_, (before_x, before_y)), (way, (x, y)) in pairwise(ends):
        if way in "lm" and min(abs(x - before_x), abs(y - before_y)) < EXACT:
            across, down = sorted((before_x, x)), sorted((before_y, y))
            yield {**curve, "x0": across[0], "x1": across[1], "top": down[0], "bottom": down[1]}


def _straight(char: Item, upright: bool) -> Item:
    return char if char["upright"] is upright else {**char, "upright": upright}


def _turned(item: Item, way: int, width: float, height: float) -> Item:
    """The item where it stands when what ran `way` quarters clockwise runs from left to right."""
    x0, x1, top, bottom = item["x0"], item["x1"], item["top"], item["bottom"]
    if way == 1:
        place = (top, bottom, width - x1, width - x0)
    elif way == 2:
        place = (width - x1, width - x0, height - bottom, height - top)
    else:
        place = (height - bottom, height - top, x0, x1)
    moved = {**item, **dict(zip(("x0", "x1", "top", "bottom"), place, strict=True)), "doctop": place[2]}
    if "matrix" in item:
        moved["matrix"], moved["size"] = _back(item["matrix"], way), place[3] - place[2]
    return moved


def _back(matrix: Sequence[float], way: int) -> tuple[float, ...]:
    """The text matrix turned back by so many quarters, anticlockwise on the page."""
    a, b, c, d, e, f = matrix
    for _ in range(way):
        a, b, c, d = -b, a, -d, c
    return (a, b, c, d, e, f)
