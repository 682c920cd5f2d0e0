"""The signs that our line reader can read, in the order of its network's outputs (output 0 is "nothing here")."""

#: All of printable ASCII, and the signs of Indonesian tables and formulas beyond it.
ALPHABET = "".join(chr(code) for code in range(32, 127)) + "Σ∑×÷≥≤‰–—•°²³±½“”‘’…é"
