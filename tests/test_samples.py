"""The samples are whole: each golden has both PDFs and a source, says what its PDF says, and can be built again."""

import importlib
import io
import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
import pytest

from normalizers.models import Head, Record

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NAMES = ("bekasi-2018", "dki-2018", "jatim", "jeneponto-2023", "pasuruan-2024")
PAGES = {"bekasi-2018": 1, "dki-2018": 4, "jatim": 2, "jeneponto-2023": 2, "pasuruan-2024": 2}
LARGEST_SCAN = 600_000


def golden(name: str) -> dict[str, Any]:
    loaded = json.loads((SAMPLES / "golden" / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def pdf(name: str, kind: str) -> Path:
    return SAMPLES / "pdf" / f"{name}.{kind}.pdf"


def folded(text: str) -> str:
    """Without white space and case: how a text is broken into lines is the layout's affair."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def page_texts(path: Path) -> list[str]:
    document = pdfium.PdfDocument(path)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def fonts(document: bytes) -> set[str]:
    """Names of the fonts, without the tag of the subset."""
    with pdfplumber.open(io.BytesIO(document)) as opened:
        return {sign["fontname"].rpartition("+")[2] for page in opened.pages for sign in page.chars}


def pieces(value: Any) -> list[str]:
    """The texts in a golden value that must stand in the PDF in one piece (a fraction's bar is drawn, not written)."""
    if isinstance(value, str):
        return value.split(" / ") if "100%" in value else [value]
    if isinstance(value, list):
        return [piece for item in value for piece in pieces(item["teks"] if isinstance(item, dict) else item)]
    return []


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SAMPLES))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    return importlib.import_module("build")


def test_every_sample_is_complete() -> None:
    assert sorted(path.stem for path in (SAMPLES / "golden").glob("*.json")) == sorted(NAMES)
    assert sorted(path.stem for path in (SAMPLES / "sources").glob("*.html")) == sorted(NAMES)
    expected = sorted(f"{name}.{kind}.pdf" for name in NAMES for kind in ("digital", "scan"))
    assert sorted(path.name for path in (SAMPLES / "pdf").iterdir()) == expected


@pytest.mark.parametrize("name", NAMES)
def test_golden_is_well_formed(name: str) -> None:
    truth = golden(name)
    assert truth["file"] == f"{name}.digital.pdf"
    document = truth["document"]
    assert set(document) <= set(Head.model_fields)
    assert document["tanggal"] is None or date.fromisoformat(document["tanggal"])
    nip = document["penandatangan"]["nip"]
    assert nip is None or re.fullmatch(r"\d{18}", nip)
    assert truth["records"]
    for record in truth["records"]:
        assert record["indikator"]
        assert set(record) <= set(Record.model_fields)
        assert all(set(value) == {"tahun", "teks", "nilai"} for value in record.get("target", []))


@pytest.mark.parametrize("name", NAMES)
def test_golden_says_what_the_digital_pdf_says(name: str) -> None:
    truth = golden(name)
    text = folded("".join(page_texts(pdf(name, "digital"))))
    for record in truth["records"]:
        for field, value in record.items():
            if field != "dasar_hukum":
                missing = [piece for piece in pieces(value) if folded(piece) not in text]
                assert not missing, field
    document = truth["document"]
    for field in ("judul", "instansi", "tentang", "visi", "tugas", "misi", "fungsi", "tujuan", "nomor"):
        missing = [piece for piece in pieces(document.get(field)) if folded(piece) not in text]
        assert not missing, field
    signatory = document["penandatangan"]
    assert folded(signatory["nama"] or "") in text
    assert (signatory["nip"] or "") in text


@pytest.mark.parametrize("name", NAMES)
def test_the_scan_is_small_and_holds_pictures_only(name: str) -> None:
    scan = page_texts(pdf(name, "scan"))
    assert len(scan) == len(page_texts(pdf(name, "digital"))) == PAGES[name]
    assert "".join(scan).strip() == ""
    assert pdf(name, "scan").stat().st_size < LARGEST_SCAN


@pytest.mark.parametrize("name", NAMES)
def test_the_source_still_gives_the_committed_pdf(name: str, builder: ModuleType) -> None:
    try:
        built = builder.digital(name)
    except (ImportError, OSError) as error:
        pytest.skip(f"WeasyPrint cannot load (it needs Pango, see samples/README.md): {error}")
    committed = pdf(name, "digital").read_bytes()
    if missing := fonts(committed) - fonts(built):
        pytest.skip(f"the samples' fonts are not installed (see samples/README.md): {', '.join(sorted(missing))}")
    # Other versions of fonts or libraries may move a line by a pixel; the text and its pages may not change.
    assert len(pdfium.PdfDocument(built)) == PAGES[name]
    assert builder.digital(name) == built
    if built != committed:
        new = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(built)]
        assert [folded(text) for text in new] == [folded(text) for text in page_texts(pdf(name, "digital"))]


def test_the_scanner_repeats_itself_and_the_comparison_sees_a_change(builder: ModuleType) -> None:
    scanner = importlib.import_module("scanner")
    clean = pdf("bekasi-2018", "digital").read_bytes()
    settings = scanner.Scanner(dpi=75, quality=50, seed=1)
    once = scanner.scan(clean, settings)
    assert scanner.scan(clean, settings) == once
    assert builder.differences(once, once) == []
    assert builder.differences(clean, once)
    assert builder.differences(clean, pdf("jatim", "digital").read_bytes()) == ["1 pages, now 2"]
