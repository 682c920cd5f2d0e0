"""Shortcuts on pixels give what the plain way gives: long openings, outlines, percentiles, halves."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.outlines import parts
from extractors.raster import halved, percentile, reduced
from extractors.runs import closed, opened

seeds = st.integers(0, 10_000)


def noise(seed: int, share: float = 0.6) -> np.ndarray:
    """Ink (255) on a mask with a white margin, which is what borders are on a page."""
    mask = np.zeros((40, 120), np.uint8)
    mask[5:-5, 30:-30] = 255 * (np.random.default_rng(seed).random((30, 60)) < share)
    return mask


@given(seeds, st.integers(0, 12))
def test_runs_are_opened_and_closed_as_by_opencv(seed: int, half: int) -> None:
    mask, length = noise(seed, 0.8), 2 * half + 1
    row = np.ones((1, length), np.uint8)
    assert np.array_equal(opened(mask, length), cv2.morphologyEx(mask, cv2.MORPH_OPEN, row))
    assert np.array_equal(closed(mask, length), cv2.morphologyEx(mask, cv2.MORPH_CLOSE, row))


@given(seeds)
def test_parts_are_the_connected_components(seed: int) -> None:
    mask = noise(seed, 0.2)
    found = sorted((part.x, part.y, part.width, part.height) for part in parts(mask))
    boxes = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:, :4]
    assert found == sorted(map(tuple, boxes.tolist()))


def test_a_part_in_the_hole_of_another_is_found() -> None:
    mask = np.zeros((50, 50), np.uint8)
    cv2.rectangle(mask, (5, 5), (44, 44), 255, 1)
    cv2.circle(mask, (25, 25), 6, 255, -1)
    dot, frame = sorted(parts(mask), key=lambda part: part.width)
    assert (frame.width, dot.width) == (40, 13)
    assert dot.pixels(mask).sum() == (mask[10:40, 10:40] > 0).sum()


@given(seeds, st.sampled_from([10, 25, 50, 75]))
def test_a_percentile_is_within_a_gray_of_numpys(seed: int, share: int) -> None:
    gray = np.random.default_rng(seed).integers(0, 256, (300, 200), np.uint8)
    assert percentile(gray, share) == pytest.approx(np.percentile(gray[::3], share), abs=1.5)
    dark = np.asarray(gray < 100, np.uint8)
    assert percentile(gray, share, mask=dark) < 100
    assert percentile(gray, share, above=100) > 100
    assert percentile(gray, share, above=255) == 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (7, 2), (101, 60)])
def test_pictures_of_any_size_are_halved_and_reduced(shape: tuple[int, int]) -> None:
    gray = np.full(shape, 90, np.uint8)
    assert halved(gray).shape == (max(1, shape[0] // 2), max(1, shape[1] // 2))
    assert reduced(gray, 0.1).shape == (max(1, round(shape[0] / 10)), max(1, round(shape[1] / 10)))
    assert set(reduced(gray, 0.1).ravel().tolist()) == {90}
