"""Small charts as inline SVG, so that the report is one file that opens anywhere and prints sharply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

COLOURS = ("#1f4e5f", "#d1603d", "#3a7d44", "#8e5ea2", "#c99a2e", "#4a6fa5", "#a23b72", "#5c5c5c")


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: its label, and (year, value) in the order of the years."""

    label: str
    points: Sequence[tuple[int, float]]


def bars(rows: Sequence[tuple[str, int]], colour: str = COLOURS[0]) -> str:
    """Horizontal bars, the label before each and the number behind it."""
    height, label_width, bar_width = 24, 400, 330
    most = max((count for _, count in rows), default=1)
    parts = []
    for number, (label, count) in enumerate(rows):
        top, width = number * height, max(2, round(bar_width * count / most))
        parts += [
            f'<text x="{label_width - 8}" y="{top + 16}" text-anchor="end">{escape(_cut(label, 52))}'
            f"<title>{escape(label)}</title></text>",
            f'<rect x="{label_width}" y="{top + 4}" width="{width}" height="16" fill="{colour}"/>',
            f'<text x="{label_width + width + 6}" y="{top + 16}">{count}</text>',
        ]
    return _svg(label_width + bar_width + 50, max(1, len(rows)) * height, parts)


def lines(series: Sequence[Series]) -> str:
    """Lines over the years with their end points labelled; the scale begins and ends at the data."""
    width, height, left, right, top, bottom = 480, 190, 64, 150, 12, 26
    points = [point for one in series for point in one.points]
    years = sorted({year for year, _ in points})
    low, high = min(value for _, value in points), max(value for _, value in points)
    spread = (high - low) or abs(high) or 1.0
    low, high = (low - spread * 0.1, high + spread * 0.1)

    def x(year: int) -> float:
        return left + (width - left - right) * (year - years[0]) / max(years[-1] - years[0], 1)

    def y(value: float) -> float:
        return top + (height - top - bottom) * (1 - (value - low) / (high - low))

    parts = [
        f'<text x="{x(year):.1f}" y="{height - 8}" text-anchor="middle" class="axis">{year}</text>' for year in years
    ]
    for value in (min(value for _, value in points), max(value for _, value in points)):
        parts.append(f'<line x1="{left}" x2="{width - right}" y1="{y(value):.1f}" y2="{y(value):.1f}" class="grid"/>')
        parts.append(
            f'<text x="{left - 6}" y="{y(value) + 4:.1f}" text-anchor="end" class="axis">{_brief(value)}</text>'
        )
    labels = _spread([y(one.points[-1][1]) for one in series], 12)
    for index, one in enumerate(series):
        colour = COLOURS[index % len(COLOURS)]
        path = " ".join(f"{x(year):.1f},{y(value):.1f}" for year, value in one.points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for year, value in one.points:
            shown = f"{escape(one.label)} {year}: {number(value)}"
            parts.append(
                f'<circle cx="{x(year):.1f}" cy="{y(value):.1f}" r="3" fill="{colour}"><title>{shown}</title></circle>'
            )
        text = escape(_cut(one.label, 22))
        parts.append(f'<text x="{width - right + 8}" y="{labels[index] + 4:.1f}" fill="{colour}">{text}</text>')
    return _svg(width, height, parts)


def number(value: float) -> str:
    """A number as Indonesians write it: 4.084.357 and 8,5."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def _brief(value: float) -> str:
    """A large number in millions, thousand millions or million millions, as newspapers write it."""
    for size, word in ((1e12, "triliun"), (1e9, "miliar"), (1e6, "juta")):
        if abs(value) >= size:
            return f"{number(value / size)} {word}"
    return number(value)


def _spread(places: Sequence[float], gap: float) -> list[float]:
    """The places moved apart, so that labels do not cover each other."""
    moved = list(places)
    last = float("-inf")
    for index in sorted(range(len(moved)), key=lambda index: moved[index]):
        moved[index] = last = max(moved[index], last + gap)
    return moved


def _svg(width: int, height: int, parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">{"".join(parts)}</svg>'


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
