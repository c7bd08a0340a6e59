"""The resolver's trained weights: a table of numbers, and the few lines that put evidence to them.

They lie with the other weights, outside the code's licence: ``weights/news/places.json`` is learnt from three sets of
news and from drawn documents, ``weights/open/places.json`` from drawn documents alone (Apache-2.0). Without either,
``HAND`` does. ``training/gazetteer/train.py`` makes both; each names the features of ``evidence.py`` it was made for.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trucewatch.errors import ModelProblem
from trucewatch.gazetteer.evidence import MOVING, STILL

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stage:
    """One scorer: ``mean`` and ``spread`` bring features to one scale; ``direct`` sums them, ``hidden`` units bend."""

    mean: Array
    spread: Array
    direct: Array
    inner: Array
    offset: Array
    outer: Array

    def score(self, rows: Array) -> Array:
        """A score for each row; only differences between rows of one name mean anything."""
        scaled = (rows - self.mean) / self.spread
        out: Array = scaled @ self.direct + np.tanh(scaled @ self.inner + self.offset) @ self.outer
        return out

    @classmethod
    def read(cls, told: dict[str, Any]) -> Stage:
        return cls(*(np.array(told[name], dtype=float) for name in cls.__slots__))


@dataclass(frozen=True, slots=True)
class Resolver:
    """``still`` scores a name by itself, ``moving`` with the rest of the document.

    ``sure`` turns the share of the likelihood that the best place has, and its lead over nothing, into a probability.
    """

    still: Stage
    moving: Stage
    sure: tuple[float, float, float]


AUTO = "auto"
#: Sets of weights in the order in which ``auto`` takes them.
SETS = ("news", "open")
FILE = "places.json"
#: Worth of the features that say most, for a program without weights.
HAND = {
    "population": 1.0, "country": 6.0, "continent": 6.0, "land": 5.0, "water": 5.0, "site": 5.0, "admin1": 0.3,
    "admin2": -0.5, "admin_other": 0.5, "capital": 1.5, "seat1": 0.6, "section": -1.0, "alternate": -1.0,
    "short_alternate": -1.5, "beside_exact": -1.0, "spelling": -1.0, "unlike": -8.0, "strong_rival": -0.5,
    "inside": -0.5, "typed": 2.5, "typed_wrong": -1.5, "country_share": 2.0, "admin1_share": 3.0, "named_country": 1.0,
    "beside": 4.0,
    "holds": 1.0, "near": 4.0,
}  # fmt: skip
HAND_SURE = (-1.5, 0.8, 0.3)


def resolver(name: str = AUTO) -> Resolver:
    """The weights of a set: ``news``, ``open``, or the first that is there. What names no set gets ``open``.

    Raises: ModelProblem if the file belongs to other features than the program's.
    """
    path = _file(name)
    return _read(path) if path else by_hand()


def weights_version(name: str = AUTO) -> str:
    """Which weights choose between places, and their digest: for fingerprints and ``doctor``."""
    path = _file(name)
    if path is None:
        return "set by hand"
    return f"{path.parent.name}, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"


def _file(name: str) -> Path | None:
    wanted = SETS if name in (AUTO, "news") else ("open",)
    folder = Path(str(files("trucewatch") / "weights"))
    return next((path for one in wanted if (path := folder / one / FILE).exists()), None)


def by_hand() -> Resolver:
    """Weights of the features that say most, set by hand."""
    return Resolver(_plain(STILL), _plain((*STILL, *MOVING)), HAND_SURE)


def _plain(features: tuple[str, ...]) -> Stage:
    width = len(features)
    worth = np.array([HAND.get(feature, 0.0) for feature in features])
    return Stage(np.zeros(width), np.ones(width), worth, np.zeros((width, 1)), np.zeros(1), np.zeros(1))


@lru_cache(maxsize=4)
def _read(path: Path) -> Resolver:
    told = json.loads(path.read_text(encoding="utf-8"))
    if tuple(told["still_features"]) != STILL or tuple(told["moving_features"]) != MOVING:
        raise ModelProblem(f"{path} was trained on other features; make it anew with training/gazetteer/train.py")
    return Resolver(Stage.read(told["still"]), Stage.read(told["moving"]), tuple(told["sure"]))
