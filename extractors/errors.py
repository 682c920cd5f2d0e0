"""The errors that stop one document, or the whole call. Each has a stable code and a sentence that says what to do.

Doubts about a value are not errors: they travel with the record as review marks (see `normalizers.doubts`).
"""

from __future__ import annotations


class IkuError(Exception):
    """Base of all: `code` is for machines and never changes, the message is for people, in Indonesian."""

    code = "galat"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DocumentError(IkuError):
    """One document cannot be read; the others go on. The document is quarantined with this code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class SetupError(IkuError):
    """The machine lacks something that every document needs (Tesseract, its `ind` data): nothing can be done."""

    code = "pemasangan"


class UsageError(IkuError):
    """The call itself was wrong (no such path, nothing to read): nothing was done."""

    code = "pemakaian"
