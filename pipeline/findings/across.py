"""The checks across documents (X.., T06): the same indicator elsewhere, the same office in another year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from pipeline.consolidate.lineage import Change, Link, copies
from pipeline.consolidate.shapes import Entry, Item, most_common
from pipeline.findings.finding import Finding, message, rules, short, words
from pipeline.findings.formulas import content, ratio

#: Likeness of two formulas from which on they count as one, 0..100; of two halves of a fraction, as shares of words.
_SAME_FORMULA, _SAME_PART = 60, 0.5


def across(entries: Sequence[Entry], links: Sequence[Link]) -> Iterator[Finding]:
    """All findings that need more than one document, each at the record that differs."""
    twice = copies(links)
    for entry in entries:
        once = [item for item in entry.items if item.document.document_id not in twice]
        yield from _spellings(entry)
        yield from _units(once)
        yield from _formulas(once)
        yield from _same_year(once)
    for link in links:
        yield from _changes(link)


def _units(items: Sequence[Item]) -> Iterator[Finding]:
    """X01: a unit that is not the one of most."""
    usual = most_common(item.unit for item in items)
    model = next((item for item in items if item.unit == usual), None)
    for item in items:
        if model and item.unit and item.unit != usual and item.document is not model.document:
            seen = f"Satuan di sini {item.satuan}, di {_where(model)} {model.satuan}."
            yield _finding("X01", item, "satuan", seen)


def _formulas(items: Sequence[Item]) -> Iterator[Finding]:
    """X01: a formula unlike the one of most; the first document's, where there is no most."""
    known = [item for item in items if item.formulasi]
    if len({item.document.document_id for item in known}) < 2:
        return
    text = most_common(item.formulasi for item in known)
    alone = sum(item.formulasi == text for item in known) == 1
    model = known[0] if alone else next(item for item in known if item.formulasi == text)
    for item in known:
        if item.document is not model.document and not _alike(item.formulasi or "", model.formulasi or ""):
            here, there = short(item.formulasi or "", 90), short(model.formulasi or "", 90)
            seen = f'Rumus di sini "{here}", di {_where(model)} "{there}".'
            yield _finding("X01", item, "formulasi", seen)


def _alike(one: str, other: str) -> bool:
    first, second = ratio(one), ratio(other)
    if first and second:
        straight = _overlap(first[0], second[0]) + _overlap(first[1], second[1])
        crossed = _overlap(first[0], second[1]) + _overlap(first[1], second[0])
        if max(straight, crossed) >= 2 * _SAME_PART:
            # Upside down is another formula, though its words are the same.
            return straight >= crossed
    return fuzz.token_set_ratio(one.casefold(), other.casefold()) >= _SAME_FORMULA


def _overlap(one: str, other: str) -> float:
    mine, theirs = (content(part) - words("keseluruhan") for part in (one, other))
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _spellings(entry: Entry) -> Iterator[Finding]:
    """X02: a further way to write a name, said once at its first record."""
    for node in entry.nodes[1:]:
        pair = entry.reasons.get(node.key)
        why = f" ({pair.evidence.reason})" if pair else ""
        yield _finding("X02", node.items[0], "indikator", f'Di {_where(entry.items[0])} ditulis "{entry.name}"{why}.')


def _same_year(items: Sequence[Item]) -> Iterator[Finding]:
    """T06: two targets for one year within one document (two documents: see _changes)."""
    seen: dict[tuple[str, int, str | None], tuple[Item, float, str]] = {}
    for item in items:
        for amount in item.amounts:
            if amount.jenis != "target" or amount.tahun is None or amount.nilai is None:
                continue
            # A list of many offices gives each its own target.
            name = f"{item.indikator} | {item.penanggung_jawab}"
            key = (item.document.document_id, amount.tahun, " ".join(name.casefold().split()))
            first = seen.setdefault(key, (item, amount.nilai, amount.teks))
            if first[0] is not item and first[1] != amount.nilai and first[0].unit == item.unit:
                said = f"Target {amount.tahun} di sini {amount.teks}, pada baris {first[0].row} {first[2]}."
                yield _finding("T06", item, "target", said)


_TOLD = {"baru": "Indikator baru", "hilang": "Indikator tidak ada lagi", "berganti-nama": "Indikator berganti nama"}


def _changes(link: Link) -> Iterator[Finding]:
    """X03, X04, T06: what the next document of the same office says otherwise."""
    other_form = link.kind == "dokumen-lain"
    for change in link.changes:
        item = change.after or change.before
        if item is None or link.kind == "salinan" or change.kind == "tetap":
            continue
        if change.kind in _TOLD:
            yield _finding("X04" if other_form else "X03", item, "indikator", _changed(change, link))
        elif "target" in change.detail:
            code = "T06" if other_form else "X03"
            yield _finding(code, item, "target", f"Dibanding {link.before.file}: {change.detail}.")


def _changed(change: Change, link: Link) -> str:
    between = f"{link.before.tahun_awal or link.before.file} dan {link.after.tahun_awal or link.after.file}"
    return f"{_TOLD[change.kind]} antara dokumen {between}: {short(change.detail, 150)}"


def _finding(code: str, item: Item, field: str, seen: str) -> Finding:
    level = rules()[code].tingkat
    document_id = item.document.document_id
    place = (item.page, item.bbox)
    return Finding(
        code, level, document_id, item.record_id, item.row, field, *place, message(code, seen), item.needs_review
    )


def _where(item: Item) -> str:
    return item.document.wilayah.nama or item.document.instansi or item.document.file
