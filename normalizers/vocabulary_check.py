"""What is wrong with a folder of one's own words: every complaint with file and line, not only the first.

Some are no fault but worth knowing (a word that the program has already, or means otherwise): those are notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from normalizers.csv_tables import Complaint, Scanned, package_table, scan_table
from normalizers.dates import MONTH_NUMBERS
from normalizers.units import fold_unit
from normalizers.vocabulary import SINGLE_FIELDS, TABLES, fold_header

#: Columns that a table may have besides those that it must fill.
OPTIONAL = {"wilayah": ("nama_lain",), "kata_rumus": ("nilai",)}
SEEN = "dilihat"
#: Files of the same folder that `iku consolidate` reads and checks itself.
ELSEWHERE = ("kata",)
#: Columns whose values the program acts on: only those that its own table has are understood.
CODES = {
    "kolom": ("bidang",),
    "isi_kolom": ("bidang",),
    "label_sel": ("bidang",),
    "baris_bagian": ("jenis",),
    "label_kepala": ("bidang",),
    "kata_kepala": ("jenis",),
    "kata_jabatan": ("jenis",),
    "pangkat": ("golongan", "pangkat"),
    "hukum": ("jenis", "bagian"),
    "kata_rumus": ("jenis",),
    "wilayah": ("tingkat", "provinsi"),
    "alasan_tinjau": ("kode",),
}
#: Tables in which a text has one meaning: the column of the meaning and that of the text.
MEANINGS = {
    "kolom": ("bidang", "teks"),
    "isi_kolom": ("bidang", "teks"),
    "label_sel": ("bidang", "teks"),
    "baris_bagian": ("jenis", "teks"),
    "satuan": ("baku", "teks"),
    "tipe": ("baku", "teks"),
    "label_kepala": ("bidang", "teks"),
    "bulan": ("bulan", "teks"),
    "wilayah": ("nama", "kode"),
}
CODE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
#: What the free codes look like, where a table has such.
FORMS = {
    ("satuan", "baku"): (CODE, "huruf kecil, angka, dan garis bawah"),
    ("tipe", "baku"): (CODE, "huruf kecil, angka, dan garis bawah"),
    ("wilayah", "kode"): (re.compile(r"\d\d(?:\.\d\d)?"), "kode Kemendagri seperti 32 atau 32.75"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What must be mended, and what is only worth knowing."""

    complaints: tuple[Complaint, ...]
    notes: tuple[Complaint, ...]


def check_folder(folder: Path) -> Checked:
    """All that is to be said of the CSV files of `folder`, by file and line."""
    complaints: list[Complaint] = []
    notes: list[Complaint] = []
    for path in sorted(folder.glob("*.[cC][sS][vV]")):
        if path.stem in ELSEWHERE:
            continue
        if path.stem not in TABLES or path.suffix != ".csv":
            complaints.append(Complaint(path.name, 1, _unknown_file(path)))
            continue
        own = scan_table(path.read_bytes(), path.name, TABLES[path.stem])
        program = scan_table(package_table(path.stem), path.name, TABLES[path.stem])
        complaints += [*own.complaints, *_columns(path, own), *_codes(path.stem, own, program), *_twice(path.stem, own)]
        notes += _known(path.stem, own, program)
    return Checked(tuple(complaints), tuple(notes))


def _unknown_file(path: Path) -> str:
    near = process.extractOne(path.stem.casefold(), list(TABLES), scorer=fuzz.ratio, score_cutoff=60)
    meant = f" Maksudnya {near[0]}.csv?" if near else f" Yang dikenal: {', '.join(f'{name}.csv' for name in TABLES)}."
    return f"berkas ini tidak dipakai.{meant}"


