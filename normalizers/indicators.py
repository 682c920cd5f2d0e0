"""Two indicators in one row (cascading matrices: Tujuan, Indikator Tujuan, Sasaran, Indikator Sasaran, Target).

The record is that of the indicator right of the sasaran. Of the other one, its column and those of its own values go
to kolom_lain under their headers: they are no values of this record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from normalizers.likeness import ACCEPT

#: Two columns may both be the indicator only if the header of one is nearly as likely as that of the other (points).
NEARLY = 16.0
#: What a row has once, whatever indicator stands left of it.
OF_THE_ROW = ("nomor", "tujuan", "sasaran", "indikator", "lain")


def of_other_indicators(columns: Sequence[tuple[tuple[str, ...], Mapping[str, float]]]) -> set[int]:
    """The columns, of (header path, field -> likeness 0..100), that belong to an indicator which is not the record's.

    Its values are given up only where the record's indicator has such a column of its own.
    """
    kinds = [max(scores, key=lambda kind: scores[kind], default="lain") for _, scores in columns]
    best = max((scores.get("indikator", 0.0) for _, scores in columns), default=0.0)
    names = [
        index
        for index, (_, scores) in enumerate(columns)
        if kinds[index] == "indikator" and scores["indikator"] >= max(ACCEPT, best - NEARLY)
    ]
    sasaran = [index for index, (_, scores) in enumerate(columns) if kinds[index] == "sasaran"]
    right = [index for index in names if sasaran and index > sasaran[0]]
    if len(names) < 2 or not right:
        return set()
    own = right[0]
    foreign = set(names) - {own}
    owner = {index: max((name for name in names if name <= index), default=own) for index in range(len(columns))}
    has = {kinds[index] for index in range(len(columns)) if owner[index] == own}
    for index, kind in enumerate(kinds):
        if owner[index] != own and kind not in OF_THE_ROW and kind in has:
            foreign.add(index)
    return foreign
