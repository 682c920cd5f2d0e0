"""pdfplumber's pages, with places on the paper as it is shown, and with less work for each letter.

pdfplumber counts from where the PDF says that the page's box begins, which need be neither 0, 0 nor the corner of what
a viewer shows; here all places are from the upper left corner of that (ISO 32000-1, 14.11.2: the crop box, as far as
the media box reaches). And it keeps some twenty facts of every letter, of which there are thousands on a page, and
looks whether each refers to another object of the PDF, which takes longer than to read the page. Kept here are those
that words are made of.
"""

from __future__ import annotations

from collections.abc import Sequence

import pdfplumber.page
from pdfminer.layout import LTChar, LTItem
from pdfminer.pdfpage import PDFPage

from extractors.sheets import Item


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

    def process_object(self, obj: LTItem) -> Item:
        """One object of the page, as pdfplumber gives it, a letter with fewer facts."""
        # Font names as bytes are rare and need repair.
        if not isinstance(obj, LTChar) or isinstance(obj.fontname, bytes):
            item: Item = super().process_object(obj)
            return item
        # pdfminer's places are from the lower left corner, pdfplumber's from the upper left.
        left, upper = self.mediabox[:2]
        top, bottom = self.height - obj.y1 + upper, self.height - obj.y0 + upper
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "fontname": obj.fontname,
            "size": obj.size,
            "upright": obj.upright,
            "matrix": obj.matrix,
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": top,
            "bottom": bottom,
            "doctop": self.initial_doctop + top,
            "width": obj.width,
            "height": obj.height,
        }


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
