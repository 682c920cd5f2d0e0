"""pdfplumber's pages, with less work for each letter: of those there are thousands on a page.

pdfplumber keeps some twenty facts of every letter and looks whether each refers to another object of the PDF, which
takes longer than to read the page. Kept here are those that words are made of.
"""

from __future__ import annotations

import pdfplumber.page
from pdfminer.layout import LTChar, LTItem

from extractors.sheets import Item


class LetterPage(pdfplumber.page.Page):
    """A page of pdfplumber whose `chars` know their text, font, size, matrix and place, and no colours."""

    @classmethod
    def of(cls, page: pdfplumber.page.Page) -> LetterPage:
        """The same page, not yet read."""
        return cls(page.pdf, page.page_obj, page.page_number, page.initial_doctop)

    def process_object(self, obj: LTItem) -> Item:
        """One object of the page, as pdfplumber gives it, a letter with fewer facts."""
        # Font names as bytes are rare and need repair.
        if not isinstance(obj, LTChar) or isinstance(obj.fontname, bytes):
            item: Item = super().process_object(obj)
            return item
        # pdfminer's places are from the lower left corner of the page's box, those of pdfplumber from the upper left.
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
