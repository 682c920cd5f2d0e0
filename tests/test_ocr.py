"""Readers: montages there and back, Tesseract's tables, retries, and that both ways to Tesseract read the same."""

import importlib.util
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import tessdata
from extractors.errors import SetupError
from extractors.ocr import tesseract
from extractors.ocr.lines import X_HEIGHT, ReadWord
from extractors.ocr.montage import TALLEST, montages, unstack
from extractors.ocr.tesseract import BLOCK, RAW_LINE, TesseractReader, parse_tsv
from extractors.tessdata import ENGLISH

LINES = ["Persentase koperasi aktif", "100%", "Nilai SAKIP 4,12", "Hasil Perhitungan"]

no_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="the tesseract command is not installed")
no_tesserocr = pytest.mark.skipif(importlib.util.find_spec("tesserocr") is None, reason="tesserocr is not installed")


def line_picture(text: str) -> np.ndarray:
    try:
        font: ImageFont.FreeTypeFont | ImageFont.ImageFont = ImageFont.truetype("DejaVuSans.ttf", 29)
    except OSError:
        font = ImageFont.load_default(29)
    left, top, right, bottom = font.getbbox(text)
    picture = Image.new("L", (int(right - left) + 12, int(bottom - top) + 12), 255)
    ImageDraw.Draw(picture).text((6 - left, 6 - top), text, fill=0, font=font)
    return np.asarray(picture)


def tsv(*words: tuple[str, float, float, float, float, float]) -> str:
    rows = [
        f"5\t1\t1\t1\t1\t{n}\t{x}\t{y}\t{w}\t{h}\t{conf}\t{text}" for n, (text, x, y, w, h, conf) in enumerate(words)
    ]
    return "\n".join(
        ["level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext", *rows]
    )


class Script:
    """Stands for Tesseract: answers block mode, raw mode and `eng` alone as told, and notes what it was asked."""

    def __init__(self, block: str, raw: str = "", english: str = "") -> None:
        self.answers = {BLOCK: block, RAW_LINE: raw}
        self.english = english
        self.asked: list[int] = []

    def __call__(self, _picture: np.ndarray, mode: int, languages: str) -> str:
        if languages == ENGLISH:
            return self.english
        self.asked.append(mode)
        return self.answers[mode]


def reader(script: Script, most_retries: int = 9) -> TesseractReader:
    return TesseractReader("script", script, most_retries)


def test_a_word_goes_back_to_its_crop() -> None:
    crops = [line_picture(text) for text in LINES]
    montage = montages(crops)[0]
    words = [
        ReadWord(text, X_HEIGHT + 6, top + 6, X_HEIGHT + 40, top + 20, 0.9)
        for text, top in zip(LINES, montage.tops, strict=True)
    ]
    lines = unstack(montage, words[::-1])
    assert [line.text for line in lines] == LINES
    assert (lines[2].words[0].x0, lines[2].words[0].y0) == (6, 6)


def test_many_crops_make_several_montages_in_order() -> None:
    crops = [np.full((400, 50), 255, np.uint8)] * 45
    made = montages(crops)
    assert len(made) == 3
    assert all(montage.picture.shape[0] <= TALLEST for montage in made)
    assert sum(len(montage.tops) for montage in made) == 45
    assert montages([]) == []


def test_tsv_with_quotes_other_levels_and_empty_words() -> None:
    table = tsv(('"Sehat"', 1, 2, 3, 4, 96.5), ("  ", 1, 2, 3, 4, 95), ("x", 5, 6, 7, 8, -1))
    table += "\n4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t\nrubbish"
    assert parse_tsv(table) == [ReadWord('"Sehat"', 1, 2, 4, 6, 0.965), ReadWord("x", 5, 6, 12, 14, 0.0)]


def test_a_lost_line_is_read_again_raw_and_the_better_reading_kept() -> None:
    script = Script(tsv(("Per", 20, 20, 30, 20, 90)), tsv(("Persentase", 20, 20, 100, 20, 80)))
    assert reader(script).read([line_picture(LINES[0])])[0].text == "Persentase"
    assert script.asked == [BLOCK, RAW_LINE]
    worse = Script(tsv(("Perse", 20, 20, 30, 20, 90)), tsv(("P", 20, 20, 10, 20, 80)))
    assert reader(worse).read([line_picture(LINES[0])])[0].text == "Perse"


def test_a_good_line_and_a_short_one_are_not_read_again() -> None:
    script = Script(tsv(("Persentase-koperasi-aktif", 20, 20, 300, 20, 90)))
    reader(script).read([line_picture(LINES[0])])
    digit = Script(tsv(("7", 20, 20, 10, 20, 90)))
    reader(digit).read([line_picture("7")])
    assert script.asked == digit.asked == [BLOCK]


def test_a_percent_sign_is_taken_from_the_model_that_knows_it() -> None:
    block = tsv(("Jumlah", 20, 20, 90, 20, 90), ("10096", 120, 20, 60, 20, 80), ("1996", 200, 20, 60, 20, 90))
    english = tsv(("Jum%ah", 20, 20, 90, 20, 90), ("100%", 121, 20, 58, 20, 95), ("1996", 200, 20, 60, 20, 90))
    line = reader(Script(block, english=english)).read([line_picture("Jumlah 100% 1996")])[0]
    assert line.text == "Jumlah 100% 1996"
    assert [word.confidence for word in line.words] == [0.9, 0.8, 0.9]
    assert reader(Script(block)).read([line_picture("Jumlah 100% 1996")])[0].text == "Jumlah 10096 1996"


def test_retries_are_capped() -> None:
    script = Script("")
    lines = reader(script, most_retries=3).read([line_picture("hilang semua teks ini")] * 10)
    assert (len(lines), script.asked.count(RAW_LINE)) == (10, 3)


def test_missing_models_say_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "eng.traineddata").touch()
    monkeypatch.setattr(tessdata, "_candidates", lambda: [tmp_path])
    with pytest.raises(SetupError, match="tesseract-ocr-ind"):
        tessdata.find_tessdata()
    (tmp_path / "ind.traineddata").touch()
    assert tessdata.find_tessdata() == tmp_path


def test_tessdata_prefix_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for model in tessdata.MODELS:
        (tmp_path / f"{model}.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert tessdata.find_tessdata() == tmp_path


def both() -> Sequence[TesseractReader]:
    folder = tessdata.find_tessdata()
    return tesseract.open_in_process(folder), tesseract.open_by_command(folder)


@no_tesseract
@no_tesserocr
def test_both_ways_to_tesseract_read_the_same() -> None:
    crops = [line_picture(text) for text in LINES]
    read = [[line.text for line in engine.read(crops)] for engine in both()]
    assert read[0] == read[1] == LINES


@no_tesseract
def test_the_reader_of_this_machine_says_what_it_is() -> None:
    opened = tesseract.open_reader()
    assert opened.name.startswith("tesseract 5")
    assert "eng+ind" in opened.name
    assert opened.read([]) == []
