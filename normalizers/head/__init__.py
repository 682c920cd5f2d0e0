"""The document's head: what it says of itself outside its tables (title, agency, preamble, decree, signature)."""

from normalizers.head.reading import HeadReading, read_head

__all__ = ["HeadReading", "read_head"]
