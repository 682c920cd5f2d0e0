"""The checks on one document. A new check is a function in a room beside, its line below, and one in checks.csv."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from normalizers.models import Document, Record
from pipeline.findings import completeness, formulas, papers, trends, units, wording
from pipeline.findings.finding import Finding, Hit, about_document, about_record, rules
from pipeline.findings.table import Table

#: More remarks of one kind than this, on a quarter of the indicators, are a document's habit.
_HABIT = 5
#: What every indicator must have -> by which columns it is printed, and whether only defining documents need it.
NEEDED: dict[str, tuple[Callable[[Record], bool], tuple[str, ...], bool]] = {
    "C01": (completeness.has_formula, ("formulasi", "definisi_operasional"), True),
    "C02": (completeness.has_unit, ("satuan",), False),
    "C03": (completeness.has_source, ("sumber_data",), True),
    "C04": (completeness.has_owner, ("penanggung_jawab",), True),
}
OF_RECORD: dict[str, Callable[[Record, Table], Iterator[Hit]]] = {
    "C05": completeness.missing_year,
    "C06": completeness.no_objective,
    "C07": completeness.only_lead_in,
    "C08": completeness.placeholder,
    "C09": completeness.no_way_to_count,
    "U01": completeness.unknown_unit,
    "U02": units.unit_against_name,
    "U03": units.percent_without_ratio,
    "U04": units.unit_in_name,
    "U05": units.unit_in_target,
    "U06": units.percent_out_of_range,
    "U08": units.mixed_kinds,
    "U09": units.grade_off_scale,
    "U10": units.unequal_base,
    "U11": units.two_units,
    "U12": units.jump,
    "T01": trends.against_direction,
    "T02": trends.standing_still,
    "T03": trends.better_before,
    "T04": units.final_state,
    "T05": units.last_quarter,
    "T07": trends.to_nothing,
    "T08": trends.falling,
    "Q01": wording.output_wording,
    "Q02": wording.nothing_measured,
    "Q03": wording.like_an_objective,
    "Q04": wording.no_result,
    "Q05": wording.two_measures,
    "Q08": wording.circular,
    "Q09": wording.other_iku,
    "F01": formulas.swapped,
    "F02": formulas.growth_without_base,
    "F03": formulas.lost_bar,
    "F04": formulas.weights,
    "X05": wording.swapped_columns,
}
OF_DOCUMENT: dict[str, Callable[[Table], Iterator[Hit]]] = {
    "U07": units.mixed_decimals,
    "C06": papers.empty_objectives,
    "Q06": wording.too_many,
    "D01": papers.unknown_region,
    "D02": papers.bad_nip,
    "D03": papers.odd_date,
    "D04": papers.superseded_law,
    "D05": papers.other_years,
    "D06": papers.rows_lost,
    "D07": papers.not_set,
}


def within(document: Document, records: Sequence[Record]) -> Iterator[Finding]:
    """All findings of one document by itself; a document without indicators has none."""
    if not records:
        return
    table = Table(document, records)
    for code in NEEDED:
        yield from _needed(code, table)
    for code, check in OF_RECORD.items():
        yield from _each(code, [(record, hit) for record in records for hit in check(record, table)], table)
    yield from (about_record("Q07", record, hit) for record, hit in wording.several_objectives(table))
    for name, of_document in OF_DOCUMENT.items():
        yield from (about_document(name, document, records, hit) for hit in of_document(table))


def _each(code: str, hits: Sequence[tuple[Record, Hit]], table: Table) -> Iterator[Finding]:
    """One finding a hit; a habit of the whole document that is no fault is said once."""
    if rules()[code].tingkat == "info" and len(hits) > _HABIT and len(hits) * 4 > len(table.records):
        hit = hits[0][1]
        seen = f"{hit.seen} (dan {len(hits) - 1} indikator lain)"
        yield about_document(code, table.document, table.records, Hit(hit.field, seen))
    else:
        yield from (about_record(code, record, hit) for record, hit in hits)


def _needed(code: str, table: Table) -> Iterator[Finding]:
    """One finding an indicator; one for the whole document where the column is missing altogether."""
    has, columns, only_defining = NEEDED[code]
    lacking = [record for record in table.records if not has(record)]
    if not lacking or (only_defining and not table.defines_indicators):
        return
    if table.has_column(*columns):
        yield from (about_record(code, record, Hit(columns[0])) for record in lacking)
    else:
        seen = f"Kolomnya tidak ada; mengenai {len(lacking)} dari {len(table.records)} indikator."
        yield about_document(code, table.document, table.records, Hit(columns[0], seen))
