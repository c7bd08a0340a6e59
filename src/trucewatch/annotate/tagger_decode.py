"""From the tagger's numbers to attributions: best tag path under a linear-chain CRF, spans, and who links to whom.

Tags are BIO over content (C), source (S) and cue (Q); a path may not begin or change kind with an ``I`` (Lafferty,
McCallum and Pereira 2001 for the CRF; the pair scorers are small multilayer perceptrons over span vectors and
distance features). Everything here is NumPy; no array is changed in place that came from outside.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from trucewatch.annotate.tagger_words import QUOTE_MARK

TAGS = ("O", "B-C", "I-C", "B-S", "I-S", "B-Q", "I-Q")
LINK = 96
#: Kinds of runs: content, source, cue.
KINDS = "CSQ"
SENTENCE_ENDS = frozenset(".!?")
#: Distance features of a pair, see ``features_between``.
FEATURES = 25
FORBIDDEN = -1e4
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words of one kind (letter of the tag), first and last word included, with its mean tag probability."""

    kind: str
    first: int
    last: int
    sure: float = 1.0


@dataclass(slots=True)
class Linked:
    """Word runs that make one attribution, and what the model thinks of each choice (probabilities)."""

    contents: list[Run]
    cue: Run | None
    source: Run | None
    cue_sure: float = 1.0
    source_sure: float = 1.0
    features: list[float] = field(default_factory=list)


def best_tags(emissions: Array, transitions: Array, start: Array) -> list[int]:
    """Viterbi: the most likely tag of each word, (words, tags) -> words."""
    if not len(emissions):
        return []
    scores = start + emissions[0]
    back = np.empty((len(emissions), emissions.shape[1]), dtype=np.intp)
    for i in range(1, len(emissions)):
        table = scores[:, None] + transitions
        back[i] = table.argmax(axis=0)
        scores = table.max(axis=0) + emissions[i]
    tags = [int(scores.argmax())]
    for i in range(len(emissions) - 1, 0, -1):
        tags.append(int(back[i][tags[-1]]))
    return tags[::-1]


def marginals(emissions: Array, transitions: Array, start: Array) -> Array:
    """Probability of each tag at each word (forward-backward), (words, tags)."""
    n, k = emissions.shape
    moves = np.exp(transitions)
    forward, backward = np.empty((n, k)), np.ones((n, k))
    local = np.exp(emissions - emissions.max(axis=1, keepdims=True))
    row = np.exp(start) * local[0]
    forward[0] = row / row.sum()
    for i in range(1, n):
        row = (forward[i - 1] @ moves) * local[i]
        forward[i] = row / row.sum()
    for i in range(n - 2, -1, -1):
        row = moves @ (local[i + 1] * backward[i + 1])
        backward[i] = row / row.sum()
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True), dtype=np.float32)


def runs_of(tags: Sequence[int], sure: Array | None = None) -> list[Run]:
    """Runs of tagged words in order; ``sure`` gives the probability of every tag at every word."""
    edges: list[tuple[str, int, int]] = []
    for i, number in enumerate(tags):
        tag = TAGS[number]
        if tag == "O":
            continue
        if tag[0] == "I" and edges and edges[-1][0] == tag[2] and edges[-1][2] == i - 1:
            edges[-1] = (tag[2], edges[-1][1], i)
        else:
            edges.append((tag[2], i, i))
    if sure is None:
        return [Run(*edge) for edge in edges]
    return [Run(k, a, b, float(np.mean([sure[i, tags[i]] for i in range(a, b + 1)]))) for k, a, b in edges]


class Sight:
    """What lies where in a window, as running totals: marks of quotation, sentence ends, runs of each kind."""

    def __init__(self, words: Sequence[str], paragraphs: Sequence[int], quotes: Sequence[int]) -> None:
        self.paragraphs = np.asarray(paragraphs)
        self.quotes = np.asarray(quotes)
        self.marks = _totals(self.quotes == QUOTE_MARK)
        self.ends = _totals(np.asarray([word in SENTENCE_ENDS for word in words]))
        self.starts: dict[str, npt.NDArray[np.intp]] = {}

    def with_runs(self, runs: Sequence[tuple[str, int, int]]) -> Sight:
        """Note where runs (kind, first, last) begin; returns itself."""
        for kind in KINDS:
            at = np.zeros(len(self.quotes), dtype=bool)
            at[[first for k, first, _ in runs if k == kind]] = True
            self.starts[kind] = _totals(at)
        return self


