"""The table of all checks in docs/konsolidasi.md, made from the list: `python -m pipeline.reports.checks_table`."""

from __future__ import annotations

import sys

from pipeline.findings.finding import rules


def checks_table() -> str:
    """Markdown: code, level, what is checked, its legal basis, an example."""
    rows = [(rule.kode, rule.tingkat, rule.judul, rule.dasar, rule.contoh) for rule in rules().values()]
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join(
        ["| kode | tingkat | yang diperiksa | dasar | contoh |", "| --- | --- | --- | --- | --- |", *lines]
    )


if __name__ == "__main__":
    sys.stdout.write(checks_table() + "\n")
