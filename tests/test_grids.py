"""Rulings to cells: spans, broken and doubled rulings, open sides, and what is no table."""

import pytest

from extractors.grids import build_grids, inner_bars, merge
from extractors.shapes import Box, Grid, Rule


def across(at: float, start: float = 100, end: float = 400) -> Rule:
    return Rule(True, at, start, end)


def down(at: float, start: float = 50, end: float = 140) -> Rule:
    return Rule(False, at, start, end)


#: Three columns (100, 200, 300, 400) and three rows (50, 80, 110, 140).
FRAME = [*(across(y) for y in (50, 80, 110, 140)), *(down(x) for x in (100, 200, 300, 400))]


def shape(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells]


def only(rules: list[Rule]) -> Grid:
    (grid,) = build_grids(rules, 7)
    return grid


def without(*gone: Rule) -> list[Rule]:
    return [rule for rule in FRAME if rule not in gone]


def test_a_full_grid() -> None:
    grid = only(FRAME)
    assert (grid.page, grid.rows, grid.columns, grid.quality) == (7, 3, 3, 1.0)
    assert shape(grid) == [(row, column, 1, 1) for row in range(3) for column in range(3)]
    assert grid.cells[4].box == Box(200, 80, 300, 110)
    assert grid.box == Box(100, 50, 400, 140)


def test_a_cell_merged_down_and_one_merged_across() -> None:
    rules = [*without(across(110), down(300)), across(110, 200, 400), down(300, 80, 140)]
    grid = only(rules)
    assert (0, 1, 1, 2) in shape(grid)
    assert (1, 0, 2, 1) in shape(grid)
    assert len(grid.cells) == 7


def test_a_cell_merged_both_ways() -> None:
    rules = [*without(across(80), down(200)), across(80, 300, 400), down(200, 110, 140)]
    assert (0, 0, 2, 2) in shape(only(rules))


def test_a_merge_that_a_broken_ruling_makes_no_rectangle_is_cut() -> None:
    rules = [*without(down(200)), down(200, 80, 140), *without()][:-8]
    rules = [*[r for r in rules if r != across(80)], across(80, 200, 400)]
    cells = only(rules).cells
    covered = [
        (r, c) for k in cells for r in range(k.row, k.row + k.rowspan) for c in range(k.column, k.column + k.colspan)
    ]
    assert sorted(covered) == [(r, c) for r in range(3) for c in range(3)], "every place once, none twice"


def test_worn_rulings_still_part_two_cells_and_lower_the_quality() -> None:
    worn = [across(80, 100, 180), across(80, 195, 290), across(80, 310, 400)]
    grid = only([*without(across(80)), *worn])
    assert len(grid.cells) == 9
    assert grid.quality < 1


def test_a_ruling_gone_for_the_most_part_parts_nothing() -> None:
    assert (0, 0, 2, 1) in shape(only([*without(across(80)), across(80, 100, 130), across(80, 200, 400)]))


def test_rulings_drawn_twice_or_a_little_askew_are_one() -> None:
    grid = only([*FRAME, *(across(y + 1.2) for y in (50, 80, 110, 140)), down(201.5, 79, 141)])
    assert (grid.rows, grid.columns) == (3, 3)


def test_an_open_left_side_is_closed() -> None:
    grid = only(without(down(100)))
    assert grid.columns == 3
    assert grid.box.x0 == 100


def test_a_table_open_on_both_sides_keeps_its_outer_columns() -> None:
    grid = only(without(down(100), down(400)))
    assert [round(cell.box.x0) for cell in grid.cells if cell.row == 0] == [100, 200, 300]


@pytest.mark.parametrize(
    "rules",
    [
        [across(50), across(80)],
        [across(50), across(140), down(100), down(400)],
        [across(50, 100, 130), across(60, 100, 130), down(100, 50, 60), down(115, 50, 60), down(130, 50, 60)],
        [across(50), down(600), across(140), down(700)],
        [],
    ],
    ids=["two lines", "a frame", "a tick box", "nothing crosses", "nothing"],
)
def test_what_is_no_table(rules: list[Rule]) -> None:
    assert build_grids(rules, 1) == []


def test_two_tables_come_from_top_to_bottom() -> None:
    lower = [Rule(r.horizontal, r.at + 200, r.start, r.end) if r.horizontal else down(r.at, 250, 340) for r in FRAME]
    first, second = build_grids([*lower, *FRAME], 1)
    assert (first.box.top, second.box.top) == (50, 250)


def test_a_fraction_bar_makes_no_row() -> None:
    assert only([*FRAME, across(95, 220, 280)]).rows == 3


def test_a_fraction_bar_that_touches_one_side_makes_no_row() -> None:
    assert only([*FRAME, across(95, 200, 280)]).rows == 3
    assert only([*FRAME, across(95, 215, 300)]).rows == 3


def test_merge_closes_small_gaps_only() -> None:
    assert merge([across(50, 0, 10), across(50, 13, 20), across(50, 30, 40), across(51, 12, 16)]) == [
        Rule(True, pytest.approx(50, abs=0.6), 0, 20),  # type: ignore[arg-type]
        Rule(True, pytest.approx(50, abs=0.6), 30, 40),  # type: ignore[arg-type]
    ]
    assert merge([]) == []


def test_inner_bars_touch_no_side() -> None:
    cell = Box(200, 80, 300, 110)
    inside, touching, edge = across(95, 220, 280), across(95, 200.5, 280), across(80, 220, 280)
    assert inner_bars([inside, touching, edge, down(250, 85, 105)], cell) == [inside]
