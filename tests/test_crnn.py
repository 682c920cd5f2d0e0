"""Our own line reader: its weights, what it makes of a crop, how frames become words, and what it reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from extractors.errors import SetupError
from extractors.ocr.alphabet import ALPHABET
from extractors.ocr.crnn import ABOUT, WEIGHTS, CrnnReader, open_crnn
from extractors.ocr.decoding import ReadSign, decode, spaced, told_apart, words
from extractors.ocr.net_input import HEIGHT, STEP, net_input
from extractors.raster import Pixels


@pytest.fixture(scope="module")
def reader() -> CrnnReader:
    return open_crnn()


def print_line(text: str, size: int = 28) -> Pixels:
    """A crop as the page stage makes it: an x-height of about 16 pixels, white around."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = font.getbbox(text)
    picture = Image.new("L", (int(right - left) + 12, int(bottom - top) + 12), 255)
    ImageDraw.Draw(picture).text((6 - left, 6 - top), text, font=font, fill=0)
    return np.asarray(picture, np.uint8)


def frames(*numbers: int, chance: float = 0.97) -> np.ndarray:
    """Scores in which every frame has one sign of the given chance, and the rest is spread evenly."""
    scores = np.full((len(numbers), len(ALPHABET) + 1), np.log((1 - chance) / len(ALPHABET)), np.float32)
    scores[np.arange(len(numbers)), numbers] = np.log(chance)
    return scores


def number(sign: str) -> int:
    return ALPHABET.index(sign) + 1


def test_the_weights_are_small_and_what_is_said_of_them_is_true(reader: CrnnReader) -> None:
    facts = json.loads((WEIGHTS.parent / ABOUT).read_text(encoding="utf-8"))
    assert WEIGHTS.stat().st_size <= 3_000_000
    assert facts["alphabet"] == ALPHABET
    assert reader.name == f"iku-crnn {facts['version']} {facts['sha256'][:8]}"
    shares = [share for _, share in facts["curve"]]
    assert shares == sorted(shares)
    assert shares[-1] <= 1


@pytest.mark.parametrize(
    "text", ["Persentase koperasi aktif", "27.799", "91,25", "%", "4.084.357.380", "100 %", "UU No.25 Tahun 1992", "7"]
)
def test_reads_clean_print_exactly(reader: CrnnReader, text: str) -> None:
    assert reader.read([print_line(text)])[0].text == text


def test_reads_nothing_where_nothing_is(reader: CrnnReader) -> None:
    blank = np.full((40, 120), 255, np.uint8)
    specks = blank.copy()
    for x, y in ((20, 11), (53, 30), (84, 17), (101, 25)):
        specks[y : y + 2, x : x + 2] = 40
    assert [line.words for line in reader.read([blank, specks])] == [(), ()]


def test_a_line_is_read_alike_alone_and_in_company(reader: CrnnReader) -> None:
    crops = [print_line("Nilai SAKIP 75,5"), print_line("Jumlah"), print_line("2021")]
    assert reader.read(crops) == [reader.read([crop])[0] for crop in crops]


def test_words_have_the_boxes_of_their_ink(reader: CrnnReader) -> None:
    crop = print_line("kota besar")
    first, second = reader.read([crop])[0].words
    columns = np.flatnonzero((crop < 128).any(axis=0))
    assert first.x0 == columns[0]
    assert second.x1 == columns[-1] + 1
    assert first.x1 < second.x0
    assert 0 < first.y0 < first.y1 < crop.shape[0]


@pytest.mark.parametrize("size", [16, 28, 36, 80])
def test_net_input_has_the_height_and_holds_all_ink(size: int) -> None:
    given = net_input(print_line("Tinggi (qy)", size))
    assert given.picture.shape[0] == HEIGHT
    assert given.picture.shape[1] % STEP == 0
    rows = np.flatnonzero((given.picture < 128).any(axis=1))
    assert rows[0] > 0
    assert rows[-1] < HEIGHT - 1


def test_the_rest_of_a_ruling_beside_a_line_does_not_make_it_small(reader: CrnnReader) -> None:
    line = print_line("Penanggung Jawab", 14)
    crop = np.full((56, line.shape[1] + 40), 255, np.uint8)
    crop[18 : 18 + line.shape[0], : line.shape[1]] = line
    crop[3:53, -8:-6] = crop[3:5, -18:-6] = 0
    assert reader.read([crop])[0].text.startswith("Penanggung Jawab")


