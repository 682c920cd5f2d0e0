"""One scanned page's way: picture, flat sheet, upright, straight, ink, rulings, grids, lines, words.

Everything is found in the picture itself; the reader only gets pictures of single lines, and is asked as well whether
the page stands on its head. Lines in which nothing could be read are handed over as `unread`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from extractors.crossed import CROSSED, CROSSING_REACH, read_crossed, signed
from extractors.ink import flatten
from extractors.ocr.careful import CarefulReader
from extractors.ocr.lines import LineReader, ReadLine, ReadWord
from extractors.photos import lay_flat
from extractors.prepared import PreparedPage, box, prepare
from extractors.raster import Pixels, reduced, to_gray
from extractors.screens import without_screen
from extractors.segments import crop_sides
from extractors.shapes import Affine, Box, Grid, Rule, Word
from extractors.straighten import Look, first_look

#: Least and finest resolution to work at. In between, small letters have LETTER_PIXELS: the readers want as many.
WORK_DPI = (200, 300)
LETTER_PIXELS = 15
#: Coarser ones get the warning LOW_RESOLUTION.
LEAST_DPI = 150
LOW_RESOLUTION = "resolusi-rendah"
#: The reader failed on this page, at least on one line.
READER_FAILED = "pembaca-gagal"
#: A page is taken for upright when its longest lines are read with this mean confidence; else it is tried upside down.
POOR = 0.75
PROBE_LINES = 6
#: The other way up must read better by this much.
BETTER = 0.1
#: Between these shares of sideways neighbours (`Look.sideways`) a page that reads poorly is tried both ways.
UNSURE = (0.25, 0.75)


@dataclass(frozen=True, slots=True)
class ScanPage:
    """What a picture of a page says. Places are points of the straight page; `to_paper` leads back to the picture."""

    width: float
    height: float
    rules: tuple[Rule, ...]
    grids: tuple[Grid, ...]
    words: tuple[Word, ...]
    #: Boxes of lines with ink in which nothing could be read.
    unread: tuple[Box, ...]
    #: Degrees by which the page stood askew (clockwise), after `turned` quarter turns clockwise.
    skew: float
    turned: int
    to_paper: Affine
    #: How a photographed page leans (see `shapes.Page`).
    leaning: tuple[float, float] = (0.0, 0.0)
    warnings: tuple[str, ...] = ()


def read_scan(picture: Pixels, dpi: int, number: int, reader: LineReader) -> ScanPage:
    """Reads one page picture (RGB or gray) of `dpi` dots an inch; `number` is the page's, for its grids.

    A reader that fails on a line leaves it in `unread`, with a warning; its IkuErrors (setup) pass through.
    """
    picture_dpi = dpi
    laid = lay_flat(picture, without_screen(to_gray(picture, dpi)), dpi)
    gray, dpi = laid.pixels, laid.dpi
    look = first_look(gray, dpi)
    work_dpi = _work_dpi(look, dpi)
    if work_dpi < dpi:
        gray = reduced(gray, work_dpi / dpi)
    careful = CarefulReader(reader)
    sheet, read = _upright(flatten(gray, work_dpi), work_dpi, look.sideways, number, careful)
    rest = [index for index in range(len(sheet.lines)) if index not in read]
    read |= dict(zip(rest, careful.read([sheet.crops[index] for index in rest]), strict=True))
    read_crossed(sheet, read, careful)
    turns = _turns(sheet, read, careful)
    words: list[Word] = []
    unread: list[Box] = []
    for index, line in enumerate(sheet.lines):
        counts = _ink_of_words(sheet, index, read[index], turns[index])
        found = [
            replace(_word(sheet, index, word, turns[index], work_dpi), ink=count)
            for word, count in zip(read[index].words, counts, strict=True)
        ]
        words += found
        if not found:
            unread.append(box(line.x0, line.y0, line.x1, line.y1, work_dpi))
    unread += sheet.hidden
    height, width = sheet.gray.shape
    warnings = [LOW_RESOLUTION] * (dpi < LEAST_DPI) + [READER_FAILED] * careful.failed
    to_paper, leaning = _to_paper(sheet.straight.to_picture, work_dpi / dpi, laid.to_picture, (work_dpi, picture_dpi))
    return ScanPage(
        width=width * 72 / work_dpi,
        height=height * 72 / work_dpi,
        rules=sheet.rules,
        grids=sheet.grids,
        words=tuple(words),
        unread=tuple(unread),
        skew=sheet.straight.skew,
        turned=sheet.straight.turned,
        to_paper=to_paper,
        leaning=leaning,
        warnings=tuple(warnings),
    )


def _work_dpi(look: Look, dpi: int) -> int:
    """The resolution to work at: as fine as the page's small letters need."""
    wanted = LETTER_PIXELS / look.letter if look.letter else WORK_DPI[1]
    return min(dpi, round(max(WORK_DPI[0], min(WORK_DPI[1], wanted))))


