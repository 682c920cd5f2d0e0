"""What the program sees of one document: tables of pages, grids and header matches; pictures with all of it drawn on.

Colours of the pictures: red rulings, gray cells, green words and lines read from the page's own text, orange those read
by OCR, and a tint for each matched column with the field's name at its header.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rich.table import Table as Printed
from rich.text import Text

from extractors.extract import extract
from extractors.opening import opened
from extractors.raster import image_pages, render
from extractors.settings import ReadingSettings
from extractors.shapes import Box, Extraction, Page
from normalizers.models import Leftover
from normalizers.normalize import normalize
from normalizers.tables import Column, Table
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import read_file
from pipeline.files import write_whole

#: Resolution of the pictures: small print is still readable, a page is a few hundred kilobytes.
DPI = 150
RULE, CELL, WORD, OCR_WORD = (220, 30, 30), (130, 130, 130), (20, 150, 60), (235, 120, 0)
TINTS = (
    (66, 133, 244),
    (251, 188, 5),
    (52, 168, 83),
    (171, 71, 188),
    (0, 172, 193),
    (255, 112, 67),
    (158, 157, 36),
    (236, 64, 122),
)
#: Strength of a column's tint, 0..255.
TINT = 56


@dataclass(frozen=True, slots=True)
class Seen:
    """One document as read and as understood; `data` are the file's bytes, for its pictures."""

    data: bytes
    extraction: Extraction
    tables: tuple[Table, ...]
    #: What stands in the grids and in no field, and the sentence for each reason.
    unassigned: tuple[Leftover, ...]
    reasons: Mapping[str, str]


def look(path: Path, vocabulary: Vocabulary, settings: ReadingSettings = ReadingSettings()) -> Seen:
    """Reads a file for inspection. Raises as `pipeline.digitise` does."""
    data = read_file(path)
    extraction = extract(data, settings)
    meaning = normalize(extraction, vocabulary)
    return Seen(data, extraction, tuple(meaning.tables), meaning.unassigned, vocabulary.reasons)


def tables(seen: Seen) -> Iterator[Printed]:
    """The printed tables: the pages, the columns of each indicator table, the texts that are in no field."""
    pages = Printed(title="Halaman", title_justify="left")
    for name in (
        "Hal.",
        "Jenis",
        "Poin",
        "dpi",
        "Miring",
        "Diputar",
        "Tabel (baris x kolom, mutu)",
        "Baris di luar",
        "Catatan",
    ):
        pages.add_column(name)
    for page in seen.extraction.pages:
        grids = ", ".join(f"{grid.rows} x {grid.columns} ({grid.quality:.2f})" for grid in page.grids)
        pages.add_row(
            str(page.number),
            page.kind,
            f"{page.width:.0f} x {page.height:.0f}",
            str(page.dpi or "-"),
            f"{page.skew:.2f}°" if page.skew else "-",
            f"{page.turned * 90}°" if page.turned else "-",
            grids or "-",
            str(len(page.lines)),
            ", ".join(page.warnings) or "-",
        )
    yield pages
    for number, table in enumerate(seen.tables, start=1):
        yield _columns(number, table)
    if seen.unassigned:
        yield _left(seen)


def _columns(number: int, table: Table) -> Printed:
    title = f"Tabel indikator {number}: halaman {', '.join(map(str, table.pages))}, {len(table.rows)} baris"
    printed = Printed(title=title, title_justify="left")
    for name in ("Kolom", "Judul kolom", "Bidang", "Tahun", "Skor", "Selisih"):
        printed.add_column(name)
    for index, column in enumerate(table.columns, start=1):
        matched = column.field is not None
        printed.add_row(
            str(index),
            Text(" > ".join(column.header)),
            column.field or "(kolom lain)",
            str(column.year or "-"),
            f"{column.score:.2f}" if matched else "-",
            f"{column.margin:.2f}" if matched else "-",
        )
    return printed


def _left(seen: Seen) -> Printed:
    """What stands in the tables and in no field, cell by cell."""
    printed = Printed(title="Tulisan tabel yang tidak masuk bidang mana pun", title_justify="left")
    for name in ("Hal.", "Letak (poin)", "Tulisan", "Alasan"):
        printed.add_column(name)
    for item in seen.unassigned:
        place = " ".join(f"{value:.0f}" for value in item.bbox)
        printed.add_row(str(item.page), place, Text(item.text), Text(seen.reasons.get(item.reason, item.reason)))
    return printed


