"""Born-digital pages: the PDF's own words and rulings, read with pdfplumber.

Nothing here guesses: what is drawn in white is not a ruling, what is printed twice (imitated bold) is one text, and
words printed sideways are read in the direction in which they run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pdfplumber.page
import pypdfium2
from pdfplumber.utils.text import WordExtractor

from extractors.clipping import visible
from extractors.dashes import dashed
from extractors.errors import DocumentError
from extractors.shapes import IDENTITY, Affine, Box, Rule, Word
from extractors.sheets import Item, Sheet, reading, sheet

#: A filled rectangle at most this thick, in points, is a ruling (Word and Excel draw borders so).
THIN = 3.0
#: Two letters of a word share this part of the smaller one's area only when two texts are printed in one place.
OVERLAP = 0.6
#: Confidence of such a word: whatever it reads, a person must look.
OVERPRINTED = 0.3
#: Shorter rules, in points, are marks (bullets, underlined spaces), not rulings.
SHORTEST = 4.0
#: Two characters are one word when the gap is below this share of the character size (a space is about 0.25).
WORD_GAP = 0.15
#: The same character again within this distance, in points, is imitated bold.
TWICE = 0.5


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What a PDF page says itself: `pictures` are the places of embedded images, `panels` those of shaded areas.

    Width, height and all places are of the upright page (`extractors.sheets`), in points.
    """

    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    pictures: tuple[Box, ...]
    panels: tuple[Box, ...] = ()
    turned: int = 0
    to_paper: Affine = IDENTITY
    #: Text was cut off: what belongs to it may stand on the page before or after.
    clipped: bool = False


def read_printed(page: pdfplumber.page.Page, raw: pypdfium2.PdfPage | None = None) -> PrintedPage:
    """Words, rulings and picture places of one page, in points, as the page is displayed.

    Raises DocumentError (rusak) for a page whose content cannot be understood, or that has no area.
    """
    _parse(page)
    letters = _letters(page, raw)
    content = sheet(page, letters)
    edge = Box(0.0, 0.0, content.width, content.height)
    return PrintedPage(
        width=content.width,
        height=content.height,
        words=tuple(word for word in _words(content) if edge.holds(word.box.x, word.box.y)),
        rules=tuple(_rules(content)),
        pictures=tuple(box for image in content.images if (box := _clip(_box(image), edge)) is not None),
        panels=tuple(_panels(content)),
        turned=content.turned,
        to_paper=content.to_paper,
        clipped=len(letters) < len(page.chars),
    )


def _letters(page: pdfplumber.page.Page, raw: pypdfium2.PdfPage | None) -> Sequence[Item]:
    """The page's characters without those that a clip path hides, which only pdfium (`raw`) knows."""
    if raw is None or page.rotation:
        return page.chars
    return visible(page.chars, raw, (float(page.mediabox[0]), float(page.mediabox[1])))


def _parse(page: pdfplumber.page.Page) -> None:
    """Makes pdfplumber read the page's content, which it then keeps."""
    advice = "Buka lalu simpan ulang (cetak ke PDF), kemudian jalankan lagi."
    try:
        _ = page.objects
    except Exception as error:  # pdfminer raises many kinds, and pdfplumber wraps them all in one, want of memory too
        if any(isinstance(cause, MemoryError) for cause in (error, *error.args)):
            raise MemoryError from error
        raise DocumentError("rusak", f"Isi halaman {page.page_number} rusak. {advice}") from error
    if float(page.width) * float(page.height) <= 0:
        raise DocumentError("rusak", f"Halaman {page.page_number} tidak mempunyai luas. {advice}")


