"""The pixel half of the scan path, on pictures drawn here: straightening, rulings, stamps, panels, segments."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFile, ImageFont

import extractors.raster
from extractors.errors import DocumentError
from extractors.grids import build_grids
from extractors.ink import binarise, flatten, pieces
from extractors.mending import mend
from extractors.panels import lighten_panels
from extractors.raster import load_image, to_gray
from extractors.rulings import Rulings, find_rulings
from extractors.segments import find_lines, passed_over
from extractors.shapes import Rule
from extractors.stamps import fade_stamps
from extractors.straighten import first_look, skew_angle, straighten

DPI = 200
TEXT = "Meningkatnya kualitas pelayanan publik dan akuntabilitas kinerja"


def font(points: float = 11, dpi: int = DPI) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """DejaVu Sans where it is installed, else Pillow's own scalable font."""
    try:
        return ImageFont.truetype("DejaVuSans.ttf", round(points * dpi / 72))
    except OSError:
        return ImageFont.load_default(points * dpi / 72)


def text_page(width: int = 1200, height: int = 800, lines: int = 14) -> Image.Image:
    page = Image.new("L", (width, height), 245)
    draw = ImageDraw.Draw(page)
    for number in range(lines):
        draw.text((100, 60 + 45 * number), TEXT, fill=20, font=font())
    return page


def table_page() -> np.ndarray:
    """Three columns, three rows; first row spans two columns; a fraction with its bar in the last cell."""
    page = Image.new("L", (1300, 800), 250)
    draw = ImageDraw.Draw(page)
    for y in (100, 200, 400, 600):
        draw.line((100, y, 1200, y), fill=10, width=3)
    for x, top in ((100, 100), (400, 200), (800, 100), (1200, 100)):
        draw.line((x, top, x, 600), fill=10, width=3)
    draw.text((120, 130), "Sasaran Strategis", fill=10, font=font())
    draw.text((820, 440), "Unit aktif", fill=10, font=font())
    draw.line((820, 486, 1010, 486), fill=10, width=2)
    draw.text((820, 494), "Unit semua", fill=10, font=font())
    return np.asarray(page)


def rulings_of(gray: np.ndarray) -> Rulings:
    return find_rulings(gray, binarise(gray, DPI), DPI)


@pytest.mark.parametrize("angle", [-4.0, -0.7, 0.0, 1.3, 3.2])
def test_skew_of_a_known_angle(angle: float) -> None:
    # PIL turns counter-clockwise for positive angles; a page turned clockwise has a positive skew.
    page = np.asarray(text_page().rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor=245))
    assert skew_angle(flatten(page, DPI), DPI) == pytest.approx(angle, abs=0.1)


def test_straightening_leads_back_to_the_picture() -> None:
    page = Image.new("L", (900, 600), 255)
    ImageDraw.Draw(page).rectangle((700, 100, 709, 109), fill=0)
    for turned in range(4):
        straight = straighten(np.asarray(page), DPI, turned)
        rows, columns = np.nonzero(straight.pixels < 128)
        a, b, c, d, e, f = straight.to_picture
        x, y = columns.mean() + 0.5, rows.mean() + 0.5
        assert (a * x + b * y + c, d * x + e * y + f) == pytest.approx((705, 105), abs=1.0)


def test_a_page_on_its_side_is_seen_as_such() -> None:
    page = np.asarray(text_page())
    assert first_look(page, DPI).sideways < 0.25
    assert first_look(np.ascontiguousarray(np.rot90(page)), DPI).sideways > 0.75
    assert first_look(np.full((500, 400), 255, np.uint8), DPI).sideways == 0.5


def test_straightening_a_blank_page_leaves_it_alone() -> None:
    straight = straighten(np.full((500, 400), 255, np.uint8), DPI, 0)
    assert (straight.skew, straight.pixels.shape) == (0.0, (500, 400))


def test_rulings_spans_and_a_fraction_bar() -> None:
    found = rulings_of(table_page())
    grids = build_grids(found.rules, 1)
    assert len(grids) == 1
    assert sorted((cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grids[0].cells) == [
        (0, 0, 1, 2), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1),
    ]  # fmt: skip
    bars = [rule for rule in found.rules if rule.horizontal and rule.length < 100]
    assert len(bars) == 1
    assert bars[0].at == pytest.approx(486.5 * 72 / DPI, abs=1.0)
    assert (bars[0].start, bars[0].end) == pytest.approx((820 * 72 / DPI, 1010 * 72 / DPI), abs=2.0)


