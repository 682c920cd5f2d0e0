"""Which texts are doubted, and by which code."""

import csv
from pathlib import Path

import pytest
from table_paper import VOCABULARY

import normalizers
from extractors.shapes import Box
from normalizers.confidence.calibration import calibration
from normalizers.doubts import codes, value_codes
from normalizers.tables import Column, Entry, Spot


def entry(text: str, confidence: float | None = None, **more: bool) -> Entry:
    return Entry((text,), (Spot(1, Box(0, 0, 10, 10), confidence),), **more)


@pytest.mark.parametrize(
    ("name", "found", "expected"),
    [
        ("formulasi", entry("jumlah kapal baik x 100% jumlah kapal"), ["pecahan-tanpa-garis"]),
        ("formulasi", entry("jumlah kapal baik 100% x jumlah kapal"), ["pecahan-tanpa-garis"]),
        ("formulasi", entry("jumlah korban x 10.000 jumlah anak"), ["pecahan-tanpa-garis"]),
        ("formulasi", entry("jumlah kematian / jumlah kelahiran x 100.000"), []),
        ("formulasi", entry("luas panen x 12"), []),
        ("formulasi", entry("jumlah kapal baik / jumlah kapal x 100%"), []),
        ("formulasi", entry("kapal baik dibagi semua kapal x 100"), []),
        ("indikator", entry("Kapal baik x 100% kapal"), []),
        ("sasaran", entry("Meningkatnya mutu"), []),
        ("sasaran", entry("12,5"), ["isi-janggal"]),
        ("sasaran", entry("persen"), ["isi-janggal"]),
        ("satuan", entry("Meningkatnya mutu layanan kapal rakyat"), ["isi-janggal"]),
        ("formulasi", entry("NTP = X 100 It : Ib"), ["pecahan-tanpa-garis"]),
        ("sasaran", entry("Meningkatnya 4 mutu", 0.95), []),
        ("satuan", entry("Yo", 0.95), ["satuan-ragu"]),
        ("satuan", entry("%", 0.95), []),
        ("formulasi", entry("(£ kapal baik / £ kapal) x 100%", 0.95), ["tanda-rumus"]),
        ("alasan", entry("Sesuai (cid:12)", None), ["huruf-tak-dikenal"]),
        ("alasan", entry("", None, unread=True), ["tinta-tak-terbaca"]),
    ],
)
def test_doubts_about_a_text(name: str, found: Entry, expected: list[str]) -> None:
    assert codes(name, found, None, VOCABULARY) == expected


def test_a_header_that_hardly_matches_or_was_hardly_read_is_doubted() -> None:
    likely, weak = Column(("Satuan",), "satuan", None, 1.0, 0.4), Column(("Sotuon",), "satuan", None, 0.76, 0.3)
    assert codes("satuan", entry("unit"), likely, VOCABULARY) == []
    assert codes("satuan", entry("unit"), weak, VOCABULARY) == ["kolom-ragu"]
    assert codes("target", entry("8"), Column(("2024",), "target", 2024, 1.0, 1.0, (), 0.6), VOCABULARY) == [
        "tahun-ragu"
    ]
    for confidence, expected in ((0.4, ["kolom-ragu"]), (0.97, []), (None, [])):
        unknown = Column(("kiIRI-",), None, None, 0.3, 0.1, (), confidence)
        assert codes("kolom_lain.kiIRI-", entry("67"), unknown, VOCABULARY) == expected


@pytest.mark.parametrize(
    ("text", "confidence", "expected"),
    [
        ("82,5", None, []),
        ("WTP", None, []),
        ("75-80", None, []),
        ("9,154", None, ["angka-mendua"]),
        ("27799 oe", 0.9, ["angka-tak-jelas"]),
        ("27799 buah", None, []),
    ],
)
def test_doubts_about_a_number(text: str, confidence: float | None, expected: list[str]) -> None:
    assert value_codes(entry(text, confidence), None) == expected


def test_every_code_with_a_sentence_is_one_that_the_program_gives() -> None:
    root = Path(normalizers.__file__).parents[1]
    with (root / "normalizers" / "vocabulary" / "alasan_tinjau.csv").open(encoding="utf-8", newline="") as file:
        known = {row["kode"] for row in csv.DictReader(file)}
    source = "\n".join(
        p.read_text("utf-8")
        for folder in ("normalizers", "extractors", "pipeline")
        for p in (root / folder).rglob("*.py")
    )
    given = set(calibration().reasons.values())
    assert {code for code in known - given if f'"{code}"' not in source} == set()
    assert given <= known
