"""One scanned page's way: picture, flat sheet, upright, straight, ink, rulings, grids, lines, words.

Everything is found in the picture itself; the reader only gets pictures of single lines, and is asked as well whether
the page stands on its head. Lines in which nothing could be read are handed over as `unread`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from extractors.dash_chains import dashed_rules
from extractors.errors import IkuError
from extractors.faded_edges import faded_edges
from extractors.grids import build_grids
from extractors.ink import Pieces, binarise, flatten, pieces
from extractors.mending import mend
from extractors.ocr.lines import LineReader, ReadLine, ReadWord
from extractors.panels import lighten_panels
from extractors.photos import lay_flat
from extractors.raster import Pixels, reduced, to_gray
from extractors.rulings import Rulings, find_rulings
from extractors.segments import (
    UPRIGHT_CELL,
    InkLine,
    crop,
    find_lines,
    letter_height,
    padding,
    passed_over,
    scales,
)
from extractors.shapes import Affine, Box, Grid, Rule, Word
from extractors.signatures import fade_signatures
from extractors.stamps import fade_stamps
from extractors.straighten import Look, Straight, first_look, straighten
from extractors.strokes import strokes

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
#: A piece of ink of which this share lies along a ruling, in inches, and which is this thin, in inches, is its rest:
#: the first in a table; the second elsewhere, where the points and commas of an underlined name stand on the ruling.
RULING_REST = (0.5, 0.7)
REST_REACH = 0.012
REST_THIN = 0.025
#: A word on a stroke, or so many line heights beside it, is no surer than this; unless the line reads the same without.
CROSSED, CROSSING_REACH = 0.5, 0.3
#: Ink of a stroke in a cell, in letter heights squared, that may hide print there.
HIDING = 0.5
#: Within this many inches of the picture's border, strokes this much longer than wide are the paper's edge.
EDGE = 0.25
EDGE_ASPECT = 2.5


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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page ready to be read: straight gray picture, its ink, rulings, grids and lines with their crops."""

    straight: Straight
    gray: Pixels
    ink: Pieces
    rules: tuple[Rule, ...]
    grids: tuple[Grid, ...]
    lines: list[InkLine]
    scale: list[float]
    crops: list[Pixels]
    #: Places where a stroke of a pen or a stamp may hide print, and pieces as large as words that are of no line.
    hidden: list[Box]
    #: The pale strokes of signatures that were taken off the print (255).
    signed: Pixels | None = None


def read_scan(picture: Pixels, dpi: int, number: int, reader: LineReader) -> ScanPage:
    """Reads one page picture (RGB or gray) of `dpi` dots an inch; `number` is the page's, for its grids.

    A reader that fails on a line leaves it in `unread`, with a warning; its IkuErrors (setup) pass through.
    """
    picture_dpi = dpi
    laid = lay_flat(picture, to_gray(picture, dpi), dpi)
    gray, dpi = laid.pixels, laid.dpi
    look = first_look(gray, dpi)
    work_dpi = _work_dpi(look, dpi)
    if work_dpi < dpi:
        gray = reduced(gray, work_dpi / dpi)
    careful = _Careful(reader)
    sheet, read = _upright(flatten(gray, work_dpi), work_dpi, look.sideways, number, careful)
    rest = [index for index in range(len(sheet.lines)) if index not in read]
    read |= dict(zip(rest, careful.read([sheet.crops[index] for index in rest]), strict=True))
    _crossed_lines(sheet, read, careful)
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
            unread.append(_box(line.x0, line.y0, line.x1, line.y1, work_dpi))
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


class _Careful:
    """A reader whose failures cost the lines that it fails on, not the page. `failed` says that there were some."""

    def __init__(self, reader: LineReader) -> None:
        self.reader = reader
        self.failed = False

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        """Like LineReader.read, with an empty line where the reader failed and sane words everywhere."""
        if not crops:
            return []
        try:
            lines = self.reader.read(crops)
            if len(lines) == len(crops):
                return [_sane(line, crop) for line, crop in zip(lines, crops, strict=True)]
        except IkuError:
            raise
        except Exception:
            # Whatever an engine throws: the other lines can still be read, and `failed` is set below.
            pass
        if len(crops) == 1:
            self.failed = True
            return [ReadLine()]
        middle = len(crops) // 2
        return self.read(crops[:middle]) + self.read(crops[middle:])


