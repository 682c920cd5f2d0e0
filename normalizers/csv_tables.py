"""The one loader of vocabulary tables: CSV files that an Indonesian official can edit, and a user's folder can extend.

All cells are text (no type is guessed: a number such as "010" stays "010"), white space around them is dropped. Files
are UTF-8, separated by commas, or by semicolons as Excel with Indonesian settings writes them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from extractors.errors import UsageError

#: The rows of a table: column -> text.
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in a file, on which line (1-based), as an Indonesian sentence that says what to do."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, baris {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file as far as it can be read: its column titles, its good rows with their lines, and all complaints."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    complaints: tuple[Complaint, ...]


def package_table(name: str) -> bytes:
    """The bytes of the package's own vocabulary/NAME.csv."""
    return (resources.files("normalizers") / "vocabulary" / f"{name}.csv").read_bytes()


def read_table(name: str, columns: Sequence[str], folder: Path | None = None) -> list[dict[str, str]]:
    """Rows of the package's vocabulary/NAME.csv, then those of folder/NAME.csv where that file exists.

    `columns` are the columns that must be there, filled in every row; other columns may be there and may be blank.
    Each row maps column to text. Wholly blank rows are passed over.
    Raises UsageError, with file and line named, on the first bad row.
    """
    files = [(package_table(name), f"{name}.csv")]
    if folder is not None and (extra := folder / f"{name}.csv").is_file():
        files.append((extra.read_bytes(), str(extra)))
    rows = []
    for data, file in files:
        scanned = scan_table(data, file, columns)
        if scanned.complaints:
            raise UsageError(str(scanned.complaints[0]))
        rows += [row for _, row in scanned.rows]
    return rows


def scan_table(data: bytes, file: str, columns: Sequence[str]) -> Scanned:
    """Everything that a file holds, good and bad; `columns` as in `read_table`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Scanned((), (), (Complaint(file, line, "bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8."),))
    lines = text.splitlines(keepends=True)
    separator = ";" if lines and ";" in lines[0] and "," not in lines[0] else ","
    reader = csv.reader(lines, delimiter=separator, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    complaints: list[Complaint] = []
    header: list[str] = []
    try:
        header = [title.strip() for title in next(reader, [])]
        missing = [column for column in columns if column not in header]
        if missing:
            hint = " Pisahkan kolom dengan koma, bukan tab." if lines and "\t" in lines[0] else ""
            sentence = f"kolom {', '.join(missing)} tidak ada. Tambahkan pada baris judul.{hint}"
            return Scanned(tuple(header), (), (Complaint(file, 1, sentence),))
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            wrong = _wrong(cells, header, columns)
            if wrong:
                complaints.append(Complaint(file, reader.line_num, wrong))
            else:
                rows.append((reader.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        complaints.append(Complaint(file, reader.line_num, f"tanda kutip tidak berpasangan ({error})."))
    return Scanned(tuple(header), tuple(rows), tuple(complaints))


def _wrong(cells: Sequence[str], header: Sequence[str], columns: Sequence[str]) -> str | None:
    if len(cells) != len(header):
        return f"ada {len(cells)} sel, seharusnya {len(header)}. Beri tanda kutip pada teks yang memuat koma."
    if all(cells):
        return None
    blank = [title for title, cell in zip(header, cells, strict=True) if title in columns and not cell]
    return f"kolom {', '.join(blank)} kosong. Isi atau hapus baris ini." if blank else None
