"""What a printed unit (satuan) means: the canonical code of the table satuan.csv, or nothing.

Matching is exact after folding. A reader's slips for "%" ("Yo", "96", "o/o") are left unknown on purpose: a silent
repair would turn a number into a unit. The caller marks what is unknown (check U01).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from normalizers.csv_tables import read_table


def canonical(text: str | None, folder: Path | None = None) -> str | None:
    """The code (`persen`, `nilai`, `rupiah`, ...) of a unit as printed, None where the table does not know it.

    Case, dots, white space and brackets around the whole ("(%)") do not count. `folder` holds a user's satuan.csv.
    """
    return _codes(folder).get(_fold(text)) if text else None


@cache
def _codes(folder: Path | None) -> dict[str, str]:
    return {_fold(row["teks"]): row["baku"] for row in read_table("satuan", ("baku", "teks"), folder)}


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace(".", "").strip()
    if folded.startswith("(") and folded.endswith(")"):
        folded = folded[1:-1]
    folded = re.sub(r"\s*([/\-])\s*", r"\1", folded)
    return " ".join(folded.split())
