"""Fit the likelihood that two mentions are one statement: ``src/trucewatch/weights/linking/statements.json``.

    python -m training.linking.fit

A logistic regression with an L2 penalty (Newton's method) over what ``trucewatch.link.reworded.values`` gives,
on the pairs of two reports among the wordings in ``occasions.txt`` and of the linking cases that are not set aside.
Printed: precision, recall and F1 of the pairs, cross-validated (occasions and cases are held out whole).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from tests.link.linking_case import cases, set_aside
from training.linking import occasions

from trucewatch.link.compare import compare
from trucewatch.link.order import Told
from trucewatch.link.profile import Profile, names_of_parties, profiles, with_shared_sides
from trucewatch.link.reworded import REWORDED_AT, values
from trucewatch.link.statements import actor_names

OUT = Path("src/trucewatch/weights/linking/statements.json")
DECAY = 3.0
FOLDS = 8
#: A pair of a linking case counts for so many pairs of an occasion: whole reports, not wordings alone.
CASE_WEIGHT = 2.0

#: What the weights are held towards where examples are few, as the penalty's centre; 0 for the others.
CENTRE = {
    "same name": 1.5, "one listed actor": 1.5, "same words under two names": 1.5, "one mention names nobody": 0.3,
    "the two reports credit one speech to these two names": 1.2, "same words, sides not known": 0.3,
    "one speaker not named": -0.5, "two listed actors of one side": -1.0, "speakers not known to be one": -1.5,
    "days as stated overlap": 2.5, "within reach of the publication": 1.5, "a day is not known": 1.5,
    "one day apart": 0.5, "one stand": 3.0, "word for word": 3.0, "two sides addressed": -1.0,
}  # fmt: skip

Example = tuple[dict[str, float], bool, str, float]


def examples() -> list[Example]:
    """(what was found, one statement or not, group to hold out together, how much it counts)."""
    made: list[Example] = []
    spoken, label_of = occasions.told()
    for one, other, same, group, worth in occasions.pairs(spoken, label_of):
        made += _example(one, other, same, f"occasion {group}", worth)
    for case in cases():
        if set_aside(case.name):
            continue
        agreement = case.world.agreement
        spoken = profiles(
            (m for m in with_shared_sides(case.statements) if not m.silence), told=Told(case.reports),
            actors=actor_names(agreement), muted=names_of_parties(agreement), title=agreement.title,
        )  # fmt: skip
        for n, one in enumerate(spoken):
            for other in spoken[n + 1 :]:
                same = case.label_of[one.mention.id] == case.label_of[other.mention.id]
                made += _example(one, other, same, case.name, CASE_WEIGHT)
    return made


def _example(one: Profile, other: Profile, same: bool, group: str, worth: float) -> list[Example]:
    """The pair as an example; none if its words alone forbid a merge, or if two persons or one report tell it."""
    found = compare(one, other)
    other_name = any(r.rule == "two named persons, words not the same" for r in found.reasons)
    if found.forbidden or other_name or one.report_id == other.report_id:
        return []
    return [(values(one, other, found.reasons), same, group, worth)]


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Weights of the columns of x, the last being the bias, which is not held to anything."""
    x = np.hstack([x, np.ones((len(x), 1))])
    centre = np.append(centre, 0.0)
    beta = np.zeros(x.shape[1])
    decay = np.full(x.shape[1], DECAY)
    decay[-1] = 1e-6
    for _ in range(40):
        guess = 1.0 / (1.0 + np.exp(-x @ beta))
        slope = x.T @ (weight * (guess - y)) + decay * (beta - centre)
        bend = (x * (weight * guess * (1 - guess))[:, None]).T @ x + np.diag(decay)
        step = np.linalg.solve(bend, slope)
        beta = beta - step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def main() -> None:
    made = examples()
    names = sorted({name for values, *_ in made for name in values} | set(CENTRE))
    centre = np.array([CENTRE.get(name, 0.0) for name in names])
    x = np.array([[values.get(name, 0.0) for name in names] for values, *_ in made])
    y = np.array([same for _, same, *_ in made], dtype=float)
    weight = np.array([one[3] for one in made])
    groups = sorted({one[2] for one in made})
    fold = np.array([occasions.drawn(one[2]) * FOLDS // 1 for one in made])
    guess = np.zeros(len(made))
    for n in range(FOLDS):
        held = fold == n
        beta = fit(x[~held], y[~held], weight[~held], centre)
        guess[held] = 1.0 / (1.0 + np.exp(-(x[held] @ beta[:-1] + beta[-1])))
    print(f"{len(made)} pairs, {int(y.sum())} of one statement, {len(groups)} groups, {len(names)} features")
    for kind in ("occasion", "case"):
        of = np.array([one[2].startswith("occasion ") == (kind == "occasion") for one in made])
        for at in (0.5, REWORDED_AT, 0.8):
            right = float(((guess >= at) & (y == 1) & of).sum())
            precision, recall = right / max(1, ((guess >= at) & of).sum()), right / (y[of]).sum()
            print(f"{kind}s, held out, from {at}: P {precision:.3f} R {recall:.3f} "
                  f"F1 {2 * precision * recall / (precision + recall):.3f}")  # fmt: skip
    beta = fit(x, y, weight, centre)
    weights = {name: round(float(value), 3) for name, value in zip([*names, "bias"], beta, strict=True)}
    OUT.parent.mkdir(exist_ok=True)
    about = "how likely two mentions are one statement; made by training/linking/fit.py"
    OUT.write_text(json.dumps({"about": about, "weights": weights}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for name, value in sorted(weights.items(), key=lambda w: w[1]):
        print(f"  {value:6.2f} {name} ({int((x[:, names.index(name)] != 0).sum()) if name != 'bias' else ''})")


if __name__ == "__main__":
    main()