def test_erasing_rulings_leaves_the_letters() -> None:
    page = table_page()
    found = rulings_of(page)
    letters = binarise(page, DPI)[130:180, 110:390]
    assert np.array_equal(found.erased[130:180, 110:390], letters)
    # All that is left around the bar is the two lines of text.
    assert not found.erased[484:490, 810:1020].any()
    assert found.erased[440:480, 820:1010].any()
    assert found.erased[494:530, 820:1010].any()


def test_a_stroke_that_crosses_a_ruling_survives() -> None:
    page = Image.new("L", (1000, 400), 255)
    draw = ImageDraw.Draw(page)
    draw.line((50, 200, 950, 200), fill=0, width=3)
    draw.line((500, 188, 500, 214), fill=0, width=4)
    found = rulings_of(np.asarray(page))
    assert len(found.rules) == 1
    assert found.erased[190:212, 498:502].any(axis=1).all()


def test_a_stamp_is_no_ruling_and_text_is_none() -> None:
    page = text_page()
    ImageDraw.Draw(page).ellipse((500, 300, 820, 620), outline=60, width=6)
    assert rulings_of(np.asarray(page)).rules == ()


def test_hairlines_too_pale_to_be_ink_are_found() -> None:
    noise = np.random.default_rng(1).normal(0, 2, (600, 1000))
    page = np.clip(np.full((600, 1000), 245.0) + noise, 0, 255)
    page[300, 100:900] -= 25
    found = rulings_of(page.astype(np.uint8))
    assert [round(rule.at * DPI / 72) in {300, 301} for rule in found.rules] == [True]


def test_worn_rulings_are_mended_but_not_through_print() -> None:
    def frame(middle: list[tuple[float, float]]) -> tuple[Rule, ...]:
        outer = [Rule(True, at, 50, 350) for at in (50, 150)] + [Rule(False, at, 50, 150) for at in (50, 200, 350)]
        return (*outer, *(Rule(True, 100, start, end) for start, end in middle))

    blank = np.zeros((600, 1200), np.uint8)
    mended = [rule for rule in mend(frame([(50, 120), (190, 350)]), blank, DPI) if rule.at == 100]
    assert min(rule.start for rule in mended) == 50
    assert any(rule.start <= 50 and rule.end >= 190 for rule in mended)
    printed = blank.copy()
    printed[270:290, 400:450] = 255
    kept = [rule for rule in mend(frame([(50, 120), (190, 350)]), printed, DPI) if rule.at == 100]
    assert sorted(round(rule.end) for rule in kept) == [120, 350]


def test_a_fraction_bar_is_never_prolonged() -> None:
    rules = (*(Rule(False, at, 50, 150) for at in (50, 200)), *(Rule(True, at, 50, 200) for at in (50, 150)))
    for start in (80, 53):
        bar = Rule(True, 100, start, 170)
        assert bar in mend((*rules, bar), np.zeros((600, 1200), np.uint8), DPI)


def test_a_pale_round_stamp_goes_and_the_print_under_it_stays() -> None:
    clean = np.asarray(text_page(lines=4))
    stamped = Image.fromarray(clean)
    ImageDraw.Draw(stamped).ellipse((300, 130, 600, 430), outline=150, width=6)
    page = np.minimum(np.asarray(stamped), clean)
    faded = fade_stamps(page, binarise(page, DPI), DPI)
    before = int((page < 180).sum() - (clean < 180).sum())
    after = int((faded < 180).sum() - (clean < 180).sum())
    assert before > 2000
    assert after < 0.15 * before
    assert ((clean < 60) <= (faded < 60)).all()


def test_pale_print_is_no_stamp() -> None:
    page = Image.new("L", (1200, 800), 255)
    ImageDraw.Draw(page).text((100, 100), TEXT, fill=20, font=font())
    ImageDraw.Draw(page).multiline_text((100, 200), "\n".join([TEXT[:24]] * 6), fill=150, font=font())
    gray = np.asarray(page)
    assert np.array_equal(fade_stamps(gray, binarise(gray, DPI), DPI), gray)


def test_a_coloured_stamp_pales_but_coloured_print_stays() -> None:
    page = Image.new("RGB", (1200, 800), "white")
    draw = ImageDraw.Draw(page)
    draw.text((100, 100), TEXT, fill=(0, 0, 255), font=font())
    draw.text((100, 160), TEXT, fill=(220, 0, 0), font=font())
    draw.ellipse((400, 300, 700, 600), outline=(130, 60, 190), width=8)
    gray = to_gray(np.asarray(page), DPI)
    assert gray[100:130].min() < 60
    assert gray[160:190].min() < 90
    assert gray[290:610].min() > 150


