"""What `iku inspect` shows: the header matches, and pictures on which they can be seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from paper import HEADER, iku_pdf, write
from PIL import Image
from rich.console import Console

from normalizers.vocabulary import Vocabulary
from pipeline.inspect import CELL, DPI, RULE, draw, look, tables


def test_pages_and_header_matches_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, a=iku_pdf()) / "a.pdf"
    console = Console(width=160, record=True, file=(tmp_path / "log").open("w"))
    for table in tables(look(path, Vocabulary.load())):
        console.print(table)
    text = console.export_text()
    assert "3 x 5" in text
    assert "digital" in text
    for header, field in zip(HEADER, ("nomor", "sasaran", "indikator", "satuan", "target"), strict=True):
        line = next(line for line in text.splitlines() if header in line)
        assert field in line
    assert "Tulisan tabel yang tidak masuk bidang mana pun" in text
    assert "Judul kolom tabel" in text


def test_pictures_show_rulings_words_and_columns(tmp_path: Path) -> None:
    path = write(tmp_path, a=iku_pdf()) / "a.pdf"
    paths = draw(look(path, Vocabulary.load()), tmp_path / "pictures", "a")
    assert [picture.name for picture in paths] == ["a-1.png"]
    picture = np.asarray(Image.open(paths[0]).convert("RGB")).astype(int)
    assert (
        picture.shape[:2] == (round(595.28 * DPI / 72), round(841.89 * DPI / 72))
        or abs(picture.shape[1] - 841.89 * DPI / 72) < 2
    )
    red = (picture[..., 0] > 180) & (picture[..., 1] < 120) & (picture[..., 2] < 120)
    green = (picture[..., 1] > 120) & (picture[..., 0] < 90) & (picture[..., 2] < 120)
    tinted = (picture.max(axis=2) - picture.min(axis=2) > 20) & (picture.min(axis=2) > 120)
    assert red.sum() > 1000, (RULE, CELL)
    assert green.sum() > 500
    assert tinted.sum() > 10_000


def test_a_picture_file_is_shown_at_the_same_scale(tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    Image.new("L", (1654, 2339), 255).save(path, dpi=(200, 200))
    [picture] = draw(look(path, Vocabulary.load()), tmp_path / "pictures", "blank")
    assert Image.open(picture).size == (1240, 1754)
