"""Readers of text lines: what a reader is (`lines`), and the Tesseract readers (`tesseract`)."""
