"""Dashed and dotted borders that a browser prints piece by piece are rulings."""

from extractors.dashes import dashed
from extractors.shapes import Box, Rule


def pieces(count: int, *, length: float, gap: float, thick: float = 0.75) -> list[Box]:
    step = length + gap
    return [Box(50 + step * n, 100, 50 + step * n + length, 100 + thick) for n in range(count)]


def turned(boxes: list[Box]) -> list[Box]:
    return [Box(box.top, box.x0, box.bottom, box.x1) for box in boxes]


def rounded(rules: list[Rule]) -> list[tuple[bool, float, float, float]]:
    return [(rule.horizontal, round(rule.at, 2), round(rule.start, 2), round(rule.end, 2)) for rule in rules]


def test_dashes_in_a_row_are_one_ruling() -> None:
    dashes = pieces(10, length=2.25, gap=1.6)
    assert rounded(list(dashed(dashes))) == [(True, 100.38, 50.0, 86.9)]
    assert rounded(list(dashed(turned(dashes)))) == [(False, 100.38, 50.0, 86.9)]


def test_square_dots_serve_both_ways() -> None:
    dots = pieces(10, length=0.75, gap=0.75)
    across = [Box(box.x0, box.top, box.x1, box.bottom) for box in dots]
    down = [Box(50, 100 + 1.5 * n, 50.75, 100.75 + 1.5 * n) for n in range(10)]
    found = list(dashed([*across, *down]))
    assert [rule.horizontal for rule in found] == [True, False]


def test_a_gap_parts_two_rulings_and_a_few_bullets_are_none() -> None:
    dashes = pieces(16, length=2.25, gap=1.6)
    found = rounded(list(dashed([*dashes[:7], *dashes[9:]])))
    assert [(start, end) for _, _, start, end in found] == [(50.0, 75.35), (84.65, 110.0)]
    assert list(dashed(dashes[:4])) == []
    assert list(dashed(pieces(10, length=2, gap=9))) == []
    assert list(dashed([])) == []
