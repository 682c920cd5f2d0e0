"""Reads the head of a document: from rows of text to the fields of `normalizers.models.Head`, with places and doubts.

What the document does not say stays null; what it says but cannot be understood becomes a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.shapes import Box, Page, TextLine
from normalizers.dates import find_date, find_years
from normalizers.head.decree import Decree, find_annex, find_decree, is_operative, read_number, subject_text
from normalizers.head.entries import Entry, split_entries
from normalizers.head.lists import join_value, split_items
from normalizers.head.rows import Row, line_confidence, read_rows
from normalizers.head.setting import find_setting
from normalizers.head.signature import Signature, find_signatures
from normalizers.head.title import find_agency, find_letterhead, find_title, title_text
from normalizers.head.words import HeadWords, fold, load_words
from normalizers.laws import find_laws
from normalizers.models import Head, Law, Region, Signatory
from normalizers.regions import best_region, find_region

#: A label with a likeness below this (0..100) is worth a look.
SURE_LABEL = 90.0
TEXTS = ("visi", "tugas", "instansi")
LISTS = ("misi", "tujuan", "fungsi")

#: Page number, box in points on that page, weakest OCR confidence (None: nothing was read by OCR).
Spot = tuple[int, Box, float | None]
Doubt = tuple[str, str, str]

_CITED_YEAR = re.compile(r"\bno(?:mor)?\.?\s*:?\s*\S+\s+tahun\s+\d{4}", re.IGNORECASE)


@dataclass(frozen=True)
class HeadReading:
    """The head, where its fields were read, and what is doubtful: (field, code, what was read)."""

    head: Head
    places: dict[str, Spot] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


class _Notes:
    """Collects values, places and doubts while the parts are read."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, Spot] = {}
        self.doubts: list[Doubt] = []

    def put(self, name: str, value: Any, page: int, lines: Iterable[TextLine]) -> None:
        """Sets a field once; an empty value is none."""
        pieces = list(lines)
        if value in (None, "", []) or name in self.values:
            return
        self.values[name] = value
        if pieces:
            self.places[name] = (page, Box.around(line.box for line in pieces), line_confidence(pieces))

    def put_rows(self, name: str, value: Any, rows: Sequence[Row]) -> None:
        """Sets a field that was read from rows; the place is that on the first row's page."""
        if rows:
            here = [row for row in rows if row.page == rows[0].page]
            self.put(name, value, rows[0].page, [piece for row in here for piece in row.pieces])


def read_head(pages: Sequence[Page], table_years: Sequence[int] = (), folder: Path | None = None) -> HeadReading:
    """The head of the document on these pages.

    `table_years` are the years of the indicator tables' target columns: the period where no title names one. `folder`
    is a user's vocabulary folder. Never raises over what a page says.
    """
    words = load_words(folder)
    rows = read_rows(pages, words)
    notes = _Notes()
    decree = find_decree(rows, words)
    entries = split_entries(rows, words)
    title = find_title(_title_rows(rows, decree, words), words)
    _read_decree(notes, decree, rows, words)
    _read_entries(notes, entries, find_annex(rows, words))
    notes.put_rows("judul", _judul(decree, title), decree.title if decree else title)
    signatures = _read_signature(notes, find_signatures(pages, words))
    _read_setting(notes, rows, signatures, words)
    _read_agency(notes, rows, decree, title, words)
    _read_period(notes, title, table_years)
    _read_region(notes, decree, title, words)
    return HeadReading(Head(**notes.values), notes.places, notes.doubts)


def _title_rows(rows: Sequence[Row], decree: Decree | None, words: HeadWords) -> Sequence[Row]:
    """The rows among which the indicator table's title stands: those of the annex, where there is a decree."""
    if decree is None:
        return rows
    start = find_annex(rows, words, decree.end)
    if start is None:
        start = next((i for i, row in enumerate(rows) if words.setting(row.text)), len(rows))
    later = rows[start:]
    return later if any(words.starts("judul", row.text) for row in later) else []


def _judul(decree: Decree | None, title: Sequence[Row]) -> str | None:
    if decree is None:
        return title_text(title)
    number = [decree.number] if decree.number else []
    lines = title_text([*decree.title, *number])
    return f"{lines} TENTANG {subject_text(decree.subject) or ''}".strip()


def _read_decree(notes: _Notes, decree: Decree | None, rows: Sequence[Row], words: HeadWords) -> None:
    if decree is not None or is_operative(rows, words):
        notes.values["jenis"] = "keputusan"
    if decree is None:
        return
    if decree.number:
        notes.put_rows("nomor", read_number(decree.number.text), [decree.number])
    notes.put_rows("tentang", subject_text(decree.subject), decree.subject)


def _read_entries(notes: _Notes, entries: Sequence[Entry], annex: int | None) -> None:
    in_annex = annex is not None
    for entry in entries:
        name = entry.field
        if name in TEXTS:
            value: object = join_value(entry.lines)
        elif name in LISTS:
            value = split_items(entry.lines) if join_value(entry.lines) else None
        elif name == "mengingat":
            value = _laws(notes, entry)
        elif name in ("tentang", "nomor") and in_annex:
            value = join_value(entry.lines)
            value = value if name == "tentang" or re.search(r"\d", str(value)) else None
        else:
            continue
        if name in notes.values and value and name not in ("tentang", "nomor") and notes.values[name] != value:
            notes.doubts.append((name, "label-berulang", str(value)))
        if name not in notes.values and value and entry.score < SURE_LABEL:
            notes.doubts.append((name, "label-mirip", entry.label))
        here = [row for row in entry.rows if row.page == entry.rows[0].page]
        notes.put(name, value, entry.rows[0].page, [piece for row in here for piece in row.pieces])
    if "tanggal" not in notes.values:
        annexed = next((entry for entry in entries if entry.field == "tanggal" and in_annex and entry.lines), None)
        if annexed:
            notes.put_rows("tanggal", find_date(join_value(annexed.lines) or "")[0], annexed.rows)


