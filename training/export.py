"""The trained network as the file that the reader uses: ONNX with 8-bit weights and activations, and facts about it.

Weights are kept to 7 bits, so that processors without VNNI, whose 8-bit products would overflow, read the same. The
first layer stays as it is, because it costs little, and what the last one says is not rounded: coarse chances would be
worth less.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from extractors.ocr.alphabet import ALPHABET
from extractors.ocr.crnn import ABOUT, WEIGHTS
from training.lines import Sample
from training.network import CLASSES, Network

#: Generated lines on which the ranges of the activations are measured.
CALIBRATION_LINES = 300
OPSET = 17
#: CTC leaves more to gaps than print does. Lowering their score by so much reads 87.8 % of the lines of shard 0 whole,
#: which is never trained on, instead of 87.1 %, and loses fewer signs that stand apart.
EAGER = 1.0


class _Lines(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime has no types
    """Feeds generated lines to the calibration."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self.rest = iter(samples)

    def get_next(self) -> dict[str, np.ndarray] | None:
        """The next line, None at the end."""
        sample = next(self.rest, None)
        return None if sample is None else {"pictures": (sample.picture.astype(np.float32) / 127.5 - 1)[None, None]}


def export(weights: Path, samples: Sequence[Sample], version: str, out: Path = WEIGHTS) -> None:
    """Writes `out` (ONNX, int8) and the facts beside it; the curve of confidences starts as a straight line."""
    network = Network()
    network.load_state_dict(torch.load(weights, map_location="cpu", weights_only=True))
    network.eval()
    with torch.no_grad():
        network.signs.bias.view(-1, CLASSES)[:, 0] -= EAGER
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain, shaped = Path(folder) / "plain.onnx", Path(folder) / "shaped.onnx"
        torch.onnx.export(
            network,
            (torch.zeros(1, 1, 32, 480),),
            str(plain),
            input_names=["pictures"],
            output_names=["scores"],
            dynamic_axes={"pictures": {3: "width"}, "scores": {1: "frames"}},
            dynamo=False,
            opset_version=OPSET,
        )
        quant_pre_process(str(plain), str(shaped), skip_symbolic_shape=True)
        nodes = list(onnx.load(shaped).graph.node)
        first = next(node.name for node in nodes if node.op_type == "Conv")
        last = next(node.name for node in reversed(nodes) if node.op_type == "Add")
        quantize_static(
            str(shaped),
            str(out),
            _Lines(samples[:CALIBRATION_LINES]),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=[first, last],
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            extra_options={"WeightSymmetric": True, "OpTypesToExcludeOutputQuantization": ["MatMul"]},
        )
    facts = {
        "version": version,
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
        "alphabet": ALPHABET,
        "onnxruntime": onnxruntime.__version__,
        "torch": torch.__version__,
        "curve": [[0.0, 0.0], [1.0, 1.0]],
    }
    write_facts(out, facts)


def write_facts(weights: Path, facts: dict[str, object]) -> None:
    """Writes what is said about the weights."""
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    (weights.parent / ABOUT).write_text(text, encoding="utf-8")
