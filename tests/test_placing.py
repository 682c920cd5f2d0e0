"""Words into cells: each into the smallest that holds its middle, however many are placed together."""

from hypothesis import given
from hypothesis import strategies as st

from extractors.placing import TOGETHER, smallest
from extractors.shapes import Box, Word

boxes = st.builds(
    lambda x, y, width, height: Box(x, y, x + width, y + height),
    *(st.integers(0, 9), st.integers(0, 9), st.integers(0, 5), st.integers(0, 5)),
)


@given(st.lists(boxes, max_size=8), st.lists(boxes, max_size=6))
def test_a_word_goes_into_the_smallest_box_around_its_middle(places: list[Box], cells: list[Box]) -> None:
    words = [Word("a", box) for box in places]
    by_size = sorted(range(len(cells)), key=lambda number: cells[number].width * cells[number].height)
    holding = [[n for n in by_size if cells[n].holds(word.box.x, word.box.y)] for word in words]
    assert list(smallest(words, cells)) == [next(iter(found), None) for found in holding]


def test_more_words_than_are_placed_together() -> None:
    words = [Word("a", Box(number, 0, number + 1, 1)) for number in range(2 * TOGETHER + 3)]
    assert list(smallest(words, [Box(0, 0, 2, 2), Box(-9, 0, 5000, 2)])) == [0, 0, *[1] * (len(words) - 2)]
