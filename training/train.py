"""Training: first with the known places of the letters, then with the order of the letters alone (CTC).

The places make the network find letters within minutes; CTC then lets it choose its own frames. What is kept is the
moving average of the weights.
"""

from __future__ import annotations

import copy
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch import Tensor, nn

from extractors.ocr.alphabet import ALPHABET
from training import shards
from training.lines import Sample
from training.network import Network, prepared

HIGHEST_RATE, LOWEST_RATE, DECAY = 4e-3, 1e-5, 1e-2
#: Shares of the training time: warming up, and until the places of letters stop to count.
WARM, PLACED = 0.03, 0.35
#: Minutes of training, and columns of pictures in a batch, by device.
MINUTES = {"cpu": 70, "cuda": 12}
COLUMNS = {"cpu": 13_000, "cuda": 52_000}
#: Share of the rate when training goes on from weights.
AGAIN = 0.25
AVERAGE = 0.998
#: Weight of frames between letters among those at letters, while places count.
BETWEEN = 0.25
REPORT_SECONDS = 60
#: Lines of shard 0, which is never trained on, that the progress is measured with.
HELD_OUT = 800


@dataclass(frozen=True)
class Course:
    """How to train. `start`: weights to go on from; the rate is then lower, and letters' places do not count."""

    seed: int
    threads: int
    start: Path | None = None


@dataclass(frozen=True)
class Batch:
    """Pictures of one width, their texts as class numbers one after another, lengths, and the letters' frames."""

    pictures: Tensor
    classes: Tensor
    lengths: Tensor
    places: list[np.ndarray]


