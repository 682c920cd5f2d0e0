"""Headers so dark on a bilevel scan that their rulings do not show: the row below says where the columns are."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.header_tiers import part_tiers
from extractors.ink import flatten, pieces
from extractors.panels import lighten_panels
from extractors.prepared import prepare
from extractors.shapes import Box, Cell, Grid, TextLine, Word
from extractors.sideways_names import sideways_names

WIDTH, DPI = 100.0, 200


def line(*texts: tuple[str, float], top: float) -> TextLine:
    words = tuple(Word(text, Box(x, top, x + 6 * len(text), top + 8)) for text, x in texts)
    return TextLine(" ".join(text for text, _ in texts), Box.around(word.box for word in words), words)


def under(*lines: TextLine, columns: int = 5) -> Grid:
    """A table of two rows: one cell with these lines, and a row of cells."""
    head = Cell(0, 0, 1, columns, Box(0, 0, WIDTH * columns, 40), tuple(lines))
    body = [
        Cell(1, c, 1, 1, Box(WIDTH * c, 40, WIDTH * (c + 1), 60), (line(("isi", WIDTH * c + 5), top=46),))
        for c in range(columns)
    ]
    return Grid(1, 2, columns, (head, *body))


def shown(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    """Row, column, rows and columns spanned and text of the header's cells."""
    return [
        (c.row, c.column, c.rowspan, c.colspan, " ".join(one.text for one in c.lines))
        for c in grid.cells
        if c.box.bottom <= 40
    ]


def test_a_name_over_several_columns_is_a_cell_of_its_own() -> None:
    made = part_tiers(
        under(
            line(("Target", 310), ("Kinerja", 348), top=5),
            line(("Sasaran", 20), ("Indikator", 120), top=16),
            line(("2020", 230), ("2021", 335), ("2022", 440), top=28),
        )
    )
    assert shown(made) == [
        (0, 0, 2, 1, "Sasaran"),
        (0, 1, 2, 1, "Indikator"),
        (0, 2, 1, 3, "Target Kinerja"),
        (1, 2, 1, 1, "2020"),
        (1, 3, 1, 1, "2021"),
        (1, 4, 1, 1, "2022"),
    ]
    assert made.rows == 3
    assert {c.row for c in made.cells if c.box.top >= 40} == {2}


def test_a_short_name_over_three_columns_is_not_the_middle_ones() -> None:
    made = part_tiers(
        under(
            line(("Target", 332), top=5),
            line(("Sasaran", 20), ("Indikator", 120), top=16),
            line(("2020", 230), ("2021", 335), ("2022", 440), top=28),
        )
    )
    assert (0, 2, 1, 3, "Target") in shown(made)


def test_names_of_two_lines_are_no_tiers() -> None:
    beside = line(("Sasaran", 20), ("Indikator", 120), ("Satuan", 220), ("Target", 420), top=16)
    grid = under(line(("Penanggung", 315), top=10), beside, line(("Jawab", 330), top=22))
    assert part_tiers(grid) is grid


def test_running_text_over_all_columns_stays_whole() -> None:
    title = line(("INDIKATOR", 60), ("KINERJA", 120), ("UTAMA", 168), ("DINAS", 204), ("KESEHATAN", 240), top=8)
    grid = under(title, line(("TAHUN", 220), ("2020", 256), top=24))
    assert part_tiers(grid) is grid


def bilevel_header() -> np.ndarray:
    """A table of four columns under a black header; the name of the second column stands sideways."""
    page = Image.new("L", (1300, 700), 255)
    draw = ImageDraw.Draw(page)
    xs, ys = (100, 400, 480, 800, 1200), (100, 260, 360, 460, 560)
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), fill=0, width=3)
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), fill=0, width=3)
    for x in xs[:-1]:
        for y in ys[1:-1]:
            draw.text((x + 14, y + 20), "isi", fill=0, font_size=26)
    draw.rectangle((xs[0], ys[0], xs[-1], ys[1]), fill=0)
    for x, text in ((130, "Sasaran"), (520, "Indikator"), (840, "Sumber")):
        draw.text((x, 160), text, fill=255, font_size=30)
    name = Image.new("L", (140, 36), 0)
    ImageDraw.Draw(name).text((0, 0), "Satuan", fill=255, font_size=30)
    page.paste(name.rotate(90, expand=True), (422, 112))
    return np.where(np.asarray(page) > 128, 255, 0).astype(np.uint8)


