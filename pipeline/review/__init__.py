"""`iku review`: the page on which an archivist clears the marked values of a night.

memory.py    what the machine read, by document id only
rank.py      which value is worth a person's minute first
audit.py     the random sample of values without a mark
index.py     the list of all open values, in SQLite, made again from readings and answers whenever they change
queue.py     what the lists show: filters, counts, the next value
pictures.py  pages and cells as pictures
reading.py   words inside a drawn box; a second reading of a cell
tables.py    which records come from one table, and its columns
desk.py      one person's answers, checked and written down
mending.py   answers that change the structure
same.py      the same reading elsewhere
words.py     a header remembered in the user's vocabulary
security.py  who may ask for what
web.py       the pages
"""
