"""Entries of a preamble, a decree and its annex, taken over into the head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.dates import find_date
from normalizers.head.entries import Entry
from normalizers.head.lists import join_value, split_items
from normalizers.head.notes import Notes
from normalizers.laws import find_laws
from normalizers.models import Law
from normalizers.vocabulary import Vocabulary

#: A label with a likeness below this (0..100) is worth a look.
SURE_LABEL = 90.0
TEXTS = ("visi", "tugas", "instansi")
LISTS = ("misi", "tujuan", "fungsi")
#: What the block "Lampiran : ... / Nomor : ... / Tentang : ..." repeats of its decree.
ANNEX = ("nomor", "tentang")


def read_entries(notes: Notes, entries: Sequence[Entry], vocabulary: Vocabulary, *, in_annex: bool) -> None:
    """Takes the first value of each field; a further, different one is doubted. `in_annex`: an annex block is there."""
    for entry in entries:
        name, value = entry.field, _value(notes, entry, vocabulary, in_annex=in_annex)
        if name is None or not value:
            continue
        if name not in notes.values and entry.score < SURE_LABEL:
            notes.doubt(name, "label-mirip", entry.label)
        elif name not in ANNEX and notes.values.get(name, value) != value:
            notes.doubt(name, "label-berulang", str(value))
        notes.put_rows(name, value, entry.rows)
    dated = next((entry for entry in entries if in_annex and entry.field == "tanggal" and entry.lines), None)
    if dated:
        notes.put_rows("tanggal", find_date(join_value(dated.lines) or "", vocabulary.months)[0], dated.rows)


def _value(notes: Notes, entry: Entry, vocabulary: Vocabulary, *, in_annex: bool) -> str | list[str] | list[Law] | None:
    text = join_value(entry.lines)
    if text is None:
        return None
    if entry.field in LISTS:
        return split_items(entry.lines)
    if entry.field == "mengingat":
        return _laws(notes, entry, vocabulary)
    if entry.field in TEXTS or (in_annex and entry.field == "tentang"):
        return text
    return text if in_annex and entry.field == "nomor" and re.search(r"\d", text) else None


def _laws(notes: Notes, entry: Entry, vocabulary: Vocabulary) -> list[Law]:
    """All references, each once; items without any are doubted."""
    laws: dict[tuple[str, str, int], Law] = {}
    unread: list[str] = []
    for item in split_items(entry.lines):
        found = find_laws(item, vocabulary.laws)
        for law in found:
            laws.setdefault((law.jenis, law.nomor, law.tahun), law)
        unread += [] if found else [item]
    if unread:
        notes.doubt("mengingat", "rujukan-tak-terbaca", " / ".join(unread))
    return list(laws.values())
