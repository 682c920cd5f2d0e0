"""The fonts of the generated print: free ones of Debian packages, listed in `fonts.csv` with their licences."""

from __future__ import annotations

import csv
import math
import os
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from extractors.ocr.alphabet import ALPHABET

LIST = Path(__file__).parent / "fonts.csv"
#: Where Debian puts fonts; the environment may name another folder (packages unpacked there, say).
FOLDER = Path(os.environ.get("FONTS", "/usr/share/fonts"))
#: Documents are set upright and light for the most part: how much rarer other styles are.
STYLES = ((re.compile("Italic|Oblique", re.I), 0.3), (re.compile("Bold|Semibold|Medium", re.I), 0.6))
#: Every font must have all of ASCII; of the other signs it may lack some.
ASCII = 95


@dataclass(frozen=True)
class Font:
    """A font file: the Debian package it comes from, its weight in the choice, and the signs it has."""

    path: Path
    package: str
    weight: float
    signs: frozenset[str]


@cache
def installed(folder: Path = FOLDER) -> tuple[Font, ...]:
    """The listed fonts that are there, in a stable order. Raises FileNotFoundError where there are none."""
    files = {path.name: path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (".ttf", ".otf")}
    found: dict[str, Font] = {}
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in sorted(name for name in files if re.match(row["pola"], name) and name not in found):
                known = TTFont(files[name], lazy=True).getBestCmap()
                signs = frozenset(sign for sign in ALPHABET if ord(sign) in known)
                if len(signs & set(ALPHABET[:ASCII])) == ASCII:
                    weight = math.prod(factor for style, factor in STYLES if style.search(name))
                    found[name] = Font(files[name], row["paket"], float(row["bobot"]) * weight, signs)
    if not found:
        raise FileNotFoundError(f"none of the fonts of {LIST.name} in {folder}")
    return tuple(found.values())


@lru_cache(maxsize=512)
def opened(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