def _sane(line: ReadLine, picture: Pixels) -> ReadLine:
    """The line's words that have text, cut to the crop, with a confidence of 0..1 (0 for what is no number)."""
    height, width = picture.shape
    words = []
    for word in line.words:
        x0, x1 = sorted((min(max(word.x0, 0.0), width), min(max(word.x1, 0.0), width)))
        y0, y1 = sorted((min(max(word.y0, 0.0), height), min(max(word.y1, 0.0), height)))
        confidence = min(1.0, max(0.0, word.confidence)) if math.isfinite(word.confidence) else 0.0
        text = "".join(char for char in word.text if char.isprintable()).strip()
        words += [ReadWord(part, x0, y0, x1, y1, confidence, word.second) for part in [text] if part]
    return ReadLine(tuple(words))


def _upright(flat: Pixels, dpi: int, share: float, number: int, reader: _Careful) -> tuple[_Sheet, dict[int, ReadLine]]:
    """The page the right way up, with those of its lines that were read to find out.

    `share` says how sure it is that the page lies on its side (`Look.sideways`).
    """
    first = 1 if share > 0.5 else 0
    ways = [first, 1 - first] if UNSURE[0] < share < UNSURE[1] else [first]
    best: tuple[_Sheet, dict[int, ReadLine]] | None = None
    best_score = -1.0
    for way in ways:
        sheet = _prepare(flat, dpi, number, way)
        probe = _probe(sheet)
        read = dict(zip(probe, reader.read([sheet.crops[index] for index in probe]), strict=True))
        score = _score(read.values())
        if probe and score < POOR:
            over = reader.read([np.ascontiguousarray(np.rot90(sheet.crops[index], 2)) for index in probe])
            if _score(over) > score + BETTER:
                score = _score(over)
                sheet, read = _prepare(flat, dpi, number, way + 2), {}
        if score > best_score + (BETTER if best else 0.0):
            best, best_score = (sheet, read), score
        if score >= POOR:
            break
    assert best is not None  # there is at least one way, and every score is above -1
    return best


def _prepare(flat: Pixels, dpi: int, number: int, turned: int) -> _Sheet:
    straight = straighten(flat, dpi, turned)
    gray = lighten_panels(straight.pixels, dpi)
    binary = binarise(gray, dpi)
    faded = fade_stamps(gray, binary, dpi)
    if faded is not gray:
        # Where something was faded there is no ink any more; around it the threshold hardly moves.
        binary = np.asarray(cv2.subtract(binary, cv2.compare(faded, gray, cv2.CMP_NE)), np.uint8)
        gray = faded
    rulings = find_rulings(gray, binary, dpi)
    ink = pieces(rulings.erased)
    dashed, dashes = dashed_rules(ink, rulings.rules, dpi)
    rest = _without(rulings.erased, ink, dashes)
    rules = mend([*rulings.rules, *dashed], rest, dpi)
    missed, unsure = faded_edges(rules, rest, dpi, dashed=bool(dashed))
    rules += tuple(missed)
    grids = tuple(_inferred(grid) if unsure else grid for grid in build_grids(rules, number))
    faded, unsigned = fade_signatures(gray, rulings.erased, ink, dpi)
    signed = None
    if faded is not gray:
        signed = np.asarray(cv2.subtract(rulings.erased, unsigned), np.uint8)
        gray, ink = faded, pieces(unsigned)
    gray = np.asarray(cv2.bitwise_or(gray, rulings.mask), np.uint8)
    regions, tall = _regions(ink, rulings, grids, dpi)
    regions[dashes] = -1
    regions[_at_edge(ink, straight, flat.shape, dpi)] = -1
    lines = sorted(find_lines(ink, regions, tall, dpi), key=lambda line: (line.region, line.y0, line.x0))
    cells = [cell.box for grid in grids for cell in grid.cells]
    left = passed_over(ink, regions, lines, dpi)
    hidden = [_box(ink.x0[piece], ink.y0[piece], ink.x1[piece], ink.y1[piece], dpi) for piece in left]
    hidden += _hidden(ink, regions, lines, cells, dpi)
    scale = scales(lines)
    crops = [crop(gray, ink, line, factor) for line, factor in zip(lines, scale, strict=True)]
    return _Sheet(straight, gray, ink, rules, grids, lines, scale, crops, hidden, signed)


