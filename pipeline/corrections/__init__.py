"""What people said about the machine's readings: kept apart in DIR/corrections, laid over them at every publish.

models.py    one answer of a person
cells.py     a record as cells: one key a value ("indikator", "target.2019", "kolom_lain.Program")
head.py      the same for the document's head
journal.py   the answers on disk: append-only, one file a person
history.py   which answers stand: undoing, and answers that belong together
fresh.py     whether the machine still reads what the person saw
laying.py    readings + answers -> what is published
"""
