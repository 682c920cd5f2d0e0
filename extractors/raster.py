"""Pictures of pages: PDF pages rendered, image files loaded, colours reduced to the gray that reads best."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from extractors.errors import DocumentError

# One process a core, one thread a process: a second thread of OpenCV only waits for the first.
cv2.setNumThreads(1)

#: A picture: rows x columns (gray) or rows x columns x 3 (RGB), 0 black to 255 white.
Pixels = npt.NDArray[np.uint8]

#: A page whose embedded images cover less of it than this is no scan: it has no resolution of its own.
SCAN_SHARE = 0.5
#: More pixels than this are not rendered: an A3 page at 600 dpi has 70 million.
MOST_PIXELS = 120_000_000
#: Resolutions that image files may truthfully state.
BELIEVABLE_DPI = (72, 1200)
#: Short side of a page in inches: A4 has 8.27, F4 (folio, the usual paper of Indonesian offices) 8.46.
PAGE_INCHES = 8.35
#: A stated resolution that makes the short side of the page shorter or longer than this is not believed.
BELIEVABLE_INCHES = (4.0, 17.0)
#: Two resolutions of one image (fax: 204 x 98) differ from this ratio on, and the image is stretched to the finer one.
SQUARE_PIXELS = 1.05
#: From this ratio on an image is no scan, but a picture that was drawn out.
MOST_STRETCHED = 3.0
#: Channels this far apart make a colour; less is the tint of paper and of JPEG.
COLOURED = 40
#: From this resolution on colour is looked for in a picture of half the size.
FINE_DPI = 250
#: Smallest and largest side of a stamp or signature in inches, and how much longer than wide it may be.
STAMP_INCHES = (0.45, 2.8)
STAMP_ASPECT = 2.5
#: Gaps in a coloured stroke that count as one stamp, in inches.
STAMP_GAP = 0.03

_PAGE_OBJECT_DEPTH = 3


def render(pdf: pypdfium2.PdfDocument, index: int, dpi: int) -> Pixels:
    """Page `index` (0-based) as RGB at `dpi`, turned as a viewer shows it.

    Raises DocumentError where the page would have more than MOST_PIXELS pixels.
    """
    page = pdf[index]
    try:
        width, height = page.get_size()
        if width * height * (dpi / 72) ** 2 > MOST_PIXELS:
            raise DocumentError(
                "halaman-terlalu-besar", f"Halaman {index + 1} terlalu besar ({width:.0f} x {height:.0f} poin)."
            )
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
        try:
            picture = bitmap.to_numpy()
            return np.ascontiguousarray(picture[..., :3] if picture.ndim == 3 and picture.shape[2] > 3 else picture)
        finally:
            bitmap.close()
    finally:
        page.close()


def native_dpi(page: pypdfium2.PdfPage) -> int | None:
    """Resolution of the images that cover the page, None where they cover less than SCAN_SHARE of it.

    A scan may lie in strips, or in a coarse and a fine layer: the finest of the large images counts.
    """
    width, height = page.get_size()
    found: list[tuple[float, float]] = []
    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_PAGE_OBJECT_DEPTH):
        left, bottom, right, top = image.get_bounds()
        area = (right - left) * (top - bottom)
        columns, rows = image.get_px_size()
        if area > 0:
            dpi = math.sqrt(columns * rows / area * _stretched(image)) * 72
            found.append((area / (width * height), dpi))
    if sum(share for share, _ in found) < SCAN_SHARE:
        return None
    largest = max(share for share, _ in found)
    return round(max(dpi for share, dpi in found if share >= largest / 2))


def _stretched(image: pypdfium2.PdfObject) -> float:
    """How many times finer an image's resolution is in one direction than in the other (fax: 204 x 98); 1 if alike."""
    columns, rows = image.get_px_size()
    a, b, c, d, _, _ = image.get_matrix().get()
    across, down = columns / max(1e-6, math.hypot(a, b)), rows / max(1e-6, math.hypot(c, d))
    ratio = max(across, down) / max(1e-6, min(across, down))
    return ratio if SQUARE_PIXELS < ratio < MOST_STRETCHED else 1.0


def load_image(data: bytes) -> list[tuple[Pixels, int]]:
    """All pages of `image_pages` at once, for one who wants to choose."""
    return list(image_pages(data))


