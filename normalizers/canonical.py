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
    """The `*_baku` and `rumus_*` fields of a record from its printed texts; a doubted formula is not taken apart."""
    forms: dict[str, Any] = {"tipe_baku": canonical(texts.get("tipe_penghitungan"), vocabulary.types)}
    forms |= _unit(texts, values, vocabulary)
    formula = texts.get("formulasi")
    parts = parse_formula(formula, vocabulary.formulas) if formula and "formulasi" not in doubted else None
    if parts is not None:
        forms |= {
            "rumus_pembilang": parts.numerator,
            "rumus_penyebut": parts.denominator,
            "rumus_faktor": parts.factor,
        }
    return forms


def _unit(texts: Mapping[str, str], values: Sequence[Value], vocabulary: Vocabulary) -> dict[str, str | None]:
    if printed := texts.get("satuan"):
        return {"satuan_baku": canonical(printed, vocabulary.units)}
    said = [value.teks for value in values]
    hint = unit_hint(texts.get("indikator", ""), said, texts.get("formulasi"), vocabulary.units)
    return {"satuan_tersirat": hint[0], "satuan_tersirat_dari": hint[1]} if hint else {}
