"""Dashed and dotted rulings that a PDF draws piece by piece (browsers print borders so): the pieces joined again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractors.shapes import Box, Rule

#: Pieces of one ruling lie on one line within so many points.
LINE = 0.5
#: The next piece begins within this many lengths of a piece, or within so many points.
GAP_SHARE, GAP = 1.5, 2.0
#: Fewer pieces are a row of bullets or an ornament; so is a shorter ruling, in points.
FEWEST, SHORTEST = 5, 12.0


def dashed(pieces: Sequence[Box]) -> Iterator[Rule]:
    """The rulings, in points, that small filled boxes draw in a row; a square dot may be a piece of one each way."""
    for horizontal in (True, False):
        along = [piece if horizontal else _turned(piece) for piece in pieces]
        for chain in _chains(piece for piece in along if piece.width >= piece.height - LINE / 2):
            rule = Rule(horizontal, chain[0].y, chain[0].x0, chain[-1].x1, chain[0].height)
            if len(chain) >= FEWEST and rule.length >= SHORTEST:
                yield rule


def _turned(box: Box) -> Box:
    return Box(box.top, box.x0, box.bottom, box.x1)


def _chains(pieces: Iterable[Box]) -> Iterator[list[Box]]:
    """Pieces of one line that follow one another closely, left to right."""
    lines: list[list[Box]] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        if lines and piece.y - lines[-1][0].y <= LINE:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    for line in lines:
        line.sort(key=lambda piece: piece.x0)
        chain = line[:1]
        for piece in line[1:]:
            if piece.x0 - chain[-1].x1 > max(GAP, GAP_SHARE * piece.width):
                yield chain
                chain = []
            chain.append(piece)
        yield chain
