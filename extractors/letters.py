"""pdfplumber's pages, with places on the paper as it is shown, and with less work for each letter.

pdfplumber counts from where the PDF says that the page's box begins, which need be neither 0, 0 nor the corner of what
a viewer shows; here all places are from the upper left corner of that (ISO 32000-1, 14.11.2: the crop box, as far as
the media box reaches). And pdfminer makes an object of each letter, of which there are thousands on a page; pdfplumber
keeps some twenty facts of each, and looks whether one refers to another object of the PDF. Here letters are made at
once as pdfplumber gives them, with the facts that words are made of.
"""

from __future__ import annotations

from collections.abc import Sequence

import pdfplumber.page
from pdfminer.layout import LTCurve, LTItem, LTLine, LTPage, LTRect
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix, apply_matrix_rect, mult_matrix
from pdfplumber.utils.exceptions import PdfminerException

from extractors.operators import Interpreter
from extractors.sheets import Item

#: The number of a letter after which words are spaced, in fonts of one byte a letter (ISO 32000-1, 9.3.3).
SPACE = 32


class LetterPage(pdfplumber.page.Page):
    """A page of pdfplumber whose `chars` know their text, font, size, matrix and place, and no colours."""

    @classmethod
    def of(cls, page: pdfplumber.page.Page) -> LetterPage:
        """The same page, not yet read."""
        made = cls(page.pdf, page.page_obj, page.page_number, page.initial_doctop)
        left, low, right, high = _shown(page.page_obj)
        # What pdfplumber adds to pdfminer's places, which are from the lower left corner of the media box.
        made.mediabox = made.cropbox = (-left, low, right, high)
        made.bbox = (0.0, 0.0, right - left, high - low)
        return made

    @property
    def corner(self) -> tuple[float, float]:
        """The lower left corner of the media box: what pdfminer takes off the places that the PDF says."""
        left, low, *_ = self.page_obj.mediabox
        return float(left), float(low)

    @property
    def layout(self) -> LTPage:
        """What pdfminer finds on the page. Raises PdfminerException, as pdfplumber does."""
        device = _Letters(self)
        try:
            Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        except Exception as error:
            raise PdfminerException(error) from error
        self._drawn = device.letters
        return device.get_result()

    def parse_objects(self) -> dict[str, list[Item]]:
        """The page's objects by their kind, as pdfplumber gives them, in the order in which they were drawn."""
        found: dict[str, list[Item]] = super().parse_objects()
        # Kept here alone, so that `close` gives their memory back: the page refers to itself, and is not gone with it.
        drawn, self._drawn = self._drawn, []
        return {**found, "char": drawn} if drawn else found

    def process_object(self, obj: LTItem) -> Item:
        """One object as pdfplumber gives it; lines and rectangles without the path by which they were drawn."""
        if isinstance(obj, (LTLine, LTRect)):
            return self._ruling(obj, "line" if isinstance(obj, LTLine) else "rect")
        item: Item = super().process_object(obj)
        return item

    def _ruling(self, obj: LTCurve, kind: str) -> Item:
        left, upper = self.mediabox[:2]
        top = self.height - obj.y1 + upper
        return {
            "object_type": kind,
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": top,
            "bottom": self.height - obj.y0 + upper,
            "doctop": self.initial_doctop + top,
            "linewidth": obj.linewidth,
            "stroke": obj.stroke,
            "fill": obj.fill,
            "evenodd": obj.evenodd,
            "stroking_color": obj.stroking_color,
            "non_stroking_color": obj.non_stroking_color,
        }


class _Letters(pdfplumber.page.PDFPageAggregatorWithMarkedContent):
    """What pdfminer draws on: texts become letters as pdfplumber gives them."""

    def __init__(self, page: LetterPage) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
        self._page = page
        #: All letters so far; none of them stands among what pdfminer finds on the page.
        self.letters: list[Item] = []
        #: Font -> number of a letter -> its text and its width.
        self._known: dict[PDFFont, dict[int, tuple[str, float]]] = {}

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Draws one text as pdfminer does: the same numbers, to the last bit, by fewer calls."""
        font = textstate.font
        if font is None or font.is_vertical() or isinstance(font.fontname, bytes):
            # Rare, and in need of more care.
            before = len(self.cur_item)
            super().render_string(textstate, seq, ncs, graphicstate)
            self.letters += [self._page.process_object(letter) for letter in self.cur_item._objs[before:]]
            del self.cur_item._objs[before:]
            return
        pen = _Pen(self._page, font, textstate, mult_matrix(textstate.matrix, self.ctm))
        known = self._known.setdefault(font, {})
        parted = False
        for part in seq:
            if isinstance(part, (int, float)):
                pen.x -= part * pen.step
                parted = True
            elif isinstance(part, bytes):
                for cid in font.decode(part):
                    if parted:
                        pen.x += pen.charspace
                    text, width = known.get(cid) or self._learn(font, cid)
                    self.letters.append(pen.letter(text, width))
                    if cid == SPACE and pen.wordspace:
                        pen.x += pen.wordspace
                    parted = True
        textstate.linematrix = (pen.x, pen.y)

    def _learn(self, font: PDFFont, cid: int) -> tuple[str, float]:
        """Text and width of a letter that comes for the first time on this page."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = self.handle_undefined_char(font, cid)
        letter = self._known[font][cid] = (text, font.char_width(cid))
        return letter


