"""The whole floor on made-up pages: the head's places on the paper, and what a normal table yields."""

from __future__ import annotations

import dataclasses

from head_paper import typed
from table_paper import DOCUMENT, VOCABULARY

from extractors.shapes import Extraction, Page, Source
from normalizers.normalize import Normalised, normalize

TITLE = "^INDIKATOR KINERJA UTAMA\n^DINAS PERIKANAN KABUPATEN WONOSOBO\n^TAHUN 2021 - 2026\n\nTugas   :   Mengurus ikan"


def understood(page: Page) -> Normalised:
    return normalize(Extraction(Source(DOCUMENT, 1), (page,)), VOCABULARY)


def test_the_heads_fields_have_places_on_the_paper() -> None:
    plain = typed(TITLE)
    moved = dataclasses.replace(plain, to_paper=(1.0, 0.0, 7.0, 0.0, 1.0, -3.0))
    here, there = understood(plain).provenance, understood(moved).provenance
    assert {"judul", "instansi", "wilayah", "tahun_awal", "tahun_akhir", "tugas"} == set(here)
    for name, place in here.items():
        x0, top, x1, bottom = place.bbox
        assert there[name].bbox == (x0 + 7, top - 3, x1 + 7, bottom - 3)
        assert (place.page, place.ocr_confidence) == (1, None)


def test_a_scanned_head_says_how_surely_it_was_read() -> None:
    place = understood(typed(TITLE, confidence=0.8)).provenance["tugas"]
    assert place.ocr_confidence == 0.8