def _laws(notes: _Notes, entry: Entry) -> list[Law]:
    laws: dict[tuple[str, str, int], Law] = {}
    unread: list[str] = []
    for item in split_items(entry.lines):
        found = find_laws(item)
        for law in found:
            laws.setdefault((law.jenis, law.nomor, law.tahun), law)
        unread += [] if found else [item]
    if unread:
        notes.doubts.append(("mengingat", "rujukan-tak-terbaca", " / ".join(unread)))
    return list(laws.values())


def _read_signature(notes: _Notes, blocks: Sequence[Signature]) -> list[Signature]:
    """Chooses who signs: under "Ditetapkan di", else the last page's, and there the one at the right.

    Gives that block, then the same person's other ones (a place and date may stand over any of them).
    """
    own = [block for block in blocks if not block.copied]
    formal = [block for block in own if block.below_setting]
    candidates = formal or [block for block in own if block.page == own[-1].page]
    if not candidates:
        return []
    chosen = candidates[0] if formal else max(candidates, key=lambda block: block.lines[-1].box.x)
    rivals = {block.name_text for block in candidates if block.name_text and not _same(block, chosen)}
    if rivals:
        notes.doubts.append(("penandatangan", "penandatangan-ganda", "; ".join(sorted(rivals))))
    if chosen.nip_line and not (chosen.nip and chosen.nip.valid):
        notes.doubts.append(("penandatangan.nip", "nip-janggal", chosen.nip_line.text))
    if chosen.name is None:
        notes.doubts.append(("penandatangan.nama", "nama-tak-terbaca", chosen.office_text or ""))
    elif not chosen.nip_line:
        notes.doubts.append(("penandatangan.nama", "nama-tanpa-nip", chosen.name.text))
    person = Signatory(
        nama=chosen.name_text,
        nip=chosen.nip.digits if chosen.nip else None,
        jabatan=chosen.office_text,
        pangkat=chosen.rank_text,
    )
    notes.put("penandatangan", person, chosen.page, chosen.lines)
    return [chosen, *(block for block in own if block is not chosen and _same(block, chosen))]


def _same(one: Signature, other: Signature) -> bool:
    """Whether two blocks are of one person (the same NIP, or where one has none, the same name)."""
    if one.nip and other.nip:
        return one.nip.digits == other.nip.digits
    return fold(one.name_text or "") == fold(other.name_text or "")


def _read_setting(notes: _Notes, rows: Sequence[Row], signatures: Sequence[Signature], words: HeadWords) -> None:
    setting = find_setting(rows, signatures, words)
    if setting is None:
        return
    notes.put_rows("tempat", setting.place, setting.rows)
    if setting.day is not None:
        notes.values.pop("tanggal", None)
    notes.put_rows("tanggal", setting.day, setting.rows)
    if setting.incomplete and "tanggal" not in notes.values:
        notes.doubts.append(("tanggal", "tanggal-janggal", setting.text))


def _read_agency(
    notes: _Notes, rows: Sequence[Row], decree: Decree | None, title: Sequence[Row], words: HeadWords
) -> None:
    """After its label; in a decree from a letterhead with its region; from title, subject, letterhead."""
    above = rows[: decree.start] if decree else _before(rows, title)
    letterhead = find_letterhead(above, words)
    printed = " ".join(row.text for row in letterhead)
    if decree and printed and find_region(printed):
        notes.put_rows("instansi", printed, letterhead)
    notes.put_rows("instansi", find_agency(title_text(title) or "", words), title)
    if decree and words.within("judul", (about := subject_text(decree.subject) or "").split()) is not None:
        notes.put_rows("instansi", find_agency(about, words), decree.subject)
    notes.put_rows("instansi", printed, letterhead)


def _before(rows: Sequence[Row], title: Sequence[Row]) -> Sequence[Row]:
    start = next((index for index, row in enumerate(rows) if title and row is title[0]), 0)
    return rows[:start]


def _read_period(notes: _Notes, title: Sequence[Row], table_years: Sequence[int]) -> None:
    for text in (title_text(title) or "", notes.values.get("tentang", "")):
        years = find_years(_CITED_YEAR.sub(" ", text))
        if years:
            break
    else:
        years = list(table_years)
    if years:
        notes.values["tahun_awal"], notes.values["tahun_akhir"] = min(years), max(years)


def _read_region(notes: _Notes, decree: Decree | None, title: Sequence[Row], words: HeadWords) -> None:
    """From the agency, title, decree, signing office, subject: the first that names a region decides."""
    person = notes.values.get("penandatangan", Signatory())
    official = " ".join(row.text for row in decree.title) if decree else ""
    sources = [notes.values.get("instansi"), title_text(title), official, person.jabatan, notes.values.get("tentang")]
    texts = [text for text in sources if text]
    unclear = None
    for text in texts:
        region, ambiguous = best_region([text])
        if region is not None and not ambiguous:
            notes.values["wilayah"] = region
            return
        unclear = unclear or (text if ambiguous else None)
    if unclear:
        notes.doubts.append(("wilayah", "wilayah-mendua", unclear))
    elif any(words.within("pusat", text.split()) is not None for text in texts):
        notes.values["wilayah"] = Region(tingkat="pusat")
