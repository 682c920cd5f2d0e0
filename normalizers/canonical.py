"""Canonical forms beside the print: codes of unit and way of counting, a formula's parts. Nothing is written over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from normalizers.formulas import parse_formula
from normalizers.models import Value
from normalizers.units import canonical, unit_hint
from normalizers.vocabulary import Vocabulary


def canonical_forms(
    texts: Mapping[str, str], values: Sequence[Value], doubted: Collection[str], vocabulary: Vocabulary
) -> dict[str, Any]:
    """The `*_baku`, `satuan_tersirat*` and `rumus_*` fields of a record, None where its printed texts say nothing.

    A doubted formula is not taken apart.
    """
    printed, formula = texts.get("satuan"), texts.get("formulasi")
    said = [value.teks for value in values]
    hint = None if printed else unit_hint(texts.get("indikator", ""), said, formula, vocabulary.units)
    parts = parse_formula(formula, vocabulary.formulas) if formula and "formulasi" not in doubted else None
    return {
        "satuan_baku": canonical(printed, vocabulary.units),
        "satuan_tersirat": hint[0] if hint else None,
        "satuan_tersirat_dari": hint[1] if hint else None,
        "tipe_baku": canonical(texts.get("tipe_penghitungan"), vocabulary.types),
        "rumus_pembilang": parts.numerator if parts else None,
        "rumus_penyebut": parts.denominator if parts else None,
        "rumus_faktor": parts.factor if parts else None,
    }
