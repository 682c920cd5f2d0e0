"""A sheet of generated print as a scanner would show it: cells with lines of text, rulings, stamps, dust, blur, JPEG.

The sheet is printed at twice the scan's resolution, turned a little, and brought to the scan's resolution; what a
copier does happens to the fine print, what a scanner does to the scan. Lengths are pixels of the scan unless said
otherwise.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from extractors.raster import Pixels
from training import text
from training.fonts import Font, installed, opened

#: Scans' resolutions and their weights; the fine print has FINE times as many pixels.
RESOLUTIONS = {150: 3, 170: 2, 200: 8, 240: 2, 300: 6}
FINE = 2
#: Sizes of print in points, and their weights.
SIZES = {6.5: 1, 7: 2, 7.5: 2, 8: 3, 9: 4, 10: 4, 11: 4, 12: 3}
#: Shares of sheets printed by pins (so many an inch), sent by fax, and copied from copies.
DOT_MATRIX, NEEDLES = 0.03, 100
FAXED, AGAIN_COPIED = 0.05, 0.06
#: What stands before a tab stop.
LABEL = re.compile(r"(:|-|•|–|\(?\w{1,2}[.)]) \S")
#: A sheet's width in inches, and lines that it holds at most.
WIDTH = 6.3
LINES = 46


#: x and y.
Place = tuple[float, float]


@dataclass(frozen=True)
class Letter:
    """A sign and the box of its ink (x0, y0, x1, y1); a space has the box of its gap."""

    sign: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Cell:
    """A cell's box and its lines of letters."""

    box: tuple[float, float, float, float]
    lines: list[list[Letter]] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """A gray picture of `dpi` dots an inch, its cells, whether they are ruled, and the angle it still stands askew."""

    gray: Pixels
    dpi: int
    cells: list[Cell]
    ruled: bool


def make(seed: int) -> Sheet:
    """The sheet that belongs to a seed: always the same one with the same fonts and versions."""
    dice, noise = random.Random(seed), np.random.default_rng(seed)
    dpi = dice.choices(list(RESOLUTIONS), list(RESOLUTIONS.values()))[0]
    points = dice.choices(list(SIZES), list(SIZES.values()))[0]
    ruled = dice.random() < 0.3
    fine, cells = _print(dice, dpi * FINE, points, ruled)
    fine = _dotted(dice, _copied(dice, fine), dpi)
    gray, cells = _scanned(dice, fine, cells)
    gray = _dirtied(dice, noise, gray, dpi)
    return Sheet(gray, dpi, cells, ruled)


def _print(dice: random.Random, dpi: int, points: float, ruled: bool) -> tuple[Pixels, list[Cell]]:
    """Cells in rows, at the fine resolution."""
    em = points * dpi / 72
    width = int(WIDTH * dpi)
    page = Image.new("L", (width, int(LINES * em * 2.2)), 255)
    pen = ImageDraw.Draw(page)
    usual = _font(dice)
    cells: list[Cell] = []
    count, y = 0, int(em)
    while count < LINES and y < page.height - 6 * em:
        x, bottom = int(0.4 * em), y
        row: list[Cell] = []
        while x < width - 4 * em:
            font = usual if dice.random() < 0.6 else _font(dice)
            size = round(em * (dice.uniform(0.75, 1.5) if dice.random() < 0.08 else 1.0))
            texts = [text.line(dice) for _ in range(dice.choices((1, 2, 3), (6, 3, 2))[0])]
            if dice.random() < 0.02:
                texts = []
            leading = dice.uniform(1.0, 1.35)
            pad = em * dice.uniform(0.15, 0.5)
            lines: list[list[Letter]] = []
            top = y + pad
            for words in texts:
                drawn = _draw(pen, dice, (font, size), words, at=(x + pad, top), limit=width - 0.3 * em)
                if drawn:
                    lines.append(drawn)
                    top += size * leading
            count += len(lines)
            right = max([letter.box[2] for line in lines for letter in line], default=x + 2 * em) + pad
            low = max([top + pad * 0.5, *[letter.box[3] + 1 for line in lines for letter in line]])
            row.append(Cell((x, y, right, low), lines))
            bottom = max(bottom, int(low))
            x = int(right) + 1
            if not ruled:
                x += int(em * dice.uniform(0.2, 1.0))
        row = [Cell((c.box[0], c.box[1], c.box[2], bottom), c.lines) for c in row]
        if ruled:
            _rule(pen, dice, row, dpi)
        cells += row
        y = bottom + 1 + (0 if ruled else int(em * dice.uniform(0.0, 0.4)))
    return np.asarray(page, np.uint8)[: int(y + em)].copy(), cells


