"""Figures as Indonesian readers write them: 20.000, 12,5 %, 1 jam 5 menit, 3,4 GB."""

from __future__ import annotations


def thousands(number: int) -> str:
    """20.000."""
    return f"{number:,}".replace(",", ".")


def percent(share: float | None) -> str:
    """12,5 %; a dash where there is none."""
    return "-" if share is None else f"{100 * share:.1f} %".replace(".", ",")


def duration(seconds: float) -> str:
    """1 jam 5 menit; 42 detik."""
    if seconds < 60:
        return f"{seconds:.1f} detik".replace(".", ",")
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} jam {minutes} menit" if hours else f"{minutes} menit"


def size(number: int) -> str:
    """3,4 GB."""
    power = min(4, (len(str(number)) - 1) // 3)
    value = f"{number / 1000**power:.{min(1, power)}f}".replace(".", ",")
    return f"{value} {('bita', 'kB', 'MB', 'GB', 'TB')[power]}"
