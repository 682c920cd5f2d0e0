"""The document's head: what it says of itself outside its tables (title, agency, preamble, decree, signature)."""
