"""Readers of text lines: what a reader is (`lines`), and the Tesseract readers (`tesseract`)."""

from extractors.ocr.lines import LineReader, ReadLine, ReadWord
from extractors.ocr.tesseract import open_reader

__all__ = ["LineReader", "ReadLine", "ReadWord", "open_reader"]
