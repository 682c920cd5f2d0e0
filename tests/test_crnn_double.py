"""Two readers: which lines are read twice, and what becomes of agreement and dispute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from extractors.errors import SetupError
from extractors.ocr import double
from extractors.ocr.double import DISPUTED, TOLERATED, DoubleReader, Look, looks, open_double_reader, settle, verified
from extractors.ocr.lines import ReadLine, ReadWord
from extractors.raster import Pixels


@dataclass
class Scripted:
    """A reader that says what it was told to, by the crop's first value."""

    said: dict[int, ReadLine]
    name: str = "scripted"
    asked: list[int] = field(default_factory=list)

    def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
        self.asked += [int(crop[0, 0]) for crop in crops]
        return [self.said[int(crop[0, 0])] for crop in crops]


def line(text: str, confidence: float = 0.95) -> ReadLine:
    return ReadLine(
        tuple(
            ReadWord(word, 10.0 * index, 0, 10.0 * index + 8, 20, confidence) for index, word in enumerate(text.split())
        )
    )


#: Of a word that both read alike, and that ours gave the 0.95 that `line` gives.
VERIFIED = verified(0.95)


def confidences(read: ReadLine) -> dict[str, float]:
    return {word.text: word.confidence for word in read.words}


def test_only_what_a_slip_would_cost_is_read_twice() -> None:
    ours = {
        0: line("Persentase koperasi aktif"),
        1: line("Tahun 2021"),
        2: line("%"),
        3: line("koperasi aktif", 0.5),
        4: ReadLine(),
    }
    second = Scripted(dict(ours) | {1: line("2021")})
    reader = DoubleReader("both", Scripted(ours), second)
    read = reader.read([np.full((4, 40), index, np.uint8) for index in ours])
    assert second.asked == [1, 2, 3, 4]
    assert read[0] == ours[0]
    assert confidences(read[1]) == {"Tahun": 0.95, "2021": VERIFIED}


def test_a_stretch_is_cut_in_the_gaps_beside_it() -> None:
    assert looks(line("a b koperasi"), 100) == []
    assert looks(line("UU 25 Tahun 1992"), 100) == [Look(1, 2, 9, 19), Look(3, 4, 29, 100)]
    assert looks(line("2021 - 2024 koperasi"), 100) == [Look(0, 1, 0, 9), Look(2, 3, 19, 29)]
    assert looks(line("12 34 ,"), 100) == [Look(0, 2, 0, 19)]
    assert looks(line("12 ,"), 100) == [Look(0, 2, 0, 100)]


def test_a_stretch_in_dispute_leaves_the_words_around_it_alone() -> None:
    reader = DoubleReader("both", Scripted({0: line("Tahun 2021 dan 9,1 persen")}), Scripted({0: line("2021")}))
    read = reader.read([np.zeros((4, 60), np.uint8)])[0]
    assert read.text == "Tahun 2021 dan 9,1 persen"
    assert confidences(read) == {"Tahun": 0.95, "2021": VERIFIED, "dan": 0.95, "9,1": DISPUTED, "persen": 0.95}


def test_a_dispute_with_what_ours_is_sure_of_is_looked_at_again_in_its_line() -> None:
    @dataclass
    class Hasty:
        """Reads a scrap wrongly, a whole line rightly."""

        name: str = "hasty"

        def read(self, crops: Sequence[Pixels]) -> list[ReadLine]:
            return [line("tahun 2021 ini" if crop.shape[1] == 60 else "202") for crop in crops]

    def read(text: str, confidence: float) -> dict[str, float]:
        reader = DoubleReader("both", Scripted({0: line(text, confidence)}), Hasty())
        return confidences(reader.read([np.zeros((4, 60 if " " in text else 40), np.uint8)])[0])

    assert read("tahun 2021 ini", 0.95) == {"tahun": 0.95, "2021": VERIFIED, "ini": 0.95}
    assert read("2021", 0.95) == read("2021", 0.7) == {"2021": DISPUTED}


def test_what_both_read_alike_is_verified_spaces_aside() -> None:
    read = settle(line("≥ 75 %", 0.7), line("75%", 0.8))
    assert read.text == "≥ 75 %"
    assert confidences(read) == {"≥": 0.7, "75": verified(0.7), "%": verified(0.7)}


def test_agreement_leaves_a_part_of_the_doubt_and_never_adds_any() -> None:
    values = [verified(each / 20) for each in range(21)]
    assert values == sorted(values)
    assert all(each / 20 <= value <= 1 for each, value in enumerate(values))
    assert 0.5 < verified(0.5) < 1


def test_only_the_disputed_word_is_doubted() -> None:
    read = settle(line("realisasi 9,1 persen"), line("realisasi 91 persen"))
    assert read.text == "realisasi 9,1 persen"
    assert confidences(read) == {"realisasi": VERIFIED, "9,1": DISPUTED, "persen": VERIFIED}


def test_what_only_the_other_reads_casts_doubt_on_its_neighbour() -> None:
    assert confidences(settle(line("27799"), line("27799 4"))) == {"27799": DISPUTED}
    assert confidences(settle(line("27799"), line("27799 oe"))) == {"27799": TOLERATED}
    assert confidences(settle(line("27799", 0.8), line("27799 oe"))) == {"27799": DISPUTED}


def test_signs_that_the_other_cannot_read_are_no_dispute() -> None:
    read = settle(line("Σ koperasi – 2"), line("£ koperasi - 2"))
    assert confidences(read) == {"Σ": 0.95, "koperasi": VERIFIED, "–": VERIFIED, "2": VERIFIED}


def test_a_number_in_dispute_is_doubted_however_sure_ours_is() -> None:
    for ours, theirs in (("4890);", "4390);"), ("9,1", "91"), ("91", "9,1"), ("9,1", "9.1"), ("51)", "S1)")):
        assert confidences(settle(line(ours, 0.99), line(theirs))) == {ours: DISPUTED}, ours


def test_a_word_that_ours_is_sure_of_stands_against_the_other() -> None:
    assert confidences(settle(line("Daerah; 2", 0.97), line("Daerah, 2"))) == {
        "Daerah;": TOLERATED,
        "2": verified(0.97),
    }
    assert confidences(settle(line("4890);", 0.97), line("4890),"))) == {"4890);": TOLERATED}
    assert confidences(settle(line("Daerah; 2", 0.7), line("Daerah, 2"))) == {
        "Daerah;": DISPUTED,
        "2": verified(0.7),
    }


def test_one_reader_alone_is_not_believed() -> None:
    nothing = ReadLine()
    assert confidences(settle(line("Kali"), nothing)) == {"Kali": DISPUTED}
    assert confidences(settle(nothing, line("Kali", 0.97))) == {"Kali": DISPUTED}
    assert settle(nothing, line("oe", 0.7)) == nothing


def test_each_reader_stands_in_where_the_other_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: str) -> Scripted:
        raise SetupError("tidak ada")

    monkeypatch.setattr(double, "open_crnn", lambda: Scripted({}, "ours"))
    monkeypatch.setattr(double, "open_reader", lambda *_: Scripted({}, "theirs"))
    assert open_double_reader().name == "ours + theirs"
    monkeypatch.setattr(double, "open_reader", missing)
    assert open_double_reader().name == "ours"
    monkeypatch.setattr(double, "open_crnn", missing)
    with pytest.raises(SetupError):
        open_double_reader()
    monkeypatch.setattr(double, "open_reader", lambda *_: Scripted({}, "theirs"))
    assert open_double_reader().name == "theirs"
