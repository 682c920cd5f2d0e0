"""Units and numbers (U..): do name, unit, formula and targets speak of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from normalizers.models import Record, Value
from normalizers.numbers import parse_number, year_jump
from pipeline.findings.finding import Hit, words
from pipeline.findings.table import Table, mentions, unit_code

_PERCENT_NAME = re.compile(r"^\W*(?:persen\w*|prosen\w*|presen\w*|%)(?=\W|$)", re.IGNORECASE)
_COUNT_NAME = re.compile(r"^\W*(?:jumlah|banyaknya)\b", re.IGNORECASE)
_INDEX_NAME = re.compile(r"^\W*(?:indek[s]?|index)\b", re.IGNORECASE)
#: Codes that measure a share or a change, whatever they are called.
_SHARES = {"persen", "permil", "rasio", "angka", "nilai", "indeks", "poin", "skor"}
_HUNDRED = re.compile(r"(?:x|×|\*|dikali(?:kan)?(?:\s+dengan)?)\s*\(?\s*100(?![\d.,]*\d)|seratus|%", re.IGNORECASE)
_DIVISION = re.compile(r"[÷/]|\s:\s|\)\s*:|:\s*\(")
_GROWTH = re.compile(
    r"pertumbuhan|peningkatan|kenaikan|penurunan|laju|inflasi|perubahan|pertambahan|surplus|defisit", re.IGNORECASE
)
_UNIT_OF_NAME = re.compile(r"\(([^()]{1,30})\)\s*$")
_BASE = re.compile(
    r"(?:\bper|/|x|×|\*|dikali(?:kan)?)\s*(1\.?000(?:\.?000)?|10\.?000|100\.?000)\b(?![.,]?\d)", re.IGNORECASE
)
_DECIMAL = {",": re.compile(r"^\d{1,3},\d{1,2}\s*%?$"), ".": re.compile(r"^\d{1,3}\.\d{1,2}\s*%?$")}
_GRADE = re.compile(r"^[A-D]{1,2}[+-]?$")
_MANY_UNITS = re.compile(r"\s*/\s*|\s+(?:dan|atau)\s+")


def unit_against_name(record: Record, _table: Table) -> Iterator[Hit]:
    """U02: "Persentase ..." that is no percentage, "Jumlah ..." or "Indeks ..." that is one."""
    unit, name = record.satuan_baku, record.indikator
    if unit is None:
        return
    if _PERCENT_NAME.match(name) and unit not in _SHARES:
        yield Hit("satuan", f"Namanya persentase, satuannya {record.satuan}.")
    elif unit == "persen" and _COUNT_NAME.match(name) and not _PERCENT_NAME.search(name.partition(" ")[2]):
        yield Hit("satuan", f"Namanya jumlah, satuannya {record.satuan}.")
    elif unit == "persen" and _INDEX_NAME.match(name):
        yield Hit("satuan", f"Namanya indeks, satuannya {record.satuan}.")


def percent_without_ratio(record: Record, _table: Table) -> Iterator[Hit]:
    """U03: a percentage whose formula only counts."""
    text = record.formulasi or ""
    if record.satuan_baku == "persen" and _COUNT_NAME.match(text):
        divides = _DIVISION.search(text) or _HUNDRED.search(text) or mentions(text, "membagi")
        # Two counts are a fraction that lost its bar (F03).
        if not divides and len(re.findall(r"\bjumlah\b", text, re.IGNORECASE)) < 2:
            yield Hit("formulasi", text)


def unit_in_name(record: Record, _table: Table) -> Iterator[Hit]:
    """U04: "Produksi padi (ton)" beside another unit."""
    match = _UNIT_OF_NAME.search(record.indikator)
    named = unit_code(match[1]) if match else None
    if (
        match
        and named
        and record.satuan_baku
        and named != record.satuan_baku
        and match[1].casefold() not in ("iku", "kk")
    ):
        yield Hit("satuan", f"({match[1]}) dan {record.satuan}")


def unit_in_target(record: Record, _table: Table) -> Iterator[Hit]:
    """U05: "0,9 Angka"."""
    for value in record.target:
        match = re.fullmatch(r"\s*[\d.,]+\s*([^\d\W][^\d]*)", value.teks)
        if value.nilai is None and match and unit_code(match[1]):
            yield Hit("target", value.teks)
            return


def percent_out_of_range(record: Record, _table: Table) -> Iterator[Hit]:
    """U06: a share below nothing or above all; growth may be either."""
    if record.satuan_baku != "persen" or _GROWTH.search(record.indikator):
        return
    off = [value for value in record.target if value.nilai is not None and not 0 <= value.nilai <= 100]
    if off:
        yield Hit("target", _series(off))


def mixed_decimals(table: Table) -> Iterator[Hit]:
    """U07: decimal commas and decimal dots in one document."""
    texts = [value.teks.strip() for record in table.records for value in (*record.target, *record.realisasi)]
    examples = [next((text for text in texts if pattern.match(text)), None) for pattern in _DECIMAL.values()]
    if all(examples):
        yield Hit("target", " dan ".join(str(example) for example in examples))


def mixed_kinds(record: Record, _table: Table) -> Iterator[Hit]:
    """U08: a number in one year, a word in another."""
    numbers = [value for value in record.target if value.nilai is not None]
    letters = [value for value in record.target if re.fullmatch(r"[A-Za-z][A-Za-z +-]*", value.teks.strip())]
    if numbers and letters:
        yield Hit("target", _series([*letters[:1], *numbers[:1]]))


def grade_off_scale(record: Record, _table: Table) -> Iterator[Hit]:
    """U09: a grade that the scale does not have."""
    name = record.indikator.casefold()
    if not re.search(r"\b(?:sakip|akip|akuntabilitas kinerja)\b", name):
        return
    off = [
        value
        for value in record.target
        if _GRADE.match(value.teks.strip()) and value.teks.strip("+- ") not in words("predikat_akip")
    ]
    if off:
        yield Hit("target", _series(off))


def unequal_base(record: Record, _table: Table) -> Iterator[Hit]:
    """U10: per 1.000 in one place, per 100.000 in another; or per nothing at all."""
    places = {"indikator": record.indikator, "satuan": record.satuan or "", "formulasi": record.formulasi or ""}
    bases = {field: {base.replace(".", "") for base in _BASE.findall(text)} for field, text in places.items()}
    stated = [base for base in bases.values() if len(base) == 1]
    if len({next(iter(base)) for base in stated}) > 1:
        yield Hit(
            "satuan" if bases["satuan"] else "formulasi",
            "; ".join(text for text in places.values() if _BASE.search(text)),
        )
    elif re.fullmatch(r"per\s+satuan\s+\w+", (record.satuan or "").strip(), re.IGNORECASE):
        yield Hit("satuan", record.satuan or "")


def two_units(record: Record, _table: Table) -> Iterator[Hit]:
    """U11: "Persen / Organisasi"; a rate ("orang/hari") is one unit."""
    parts = _MANY_UNITS.split(record.satuan or "")
    codes = [unit_code(part) for part in parts]
    if len(parts) == 2 and all(codes) and "persen" in codes and codes[0] != codes[1]:
        yield Hit("satuan", record.satuan or "")


def jump(record: Record, _table: Table) -> Iterator[Hit]:
    """U12: a value ten, a hundred or a thousand times out of line with its neighbours."""
    values = [value for value in record.target if value.nilai is not None]
    off = year_jump([value.nilai for value in values])
    if off:
        yield Hit("target", _series(values))


def final_state(record: Record, _table: Table) -> Iterator[Hit]:
    """T04: the column "kondisi akhir" against the last year and the sum."""
    targets = [value.nilai for value in record.target if value.nilai is not None and value.tahun]
    for title, text in record.kolom_lain.items():
        final = parse_number(text) if re.search(r"kondisi\s+akhir", title, re.IGNORECASE) else None
        if final is not None and targets and final not in (targets[-1], round(sum(targets), 6)):
            yield Hit("target", f"{text} dan {record.target[-1].teks}")


def last_quarter(record: Record, _table: Table) -> Iterator[Hit]:
    """T05: the last quarter against the year, where quarters stand beside it."""
    quarters = [
        (title, parse_number(text))
        for title, text in record.kolom_lain.items()
        if re.search(r"(?:triwulan|tw|tri)\W*(?:iv|iii|ii|i|[1-4])\b", title, re.IGNORECASE)
    ]
    numbers = [number for _, number in quarters if number is not None]
    yearly = record.target[0].nilai if len(record.target) == 1 else None
    if len(numbers) == 4 and yearly is not None and yearly not in (numbers[-1], round(sum(numbers), 6)):
        yield Hit("target", f"{numbers[-1]} dan {record.target[0].teks}")


def _series(values: list[Value]) -> str:
    return ", ".join(f"{value.teks} ({value.tahun})" if value.tahun else value.teks for value in values)