def _inferred(grid: Grid) -> Grid:
    """The grid with all its cells doubted."""
    return replace(grid, cells=tuple(replace(cell, inferred=True) for cell in grid.cells))


def _without(erased: Pixels, ink: Pieces, taken: npt.NDArray[np.intp]) -> Pixels:
    """The ink without these pieces."""
    if not len(taken):
        return erased
    kept = np.full(len(ink) + 1, 255, np.uint8)
    kept[0] = kept[taken + 1] = 0
    return np.asarray(kept[ink.labels], np.uint8)


def _regions(ink: Pieces, rulings: Rulings, grids: Sequence[Grid], dpi: int) -> tuple[npt.NDArray[np.intp], set[int]]:
    """Region of every piece (0 outside tables, else 1 + the cell's number, -1 rests of rulings) and the tall cells."""
    pixels = dpi / 72
    centre_x, centre_y = (ink.x0 + ink.x1) / 2 / pixels, (ink.y0 + ink.y1) / 2 / pixels
    regions = np.zeros(len(ink), np.intp)
    tall: set[int] = set()
    for index, cell in enumerate((cell for grid in grids for cell in grid.cells), start=1):
        box = cell.box
        inside = (centre_x >= box.x0) & (centre_x < box.x1) & (centre_y >= box.top) & (centre_y < box.bottom)
        regions[inside] = index
        if box.height > UPRIGHT_CELL * box.width:
            tall.add(index)
    reach = 2 * max(1, round(REST_REACH * dpi)) + 1
    beside = cv2.dilate(rulings.mask, np.ones((reach, reach), np.uint8)) > 0
    along = np.bincount(ink.labels[beside], minlength=len(ink) + 1)[1:]
    thin = np.minimum(ink.width, ink.height) <= REST_THIN * dpi
    rest = np.where(regions > 0, *RULING_REST)
    regions[thin & (along >= rest * ink.area)] = -1
    return regions, tall


def _hidden(
    ink: Pieces, regions: npt.NDArray[np.intp], lines: Sequence[InkLine], cells: Sequence[Box], dpi: int
) -> list[Box]:
    """Where strokes run through cells without a line: what they touch there is no line either."""
    pixels, unit = dpi / 72, letter_height(ink, dpi)
    filled = {line.region for line in lines}
    found = []
    for piece in strokes(ink, regions, lines, unit).tolist():
        own = _box(ink.x0[piece], ink.y0[piece], ink.x1[piece], ink.y1[piece], dpi)
        for index, cell in enumerate(cells, start=1):
            if index in filled or not cell.overlap(own):
                continue
            x0, top, x1, bottom = (round(side * pixels) for side in (cell.x0, cell.top, cell.x1, cell.bottom))
            if np.count_nonzero(ink.labels[top:bottom, x0:x1] == piece + 1) >= HIDING * unit * unit:
                found.append(cell)
    return found


def _at_edge(ink: Pieces, straight: Straight, shape: tuple[int, ...], dpi: int) -> npt.NDArray[np.bool_]:
    """Which pieces are bits of the paper's edge: thin strokes along the border of the picture as it came."""
    a, b, c, d, e, f = straight.to_picture
    middle_x, middle_y = (ink.x0 + ink.x1) / 2, (ink.y0 + ink.y1) / 2
    x, y = a * middle_x + b * middle_y + c, d * middle_x + e * middle_y + f
    border = np.minimum.reduce([x, y, shape[1] - x, shape[0] - y]) < EDGE * dpi
    thin = np.maximum(ink.width, ink.height) > EDGE_ASPECT * np.minimum(ink.width, ink.height)
    return np.asarray(border & thin)


def _probe(sheet: _Sheet) -> list[int]:
    """The longest upright lines: enough to see whether the page reads at all."""
    upright = [index for index, line in enumerate(sheet.lines) if line.turn == 0]
    return sorted(upright, key=lambda index: sheet.lines[index].x0 - sheet.lines[index].x1)[:PROBE_LINES]


def _score(lines: Iterable[ReadLine]) -> float:
    """Mean confidence by characters; 0 where nothing was read."""
    read = list(lines)
    characters = sum(len(line.text) for line in read)
    return sum(len(line.text) * line.confidence for line in read) / characters if characters else 0.0


