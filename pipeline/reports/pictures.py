"""Pictures of the pages that findings point at, their boxes drawn on; only where the source files are given."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from extractors.errors import DocumentError
from extractors.opening import opened
from extractors.raster import load_image, render
from extractors.settings import ReadingSettings
from normalizers.models import Document
from pipeline.files import write_whole
from pipeline.findings.finding import Finding

#: Enough to read small print on a screen.
_DPI = 90
_RED = (210, 30, 30)


def picture_name(document_id: str, page: int) -> str:
    """The file of a page's picture, relative to the report."""
    return f"gambar/{document_id[:16]}-{page}.jpg"


def draw_pages(
    documents: Iterable[Document], findings: Iterable[Finding], sources: Sequence[Path], output: Path
) -> Mapping[tuple[str, int], str]:
    """Draws each page that has findings; gives the picture of (document, page). A file that has changed is left out."""
    wanted: dict[str, dict[int, list[tuple[float, float, float, float]]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        if finding.page is not None:
            wanted[finding.document_id][finding.page] += [finding.bbox] if finding.bbox else []
    drawn = {}
    for document in documents:
        pages = wanted.get(document.document_id)
        data = _source(document, sources) if pages else None
        if pages is None or data is None:
            continue
        for page, boxes in sorted(pages.items()):
            name = picture_name(document.document_id, page)
            write_whole(output / name, _drawn(data, page, boxes))
            drawn[(document.document_id, page)] = name
    return drawn


def _source(document: Document, sources: Sequence[Path]) -> bytes | None:
    """The bytes that were read then; None where no folder has them any more."""
    for path in (folder / document.file for folder in sources):
        if path.is_file() and hashlib.sha256(data := path.read_bytes()).hexdigest() == document.document_id:
            return data
    return None


def _drawn(data: bytes, page: int, boxes: Iterable[tuple[float, float, float, float]]) -> bytes:
    picture = _page(data, page)
    pen = ImageDraw.Draw(picture, "RGBA")
    for x0, top, x1, bottom in boxes:
        corners = [side * _DPI / 72 for side in (x0, top, x1, bottom)]
        pen.rectangle(corners, outline=_RED, width=2, fill=(*_RED, 28))
    sink = io.BytesIO()
    picture.save(sink, "JPEG", quality=70)
    return sink.getvalue()


def _page(data: bytes, page: int) -> Image.Image:
    with opened(data, ReadingSettings()) as document:
        if document.raw_document is not None:
            return Image.fromarray(render(document.raw_document, page - 1, _DPI).squeeze()).convert("RGB")
    pictures = load_image(data)
    if page > len(pictures):
        raise DocumentError("halaman-hilang", f"Halaman {page} tidak ada dalam berkas ini.")
    pixels, dpi = pictures[page - 1]
    whole = Image.fromarray(pixels.squeeze()).convert("RGB")
    return whole.resize((round(whole.width * _DPI / dpi), round(whole.height * _DPI / dpi)))
