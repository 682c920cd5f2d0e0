"""What may be set about doubt: part of the key under which a result is remembered, like the vocabulary."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict, Field

from normalizers.confidence.calibration import calibration


class JudgingSettings(BaseModel):
    """How sure the program must be, and how much of what it is sure of is looked at all the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accept: float = Field(
        default_factory=lambda: calibration().limit("accept"),
        ge=0,
        le=1,
        description="a value with a smaller chance to be right than this is marked for review",
    )
    audit: float = Field(
        default_factory=lambda: calibration().limit("audit"),
        ge=0,
        le=1,
        description="share of the unmarked values that are put into the audit sample",
    )

    @property
    def fingerprint(self) -> str:
        """A short hash of the settings and of the calibration."""
        text = self.model_dump_json() + calibration().fingerprint
        return hashlib.sha256(text.encode()).hexdigest()[:16]
