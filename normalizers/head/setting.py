"""Where and when: "Ditetapkan di Jakarta / pada tanggal 1 Oktober 2018", or "Jakarta, 1 Oktober 2018" above a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.shapes import TextLine
from normalizers.dates import find_date
from normalizers.head.rows import Row
from normalizers.head.signature import Signature
from normalizers.vocabulary import Vocabulary

#: The date stands at most so many rows under the place, the place at most so many rows over the office.
DATE_ROWS, PLACE_ROWS = 3, 8

#: A line goes on in the one whose middle lies at most so many line heights lower.
YEAR_GAP = 2.0
_YEAR = re.compile(r"20\d\d")
#: A comma that a reader took for another sign counts where what looks like a date stands behind it.
_PLACE = re.compile(r"^\W*([A-Z][A-Za-z .'/-]{2,40}?)\s*(?:,|[;.:](?=\W*\d{0,2}\W*[^\W\d]{3,10}\W+\d{4}))\s*(.*)$")
_MONTHS = re.compile(
    r"\b(?:jan|[fp]eb|mar|apr|mei|jun|jul|agu|ags|sep|okt|oct|no[vp]|des)\w*\b|\b20\d\d\b|\b20[_.…]|^\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Place and date as far as they are printed; `text` is what was read of the date."""

    place: str | None
    day: date | None
    text: str
    rows: list[Row]

    @property
    def incomplete(self) -> bool:
        """Whether a date is begun (a month or a year is printed) but no whole date can be read."""
        return self.day is None and bool(re.search(r"\d{4}|\b[A-Za-z]{3,}\s+\d|\d\s+[A-Za-z]{3}", self.text))


def find_setting(rows: Sequence[Row], signatures: Sequence[Signature], vocabulary: Vocabulary) -> Setting | None:
    """Place and date of the document: of the decree's setting, else of the line over a signature."""
    for index, row in enumerate(rows):
        count = vocabulary.head.setting(row.text)
        if count:
            return _formal(rows[index : index + DATE_ROWS], count, vocabulary)
    return next((setting for block in signatures if (setting := _over(rows, block, vocabulary))), None)


def _formal(rows: Sequence[Row], count: int, vocabulary: Vocabulary) -> Setting:
    words = vocabulary.head
    used = [rows[0]]
    place = " ".join(rows[0].text.split()[count:])
    split = words.within("pada_tanggal", place.split())
    if split is not None:
        place, when = " ".join(place.split()[:split]), " ".join(place.split()[split:])
    else:
        below = next((row for row in rows[1:] if words.starts("pada_tanggal", row.text)), None)
        when = below.text if below else ""
        used += [below] if below else []
    place = place.strip(" :;,.")
    return Setting(
        place if re.search(r"[A-Za-z]{3}", place) else None, find_date(when, vocabulary.months)[0], when, used
    )


def _over(rows: Sequence[Row], signature: Signature, vocabulary: Vocabulary) -> Setting | None:
    """The nearest place over the signature that has a date, else the nearest with room for one."""
    page, lines = signature.page - bool(signature.before), signature.before or signature.lines
    top = min(line.box.top for line in lines)
    middle = sum(line.box.x for line in signature.lines) / len(signature.lines)
    before = [row for row in rows if row.page == page and row.box.y < top + 4]
    if not any(row.box.y < top - 4 for row in before):
        # The page break stands over the block: its place and date may stand at the foot of the page before.
        before = [*(row for row in rows if row.page == page - 1), *before]
    places: list[Setting] = []
    for row in reversed(before[-PLACE_ROWS:]):
        pieces = row.pieces
        for index, piece in enumerate(pieces):
            text = " ".join(other.text for other in pieces[index:])
            found = _PLACE.match(text)
            # A row may hold the other party's text at its left: the place stands over the signature.
            if (
                found
                and _MONTHS.search(found[2])
                and len(found[2].split()) <= 5
                and abs(piece.box.x - middle) < row.width / 4
                and not vocabulary.head.starts("jabatan", text)
            ):
                when = f"{found[2]} {_year_below(piece, rows, row)}".strip()
                places.append(Setting(found[1].strip(), find_date(when, vocabulary.months)[0], when, [row]))
    return next((place for place in places if re.search(r"\w", place.text)), places[0] if places else None)


def _year_below(place: TextLine, rows: Sequence[Row], row: Row) -> str:
    """A year alone in the line under a place and date too long for one; "" for none."""
    below = (piece for other in rows if other.page == row.page for piece in other.pieces)
    near = (
        piece
        for piece in below
        if 0 < piece.box.y - place.box.y < YEAR_GAP * place.box.height
        and place.box.x0 - 1 <= piece.box.x0
        and piece.box.x1 <= row.box.x1 + 1
    )
    return next((piece.text for piece in near if _YEAR.fullmatch(piece.text.strip())), "")
