"""Answers on disk: whole lines only, each once, and nobody's are lost when two write at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from answers import answer, document, record
from typer.testing import CliRunner

from extractors.errors import UsageError
from pipeline.cli import app
from pipeline.corrections.exchange import from_lines, to_lines
from pipeline.corrections.journal import Journal
from pipeline.corrections.models import Correction

READ = document(record(1))
ONE = READ.records[0].record_id


def confirm(**fields: object) -> Correction:
    return answer(READ, "confirm", record_id=ONE, field="satuan", **fields)


def test_what_is_appended_is_read_by_another_program(tmp_path: Path) -> None:
    mine, yours = Journal(tmp_path), Journal(tmp_path)
    first, second = confirm(who="Siti A."), confirm(who="Budi")
    mine.append([first])
    yours.append([second])
    assert mine.refresh() == {READ.document.document_id}
    assert mine.of(READ.document.document_id) == yours.all() == [first, second]
    assert sorted(path.name for path in (tmp_path / "corrections").glob("*.jsonl")) == ["budi.jsonl", "siti-a.jsonl"]


@pytest.mark.parametrize("who", ["../../etc/passwd", "", "名前", "a/b", "x" * 300])
def test_a_persons_name_leads_to_no_other_folder(tmp_path: Path, who: str) -> None:
    Journal(tmp_path).append([confirm(who=who or " ")])
    (path,) = (tmp_path / "corrections").glob("*.jsonl")
    assert path.parent == tmp_path / "corrections"


def test_a_line_cut_off_by_a_crash_is_no_answer_and_harms_no_later_one(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    first, lost, second = confirm(), confirm(), confirm()
    journal.append([first])
    with (tmp_path / "corrections" / "siti.jsonl").open("ab") as file:
        file.write(lost.model_dump_json().encode()[:50])
    after = Journal(tmp_path)
    after.append([second])
    assert after.all() == [first, second]
    assert [name for name, _ in after.damaged] == ["siti.jsonl"]


def test_the_same_answer_is_kept_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    one = confirm()
    journal.append([one, one])
    journal.append([one])
    assert len((tmp_path / "corrections" / "siti.jsonl").read_bytes().splitlines()) == 1


def test_a_check_that_fails_writes_nothing(tmp_path: Path) -> None:
    def refuse() -> None:
        raise UsageError("tidak")

    journal = Journal(tmp_path)
    with pytest.raises(UsageError):
        journal.append([confirm()], refuse)
    assert journal.all() == []


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    said = [confirm() for _ in range(60)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda one: Journal(tmp_path).append([one]), said))
    journal = Journal(tmp_path)
    journal.refresh()
    assert sorted(one.id for one in journal.all()) == sorted(one.id for one in said)
    assert journal.damaged == []


def test_two_people_share_their_work(tmp_path: Path) -> None:
    mine, yours, file = tmp_path / "a", tmp_path / "b", tmp_path / "x.jsonl"
    said = [confirm(), confirm(who="Budi")]
    Journal(mine).append(said[:1])
    Journal(yours).append(said[1:])
    assert CliRunner().invoke(app, ["corrections", str(mine), "--export", str(file)]).exit_code == 0
    for _ in range(2):
        assert CliRunner().invoke(app, ["corrections", str(yours), "--import", str(file)]).exit_code == 0
    journal = Journal(yours)
    journal.refresh()
    assert journal.all() == said


def test_lines_that_are_no_answers_are_refused_with_their_number() -> None:
    good = confirm()
    assert from_lines(to_lines([good])) == [good]
    with pytest.raises(UsageError, match="baris 2"):
        from_lines(to_lines([good]) + b'{"id": 1}\n')
