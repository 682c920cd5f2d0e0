"""Words to lines: hyphens at the line's end, stacked fractions, underlines, sideways words, wide gaps."""

import pytest

from extractors.shapes import Box, Rule, Word
from extractors.text import compose, join_lines


def word(text: str, x: float, y: float, *, height: float = 10, confidence: float | None = None) -> Word:
    return Word(text, Box(x, y, x + 5 * len(text), y + height), confidence)


def row(text: str, x: float, y: float) -> list[Word]:
    """The words of a text, 5 points a character."""
    made = []
    for part in text.split():
        made.append(word(part, x, y))
        x += 5 * len(part) + 4
    return made


def texts(words: list[Word], bars: list[Rule] | None = None, *, cut_gaps: bool = False) -> list[str]:
    return [line.text for line in compose(words, bars or [], cut_gaps=cut_gaps)]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["mengeva-", "luasi kinerja"], "mengevaluasi kinerja"),
        (["bidang-", "bidang teknis"], "bidang-bidang teknis"),
        (["tugas-", "tugas lain"], "tugas-tugas lain"),
        (["bersama-", "sama"], "bersama-sama"),
        (["bersama-", "samanya"], "bersama-samanya"),
        (["hal-", "hal lain"], "hal-hal lain"),
        (["di-", "distribusikan"], "didistribusikan"),
        (["tekan-", "kan"], "tekankan"),
        (["kebijakan-", "kebijakannya"], "kebijakan-kebijakannya"),
        (["se-", "Jawa Timur"], "se-Jawa Timur"),
        (["non-", "ASN"], "non-ASN"),
        (["RPJMD-", "nya"], "RPJMD-nya"),
        (["pela\u00ad", "yanan"], "pelayanan"),
        (["pela\u00ad", "12 yanan"], "pela12 yanan"),
        (["bidang\u00ad", "bidang teknis"], "bidang-bidang teknis"),
        (["RPJMD\u00ad", "nya"], "RPJMD-nya"),
        (["PELAYA\u00ad", "NAN"], "PELAYANAN"),
        (["pela\u2010", "yanan"], "pelayanan"),
        (["a -", "b"], "a - b"),
        (["- satu", "- dua"], "- satu - dua"),
        (["  satu ", "", "dua\u00a0tiga"], "satu dua tiga"),
        ([], ""),
    ],
)
def test_join_lines(parts: list[str], expected: str) -> None:
    assert join_lines(parts) == expected


def test_lines_are_read_left_to_right_and_down() -> None:
    words = [*row("baris kedua", 10, 32), *row("baris pertama", 10, 20)]
    assert texts(words[::-1]) == ["baris pertama", "baris kedua"]


def test_a_subscript_or_a_comma_stays_on_its_line() -> None:
    words = [word("nilai", 10, 20), word("t", 36, 25, height=6), word(",", 42, 28, height=3), word("akhir", 50, 20)]
    assert texts(words) == ["nilai t , akhir"]


BAR = Rule(True, 50, 100, 200)


def fraction() -> list[Word]:
    return [*row("koperasi aktif", 115, 37), *row("seluruh koperasi", 110, 53)]


def test_a_fraction() -> None:
    assert texts(fraction(), [BAR]) == ["koperasi aktif / seluruh koperasi"]


@pytest.mark.parametrize("y", [37, 45, 53], ids=["beside the numerator", "at the bar", "beside the denominator"])
def test_a_suffix_follows_the_whole_fraction(y: float) -> None:
    assert texts([*fraction(), *row("x 100%", 206, y)], [BAR]) == ["koperasi aktif / seluruh koperasi x 100%"]


def test_a_prefix_goes_before_it() -> None:
    assert texts([*row("Nilai =", 50, 45), *fraction()], [BAR]) == ["Nilai = koperasi aktif / seluruh koperasi"]


def test_parts_of_several_lines() -> None:
    words = [*row("jumlah koperasi", 112, 25), *row("yang aktif", 125, 37), *row("seluruh koperasi", 110, 53)]
    assert texts(words, [BAR]) == ["jumlah koperasi yang aktif / seluruh koperasi"]


def test_text_over_and_under_a_fraction_stays_outside() -> None:
    above, below = row("Rumus yang dipakai :", 62, 10), row("dihitung setiap tahun", 62, 80)
    assert texts([*above, *fraction(), *below], [BAR]) == [
        "Rumus yang dipakai :",
        "koperasi aktif / seluruh koperasi",
        "dihitung setiap tahun",
    ]


def test_a_caption_close_above_a_fraction_is_no_part_of_it() -> None:
    assert texts([*row("Rumus :", 100, 25), *fraction()], [BAR]) == ["Rumus :", "koperasi aktif / seluruh koperasi"]


def test_two_fractions_in_one_cell() -> None:
    second = [*row("arsip tertata", 117, 97), *row("seluruh arsip", 117, 113)]
    bars = [BAR, Rule(True, 110, 100, 200)]
    assert texts([*fraction(), *second], bars) == [
        "koperasi aktif / seluruh koperasi",
        "arsip tertata / seluruh arsip",
    ]


def test_an_underline_is_no_fraction() -> None:
    words = [*row("Formulasi pengukuran", 100, 38), *row("dihitung dari jumlah koperasi yang aktif", 100, 53)]
    assert texts(words, [Rule(True, 50, 100, 200)]) == [
        "Formulasi pengukuran",
        "dihitung dari jumlah koperasi yang aktif",
    ]


def test_an_underline_of_the_last_line_is_no_fraction() -> None:
    assert texts(row("Formulasi pengukuran", 100, 38), [BAR]) == ["Formulasi pengukuran"]


def test_no_word_is_lost_at_a_bar() -> None:
    words = [*fraction(), *row("catatan panjang di kiri", 10, 45), *row("dan di kanan", 210, 45)]
    said = " ".join(texts(words, [BAR])).replace(" / ", " ").split()
    assert sorted(said) == sorted(word.text for word in words)


def test_words_read_upwards_and_downwards() -> None:
    up = [Word("Target", Box(20, 60, 30, 100), None, 3), Word("Kinerja", Box(20, 10, 30, 55), None, 3)]
    second = [Word("tahunan", Box(34, 60, 44, 100), None, 3)]
    assert texts([*second, *up[::-1]]) == ["Target Kinerja", "tahunan"]
    down = [Word("Target", Box(34, 10, 44, 50), None, 1), Word("Kinerja", Box(34, 55, 44, 95), None, 1)]
    below = [Word("tahunan", Box(20, 10, 30, 50), None, 1)]
    assert texts([*below, *down]) == ["Target Kinerja", "tahunan"]


def test_upright_words_come_before_sideways_ones() -> None:
    assert texts([Word("samping", Box(20, 10, 30, 50), None, 3), word("tegak", 60, 200)]) == ["tegak", "samping"]


def test_wide_gaps_cut_lines_outside_tables_only() -> None:
    words = [word("Instansi", 10, 20), word(":", 90, 20), word("Dinas", 120, 20), word("Sosial", 149, 20)]
    assert texts(words, cut_gaps=True) == ["Instansi", ":", "Dinas Sosial"]
    assert texts(words) == ["Instansi : Dinas Sosial"]


def test_a_line_is_as_sure_as_its_weakest_word() -> None:
    (line,) = compose([word("a", 10, 20, confidence=0.9), word("b", 20, 20, confidence=0.4)])
    assert line.confidence == 0.4
    assert compose([word("a", 10, 20)])[0].confidence is None
    assert compose([]) == ()
