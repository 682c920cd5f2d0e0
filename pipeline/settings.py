"""The one model of everything that may be set about a run: defaults, then iku.toml, then IKU_* variables, then flags.

`iku.toml` lies in the folder of the call (IKU_CONFIG names another file). Names are those of the fields below, the same
everywhere: `page_timeout = 60` in the file, IKU_PAGE_TIMEOUT=60, `--page-timeout 60`. How pages are read has a section
of its own: `[reading]` with `max_pages = 500`, or IKU_READING__MAX_PAGES=500.
"""

from __future__ import annotations

import os
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from extractors.errors import UsageError
from extractors.settings import ReadingSettings
from normalizers.settings import JudgingSettings

CONFIG_VARIABLE = "IKU_CONFIG"
CLOCK = r"^([01]?\d|2[0-3]):[0-5]\d$"

Positive = Annotated[float, Field(gt=0)]


class Settings(BaseSettings):
    """Settings of one run. Two runs with equal `reading` and vocabulary give equal tables, whatever the rest says."""

    model_config = SettingsConfigDict(env_prefix="IKU_", env_nested_delimiter="__", extra="forbid", frozen=True)

    reading: ReadingSettings = Field(default=ReadingSettings(), description="how pages are read")
    judging: JudgingSettings = Field(
        default_factory=JudgingSettings, description="from which chance on values are accepted"
    )
    vocabulary: Path | None = Field(default=None, description="folder of CSV files that extend the program's words")

    workers: int | None = Field(default=None, ge=1, description="processes; one a core by default")
    timeout: Positive = Field(default=900, description="seconds for one document")
    page_timeout: Positive = Field(default=180, description="seconds for one page")
    memory_gb: Positive = Field(default=4, description="memory that one process may use")
    attempts: int = Field(
        default=5, ge=1, description="how often a document is tried, over all nights, whose failure may pass"
    )
    retries: int = Field(default=1, ge=0, description="how often such a document is tried again alone in the same run")
    retry_wait: float = Field(default=5, ge=0, description="seconds before that; doubled with each further time")
    failure_rate: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="the run stops when more than this share of its documents fail for reasons of the machine",
    )
    settle: float = Field(default=2, ge=0, description="seconds that a file must be unchanged before it is read")

    refresh: bool = Field(default=False, description="read again what was read by other settings or another program")
    since: datetime | None = Field(default=None, description="only files changed at this time or later are looked at")
    max_documents: int | None = Field(default=None, ge=1, description="at most so many documents are read in a run")
    deadline: str | None = Field(
        default=None, pattern=CLOCK, description="HH:MM, local time: from then on no further document is begun"
    )
    then: str | None = Field(default=None, description="command that the shell runs after the run")

    log_format: Literal["text", "json"] = Field(default="text", description="one line an event, or JSON lines")
    log_file: str | None = Field(default=None, description='where events are written; "-" is the standard error')
    poll: float | None = Field(
        default=None, gt=0, description="`iku watch` looks every so many seconds; needed on a network share"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, Path(os.environ.get(CONFIG_VARIABLE, "iku.toml")))
        return init_settings, env_settings, file

    @property
    def memory(self) -> int:
        """Bytes that one process may use."""
        return round(self.memory_gb * (1 << 30))

    @property
    def limits(self) -> str:
        """The limits that a document may run into: one that failed by them is tried again when they change."""
        return f"{self.timeout:g}/{self.page_timeout:g}/{self.memory_gb:g}"

    def ends_at(self, now: datetime) -> datetime | None:
        """The next moment at which the clock shows the deadline."""
        if self.deadline is None:
            return None
        hour, minute = map(int, self.deadline.split(":"))
        end = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return end if end > now else end + timedelta(days=1)


def load_settings(config: Path | None = None, **flags: Any) -> Settings:
    """The settings of a call; a flag that is None was not given. Raises UsageError that names what is wrong."""
    if config is not None:
        os.environ[CONFIG_VARIABLE] = str(config)
    named = os.environ.get(CONFIG_VARIABLE)
    if named and not Path(named).is_file():
        raise UsageError(f"Berkas pengaturan {named} tidak ada. Periksa --config atau IKU_CONFIG.")
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except (tomllib.TOMLDecodeError, SettingsError) as error:
        raise UsageError(
            f"Pengaturan tidak dapat dibaca ({error}). Periksa {named or 'iku.toml'} dan variabel IKU_*."
        ) from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise UsageError(
            f"Pengaturan salah ({wrong}). Periksa pilihan, variabel IKU_*, dan {named or 'iku.toml'}."
        ) from error
