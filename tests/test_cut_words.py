"""Edges of cells that run through words are doubted; narrow columns are not."""

from dataclasses import replace

import pytest

from extractors.cut_words import doubt_cut_words
from extractors.shapes import Box, Cell, Grid, TextLine, Word

EDGE, HEIGHT, LINES = 200.0, 8.0, 6


def line(text: str, x0: float, x1: float, top: float) -> TextLine:
    box = Box(x0, top, x1, top + HEIGHT)
    return TextLine(text, box, (Word(text, box, 0.99),))


def grid(white: float, *, lines: int = LINES, ragged: float = 0.0) -> Grid:
    """One row of three cells; lines of the first two stand `white` points apart, every other one `ragged` more."""
    tops = [10.0 + 10 * number for number in range(lines)]
    left = tuple(
        line("permo", 150, EDGE - white / 2 - ragged * (number % 3 > 0), top) for number, top in enumerate(tops)
    )
    right = tuple(line("honan", EDGE + white / 2, 250, top) for top in tops)
    bottom = 20.0 + 10 * lines
    cells = (
        Cell(0, 0, 1, 1, Box(100, 0, EDGE, bottom), left),
        Cell(0, 1, 1, 1, Box(EDGE, 0, 300, bottom), right),
        Cell(0, 2, 1, 1, Box(300, 0, 400, bottom), (line("dinas", 310, 340, 10.0),)),
    )
    return replace(EMPTY, cells=cells)


EMPTY = Grid(1, 1, 3, ())


def doubted(found: Grid) -> list[bool]:
    return [cell.inferred for cell in doubt_cut_words(found).cells]


@pytest.mark.parametrize("white", [-2.0, 0.0, 2.0])
def test_both_sides_of_an_edge_through_words_are_doubted(white: float) -> None:
    assert doubted(grid(white)) == [True, True, False]


def test_columns_with_little_white_between_them_are_believed() -> None:
    assert doubted(grid(0.38 * HEIGHT)) == [False] * 3


def test_a_column_whose_lines_seldom_reach_its_side_is_believed() -> None:
    assert doubted(grid(0.0, ragged=10.0)) == [False] * 3


def test_few_lines_prove_nothing() -> None:
    assert doubted(grid(0.0, lines=3)) == [False] * 3
