"""Documents that follow one another: the same office's decree amended, its IKU of the next year, the same in two files.

Between two linked documents each indicator is kept, renamed, changed (unit, formula, a target), added or dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from normalizers.models import Document
from pipeline.consolidate.shapes import Item

Kind = Literal["salinan", "perubahan", "tahun-berikut", "dokumen-lain"]
#: Likeness of two offices' names, and of two indicators' names for one to be the other renamed, 0..100.
_SAME_OFFICE, _RENAMED, _SAME_TEXT = 90, 75, 90
#: Share of the indicators that two files of one document have in common; those of a scan are read differently.
_COPY = 0.8
_FORMS = ("perjanjian kinerja", "penetapan kinerja", "rencana aksi")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one indicator: `kind` is tetap, berganti-nama, berubah, baru or hilang."""

    kind: str
    before: Item | None
    after: Item | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents of one office, the earlier first."""

    kind: Kind
    before: Document
    after: Document
    changes: tuple[Change, ...]


def link(items: Mapping[str, Sequence[Item]], documents: Sequence[Document], entry_of: Mapping[str, str]) -> list[Link]:
    """The links between documents; `items` are those of each document, `entry_of` gives a record's catalogue entry."""
    links = []
    for group in _offices(document for document in documents if items.get(document.document_id)):
        ordered = sorted(group, key=_order)
        for number, after in enumerate(ordered[1:], start=1):
            # A copy of what came before is linked to its original, any other document to the nearest before it.
            before = _original(after, ordered[:number], items, entry_of) or ordered[number - 1]
            changes = tuple(_changes(items[before.document_id], items[after.document_id], entry_of))
            links.append(Link(_kind(before, after, changes), before, after, changes))
    return links


def copies(links: Iterable[Link]) -> set[str]:
    """The ids of documents that say once more what another file says."""
    return {link.after.document_id for link in links if link.kind == "salinan"}


def _offices(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Documents of one office of one region; where neither is known, nothing can be said."""
    groups: dict[str, list[list[Document]]] = defaultdict(list)
    for document in documents:
        if document.wilayah.kode is None and document.instansi is None:
            continue
        here = groups[document.wilayah.kode or "-"]
        fitting = (group for group in here if _same_office(group[0], document))
        group = next(fitting, None)
        if group is None:
            here.append([document])
        else:
            group.append(document)
    for here in groups.values():
        yield from here


def _same_office(one: Document, other: Document) -> bool:
    if one.instansi is None or other.instansi is None:
        return one.instansi is other.instansi
    return fuzz.token_sort_ratio(one.instansi.casefold(), other.instansi.casefold()) >= _SAME_OFFICE


def _order(document: Document) -> tuple[int, str, bool, int, str]:
    """By year, then date; of copies the one that needed no reading first."""
    date = document.tanggal.isoformat() if document.tanggal else ""
    return document.tahun_awal or 0, date, _is_amendment(document), document.ocr_pages, document.file


def _original(
    after: Document, earlier: Sequence[Document], items: Mapping[str, Sequence[Item]], entry_of: Mapping[str, str]
) -> Document | None:
    return next((before for before in earlier if _is_copy(before, after, items, entry_of)), None)


def _is_copy(
    before: Document, after: Document, items: Mapping[str, Sequence[Item]], entry_of: Mapping[str, str]
) -> bool:
    if (before.tahun_awal, before.tahun_akhir) != (after.tahun_awal, after.tahun_akhir) or _is_amendment(after):
        return False
    if _form(before) != _form(after):
        return False
    mine, theirs = ({entry_of[item.record_id] for item in items[document.document_id]} for document in (before, after))
    return len(mine & theirs) >= _COPY * max(len(mine), len(theirs))


def _kind(before: Document, after: Document, changes: Sequence[Change]) -> Kind:
    if _is_amendment(after):
        return "perubahan"
    if (before.tahun_awal, before.tahun_akhir) != (after.tahun_awal, after.tahun_akhir):
        return "tahun-berikut"
    kept = sum(change.before is not None and change.after is not None for change in changes)
    return "salinan" if kept >= _COPY * len(changes) and _form(before) == _form(after) else "dokumen-lain"


def _is_amendment(document: Document) -> bool:
    return "perubahan" in f"{document.judul} {document.tentang}".casefold()


def _form(document: Document) -> str | None:
    title = (document.judul or "").casefold()
    return next((form for form in _FORMS if form in title), None)


def _changes(before: Sequence[Item], after: Sequence[Item], entry_of: Mapping[str, str]) -> Iterator[Change]:
    rest = list(after)
    lost = []
    for old in before:
        new = next((item for item in rest if entry_of[item.record_id] == entry_of[old.record_id]), None)
        if new is None:
            lost.append(old)
            continue
        rest.remove(new)
        detail = "; ".join(_differences(old, new))
        yield Change("berubah" if detail else "tetap", old, new, detail)
    for old in lost:
        best = max(rest, key=lambda item: fuzz.token_sort_ratio(old.indikator, item.indikator), default=None)
        if best is not None and fuzz.token_sort_ratio(old.indikator, best.indikator) >= _RENAMED:
            rest.remove(best)
            yield Change("berganti-nama", old, best, f"{old.indikator} -> {best.indikator}")
        else:
            yield Change("hilang", old, None, old.indikator)
    for new in rest:
        yield Change("baru", None, new, new.indikator)


def _differences(old: Item, new: Item) -> Iterator[str]:
    if old.unit and new.unit and old.unit != new.unit:
        yield f"satuan {old.satuan} -> {new.satuan}"
    if old.formulasi and new.formulasi and fuzz.token_sort_ratio(old.formulasi, new.formulasi) < _SAME_TEXT:
        yield "rumus berubah"
    targets = {amount.tahun: amount for amount in old.amounts if amount.jenis == "target" and amount.tahun}
    for amount in new.amounts:
        was = targets.get(amount.tahun) if amount.jenis == "target" and amount.tahun else None
        if was and was.nilai is not None and amount.nilai is not None and was.nilai != amount.nilai:
            yield f"target {amount.tahun}: {was.teks} -> {amount.teks}"
