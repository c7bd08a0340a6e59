"""Teach the act model from rows: softmax regression with a penalty on the weights, by full-batch gradients in NumPy.

The rows were written and chosen to be hard: the word lists are right on far fewer of them than on reports. A model that
took their shares at their word would distrust every rule. So each row is weighed: of the rows that one rule decides,
those where it is right together weigh as much as it is right on ordinary reports (``trusted``).
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from trucewatch.annotate.act_choice import ALIKE
from trucewatch.annotate.act_features import Uttered, rule_kind
from trucewatch.annotate.act_model import Vectors, hashes_of
from trucewatch.annotate.tagger_decode import Array
from trucewatch.learn.about import write_about
from trucewatch.learn.act_rows import Row, read_rows, uttered_of
from trucewatch.learn.adam import Adam, softmax

#: What is told apart from speech acts elsewhere: reported silence.
NOT_LEARNT = frozenset({"no_comment"})
#: Folds of the figures that are written beside the model; rows of one passage, or ten in a row, stay together.
FOLDS, TOGETHER = 4, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRecipe:
    """How to learn: ``least`` rows that a feature must stand in; penalties of hashed features and of vectors; steps and
    step size (Adam, Kingma and Ba 2015); how often a rule with a score under and over .6 is right on ordinary reports.
    Set on nine clusters of reports on real conflicts, which are no part of the training."""

    least: int = 3
    sparse: float = 4.0
    dense: float = 1.0
    steps: int = 300
    rate: float = 0.03
    trusted: tuple[float, float] = (0.75, 0.92)


@dataclass(slots=True)
class Learnt:
    acts: list[str]
    hashes: list[int]
    sparse: Array
    dense: Array

    def chances(self, hashed: Sequence[set[int]], dense: Array) -> Array:
        scores = design(hashed, self.hashes) @ self.sparse + dense @ self.dense
        return softmax(scores)


def make_acts(folder: Path, passages: Path, *, base: Path, out: Path, report: Callable[[str], None] = print) -> None:
    """Write the folder of the act model from the rows of ``folder`` and the marked ``passages``; ``base`` holds the
    word-piece embeddings. Raises: BadInput."""
    pairs = zip(rows := read_rows(folder, passages), uttered_of(rows), strict=True)
    kept = [(row, seen) for row, seen in pairs if seen is not None and row.act not in NOT_LEARNT]
    rows, seen = [row for row, _ in kept], [one for _, one in kept]
    acts = [ALIKE.get(row.act, row.act) for row in rows]
    hashed, dense = [hashes_of(one) for one in seen], _dense(seen, base)
    recipe = ActRecipe()
    weight = weights_of(acts, seen, recipe)
    figures = _folded(rows, acts, seen, hashed, dense, weight, recipe)
    learnt = learn(hashed, dense, acts, recipe, weight)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out / "acts.npz", acts=np.array(learnt.acts), hashes=np.array(learnt.hashes, dtype=np.uint32),
        sparse=learnt.sparse.astype(np.float16), dense=learnt.dense.astype(np.float16),
    )  # fmt: skip
    about = {"name": out.name, "recipe": asdict(recipe), "rows": len(rows), "held out in turn": figures}
    write_about(out, about, ["acts.npz"])
    report(f"acts: {len(rows)} rows, {len(learnt.hashes)} features; held out in turn: {figures}")


def weights_of(acts: Sequence[str], seen: Sequence[Uttered], recipe: ActRecipe) -> Array:
    """How much each row counts, see above."""
    right = [ALIKE.get(one.ruled, one.ruled) == act for act, one in zip(acts, seen, strict=True)]
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [2, 2])
    for one, good in zip(seen, right, strict=True):
        counts[rule_kind(one.rule), one.ruled][good] += 1
    made = []
    for one, good in zip(seen, right, strict=True):
        bad, fine = counts[rule_kind(one.rule), one.ruled]
        share = recipe.trusted[one.score >= 0.6]
        made.append((bad + fine) * (share / fine if good else (1 - share) / bad))
    return np.array(made, dtype=np.float32)


def learn(hashed: Sequence[set[int]], dense: Array, acts: Sequence[str], recipe: ActRecipe, weight: Array) -> Learnt:
    """Fit weights of features and vectors; ``weight`` is how much each row counts."""
    counts = Counter(h for one in hashed for h in one)
    hashes = sorted(h for h, n in counts.items() if n >= recipe.least)
    names = sorted(set(acts))
    x = np.concatenate([design(hashed, hashes), dense], axis=1)
    y = np.zeros((len(acts), len(names)), dtype=np.float32)
    y[np.arange(len(acts)), [names.index(a) for a in acts]] = 1.0
    penalty = np.repeat([recipe.sparse, recipe.dense], [len(hashes), dense.shape[1]])[:, None].astype(np.float32) / len(
        acts
    )
    share = (weight / weight.sum())[:, None]
    w = np.zeros((x.shape[1], len(names)), dtype=np.float32)
    moving = Adam([w], rate=recipe.rate, memory=(0.9, 0.99))
    for step in range(1, recipe.steps + 1):
        slope = x.T @ ((softmax(x @ w) - y) * share) + penalty * w
        moving.step([slope], share=min(1.0, 2.0 * (1 - step / (recipe.steps + 1))))
    return Learnt(names, hashes, w[: len(hashes)], w[len(hashes) :])


def design(hashed: Sequence[set[int]], hashes: Sequence[int]) -> Array:
    """Rows by features, 1 where a row has the feature."""
    column = {h: i for i, h in enumerate(hashes)}
    made = np.zeros((len(hashed), len(hashes)), dtype=np.float32)
    for row, one in enumerate(hashed):
        made[row, [column[h] for h in one if h in column]] = 1.0
    return made


def _folded(
    rows: Sequence[Row], acts: Sequence[str], seen: Sequence[Uttered], hashed: Sequence[set[int]], dense: Array,
    weight: Array, recipe: ActRecipe,
) -> dict[str, float]:  # fmt: skip
    """Shares of rows that model and rules get right, each row judged by a model that has not seen its neighbours."""
    fold = [zlib.crc32(_neighbours(row).encode()) % FOLDS for row in rows]
    right = 0
    for number in range(FOLDS):
        taught = [i for i, f in enumerate(fold) if f != number]
        asked = [i for i, f in enumerate(fold) if f == number]
        if not taught or not asked:
            continue
        one = learn([hashed[i] for i in taught], dense[taught], [acts[i] for i in taught], recipe, weight[taught])
        best = one.chances([hashed[i] for i in asked], dense[asked]).argmax(axis=1)
        right += sum(one.acts[b] == acts[i] for b, i in zip(best, asked, strict=True))
    ruled = sum(ALIKE.get(one.ruled, one.ruled) == act for one, act in zip(seen, acts, strict=True))
    return {"model": round(right / len(rows), 3), "rules": round(ruled / len(rows), 3)}


def _neighbours(row: Row) -> str:
    name, _, number = row.name.partition(":")
    return f"{name}:{int(number) // TOGETHER}" if number else name


def _dense(seen: Sequence[Uttered], base: Path) -> Array:
    vectors = Vectors(base)
    return np.stack([vectors.of(one) for one in seen])
