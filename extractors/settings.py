"""What may be set about reading: OCR languages, resolutions, limits. Part of the cache key of an extraction."""

from __future__ import annotations

import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Reader = Literal["ganda", "tesseract"]
OnPageError = Literal["skip", "fail"]


class ReadingSettings(BaseModel):
    """Settings of `extractors.extract`. Two equal settings give equal extractions of equal bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reader: Reader = Field(
        default="ganda", description="ganda: our line reader, checked by Tesseract; tesseract: Tesseract alone"
    )
    max_dpi: int = Field(default=300, description="scans are read at their own resolution, but at most at this one")
    image_share: float = Field(
        default=0.5, description="a page whose pictures cover more of its area than this is read as a scan"
    )
    picture_share: float = Field(
        default=0.08, description="a picture on a digital page that covers more than this share is read by OCR too"
    )
    max_pages: int = Field(default=2000, description="a file that announces more pages is refused")
    max_objects: int = Field(default=500_000, description="a PDF of more objects than this is refused")

    on_page_error: OnPageError = Field(
        default="skip", description="a page that cannot be read: skip it with a mark, or fail the whole document"
    )

    @property
    def fingerprint(self) -> str:
        """A short hash of all settings."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]
