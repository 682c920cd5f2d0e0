"""Tables to an Excel workbook that people can open as it is: frozen header, filters, widths, numbers as numbers.

Text is always written as text, and its cells are formatted as text: one that begins with "=", "+", "-" or "@" is no
formula, also after someone has edited it, and no sign of it is changed.
"""

from __future__ import annotations

import io
import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

#: Widest and narrowest column, in letters; the rows that its width is measured on.
_WIDEST, _NARROWEST, _MEASURED = 60, 8, 200
#: Height of a line in points, and the lines beyond which a row does not grow.
_LINE, _MOST_LINES = 15, 8
#: Excel's number of the paper.
_A3 = 8
#: Excel's limit for the text of one cell.
_MOST_TEXT = 32_767
_CUT = " ... [dipotong: batas sel Excel; teks utuh ada di records.jsonl]"
#: Set beforehand, so that the same tables give the same bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name (31 letters at most), its columns' titles, its rows; `note` stands above the header."""

    name: str
    titles: Sequence[str]
    rows: Iterable[Sequence[Any]]
    note: str = ""


def of_frame(name: str, frame: pd.DataFrame, titles: Mapping[str, str] | None = None) -> Sheet:
    """A sheet of a table; `titles` names columns for people."""
    shown = [(titles or {}).get(str(column), str(column)) for column in frame.columns]
    return Sheet(name, shown, frame.itertuples(index=False, name=None))


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The workbook's bytes; rows are written one by one, so that a large sheet needs little memory."""
    sink = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(sink, options) as book:
        book.set_properties({"title": "Indikator Kinerja Utama", "author": "iku", "created": _CREATED})
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#1F4E5F", "font_color": "white", "text_wrap": True}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            # The spreadsheet's own format: a thousands sign would make "2.024" of a year.
            "number": book.add_format({"valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "note": book.add_format({"italic": True, "font_color": "#555555"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return sink.getvalue()


def _write(page: Worksheet, sheet: Sheet, formats: dict[str, Format]) -> None:
    rows = iter(sheet.rows)
    # With constant memory a column's width must be set before its cells are written.
    first = [row for row, _ in zip(rows, range(_MEASURED), strict=False)]
    widths = [_width(title, [row[column] for row in first]) for column, title in enumerate(sheet.titles)]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    top = 1 if sheet.note else 0
    if sheet.note:
        page.write_string(0, 0, sheet.note, formats["note"])
    for column, title in enumerate(sheet.titles):
        page.write_string(top, column, title, formats["head"])
    last = top
    for part in (first, rows):
        for row in part:
            last += 1
            if (lines := _lines(row, widths)) > 1:
                # Not every program makes a row as high as its wrapped text by itself.
                page.set_row(last, _LINE * lines)
            for column, value in enumerate(row):
                _write_cell(page, last, column, value, formats)
    # Printed, too, it is readable: across, all columns on one page, the header on each.
    page.set_landscape()
    page.set_paper(_A3)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.freeze_panes(top + 1, 1)
    page.autofilter(top, 0, max(last, top), len(sheet.titles) - 1)


def _write_cell(page: Worksheet, row: int, column: int, value: Any, formats: dict[str, Format]) -> None:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return
    if isinstance(value, bool):
        page.write_string(row, column, "ya" if value else "tidak", formats["text"])
    elif isinstance(value, numbers.Real):
        page.write_number(row, column, float(value), formats["number"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["date"])
    else:
        text = str(value)
        page.write_string(
            row, column, text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - len(_CUT)] + _CUT, formats["text"]
        )


def _lines(row: Sequence[Any], widths: Sequence[int]) -> int:
    """How many lines the row's longest text needs, as far as a row should grow."""
    texts = ((cell, width) for cell, width in zip(row, widths, strict=True) if isinstance(cell, str))
    return min(_MOST_LINES, max((-(-len(text) * 11 // (width * 10)) for text, width in texts), default=1))


def _width(title: str, values: Sequence[Any]) -> int:
    lengths = sorted(len(str(value)) for value in values if value is not None) or [0]
    # Nine of ten cells fit on one line; longer ones wrap.
    usual = lengths[len(lengths) * 9 // 10 - 1 if len(lengths) > 9 else -1]
    return max(_NARROWEST, min(_WIDEST, max(usual, len(title)) + 2))
