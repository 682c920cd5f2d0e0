"""`iku load`: the published data into a database, through SQLAlchemy: SQLite, PostgreSQL or DuckDB.

loading.py tells the story; tables.py says what the tables are, staging.py fills them fast, versions.py keeps an older
database in step with the models.
"""
