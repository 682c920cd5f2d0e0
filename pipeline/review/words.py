"""A header that a person explained, remembered in the user's own vocabulary: the next run knows it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from extractors.errors import UsageError
from normalizers.csv_tables import read_table
from normalizers.vocabulary import fold_header
from pipeline.files import write_whole

NAME = "kolom"
COLUMNS = ("bidang", "teks")


def remember(folder: Path, field: str, header: str, seen: str) -> bool:
    """Adds the header to the user's kolom.csv; False where it is known already. Raises UsageError at a broken file."""
    header = " ".join(header.split())
    kind = field.partition(".")[0]
    if not fold_header(header):
        raise UsageError("Judul kolom ini tidak mempunyai huruf yang dapat diingat.")
    known = {(row["bidang"], fold_header(row["teks"])) for row in read_table(NAME, COLUMNS, folder)}
    if (kind, fold_header(header)) in known:
        return False
    path = folder / f"{NAME}.csv"
    before = path.read_text(encoding="utf-8-sig") if path.is_file() else "bidang,teks,dilihat\n"
    titles = before.splitlines()[0]
    separator = ";" if ";" in titles and "," not in titles else ","
    row = {"bidang": kind, "teks": header, "dilihat": seen}
    line = io.StringIO()
    names = [title.strip() for title in next(csv.reader([titles], delimiter=separator))]
    csv.writer(line, delimiter=separator, lineterminator="\n").writerow([row.get(name, "") for name in names])
    write_whole(path, (before if before.endswith("\n") else before + "\n").encode() + line.getvalue().encode())
    return True
