"""Real layouts with one sign of ten spoilt: almost all columns right, hardly one wrong, the rest of no field."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from header_noise import CONTENT, Heading, layouts, spoilt
from table_paper import VOCABULARY

from normalizers.columns import match_columns
from normalizers.likeness import ACCEPT
from normalizers.tables import Column

LAYOUTS = layouts()
NOISE, ROUNDS = 0.1, 6
LEAST_RIGHT, MOST_WRONG = 0.97, 0.01


@dataclass
class Count:
    right: int = 0
    wrong: int = 0
    unmapped: int = 0

    @property
    def all(self) -> int:
        return self.right + self.wrong + self.unmapped


def noisy(headings: list[Heading], share: float, chance: random.Random) -> list[tuple[str, ...]]:
    """The header paths with noise; a parent over several columns is spoilt once."""
    said: dict[tuple[str, ...], str] = {}
    paths = []
    for heading in headings:
        parts = []
        for depth, text in enumerate(heading.path, start=1):
            parent = depth < len(heading.path)
            key = heading.path[:depth]
            made = said[key] if parent and key in said else spoilt(text, share, chance)
            said[key] = made
            parts.append(made)
        paths.append(tuple(part for part in parts if part.strip()))
    return paths


def matched(headings: list[Heading], paths: list[tuple[str, ...]], *, cells: bool = True) -> list[Column]:
    bodies = [CONTENT[heading.content] for heading in headings] if cells else []
    return match_columns(paths, VOCABULARY, bodies)


def is_right(heading: Heading, column: Column) -> bool:
    """The right field; a year is right, or not given, or doubted."""
    if column.field is None:
        return heading.field is None or heading.one_of_several
    return column.field == heading.field and (column.year in (heading.year, None) or "tahun-ragu" in column.doubts)


def measured(*, cells: bool) -> Count:
    count = Count()
    for seed in range(ROUNDS):
        chance = random.Random(seed)
        for headings in LAYOUTS.values():
            for heading, column in zip(
                headings, matched(headings, noisy(headings, NOISE, chance), cells=cells), strict=True
            ):
                if is_right(heading, column):
                    count.right += 1
                elif column.field is None:
                    count.unmapped += 1
                else:
                    count.wrong += 1
    return count


def test_there_are_68_layouts() -> None:
    assert len(LAYOUTS) == 68


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_is_matched_as_printed(name: str) -> None:
    headings = LAYOUTS[name]
    found = matched(headings, [heading.path for heading in headings])
    wrong = [
        (heading, column)
        for heading, column in zip(headings, found, strict=True)
        if not is_right(heading, column) or (heading.year and column.year != heading.year)
    ]
    assert not wrong


def test_spoilt_headers_over_likely_cells() -> None:
    count = measured(cells=True)
    assert count.right / count.all >= LEAST_RIGHT, count
    assert count.wrong / count.all <= MOST_WRONG, count


def test_without_cells_less_is_matched_but_nothing_more_is_wrong() -> None:
    count = measured(cells=False)
    assert count.right / count.all >= 0.94, count
    assert count.wrong / count.all <= MOST_WRONG, count


def test_what_only_the_cells_tell_is_marked() -> None:
    headings = LAYOUTS["psr-bakesbang"]
    found = matched(headings, [heading.path for heading in headings])
    named = [column for heading, column in zip(headings, found, strict=True) if not heading.path]
    assert [column.field for column in named] == ["satuan", "penanggung_jawab"]
    assert all(column.score < ACCEPT / 100 for column in named)


def test_noise_is_what_it_says() -> None:
    text = "Indikator Kinerja Utama " * 200
    assert spoilt(text, 0.0, random.Random(1)) == text
    changed = sum(a != b for a, b in zip(text, spoilt(text, 1.0, random.Random(1)), strict=False))
    assert changed > len(text) / 2
