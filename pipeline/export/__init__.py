"""`iku export`: the published data in the shape and the file format that another program wants.

forms.py makes the tables, writing.py the files.
"""
