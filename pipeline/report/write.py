"""Writes DIR/report.html and DIR/iku.prom after a run. Neither is part of the tables: they hold times."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from pipeline.files import write_whole
from pipeline.ledger import Ledger
from pipeline.night.figures import Figures, Quarantined
from pipeline.report.advice import advice
from pipeline.report.charts import bars
from pipeline.report.drift import NIGHTS, Drift, drift
from pipeline.report.metrics import metrics
from pipeline.report.words import duration, percent, size, thousands

#: More failures than this are counted only: a page of thousands of rows is read by no one.
LISTED = 200


def write_report(output: Path, ledger: Ledger, tonight: Figures, failures: Sequence[Quarantined]) -> None:
    """Writes both files. `tonight` is the last night in the ledger already."""
    nights = [Figures.from_json(text) for text in ledger.nights(NIGHTS + 1)]
    scratch = ledger.file.parent / "tmp"
    write_whole(output / "report.html", page(nights, failures, shutil.disk_usage(output).free).encode(), scratch)
    write_whole(output / "iku.prom", metrics(tonight, failures).encode(), scratch)


def page(nights: Sequence[Figures], failures: Sequence[Quarantined], free: int) -> str:
    """The report of the last of these nights as HTML; `free` is the disk's free space in bytes."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"duration": duration, "size": size}
    template = environment.from_string((resources.files("pipeline.report") / "report.html").read_text("utf-8"))
    night = nights[-1]
    reasons = Counter(item.code for item in failures)
    days = [each.when for each in nights]
    shares, read = [each.fresh_share for each in nights], [each.read for each in nights]
    return template.render(
        time=days[-1],
        night=night,
        tiles=_tiles(night),
        sentences=_sentences(night, drift(nights)),
        share_chart=Markup(
            bars(shares, [f"{day}: {percent(each)}" for day, each in zip(days, shares, strict=True)], 1)
        ),
        read_chart=Markup(bars(read, _labels(days, read))),
        most_read=max(read),
        reasons=[(code, count, advice(code)) for code, count in reasons.most_common()],
        failures=failures[:LISTED],
        more_failures=max(0, len(failures) - LISTED),
        free=free,
    )


def _labels(days: Sequence[str], figures: Sequence[object]) -> list[str]:
    return [f"{day}: {figure}" for day, figure in zip(days, figures, strict=True)]


def _tiles(night: Figures) -> list[tuple[str, str, bool]]:
    marked = night.total_marked / night.total_records if night.total_records else None
    figures = (
        ("baru", night.new, False),
        ("berubah", night.changed, False),
        ("dikerjakan ulang", night.again, False),
        ("tidak berubah", night.unchanged, False),
        ("menunggu", night.waiting, False),
        ("gagal", night.failed, night.failed > 0),
        ("rekaman seluruhnya", night.total_records, False),
    )
    tiles = [(name, thousands(value), bad) for name, value, bad in figures if value or name in ("baru", "gagal")]
    return [*tiles, ("perlu diperiksa", percent(marked), False)]


def _sentences(night: Figures, compared: Drift) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    if night.stopped:
        found.append({"warn": True, "text": f"Berhenti lebih awal: {night.stopped}."})
    if compared.tonight is not None and compared.before is not None:
        text = (
            f"Dari rekaman yang baru dibaca {percent(compared.tonight)} perlu diperiksa; "
            f"pada {NIGHTS} malam sebelumnya {percent(compared.before)}."
        )
        if compared.differs:
            text += " Bedanya besar: periksa apakah ada bentuk dokumen, alat pindai, atau versi program yang baru."
        found.append({"warn": compared.differs, "text": text})
    if night.stale:
        text = f"{thousands(night.stale)} dokumen dibaca dengan pengaturan atau versi program lain; "
        found.append({"warn": False, "text": text + "jalankan dengan --refresh untuk membacanya ulang."})
    if night.vanished:
        text = f"{thousands(night.vanished)} berkas tidak ada lagi di tempatnya; rekamannya disimpan (iku forget)."
        found.append({"warn": False, "text": text})
    return found
