"""`iku status`: what an output folder holds, and what is in quarantine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.options import Output
from pipeline.night.figures import Figures
from pipeline.night.state import State, look
from pipeline.report.words import duration, percent, size, thousands


def status_command(
    output: Output = Path("output"),
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, with logs, as JSON.")] = False,
) -> None:
    """Show what an output folder holds, the last night, and each document in quarantine with what to do about it."""
    state = look(output)
    if as_json:
        typer.echo(json.dumps(state.as_json(), ensure_ascii=False, indent=2))
        return
    for line in _lines(state):
        typer.echo("".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line))


def _lines(state: State) -> list[str]:
    total = state.total
    share = total.total_marked / total.total_records if total.total_records else None
    lines = [
        f"Dokumen    {thousands(total.total_documents)}, di antaranya {len(state.quarantine)} gagal"
        + (f" dan {thousands(state.vanished)} tidak ada lagi di tempatnya" if state.vanished else ""),
        f"Rekaman    {thousands(total.total_records)}, {percent(share)} perlu diperiksa",
        f"Simpanan   {size(total.stored)}",
        f"Terakhir   {_last(state.last)}",
    ]
    if state.running:
        lines.append("Sekarang   `iku run` sedang berjalan")
    for item in state.quarantine:
        attempts = f", {item.attempts} kali dicoba" if item.attempts > 1 else ""
        lines += ["", f"{item.file}  [{item.code}{attempts}]", f"  {item.message}", f"  -> {item.advice}"]
    return lines


def _last(night: Figures | None) -> str:
    if night is None:
        return "belum ada panggilan yang selesai"
    return (
        f"{night.when}, {duration(night.seconds)}: {night.new} baru, {night.changed} berubah, "
        f"{night.unchanged} tetap, {night.failed} gagal"
    )
