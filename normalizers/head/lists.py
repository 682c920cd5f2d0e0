"""Items of a list in a preamble: marks ("a." "1." "-") are no part of an item, wrapped lines are joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.shapes import TextLine
from extractors.text import join_lines

#: OCR reads "1." as "l." or "I.".
_MARK = re.compile(r"^(?:\(?(?:\d{1,2}|[A-Za-z]|[ivx]{2,4})[.)](?=\s|\w{3})|[-–•▪➢✓*](?=\s))\s*")
#: A mark this far right of the first one, in points, belongs to a list inside the item.
DEEPER = 10.0


def split_items(lines: Sequence[TextLine]) -> list[str]:
    """Lines of a value as items. A lead-in that ends with a colon ("... menyelenggarakan fungsi:") is no item.

    Without any mark, a line that starts with a capital after one that ends with ";" or "." starts an item.
    """
    marked = [line for line in lines if _MARK.match(line.text)]
    items: list[list[str]] = []
    for line in lines:
        mark = _MARK.match(line.text)
        if marked:
            opens = mark is not None and line.box.x0 <= marked[0].box.x0 + DEEPER
        else:
            opens = bool(items) and items[-1][-1].rstrip().endswith((";", ".")) and line.text[:1].isupper()
        if opens or not items:
            items.append([line.text[mark.end() :] if mark and opens else line.text])
        else:
            items[-1].append(line.text)
    if len(items) > 1 and marked and not _MARK.match(lines[0].text) and items[0][-1].rstrip().endswith(":"):
        items = items[1:]
    return [text for item in items if (text := join_lines(item))]


def join_value(lines: Sequence[TextLine]) -> str | None:
    """Lines of a value as one text; None where there is none, or only dots to be filled in."""
    text = join_lines([line.text for line in lines])
    return text if re.search(r"\w", text) else None
