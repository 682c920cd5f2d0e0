"""One model of settings: where each may be set, which place wins, and what is said of a mistake."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.errors import UsageError
from pipeline.settings import CONFIG_VARIABLE, Settings, load_settings


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(CONFIG_VARIABLE, "")
    monkeypatch.delenv(CONFIG_VARIABLE)


def test_flags_over_environment_over_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "iku.toml").write_text("timeout = 11\npage_timeout = 12\nattempts = 13\n[reading]\nmax_pages = 14\n")
    monkeypatch.setenv("IKU_PAGE_TIMEOUT", "22")
    monkeypatch.setenv("IKU_ATTEMPTS", "23")
    settings = load_settings(attempts=33, workers=None)
    assert (settings.timeout, settings.page_timeout, settings.attempts) == (11, 22, 33)
    assert settings.reading.max_pages == 14
    monkeypatch.setenv("IKU_READING__MAX_PAGES", "24")
    assert load_settings().reading.max_pages == 24


def test_another_file(tmp_path: Path) -> None:
    other = tmp_path / "malam.toml"
    other.write_text("workers = 3\n")
    assert load_settings(other).workers == 3
    with pytest.raises(UsageError, match="tidak ada"):
        load_settings(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("workers = 0", "workers"),
        ("wrokers = 2", "wrokers"),
        ("workers =", "tidak dapat dibaca"),
        ('deadline = "5"', "deadline"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "iku.toml").write_text(text)
    with pytest.raises(UsageError, match=word):
        load_settings()


def test_the_deadline_is_the_next_time_that_the_clock_shows_it() -> None:
    night = Settings(deadline="05:30")
    assert night.ends_at(datetime(2026, 3, 1, 1, 0, tzinfo=UTC)) == datetime(2026, 3, 1, 5, 30, tzinfo=UTC)
    assert night.ends_at(datetime(2026, 3, 1, 22, 0, tzinfo=UTC)) == datetime(2026, 3, 2, 5, 30, tzinfo=UTC)
    assert Settings().ends_at(datetime(2026, 3, 1, tzinfo=UTC)) is None
