"""Loading: the same tables in each database, nothing lost, nothing twice, all or nothing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import postgres
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from published_paper import document, publish, record

from extractors.errors import UsageError
from normalizers.models import Value
from pipeline.load.databases import transaction
from pipeline.load.loading import Loaded, load
from pipeline.load.tables import DATA, RECORDS, TARGETS, metadata

IKU = Path(sys.executable).with_name("iku")
A, B = document("a"), document("b")
YEARS = [Value(tahun=year, teks=f"{year % 100},5", nilai=year % 100 + 0.5) for year in range(2018, 2023)]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "duckdb", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param != "postgresql":
        return f"{request.param}:///{tmp_path / 'iku.db'}"
    address: str = request.getfixturevalue("postgres_url")
    with transaction(address) as connection:
        metadata().drop_all(connection)
    return address


def content(url: str) -> dict[str, list[Any]]:
    """All rows of all data tables."""
    with transaction(url) as connection:
        made = metadata()
        return {
            name: sorted(map(repr, connection.execute(sa.select(made.tables[name])).all()), key=str) for name in DATA
        }


def records(url: str, *columns: str) -> list[Any]:
    with transaction(url) as connection:
        table = metadata().tables[RECORDS]
        wanted = sa.select(*(table.c[name] for name in columns)).order_by(table.c.record_id)
        return [tuple(row) for row in connection.execute(wanted)]


def told(account: Loaded) -> tuple[int, ...]:
    counts = account.records
    return counts.new, counts.changed, counts.same, counts.returned, counts.vanished


def test_a_load_keeps_every_value_and_a_second_changes_nothing(url: str, tmp_path: Path) -> None:
    awkward = '=1+1 "kutip"\tdan\nbaris \\N é 你'
    rows = [
        record(A, 1, target=YEARS, sasaran=awkward, kolom_lain={"Σ": awkward}),
        record(A, 2, satuan=None),
        record(B),
    ]
    folder = publish(tmp_path / "out", [A, B], rows)
    assert told(load(folder, url)) == (3, 0, 0, 0, 0)
    before = content(url)
    assert len(before[TARGETS]) == 7
    first, second = records(url, "sasaran", "kolom_lain", "satuan", "needs_review", "row")[:2]
    assert first == (awkward, {"Σ": awkward}, "%", False, 1)
    assert second[2] is None
    assert told(load(folder, url)) == (0, 0, 3, 0, 0)
    assert content(url) == before


def test_changed_rows_are_updated_and_their_old_targets_go(url: str, tmp_path: Path) -> None:
    folder = publish(tmp_path / "out", [A], [record(A, 1, target=YEARS), record(A, 2)])
    load(folder, url)
    publish(folder, [A], [record(A, 1, target=YEARS[:2], satuan="Unit"), record(A, 2)])
    assert told(load(folder, url)) == (0, 1, 1, 0, 0)
    assert records(url, "satuan") == [("Unit",), ("%",)]
    assert len(content(url)[TARGETS]) == 3


def test_what_vanished_is_marked_and_comes_back(url: str, tmp_path: Path) -> None:
    folder = publish(tmp_path / "out", [A, B], [record(A, 1), record(A, 2), record(B)])
    load(folder, url)
    publish(folder, [A], [record(A, 1)])
    account = load(folder, url)
    assert (told(account), account.documents.vanished) == ((0, 0, 1, 0, 2), 1)
    gone = [at is not None for (at,) in records(url, "vanished_at")]
    assert gone == [False, True, True]
    assert told(load(folder, url)) == (0, 0, 1, 0, 0)
    publish(folder, [A, B], [record(A, 1), record(A, 2), record(B)])
    assert told(load(folder, url)) == (0, 0, 1, 2, 0)


def test_a_document_that_another_folder_still_holds_has_not_vanished(url: str, tmp_path: Path) -> None:
    one = publish(tmp_path / "one", [A, B], [record(A), record(B)])
    load(one, url)
    load(publish(tmp_path / "two", [B], [record(B)]), url)
    publish(one, [], [])
    assert told(load(one, url)) == (0, 0, 0, 0, 1)
    assert [at is None for (at,) in records(url, "vanished_at")] == [False, True]


def test_a_dry_run_tells_the_same_and_changes_nothing(url: str, tmp_path: Path) -> None:
    folder = publish(tmp_path / "out", [A], [record(A)])
    assert told(load(folder, url, dry_run=True)) == (1, 0, 0, 0, 0)
    assert not (tmp_path / "iku.db").exists()
    load(folder, url)
    before = content(url)
    publish(folder, [A], [record(A, satuan="Unit")])
    assert told(load(folder, url, dry_run=True)) == (0, 1, 0, 0, 0)
    assert content(url) == before


def test_a_column_that_the_models_gained_is_added(url: str, tmp_path: Path) -> None:
    folder = publish(tmp_path / "out", [A], [record(A)])
    load(folder, url)
    with transaction(url) as connection:
        connection.exec_driver_sql(f"ALTER TABLE {RECORDS} DROP COLUMN alasan")
    publish(folder, [A], [record(A, alasan="Karena")])
    account = load(folder, url)
    assert account.schema == [f"Kolom ditambah: {RECORDS}.alasan"]
    assert records(url, "alasan") == [("Karena",)]


def test_a_newer_database_is_left_alone(url: str, tmp_path: Path) -> None:
    folder = publish(tmp_path / "out", [A], [record(A)])
    load(folder, url)
    with transaction(url) as connection:
        connection.exec_driver_sql("UPDATE iku_schema SET version = 99")
    with pytest.raises(UsageError, match="lebih baru"):
        load(folder, url)


def test_a_broken_file_leaves_the_old_state(url: str, tmp_path: Path) -> None:
    folder = publish(tmp_path / "out", [A], [record(A)])
    load(folder, url)
    before = content(url)
    publish(folder, [A, B], [record(A, satuan="Unit"), record(B)])
    with (folder / "records.jsonl").open("a") as file:
        file.write('{"record_id": "x", ')
    with pytest.raises(UsageError, match="rusak"):
        load(folder, url)
    assert content(url) == before


@pytest.mark.parametrize("address", ["mysql://x/y", "not an address", "postgresql://rahasia:sandi@127.0.0.1:1/x"])
def test_an_address_that_cannot_be_used_is_a_sentence(address: str, tmp_path: Path) -> None:
    folder = publish(tmp_path / "out", [A], [record(A)])
    with pytest.raises(UsageError) as error:
        load(folder, address)
    assert "sandi" not in error.value.message


def test_columns_have_comments_and_records_point_at_documents(postgres_url: str, tmp_path: Path) -> None:
    with transaction(postgres_url) as connection:
        metadata().drop_all(connection)
    load(publish(tmp_path / "out", [A], [record(A)]), postgres_url)
    with transaction(postgres_url) as connection:
        looked = sa.inspect(connection)
        assert [column["name"] for column in looked.get_columns(RECORDS) if not column["comment"]] == []
        assert looked.get_foreign_keys(RECORDS)[0]["referred_table"] == "iku_documents"
        assert looked.get_pk_constraint(TARGETS)["constrained_columns"] == ["record_id", "jenis", "urutan"]
        assert {"ix_iku_records_satuan_baku"} <= {index["name"] for index in looked.get_indexes(RECORDS)}


def test_a_killed_load_leaves_the_old_state_and_the_next_completes_it(postgres_url: str, tmp_path: Path) -> None:
    with transaction(postgres_url) as connection:
        metadata().drop_all(connection)
    folder = publish(tmp_path / "out", [A], [record(A, row) for row in range(1, 11)])
    load(folder, postgres_url)
    before = content(postgres_url)
    many = [record(A, row, satuan="Unit") for row in range(1, 8_000)]
    publish(folder, [A], many)
    process = subprocess.Popen([IKU, "load", folder, "--to", postgres_url], stderr=subprocess.DEVNULL)
    engine = sa.create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    copying = "SELECT count(*) FROM pg_stat_activity WHERE query  ~ '^COPY' AND pid <> pg_backend_pid()"
    with engine.connect() as watching:
        while process.poll() is None and not watching.exec_driver_sql(copying).scalar():
            watching.rollback()
            time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait(30) == -signal.SIGKILL
    engine.dispose()
    assert content(postgres_url) == before
    load(folder, postgres_url)
    assert len(records(postgres_url, "record_id")) == len(many)
    assert {unit for (unit,) in records(postgres_url, "satuan")} == {"Unit"}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_loads_at_once_give_what_one_after_the_other_gives(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = f"sqlite:///{tmp_path / 'iku.db'}"
    if kind == "postgresql":
        address = request.getfixturevalue("postgres_url")
        with transaction(address) as connection:
            metadata().drop_all(connection)
    one = publish(tmp_path / "one", [A], [record(A, row) for row in range(1, 500)])
    two = publish(tmp_path / "two", [A, B], [record(A, row) for row in range(1, 500)] + [record(B)])
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        accounts = [task.result() for task in [pool.submit(load, folder, address) for folder in (one, two)]]
    assert sum(account.records.new for account in accounts) == 500
    assert sum(account.records.changed for account in accounts) == 0
    assert len(records(address, "record_id")) == 500


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sets(st.tuples(st.integers(1, 4), st.sampled_from(["%", "Unit"]))), min_size=1, max_size=4))
def test_any_series_of_loads_ends_in_what_the_last_folder_says(
    steps: list[set[tuple[int, str]]], tmp_path: Path
) -> None:
    database = tmp_path / f"{os.urandom(6).hex()}.db"
    for step in steps:
        wanted = dict(sorted(step))
        load(
            publish(tmp_path / "out", [A], [record(A, row, satuan=unit) for row, unit in wanted.items()]),
            f"sqlite:///{database}",
        )
    found = {
        row: unit for row, unit, gone in records(f"sqlite:///{database}", "row", "satuan", "vanished_at") if not gone
    }
    assert found == wanted
