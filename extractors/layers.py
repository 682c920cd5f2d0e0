"""Text and pictures in the order of drawing: is a page's text printed over a background, or hidden behind a scan?

A scan with an OCR layer has its text in render mode 3 (invisible), or drawn before the picture that covers it. A
letterhead or a decorated form has its picture first and visible text over it. Sources: ISO 32000-1, 9.3.6 (text
rendering modes) and 8.2 (objects are painted in order).
"""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

#: Text rendering modes that paint nothing: invisible, and for clipping only.
UNPAINTED = (3, 7)
#: Objects are looked for in forms nested this deep.
DEPTH = 4
#: A picture that covers less than this share of the page hides no page of text.
COVERING = 0.1


def visible_text(page: pypdfium2.PdfPage) -> int:
    """How many text objects (runs of text) are painted over the page's last large picture."""
    area = page.get_width() * page.get_height()
    count = 0
    for item in page.get_objects(max_depth=DEPTH):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if abs((right - left) * (top - bottom)) >= COVERING * area:
                count = 0
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT and pdfium.FPDFTextObj_GetTextRenderMode(item.raw) not in UNPAINTED:
            count += 1
    return count


def has_hidden_text(page: pypdfium2.PdfPage) -> bool:
    """Whether the page holds text that nobody sees: painted by no mode, or under a picture that hides it.

    Such text is what another program's OCR made of the picture: no print, and no second reading to rely on.
    """
    pictures: list[tuple[float, float, float, float]] = []
    for item in reversed(list(page.get_objects(max_depth=DEPTH))):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE and not pdfium.FPDFPageObj_HasTransparency(item.raw):
            pictures.append(item.get_bounds())
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(item.raw) in UNPAINTED:
                return True
            left, bottom, right, top = item.get_bounds()
            x, y = (left + right) / 2, (bottom + top) / 2
            if any(x0 < x < x1 and y0 < y < y1 for x0, y0, x1, y1 in pictures):
                return True
    return False
