"""The training set: what its lines say and where that comes from, how sheets become samples, the curve of confidences.

Parts that need the extra `[train]` (or its fonts) are skipped without it.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from extractors.ocr.alphabet import ALPHABET
from extractors.ocr.crnn import CrnnReader
from extractors.ocr.decoding import ReadChunk
from extractors.ocr.lines import ReadLine, ReadWord
from extractors.raster import Pixels
from training import calibrate, shards
from training import text as generated
from training.evaluate import Line, measure
from training.lines import Sample
from training.reliability import calibration_error, right_words

#: Longest stretch of fixed words that a template may hold: no sentence of a document fits in.
FIXED_WORDS = 5
SHARED = Path(os.environ.get("SHARED", Path(__file__).parent.parent.parent / "shared"))


def test_templates_hold_no_sentences() -> None:
    assert len(generated.TEMPLATES) > 50
    for template in generated.TEMPLATES:
        for fixed in template.split("{}"):
            assert len(re.findall(r"[^\W\d_]{2,}", fixed)) <= FIXED_WORDS, template


@pytest.mark.skipif(not (SHARED / "corpus" / "truth").is_dir(), reason="no corpus here")
def test_no_text_of_the_corpus_and_the_real_documents_is_trained_on() -> None:
    pytest.importorskip("wordfreq")
    dice = random.Random(1)
    lines = {generated.line(dice).casefold() for _ in range(20_000)}
    fixed = " | ".join([*generated.TEMPLATES, *generated.ADMINISTRATION]).casefold()
    for path in sorted(SHARED.glob("*/truth/*.json")):
        for record in json.loads(path.read_text(encoding="utf-8"))["records"]:
            for value in record.values():
                if isinstance(value, str) and len(value.split()) >= 4:
                    assert value.casefold() not in lines
                    assert value.casefold() not in fixed


def test_lines_are_short_readable_and_the_same_for_a_seed() -> None:
    pytest.importorskip("wordfreq")
    lines = [generated.line(random.Random(seed)) for seed in range(2000)]
    assert lines == [generated.line(random.Random(seed)) for seed in range(2000)]
    assert max(map(len, lines)) <= generated.LONGEST + 1
    assert all(line and line == line.strip() for line in lines)
    assert set("".join(lines)) <= set(ALPHABET)
    assert sum(any(sign.isdigit() for sign in line) for line in lines) > 500


def test_sheets_become_samples_whose_letters_stand_in_the_picture() -> None:
    pytest.importorskip("wordfreq")
    from training import fonts, sheet  # noqa: PLC0415
    from training.lines import cut  # noqa: PLC0415

    try:
        fonts.installed()
    except FileNotFoundError:
        pytest.skip("no fonts here")
    made = sheet.make(2)
    samples = list(cut(made))
    printed = sum(len(cell.lines) for cell in made.cells)
    assert len([sample for sample in samples if sample.text]) > 0.7 * printed
    for sample in samples:
        assert sample.picture.shape[0] == 32
        assert len(sample.middles) == len(sample.text)
        if sample.text:
            assert -8 <= sample.middles[0] <= sample.middles[-1] <= sample.picture.shape[1] + 8


def test_a_shard_is_kept_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [
        Sample(np.full((32, 16 + 8 * index), index, np.uint8), "x" * index, np.arange(index, dtype=np.float32))
        for index in range(4)
    ]
    monkeypatch.setattr(shards, "SHEETS", 1)
    monkeypatch.setattr(shards.sheet, "make", lambda seed: seed)
    monkeypatch.setattr(shards, "cut", lambda _: made)
    assert shards.make(7, tmp_path) == 4
    again = shards.load(tmp_path / "00007.npz")
    assert [sample.text for sample in again] == [sample.text for sample in made]
    for before, after in zip(made, again, strict=True):
        assert np.array_equal(before.picture, after.picture)
        assert np.array_equal(before.middles, after.middles)


def test_the_curve_grows_and_tells_the_share_of_right_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader whose words are right as often as half its chance says."""
    dice = random.Random(5)

    def read(_: CrnnReader, pictures: Sequence[Pixels]) -> list[list[ReadChunk]]:
        chances = [dice.random() for _ in pictures]
        return [[ReadChunk("ya" if dice.random() < chance / 2 else "tidak", 0, 1, chance)] for chance in chances]

    monkeypatch.setattr(CrnnReader, "read_inputs", read)
    samples = [Sample(np.full((32, 32), 255, np.uint8), "ya", np.zeros(2, np.float32))] * 4000
    curve = calibrate.curve(CrnnReader("none", lambda values: values[0, 0]), samples)
    chances, shares = zip(*curve, strict=True)
    assert list(chances) == sorted(chances)
    assert list(shares) == sorted(shares)
    assert curve[0] == [0.0, 0.0]
    assert np.interp(0.8, chances, shares) == pytest.approx(0.4, abs=0.06)


def test_words_are_right_where_they_stand_in_the_text() -> None:
    assert right_words(["Nilai", "75,5", "persen"], "Nilai 75.5 persen") == [True, False, True]
    assert right_words(["b", "a"], "a b").count(True) == 1
    assert right_words([], "a") == []


def test_the_calibration_error_is_the_distance_between_said_and_true() -> None:
    assert calibration_error([], []) == 0
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert calibration_error([1.0] * 4, [True, True, False, False]) == pytest.approx(0.5)
    # Too sure in one bin does not make up for too unsure in another.
    assert calibration_error([0.9, 0.4], [False, True]) == pytest.approx(0.75)


def test_a_reader_is_measured_by_lines_signs_numbers_and_words() -> None:
    class Fixed:
        name = "fixed"

        def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
            said = ("Nilai 75", "8,5", "Σ x")[: len(crops)]
            return [ReadLine(tuple(ReadWord(word, 0, 0, 1, 1, 0.8) for word in text.split())) for text in said]

    crop = np.full((20, 60), 255, np.uint8)
    lines = [Line(crop, text, "x.pdf", 1) for text in ("Nilai 75", "8,6", "Σ x")]
    figures = measure(Fixed(), lines)
    assert figures["lines"] == 3
    assert figures["exact"] == pytest.approx(2 / 3)
    assert figures["numbers"] == 0
    assert figures["cer"] == pytest.approx(100 / 14)
    assert figures["ece"] == pytest.approx(0)
    assert figures["cpu"] >= 0


def test_the_network_gives_a_distribution_for_every_two_columns() -> None:
    torch = pytest.importorskip("torch")
    from training.network import Network, prepared  # noqa: PLC0415

    scores = Network().eval()(prepared(torch.zeros(2, 1, 32, 64)))
    assert tuple(scores.shape) == (2, 32, len(ALPHABET) + 1)
