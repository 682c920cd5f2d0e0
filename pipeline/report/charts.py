"""Small charts of the last nights as inline SVG: one bar a night, without scripts or fonts of their own."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT, GAP = 420, 90, 2


def bars(values: Sequence[float | None], labels: Sequence[str], top: float | None = None) -> str:
    """Bars from left to right; None is a night without a figure. `labels` show when the mouse rests on a bar.

    `top` is the value of full height, the largest one if not given.
    """
    full = top or max((value for value in values if value is not None), default=0) or 1
    step = min(40.0, WIDTH / max(1, len(values)))
    shapes = []
    for number, (value, label) in enumerate(zip(values, labels, strict=True)):
        height = 1.0 if value is None else max(1.0, HEIGHT * min(1.0, value / full))
        kind = "none" if value is None else "last" if number == len(values) - 1 else "bar"
        shapes.append(
            f'<rect class="{kind}" x="{number * step:.1f}" y="{HEIGHT - height:.1f}" '
            f'width="{step - GAP:.1f}" height="{height:.1f}"><title>{label}</title></rect>'
        )
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" class="chart">{"".join(shapes)}</svg>'
