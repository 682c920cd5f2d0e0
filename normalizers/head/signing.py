"""Which of the signatures is the document's, and what place and date stand over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from normalizers.head.notes import Notes
from normalizers.head.rows import Row
from normalizers.head.setting import find_setting
from normalizers.head.signature import Signature
from normalizers.head.words import alike, fold
from normalizers.models import Signatory
from normalizers.vocabulary import Vocabulary

#: Likeness (0..100) of two offices that are one, and of a name to the piece of it that a stamp left to be read.
SAME_OFFICE = 85.0
#: A name that OCR read is doubted where it has fewer letters or is narrower than this share of the NIP under it.
LETTERS, NARROW = 6, 0.45
#: A name read with a lower confidence is what a pen or a stamp left of it.
POOR = 0.5


def read_signature(notes: Notes, blocks: Sequence[Signature]) -> list[Signature]:
    """Chooses who signs: under "Ditetapkan di", else the last page's, and there the one at the right.

    Gives that block, then the same person's other ones (a place and date may stand over any of them).
    """
    own = [block for block in blocks if not block.copied]
    formal = [block for block in own if block.below_setting]
    candidates = formal or [block for block in own if block.page == own[-1].page]
    if not candidates:
        return []
    first = candidates[0] if formal else max(candidates, key=lambda block: block.lines[-1].box.x)
    chosen = _mended(first, own)
    person = Signatory(
        nama=chosen.name_text,
        nip=chosen.nip.digits if chosen.nip else None,
        jabatan=chosen.office_text,
        pangkat=chosen.rank_text,
    )
    notes.put("penandatangan", person, first.page, first.own)
    single = {"nama": chosen.name, "nip": chosen.nip_line, "pangkat": chosen.rank}
    parts = {part: [line] for part, line in single.items() if line is not None} | {"jabatan": chosen.office}
    for part, printed in parts.items():
        here = [line for line in printed if line not in first.before]
        notes.put_part(f"penandatangan.{part}", first.page - (not here), here or printed)
    rivals = {block.name_text for block in candidates if block.name_text and not _same(block, chosen)}
    if rivals:
        notes.doubt("penandatangan", "penandatangan-ganda", "; ".join(sorted(rivals)))
    _doubt_parts(notes, chosen)
    return [chosen, *(block for block in own if block is not first and _same(block, chosen))]


def _mended(block: Signature, own: Sequence[Signature]) -> Signature:
    """The block, with name, NIP and rank from another page where the same office signs and the NIP is whole."""
    if block.nip and block.nip.valid:
        return block
    for other in own:
        same = alike(block.office_text or "", other.office_text or "") >= SAME_OFFICE
        poor = block.name is not None and (block.name.confidence or 1.0) < POOR
        left = poor or fold(block.name_text or "") in fold(other.name_text or "")
        if other.nip and other.nip.valid and same and left:
            return replace(block, name=other.name, nip=other.nip, nip_line=other.nip_line, rank=other.rank)
    return block


def _same(one: Signature, other: Signature) -> bool:
    """Whether two blocks are of one person (the same NIP, or where one has none, the same name)."""
    if one.nip and one.nip.valid and other.nip and other.nip.valid:
        return one.nip.digits == other.nip.digits
    names = fold(one.name_text or ""), fold(other.name_text or "")
    return names[0] in names[1] or names[1] in names[0]


def _doubt_parts(notes: Notes, block: Signature) -> None:
    if block.nip_line and not (block.nip and block.nip.valid):
        notes.doubt("penandatangan.nip", "nip-janggal", block.nip_line.text)
    if block.nip_line and not block.office:
        notes.doubt("penandatangan.jabatan", "jabatan-tak-terbaca", block.name_text or "")
    if block.name is None:
        notes.doubt("penandatangan.nama", "nama-tak-terbaca", block.office_text or "")
        return
    if not block.nip_line:
        notes.doubt("penandatangan.nama", "nama-tanpa-nip", block.name.text)
        if block.name.confidence is not None:
            # On a scan a stamp may hide a NIP that is there.
            notes.doubt("penandatangan.nip", "nama-tanpa-nip", block.name.text)
    if block.name.confidence is not None:
        short = sum(char.isalpha() for char in block.name.text) < LETTERS
        narrow = block.nip_line is not None and block.name.box.width < NARROW * block.nip_line.box.width
        if short or narrow:
            notes.doubt("penandatangan.nama", "ocr-ragu", block.name.text)


def read_setting(notes: Notes, rows: Sequence[Row], signatures: Sequence[Signature], vocabulary: Vocabulary) -> None:
    """Place and date; a date of the signature wins over the annex's, and a date without its day is doubted."""
    setting = find_setting(rows, signatures, vocabulary)
    if setting is None:
        return
    notes.put_rows("tempat", setting.place, setting.rows)
    if setting.day is not None:
        notes.values.pop("tanggal", None)
    notes.put_rows("tanggal", setting.day, setting.rows)
    if setting.incomplete and "tanggal" not in notes.values:
        notes.doubt("tanggal", "tanggal-janggal", setting.text)
