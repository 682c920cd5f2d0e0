"""Generated lines kept in files: a file is a shard, made from the seeds of its sheets, the same for one number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training import sheet
from training.lines import Sample, cut

#: Sheets a shard; a sheet has about 50 lines.
SHEETS = 40


def make(number: int, folder: Path) -> int:
    """Makes a shard and returns how many lines it holds; a shard that is there already is kept."""
    path = folder / f"{number:05d}.npz"
    if path.exists():
        return len(load(path))
    samples = [sample for seed in range(number * SHEETS, (number + 1) * SHEETS) for sample in cut(sheet.make(seed))]
    _save(path, samples)
    return len(samples)


def load(path: Path) -> list[Sample]:
    """The lines of a shard."""
    with np.load(path) as data:
        pictures, widths, lengths, middles = (data[name] for name in ("pictures", "widths", "lengths", "middles"))
        text = str(data["text"])
    samples: list[Sample] = []
    across = along = 0
    for width, length in zip(widths.tolist(), lengths.tolist(), strict=True):
        samples.append(
            Sample(pictures[:, across : across + width], text[along : along + length], middles[along : along + length])
        )
        across, along = across + width, along + length
    return samples


def _save(path: Path, samples: Sequence[Sample]) -> None:
    """Written whole and renamed: a trainer that looks never finds half a shard."""
    part = path.with_suffix(".part.npz")
    np.savez(
        part,
        pictures=np.concatenate([sample.picture for sample in samples], axis=1),
        widths=np.array([sample.picture.shape[1] for sample in samples]),
        lengths=np.array([len(sample.text) for sample in samples]),
        middles=np.concatenate([sample.middles for sample in samples]),
        text=np.array("".join(sample.text for sample in samples)),
    )
    part.replace(path)
