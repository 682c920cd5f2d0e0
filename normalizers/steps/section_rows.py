"""Section rows: "TUJUAN", "Sasaran 1 : x", "MISI ...", "ESELON II", the name of an OPD, over the whole width."""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz import fuzz

from normalizers.tables import Entry, Row, Table, said
from normalizers.vocabulary import Vocabulary

_ORDINAL = (
    r"(?:ke\s*-?\s*)?(?:\d+(?:\.\d+)*|[IVXL]+|[A-Z]|pertama|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan|"
    r"kesembilan|kesepuluh)"
)
_REST = re.compile(rf"^\s*(?:{_ORDINAL}(?=\W|$))?\s*[:.)\-–]*\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_LEAD = re.compile(r"^\W*(?:(?:[IVXL]+|\d+(?:\.\d+)*|[A-Za-z])[.)]\s*)?")
#: Likeness (0..100) from which the first words of a row are the label (OCR may misread one letter of six).
ALIKE = 83.0
#: A row whose only text covers this share of the columns is a section row, whatever it says.
WIDE = 0.6

#: Columns in which a section's text may stand alone; in another ("Bidang Arsip" below Penanggung Jawab) it is the rest
#: of a cell that a page break cut.
HEADS = ("nomor", "tujuan", "sasaran", "indikator")


def read_section_rows(table: Table, vocabulary: Vocabulary) -> Table:
    """Takes section rows out and sets `tujuan` or `sasaran` for the rows below them.

    A bare "TUJUAN" or "SASARAN" says which of the two the sasaran column holds from there on. In a table without a
    sasaran column or labelled section rows a full-width text is the sasaran itself (layout of Kep. Meranti).
    Rows that set neither (MISI, URUSAN, OPD) go to `asides`.
    """
    rows: list[Row] = []
    asides = list(table.asides)
    sections: list[Row] = []
    tujuan: Entry | None = None
    sasaran: Entry | None = None
    holds_tujuan = False
    column = table.first("sasaran")
    readings = [_read(table, row, vocabulary) for row in table.rows]
    kinds = {kind for _, kind, _ in readings if kind is not None}
    unlabelled = "lain" if column is not None or kinds & {"tujuan", "sasaran"} else "sasaran"
    opens = False
    for row, (entry, label, after) in zip(table.rows, readings, strict=True):
        opens = opens or row.opens_page
        if entry is None or (label is None and not _wide(table, entry)):
            rows.append(_placed(replace(row, opens_page=opens), column, tujuan, sasaran, holds_tujuan=holds_tujuan))
            opens = False
            continue
        sections.append(row)
        kind, rest = (label, after) if label is not None else (unlabelled, entry.text)
        if kind == "tujuan":
            holds_tujuan, sasaran = not rest, None
            tujuan = replace(entry, lines=(rest,), carried=False) if rest else None
        elif kind == "sasaran":
            holds_tujuan = False
            sasaran = replace(entry, lines=(rest,), carried=False) if rest else None
        else:
            asides.append(entry.text)
    return replace(table, rows=tuple(rows), asides=tuple(asides)).without("baris-bagian", *sections)


def is_section(table: Table, row: Row, vocabulary: Vocabulary) -> bool:
    """Whether the row is a section row and no part of a record."""
    entry, kind, _ = _read(table, row, vocabulary)
    return entry is not None and (kind is not None or _wide(table, entry))


def _read(table: Table, row: Row, vocabulary: Vocabulary) -> tuple[Entry | None, str | None, str]:
    """(the row's only text, kind of section, text after the label)."""
    entry = _only_text(table, row)
    return (entry, *_label(entry.text, vocabulary)) if entry is not None else (None, None, "")


def _placed(row: Row, column: int | None, tujuan: Entry | None, sasaran: Entry | None, *, holds_tujuan: bool) -> Row:
    """The row with what the sections above it say."""
    entry = row.entries.get(column) if column is not None else None
    if holds_tujuan and column is not None and entry is not None:
        entries = {index: value for index, value in row.entries.items() if index != column}
        return replace(row, entries=entries, tujuan=entry)
    return replace(row, tujuan=tujuan, sasaran=sasaran)


def _only_text(table: Table, row: Row) -> Entry | None:
    """The one text of a row in which nothing else is printed (a number before it aside); None for a row of a record."""
    printed = [(index, entry) for index, entry in sorted(row.entries.items()) if entry.text and not entry.carried]
    numbers = set(table.indexes("nomor"))
    texts = [(index, entry) for index, entry in printed if index not in numbers] or printed
    if len(texts) != 1 or any(entry.text and entry.carried for entry in row.entries.values()):
        return None
    index, only = texts[0]
    if only.span == 1 and table.columns[index].field not in (*HEADS, None) and index > 0:
        return None
    if said(row, table.first("indikator")) == only.text and only.span == 1:
        return None
    return only


def _wide(table: Table, entry: Entry) -> bool:
    return entry.span >= max(2, WIDE * len(table.columns))


def _label(text: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """(kind of section, text after its label) of "Sasaran 1 : x"; (None, "") where no known label begins the text."""
    body = _LEAD.sub("", text, count=1)
    for kind, label in sorted(vocabulary.sections, key=lambda item: -len(item[1])):
        start = body[: len(label)]
        after = body[len(label) : len(label) + 1]
        if fuzz.ratio(start.casefold(), label.casefold()) < (ALIKE if len(label) > 5 else 100) or after.isalpha():
            continue
        rest = _REST.match(body[len(label) :])
        return kind, rest["rest"].strip() if rest else ""
    return None, ""