def header(ground: int, letters: int) -> Image.Image:
    """A header row of two cells on gray, and a shaded row with black letters below it."""
    page = Image.new("L", (1200, 600), 245)
    draw = ImageDraw.Draw(page)
    draw.rectangle((100, 100, 1100, 170), fill=ground, outline=10, width=3)
    draw.line((600, 100, 600, 170), fill=10, width=3)
    draw.text((150, 115), "SASARAN STRATEGIS", fill=letters, font=font())
    draw.text((700, 115), "INDIKATOR KINERJA", fill=letters, font=font())
    draw.rectangle((100, 170, 1100, 230), fill=190, outline=10, width=3)
    draw.text((150, 180), "Tujuan 1: Mewujudkan", fill=20, font=font())
    return page


@pytest.mark.parametrize("ground", [40, 90, 110, 140, 165])
def test_white_print_on_a_dark_cell_is_turned(ground: int) -> None:
    gray = lighten_panels(flatten(np.asarray(header(ground, 245)), DPI), DPI)
    assert np.median(gray[105:165, 110:590]) > 200
    assert gray[115:150, 150:400].min() < 60
    assert gray[115:150, 700:950].min() < 60
    assert np.median(gray[180:220, 500:1090]) > 200
    assert gray[180:220, 150:400].min() < 90
    # The ruling between the two cells stays, unless it is hardly darker than its ground.
    assert ground < 80 or (np.median(gray[110:160, 600:602]) < 130)


def test_light_print_in_a_header_of_steps_is_turned_to_ink() -> None:
    page = Image.new("L", (1200, 800), 245)
    draw = ImageDraw.Draw(page)
    draw.polygon([(100, 100), (1100, 100), (1100, 170), (600, 170), (600, 240), (100, 240)], fill=150)
    for x, y in ((150, 150), (700, 115)):
        draw.text((x, y), "Indikator", fill=245, font=font())
    draw.text((700, 185), "Target", fill=20, font=font())
    gray = lighten_panels(flatten(np.asarray(page), DPI), DPI)
    for rows, columns in ((slice(140, 200), slice(150, 300)), (slice(110, 160), slice(700, 850))):
        assert np.median(gray[rows, columns]) > 200
        assert gray[rows, columns].min() < 60
    assert gray[185:230, 700:800].min() < 60
    # The edge of the dark cells parts them from the light ones, in one line.
    rules = find_rulings(gray, binarise(gray, DPI), DPI).rules
    assert sum(rule.horizontal and abs(rule.at * DPI / 72 - 170) < 8 for rule in rules) == 1


def test_black_print_on_a_shaded_cell_stays() -> None:
    gray = lighten_panels(flatten(np.asarray(header(150, 15)), DPI), DPI)
    assert np.median(gray[105:165, 110:590]) > 200
    assert gray[115:150, 150:400].min() < 60


def test_a_dark_border_goes_and_a_dark_cell_inside_stays() -> None:
    page = np.full((800, 1000), 240, np.uint8)
    page[:, :60] = 30
    page[400:460, 300:900] = 60
    flat = flatten(page, DPI)
    assert flat[:, :40].min() > 200
    assert flat[410:450, 310:890].max() < 170