def _font(dice: random.Random) -> Font:
    fonts = installed()
    return dice.choices(fonts, [font.weight for font in fonts])[0]


def _draw(
    pen: ImageDraw.ImageDraw, dice: random.Random, type_: tuple[Font, int], words: str, *, at: Place, limit: float
) -> list[Letter]:
    """Draws as much of a line as there is room for, and tells where its letters stand."""
    font, size = type_
    words = "".join(sign for sign in words if sign in font.signs)
    face = opened(font.path, size)
    spacing = dice.uniform(0.55, 1.0) if dice.random() < 0.3 else dice.uniform(0.9, 3.2) if dice.random() < 0.3 else 1.0
    tracking = dice.uniform(-0.03, 0.07) * size if dice.random() < 0.15 else 0.0
    # After a label's colon, a bullet or a number the text starts at a tab stop.
    tab = dice.uniform(1.5, 9) if LABEL.match(words) and dice.random() < 0.5 else None
    x, letters = at[0], []
    whole: list[tuple[str, float]] = []
    for index, sign in enumerate(words):
        advance = face.getlength(sign) * (spacing if sign == " " else 1.0) + tracking
        if tab and sign == " ":
            advance, tab = advance * tab, None
        if index + 1 < len(words) and sign != " " and words[index + 1] != " ":
            advance += (
                face.getlength(words[index : index + 2]) - face.getlength(sign) - face.getlength(words[index + 1])
            )
        if x + advance > limit:
            break
        whole.append((sign, x))
        x += advance
    end = x
    for sign, left in whole:
        x0, y0, x1, y1 = face.getbbox(sign)
        if sign == " ":
            letters.append(Letter(sign, (left, at[1], left + 1, at[1] + size)))
        else:
            pen.text((left, at[1]), sign, font=face, fill=0)
            letters.append(Letter(sign, (left + x0, at[1] + y0, left + x1, at[1] + y1)))
    while letters and letters[-1].sign == " ":
        letters.pop()
    if letters and dice.random() < 0.025:
        base = at[1] + face.getmetrics()[0] + 0.1 * size
        pen.line([(at[0], base), (end, base)], fill=0, width=max(1, size // 18))
    return letters


def _rule(pen: ImageDraw.ImageDraw, dice: random.Random, row: list[Cell], dpi: int) -> None:
    thick = max(1, round(dpi * dice.choice((0.004, 0.006, 0.01))))
    gray = dice.choice((0, 0, 0, 60, 110))
    for cell in row:
        if dice.random() < 0.96:
            pen.rectangle(cell.box, outline=gray, width=thick)


def _copied(dice: random.Random, fine: Pixels) -> Pixels:
    """Thicker or thinner strokes, as toner and copiers make them."""
    kind = dice.random()
    if kind < 0.14:
        return np.asarray(cv2.erode(fine, np.ones((2, 2), np.uint8)), np.uint8)
    if kind < 0.17:
        return np.asarray(cv2.erode(fine, np.ones((3, 3), np.uint8)), np.uint8)
    if kind < 0.25:
        thin = cv2.dilate(fine, np.ones((2, 2), np.uint8)).astype(np.float32)
        share = dice.uniform(0.3, 0.9)
        return np.asarray(fine * (1 - share) + thin * share, np.uint8)
    return fine


def _dotted(dice: random.Random, fine: Pixels, dpi: int) -> Pixels:
    """Now and then print made of pins' round dots, NEEDLES of them an inch."""
    if dice.random() >= DOT_MATRIX:
        return fine
    pitch = max(2, round(dpi * FINE / NEEDLES))
    height, width = fine.shape
    dots = cv2.resize(fine, (-(-width // pitch), -(-height // pitch)), interpolation=cv2.INTER_AREA) < dice.randint(
        120, 190
    )
    pin = np.zeros((pitch, pitch), np.uint8)
    cv2.circle(pin, (pitch // 2, pitch // 2), max(1, round(pitch * 0.5)), 1, -1)
    struck = cv2.dilate(np.kron(dots.astype(np.uint8), pin), np.ones((2, 2), np.uint8))
    return np.where(struck[:height, :width] > 0, dice.choice((0, 40, 90)), 255).astype(np.uint8)


def _scanned(dice: random.Random, fine: Pixels, cells: list[Cell]) -> tuple[Pixels, list[Cell]]:
    """Down to the scan's resolution, with what is left of its skew, letters a little wider or narrower."""
    angle = np.deg2rad(dice.gauss(0, 0.06) if dice.random() < 0.8 else dice.gauss(0, 0.25))
    across = dice.uniform(0.88, 1.08) / FINE
    down = 1 / FINE
    matrix = np.array(
        [
            [across * np.cos(angle), -across * np.sin(angle), dice.uniform(0, 1) + 4],
            [down * np.sin(angle), down * np.cos(angle), dice.uniform(0, 1) + 4],
        ]
    )
    height, width = fine.shape
    corners = matrix @ np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1]])
    matrix[:, 2] -= np.minimum(corners.min(axis=1), 0)
    size = (int(corners[0].max() - min(0, corners[0].min())) + 8, int(corners[1].max() - min(0, corners[1].min())) + 8)
    soft = cv2.blur(fine, (FINE, FINE)) if dice.random() < 0.9 else fine
    gray = cv2.warpAffine(soft, matrix, size, flags=cv2.INTER_LINEAR, borderValue=255)

    def moved(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        x, y, half = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, ((box[2] - box[0]) / 2, (box[3] - box[1]) / 2)
        u, v = matrix @ np.array([x, y, 1.0])
        return (u - half[0] * across, v - half[1] * down, u + half[0] * across, v + half[1] * down)

    moved_cells = [
        Cell(moved(cell.box), [[Letter(letter.sign, moved(letter.box)) for letter in line] for line in cell.lines])
        for cell in cells
    ]
    return np.asarray(gray, np.uint8), moved_cells


def _dirtied(dice: random.Random, noise: np.random.Generator, gray: Pixels, dpi: int) -> Pixels:
    """Stamps, strokes, shading, blur, noise, dust, JPEG, thresholds."""
    height, width = gray.shape
    gray = gray.copy()
    for _ in range(dice.randint(1, 3) if dice.random() < 0.3 else 0):
        _stamp(dice, gray, dpi)
    for _ in range(dice.randint(2, 14) if dice.random() < 0.25 else 0):
        _stroke(dice, gray, dpi)
    hard = dice.random() < 0.35
    blur = dice.uniform(0.3, 0.75 if dpi < 250 else 1.1) * (1.25 if hard else 1.0)
    if dice.random() < 0.85:
        gray = np.asarray(cv2.GaussianBlur(gray, (0, 0), blur), np.uint8)
    black, white = dice.uniform(5, 110), dice.uniform(185, 255)
    values = gray.astype(np.float32) * np.float32((white - black) / 255) + np.float32(black)
    if dice.random() < 0.25:
        slope = np.linspace(dice.uniform(0.7, 1), dice.uniform(0.7, 1), width, dtype=np.float32)[None]
        values *= slope * np.linspace(dice.uniform(0.8, 1), 1, height, dtype=np.float32)[:, None]
    if dice.random() < 0.9:
        grain = noise.standard_normal((height, width), dtype=np.float32)
        if dice.random() < 0.25:
            grain = cv2.GaussianBlur(grain, (0, 0), 0.8) * 2.2
        values += grain * np.float32(dice.uniform(1, 20 if hard else 10))
    if hard and dice.random() < 0.6:
        share = dice.choice((0.0003, 0.001, 0.003))
        points = int(share * height * width)
        values[noise.integers(0, height, points), noise.integers(0, width, points)] = dice.uniform(0, 80)
        values[noise.integers(0, height, points), noise.integers(0, width, points)] = 255
    if dice.random() < 0.35:
        for _ in range(dice.randint(5, 90)):
            x, y, radius = dice.randrange(width), dice.randrange(height), dice.uniform(0.3, 1.8) * dpi / 200
            cv2.circle(values, (x, y), round(radius), dice.uniform(20, 150), -1)
    return _kept(dice, noise, np.clip(values, 0, 255).astype(np.uint8), dpi, black)


def _kept(dice: random.Random, noise: np.random.Generator, picture: Pixels, dpi: int, black: float) -> Pixels:
    """As the file keeps the picture: copied, in black and white, or as JPEG; then once resampled, as deskewing does."""
    height, width = picture.shape
    way = dice.random()
    if way < FAXED:
        picture = _faxed(dice, _levelled(picture, black), dpi)
    elif way < FAXED + AGAIN_COPIED:
        picture = _copied_again(dice, noise, _levelled(picture, black), dpi)
    elif dice.random() < 0.14:
        picture = np.where(_levelled(picture, black) < dice.uniform(0.35, 0.72), 0, 255).astype(np.uint8)
        if dice.random() < 0.2:
            picture = np.asarray(cv2.medianBlur(picture, 3), np.uint8)
    elif dice.random() < 0.85:
        coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, dice.randint(32, 88)])[1]
        picture = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)
    if dice.random() < 0.6:
        # Deskewing resamples the scan once.
        turn = np.array([[1, dice.uniform(-1e-3, 1e-3), dice.uniform(0, 1)], [dice.uniform(-1e-3, 1e-3), 1, 0.5]])
        method = dice.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC))
        picture = np.asarray(
            cv2.warpAffine(picture, turn, (width, height), flags=method, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )
    return picture


def _levelled(picture: Pixels, black: float) -> npt.NDArray[np.float32]:
    """The picture with its print at 0 and its paper, however shaded, at 1, as machines level it before they decide."""
    height, width = picture.shape
    small = cv2.resize(picture, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.blur(cv2.dilate(small, np.ones((7, 7), np.uint8)), (15, 15))
    white = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    return np.asarray((picture - np.float32(black)) / np.maximum(white - np.float32(black), 20), np.float32)


def _faxed(dice: random.Random, levelled: npt.NDArray[np.float32], dpi: int) -> Pixels:
    """Through a fax machine (ITU-T T.4: 204 dots an inch across, 196 or 98 lines down), black and white."""
    height, width = levelled.shape
    down = 98 if dpi >= 200 and dice.random() < 0.15 else 196
    size = (max(1, round(width * 204 / dpi)), max(1, round(height * down / dpi)))
    seen = cv2.resize(levelled, size, interpolation=cv2.INTER_AREA)
    sent = np.where(seen < dice.uniform(0.4, 0.7), 0, 255).astype(np.uint8)
    method = dice.choice((cv2.INTER_NEAREST, cv2.INTER_LINEAR))
    return np.asarray(cv2.resize(sent, (width, height), interpolation=method), np.uint8)


def _copied_again(
    dice: random.Random, noise: np.random.Generator, levelled: npt.NDArray[np.float32], dpi: int
) -> Pixels:
    """A copy of a copy: each hardens what the one before made grainy, and spreads or eats the toner."""
    values = levelled
    for _ in range(dice.choice((1, 1, 2))):
        grain = cv2.GaussianBlur(noise.standard_normal(values.shape, dtype=np.float32), (0, 0), dpi / 300)
        values = values + grain * np.float32(dice.uniform(0.05, 0.3))
        values = (values - np.float32(dice.uniform(0.4, 0.65))) * np.float32(dice.uniform(1.5, 5)) + np.float32(0.5)
        values = np.asarray(cv2.GaussianBlur(np.clip(values, 0, 1), (0, 0), dice.uniform(0.3, 0.7) * dpi / 200))
    return np.asarray(values * np.float32(dice.uniform(190, 255)), np.uint8)


def _stamp(dice: random.Random, gray: Pixels, dpi: int) -> None:
    """A round stamp: two rings and signs between them, darker or paler, over the print."""
    height, width = gray.shape
    layer = np.full_like(gray, 255)
    centre, radius = (dice.randrange(width), dice.randrange(height)), int(dpi * dice.uniform(0.3, 1.0))
    ink, thick = dice.randint(40, 200), max(1, round(dpi * dice.uniform(0.004, 0.02)))
    cv2.circle(layer, centre, radius, ink, thick, cv2.LINE_AA)
    cv2.circle(layer, centre, int(radius * dice.uniform(0.6, 0.8)), ink, max(1, thick // 2), cv2.LINE_AA)
    for _ in range(dice.randint(0, 12)):
        turn = dice.uniform(0, 2 * np.pi)
        place = (int(centre[0] + 0.87 * radius * np.cos(turn)), int(centre[1] + 0.87 * radius * np.sin(turn)))
        cv2.putText(layer, dice.choice("ABDEIKLNOPRSTU"), place, cv2.FONT_HERSHEY_SIMPLEX, dpi / 420, ink, 1)
    np.minimum(gray, layer, out=gray)


def _stroke(dice: random.Random, gray: Pixels, dpi: int) -> None:
    """A pen's or scratch's curve: dark as a signature, or white as a scratch."""
    height, width = gray.shape
    x, y = float(dice.randrange(width)), float(dice.randrange(height))
    points = [(int(x), int(y))]
    reach = dpi * dice.uniform(0.05, 0.35)
    for _ in range(dice.randint(1, 5)):
        x, y = x + dice.uniform(-reach, reach), y + dice.uniform(-reach, reach) * dice.choice((0.1, 1))
        points.append((int(x), int(y)))
    ink = 255 if dice.random() < 0.3 else dice.randint(0, 170)
    cv2.polylines(gray, [np.array(points, np.int32)], False, ink, max(1, round(dpi * 0.007)), cv2.LINE_AA)
