"""`iku threshold`: verdicts in, a curve and a proposal out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors.errors import UsageError
from pipeline.cli import app
from pipeline.threshold.curve import curve, proposal
from pipeline.threshold.verdicts import read_values, read_verdicts


def written(folder: Path, chances: list[float], answers: list[dict[str, object]]) -> Path:
    place = {"page": 1, "bbox": [0, 0, 1, 1]}
    rows = [
        {"record_id": f"r{number}", "review": [], "provenance": {"satuan": {**place, "confidence": chance}}}
        for number, chance in enumerate(chances)
    ]
    (folder / "records.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (folder / "corrections").mkdir()
    lines = [json.dumps(answer) for answer in answers]
    (folder / "corrections" / "sari.jsonl").write_text("\n".join([*lines, '{"cut off']), "utf-8")
    return folder


def verdict(number: int, right: bool, **more: object) -> dict[str, object]:
    return {"record_id": f"r{number}", "field": "satuan", "right": right, **more}


def test_the_proposal_is_the_easiest_threshold_that_is_good_enough(tmp_path: Path) -> None:
    chances = [0.85] * 50 + [0.999] * 150
    folder = written(tmp_path, chances, [verdict(n, right=n % 5 > 0 or n >= 50) for n in range(200)])
    values = read_values(folder)
    points = curve(values, read_verdicts(folder, values))
    best = proposal(points, 0.001)
    assert best is not None
    assert (best.accept, best.effort, best.silent) == (0.9, 0.25, 0.0)
    loose = proposal(points, 0.06)
    assert loose is not None
    assert loose.accept < best.accept
    assert all(point.at_most >= point.silent for point in points)


def test_answers_of_the_review_page_count_and_the_last_word_holds(tmp_path: Path) -> None:
    def answer(number: int, action: str, time: str, **more: object) -> dict[str, object]:
        return {
            "id": f"{action}{time}",
            "time": time,
            "action": action,
            "record_id": f"r{number}",
            "field": "satuan",
        } | {**more}

    answers = [
        answer(0, "change", "2"),
        answer(0, "confirm", "1"),
        answer(1, "confirm", "3"),
        answer(2, "confirm", "4"),
        {"id": "u", "time": "5", "action": "undo", "undoes": "confirm4"},
    ]
    folder = written(tmp_path, [0.9, 0.8, 0.7], answers)
    assert read_verdicts(folder, read_values(folder)) == {("r0", "satuan"): (0.9, False), ("r1", "satuan"): (0.8, True)}


def test_without_verdicts_nothing_is_proposed(tmp_path: Path) -> None:
    folder = written(tmp_path, [0.9], [])
    assert proposal(curve(read_values(folder), {}), 1.0) is None
    result = CliRunner().invoke(app, ["threshold", str(folder)])
    assert result.exit_code == 0
    assert "Belum cukup putusan" in result.output


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_values(tmp_path)
