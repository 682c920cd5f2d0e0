"""Dates and years in print."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_paper import VOCABULARY

from normalizers.dates import find_date, find_years

MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni"]
MONTHS += ["Juli", "Agustus", "September", "Oktober", "November", "Desember"]
DATES = st.dates(date(1945, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "found", "words"),
    [
        ("Pada tanggal : 01 Oktober 2018", date(2018, 10, 1), "01 Oktober 2018"),
        ("31 Mei 2007", date(2007, 5, 31), "31 Mei 2007"),
        ("TANGGAL : 17 FEBRUARI 2020 x", date(2020, 2, 17), "17 FEBRUARI 2020"),
        ("Bogor, 1 Pebruari 2016", date(2016, 2, 1), "1 Pebruari 2016"),
        ("2 Nopember 2017", date(2017, 11, 2), "2 Nopember 2017"),
        ("3 Agust. 2017", date(2017, 8, 3), "3 Agust. 2017"),
        ("O1 0ktober 2O18", date(2018, 10, 1), "O1 0ktober 2O18"),
        ("9 Desembcr 2022", date(2022, 12, 9), "9 Desembcr 2022"),
        ("1 Januari 201 7", date(2017, 1, 1), "1 Januari 201 7"),
        ("01-10-2018", date(2018, 10, 1), "01-10-2018"),
        ("1/2/2018", date(2018, 2, 1), "1/2/2018"),
        ("2018-10-01", date(2018, 10, 1), "2018-10-01"),
        ("31 Februari 2020, diubah 1 Maret 2020", date(2020, 3, 1), "1 Maret 2020"),
    ],
)
def test_a_date_and_its_words(text: str, found: date, words: str) -> None:
    assert find_date(text, VOCABULARY.months) == (found, words)


@pytest.mark.parametrize("words", ["31 Februari 2020", "19 Desember 2922", "32-01-2018", "1 Januari 1050"])
def test_a_date_that_no_calendar_has_is_shown_but_not_given(words: str) -> None:
    assert find_date(f"tanggal {words}.", VOCABULARY.months) == (None, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pasuruan, Januari 2024",
        "Bandung,      2017",
        "Jalan 19 Tabanan 2010",
        "3 Jull 2017",
        "Telp. 0361.81.2017",
        "188.45/478/KEP/02/2012",
        "12 bulan 2018",
    ],
)
def test_no_date(text: str) -> None:
    assert find_date(text, VOCABULARY.months) == (None, None)


@given(DATES)
def test_every_day_is_read_in_words_and_figures(day: date) -> None:
    words = f"{day.day:02d} {MONTHS[day.month - 1]} {day.year}"
    assert find_date(words, VOCABULARY.months) == find_date(f"di Kota, {words}", VOCABULARY.months) == (day, words)
    assert (
        find_date(words.upper(), VOCABULARY.months)[0]
        == find_date(f"{day.day}-{day.month}-{day.year}", VOCABULARY.months)[0]
        == day
    )


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    found, words = find_date(text, VOCABULARY.months)
    assert words is None or words in text
    assert found is None or words is not None
    assert all(1990 <= year <= 2100 for year in find_years(text))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("TAHUN 2018", [2018]),
        ("TAHUN 2018 - 2022", [2018, 2022]),
        ("2018-2022", [2018, 2022]),
        ("2021 s.d. 2026", [2021, 2026]),
        ("TAHUN 2018, Tahun 2018", [2018]),
        ("TAHUN 201 7", [2017]),
        ("TARGET\n2024", [2024]),
        ("Rp2.018.000 1.999 2018,5", []),
        ("196704151986031005 1989 2101", []),
    ],
)
def test_years(text: str, years: list[int]) -> None:
    assert find_years(text) == years
