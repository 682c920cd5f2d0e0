"""What the page reads again of a scan that lies on its side: a drawn box, a cell by the other reader, cells upright."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from review_paper import lost_row_pdf
from review_room import Visitor, visit

from pipeline.review.pictures import Sheet
from pipeline.review.reading import text_of, words_in
from pipeline.run import run


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    folder = tmp_path_factory.mktemp("scan")
    (folder / "in").mkdir()
    upright = pypdfium2.PdfDocument(lost_row_pdf())[0].render(scale=200 / 72).to_pil().convert("L")
    upright.rotate(90, expand=True).save(folder / "in" / "miring.png", dpi=(200, 200))
    run([folder / "in"], folder / "out", workers=1)
    return visit(folder / "out")


def test_a_scan_on_its_side_is_shown_upright(room: Visitor) -> None:
    sheet = room.client.get(f"/lembar/{room.document}/1").json()
    assert sheet["turned"] == 1
    assert sheet["height"] > sheet["width"]
    cell = Image.open(
        io.BytesIO(room.client.get(f"/potongan/{room.document}/{room.records[0]}?field=indikator").content)
    )
    assert cell.width > 3 * cell.height


def test_the_second_reading_is_of_the_cell(room: Visitor) -> None:
    page = room.client.get(f"/bacaan-kedua/{room.document}/{room.records[0]}?field=indikator").text
    assert "Persentase" in page


def test_a_box_without_known_words_is_read_by_ocr(room: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = room.desk
    sheet = desk.pictures.sheet(room.document, 1)
    assert sheet is not None
    # The lost row, 420 to 465 points below the upright page's top; the page lies turned to the left.
    box = (425.0, sheet.height - 400.0, 470.0, sheet.height - 195.0)
    known = text_of(words_in(desk.memory, desk.pictures, room.document, 1, box))
    monkeypatch.setattr(desk.memory, "extraction", lambda _id: None)
    read = words_in(desk.memory, desk.pictures, room.document, 1, box)
    assert "unit kerja" in " ".join(word.text for word in read) or "unit kerja" in text_of(read)
    assert all(box[0] - 2 <= word.box.x <= box[2] + 2 and box[1] - 2 <= word.box.y <= box[3] + 2 for word in read)
    assert "unit kerja" in known


def test_the_words_of_a_drawn_row_find_their_columns(room: Visitor) -> None:
    page = room.client.get(f"/baris-baru/{room.document}/1?dekat={room.records[-1]}").text
    edges = {
        name: float(re.search(rf'name="{name}" value="([-\d.]+)"', page)[1]) for name in ("x0", "top", "x1", "bottom")
    }  # type: ignore[index]
    # On a page that lies turned to the left, what is below on the upright page is to the right.
    edges["x1"] += 40
    answer = room.post("/baca-kotak", document=room.document, page=1, behind=room.records[-1], **edges).text
    found = dict(re.findall(r'name="sel\.([^"]+)"[^>]*>([^<]*)<', answer))
    assert (found["indikator"], found["target.2019"]) == ("Persentase unit kerja yang patuh", "75")


def test_a_place_turned_and_turned_back_is_the_same() -> None:
    for turned in range(4):
        sheet = Sheet(600, 800, turned)
        assert sheet.back.upright(sheet.upright((10, 20, 50, 90))) == (10, 20, 50, 90)


def test_a_box_over_nothing_reads_nothing(room: Visitor) -> None:
    assert words_in(room.desk.memory, room.desk.pictures, room.document, 1, (5, 5, 6, 6)) == []
    assert words_in(room.desk.memory, room.desk.pictures, room.document, 9, (0, 0, 100, 100)) == []


def test_the_file_is_not_needed_to_answer(room: Visitor, tmp_path: Path) -> None:
    (entry,) = room.desk.memory.entries()
    moved = tmp_path / "miring.png"
    entry.source.rename(moved)
    try:
        assert room.answer(room.records[0], "satuan", "Orang").status_code == 200
    finally:
        moved.rename(entry.source)
