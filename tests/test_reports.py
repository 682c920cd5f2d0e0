"""What consolidation writes: the workbook's types, a page that stands alone, pictures of the right pages."""

from __future__ import annotations

import io
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
from paper import iku_pdf, write
from PIL import Image
from published_paper import BANDUNG, document, publish, record

from normalizers.models import Value
from pipeline.consolidate.story import consolidate
from pipeline.reports.charts import Series, bars, lines, number
from pipeline.reports.checks_table import checks_table
from pipeline.reports.page import report_page
from pipeline.reports.workbook import consolidated_workbook
from pipeline.reports.writing import write_reports
from pipeline.run import run

IKU = Path(sys.executable).with_name("iku")
A = document("a", judul="INDIKATOR KINERJA UTAMA", tahun_akhir=2020)
B = document("b", wilayah=BANDUNG, instansi="DINAS BANDUNG")
TARGETS = [Value(tahun=2018, teks="81,5", nilai=81.5), Value(tahun=2019, teks="WTP", nilai=None)]
TARGETS.append(Value(tahun=2020, teks="90", nilai=90))
EVIL = '=HYPERLINK("x")<script>alert(1)</script>'


class Links(HTMLParser):
    """Collects what a page would fetch, and the tags in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_workbook_has_its_sheets_numbers_and_filters(tmp_path: Path) -> None:
    rows = [record(A, 1, target=TARGETS, satuan="Unit", satuan_baku="unit"), record(B, 1, sasaran=EVIL)]
    book = openpyxl.load_workbook(io.BytesIO(consolidated_workbook(consolidate([publish(tmp_path, [A, B], rows)]))))
    assert book.sheetnames == ["Katalog", "Wilayah x Indikator x Tahun", "Temuan", "Usulan", "Perubahan", "Sumber"]
    values = [[cell.value for cell in row] for row in book["Wilayah x Indikator x Tahun"]]
    assert values[0][-3:] == ["2018", "2019", "2020"]
    assert values[1][-3:] == [81.5, "WTP", 90]
    assert [row[2] for row in values[1:]] == ["Kota Bekasi", "Kota Bandung"]
    for name in book.sheetnames:
        assert book[name].freeze_panes == "B2"
        assert book[name].auto_filter.ref
    assert {"U02", "X01"} <= {row[0].value for row in book["Temuan"]}
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_the_page_stands_alone_and_printed_text_is_no_markup(tmp_path: Path) -> None:
    rows = [record(A, 1, target=TARGETS, indikator=EVIL), record(B, 1, satuan="Yo", satuan_baku=None)]
    page = Links(text := report_page(consolidate([publish(tmp_path, [A, B], rows)]), {}))
    assert page.fetched == []
    assert "script" not in page.tags
    assert {"svg", "table", "details"} <= set(page.tags)
    assert "Kota Bandung" in text
    assert "U01 Satuan tidak dikenal" in text


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    folder = publish(tmp_path / "out", [A, B], [record(A, 1, target=TARGETS), record(B, 1, indikator="Nilai AKIP")])
    for name in ("1", "2"):
        write_reports(consolidate([folder]), tmp_path / name)
    names = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert {"report.html", "consolidated.xlsx", "usulan.csv", "katalog.csv", "temuan.csv"} <= set(names)
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_the_command_draws_the_pages_of_unchanged_sources(tmp_path: Path) -> None:
    source = write(tmp_path / "in", a=iku_pdf(), b=iku_pdf())
    run([source], tmp_path / "out", workers=1)
    command = [IKU, "consolidate", tmp_path / "out", "--sources", source]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    output = tmp_path / "out" / "konsolidasi"
    pictures = Links((output / "report.html").read_text("utf-8")).fetched
    assert pictures
    assert all(Image.open(output / name).format == "JPEG" for name in pictures)


def test_charts_hold_every_point_and_survive_flat_and_single_values() -> None:
    assert lines([Series("x", [(2018, 5.0), (2019, 5.0)])]).count("<circle") == 2
    assert lines([Series("<a>", [(2018, 0.0), (2020, 4e9)])]).count("&lt;a&gt;") >= 2
    assert bars([("a", 3), ("b", 0)]).count("<rect") == 2
    assert bars([]).startswith("<svg")
    assert [number(value) for value in (4084357380, 8.5, 0.125, 100)] == ["4.084.357.380", "8,5", "0,12", "100"]


def test_the_table_of_checks_in_the_guide_is_that_of_the_list() -> None:
    guide = Path(__file__).parent.parent / "docs" / "konsolidasi.md"
    assert checks_table() in guide.read_text("utf-8")