def train(folder: Path, minutes: float | None, course: Course, out: Path) -> None:
    """Trains on the shards in `folder` (new ones are taken up as they come); writes weights and progress to `out`.

    On a GPU where there is one; `minutes` None: as long as MINUTES says.
    """
    torch.manual_seed(course.seed)
    torch.set_num_threads(course.threads)
    dice, noise = random.Random(course.seed), np.random.default_rng(course.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    minutes = minutes or MINUTES[device.type]
    network = Network().to(device, memory_format=torch.channels_last)
    if course.start:
        network.load_state_dict(torch.load(course.start, map_location=device, weights_only=True))
    average = copy.deepcopy(network).eval()
    optimiser = torch.optim.AdamW(network.parameters(), lr=HIGHEST_RATE, weight_decay=DECAY, betas=(0.9, 0.98))
    held_out = shards.load(folder / "00000.npz")[:HELD_OUT]
    begun, reported, seen, steps, progress = time.monotonic(), 0.0, 0, 0, []
    for batch in _stream(folder, COLUMNS[device.type], dice, noise):
        share = (time.monotonic() - begun) / (60 * minutes)
        if share >= 1:
            break
        rate = _rate(share) * (AGAIN if course.start else 1.0)
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = _loss(network, batch, 0.0 if course.start else max(0.0, 1 - share / PLACED), device)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        steps += 1
        seen += len(batch.lengths)
        _follow(average, network, min(AVERAGE, steps / (steps + 20)))
        if time.monotonic() - reported > REPORT_SECONDS and steps > 50:
            reported = time.monotonic()
            error, exact = evaluate(average, held_out, device)
            line = {"seconds": round(reported - begun), "lines": seen, "steps": steps, "rate": round(rate, 5)}
            progress.append(line | {"loss": round(loss.item(), 3), "cer": round(error, 4), "exact": round(exact, 4)})
            _write(out, average, progress)
    error, exact = evaluate(average, held_out, device)
    progress.append({"seconds": round(time.monotonic() - begun), "lines": seen, "steps": steps})
    progress[-1] |= {"cer": round(error, 4), "exact": round(exact, 4)}
    _write(out, average, progress)


def evaluate(network: Network, samples: Sequence[Sample], device: torch.device) -> tuple[float, float]:
    """Share of wrong signs and of lines read exactly, spaces and case counted."""
    wrong = signs = right = 0
    with torch.inference_mode():
        for group in _groups(samples, COLUMNS[device.type]):
            batch = collate(group)
            best = network(prepared(batch.pictures.to(device))).argmax(2).cpu().numpy()
            for sample, row in zip(group, best, strict=True):
                kept = row[np.r_[True, row[1:] != row[:-1]]]
                text = "".join(ALPHABET[index - 1] for index in kept if index).strip()
                wrong += Levenshtein.distance(sample.text, text)
                signs += len(sample.text)
                right += text == sample.text
    return wrong / max(1, signs), right / max(1, len(samples))


def collate(group: Sequence[Sample], dice: random.Random | None = None) -> Batch:
    """A batch; with `dice` the lines stand anywhere in the common width, and a pixel higher or lower."""
    width = max(sample.picture.shape[1] for sample in group)
    pictures = np.full((len(group), 1, 32, width), 255, np.float32)
    places = []
    for row, sample in zip(pictures, group, strict=True):
        left = dice.randint(0, width - sample.picture.shape[1]) if dice else 0
        shift = dice.choice((-1, 0, 0, 1)) if dice else 0
        row[0, :, left : left + sample.picture.shape[1]] = np.roll(sample.picture, shift, axis=0)
        places.append(sample.middles + left)
    numbers = [ALPHABET.index(sign) + 1 for sample in group for sign in sample.text]
    lengths = torch.tensor([len(sample.text) for sample in group])
    return Batch(torch.from_numpy(pictures), torch.tensor(numbers), lengths, places)


def _stream(folder: Path, columns: int, dice: random.Random, noise: np.random.Generator) -> Iterator[Batch]:
    """Batches without end: the shards used least first, three at a time, lines of like width together."""
    used: dict[Path, int] = {}
    while True:
        paths = [path for path in sorted(folder.glob("?????.npz")) if path.name != "00000.npz"]
        paths.sort(key=lambda path: (used.get(path, 0), dice.random()))
        samples: list[Sample] = []
        for path in paths[:3]:
            used[path] = used.get(path, 0) + 1
            samples += shards.load(path)
        groups = list(_groups(samples, columns))
        dice.shuffle(groups)
        for group in groups:
            batch = collate(group, dice)
            size = (len(group), 1, 1, 1)
            batch.pictures.mul_(torch.from_numpy(noise.uniform(0.88, 1.03, size).astype(np.float32)))
            grain = noise.standard_normal(batch.pictures.shape, dtype=np.float32)
            batch.pictures.add_(torch.from_numpy(grain * noise.uniform(0, 7, size).astype(np.float32)))
            yield batch


def _groups(samples: Sequence[Sample], columns: int) -> Iterator[list[Sample]]:
    group: list[Sample] = []
    for sample in sorted(samples, key=lambda sample: sample.picture.shape[1]):
        if group and (len(group) + 1) * sample.picture.shape[1] > columns:
            yield group
            group = []
        group.append(sample)
    if group:
        yield group


def _rate(share: float) -> float:
    """Warm up, hold, and fall along a cosine."""
    fall = 0.5 * (1 + math.cos(math.pi * max(0.0, share - 0.1) / 0.9))
    return HIGHEST_RATE * min(1.0, share / WARM + 0.02) * fall + LOWEST_RATE


def _loss(network: Network, batch: Batch, placed: float, device: torch.device) -> Tensor:
    """CTC, per sign, and (weight `placed`) cross-entropy at the frames where the letters stand."""
    with torch.autocast(device.type, torch.bfloat16):
        frames = network(prepared(batch.pictures.to(device)).contiguous(memory_format=torch.channels_last))
    frames = frames.float().log_softmax(2)
    count, length, classes = frames.shape
    ctc = nn.functional.ctc_loss(
        frames.transpose(0, 1),
        batch.classes.to(device),
        torch.full((count,), length),
        batch.lengths,
        reduction="none",
        zero_infinity=True,
    )
    loss = (ctc / batch.lengths.clamp(min=1).to(device)).mean()
    if placed <= 0:
        return loss
    wanted = torch.zeros((count, length), dtype=torch.long)
    weight = torch.full((count, length), BETWEEN)
    first = 0
    for row, places in enumerate(batch.places):
        at = torch.from_numpy(np.clip(places * length / batch.pictures.shape[3], 0, length - 1).astype(np.int64))
        wanted[row, at] = batch.classes[first : first + len(places)]
        weight[row, at] = 1.0
        first += len(places)
    flat = weight.reshape(-1).to(device)
    each = nn.functional.nll_loss(frames.reshape(-1, classes), wanted.reshape(-1).to(device), reduction="none")
    return (1 - 0.8 * placed) * loss + 3 * placed * (each * flat).sum() / flat.sum()


def _follow(average: Network, network: Network, keep: float) -> None:
    with torch.no_grad():
        for kept, now in zip(average.state_dict().values(), network.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.mul_(keep).add_(now, alpha=1 - keep)
            else:
                kept.copy_(now)


def _write(out: Path, network: Network, progress: list[dict[str, float]]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), out / "weights.pt")
    (out / "progress.json").write_text(json.dumps(progress, indent=1), encoding="utf-8")
