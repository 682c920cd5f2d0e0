"""Whose document it is, of which region and for which years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.dates import find_years
from normalizers.head.decree import Decree, subject_text
from normalizers.head.notes import Notes
from normalizers.head.rows import Row
from normalizers.head.title import find_agency, find_letterhead, title_text
from normalizers.models import Region, Signatory
from normalizers.regions import best_region, find_region
from normalizers.vocabulary import Vocabulary

_CITED_YEAR = re.compile(r"\bno(?:mor)?\.?\s*:?\s*\S+\s+tahun\s+\d{4}", re.IGNORECASE)


def read_agency(
    notes: Notes, rows: Sequence[Row], decree: Decree | None, title: Sequence[Row], vocabulary: Vocabulary
) -> None:
    """After its label; in a decree from a letterhead with its region; from title, subject, letterhead."""
    words = vocabulary.head
    above = rows[: decree.start] if decree else _before(rows, title)
    letterhead = find_letterhead(above, words)
    printed = " ".join(row.text for row in letterhead)
    if decree and printed and find_region(printed, vocabulary.regions):
        notes.put_rows("instansi", printed, letterhead)
    notes.put_rows("instansi", find_agency(title_text(title) or "", words), title)
    if decree and words.within("judul", (about := subject_text(decree.subject) or "").split()) is not None:
        notes.put_rows("instansi", find_agency(about, words), decree.subject)
    notes.put_rows("instansi", printed, letterhead)


def _before(rows: Sequence[Row], title: Sequence[Row]) -> Sequence[Row]:
    start = next((index for index, row in enumerate(rows) if title and row is title[0]), 0)
    return rows[:start]


def read_period(notes: Notes, title: Sequence[Row], table_years: Sequence[int]) -> None:
    """The title's years, else the subject's, else those of the tables."""
    sources: list[tuple[str, str | Sequence[Row]]] = [
        (title_text(title) or "", title),
        (notes.values.get("tentang", ""), "tentang"),
    ]
    read = ((find_years(_CITED_YEAR.sub(" ", text)), place) for text, place in sources)
    years, place = next((found for found in read if found[0]), (list(table_years), ()))
    if years:
        notes.derive("tahun_awal", min(years), place)
        notes.derive("tahun_akhir", max(years), place)


def read_region(notes: Notes, decree: Decree | None, title: Sequence[Row], vocabulary: Vocabulary) -> None:
    """From the agency, title, decree, signing office, subject: the first that names a region decides."""
    person = notes.values.get("penandatangan", Signatory())
    official = decree.title if decree else []
    sources: list[tuple[str | None, str | Sequence[Row]]] = [
        (notes.values.get("instansi"), "instansi"),
        (title_text(title), title),
        (" ".join(row.text for row in official), official),
        (person.jabatan, "penandatangan"),
        (notes.values.get("tentang"), "tentang"),
    ]
    texts = [(text, place) for text, place in sources if text]
    unclear = None
    for text, place in texts:
        region, ambiguous = best_region([text], vocabulary.regions)
        if region is not None and not ambiguous:
            notes.derive("wilayah", region, place)
            return
        unclear = unclear or (text if ambiguous else None)
    if unclear:
        notes.doubt("wilayah", "wilayah-mendua", unclear)
        return
    central = next((place for text, place in texts if vocabulary.head.within("pusat", text.split()) is not None), None)
    if central is not None:
        notes.derive("wilayah", Region(tingkat="pusat"), central)
