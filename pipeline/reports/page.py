"""report.html: one file, in Indonesian, made to be shown in a meeting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from normalizers.models import Document
from pipeline.consolidate.shapes import Entry, Item
from pipeline.consolidate.story import Consolidated
from pipeline.findings.finding import LEVELS, Finding, Rule, rules
from pipeline.reports import charts, tables

#: Rows and charts that a meeting can take in; the workbook has everything.
_REGIONS, _FREQUENT, _CHARTS, _LINES, _SHOWN, _ASKED, _CHANGED = 60, 15, 12, 8, 100, 40, 60
_COLOUR = {"galat": "#b3261e", "peringatan": "#c98a1b", "info": "#4a6fa5"}


@dataclass(frozen=True, slots=True)
class Kind:
    """All findings of one check."""

    rule: Rule
    findings: Sequence[Finding]
    more: int


def report_page(result: Consolidated, pictures: Mapping[tuple[str, int], str]) -> str:
    """The page; `pictures` gives the picture of a document's page, where there is one."""
    environment = Environment(
        loader=PackageLoader("pipeline.reports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    documents = {document.document_id: document for document in result.documents}
    counted = [document for document in result.documents if document.document_id not in result.copies]
    # What one document says wrongly is not said again of each copy of it.
    findings = [finding for finding in result.findings if finding.document_id not in result.copies]
    kinds = _kinds(findings)
    levels = Counter(finding.level for finding in findings)
    years, coverage = _coverage(result, counted)
    return environment.get_template("consolidated.html").render(
        result=result,
        documents=documents,
        counted=counted,
        regions=sorted({document.wilayah.nama for document in counted if document.wilayah.nama}),
        records=sum(len(entry.items) for entry in result.entries),
        levels=[(level, levels[level]) for level in LEVELS],
        years=years,
        coverage=coverage,
        frequent=Markup(charts.bars(_frequent(result.entries))),
        charts=[(entry, Markup(chart)) for entry, chart in _series(result)],
        kinds=kinds,
        kinds_chart=Markup(_kinds_chart(kinds)),
        questions=result.pairs[:_ASKED],
        changes=_changes(result),
        pictures=pictures,
        number=charts.number,
    )


def _kinds(findings: Sequence[Finding]) -> list[Kind]:
    """By check, errors first; sure ones before doubtful ones."""
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    order = sorted(by_code, key=lambda code: (LEVELS.index(rules()[code].tingkat), -len(by_code[code]), code))
    shown = {code: sorted(by_code[code], key=lambda finding: finding.doubtful)[:_SHOWN] for code in order}
    return [Kind(rules()[code], shown[code], len(by_code[code]) - len(shown[code])) for code in order]


def _kinds_chart(kinds: Sequence[Kind]) -> str:
    parts = []
    for level in LEVELS:
        rows = [
            (f"{kind.rule.kode} {kind.rule.judul}", len(kind.findings) + kind.more)
            for kind in kinds
            if kind.rule.tingkat == level
        ]
        if rows:
            parts.append(f"<h3>{level.capitalize()}</h3>{charts.bars(rows, _COLOUR[level])}")
    return "".join(parts)


def _coverage(result: Consolidated, counted: Sequence[Document]) -> tuple[list[int], list[tuple[str, list[int]]]]:
    """Years, and for each region (each province, where there are many regions) its number of indicators by year."""
    once = {document.document_id for document in counted}
    many = len({document.wilayah.kode for document in counted}) > _REGIONS
    cells: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entry in result.entries:
        for item in entry.items:
            if item.document.document_id in once:
                region = item.document.wilayah
                name = (region.provinsi if many else region.nama) or "Wilayah tidak diketahui"
                for year in _years(item.document):
                    cells[name][year].add(entry.entry_id)
    years = sorted({year for row in cells.values() for year in row if year})
    columns = [*years, *([0] if any(0 in row for row in cells.values()) else [])]
    return columns, [(name, [len(cells[name][year]) for year in columns]) for name in sorted(cells)]


def _years(document: Document) -> range:
    """The years that a document is for; 0 where it does not say."""
    first = document.tahun_awal or 0
    last = document.tahun_akhir or first
    return range(first, last + 1) if 0 <= last - first <= 10 else range(first, first + 1)


def _frequent(entries: Sequence[Entry]) -> list[tuple[str, int]]:
    counts = [(entry.name, len(tables.regions(entry))) for entry in entries]
    return sorted(counts, key=lambda row: (-row[1], row[0]))[:_FREQUENT]


def _series(result: Consolidated) -> list[tuple[Entry, str]]:
    """Charts of the entries with most lines of at least two years."""
    found = []
    for entry in result.entries:
        once = [item for item in entry.items if item.document.document_id not in result.copies]
        lines = [line for item in once if item.unit == entry.unit and (line := _line(item)) is not None]
        if lines:
            found.append((entry, lines))
    found.sort(key=lambda row: (-len(row[1]), -sum(len(line.points) for line in row[1]), row[0].name))
    return [(entry, charts.lines(lines[:_LINES])) for entry, lines in found[:_CHARTS]]


def _line(item: Item) -> charts.Series | None:
    points = {
        amount.tahun: float(amount.nilai)
        for amount in item.amounts
        if amount.jenis == "target" and amount.tahun is not None and amount.nilai is not None
    }
    label = item.document.wilayah.nama or item.document.instansi or item.document.file
    return charts.Series(label, sorted(points.items())) if len(points) > 1 else None


def _changes(result: Consolidated) -> list[tuple[Any, ...]]:
    """Links between documents that are no copies, with what changed, counted."""
    return [
        (link, Counter(change.kind for change in link.changes), [c for c in link.changes if c.kind != "tetap"][:_SHOWN])
        for link in result.links
        if link.kind != "salinan"
    ][:_CHANGED]
