"""Born-digital pages: the PDF's own words and rulings, read with pdfplumber.

Nothing here guesses: white on white is not a ruling, what is printed twice (imitated bold) is one text, and words
printed sideways are read in the direction in which they run.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from operator import itemgetter

import numpy as np
import pdfplumber.page
import pypdfium2
from pdfplumber.utils.text import WordExtractor

from extractors.clipping import visible
from extractors.errors import DocumentError
from extractors.letters import LetterPage
from extractors.printed_rules import printed_panels, printed_rules
from extractors.shapes import IDENTITY, Affine, Box, Rule, Word
from extractors.sheets import Item, Sheet, item_box, reading, sheet

#: Two letters of a word share this part of the smaller one's area only when two texts are printed in one place.
OVERLAP = 0.6
#: Confidence of such a word: whatever it reads, a person must look.
OVERPRINTED = 0.3
#: Two characters are one word when the gap is below this share of the character size (a space is about 0.25).
WORD_GAP = 0.15
#: The same character again within this distance, in points, is imitated bold.
TWICE = 0.5
#: Characters are sorted into buckets of so many times that distance; those of a first look hold two.
BUCKET, LOOK = 16, 2.2

_PRIME = 1_000_003
_left = itemgetter("x0")


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


def read_printed(page: LetterPage, raw: pypdfium2.PdfPage | None = None) -> PrintedPage:
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
        rules=tuple(printed_rules(content)),
        pictures=tuple(box for image in content.images if (box := _clip(item_box(image), edge)) is not None),
        panels=tuple(printed_panels(content)),
        turned=content.turned,
        to_paper=content.to_paper,
        clipped=len(letters) < len(page.chars),
    )


def _letters(page: LetterPage, raw: pypdfium2.PdfPage | None) -> Sequence[Item]:
    """The page's characters without those that a clip path hides, which only pdfium (`raw`) knows."""
    if raw is None or page.rotation:
        return page.chars
    return visible(page.chars, raw, page.corner)


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


def _clip(box: Box, sheet: Box) -> Box | None:
    clipped = Box(max(box.x0, sheet.x0), max(box.top, sheet.top), min(box.x1, sheet.x1), min(box.bottom, sheet.bottom))
    return clipped if clipped.width > 0 and clipped.height > 0 else None


def once(chars: Sequence[Item], within: float = TWICE) -> Iterable[Item]:
    """The characters without those printed again, `within` points beside themselves in both directions.

    In time linear in their number (pdfplumber's `dedupe_chars` is quadratic: minutes for a page of 200,000): kept
    characters lie in buckets, and a twin can only be in the same one or, near its edge, in the next.
    """
    return _kept(chars, within) if _near_another(chars, within) else chars


def _near_another(chars: Sequence[Item], within: float) -> bool:
    """Whether characters of one text may lie so near: a quick first look, since on most pages none does.

    Two that do are in one bucket by at least one of four ways to lay the buckets, half a bucket apart.
    """
    texts = np.fromiter((hash(char["text"]) for char in chars), np.int64, len(chars))
    columns, rows = (
        np.fromiter((char[side] for char in chars), np.float64, len(chars)) / (LOOK * within) for side in ("x0", "top")
    )
    for across, down in product((0.0, 0.5), repeat=2):
        places = np.floor(columns + across) * _PRIME + np.floor(rows + down)
        if not np.diff(np.sort(texts * _PRIME + places.astype(np.int64))).all():
            return True
    return False


def _kept(chars: Iterable[Item], within: float) -> Iterator[Item]:
    kept: defaultdict[tuple[object, ...], list[tuple[float, float]]] = defaultdict(list)
    side = BUCKET * within
    for char in chars:
        x, top = char["x0"], char["top"]
        print_ = (char["text"], char["fontname"], char["size"], char["upright"])
        columns = range(math.floor((x - within) / side), math.floor((x + within) / side) + 1)
        rows = range(math.floor((top - within) / side), math.floor((top + within) / side) + 1)
        buckets = [kept[print_, column, row] for column in columns for row in rows]
        if not any(abs(x - twin[0]) <= within and abs(top - twin[1]) <= within for near in buckets for twin in near):
            kept[print_, math.floor(x / side), math.floor(top / side)].append((x, top))
            yield char


def _words(page: Sheet) -> Iterable[Word]:
    turned: defaultdict[int, list[Item]] = defaultdict(list)
    for char in once(page.chars):
        turned[reading(char)].append(char)
    for turn, chars in sorted(turned.items()):
        extractor = WordExtractor(
            x_tolerance_ratio=WORD_GAP, y_tolerance=2, char_dir_rotated="btt" if turn == 3 else "ttb"
        )
        for word in extractor.extract_words(chars, return_chars=True):
            text = _clean(word["text"])
            if text:
                yield Word(text, item_box(word), OVERPRINTED if _overprinted(word["chars"]) else None, turn)


def _overprinted(chars: Sequence[Item]) -> bool:
    """Whether letters of a word lie over one another: two texts in one place, of which the page shows one at most.

    Spreadsheets clip rows at the edge of a page, but the text of the clipped row is still there. Which of the two is
    seen cannot be told from the text alone.
    """
    # A full stop may stand under the arm of a P, kerned; letters and figures stand beside one another.
    placed = sorted((char for char in chars if char["text"].isalnum()), key=_left)
    return any(
        left["x1"] - right["x0"] > OVERLAP / 2 * min(left["x1"] - left["x0"], right["x1"] - right["x0"])
        and _heaped(item_box(left), item_box(right))
        for left, right in pairwise(placed)
    )


def _heaped(left: Box, right: Box) -> bool:
    return left.overlap(right) > OVERLAP * min(left.width * left.height, right.width * right.height) > 0


def _clean(text: str) -> str:
    """Drops characters that no printer shows: private-use and unmapped glyphs become U+FFFD, to be seen and marked."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = []
    for char in text:
        code = ord(char)
        if 0xE000 <= code <= 0xF8FF:
            kept.append(_SYMBOL_FONT.get(code, "\ufffd"))
        elif code >= 0x20 or code == 0x02:
            kept.append(char)
    # Fonts without a map to Unicode call their hyphen soft: one inside a word is seen, and so it is there.
    return _SOFT_INSIDE.sub("-", "".join(kept).strip())


_SOFT_INSIDE = re.compile(r"(?<=.)\u00ad(?=.)")
#: Glyphs of the Symbol and Wingdings fonts that Word maps to the private-use area.
_SYMBOL_FONT = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "-", 0xF0E5: "Σ", 0xF053: "Σ",
    0xF0B3: "≥", 0xF0A3: "≤", 0xF0B4: "×", 0xF0B8: "÷", 0xF025: "%", 0xF02B: "+", 0xF03D: "=",
}  # fmt: skip
