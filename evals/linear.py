"""Linear models over hashed features, as plain data: fitted with numpy alone, kept as numbers alone.

A feature is a string; only its hash is kept, so that no words of what a model was fitted on stand in its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from trucewatch.learn.adam import Adam, softmax

BITS = 20
#: Weights smaller than this are left out of the file. They are many and lean one way: leaving out those up to half a
#: step of eight bits shrinks it to a fifth and moves every score, so that the limits no longer fit.
SMALLEST = 1e-3


def hashed(features: Iterable[str]) -> np.ndarray:
    """The numbers of the features, each once, in order."""
    return np.unique(np.fromiter((crc32(f.encode()) >> (32 - BITS) for f in features), dtype=np.int64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """Weights by feature number (row) and class (column); a class's score is a logit."""

    classes: tuple[str, ...]
    numbers: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    def scores(self, features: Iterable[str]) -> np.ndarray:
        """The logit of each class."""
        return self.scores_of(hashed(features))

    def scores_of(self, wanted: np.ndarray) -> np.ndarray:
        """The same for features that are numbers already."""
        at = np.searchsorted(self.numbers, wanted)
        at = at[(at < len(self.numbers))]
        at = at[np.isin(self.numbers[at], wanted)]
        return np.asarray(self.weights[at].sum(axis=0) + self.bias)

    def arrays(self, prefix: str) -> dict[str, np.ndarray]:
        """What ``np.savez`` keeps of it."""
        return {
            f"{prefix}.classes": np.array(self.classes),
            f"{prefix}.numbers": self.numbers.astype(np.int32),
            f"{prefix}.weights": self.weights.astype(np.float16),
            f"{prefix}.bias": self.bias.astype(np.float32),
        }

    @classmethod
    def of_arrays(cls, arrays: dict[str, np.ndarray], prefix: str) -> Linear:
        return cls(
            classes=tuple(str(c) for c in arrays[f"{prefix}.classes"]),
            numbers=arrays[f"{prefix}.numbers"].astype(np.int64),
            weights=arrays[f"{prefix}.weights"].astype(np.float32),
            bias=arrays[f"{prefix}.bias"],
        )


def load_arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as found:
        return {key: found[key] for key in found.files}


def fit(
    examples: Sequence[np.ndarray],
    wanted: np.ndarray,
    classes: Sequence[str],
    *,
    exclusive: bool,
    decay: float,
    weight: np.ndarray | None = None,
    steps: int = 150,
    rate: float = 0.1,
    least: int = 1,
    fading: bool = False,
) -> Linear:
    """Fit by full-batch Adam. ``examples`` are hashed features, ``wanted`` is (examples, classes), 0 to 1.

    ``exclusive``: one class for each example (softmax); else each class by itself (logistic). ``decay`` is the L2
    penalty on all weights over the summed loss; ``weight`` says how much each example counts. Features of fewer than
    ``least`` examples are left out. A ``fading`` rate runs out towards the last step.
    """
    numbers, flat, counts = np.unique(np.concatenate(examples), return_inverse=True, return_counts=True)
    row = np.repeat(np.arange(len(examples)), [len(e) for e in examples])
    common = counts >= least
    kept = common[flat]
    numbers, flat, row = numbers[common], (np.cumsum(common) - 1)[flat[kept]], row[kept]
    share = np.ones(len(examples)) if weight is None else weight
    total = share.sum()
    w = np.zeros((len(numbers), len(classes)))
    b = np.zeros(len(classes))
    moving = Adam([w, b], rate=rate)
    for step in range(steps):
        logits: np.ndarray = np.stack(
            [np.bincount(row, weights=w[flat, c], minlength=len(examples)) for c in range(len(classes))], axis=1
        )
        logits = logits + b
        if exclusive:
            guess = softmax(logits)
        else:
            guess = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
        off = (guess - wanted) * share[:, None]
        steep = np.stack(
            [np.bincount(flat, weights=off[row, c], minlength=len(numbers)) for c in range(len(classes))], axis=1
        )
        left = 1 - step / (steps + 1) if fading else 1.0
        moving.step([(steep + decay * w) / total, off.sum(axis=0) / total], share=left)
    kept = np.abs(w).max(axis=1) > SMALLEST
    return Linear(classes=tuple(classes), numbers=numbers[kept], weights=w[kept], bias=b)
