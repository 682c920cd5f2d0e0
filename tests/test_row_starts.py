"""Rows that no ruling parts: told by clear white, or by numbers with the texts that begin beside them."""

from hypothesis import given
from hypothesis import strategies as st

from extractors.row_starts import Starts, consecutive, row_starts
from extractors.shapes import Box, TextLine


def column(x: float, *placed: tuple[str, float]) -> list[TextLine]:
    return [TextLine(text, Box(x, top, x + 60, top + 8)) for text, top in placed]


def test_white_between_rows_is_wider_than_the_leading() -> None:
    columns = [
        column(0, ("Mutu", 0), ("layanan", 10), ("Tertib", 30)),
        column(100, ("Indeks", 0), ("Persen", 30), ("arsip", 40)),
        column(200, ("Nilai", 0), ("%", 30)),
    ]
    assert row_starts(columns) == Starts((24.0,))


def test_where_rows_are_ruled_white_parts_paragraphs() -> None:
    columns = [column(x, ("Mutu", 0), ("layanan", 10), ("Tertib", 30)) for x in (0, 100, 200)]
    assert row_starts(columns).edges
    assert not row_starts(columns, numbered=True).edges


def test_paragraphs_of_one_cell_are_no_rows() -> None:
    columns = [
        column(0, ("Mutu", 0)),
        column(100, ("Indeks", 0), ("layanan", 10)),
        column(200, ("Rumus", 0), ("satu", 10), ("Sumber", 40), ("dua", 50)),
    ]
    assert row_starts(columns) == Starts()


def test_numbers_tell_rows_that_no_white_parts_but_not_surely() -> None:
    columns = [
        column(0, ("1", 0), ("2", 20)),
        column(100, ("Indeks", 0), ("layanan", 10), ("Persentase", 20), ("arsip", 30)),
        column(200, ("Nilai", 0), ("%", 20)),
    ]
    assert row_starts(columns) == Starts((19.0,), sure=False)


def test_numbers_beside_one_line_each_are_sure() -> None:
    columns = [column(x, ("1", 0), ("2", 10), ("3", 20)) for x in (0, 100, 200)]
    assert row_starts(columns) == Starts((9.0, 19.0))


def test_numbers_in_the_middle_of_their_rows_part_only_where_white_does() -> None:
    texts = [("a", 0), ("b", 10), ("c", 20)]
    close = [column(0, ("1", 10), ("2", 40)), *(column(x, *texts, ("d", 30), ("e", 40), ("f", 50)) for x in (100, 200))]
    assert row_starts(close) == Starts(sure=False)
    apart = [column(0, ("1", 10), ("2", 50)), *(column(x, *texts, ("d", 40), ("e", 50), ("f", 60)) for x in (100, 200))]
    assert row_starts(apart) == Starts((34.0,))


def test_a_label_and_its_value_are_no_rows() -> None:
    assert row_starts([column(0, ("1", 0), ("2", 10)), column(100, ("Tugas", 0), ("Fungsi", 10))]) == Starts()


def test_numbers_count_on_by_one() -> None:
    assert consecutive(["3.", "4.", "5."])
    assert not consecutive(["1", "3"])
    assert not consecutive(["1", "dua"])


@given(st.lists(st.integers(1, 4), min_size=2, max_size=6), st.integers(6, 30))
def test_every_row_is_found_whatever_its_height(heights: list[int], padding: int) -> None:
    tops = [sum(heights[:row]) * 10 + row * padding for row in range(len(heights))]
    columns = [
        column(
            x, *((f"t{row}.{line}", tops[row] + 10 * line) for row, high in enumerate(heights) for line in range(high))
        )
        for x in (0, 100, 200)
    ]
    edges = row_starts(columns).edges
    if all(high == 1 for high in heights):
        # Nothing tells the leading from the white between rows.
        assert edges == ()
    else:
        assert [sum(edge > top for edge in edges) for top in tops] == list(range(len(heights) - 1, -1, -1))
