"""What a printed unit (satuan) means: the canonical code of the table satuan.csv, or nothing.

Matching is exact after folding. A reader's slips for "%" ("Yo", "96", "o/o") are left unknown on purpose: a silent
repair would turn a number into a unit. The caller marks what is unknown (check U01).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from normalizers.csv_tables import Rows

#: Folded print -> code.
Units = dict[str, str]

_BRACKET = re.compile(r"\(([^()]{1,40})\)\s*$")
_BEHIND = re.compile(r"^[<>≥≤=~\s]*\d[\d.,]*\s*(.*?)\s*$")
_PERCENT = re.compile(
    r"(?:[x×*]|dikali(?:kan)?(?:\s+dengan)?)\s*(?:100\s*(?:%|persen)|seratus\s+persen)", re.IGNORECASE
)


def canonical(text: str | None, units: Units) -> str | None:
    """The code (`persen`, `nilai`, `rupiah`, ...) of a unit as printed, None where the table does not know it.

    Case, dots, white space and brackets around the whole ("(%)") do not count.
    """
    return units.get(fold_unit(text)) if text else None


def unit_hint(name: str, values: Sequence[str], formula: str | None, units: Units) -> tuple[str, str] | None:
    """The code of a unit that no satuan column says, and where it stands; None where nothing or two things are said.

    It stands in brackets at the end of the indicator ("Produksi padi (Ton)"), behind all of its values ("0,9 Angka",
    "75%"), or in its formula ("x 100%").
    """
    bracket = _BRACKET.search(name)
    behind = {units.get(fold_unit(match[1])) for value in values if (match := _BEHIND.match(value))}
    said = {
        "indikator": canonical(bracket[1], units) if bracket else None,
        "target": behind.pop() if len(behind) == 1 else None,
        "formulasi": canonical("%", units) if formula and _PERCENT.search(formula) else None,
    }
    codes = {code for code in said.values() if code is not None}
    where = next((place for place, code in said.items() if code is not None), None)
    return (codes.pop(), where) if where is not None and len(codes) == 1 else None


def units_of(rows: Rows) -> Units:
    """The table satuan.csv by folded print; of two rows for one print the later holds."""
    return {fold_unit(row["teks"]): row["baku"] for row in rows}


def fold_unit(text: str) -> str:
    """A unit for comparison: lower case, single blanks, no dots, no brackets around the whole."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace(".", "").strip()
    if folded.startswith("(") and folded.endswith(")"):
        folded = folded[1:-1]
    folded = re.sub(r"\s*([/\-])\s*", r"\1", folded)
    return " ".join(folded.split())
