"""Numbers in print: one plain number, or none; never a guess between two readings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.numbers import Decimal, column_decimal, is_ambiguous, parse_number, year_jump


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4.084.357.380", 4084357380),
        ("8,5", 8.5),
        ("77.74", 77.74),
        ("1.850", 1850),
        ("10000", 10000),
        ("0", 0),
        ("0,006", 0.006),
        ("0.123", 0.123),
        ("610540.98", 610540.98),
        ("243.246,516", 243246.516),
        ("1,234,567", 1234567),
        ("1,234.5", 1234.5),
        ("100%", 100),
        ("98,63 %", 98.63),
        ("100,00%", 100.0),
        ("Rp5.294.655.000,00", 5294655000),
        ("Rp 177.792.500", 177792500),
        ("Rp. 5.000,-", 5000),
        ("-3,2", -3.2),
        ("\u22123,2", -3.2),
    ],
)
def test_one_plain_number(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["4.084.357.380", "1.850", "100%", "Rp 177.792.500"])
def test_whole_numbers_stay_whole(text: str) -> None:
    assert isinstance(parse_number(text), int)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "WTP",
        "BB",
        "N/A",
        "0,9 Angka",
        "400 Orang",
        "75-80",
        "80 - 90%",
        ">= 75",
        "≥75",
        "< 20 %",
        "Rp. 70 T",
        "1/3",
        "1.2.3",
        "12.34,5",
        "1.234.56",
        "2 (POPNAS 201)",
        "…..%",
        "#DIV/0!",
        "10 000",
        "8,",
        ",5",
        "Rp",
        "%",
        "1e5",
    ],
)
def test_no_plain_number(text: str) -> None:
    assert parse_number(text) is None
    assert not is_ambiguous(text)


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("9,154", None, None),
        ("9,154", ",", 9.154),
        ("9,154", ".", None),
        ("138.345", None, 138345),
        ("138.345", ",", 138345),
        ("138.345", ".", None),
        ("48.213%", None, None),
        ("48.213%", ",", None),
        ("48.213%", ".", 48.213),
        ("48,213%", None, 48.213),
        ("77.74", ",", 77.74),
    ],
)
def test_the_column_decides_what_a_cell_leaves_open(text: str, decimal: Decimal, value: float | None) -> None:
    assert parse_number(text, decimal) == value
    assert is_ambiguous(text, decimal) == (value is None)


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (["8,5", "7", "30,54"], ","),
        (["83,02", "89.49", "99.77"], "."),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["0,9 Angka", "1.850"], ","),
        (["8,5", "8.5"], None),
        (["1.850", "9,154", "WTP", "01.10.2018", "2018"], None),
        ([], None),
    ],
)
def test_a_columns_decimal_sign(texts: list[str], decimal: Decimal) -> None:
    assert column_decimal(texts) == decimal


@given(st.integers(0, 10**15))
def test_indonesian_thousands_come_back(value: int) -> None:
    assert parse_number(f"{value:,}".replace(",", ".")) == value


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_indonesian_decimals_come_back(whole: int, cents: int) -> None:
    text = f"{whole:,}".replace(",", ".") + f",{cents:02d}"
    assert parse_number(text) == float(f"{whole}.{cents:02d}")
    assert parse_number(f"Rp {text}") == parse_number(f"{text}%") == parse_number(text)


@given(st.text(), st.sampled_from([",", ".", None]))
def test_any_text_gives_a_number_or_none(text: str, decimal: Decimal) -> None:
    value = parse_number(text, decimal)
    assert value is None or any(sign.isdigit() for sign in text)
    assert not (is_ambiguous(text, decimal) and value is not None)


@given(st.text(alphabet="0123456789.,", max_size=12))
def test_an_ambiguous_number_is_never_given(text: str) -> None:
    if is_ambiguous(text):
        assert parse_number(text) is None


@pytest.mark.parametrize(
    ("values", "indexes"),
    [
        ([4.1, 4.2, 43, 4.4], [2]),
        ([41, 4.3, 4.4, 43], [0, 3]),
        ([7.73, 65], [1]),
        ([86.2, 8.7, 88.1], [1]),
        ([0, 120, 120, 1200], [3]),
        ([7, 65], []),
        ([10000, 27799, 27799, 27797], []),
        ([98.5, 92.1, 86.4, None, 70], []),
        ([1, 2, 4, 8, 16], []),
        ([5], []),
        ([None, None], []),
        ([], []),
    ],
)
def test_a_lost_comma_shows_in_its_row(values: list[float | None], indexes: list[int]) -> None:
    assert year_jump(values) == indexes
