"""What a printed unit (satuan) means: the canonical code of the table satuan.csv, or nothing.

Matching is exact after folding. A reader's slips for "%" ("Yo", "96", "o/o") are left unknown on purpose: a silent
repair would turn a number into a unit. The caller marks what is unknown (check U01).
"""

from __future__ import annotations

import re
import unicodedata

from normalizers.csv_tables import Rows

#: Folded print -> code.
Units = dict[str, str]


def canonical(text: str | None, units: Units) -> str | None:
    """The code (`persen`, `nilai`, `rupiah`, ...) of a unit as printed, None where the table does not know it.

    Case, dots, white space and brackets around the whole ("(%)") do not count.
    """
    return units.get(fold_unit(text)) if text else None


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