def draw(seen: Seen, folder: Path, stem: str) -> list[Path]:
    """Writes a PNG a page, "STEM-1.png" and so on, into the folder; gives their paths."""
    paths = []
    for page, picture in zip(seen.extraction.pages, _pictures(seen), strict=True):
        path = folder / f"{stem}-{page.number}.png"
        write_whole(path, _png(_drawn(page, picture, seen.tables)))
        paths.append(path)
    return paths


def _pictures(seen: Seen) -> Iterator[Image.Image]:
    """The pages as they lie in the file, at DPI."""
    with opened(seen.data, ReadingSettings()) as document:
        if document.raw_document is not None:
            for index in range(len(seen.extraction.pages)):
                yield _colour(render(document.raw_document, index, DPI))
            return
    for pixels, dpi in image_pages(seen.data):
        picture = _colour(pixels)
        yield picture.resize((round(picture.width * DPI / dpi), round(picture.height * DPI / dpi)))


def _colour(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(pixels.squeeze()).convert("RGB")


def _drawn(page: Page, picture: Image.Image, found: Sequence[Table]) -> Image.Image:
    pen = ImageDraw.Draw(picture, "RGBA")
    for table in found:
        for place, column, is_header in _places(table, page.number):
            tint = TINTS[column % len(TINTS)]
            pen.rectangle(_pixels(place), fill=(*tint, TINT * 2 if is_header else TINT))
    for grid in page.grids:
        for cell in grid.cells:
            pen.rectangle(_pixels(page.on_paper(cell.box)), outline=CELL, width=1)
    for rule in page.rules:
        ends = [(at, rule.at) if rule.horizontal else (rule.at, at) for at in (rule.start, rule.end)]
        # Each end by itself: of a line that lies askew, a box would forget which way.
        on_paper = [_pixels(page.on_paper(Box(x, y, x, y)))[:2] for x, y in ends]
        pen.line(on_paper, fill=(*RULE, 160), width=2)
    lines = [*page.lines, *(line for grid in page.grids for cell in grid.cells for line in cell.lines)]
    for word in (word for line in lines for word in line.words):
        pen.rectangle(_pixels(page.on_paper(word.box)), outline=WORD if word.confidence is None else OCR_WORD, width=1)
    for table in found:
        for place, column, is_header in _places(table, page.number):
            if is_header:
                _write_label(pen, _label(table.columns[column]), place, TINTS[column % len(TINTS)])
    return picture


def _write_label(pen: ImageDraw.ImageDraw, label: str, place: Box, colour: tuple[int, int, int]) -> None:
    """Above the header cell, no wider than it (but never too small to read)."""
    x0, top, x1, _ = _pixels(place)
    size = DPI / 10
    size *= min(1.0, max(0.6, (x1 - x0) / pen.textlength(label, ImageFont.load_default(size))))
    font = ImageFont.load_default(size)
    pen.rectangle(pen.textbbox((x0, top), label, font, anchor="lb"), fill=(255, 255, 255, 220))
    pen.text((x0, top), label, font=font, fill=tuple(part * 6 // 10 for part in colour), anchor="lb")


def _places(table: Table, page: int) -> Iterator[tuple[Box, int, bool]]:
    """The cells of matched columns on a page, on the paper: box, column index, whether it is the header."""
    spots = [(number, box, column, True) for number, box, column in table.header_spots]
    for row in table.rows:
        for column, entry in row.entries.items():
            spots += [(spot.page, spot.box, column, False) for spot in entry.spots if not entry.carried]
    for number, box, column, is_header in spots:
        if number == page and table.columns[column].field is not None:
            yield box, column, is_header


def _label(column: Column) -> str:
    year = f" {column.year}" if column.year else ""
    return f"{column.field}{year} {column.score:.2f}"


def _pixels(box: Box) -> tuple[int, int, int, int]:
    scale = DPI / 72
    return round(box.x0 * scale), round(box.top * scale), round(box.x1 * scale), round(box.bottom * scale)


def _png(picture: Image.Image) -> bytes:
    sink = io.BytesIO()
    picture.save(sink, "PNG", optimize=True)
    return sink.getvalue()
