"""Borders as thick as Word draws them are rulings on scans; a column of row numbers is no sideways print."""

import io

import numpy as np
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from extractors.ocr.lines import LineReader, ReadLine
from extractors.raster import Pixels
from extractors.scan import ScanPage, read_scan

DPI = 200


class Blind(LineReader):
    """Reads nothing: only the rulings and the lines count here."""

    name = "blind"

    def read(self, lines: list[Pixels]) -> list[ReadLine]:
        """An empty line for each."""
        return [ReadLine() for _ in lines]


def scanned(style: list[tuple[object, ...]], rows: list[list[str]]) -> ScanPage:
    sink = io.BytesIO()
    table = Table(rows, colWidths=[40, 200, 200, 100], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *style]))
    SimpleDocTemplate(sink, pagesize=landscape(A4), invariant=1).build([table])
    picture = pypdfium2.PdfDocument(sink.getvalue())[0].render(scale=DPI / 72, grayscale=True).to_numpy()
    return read_scan(np.ascontiguousarray(picture.squeeze()), DPI, 1, Blind())


ROWS = [["No", "Sasaran", "Indikator", "Target"], *([str(n), "Mutu layanan", "Indeks", "80"] for n in range(1, 7))]


@pytest.mark.parametrize("points", [0.5, 1.5, 3.0, 4.5])
def test_borders_of_any_usual_thickness(points: float) -> None:
    frame = [("INNERGRID", (0, 0), (-1, -1), 0.7, "black"), ("BOX", (0, 0), (-1, -1), points, "black")]
    (grid,) = scanned([*frame, ("LINEBELOW", (0, 0), (-1, 0), min(points, 3.0), "black")], ROWS).grids
    assert (grid.rows, grid.columns, len(grid.cells)) == (7, 4, 28)


def test_numbers_one_above_the_other_are_lines_of_their_own() -> None:
    borders = [("BOX", (0, 0), (-1, -1), 0.7, "black"), ("LINEBELOW", (0, 0), (-1, 0), 0.7, "black")]
    verticals = [("LINEAFTER", (0, 0), (-2, -1), 0.7, "black")]
    page = scanned([*borders, *verticals], ROWS)
    first = [box for box in page.unread if page.grids[0].cells[4].box.holds(box.x, box.y)]
    assert len(first) == len(ROWS) - 1
