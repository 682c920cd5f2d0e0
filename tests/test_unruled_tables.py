"""Tables of white space alone: found under a header that names every column, and nowhere else."""

import io

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from extractors.extract import extract
from extractors.placing import place
from extractors.shapes import Box, Grid, Word
from extractors.unruled_tables import unruled_tables
from normalizers.vocabulary import Vocabulary
from pipeline.digitise import understand

LEFTS = (40.0, 80.0, 300.0, 520.0, 620.0)
HEADER = ("No", "Sasaran Strategis", "Indikator Kinerja", "Satuan", "Target 2023")
ROWS = (
    (("1",), ("Meningkatnya mutu layanan", "arsip daerah"), ("Indeks Kepuasan", "Masyarakat"), ("Indeks",), ("82,5",)),
    (("2",), ("Meningkatnya tertib", "administrasi"), ("Persentase arsip tertata",), ("%",), ("90",)),
    (("3",), ("Meningkatnya minat baca",), ("Indeks kegemaran membaca", "masyarakat"), ("Indeks",), ("61,2",)),
)  # fmt: skip


def line(y: float, *placed: tuple[str, float]) -> list[Word]:
    words = []
    for text, left in placed:
        x = left
        for part in text.split():
            words.append(Word(part, Box(x, y, x + 5 * len(part), y + 9)))
            x += 5 * len(part) + 3
    return words


def table(*, numbers: bool = True, top: float = 100.0) -> list[Word]:
    first = 0 if numbers else 1
    words = line(top, *zip(HEADER[first:], LEFTS[first:], strict=True))
    y = top + 20
    for row in ROWS:
        for cell, x in list(zip(row, LEFTS, strict=True))[first:]:
            for place_, text in enumerate(cell):
                words += line(y + 11 * place_, (text, x))
        y += 11 * max(map(len, row)) + 7
    return words


def said(grid: Grid) -> list[list[str]]:
    return [
        [" ".join(line.text for line in cell.lines) for cell in grid.cells if cell.row == row]
        for row in range(grid.rows)
    ]


@pytest.mark.parametrize("numbers", [True, False])
def test_columns_and_rows_come_from_the_white(numbers: bool) -> None:
    title = line(60, ("INDIKATOR KINERJA UTAMA DINAS KEARSIPAN KABUPATEN SLEMAN", 200))
    place_ = line(230, ("Sleman, 12 Januari 2023", 500))
    (grid,), outside = place(1, [*title, *table(numbers=numbers), *place_], [], [])
    expected = [list(HEADER), *([" ".join(cell) for cell in row] for row in ROWS)]
    assert said(grid) == [row if numbers else row[1:] for row in expected]
    assert outside[0].text.startswith("INDIKATOR")
    assert outside[-1].text == "Sleman, 12 Januari 2023"


def nothing(words: list[Word]) -> bool:
    return not list(unruled_tables(words, []))


def test_a_list_of_laws_is_no_table() -> None:
    words = line(100, ("Mengingat", 40), (":", 110), ("1.", 125), ("Undang-Undang Nomor 25 Tahun 2004", 145))
    for number in range(2, 7):
        words += line(90 + 15 * number, (f"{number}.", 125), ("Peraturan Pemerintah Nomor 8", 145), ("Tahun 2006", 400))
    assert nothing(words)


def test_labels_and_values_are_no_table() -> None:
    names = ("Nama Organisasi", "Tugas", "Fungsi", "Tujuan")
    words = [
        word
        for number, name in enumerate(names, start=1)
        for word in line(80 + 15 * number, (str(number), 40), (name, 60), (":", 200), ("Dinas Kesehatan", 215))
    ]
    assert nothing(words)


def test_a_table_of_contents_without_a_header_is_no_table() -> None:
    words = [
        word
        for number in range(1, 8)
        for word in line(80 + 15 * number, (str(number), 40), ("Pendahuluan", 60), (str(3 * number), 500))
    ]
    assert nothing(words)


def test_signatures_side_by_side_are_no_table() -> None:
    words = line(100, ("Pihak Kedua", 60), ("Mengetahui", 260), ("Saksi", 400), ("Pihak Pertama", 520))
    for y in (160, 172, 184):
        words += line(y, ("Budi Santoso", 60), ("Sri Lestari", 260), ("Wahyu", 400), ("Endah Purwati", 520))
    assert nothing(words)


def test_a_text_over_one_of_several_years_makes_no_guess() -> None:
    lefts = (40.0, 80.0, 300.0, 400.0, 500.0)
    header = ("No", "Indikator", "2021", "2022", "2023")
    words = [*line(88, ("Target", 398)), *line(98, *zip(header, lefts, strict=True))]
    for number in range(1, 5):
        words += line(100 + 20 * number, *zip((str(number), "Indeks layanan", "80", "81", "82"), lefts, strict=True))
    assert nothing(words)


def test_what_other_tables_took_is_left_alone() -> None:
    assert list(unruled_tables(table(), []))
    assert not list(unruled_tables(table(), [Box(0, 0, 800, 600)]))


def test_a_page_of_it_gives_records() -> None:
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=landscape(A4), invariant=1)
    height = landscape(A4)[1]
    canvas.drawCentredString(420, height - 50, "INDIKATOR KINERJA UTAMA DINAS KEARSIPAN KABUPATEN SLEMAN")
    canvas.setFont("Helvetica", 9)
    y = height - 100
    for row in (tuple((text,) for text in HEADER), *ROWS):
        for cell, x in zip(row, LEFTS, strict=True):
            for place_, text in enumerate(cell):
                canvas.drawString(x, y - 11 * place_, text)
        y -= 11 * max(map(len, row)) + 8
    canvas.save()
    records = understand(extract(sink.getvalue()), Vocabulary.load(None)).records
    assert [record.indikator for record in records] == [" ".join(row[2]) for row in ROWS]
    assert [record.target[0].nilai for record in records] == [82.5, 90, 61.2]
    assert not any(record.needs_review for record in records)
