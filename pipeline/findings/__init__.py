"""Findings: what is wrong or odd in what the documents say (not in how they were read: that is `review`).

Each check is a small function and a line in checks.csv (code, level, rule, legal basis, example); the words that the
checks know are in words.csv. within.py runs them on a document, across.py on the catalogue.
"""
