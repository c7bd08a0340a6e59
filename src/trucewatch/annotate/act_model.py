"""The trained model of speech acts: a softmax over hashed features and word vectors, plain arrays, no torch.

``weights/acts`` holds ``acts.npz`` (hashes, weights), ``model.json`` (name, recipe, figures, hash of the file),
``LICENSE`` and ``MODEL_CARD.md``. The word vectors are the word-piece embeddings that the attribution weights share.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np

from trucewatch.annotate.act_features import Uttered, features_of, slots_of
from trucewatch.annotate.tagger import base_vectors, read_about
from trucewatch.annotate.tagger_decode import Array

SLOTS = 5
WIDTH = 384


class ActModel:
    """Gives each act of the vocabulary a probability; safe to use again and again."""

    def __init__(self, folder: Path) -> None:
        """Raises: ModelProblem if a file is missing or is not the one that ``model.json`` records."""
        self.about = read_about(folder)
        with np.load(folder / "acts.npz") as arrays:
            self.acts: list[str] = [str(a) for a in arrays["acts"]]
            self.of = {int(h): i for i, h in enumerate(arrays["hashes"])}
            self.sparse = np.asarray(arrays["sparse"], dtype=np.float32)
            self.dense = np.asarray(arrays["dense"], dtype=np.float32)
        self.vectors = Vectors(folder.parent / "base")

    @property
    def digest(self) -> str:
        """SHA-256 over the recorded hashes of its files, first 16 digits."""
        return hashlib.sha256(json.dumps(self.about["files"], sort_keys=True).encode()).hexdigest()[:16]

    def chances(self, given: Uttered) -> dict[str, float]:
        """Each act with its probability, the likeliest first."""
        rows = sorted({self.of[h] for h in hashes_of(given) if h in self.of})
        scores = self.vectors.of(given) @ self.dense
        if rows:
            scores = scores + self.sparse[rows].sum(axis=0)
        return chances_of(self.acts, scores)


def chances_of(acts: list[str], scores: Array) -> dict[str, float]:
    raised = np.exp(scores - scores.max())
    raised /= raised.sum()
    return {acts[i]: float(raised[i]) for i in np.argsort(-raised, kind="stable")}


def hashes_of(given: Uttered) -> set[int]:
    return {zlib.crc32(feature.encode()) for feature in features_of(given)}


class Vectors:
    """Static vectors of words: the mean of their word pieces, less what all words share, one unit long."""

    def __init__(self, base: Path) -> None:
        self.tokenizer, self.rows, self.scales = base_vectors(base)
        self.mean = (self.rows[1000:9000].astype(np.float32) * self.scales[1000:9000, None]).mean(axis=0)
        self.known: dict[str, Array] = {}

    def word(self, word: str) -> Array:
        made = self.known.get(word)
        if made is None:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids[:6]
            made = (self.rows[ids].astype(np.float32) * self.scales[ids][:, None]).mean(axis=0) - self.mean
            made = made / (float(np.linalg.norm(made)) + 1e-6)
            if len(self.known) > 100_000:
                self.known.clear()
            self.known[word] = made
        return made

    def of(self, given: Uttered) -> Array:
        """The mean vector of each slot, side by side."""
        made = np.zeros((SLOTS, WIDTH), dtype=np.float32)
        for number, words in enumerate(slots_of(given)):
            if words:
                made[number] = sum(self.word(w) for w in words) / len(words)
        return made.reshape(-1)


@lru_cache(maxsize=2)
def act_model(folder: Path) -> ActModel | None:
    """The model of a folder; None if there is none."""
    return ActModel(folder) if (folder / "model.json").exists() else None
