"""The samples, end to end: born-digital PDFs must be read exactly, scans as well as Tesseract reads them."""

import shutil
from concurrent.futures import ProcessPoolExecutor

import pytest
from golden import NAMES, SAMPLES, Compared, compare

from pipeline.digitise import Digitised, digitise

#: Share of the values of all scanned samples that must be right, and the likeness from which on a text is right.
LEAST_RIGHT, ALIKE = 0.93, 0.97


def scanned(name: str) -> Digitised:
    return digitise(SAMPLES / "pdf" / f"{name}.scan.pdf")


@pytest.fixture(scope="session")
def scans() -> dict[str, Digitised]:
    """All scanned samples, read once; two at a time."""
    if shutil.which("tesseract") is None:
        pytest.fail("Tesseract is missing: `make setup` says how to install it (iku doctor checks it).")
    with ProcessPoolExecutor(max_workers=2) as workers:
        return dict(zip(NAMES, workers.map(scanned, NAMES), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_digital_sample_is_read_exactly(name: str) -> None:
    found = compare(name, digitise(SAMPLES / "pdf" / f"{name}.digital.pdf"))
    assert found.total > 40
    assert not found.wrong, "\n".join(found.wrong)


@pytest.mark.parametrize("name", NAMES)
def test_no_record_of_a_digital_sample_is_left_to_review(name: str) -> None:
    said = digitise(SAMPLES / "pdf" / f"{name}.digital.pdf")
    doubted = {mark.field for record in said.records for mark in record.review}
    assert not doubted
    assert (said.document.ocr_pages, said.document.engine) == (0, None)


def test_the_scans_are_read_well(scans: dict[str, Digitised]) -> None:
    found = sum((compare(name, said, ALIKE) for name, said in scans.items()), Compared(0, 0, ()))
    assert found.total > 300
    share = found.right / found.total
    assert share >= LEAST_RIGHT, f"{share:.1%} of {found.total} values are right; wrong:\n" + "\n".join(found.wrong)


def test_a_scan_has_as_many_records_as_its_table(scans: dict[str, Digitised]) -> None:
    assert {name: len(said.records) for name, said in scans.items()} == {
        "bekasi-2018": 5, "dki-2018": 7, "jatim": 7, "jeneponto-2023": 4, "pasuruan-2024": 6,
    }  # fmt: skip


def test_scans_say_how_surely_each_field_was_read(scans: dict[str, Digitised]) -> None:
    for said in scans.values():
        assert said.document.ocr_pages == said.document.pages
        assert said.document.engine
        places = [place for record in said.records for place in record.provenance.values()]
        assert all(place.ocr_confidence is not None for place in places if place.text)


def test_the_comparison_sees_what_is_wrong() -> None:
    said = digitise(SAMPLES / "pdf" / "jatim.digital.pdf")
    first = said.records[0]
    changed = first.model_copy(update={"indikator": "Persentase Koperasi Aktip", "satuan": "%"})
    found = compare("jatim", Digitised(document=said.document, records=[changed, *said.records[2:]]))
    missing = len([line for line in found.wrong if "[2]" in line])
    assert missing >= 5, "the record that was left out"
    assert sum("[1]" in line for line in found.wrong) == 2
    assert compare("jatim", Digitised(document=said.document, records=[changed, *said.records[1:]]), 0.9).wrong == (
        "jatim [1] satuan: None dibaca '%'",
    )
