"""The document's head as fields that a person can confirm or correct, each as one text."""

from __future__ import annotations

import re
from datetime import date

from normalizers.laws import find_laws
from normalizers.models import Document, Region, Signatory
from normalizers.regions import find_region
from pipeline.corrections.vocabulary import own_words

_TEXTS = ("judul", "instansi", "nomor", "tempat", "tentang", "visi", "tugas")
_YEARS = ("tahun_awal", "tahun_akhir")
_LISTS = ("misi", "tujuan", "fungsi")
_SIGNATORY = tuple(f"penandatangan.{name}" for name in Signatory.model_fields)
#: Fields of the head that a person may write; marks may name others ("halaman.3", "records"), to be confirmed only.
WRITABLE = (*_TEXTS, *_YEARS, "tanggal", "wilayah", *_LISTS, "mengingat", *_SIGNATORY)


def head_text(document: Document, field: str) -> str | None:
    """The field as one text, a line an item; for what is no field, the codes of its marks."""
    if field in _LISTS:
        return "\n".join(getattr(document, field)) or None
    if field == "mengingat":
        return "\n".join(law.teks for law in document.mengingat) or None
    if field == "wilayah":
        return document.wilayah.nama or document.wilayah.provinsi
    if field in _SIGNATORY:
        return getattr(document.penandatangan, field.partition(".")[2]) or None
    if field in WRITABLE:
        value = getattr(document, field)
        return None if value is None else str(value)
    return " ".join(sorted({mark.reason for mark in document.review if mark.field == field})) or None


def problem(field: str, text: str) -> str | None:
    """A sentence for people where the text cannot be this field's, else None."""
    if field in _YEARS and not re.fullmatch(r"(?:19|20)\d\d", text):
        return "Tahun ditulis dengan empat angka, misalnya 2019."
    if field == "tanggal" and _date(text) is None:
        return "Tanggal ditulis tahun-bulan-hari, misalnya 2018-03-05."
    if field not in WRITABLE:
        return "Bagian ini hanya dapat dikonfirmasi, tidak diubah."
    return None


def put_head(document: Document, field: str, text: str | None) -> Document:
    """The document with this text in the field; a text that cannot stand there (see `problem`) changes nothing."""
    if text and problem(field, text):
        return document
    value: object = text or None
    name = field
    if field in _LISTS:
        value = [line.strip() for line in (text or "").splitlines() if line.strip()]
    elif field == "mengingat":
        value = [law for line in (text or "").splitlines() for law in find_laws(line, own_words().laws)]
    elif field == "wilayah":
        value = _region(text or "")
    elif field in _YEARS:
        value = int(text) if text else None
    elif field == "tanggal":
        value = _date(text or "")
    elif field in _SIGNATORY:
        name, _, part = field.partition(".")
        value = document.penandatangan.model_copy(update={part: text or None})
    elif field not in WRITABLE:
        return document
    return document.model_copy(update={name: value})


def _region(text: str) -> Region:
    """The region with its code where the gazetteer knows exactly one by this name, else the name as written."""
    found = [
        region
        for region in find_region(text, own_words().regions)
        if region.nama and region.nama.casefold() == text.casefold()
    ]
    return found[0] if len(found) == 1 else Region(nama=text or None)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
