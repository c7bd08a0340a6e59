"""The trained attribution tagger: ONNX for the encoder, NumPy for the rest, no torch.

A set of weights is a folder: ``tagger.onnx`` (encoder and tag layer, int8), ``arrays.npz`` (CRF and pair scorers),
``model.json`` (name, recipe, calibration, hash of every file), ``LICENSE`` and ``MODEL_CARD.md``. The word-piece
embeddings, which training leaves as they were, lie in ``base/`` inside the folder, or once beside several sets.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from trucewatch.annotate.tagger_decode import Array, Linked, Linker, Run, Sight, best_tags, marginals, runs_of
from trucewatch.annotate.tagger_words import Window, encode, windows_of
from trucewatch.errors import ModelProblem

if TYPE_CHECKING:
    from trucewatch.annotate.act_model import ActModel

#: Word pieces in a window, and how many of them may repeat what went before: as the tagger was trained. With 32 the
#: scores on whole articles are the same at a tenth less cost, but single statements of other texts come out otherwise.
SIZE, CONTEXT = 256, 56
#: A word longer than this (word pieces) is read by its beginning.
LONGEST_WORD = 8
UNKNOWN_PIECE = 100
#: Words whose pieces are held (some 200 bytes each); then they are forgotten and met anew.
WORDS_HELD = 50_000


@dataclass(slots=True, kw_only=True)
class Tagged:
    """One attribution as the model sees it: spans as (start, end) code points of the text, scores in 0..1.

    ``score`` is the calibrated chance that source and content are both right; ``signs`` is what it is worked out from.
    """

    content: list[tuple[int, int]]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    score: float
    signs: list[float]


class Tagger:
    """One set of weights, ready to read; safe to use again and again, one text at a time."""

    def __init__(self, folder: Path) -> None:
        """Raises: ModelProblem if a file is missing or is not the one that ``model.json`` records."""
        self.folder = folder
        self.about = read_about(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(
            str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"]
        )
        with np.load(folder / "arrays.npz") as arrays:
            weights = {name: np.asarray(arrays[name], dtype=np.float32) for name in arrays.files}
        self.transitions, self.start = weights["crf.transitions"], weights["crf.start"]
        self.linker = Linker(weights)
        base = folder / "base" if (folder / "base").exists() else folder.parent / "base"
        self.tokenizer, self.rows, self.scales = base_vectors(base)
        self.files = {**self.about["files"], **read_about(base)["files"]}
        #: The model of speech acts that goes with it, set by ``weights``.
        self.acts: ActModel | None = None
        self.known: dict[str, list[int]] = {}
        self.calibration: list[float] = self.about["calibration"]

    @property
    def name(self) -> str:
        return str(self.about["name"])

    @property
    def digest(self) -> str:
        """SHA-256 over the recorded hashes of all files, first 16 digits."""
        files = {**self.files, **(self.acts.about["files"] if self.acts else {})}
        return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]

    def read(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Tagged]:
        """Every attribution in these stretches of the text, in order of its first content."""
        found: list[Tagged] = []
        by_cue: dict[tuple[int, int], Tagged] = {}
        for window in windows_of(text, paragraphs, size=SIZE, context=CONTEXT, pieces=self._count):
            for linked in self._window(window):
                fresh = [run for run in linked.contents if run.last >= window.fresh]
                if not fresh:
                    continue
                tagged = self._tagged(window, linked, fresh)
                earlier = by_cue.get(tagged.cue) if tagged.cue else None
                if earlier is not None:
                    earlier.content = sorted({*earlier.content, *tagged.content})
                    continue
                found.append(tagged)
                if tagged.cue:
                    by_cue[tagged.cue] = tagged
        return found

    def _window(self, window: Window) -> list[Linked]:
        ids, quotes, shapes, first = encode(window, self._pieces)
        embedded = self.rows[ids].astype(np.float32) * self.scales[ids][:, None]
        emissions, vectors = self.session.run(
            None,
            {
                "embedded": embedded[None], "quotes": np.array([quotes], dtype=np.int64),
                "shapes": np.array([shapes], dtype=np.int64),
            },
        )  # fmt: skip
        here, vectors = emissions[0][first], vectors[0][first]
        tags = best_tags(here, self.transitions, self.start)
        if not any(tags):
            return []
        runs = runs_of(tags, marginals(here, self.transitions, self.start))
        return self.linker.link(runs, vectors, Sight(window.words, window.paragraphs, window.quotes))

    def _tagged(self, window: Window, linked: Linked, contents: list[Run]) -> Tagged:
        def at(run: Run) -> tuple[int, int]:
            return window.offsets[run.first][0], window.offsets[run.last][1]

        signs = signs_of(sum(run.sure for run in contents) / len(contents), linked)
        return Tagged(
            content=[at(run) for run in contents], cue=at(linked.cue) if linked.cue else None,
            source=at(linked.source) if linked.source else None, score=calibrated(self.calibration, signs), signs=signs,
        )  # fmt: skip

    def _pieces(self, word: str) -> list[int]:
        made = self.known.get(word)
        if made is None:
            made = self.tokenizer.encode(word, add_special_tokens=False).ids[:LONGEST_WORD] or [UNKNOWN_PIECE]
            if len(self.known) > WORDS_HELD:
                self.known.clear()
            self.known[word] = made
        return made

    def _count(self, word: str) -> int:
        return len(self._pieces(word))


def signs_of(content_sure: float, linked: Linked) -> list[float]:
    """What a score is worked out from: log odds of content, cue and source, and what is missing."""
    cue = linked.cue.sure if linked.cue else 0.5
    source = linked.source.sure if linked.source else 0.5
    return [
        _logit(content_sure), _logit(linked.cue_sure), _logit(linked.source_sure), _logit(cue), _logit(source),
        float(linked.cue is None), float(linked.source is None),
    ]  # fmt: skip


def calibrated(weights: Sequence[float], signs: Sequence[float]) -> float:
    """Logistic regression (Platt 1999): weights of the signs, then the constant."""
    total = weights[-1] + sum(w * s for w, s in zip(weights, signs, strict=False))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


@lru_cache(maxsize=2)
def base_vectors(folder: Path) -> tuple[Tokenizer, Any, Array]:
    """Tokenizer, rows (int8) and scale of each row of the word-piece embeddings."""
    read_about(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    with np.load(folder / "words.npz") as arrays:
        return tokenizer, arrays["rows"], np.asarray(arrays["scales"], dtype=np.float32)


def read_about(folder: Path) -> dict[str, Any]:
    """What ``model.json`` says of a set, its files checked. Raises: ModelProblem."""
    try:
        about: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelProblem(
            f"no set of weights in {folder} ({error}); give a folder that trucewatch train attribution wrote"
        ) from error
    check_files(folder, about)
    return about


def check_files(folder: Path, about: dict[str, Any]) -> None:
    for name, recorded in about["files"].items():
        try:
            held = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise ModelProblem(
                f"{folder / name} is missing; put it back or reinstall with: make clean setup"
            ) from error
        if held != recorded:
            raise ModelProblem(
                f"{folder / name} has hash {held[:12]}, recorded is {recorded[:12]}; reinstall with: make clean setup"
            )