def _columns(path: Path, own: Scanned) -> Iterator[Complaint]:
    if not set(TABLES[path.stem]).issubset(own.columns):
        return
    known = {*TABLES[path.stem], *OPTIONAL.get(path.stem, ()), SEEN}
    for title in own.columns:
        if title not in known:
            yield Complaint(path.name, 1, f"kolom {title!r} tidak dikenal. Yang dikenal: {', '.join(sorted(known))}.")
    for title in {title for title in own.columns if own.columns.count(title) > 1}:
        yield Complaint(path.name, 1, f"kolom {title!r} ada lebih dari satu. Hapus salah satunya.")


def _codes(table: str, own: Scanned, program: Scanned) -> Iterator[Complaint]:
    for column in CODES.get(table, ()):
        known = list(dict.fromkeys(row[column] for _, row in program.rows))
        known += SINGLE_FIELDS if column == "bidang" and table in ("kolom", "isi_kolom", "label_sel") else ()
        if (table, column) == ("wilayah", "provinsi"):
            known += [row["provinsi"] for _, row in own.rows if row["tingkat"] == "provinsi"]
        for line, row in own.rows:
            if row[column] not in known:
                yield Complaint(f"{table}.csv", line, _unknown_code(column, row[column], known))
    for (name, column), (form, words) in FORMS.items():
        for line, row in own.rows if name == table else ():
            if not form.fullmatch(row[column]):
                yield Complaint(f"{table}.csv", line, f"{column} {row[column]!r}: seharusnya {words}.")
    for line, row in own.rows if table == "bulan" else ():
        if row["bulan"] not in MONTH_NUMBERS:
            yield Complaint("bulan.csv", line, f"bulan {row['bulan']!r} tidak ada. Tulis angka 1 sampai 12.")


def _unknown_code(column: str, value: str, known: list[str]) -> str:
    near = process.extractOne(value.casefold(), known, scorer=fuzz.ratio, score_cutoff=70)
    listed = ", ".join(known) if len(known) <= 20 else f"{', '.join(known[:20])} ..."
    return f"{column} {value!r} tidak dikenal. {f'Maksudnya {near[0]!r}?' if near else f'Yang dikenal: {listed}.'}"


def _twice(table: str, own: Scanned) -> Iterator[Complaint]:
    """The same text with the same meaning again, or with two meanings."""
    first: dict[str, tuple[int, str]] = {}
    for line, row in own.rows:
        meaning, text = _meaning(table, row)
        if not text:
            yield Complaint(f"{table}.csv", line, "teks hanya berisi tanda baca atau tahun. Tulis kata-katanya.")
        elif text in first and first[text][1] == meaning:
            yield Complaint(f"{table}.csv", line, f"sama dengan baris {first[text][0]}. Hapus salah satunya.")
        elif text in first:
            said = f"{first[text][1]!r} pada baris {first[text][0]} dan {meaning!r} di sini"
            yield Complaint(f"{table}.csv", line, f"satu teks dengan dua arti: {said}. Pilih satu.")
        first.setdefault(text, (line, meaning))


def _known(table: str, own: Scanned, program: Scanned) -> Iterator[Complaint]:
    """What the program says of the same texts: the same, or something else that the user's row replaces."""
    known = {text: meaning for _, row in program.rows for meaning, text in [_meaning(table, row)]}
    for line, row in own.rows:
        meaning, text = _meaning(table, row)
        if text in known and known[text] == meaning:
            yield Complaint(f"{table}.csv", line, "sudah ada dalam kamus bawaan.")
        elif text in known:
            yield Complaint(f"{table}.csv", line, f"mengganti arti bawaan {known[text]!r} dengan {meaning!r}.")


def _meaning(table: str, row: dict[str, str]) -> tuple[str, str]:
    """(meaning, text as it is compared) of a row; in tables of mere lists every row is its own meaning."""
    if table not in MEANINGS:
        return "", "\0".join(row[column].casefold() for column in TABLES[table])
    meaning, text = (row[column] for column in MEANINGS[table])
    folds = {"kolom": fold_header, "satuan": fold_unit, "tipe": fold_unit}
    return meaning, folds[table](text) if table in folds else re.sub(r"\s+", "", text.casefold())
