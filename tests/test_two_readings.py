"""No number of a scan is believed on one reading alone: from the words on the paper to the marks of the document.

Nothing else may stand in the way: the chances here say that everything is right, and the threshold accepts everything.
"""

from __future__ import annotations

import re
from dataclasses import replace
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from table_paper import VOCABULARY, lines, ruled, sheet

from extractors.shapes import Cell, Extraction, Grid, Page, Source, TextLine, Word
from normalizers.confidence.calibration import Calibration, Scorecard, calibration
from normalizers.normalize import Normalised, normalize
from normalizers.settings import JudgingSettings

HEADER = ("No", "Sasaran", "Indikator Kinerja Utama", "Satuan", "Target 2024", "Formulasi", "Lokasi")
SURE = Scorecard(99.0, {}, ((0.0, 0.9999), (99.0, 0.99999)))
NUMBER = st.from_regex(r"[1-9][0-9]{0,3}(,[0-9]{1,2})?", fullmatch=True)
#: What the second reader says of a word: the same, nothing, something else, or it was not asked.
SECOND = st.sampled_from(["same", "nothing", "other", "unasked"])


def seen(word: Word, second: str) -> Word:
    other = {"same": word.text, "nothing": "", "other": re.sub(r"\d", "8", word.text) + "1", "unasked": None}[second]
    return replace(word, confidence=0.9999, second=other)


def scanned(grid: Grid, seconds: dict[tuple[int, int], str]) -> Grid:
    def cell(old: Cell) -> Cell:
        second = seconds.get((old.row, old.column), "same")
        made = tuple(replace(line, words=tuple(seen(word, second) for word in line.words)) for line in old.lines)
        return replace(old, lines=made)

    return replace(grid, cells=tuple(cell(old) for old in grid.cells))


def understood(page: Page) -> Normalised:
    table: Calibration = replace(calibration(), values=SURE, head=SURE)
    extraction = Extraction(Source("0" * 64, 1), (page,), announced=1)
    names = ("judge", "heads", "whole")
    patches = [patch(f"normalizers.confidence.{name}.calibration", lambda: table) for name in names]
    for one in patches:
        one.start()
    try:
        return normalize(extraction, VOCABULARY, JudgingSettings(accept=0, audit=0))
    finally:
        for one in patches:
            one.stop()


@settings(max_examples=60, deadline=None)
@given(st.data(), st.lists(st.tuples(NUMBER, NUMBER, NUMBER, NUMBER), min_size=1, max_size=4))
def test_every_number_that_one_reading_gives_alone_is_marked(
    data: st.DataObject, values: list[tuple[str, str, str, str]]
) -> None:
    rows = [
        [f"{n}", f"Mutu {one} naik", f"Jumlah kapal {two}", "unit", three, f"kapal / {four} x 100", f"dermaga {one}"]
        for n, (one, two, three, four) in enumerate(values, start=1)
    ]
    places = [(row, column) for row in range(1, len(rows) + 1) for column in range(1, 7)]
    seconds = {place: data.draw(SECOND) for place in places}
    meaning = understood(replace(sheet(scanned(ruled([HEADER, *rows]), seconds)), kind="scan", dpi=300))
    assert len(meaning.records) == len(rows)
    keys = {1: "sasaran", 2: "indikator", 4: "target.2024", 5: "formulasi", 6: "kolom_lain.Lokasi"}
    for number, record in enumerate(meaning.records, start=1):
        marked = {mark.field for mark in record.review if mark.reason == "angka-tak-sepakat"}
        alone = {key for column, key in keys.items() if seconds[number, column] != "same"}
        # Where the second reader sees a number in a word without one, that is marked too.
        hidden = {"satuan"} if seconds[number, 3] == "other" else set()
        assert marked == alone | hidden


def test_a_year_that_nothing_confirms_is_marked_and_one_between_its_neighbours_is_not() -> None:
    names = ("No", "Indikator Kinerja Utama", "Satuan", "Target 2024")
    rows = [["1", "Jumlah kapal", "unit", "5"], ["2", "Jumlah dermaga", "unit", "7"]]
    alone = understood(sheet(scanned(ruled([names, *rows]), {(0, 3): "other"})))
    assert [[mark.reason for mark in record.review] for record in alone.records] == [["tahun-ragu"], ["tahun-ragu"]]
    wider = [(*names, "Target 2025"), *([*row, "9"] for row in rows)]
    proven = understood(sheet(scanned(ruled(wider), {(0, 3): "other"})))
    assert [record.review for record in proven.records] == [[], []]


@settings(deadline=None)
@given(SECOND)
def test_a_number_in_the_head_is_believed_only_where_two_readings_agree(second: str) -> None:
    text = ("Ditetapkan di Tabanan", "pada tanggal 9 Januari 2024", "KEPALA DINAS ARSIP", "", "", "", "BUDI CONTOH")
    made: list[TextLine] = []
    for place, line in enumerate([*text, "NIP. 19691231 199903 1 015"]):
        made += [
            replace(found, words=tuple(seen(word, second) for word in found.words))
            for found in lines(line, 300, 100 + 14 * place, 0.9999)
        ]
    meaning = understood(replace(sheet(), lines=tuple(made), kind="scan", dpi=300))
    assert meaning.head.penandatangan.nip == "196912311999031015"
    marked = {mark.field for mark in meaning.review if mark.reason == "angka-tak-sepakat"}
    assert marked == (set() if second == "same" else {"tanggal", "penandatangan.nip"})
