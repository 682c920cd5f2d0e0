"""The one loader of vocabulary tables: CSV files that an Indonesian official can edit, and a user's folder can extend.

All cells are text (no type is guessed: a number such as "010" stays "010"), white space around them is dropped. Files
are UTF-8, separated by commas, or by semicolons as Excel with Indonesian settings writes them.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from extractors.errors import UsageError


def read_table(name: str, columns: Sequence[str], folder: Path | None = None) -> list[dict[str, str]]:
    """Rows of the package's vocabulary/NAME.csv, then those of folder/NAME.csv where that file exists.

    `columns` are the columns that must be there, filled in every row; other columns may be there and may be blank.
    Each row maps column to text. Wholly blank rows are passed over.
    Raises UsageError, with file and line named, on a bad row.
    """
    own = resources.files("normalizers") / "vocabulary" / f"{name}.csv"
    rows = parse_table(own.read_bytes(), f"{name}.csv", columns)
    if folder is not None and (extra := folder / f"{name}.csv").is_file():
        rows += parse_table(extra.read_bytes(), str(extra), columns)
    return rows


def parse_table(data: bytes, file: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of one table; `file` names it in the UsageError on a bad row."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{file}, baris {line}: bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8.") from error
    lines = text.splitlines(keepends=True)
    separator = ";" if lines and ";" in lines[0] and "," not in lines[0] else ","
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        header = [title.strip() for title in next(reader, [])]
        missing = [column for column in columns if column not in header]
        if missing:
            raise UsageError(f"{file}, baris 1: kolom {', '.join(missing)} tidak ada. Tambahkan pada baris judul.")
        return [_row(cells, header, columns, f"{file}, baris {reader.line_num}") for cells in reader if any(cells)]
    except csv.Error as error:
        raise UsageError(f"{file}, baris {reader.line_num}: tanda kutip tidak berpasangan ({error}).") from error


def _row(cells: list[str], header: list[str], columns: Sequence[str], place: str) -> dict[str, str]:
    if len(cells) != len(header):
        raise UsageError(
            f"{place}: ada {len(cells)} sel, seharusnya {len(header)}. Beri tanda kutip pada teks yang memuat koma."
        )
    row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    blank = [column for column in columns if not row[column]]
    if blank:
        raise UsageError(f"{place}: kolom {', '.join(blank)} kosong. Isi atau hapus baris ini.")
    return row
