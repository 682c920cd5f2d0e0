"""Composite cells: "Formulasi Pengukuran ... Tipe penghitungan : ... Sumber data : ..." split by their labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.vocabulary import Vocabulary


def split_cell(lines: Sequence[str], own: str, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """field -> lines of a cell whose column is of field `own`; {own: lines} where no label of another field is inside.

    The labels are not part of the values. Text before the first label is the column's own. A label of the column's own
    field alone ("Rumus : a / b" in a column Formulasi) splits nothing: the cell is kept whole, as printed.
    """
    text = "\n".join(lines)
    found = [
        (match.start(), match.end(), vocabulary.field_of_label[re.sub(r"\s+", "", label.casefold())])
        for match in vocabulary.label_pattern.finditer(text)
        if (label := match["line"] or match["stop"]) and not _prose(label, match[0])
    ]
    if not any(kind != own for _, _, kind in found):
        return {own: tuple(lines)}
    parts: dict[str, str] = {}
    before = text[: found[0][0]].strip()
    if before:
        parts[own] = before
    for place, (_, end, kind) in enumerate(found):
        stop = found[place + 1][0] if place + 1 < len(found) else len(text)
        value = text[end:stop].strip(" \n:")
        if value:
            parts[kind] = f"{parts[kind]}\n{value}" if kind in parts else value
    return {kind: tuple(line.strip() for line in value.split("\n") if line.strip()) for kind, value in parts.items()}


def _prose(label: str, printed: str) -> bool:
    """Whether a label's word is one of running text that stands alone on its line: in small letters, without a sign."""
    return label[0].islower() and not printed.rstrip().endswith((":", ";", "="))
