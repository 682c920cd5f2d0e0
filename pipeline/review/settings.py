"""What may be set about the review page, by the environment: IKU_REVIEW_PASSWORD and so on."""

from __future__ import annotations

import getpass

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "pemeriksa"


class ReviewSettings(BaseSettings):
    """Settings of `iku review`."""

    model_config = SettingsConfigDict(env_prefix="IKU_REVIEW_", extra="ignore")

    password: str | None = Field(default=None, description="argon2 hash, from `iku review --make-password`")
    who: str = Field(default_factory=_user, min_length=1, description="the person's name where nobody logs in")