def _crossed_lines(sheet: _Sheet, read: dict[int, ReadLine], reader: _Careful) -> None:
    """Reads lines through which a stroke runs a second time without what was cut out of it.

    What was read with it is kept, for it has all letters; where the two differ its words on the stroke are doubted.
    """
    crossed = [index for index, line in enumerate(sheet.lines) if len(line.crossing)]
    others = reader.read(
        [crop(sheet.gray, sheet.ink, sheet.lines[index], sheet.scale[index], crossing=False) for index in crossed]
    )
    for index, other in zip(crossed, others, strict=True):
        if other.text != read[index].text:
            read[index] = _doubted(
                read[index] if read[index].text else other, sheet.lines[index], sheet.scale[index], sheet.ink
            )


def _doubted(read: ReadLine, line: InkLine, scale: float, ink: Pieces) -> ReadLine:
    """The line with its words doubted that stand on what was cut out of a stroke, or right beside it."""
    left = max(0, line.x0 - padding(line))
    reach = CROSSING_REACH * line.height
    starts, ends = ink.x0[line.crossing] - left - reach, ink.x1[line.crossing] - left + reach
    return ReadLine(
        tuple(
            replace(word, confidence=min(word.confidence, CROSSED), second="")
            if line.turn or ((starts < word.x1 / scale) & (ends > word.x0 / scale)).any()
            else word
            for word in read.words
        )
    )


def _turns(sheet: _Sheet, read: dict[int, ReadLine], reader: _Careful) -> list[int]:
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


def _ink_of_words(sheet: _Sheet, index: int, read: ReadLine, turn: int) -> list[int | None]:
    """How many pieces of the line's ink are nearest to each of its words; not counted where print is turned."""
    if turn or not read.words:
        return [None] * len(read.words)
    line, ink = sheet.lines[index], sheet.ink
    left = max(0, line.x0 - padding(line))
    middles = ((ink.x0 + ink.x1)[line.members] / 2 - left) * sheet.scale[index]
    x0, x1 = (np.array([value]) for value in ([word.x0 for word in read.words], [word.x1 for word in read.words]))
    away = np.maximum(0, np.maximum(x0 - middles[:, None], middles[:, None] - x1))
    return [int(count) for count in np.bincount(away.argmin(axis=1), minlength=len(read.words))]


def _word(sheet: _Sheet, index: int, word: ReadWord, turn: int, dpi: int) -> Word:
    """The word in points of the straight page."""
    line, scale = sheet.lines[index], sheet.scale[index]
    pad = padding(line)
    left, top = max(0, line.x0 - pad), max(0, line.y0 - pad)
    right, bottom = min(sheet.gray.shape[1], line.x1 + pad), min(sheet.gray.shape[0], line.y1 + pad)
    x0, x1, y0, y1 = (value / scale for value in (word.x0, word.x1, word.y0, word.y1))
    if turn == 3:
        x0, y0, x1, y1 = left + y0, bottom - x1, left + y1, bottom - x0
    elif turn == 1:
        x0, y0, x1, y1 = right - y1, top + x0, right - y0, top + x1
    else:
        x0, y0, x1, y1 = left + x0, top + y0, left + x1, top + y1
    confidence, second = word.confidence, word.second
    reach = CROSSING_REACH * line.height
    if _signed(sheet, Box(x0 - reach, y0 - reach, x1 + reach, y1 + reach)):
        # The second reader saw the same print without the stroke: its word proves nothing.
        confidence, second = min(confidence, CROSSED), ""
    return Word(word.text, _box(x0, y0, x1, y1, dpi), confidence, turn, second)


def _signed(sheet: _Sheet, place: Box) -> bool:
    """Whether a signature was taken off the print there, in pixels."""
    if sheet.signed is None:
        return False
    left, top, right, bottom = (max(0, round(side)) for side in (place.x0, place.top, place.x1, place.bottom))
    return bool(sheet.signed[top:bottom, left:right].any())


def _box(x0: float, y0: float, x1: float, y1: float, dpi: int) -> Box:
    return Box(x0 * 72 / dpi, y0 * 72 / dpi, x1 * 72 / dpi, y1 * 72 / dpi)


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
