"""Reading lines with Tesseract: in this process (tesserocr), or by its command (pytesseract), with the same pictures.

Lines are read with the models `eng` and `ind` together: `ind` alone has no %, + or = and reads "100%" as "10096". For a
second look at single words `eng` alone does as well, and costs less.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from extractors.errors import SetupError
from extractors.ocr.lines import CHARACTER_WIDTH, X_HEIGHT, LineReader, ReadLine, ReadWord
from extractors.ocr.montage import montages, unstack
from extractors.raster import Pixels
from extractors.tessdata import ENGLISH, LANGUAGES, PACKAGES, find_tessdata

# Tesseract's threads cost five times the processor time and win nothing; it looks at this when it is loaded.
os.environ["OMP_THREAD_LIMIT"] = "1"

#: Page segmentation modes: a block of lines; one line without any layout analysis, which never loses a line.
BLOCK, RAW_LINE = 6, 13
#: Fewer characters than this share of what fits the line's width: part of the line was lost.
SHORT = 0.55
#: Narrower lines, in x-heights, cannot be judged by their width.
JUDGED = 4.0
#: Two readings mean the same word when they share this part of the longer one's width.
SAME_PLACE = 0.7
#: Lines read once more, at most, of one call: a page that needs more is no page of text.
MOST_RETRIES = 40
#: The command takes a tenth of a second to start for each of them.
MOST_RETRIES_BY_COMMAND = 12
#: Resolution stated to Tesseract, which guesses otherwise: 11 point print has an x-height of 16 pixels at 220 dpi.
STATED_DPI = 220

#: How a percent sign looks to `ind`, at the end of a word or alone. Told to use both models, Tesseract still stays with
#: the one that read the words before as long as it is content with itself.
PERCENT_SUSPECT = re.compile(r"(?:Y[oO0a6]{0,2}|\d(?:96|9|Y)|[oO0]/[oO0]|^96|^9|^O[oO]|^Vo)[.,;:)]*$")

#: Recognises one picture in a segmentation mode with the given models; gives Tesseract's TSV, with or without heading.
Recognise = Callable[[Pixels, int, str], str]


@dataclass(frozen=True)
class TesseractReader:
    """Reads lines by way of montages; lines that came back empty or short are read again, one by one."""

    name: str
    recognise: Recognise
    most_retries: int
    languages: str = LANGUAGES

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        """See `LineReader.read`."""
        lines: list[ReadLine] = []
        for montage in montages(crops):
            lines += unstack(montage, parse_tsv(self.recognise(montage.picture, BLOCK, self.languages)))
        doubtful = [index for index, line in enumerate(lines) if _share_read(crops[index], line) < SHORT]
        for index in doubtful[: self.most_retries]:
            again = self._read_raw(crops[index])
            if _share_read(crops[index], again) > _share_read(crops[index], lines[index]):
                lines[index] = again
        return lines if self.languages == ENGLISH else self._with_percent_signs(crops, lines)

    def _with_percent_signs(self, crops: Sequence[Pixels], lines: list[ReadLine]) -> list[ReadLine]:
        """The lines with a percent sign wherever one is suspected and the model that knows it reads one."""
        result = list(lines)
        suspects = [
            index for index, line in enumerate(lines) if any(PERCENT_SUSPECT.search(word.text) for word in line.words)
        ]
        for montage in montages([crops[index] for index in suspects]):
            english = unstack(montage, parse_tsv(self.recognise(montage.picture, BLOCK, ENGLISH)))
            for index, line in zip(suspects[montage.first :], english, strict=False):
                result[index] = ReadLine(tuple(_percent(word, line) for word in lines[index].words))
        return result

    def _read_raw(self, crop: Pixels) -> ReadLine:
        montage = montages([crop])[0]
        return unstack(montage, parse_tsv(self.recognise(montage.picture, RAW_LINE, self.languages)))[0]


def open_reader(languages: str = LANGUAGES) -> LineReader:
    """The reader for this machine: in the process where tesserocr is installed, else by the command.

    Raises SetupError where Tesseract or one of its models is missing.
    """
    folder = find_tessdata()
    opened = open_in_process if importlib.util.find_spec("tesserocr") else open_by_command
    return opened(folder, languages)


def open_in_process(folder: Path, languages: str = LANGUAGES) -> TesseractReader:
    """Tesseract inside this process, with the models of `folder`; each is loaded when it is first asked."""
    import tesserocr  # noqa: PLC0415  (optional: the command is used without it)

    @cache
    def engine(wanted: str) -> tesserocr.PyTessBaseAPI:
        return tesserocr.PyTessBaseAPI(path=f"{folder}{os.sep}", lang=wanted, psm=BLOCK)

    def recognise(picture: Pixels, mode: int, wanted: str) -> str:
        api = engine(wanted)
        api.SetPageSegMode(mode)
        pixels = np.ascontiguousarray(picture)
        api.SetImageBytes(pixels.tobytes(), pixels.shape[1], pixels.shape[0], 1, pixels.shape[1])
        api.SetSourceResolution(STATED_DPI)
        return str(api.GetTSVText(0))

    version = tesserocr.tesseract_version().split()[1]
    return TesseractReader(f"tesseract {version} {languages}", recognise, MOST_RETRIES, languages)


def open_by_command(folder: Path, languages: str = LANGUAGES) -> TesseractReader:
    """The `tesseract` command, one call a montage, with the models of `folder`."""
    import pytesseract  # noqa: PLC0415  (not needed where tesserocr is installed)

    def recognise(picture: Pixels, mode: int, wanted: str) -> str:
        settings = f"--psm {mode} --dpi {STATED_DPI} --tessdata-dir {folder}"
        return str(pytesseract.image_to_data(picture, lang=wanted, config=settings))

    try:
        version = str(pytesseract.get_tesseract_version()).split()[0]
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise SetupError(f"Perintah tesseract tidak ditemukan. Pasang paket: {PACKAGES}.") from error
    return TesseractReader(f"tesseract {version} {languages} (perintah)", recognise, MOST_RETRIES_BY_COMMAND, languages)


def parse_tsv(text: str) -> list[ReadWord]:
    """The words of Tesseract's TSV (level 5), with confidence 0..1; other levels and empty words are skipped."""
    words: list[ReadWord] = []
    for row in csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) < 12 or row[0] != "5" or not row[11].strip():
            continue
        left, top, width, height = (float(value) for value in row[6:10])
        confidence = min(1.0, max(0.0, float(row[10]) / 100))
        words.append(ReadWord(row[11].strip(), left, top, left + width, top + height, confidence))
    return words


def _percent(word: ReadWord, english: ReadLine) -> ReadWord:
    """The word, or what the other reading of its line has in its place if that ends in a percent sign and this may."""
    if not PERCENT_SUSPECT.search(word.text):
        return word
    for other in english.words:
        common = min(word.x1, other.x1) - max(word.x0, other.x0)
        if "%" in other.text and common > SAME_PLACE * max(word.x1 - word.x0, other.x1 - other.x0):
            return replace(word, text=other.text, confidence=min(word.confidence, other.confidence))
    return word


def _share_read(crop: Pixels, line: ReadLine) -> float:
    """Characters read, as share of those that the crop has room for; any text at all satisfies a short crop."""
    characters = sum(len(word.text) for word in line.words)
    columns = np.flatnonzero((crop < 128).any(axis=0))
    width = float(columns[-1] - columns[0] + 1) if len(columns) else 0.0
    if width < JUDGED * X_HEIGHT:
        return 1.0 if characters else 0.0
    return characters / (width / (CHARACTER_WIDTH * X_HEIGHT))
