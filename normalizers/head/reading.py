"""Reads the head of a document: from rows of text to the fields of `normalizers.models.Head`, with places and doubts.

What the document does not say stays null; what it says but cannot be understood becomes a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extractors.shapes import Page, Word
from normalizers.head.decree import Decree, find_annex, find_decree, is_operative, read_number, subject_text
from normalizers.head.entries import split_entries
from normalizers.head.notes import Doubt, Notes, Spot
from normalizers.head.origin import read_agency, read_period, read_region
from normalizers.head.parts import read_entries
from normalizers.head.rows import Row, read_rows
from normalizers.head.signature import find_signatures
from normalizers.head.signing import read_setting, read_signature
from normalizers.head.title import find_title, title_text
from normalizers.head.words import HeadWords
from normalizers.models import Head
from normalizers.vocabulary import Vocabulary

#: Likeness (0..100) of the words of the office and the agency from which one names the other.
SAME_AGENCY = 80.0


@dataclass(frozen=True)
class HeadReading:
    """The head, where its fields were read, and what is doubtful: (field, code, what was read)."""

    head: Head
    places: dict[str, Spot] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    #: Field -> the words that it was read from, and the fields that are no print of their own.
    words: dict[str, tuple[Word, ...]] = field(default_factory=dict)
    derived: frozenset[str] = frozenset()


def read_head(pages: Sequence[Page], vocabulary: Vocabulary, table_years: Sequence[int] = ()) -> HeadReading:
    """The head of the document on these pages.

    `table_years` are the years of the indicator tables' target columns: the period where no title names one. Never
    raises over what a page says.
    """
    words = vocabulary.head
    rows = read_rows(pages, words)
    notes = Notes()
    decree = find_decree(rows, words)
    entries = split_entries(rows, words)
    title = find_title(_title_rows(rows, decree, words), words)
    _read_decree(notes, decree, rows, words)
    read_entries(notes, entries, vocabulary, in_annex=find_annex(rows, words) is not None)
    notes.put_rows("judul", _judul(decree, title), decree.title if decree else title)
    signatures = read_signature(notes, find_signatures(pages, words))
    read_setting(notes, rows, signatures, vocabulary)
    read_agency(notes, rows, decree, title, vocabulary)
    read_period(notes, title, table_years)
    read_region(notes, decree, title, vocabulary)
    doubt_office(notes)
    derived = notes.derived.keys() - notes.places.keys()
    return HeadReading(
        Head(**notes.values), notes.derived | notes.places, notes.doubts, notes.words, frozenset(derived)
    )


def doubt_office(notes: Notes) -> None:
    """Marks a scanned signatory's office that does not name the agency which the title names: a stamp ate letters."""
    signatory, agency = notes.values.get("penandatangan"), notes.values.get("instansi")
    spot = notes.places.get("penandatangan")
    if signatory is None or signatory.jabatan is None or agency is None or spot is None or spot[2] is None:
        return
    if fuzz.token_set_ratio(signatory.jabatan.casefold(), agency.casefold()) < SAME_AGENCY:
        notes.doubt("penandatangan.jabatan", "ocr-ragu", signatory.jabatan)


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


def _read_decree(notes: Notes, decree: Decree | None, rows: Sequence[Row], words: HeadWords) -> None:
    if decree is not None or is_operative(rows, words):
        notes.values["jenis"] = "keputusan"
    if decree is None:
        return
    if decree.number:
        notes.put_rows("nomor", read_number(decree.number.text), [decree.number])
    notes.put_rows("tentang", subject_text(decree.subject), decree.subject)
