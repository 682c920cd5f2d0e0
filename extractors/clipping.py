"""Text that a clip path hides: rows that a spreadsheet draws beyond the edge of a page, and cuts off there.

pdfminer knows no clip paths, pdfium does: a text object whose middle lies outside its clip is found among pdfminer's
characters by its origin. Text that is cut only in part stays.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.shapes import Box
from extractors.sheets import Item

#: A clip is this much wider, in points, than its path: letters on its edge are seen.
EDGE = 0.5
#: Two places are one when they differ by less than this many points.
SAME = 0.1

#: A place on the page (x, y from its lower left corner), rounded so that both libraries agree on it.
Origin = tuple[int, int]


def visible(chars: Sequence[Item], page: pypdfium2.PdfPage, corner: tuple[float, float] = (0.0, 0.0)) -> Sequence[Item]:
    """The characters that no clip path hides. `corner` is the lower left one of the page's box, in points."""
    hidden = list(_hidden(page, corner))
    if not hidden:
        return chars
    starts: dict[Origin, list[int]] = defaultdict(list)
    for index, char in enumerate(chars):
        starts[_origin(*char["matrix"][4:6])].append(index)
    gone: set[int] = set()
    for origin, rank, right in hidden:
        places = starts[origin]
        if rank < len(places):
            gone.update(_run(chars, places[rank], right))
    return [char for index, char in enumerate(chars) if index not in gone]


def _run(chars: Sequence[Item], first: int, right: float) -> Iterator[int]:
    """The characters of one text object: those that follow its first on its base line, as far as it reaches."""
    reached, level = chars[first]["matrix"][4:6]
    for index in range(first, len(chars)):
        x, y = chars[index]["matrix"][4:6]
        if abs(y - level) > SAME or not reached - SAME <= x <= right + EDGE:
            return
        yield index
        reached = x


def _hidden(page: pypdfium2.PdfPage, corner: tuple[float, float]) -> Iterator[tuple[Origin, int, float]]:
    """(origin, how many objects before it have the same, right end) of each hidden text object."""
    texts = list(_texts(page))
    clips = [_clip(item) for item in texts]
    if not any(clips):
        return
    seen: dict[Origin, int] = defaultdict(int)
    for item, clip in zip(texts, clips, strict=True):
        x, y = _start(item)
        origin = _origin(x - corner[0], y - corner[1])
        if clip is not None:
            left, bottom, right, top = _bounds(item)
            if not clip.holds((left + right) / 2, (bottom + top) / 2):
                yield origin, seen[origin], right - corner[0]
        seen[origin] += 1


def _texts(page: pypdfium2.PdfPage) -> Iterator[object]:
    """The page's text objects, as pdfium has them: there are hundreds, and most pages clip none.

    Only those of the page itself: places inside forms are those of the form.
    """
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, number)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item


def _start(item: object) -> tuple[float, float]:
    """Where a text begins."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        raise pypdfium2.PdfiumError("Failed to get matrix of pageobject.")
    return matrix.e, matrix.f


def _bounds(item: object) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of an object."""
    left, bottom, right, top = sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *sides):
        raise pypdfium2.PdfiumError("Failed to locate pageobject.")
    return left.value, bottom.value, right.value, top.value


def _origin(x: float, y: float) -> Origin:
    return round(x / SAME), round(y / SAME)


def _clip(item: object) -> Box | None:
    """The box in which an object is seen, y upwards; None where nothing clips it."""
    path = pdfium.FPDFPageObj_GetClipPath(item)
    boxes = [box for number in range(max(0, pdfium.FPDFClipPath_CountPaths(path))) for box in _outline(path, number)]
    if not boxes:
        return None
    return Box(
        max(box.x0 for box in boxes) - EDGE,
        max(box.top for box in boxes) - EDGE,
        min(box.x1 for box in boxes) + EDGE,
        min(box.bottom for box in boxes) + EDGE,
    )


def _outline(path: object, number: int) -> Iterator[Box]:
    """The box around one path of a clip, nothing for one without points."""
    points = []
    for place in range(max(0, pdfium.FPDFClipPath_CountPathSegments(path, number))):
        x, y = ctypes.c_float(), ctypes.c_float()
        if pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(path, number, place), x, y):
            points.append((x.value, y.value))
    if points:
        xs, ys = zip(*points, strict=True)
        yield Box(min(xs), min(ys), max(xs), max(ys))
