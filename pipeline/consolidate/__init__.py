"""`iku consolidate`: hundreds of documents become one catalogue of indicators, with a list of what is wrong in them.

story.py tells it from top to bottom; names.py and scores.py decide what is alike, decisions.py remembers what people
said.
"""
