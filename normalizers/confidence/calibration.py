"""The calibration: tables that `make calibrate` fits on documents with known truth, and the limits that rules use.

calibration/batas.csv      limits: name, value, what it means (an official may edit it)
calibration/bobot.csv      scorecards: evidence, from which value on it counts, its weight, what it was learnt from
calibration/bukti.csv      evidence: what it says, and the reason (alasan_tinjau.csv) given where it weighs most
calibration/peluang.csv    score -> chance, a rising line through these points
calibration/kata_kolom.csv word -> field, how often more than elsewhere (natural logarithm)
calibration/rupa_huruf.csv letters as they may be misread, and the letters that look like them
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from extractors.errors import UsageError
from normalizers.csv_tables import scan_table

FOLDER = "calibration"
#: The scorecards, as the column `bagian` names them; the evidence under which a scorecard's start stands.
VALUES, HEAD = "isi", "kepala"
START = "awal"
#: The reason where no evidence weighs anything.
UNLIKELY = "peluang-rendah"


@dataclass(frozen=True, slots=True)
class Step:
    """From `above` on (and at it), the evidence takes `weight` from the score."""

    above: float
    weight: float


@dataclass(frozen=True)
class Scorecard:
    """`start` less the weights of all steps reached is the score, a logit; the curve makes a chance 0..1 of it."""

    start: float
    steps: Mapping[str, tuple[Step, ...]]
    curve: tuple[tuple[float, float], ...]

    def costs(self, evidence: Mapping[str, float]) -> dict[str, float]:
        """What each evidence takes from the score; what takes nothing is left out."""
        found = {name: self._cost(name, value) for name, value in evidence.items()}
        return {name: cost for name, cost in found.items() if cost > 0}

    def chance(self, evidence: Mapping[str, float]) -> float:
        """The chance that a value with this evidence against it is right."""
        score = self.start - sum(self.costs(evidence).values())
        scores = [point for point, _ in self.curve]
        place = bisect_right(scores, score)
        if place == 0 or place == len(scores):
            return self.curve[min(place, len(scores) - 1)][1]
        (left, low), (right, high) = self.curve[place - 1 : place + 1]
        return low + (high - low) * (score - left) / (right - left)

    def _cost(self, name: str, value: float) -> float:
        return sum(step.weight for step in self.steps.get(name, ()) if value >= step.above)


@dataclass(frozen=True)
class Calibration:
    """All tables: a scorecard for the values of records and one for the fields of the head."""

    limits: Mapping[str, float]
    values: Scorecard
    head: Scorecard
    reasons: Mapping[str, str]
    column_words: Mapping[str, Mapping[str, float]]
    #: (letters as read, letters that may be printed there)
    look_alikes: tuple[tuple[str, str], ...]
    fingerprint: str

    def limit(self, name: str) -> float:
        """A limit of batas.csv. Raises KeyError where there is none."""
        return self.limits[name]

    def reason(self, costs: Mapping[str, float]) -> str:
        """The code of the reason that belongs to the evidence which costs most."""
        heaviest = max(costs, key=lambda name: (costs[name], name), default="")
        return self.reasons.get(heaviest, UNLIKELY)


@cache
def calibration() -> Calibration:
    """The program's own tables, read once a process."""
    folder = resources.files("normalizers") / FOLDER
    return read_calibration(folder)


def read_calibration(folder: Traversable) -> Calibration:
    """The tables of a folder. Raises UsageError at a bad row."""
    limits = {row["nama"]: float(row["nilai"]) for row in _rows(folder, "batas", "nama", "nilai")}
    weights = _rows(folder, "bobot", "bagian", "bukti", "mulai", "bobot")
    points = _rows(folder, "peluang", "bagian", "skor", "peluang")
    words: dict[str, dict[str, float]] = {}
    for row in _rows(folder, "kata_kolom", "bidang", "kata", "bobot"):
        words.setdefault(row["bidang"], {})[row["kata"]] = float(row["bobot"])
    return Calibration(
        limits=limits,
        values=_scorecard(VALUES, weights, points),
        head=_scorecard(HEAD, weights, points),
        reasons={row["bukti"]: row["alasan"] for row in _rows(folder, "bukti", "bukti", "alasan", "penjelasan")},
        column_words=words,
        look_alikes=tuple(
            (row["dibaca"], row["tercetak"]) for row in _rows(folder, "rupa_huruf", "dibaca", "tercetak")
        ),
        fingerprint=_fingerprint(folder),
    )


def _scorecard(part: str, weights: list[dict[str, str]], points: list[dict[str, str]]) -> Scorecard:
    own = [row for row in weights if row["bagian"] == part]
    steps: dict[str, tuple[Step, ...]] = {}
    for row in own:
        if row["bukti"] != START:
            step = Step(float(row["mulai"]), float(row["bobot"]))
            steps[row["bukti"]] = (*steps.get(row["bukti"], ()), step)
    return Scorecard(
        start=next(float(row["bobot"]) for row in own if row["bukti"] == START),
        steps=steps,
        curve=tuple((float(row["skor"]), float(row["peluang"])) for row in points if row["bagian"] == part),
    )


def _rows(folder: Traversable, name: str, *columns: str) -> list[dict[str, str]]:
    file = f"{name}.csv"
    scanned = scan_table((folder / file).read_bytes(), f"{FOLDER}/{file}", columns)
    if scanned.complaints:
        raise UsageError(str(scanned.complaints[0]))
    return [row for _, row in scanned.rows]


def _fingerprint(folder: Traversable) -> str:
    digest = hashlib.sha256()
    for item in sorted((item for item in folder.iterdir() if item.name.endswith(".csv")), key=lambda item: item.name):
        digest.update(item.name.encode() + item.read_bytes())
    return digest.hexdigest()[:16]