def _totals(at: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    return np.concatenate([[0], np.cumsum(at)]).astype(np.intp)


def features_between(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]], sight: Sight) -> Array:
    """(left, right, FEATURES): how two runs lie to each other.

    Side, distance in words (log and in eight buckets), paragraphs apart (seven steps), quotation marks, sentence ends
    and runs of each kind between, whether each stands in a quotation, whether they touch.
    """
    a, b = np.asarray(left)[:, None, :], np.asarray(right)[None, :, :]
    after, before = b[..., 0] > a[..., 1], a[..., 0] > b[..., 1]
    low = np.where(after, a[..., 1], b[..., 1]) + 1
    high = np.maximum(np.where(after, b[..., 0], a[..., 0]), low)
    gap = np.where(after | before, high - low, 0)
    bucket = np.minimum(7, np.log2(gap + 1).astype(int))
    step = np.clip(sight.paragraphs[b[..., 0]] - sight.paragraphs[a[..., 0]], -3, 3) + 3

    def between(totals: npt.NDArray[np.intp]) -> Array:
        return np.asarray(np.minimum(totals[high] - totals[low], 4) / 4.0, dtype=np.float32)

    shape = gap.shape
    return np.concatenate(
        [
            (after * 1.0 - before * 1.0)[..., None], (np.log1p(gap) / 5.0)[..., None],
            np.eye(8)[bucket], np.eye(7)[step], between(sight.marks)[..., None], between(sight.ends)[..., None],
            *(between(sight.starts[kind])[..., None] for kind in KINDS),
            np.broadcast_to(sight.quotes[a[..., 0]] > 0, shape)[..., None],
            np.broadcast_to(sight.quotes[b[..., 0]] > 0, shape)[..., None], (gap == 0)[..., None],
        ],
        axis=-1,
    ).astype(np.float32)  # fmt: skip


def run_vectors(vectors: Array, runs: Sequence[tuple[int, int]]) -> Array:
    """First word, last word and mean of each run side by side, (runs, 3 * LINK)."""
    return np.stack([np.concatenate([vectors[a], vectors[b], vectors[a : b + 1].mean(axis=0)]) for a, b in runs])


class Pairs:
    """Scores pairs of runs for belonging together; the last column is "none of them"."""

    def __init__(self, weights: Mapping[str, Array], name: str) -> None:
        self.w = {k.removeprefix(f"{name}."): v for k, v in weights.items() if k.startswith(f"{name}.")}

    def log_probabilities(self, left: Array, right: Array, features: Array | None) -> Array:
        """(l, 3d), (r, 3d), (l, r, f) -> log-probabilities (l, r + 1); no features: nothing to the right."""
        a = _gelu(self._linear("left", left))
        none = self._linear("none", a)
        if features is None:
            return np.zeros((len(left), 1), dtype=np.float32)
        b = _gelu(self._linear("right", right))
        shape = (len(a), len(b), a.shape[1])
        both = np.concatenate(
            [np.broadcast_to(a[:, None], shape), np.broadcast_to(b[None], shape), a[:, None] * b[None], features],
            axis=-1,
        )
        scores = self._linear("score", _gelu(self._linear("hidden", both)))[..., 0]
        table = np.concatenate([scores, none], axis=1)
        table = table - table.max(axis=1, keepdims=True)
        return np.asarray(table - np.log(np.exp(table).sum(axis=1, keepdims=True)), dtype=np.float32)

    def _linear(self, name: str, x: Array) -> Array:
        return np.asarray(x @ self.w[f"{name}.weight"].T + self.w[f"{name}.bias"], dtype=np.float32)


def _gelu(x: Array) -> Array:
    """GELU by the error function (Hendrycks and Gimpel 2016), with Abramowitz and Stegun 7.1.26 for erf."""
    z = np.abs(x) / math.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1.0 - series * np.exp(-z * z))
    return np.asarray(0.5 * x * (1.0 + erf), dtype=np.float32)


class Linker:
    """Ties contents to cues and both to sources, from the three trained pair scorers."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self.cue_of = Pairs(weights, "cue_of")
        self.source_of = Pairs(weights, "source_of")
        self.holder_of = Pairs(weights, "holder_of")

    def link(self, runs: Sequence[Run], vectors: Array, sight: Sight) -> list[Linked]:
        """Attributions in order of their first content run."""
        contents = [r for r in runs if r.kind == "C"]
        cues = [r for r in runs if r.kind == "Q"]
        sources = [r for r in runs if r.kind == "S"]
        if not contents:
            return []
        sight.with_runs([(r.kind, r.first, r.last) for r in runs])

        def table(scorer: Pairs, left: list[Run], right: list[Run]) -> Array:
            a, b = [(r.first, r.last) for r in left], [(r.first, r.last) for r in right]
            near = run_vectors(vectors, a)
            if not b:
                return scorer.log_probabilities(near, np.zeros((0, 3 * LINK), dtype=np.float32), None)
            return scorer.log_probabilities(near, run_vectors(vectors, b), features_between(a, b, sight))

        to_cue = table(self.cue_of, contents, cues)
        to_holder = table(self.holder_of, contents, sources)
        to_source = table(self.source_of, cues, sources) if cues else None
        made: dict[int, Linked] = {}
        chosen: dict[int, list[int]] = {}
        for i in range(len(contents)):
            j = int(to_cue[i].argmax())
            key = j if j < len(cues) else -1 - i
            chosen.setdefault(key, []).append(i)
        for key, pieces in chosen.items():
            scores = to_holder[pieces].mean(axis=0)
            if key >= 0 and to_source is not None:
                scores = scores + to_source[key]
            k = int(scores.argmax())
            weights = np.exp(scores - scores.max())
            made[pieces[0]] = Linked(
                contents=[contents[i] for i in pieces], cue=cues[key] if key >= 0 else None,
                source=sources[k] if k < len(sources) else None,
                cue_sure=float(np.exp(to_cue[pieces].max(axis=1).mean())),
                source_sure=float(weights[k] / weights.sum()),
            )  # fmt: skip
        return [made[i] for i in sorted(made)]