def image_pages(data: bytes) -> Iterator[tuple[Pixels, int]]:
    """The pages of an image file (PNG, JPEG, TIFF with one or more pages) with their resolution in dots an inch.

    One after the other: a long TIFF has more pictures than fit into memory. The stated resolution is taken where it is
    believable, else the short side is taken for a page's width. Raises DocumentError for data that is no image, damaged
    or too large.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            yield from map(_frame, _frames(image))
    except Image.DecompressionBombError as error:
        raise DocumentError("gambar-terlalu-besar", "Gambar terlalu besar untuk dibaca.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DocumentError("gambar-rusak", "Berkas gambar rusak atau bukan gambar; pindai ulang.") from error


def to_gray(picture: Pixels, dpi: int) -> Pixels:
    """The picture in gray, with coloured stamps and signatures pale.

    The brightest channel shows black print under a coloured stamp, but would erase coloured print too. So it is taken
    only for what has the size and shape of a stamp; all else gets its luminance.
    """
    if picture.ndim == 2:
        return picture
    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    for x, y, joined in _stamps(picture, dpi):
        place = np.s_[y : y + joined.shape[0], x : x + joined.shape[1]]
        gray[place] = np.where(joined > 0, picture[place].max(axis=2), gray[place])
    return gray


def _stamps(picture: Pixels, dpi: int) -> Iterator[tuple[int, int, Pixels]]:
    """Coloured parts with the size and shape of a stamp: left, top, where there is colour (1), gaps filled."""
    step = 2 if dpi >= FINE_DPI else 1
    small = picture if step == 1 else halved(picture)
    red, green, blue = cv2.split(small)
    coloured = cv2.subtract(cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue))
    _, mask = cv2.threshold(coloured, COLOURED - 1, 1, cv2.THRESH_BINARY)
    if not mask.any():
        return
    gap = max(3, round(STAMP_GAP * dpi / step))
    joined = cv2.dilate(mask, np.ones((gap, gap), np.uint8))
    for x, y, width, height, _ in cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:].tolist():
        short, long = sorted((width * step / dpi, height * step / dpi))
        if STAMP_INCHES[0] <= short and long <= STAMP_INCHES[1] and long <= STAMP_ASPECT * short:
            part = joined[y : y + height, x : x + width]
            full = cv2.resize(part, None, fx=step, fy=step, interpolation=cv2.INTER_NEAREST)
            yield x * step, y * step, np.asarray(full, np.uint8)


def reduced(picture: Pixels, scale: float) -> Pixels:
    """The picture made smaller by `scale` (at most 1), at least one pixel each way."""
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    while picture.shape[1] >= 2 * size[0] and picture.shape[0] >= 2 * size[1]:
        picture = np.asarray(halved(picture), np.uint8)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def halved(picture: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The means of blocks of 2 x 2 pixels, without an odd last row or column: ten times as fast as any other factor."""
    rows, columns = max(1, picture.shape[0] // 2), max(1, picture.shape[1] // 2)
    return np.asarray(cv2.resize(picture[: 2 * rows, : 2 * columns], (columns, rows), interpolation=cv2.INTER_AREA))


def percentile(gray: npt.NDArray[Any], share: float, *, above: int = -1, mask: Pixels | None = None) -> float:
    """The gray below which `share` percent of the pixels lie, of those brighter than `above` and not 0 in `mask`.

    0 where there are none. From a histogram of every third row: sorting millions of pixels takes far longer.
    """
    counts = cv2.calcHist([gray[::3]], [0], None if mask is None else mask[::3], [256], [0, 256]).ravel()
    counts[: above + 1] = 0
    total = counts.cumsum(dtype=np.float64)
    return float(np.searchsorted(total, share / 100 * total[-1])) if total[-1] else 0.0


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(image):
        yield ImageOps.exif_transpose(frame)


def _frame(image: Image.Image) -> tuple[Pixels, int]:
    stated = image.info.get("dpi") or (0, 0)
    across, down = float(stated[0] or 0), float(stated[1] or 0)
    if across > 0 and down > 0 and max(across, down) / min(across, down) > SQUARE_PIXELS:
        finer = max(across, down)
        image = image.convert("RGB") if image.mode not in {"1", "L", "RGB"} else image
        size = (round(image.width * finer / across), round(image.height * finer / down))
        image, across = image.convert("L").resize(size), finer
    return _pixels(image), _believed(across, min(image.size))


def _pixels(image: Image.Image) -> Pixels:
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image, np.float64)
        return np.asarray(values / max(1.0, values.max()) * 255, np.uint8)
    if image.mode in {"1", "L"}:
        return np.asarray(image.convert("L"), np.uint8)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return np.asarray(image.convert("RGB"), np.uint8)


def _believed(stated: float, short_side: int) -> int:
    inches = short_side / stated if stated > 0 else 0.0
    if BELIEVABLE_DPI[0] <= stated <= BELIEVABLE_DPI[1] and BELIEVABLE_INCHES[0] <= inches <= BELIEVABLE_INCHES[1]:
        return round(stated)
    return max(1, round(short_side / PAGE_INCHES))