class _Pen:
    """Where the next letter of a text comes, and what its letters have in common (ISO 32000-1, 9.4.4)."""

    def __init__(self, page: LetterPage, font: PDFFont, state: PDFTextState, matrix: Matrix) -> None:
        a, b, c, d, _, _ = self.matrix = matrix
        self.x, self.y = state.linematrix
        self.fontname, self.size, self.scaling = font.fontname, state.fontsize, state.scaling * 0.01
        self.charspace = state.charspace * self.scaling
        self.wordspace = 0 if font.is_multibyte() else state.wordspace * self.scaling
        self.step = 0.001 * state.fontsize * self.scaling
        self.low = font.get_descent() * state.fontsize + state.rise
        self.straight = b == 0 == c
        #: Top, bottom and height of its letters, where they are the same for all.
        self.level: tuple[float, float, float] | None = None
        self.upright = a * d * self.scaling > 0 and b * c <= 0
        # pdfminer's places are from the lower left corner, pdfplumber's from the upper left.
        self.left, self.upper = page.mediabox[:2]
        self.height, self.doctop = page.height, page.initial_doctop

    def letter(self, text: str, width: float) -> Item:
        """A letter where the pen is, which goes on behind it."""
        a, b, c, d, e, f = self.matrix
        at = (self.x * a + self.y * c + e, self.x * b + self.y * d + f)
        wide = width * self.size * self.scaling
        self.x += wide
        if self.straight:
            x0, x1 = at[0], a * wide + at[0]
            x0, x1 = (x0, x1) if x0 <= x1 else (x1, x0)
            top, bottom, high = self.level or self._level(at[1])
        else:
            x0, y0, x1, y1 = apply_matrix_rect((a, b, c, d, *at), (0, self.low, wide, self.low + self.size))
            top, bottom, high = self._extent(y0, y1)
        return {
            "object_type": "char",
            "text": text,
            "fontname": self.fontname,
            "size": high,
            "upright": self.upright,
            "matrix": (a, b, c, d, *at),
            "x0": x0 + self.left,
            "x1": x1 + self.left,
            "top": top,
            "bottom": bottom,
            "doctop": self.doctop + top,
            "width": x1 - x0,
            "height": high,
        }

    def _level(self, y: float) -> tuple[float, float, float]:
        """Top, bottom and height of all letters of a text that runs straight on, its base line at `y`."""
        y0, y1 = self.matrix[3] * self.low + y, self.matrix[3] * (self.low + self.size) + y
        self.level = self._extent(min(y0, y1), max(y0, y1))
        return self.level

    def _extent(self, low: float, high: float) -> tuple[float, float, float]:
        return self.height - high + self.upper, self.height - low + self.upper, high - low


def _shown(page: PDFPage) -> tuple[float, float, float, float]:
    """The box that a viewer shows (left, low, right, high), in pdfminer's places: turned, from a corner of the page."""
    x0, y0, x1, y1 = map(float, page.mediabox)
    media, crop = _sorted(page.mediabox), _sorted(page.cropbox)
    left, low, right, high = (*map(max, media[:2], crop[:2]), *map(min, media[2:], crop[2:]))
    if left >= right or low >= high:
        # A crop box that shows nothing is none.
        left, low, right, high = media
    # As pdfminer's `process_page` lays a page that is to be turned.
    corners = {
        90: (low - y0, x1 - left, high - y0, x1 - right),
        180: (x1 - left, y1 - low, x1 - right, y1 - high),
        270: (y1 - low, left - x0, y1 - high, right - x0),
    }.get(page.rotate, (left - x0, low - y0, right - x0, high - y0))
    return _sorted(corners)


def _sorted(box: Sequence[float]) -> tuple[float, float, float, float]:
    """A box may name any two opposite corners."""
    x0, y0, x1, y1 = map(float, box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