def _upright(
    flat: Pixels, dpi: int, share: float, number: int, reader: CarefulReader
) -> tuple[PreparedPage, dict[int, ReadLine]]:
    """The page the right way up, with those of its lines that were read to find out.

    `share` says how sure it is that the page lies on its side (`Look.sideways`).
    """
    first = 1 if share > 0.5 else 0
    ways = [first, 1 - first] if UNSURE[0] < share < UNSURE[1] else [first]
    best: tuple[PreparedPage, dict[int, ReadLine]] | None = None
    best_score = -1.0
    for way in ways:
        sheet = prepare(flat, dpi, number, way)
        probe = _probe(sheet)
        read = dict(zip(probe, reader.read([sheet.crops[index] for index in probe]), strict=True))
        score = _score(read.values())
        if probe and score < POOR:
            over = reader.read([np.ascontiguousarray(np.rot90(sheet.crops[index], 2)) for index in probe])
            if _score(over) > score + BETTER:
                score = _score(over)
                sheet, read = prepare(flat, dpi, number, way + 2), {}
        if score > best_score + (BETTER if best else 0.0):
            best, best_score = (sheet, read), score
        if score >= POOR:
            break
    assert best is not None  # there is at least one way, and every score is above -1
    return best


def _probe(sheet: PreparedPage) -> list[int]:
    """The longest upright lines: enough to see whether the page reads at all."""
    upright = [index for index, line in enumerate(sheet.lines) if line.turn == 0]
    return sorted(upright, key=lambda index: sheet.lines[index].x0 - sheet.lines[index].x1)[:PROBE_LINES]


def _score(lines: Iterable[ReadLine]) -> float:
    """Mean confidence by characters; 0 where nothing was read."""
    read = list(lines)
    characters = sum(len(line.text) for line in read)
    return sum(len(line.text) * line.confidence for line in read) / characters if characters else 0.0


def _turns(sheet: PreparedPage, read: dict[int, ReadLine], reader: CarefulReader) -> list[int]:
    """The turn of every line. Sideways cells are also read the other way round, and the better reading is kept."""
    turns = [line.turn for line in sheet.lines]
    turned = [index for index, turn in enumerate(turns) if turn]
    others = reader.read([np.ascontiguousarray(np.rot90(sheet.crops[index], 2)) for index in turned])
    by_region: dict[int, list[tuple[int, ReadLine]]] = {}
    for index, other in zip(turned, others, strict=True):
        by_region.setdefault(sheet.lines[index].region, []).append((index, other))
    for pairs in by_region.values():
        if _score([other for _, other in pairs]) > _score([read[index] for index, _ in pairs]) + BETTER:
            for index, other in pairs:
                read[index], turns[index] = other, (turns[index] + 2) % 4
    return turns


def _ink_of_words(sheet: PreparedPage, index: int, read: ReadLine, turn: int) -> list[int | None]:
    """How many pieces of the line's ink are nearest to each of its words; not counted where print is turned."""
    if turn or not read.words:
        return [None] * len(read.words)
    line, ink = sheet.lines[index], sheet.ink
    left = crop_sides(line, sheet.gray.shape)[0]
    middles = ((ink.x0 + ink.x1)[line.members] / 2 - left) * sheet.scale[index]
    x0, x1 = (np.array([value]) for value in ([word.x0 for word in read.words], [word.x1 for word in read.words]))
    away = np.maximum(0, np.maximum(x0 - middles[:, None], middles[:, None] - x1))
    return [int(count) for count in np.bincount(away.argmin(axis=1), minlength=len(read.words))]


def _word(sheet: PreparedPage, index: int, word: ReadWord, turn: int, dpi: int) -> Word:
    """The word in points of the straight page."""
    line, scale = sheet.lines[index], sheet.scale[index]
    left, top, right, bottom = crop_sides(line, sheet.gray.shape)
    x0, x1, y0, y1 = (value / scale for value in (word.x0, word.x1, word.y0, word.y1))
    if turn == 3:
        x0, y0, x1, y1 = left + y0, bottom - x1, left + y1, bottom - x0
    elif turn == 1:
        x0, y0, x1, y1 = right - y1, top + x0, right - y0, top + x1
    else:
        x0, y0, x1, y1 = left + x0, top + y0, left + x1, top + y1
    confidence, second = word.confidence, word.second
    reach = CROSSING_REACH * line.height
    if signed(sheet, Box(x0 - reach, y0 - reach, x1 + reach, y1 + reach)):
        # The second reader saw the same print without the stroke: its word proves nothing.
        confidence, second = min(confidence, CROSSED), ""
    return Word(word.text, box(x0, y0, x1, y1, dpi), confidence, turn, second)


def _to_paper(
    to_flat: Affine, scale: float, to_picture: npt.NDArray[np.float64], dpi: tuple[float, float]
) -> tuple[Affine, tuple[float, float]]:
    """From points of the straight page to points of the picture: its affine part, and how the page leans.

    `to_flat` leads to the flat sheet, made smaller by `scale`, and `to_picture` from there to the picture, in pixels;
    `dpi` are those of the straight page and of the picture.
    """
    whole = (
        np.diag([72 / dpi[1], 72 / dpi[1], 1.0])
        @ to_picture
        @ np.diag([1 / scale, 1 / scale, 1.0])
        @ np.array([to_flat[:3], to_flat[3:], (0.0, 0.0, 1.0)])
        @ np.diag([dpi[0] / 72, dpi[0] / 72, 1.0])
    )
    a, b, c, d, e, f, g, h, _ = (float(value) for value in (whole / whole[2, 2]).ravel())
    return (a, b, c, d, e, f), (g, h)
