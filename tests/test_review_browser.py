"""The whole way of an archivist, in a real browser and by the keyboard only: from a read folder to corrected tables."""

from __future__ import annotations

import json
from pathlib import Path

from browsing import browser_page, focused, go, needs_browser, picture, press, ready, served
from golden import compare_with
from paper import write
from playwright.sync_api import Page
from review_paper import LOST, ROWS, lost_row_pdf, truth

from normalizers.models import Document, Record
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import Digitised
from pipeline.run import run

pytestmark = needs_browser


def published(folder: Path) -> Digitised:
    lines = {name: (folder / f"{name}.jsonl").read_text("utf-8").splitlines() for name in ("documents", "records")}
    records = [json.loads(line) for line in lines["records"]]
    for record in records:
        record.pop("needs_review")
    return Digitised(
        document=Document.model_validate_json(lines["documents"][0]),
        records=[Record.model_validate(record) for record in records],
    )


def test_the_whole_way_by_keyboard(tmp_path: Path) -> None:
    folder, words = tmp_path / "out", tmp_path / "kata"
    words.mkdir()
    run([write(tmp_path / "in", iku=lost_row_pdf())], folder, workers=1)
    before = published(folder)
    assert len(before.records) == len(ROWS)
    marked = sum(len(record.review) for record in before.records)
    assert marked > 10
    with served(folder, "--vocabulary", str(words)) as address, browser_page(address) as page:
        wait_for_the_list(page)
        picture(page, "periksa-daftar")
        go(page, "Enter")
        correct_the_number(page)
        clear_ten(page)
        undo_a_slip(page)
        remap_the_column(page)
        add_the_lost_row(page)
        go(page, "Alt+t")
        assert "ditulis ulang" in page.inner_text("main")
    after = published(folder)
    compared = compare_with("iku", truth(), after)
    assert compared.wrong == ()
    assert compared.right == compared.total
    by_person = [
        record for record in after.records if any(place.by == "person" for place in record.provenance.values())
    ]
    assert len(by_person) == len(ROWS) + 1
    number = next(record for record in after.records if record.target[0].nilai == 9.154)
    assert number.provenance["target.2019"].by == "person"
    assert "Bagaimana Mengisi" in (words / "kolom.csv").read_text("utf-8")
    assert ("formulasi", "bagaimanamengisi") in Vocabulary.load(words).headers


def wait_for_the_list(page: Page) -> None:
    """The list is made while the page is up already."""
    for _ in range(100):
        if page.locator("a.main").count():
            return
        page.wait_for_timeout(200)
        page.reload()
        ready(page)
    raise AssertionError(page.inner_text("main"))


def confirm_until(page: Page, text: str) -> None:
    """Confirms what comes before: values of the random sample, which depends on the bytes of the document."""
    for _ in range(5):
        if focused(page) == text:
            return
        go(page, "Enter")
    assert focused(page) == text


def correct_the_number(page: Page) -> None:
    """The most valuable ones come first: 9,154 has two meanings, and Tab leads to the number."""
    confirm_until(page, "9,154")
    assert page.locator("#kertas rect.here").count() == 1
    picture(page, "periksa-nilai")
    press(page, "Tab")
    page.keyboard.type("9,154")
    go(page, "Enter")


def clear_ten(page: Page) -> None:
    for _ in range(10):
        confirm_until(page, "Bidang Arsip")
        go(page, "Enter")
    confirm_until(page, "Bidang Arsip")


def undo_a_slip(page: Page) -> None:
    """Typed into the wrong field, and taken back."""
    page.keyboard.type("salah ketik")
    go(page, "Enter")
    go(page, "Alt+z")
    assert focused(page) == "Bidang Arsip"


def remap_the_column(page: Page) -> None:
    go(page, "Alt+k")
    while page.evaluate("document.activeElement.value") != "kolom_lain.Bagaimana Mengisi":
        press(page, "ArrowDown")
    press(page, "Tab")
    page.keyboard.type("Formulasi")
    picture(page, "periksa-kolom")
    press(page, "Tab", "Tab", "Space", "Tab")
    go(page, "Enter")
    assert focused(page) == "jumlah orang"


def add_the_lost_row(page: Page) -> None:
    """The box begins below the last row; the arrows make it as tall as the lost one."""
    go(page, "Alt+b")
    press(page, *["Shift+ArrowDown"] * 20)
    go(page, "Enter")
    assert focused(page) == LOST[0]
    picture(page, "periksa-baris")
    go(page, "Alt+Enter")
    assert focused(page) == LOST[0]