def test_dashes_beside_a_number_are_not_taken_for_the_line() -> None:
    """A page number between dashes: the fullest rows are those of the dashes."""
    crop = np.full((36, 110), 255, np.uint8)
    crop[16:21, 6:26] = crop[16:21, 84:104] = 0
    crop[6:30, 48:51] = crop[6:30, 59:62] = crop[6:9, 48:62] = crop[27:30, 48:62] = 0
    rows = np.flatnonzero((net_input(crop).picture < 128).any(axis=1))
    assert rows[0] > 0
    assert rows[-1] < HEIGHT - 1


def test_repeats_are_one_sign_and_a_gap_parts_two() -> None:
    a, one = number("a"), number("1")
    several, nothing = decode([frames(0, a, a, 0, one, 0, one), frames(0, 0, 0)])
    assert [sign.sign for sign in several] == ["a", "1", "1"]
    assert nothing == []
    assert decode([]) == []


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=12), min_size=2, max_size=5), st.integers(0, 2**32 - 1)
)
def test_lines_decoded_together_know_nothing_of_each_other(lines: list[list[int]], seed: int) -> None:
    noise = np.random.default_rng(seed)
    scores = [frames(*line) + noise.normal(0, 2, (len(line), len(ALPHABET) + 1)).astype(np.float32) for line in lines]
    together, alone = decode(scores), [decode([line])[0] for line in scores]
    for one, other in zip(together, alone, strict=True):
        assert [sign[:3] for sign in one] == [sign[:3] for sign in other]
        assert np.allclose([sign.chance for sign in one], [sign.chance for sign in other], atol=1e-5)


def test_a_rival_in_the_gap_makes_its_neighbours_doubtful() -> None:
    a, b, rival = number("a"), number("b"), number(",")
    scores = frames(0, a, 0, 0, b, 0)
    sure = [sign.chance for sign in decode([scores])[0]]
    scores[2, rival] = scores[2, 0] - 0.1
    doubtful = [sign.chance for sign in decode([scores])[0]]
    assert min(sure) > 0.9
    assert max(doubtful) < 0.6


def test_a_wide_gap_is_a_space_even_if_none_was_read() -> None:
    picture = np.full((32, 80), 255, np.uint8)
    picture[10:20, 4:8] = picture[10:20, 40:48] = 0
    colon, letter = ReadSign(":", 2, 3, 0.9), ReadSign("A", 21, 23, 0.9)
    assert [sign.sign for sign in spaced([colon, letter], picture)] == [":", " ", "A"]
    space = ReadSign(" ", 10, 12, 0.9)
    assert spaced([colon, space, letter], picture) == [colon, space, letter]
    picture[10:20, 14:18] = picture[10:20, 26:30] = 0
    assert spaced([colon, letter], picture) == [colon, letter]


def test_a_doubtful_space_makes_the_words_beside_it_doubtful() -> None:
    signs = [ReadSign("a", 1, 1, 0.9), ReadSign(" ", 3, 3, 0.5), ReadSign("b", 5, 5, 0.95), ReadSign("c", 6, 6, 0.9)]
    found = words(signs, 10)
    assert [(word.text, word.chance) for word in found] == [("a", 0.5), ("bc", 0.5)]
    assert found[0].end == found[1].start == 3.5


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("lzin", "Izin"),
        ("ldentitas", "Identitas"),
        ("KOPERASl", "KOPERASI"),
        ("lKM", "IKM"),
        ("ll", "II"),
        ("llmu", "Ilmu"),
        ("keluarIa", "keluarla"),
        ("layak", "layak"),
        ("Ilmu", "Ilmu"),
        ("www.lpse.go.id", "www.lpse.go.id"),
        ("kal/l", "kal/l"),
        ("l", "l"),
        ("lIKU-1", "IIKU-1"),
    ],
)
def test_strokes_are_told_apart_by_spelling_only(read: str, meant: str) -> None:
    assert told_apart(read) == meant


def test_broken_or_missing_weights_are_an_error_of_the_setup(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="tidak ditemukan"):
        open_crnn(tmp_path / "reader.onnx")
    shutil.copy(WEIGHTS.parent / ABOUT, tmp_path)
    (tmp_path / "reader.onnx").write_bytes(WEIGHTS.read_bytes()[:-1])
    with pytest.raises(SetupError, match="rusak"):
        open_crnn(tmp_path / "reader.onnx")
