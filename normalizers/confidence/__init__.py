"""How sure is each value: evidence gathered in one place, a chance from a calibrated scorecard, marks that follow.

evidence.py      what speaks against a value, as named numbers (0: nothing)
readings.py      where two readings of a number differ, or there is only one
lexicon.py       words that are none, but would be with a letter that looks alike
ink.py           more ink, or less, than a text has in print
exchanged.py     columns whose contents look exchanged
calibration.py   the tables of normalizers/calibration/, which `make calibrate` makes again
judge.py         records in, the same records with chances and marks out
heads.py         the same for the fields of a document's head
telling.py       marks in words: what was seen, and the other reading
whole.py         from the chances of the fields to that of the record
audit.py         which unmarked values are looked at all the same
"""