def test_a_sideways_name_in_a_dark_header_is_a_line_of_its_own() -> None:
    sheet = prepare(bilevel_header(), DPI, 1, 0)
    (grid,) = sheet.grids
    assert [c.colspan for c in grid.cells if c.row == 0] == [4]
    (turned,) = [found for found in sheet.lines if found.turn]
    assert 400 < turned.x0 < turned.x1 < 480
    assert turned.y1 - turned.y0 > 80


def test_print_over_the_edge_of_a_column_is_not_taken_apart() -> None:
    picture = np.zeros((200, 900), np.uint8)
    for top in range(10, 90, 20):
        picture[top : top + 12, 270:290] = 255
    ink = pieces(picture)
    grid = under(columns=3)
    regions = np.ones(len(ink), np.intp)
    assert not list(sideways_names([grid], ink, regions, DPI))
    assert [len(own) for own in sideways_names([grid], ink, regions, 180)] == [4]


def wide_header(ground: int) -> np.ndarray:
    """A grainy table under a header of this gray, with short light names far apart, and sideways ones in wide cells."""
    page = Image.new("L", (2200, 700), 248)
    draw = ImageDraw.Draw(page)
    xs, ys = (100, 260, 1000, 1900, 2100), (100, 240, 340, 440, 540)
    draw.rectangle((xs[0], ys[0], xs[-1], ys[1]), fill=ground)
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), fill=120, width=2)
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), fill=120, width=2)
    for x, text in ((560, "Indikator"), (1400, "Formulasi")):
        draw.text((x, 150), text, fill=245, font_size=28)
    for x, text in ((160, "Satuan"), (1984, "Target")):
        name = Image.new("L", (110, 34), ground)
        ImageDraw.Draw(name).text((0, 0), text, fill=245, font_size=28)
        page.paste(name.rotate(90, expand=True), (x, 115))
    for x in xs[:-1]:
        for y in ys[1:-1]:
            draw.text((x + 14, y + 20), "isi baris", fill=30, font_size=26)
    grain = cv2.GaussianBlur(np.random.default_rng(2).normal(0, 12, (700, 2200)).astype(np.float32), (0, 0), 1.0)
    return np.clip(np.asarray(page, np.float32) + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("ground", [45, 70])
def test_the_ground_between_short_names_is_turned_with_them(ground: int) -> None:
    sheet = prepare(flatten(wide_header(ground), DPI), DPI, 1, 0)
    (grid,) = sheet.grids
    assert (grid.rows, grid.columns) == (4, 4)
    header = [line for line in sheet.lines if line.y1 < 245]
    assert len(header) == 4
    assert [line.turn > 0 for line in sorted(header, key=lambda line: line.x0)] == [True, False, False, True]
    assert np.percentile(sheet.gray[110:230, 300:540], 1) > 150


@pytest.mark.parametrize("ground", [118, 130])
def test_a_header_as_low_as_a_line_is_turned_too(ground: int) -> None:
    page = Image.new("L", (1400, 700), 248)
    draw = ImageDraw.Draw(page)
    xs = (100, 500, 900, 1300)
    for left, right, text in zip(xs, xs[1:], ("Sasaran", "Indikator", "Sumber"), strict=False):
        draw.rectangle((left + 2, 100, right - 2, 140), fill=ground)
        draw.rectangle((left + 2, 144, right - 2, 300), fill=225)
        draw.text((left + 130, 104), text, fill=248, font_size=26)
    grain = cv2.GaussianBlur(np.random.default_rng(2).normal(0, 8, (700, 1400)).astype(np.float32), (0, 0), 1.0)
    gray = np.clip(np.asarray(page, np.float32) + grain, 0, 255).astype(np.uint8)
    turned = lighten_panels(flatten(gray, DPI), DPI)
    for left in xs[:-1]:
        assert turned[102:138, left + 130 : left + 230].min() < 60
        assert np.percentile(turned[104:136, left + 20 : left + 120], 5) > 200
