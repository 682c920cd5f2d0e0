"""How sure is each value: evidence gathered in one place, a chance from a calibrated scorecard, marks that follow.

evidence.py      what speaks against a value, as named numbers (0: nothing)
readings.py      where two readings of a number differ, or there is only one
exchanged.py     columns whose contents look exchanged
calibration.py   the tables of normalizers/calibration/, which `make calibrate` makes again
judge.py         records in, the same records with chances and marks out
audit.py         which unmarked values are looked at all the same
"""
