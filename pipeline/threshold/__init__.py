"""From people's verdicts to a threshold: how much must be looked at so that how little slips by.

verdicts.py   DIR/corrections/*.jsonl and DIR/records.jsonl -> values with their chance, mark and verdict
curve.py      those -> share to look at against share of silent errors, and a proposal
"""
