"""Makes a born-digital PDF look as if it had been printed, signed, stamped and scanned.

Everything that is drawn at random comes from one seed, so that the same PDF gives the same scan. The result holds
one JPEG picture a page and no text: grey pages, in colour where there is a stamp (ink is what a colour scan is for).
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy.interpolate import CubicSpline

Picture = NDArray[np.float32]  # height x width x 3 (RGB), 0 black .. 1 white

POINTS_PER_INCH = 72
PURPLE = (0.36, 0.27, 0.68)
BLUE = (0.10, 0.16, 0.45)


@dataclass(frozen=True, slots=True)
class Scanner:
    """Settings of one scan: resolution in dots an inch, JPEG quality (0..95), the seed of all that is random."""

    dpi: int
    quality: int
    seed: int


def scan(pdf: bytes, scanner: Scanner) -> bytes:
    """The scanned twin of `pdf`: the same pages at the same size, each one JPEG picture."""
    chance = np.random.default_rng(scanner.seed)
    pages: list[Image.Image] = []
    document = pdfium.PdfDocument(pdf)
    for page in document:
        picture = _render(page, scanner.dpi)
        nip = _place_of_nip(page)
        if nip is not None:
            _sign_and_stamp(picture, nip, scanner.dpi, chance)
        worn = (_wear(picture, chance) * 255).round().astype(np.uint8)
        scanned = Image.fromarray(worn)
        pages.append(scanned if nip is not None else scanned.convert("L"))
    document.close()
    return as_pdf(pages, scanner)


def _render(page: pdfium.PdfPage, dpi: int) -> Picture:
    """The clean page as a picture."""
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True)
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3], dtype=np.float32) / np.float32(255)


def _place_of_nip(page: pdfium.PdfPage) -> tuple[float, float] | None:
    """Where the signatory's number begins (x, y from the top, in points); None on a page that nobody signs."""
    text = page.get_textpage()
    found = text.search("NIP", match_case=True, match_whole_word=True).get_next()
    if found is None:
        return None
    left, _, _, top = text.get_charbox(found[0])
    return float(left), float(page.get_height() - top)


def _sign_and_stamp(picture: Picture, nip: tuple[float, float], dpi: int, chance: np.random.Generator) -> None:
    """Draws a scribble over the space above the name and a round stamp at its left, as ink that lets print through."""
    inch = dpi / POINTS_PER_INCH
    x, y = nip[0] * inch, nip[1] * inch
    scribble = np.zeros(picture.shape[:2], np.float32)
    steps = np.arange(9)
    wave = CubicSpline(steps, chance.uniform(-16, 16, 9) * inch)(np.linspace(0, 8, 400))
    drift = CubicSpline(steps, steps * 12 * inch + chance.uniform(-9, 9, 9) * inch)(np.linspace(0, 8, 400))
    line = np.stack([x + 20 * inch + drift, y - 44 * inch + wave], axis=1).round().astype(np.int32)
    cv2.polylines(scribble, [line], False, 1.0, max(2, round(1.1 * inch)), cv2.LINE_AA)
    _ink(picture, scribble, BLUE, 0.9)

    size = round(84 * inch)
    stamp = _stamp(size, float(chance.uniform(-14, 14)), chance)
    top, left = round(y - 84 * inch), round(x - 58 * inch)
    mask = np.zeros(picture.shape[:2], np.float32)
    mask[top : top + size, left : left + size] = stamp
    _ink(picture, mask, PURPLE, 0.75)


def _stamp(size: int, turned: float, chance: np.random.Generator) -> Picture:
    """A round office stamp of `size` pixels, unevenly inked: 0 no ink .. 1 full ink."""
    mask = np.zeros((size, size), np.float32)
    centre, thin = (size // 2, size // 2), max(1, size // 90)
    for radius, thickness in ((0.48, 2 * thin), (0.44, thin), (0.30, thin)):
        cv2.circle(mask, centre, round(size * radius), 1.0, thickness, cv2.LINE_AA)
    points = [
        (
            centre[0] + size * radius * np.sin(np.pi * corner / 5),
            centre[1] - size * radius * np.cos(np.pi * corner / 5),
        )
        for corner, radius in zip(range(10), (0.14, 0.06) * 5, strict=True)
    ]
    cv2.fillPoly(mask, [np.array(points).round().astype(np.int32)], 1.0, cv2.LINE_AA)
    letters = "PEMERINTAH * DAERAH * "
    for place, letter in enumerate(letters):
        np.maximum(mask, _letter_on_ring(letter, 360 * place / len(letters), size), out=mask)
    turn = cv2.getRotationMatrix2D(centre, turned, 1.0)
    laid = cv2.warpAffine(mask, turn, (size, size), flags=cv2.INTER_LINEAR)
    inking = chance.uniform(0.45, 1.0, (7, 7)).astype(np.float32)
    patches = cv2.resize(inking, (size, size), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(laid * patches, 0, 1), np.float32)


def _letter_on_ring(letter: str, degrees: float, size: int) -> Picture:
    """One letter between the rings of a stamp, `degrees` clockwise from its top."""
    drawn = Image.new("L", (size, size))
    font = ImageFont.load_default(size=size * 0.11)
    ImageDraw.Draw(drawn).text((size / 2, size * 0.13), letter, fill=255, font=font, anchor="mm")
    mask = np.asarray(drawn, np.float32) / np.float32(255)
    turn = cv2.getRotationMatrix2D((size / 2, size / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(mask, turn, (size, size), flags=cv2.INTER_LINEAR), np.float32)


def _ink(picture: Picture, mask: Picture, colour: tuple[float, float, float], strength: float) -> None:
    """Lays transparent ink on the picture, in place."""
    for channel, light in enumerate(colour):
        picture[:, :, channel] *= 1 - strength * mask * (1 - light)


def _wear(picture: Picture, chance: np.random.Generator) -> Picture:
    """Lays the sheet askew (up to 0.8 degrees), softens it, lights it unevenly and adds the sensor's noise."""
    height, width = picture.shape[:2]
    askew = float(chance.uniform(0.15, 0.8) * chance.choice([-1, 1]))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), askew, 1.0)
    turn[:, 2] = turn[:, 2] + chance.uniform(-6, 6, 2)
    worn = cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(1, 1, 1))
    worn = cv2.GaussianBlur(worn, (0, 0), 0.6)
    down, across = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    slope = chance.uniform(-0.05, 0.05, 2)
    light = 0.94 + slope[0] * (across - 0.5) + slope[1] * (down - 0.5) - 0.10 * np.exp(-across / 0.03)
    # Grain of more than one pixel, as of paper: noise of single pixels would only swell the JPEG.
    grain = cv2.GaussianBlur(chance.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 1.2)
    lit = (0.07 + 0.93 * worn) * light[:, :, None] + 0.022 * grain[:, :, None]
    return np.asarray(np.clip(lit, 0, 1), np.float32)


def as_pdf(pages: list[Image.Image], scanner: Scanner) -> bytes:
    """The pictures as a PDF without dates, so that the same pictures give the same bytes."""
    file = io.BytesIO()
    pages[0].save(
        file,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=scanner.dpi,
        quality=scanner.quality,
        optimize=True,
        title=None,
        creationDate=None,
        modDate=None,
    )
    return file.getvalue()
