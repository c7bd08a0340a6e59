"""A trained network -> a folder of weights that reading needs: ONNX in int8, arrays, and what they are.

The encoder's matrices become int8 with one scale a column (onnxruntime's dynamic quantisation); the frozen word-piece
embeddings are written once, as int8 rows with a scale each.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from trucewatch.learn.about import write_about
from trucewatch.learn.network import HIDDEN, Network


class _Read(nn.Module):
    """The network as reading runs it: word-piece embeddings given, one window at a time, nothing masked."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, embedded: Tensor, quotes: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        encoder = self.network.encoder
        x = embedded + encoder.places.weight[: embedded.shape[1]] + encoder.types.weight[0]
        x = encoder.norm(x) + encoder.quotes(quotes) + encoder.shapes(shapes)
        nothing = torch.zeros((1, 1, 1, 1))
        for layer in encoder.layers:
            x = layer(x, nothing)
        return self.network.tags(x), self.network.project(x)


def export_base(network: Network, tokenizer: Path, out: Path) -> None:
    """Write the word-piece embeddings and the tokenizer that all sets share."""
    out.mkdir(parents=True, exist_ok=True)
    words = network.encoder.words.weight.detach().numpy()
    scales = np.abs(words).max(axis=1) / 127.0 + 1e-12
    np.savez(
        out / "words.npz", rows=np.round(words / scales[:, None]).astype(np.int8), scales=scales.astype(np.float32)
    )
    shutil.copy(tokenizer, out / "tokenizer.json")
    write_about(out, {"name": "base"}, ["words.npz", "tokenizer.json"])


def export_set(network: Network, out: Path, about: dict[str, Any]) -> None:
    """Write ``tagger.onnx``, ``arrays.npz`` and ``model.json``; ``about`` has at least name and calibration."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        given = (torch.zeros(1, 16, HIDDEN), torch.zeros(1, 16, dtype=torch.long), torch.zeros(1, 16, dtype=torch.long))
        axes = {name: {1: "pieces"} for name in ("embedded", "quotes", "shapes", "emissions", "vectors")}
        torch.onnx.export(
            _Read(network.eval()), given, str(plain), input_names=["embedded", "quotes", "shapes"],
            output_names=["emissions", "vectors"], dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            plain, out / "tagger.onnx", weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"]
        )
    moves, start = network.crf.scores()
    arrays = {"crf.transitions": moves, "crf.start": start}
    for name in ("cue_of", "source_of", "holder_of"):
        arrays |= {f"{name}.{k}": v for k, v in getattr(network, name).state_dict().items()}
    np.savez_compressed(out / "arrays.npz", **{k: v.detach().numpy().astype(np.float32) for k, v in arrays.items()})
    write_about(out, about, ["tagger.onnx", "arrays.npz"])
