"""Worn copies of born-digital documents, so that the calibration sees errors: the reader makes too few on good scans.

Each copy is printed and scanned by `samples/scanner.py` and then spoiled further: soft, faint, noisy, in two tones.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

sys.path.append(str(Path(__file__).resolve().parents[1] / "samples"))
from scanner import Scanner, as_pdf, scan


@dataclass(frozen=True, slots=True)
class Wear:
    """One way to spoil a scan: dots an inch, JPEG quality, blur, noise (grey levels), share of contrast, two tones."""

    dpi: int
    quality: int = 40
    blur: float = 0.0
    noise: float = 0.0
    contrast: float = 1.0
    two_tones: bool = False


#: Name of the condition -> how its copies are spoiled.
WEARS: dict[str, Wear] = {
    "worn150": Wear(150, 45),
    "worn120": Wear(120, 40),
    "worn100": Wear(100, 55),
    "grainy200": Wear(200, 30, noise=28),
    "soft200": Wear(200, 40, blur=1.7),
    "fax200": Wear(200, 60, noise=18, two_tones=True),
}


def any_wear(seed: int) -> Wear:
    """A way to spoil a scan that the seed decides: most are mild, some bad, and several things come together."""
    chance = np.random.default_rng(seed)
    dpi = int(chance.choice([130, 150, 200, 200, 240, 300]))
    return Wear(
        dpi=dpi,
        quality=int(chance.integers(15, 80)),
        blur=float(chance.choice([0.0, chance.uniform(0.3, 1.4)])) * dpi / 200,
        noise=float(chance.choice([0.0, chance.uniform(4, 22)])),
        contrast=float(chance.choice([1.0, chance.uniform(0.65, 1.0)])),
        two_tones=bool(chance.random() < 0.1),
    )


def worn(pdf: bytes, wear: Wear, seed: int) -> bytes:
    """A spoiled scan of `pdf` (the same pages at the same size); `seed` decides all that is random."""
    chance = np.random.default_rng(seed)
    document = pdfium.PdfDocument(scan(pdf, Scanner(wear.dpi, 85, seed)))
    pages = [_spoilt(page.render(scale=wear.dpi / 72, grayscale=True).to_numpy(), wear, chance) for page in document]
    document.close()
    return as_pdf(pages, Scanner(wear.dpi, wear.quality, seed))


def _spoilt(picture: NDArray[np.uint8], wear: Wear, chance: np.random.Generator) -> Image.Image:
    """One grey page, spoiled."""
    page = picture.reshape(picture.shape[:2]).astype(np.float32)
    if wear.blur:
        page = cv2.GaussianBlur(page, (0, 0), wear.blur)
    page = 245 - (245 - page) * wear.contrast + wear.noise * chance.normal(0, 1, page.shape).astype(np.float32)
    if wear.two_tones:
        page = np.where(page > 150, 255, 0)
    return Image.fromarray(np.clip(page, 0, 255).astype(np.uint8))