def test_lines_are_found_with_dots_and_cut_at_wide_gaps() -> None:
    page = Image.new("L", (1200, 400), 255)
    draw = ImageDraw.Draw(page)
    draw.text((100, 50), "indikator kinerja", fill=0, font=font())
    draw.text((700, 50), "jumlah", fill=0, font=font())
    draw.text((100, 100), "18", fill=0, font=font())
    draw.text((300, 100), "22", fill=0, font=font())
    draw.point([(900, 300), (905, 340)], fill=0)
    ink = pieces(binarise(np.asarray(page), DPI))
    lines = find_lines(ink, np.zeros(len(ink), np.intp), set(), DPI)
    assert sorted((line.x0 // 50, line.y0 // 50) for line in lines) == [(2, 1), (2, 2), (6, 2), (13, 1)]
    first = min(lines, key=lambda line: (line.y0 // 50, line.x0))
    letters_of = np.isin(ink.labels, first.members + 1)
    assert letters_of[45:90, 90:600].sum() == (ink.labels[45:90, 90:600] > 0).sum()


def test_letters_of_two_lines_that_touch_are_parted() -> None:
    page = Image.new("L", (1200, 300), 255)
    draw = ImageDraw.Draw(page)
    draw.text((100, 50), "pagu jumlah", fill=0, font=font())
    draw.text((100, 88), "hasil lama", fill=0, font=font())
    draw.line((110, 70, 110, 110), fill=0, width=4)
    ink = pieces(binarise(np.asarray(page), DPI))
    lines = find_lines(ink, np.zeros(len(ink), np.intp), set(), DPI)
    assert len(lines) == 2


def encoded(image: Image.Image, kind: str, **settings: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()


def test_images_with_and_without_a_believable_resolution() -> None:
    page = Image.new("L", (1654, 2339), 255)
    assert load_image(encoded(page, "PNG", dpi=(200, 200)))[0][1] == 200
    # 72 dots an inch would be a sheet of 58 cm: it is a default, not a measurement.
    assert load_image(encoded(page, "JPEG", dpi=(72, 72)))[0][1] == pytest.approx(198, abs=2)
    assert load_image(encoded(page, "PNG"))[0][1] == pytest.approx(198, abs=2)


def test_all_pages_of_a_tiff_and_square_pixels_for_a_fax() -> None:
    pages = [Image.new("1", (1728, 1145), 1) for _ in range(3)]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(204, 98), compression="group4")
    loaded = load_image(data)
    assert [dpi for _, dpi in loaded] == [204, 204, 204]
    assert loaded[0][0].shape[0] == pytest.approx(1145 * 204 / 98, abs=2)


def test_pages_of_a_tiff_are_unpacked_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five hundred of them together would not fit into memory."""
    unpacked = []
    frame = extractors.raster._frame
    monkeypatch.setattr(extractors.raster, "_frame", lambda image: unpacked.append(image) or frame(image))
    pages = [Image.new("1", (400, 600), 1) for _ in range(3)]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    for number, _ in enumerate(extractors.raster.image_pages(data), start=1):
        assert len(unpacked) == number


def test_transparent_paper_is_white() -> None:
    assert load_image(encoded(Image.new("RGBA", (800, 1100), (0, 0, 0, 0)), "PNG"))[0][0].min() == 255


@pytest.mark.parametrize("data", [b"", b"not an image", b"\x89PNG\r\n\x1a\n broken"])
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        load_image(data)


def test_truncated_image_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # WeasyPrint, which builds the samples, allows truncated images for the whole process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    data = encoded(Image.fromarray(np.random.default_rng(0).integers(0, 255, (400, 400), np.uint8)), "PNG")
    with pytest.raises(DocumentError):
        load_image(data[: len(data) // 2])


def test_opencv_draws_what_we_think() -> None:
    page = np.full((100, 100), 255, np.uint8)
    cv2.circle(page, (50, 50), 10, 0, -1)
    ink = pieces(binarise(page, DPI))
    assert (len(ink), ink.width[0], ink.height[0]) == (1, 21, 21)


def run_together() -> Image.Image:
    """Lines of text, of whose first word all letters touch, as on a coarse copy: one piece of ink."""
    page = text_page(lines=4)
    ImageDraw.Draw(page).rectangle((100, 80, 290, 84), fill=20)
    return page


def test_a_word_that_has_run_together_is_of_its_line() -> None:
    gray = np.asarray(run_together(), np.uint8)
    ink = pieces(binarise(gray, DPI))
    word = int(np.argmax(ink.width))
    assert ink.width[word] > 8 * ink.height[word] / 1.5
    first = min(find_lines(ink, np.zeros(len(ink), np.intp), set(), DPI), key=lambda line: line.y0)
    assert word in first.members


def test_ink_as_large_as_a_word_that_no_line_took_is_not_forgotten() -> None:
    ink = pieces(binarise(np.asarray(run_together(), np.uint8), DPI))
    inside, outside = np.ones(len(ink), np.intp), np.zeros(len(ink), np.intp)
    large = int(np.argmax(ink.width))
    lines = find_lines(ink, inside, set(), DPI)
    assert list(passed_over(ink, inside, lines, DPI)) == []
    assert large in passed_over(ink, inside, [], DPI)
    assert list(passed_over(ink, outside, [], DPI)) == []


@pytest.mark.parametrize(("bowl", "sides"), [(False, 3), (True, 2)])
def test_a_side_as_low_as_a_line_is_found_and_stems_under_one_another_are_none(bowl: bool, sides: int) -> None:
    page = np.full((400, 900), 250, np.uint8)
    cv2.rectangle(page, (100, 100), (800, 300), 20, 2)
    # A row of 0.3 inches with a side in its middle: one stroke, or one that a letter touches.
    cv2.line(page, (100, 240), (800, 240), 20, 2)
    cv2.line(page, (450, 240), (450, 300), 20, 3)
    if bowl:
        cv2.circle(page, (455, 270), 5, 20, -1)
    verticals = [rule for rule in rulings_of(page).rules if not rule.horizontal]
    assert len(verticals) == sides
