"""What people have said about pairs of names, remembered for ever in a CSV: nama_1, nama_2, keputusan (ya or tidak).

Names are stored in a readable form and compared by their normalised form, so that a decision holds for next year's
documents too, and for every region. A pair that is decided is never asked again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import UsageError
from pipeline.consolidate.shapes import Pair
from pipeline.files import write_whole

COLUMNS = ("nama_1", "nama_2", "keputusan", "catatan")
#: What people write for yes and no.
_YES, _NO = {"ya", "y", "sama", "yes"}, {"tidak", "t", "beda", "no", "bukan"}


@dataclass(frozen=True)
class Decisions:
    """Pairs of normalised names, each in the order of the alphabet -> whether they are one indicator."""

    said: dict[tuple[str, str], bool]

    def agreed(self, known: Container[str]) -> Iterator[tuple[str, str]]:
        """The pairs of names that are one, of those that are here."""
        return (pair for pair, same in sorted(self.said.items()) if same and pair[0] in known and pair[1] in known)

    def refused(self, known: Container[str]) -> Iterator[tuple[str, str]]:
        """The pairs of names that are two."""
        return (pair for pair, same in sorted(self.said.items()) if not same and pair[0] in known and pair[1] in known)


def read_answers(paths: Iterable[Path]) -> list[dict[str, str]]:
    """The answered rows of decision files and of the list of questions, a later answer after an earlier one."""
    rows = []
    for path in paths:
        if path.is_file():
            rows += [row for row in _rows(path) if row["keputusan"].strip()]
    return rows


def understand(rows: Iterable[dict[str, str]], normalise: Callable[[str], str]) -> Decisions:
    """The decisions; of two on one pair the later counts."""
    said: dict[tuple[str, str], bool] = {}
    for row in rows:
        first, second = sorted((normalise(row["nama_1"]), normalise(row["nama_2"])))
        if first != second:
            said[(first, second)] = _answer(row)
    return Decisions(said)


def keep(rows: Iterable[dict[str, str]], path: Path) -> None:
    """Writes all answers, each pair once, for the next time."""
    latest = {(row["nama_1"], row["nama_2"]): row for row in rows}
    if latest:
        write_whole(path, _csv(COLUMNS, latest.values()))


def write_questions(pairs: Iterable[Pair], path: Path) -> None:
    """The list of open pairs, with an empty column for the answer."""
    rows = (
        {
            "nama_1": pair.first,
            "nama_2": pair.second,
            "keputusan": "",
            "catatan": "",
            "status": pair.status,
            "skor": str(pair.evidence.score),
            "bukti": pair.evidence.reason,
        }
        for pair in pairs
    )
    write_whole(path, _csv((*COLUMNS, "status", "skor", "bukti"), rows))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8.") from error
    separator = ";" if lines and ";" in lines[0] and "," not in lines[0] else ","
    for row in csv.DictReader(lines, delimiter=separator):
        if any(row.get(column) is None for column in COLUMNS[:3]):
            raise UsageError(f"{path}: kolom nama_1, nama_2, dan keputusan harus ada di setiap baris.")
        yield {column: (row.get(column) or "").strip() for column in COLUMNS}


def _answer(row: dict[str, str]) -> bool:
    answer = row["keputusan"].strip().casefold()
    if answer not in _YES | _NO:
        raise UsageError(f'Keputusan "{row["keputusan"]}" untuk "{row["nama_1"]}" tidak dikenal. Tulis ya atau tidak.')
    return answer in _YES


def _csv(columns: Iterable[str], rows: Iterable[dict[str, str]]) -> bytes:
    sink = io.StringIO(newline="")
    writer = csv.DictWriter(sink, list(columns), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return sink.getvalue().encode()
