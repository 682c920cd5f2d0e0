"""What people get from consolidation: tables (CSV, a workbook), a report to show in a meeting, pictures of the pages.

writing.py names all files; tables.py makes the rows that several of them share.
"""