def _box(item: Item) -> Box:
    return Box(float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"]))


def _clip(box: Box, sheet: Box) -> Box | None:
    clipped = Box(max(box.x0, sheet.x0), max(box.top, sheet.top), min(box.x1, sheet.x1), min(box.bottom, sheet.bottom))
    return clipped if clipped.width > 0 and clipped.height > 0 else None


def once(chars: Iterable[Item], within: float = TWICE) -> Iterable[Item]:
    """The characters without those printed again, `within` points beside themselves in both directions.

    In time linear in their number (pdfplumber's `dedupe_chars` is quadratic: minutes for a page of 200,000): kept
    characters lie in buckets of that size, so that a twin can only be in one of nine.
    """
    kept: dict[tuple[object, ...], list[tuple[float, float]]] = {}
    for char in chars:
        x, top = char["x0"], char["top"]
        print_ = (char["text"], char["fontname"], char["size"], char["upright"])
        column, row = math.floor(x / within), math.floor(top / within)
        neighbours = ((column + across, row + down) for across in (-1, 0, 1) for down in (-1, 0, 1))
        twins = (twin for place in neighbours for twin in kept.get((*print_, *place), ()))
        if not any(abs(x - other_x) <= within and abs(top - other_top) <= within for other_x, other_top in twins):
            kept.setdefault((*print_, column, row), []).append((x, top))
            yield char


def _words(page: Sheet) -> Iterable[Word]:
    printed = list(once(page.chars))
    for turn in (0, 1, 3):
        chars = [char for char in printed if reading(char) == turn]
        extractor = WordExtractor(
            x_tolerance_ratio=WORD_GAP, y_tolerance=2, char_dir_rotated="btt" if turn == 3 else "ttb"
        )
        for word in extractor.extract_words(chars, return_chars=True):
            text = _clean(word["text"])
            if text:
                yield Word(text, _box(word), OVERPRINTED if _overprinted(word["chars"]) else None, turn)


def _overprinted(chars: Sequence[Item]) -> bool:
    """Whether letters of a word lie over one another: two texts in one place, of which the page shows one at most.

    Spreadsheets clip rows at the edge of a page, but the text of the clipped row is still there. Which of the two is
    seen cannot be told from the text alone.
    """
    # A full stop may stand under the arm of a P, kerned; letters and figures stand beside one another.
    placed = sorted((_box(char) for char in chars if char["text"].isalnum()), key=lambda box: box.x0)
    return any(
        left.overlap(right) > OVERLAP * min(left.width * left.height, right.width * right.height) > 0
        for left, right in pairwise(placed)
    )


def _clean(text: str) -> str:
    """Drops characters that no printer shows: private-use and unmapped glyphs become U+FFFD, to be seen and marked."""
    kept = []
    for char in text:
        code = ord(char)
        if 0xE000 <= code <= 0xF8FF:
            kept.append(_SYMBOL_FONT.get(code, "\ufffd"))
        elif code >= 0x20 or code == 0x02:
            kept.append(char)
    return "".join(kept).strip()


#: Glyphs of the Symbol and Wingdings fonts that Word maps to the private-use area.
_SYMBOL_FONT = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "-", 0xF0E5: "Σ", 0xF053: "Σ",
    0xF0B3: "≥", 0xF0A3: "≤", 0xF0B4: "×", 0xF0B8: "÷", 0xF025: "%", 0xF02B: "+", 0xF03D: "=",
}  # fmt: skip


def _white(color: object) -> bool:
    """Whether a PDF colour is white, in gray (1), RGB (1, 1, 1) or CMYK (0, 0, 0, 0)."""
    if color is None:
        return False
    parts = tuple(color) if isinstance(color, Sequence) and not isinstance(color, str) else (color,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    return all(part == 0 for part in parts) if len(parts) == 4 else all(part >= 0.99 for part in parts)


def _rules(page: Sheet) -> Iterable[Rule]:
    for strip in _border_strips(page.rects):
        yield from _rule(strip, min(strip.width, strip.height))
    for line in page.lines:
        if not _white(line.get("stroking_color")):
            yield from _rule(_box(line), float(line.get("linewidth") or 0.5))
    pieces: list[Box] = []
    for rect in page.rects:
        box = _box(rect)
        if min(box.width, box.height) <= THIN:
            color = rect.get("non_stroking_color") if rect.get("fill") else rect.get("stroking_color")
            if not _white(color):
                pieces += [box] if max(box.width, box.height) < SHORTEST else []
                yield from _rule(box, min(box.width, box.height))
        elif rect.get("stroke") and not _white(rect.get("stroking_color")):
            width = float(rect.get("linewidth") or 0.5)
            for edge in (
                Box(box.x0, box.top, box.x1, box.top),
                Box(box.x0, box.bottom, box.x1, box.bottom),
                Box(box.x0, box.top, box.x0, box.bottom),
                Box(box.x1, box.top, box.x1, box.bottom),
            ):
                yield from _rule(edge, width)
    yield from dashed(pieces)


def _panels(page: Sheet) -> Iterable[Box]:
    """Filled areas that are no rulings and do not part a shape from a smaller one: shaded cells and rows."""
    for rect in page.rects:
        box = _box(rect)
        shaded = rect.get("fill") and not rect.get("evenodd") and not _white(rect.get("non_stroking_color"))
        if shaded and min(box.width, box.height) > THIN:
            yield box


def _border_strips(rects: Sequence[Item]) -> Iterable[Box]:
    """Borders drawn as the difference of two filled rectangles (HTML to PDF converters do so), one side or all four."""
    for first, second in pairwise(rects):
        if not (first.get("evenodd") and second.get("evenodd")) or _white(first.get("non_stroking_color")):
            continue
        outer, inner = sorted((_box(first), _box(second)), key=lambda box: -box.width * box.height)
        strips = [
            Box(outer.x0, outer.top, outer.x1, inner.top),
            Box(outer.x0, inner.bottom, outer.x1, outer.bottom),
            Box(outer.x0, outer.top, inner.x0, outer.bottom),
            Box(inner.x1, outer.top, outer.x1, outer.bottom),
        ]
        shown = [strip for strip in strips if min(strip.width, strip.height) > 0.1]
        if len(shown) in (1, 4) and all(min(strip.width, strip.height) <= THIN for strip in shown):
            yield from shown


def _rule(box: Box, thickness: float) -> Iterable[Rule]:
    if box.width >= SHORTEST and box.height <= THIN:
        yield Rule(True, box.y, box.x0, box.x1, thickness)
    elif box.height >= SHORTEST and box.width <= THIN:
        yield Rule(False, box.x, box.top, box.bottom, thickness)
