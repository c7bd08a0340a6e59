"""Train the resolver's weights and judge them by five-fold cross-validation over documents.

    python training/gazetteer/train.py ../shared/bench/places [--folds 5] [--write]

Reads the gold toponyms of GeoWebNews, LGL and GeoVirus; keeps numbers only (licence note in README.md). Prints, per
set, the share of toponyms taken for the right place when their document was held out. With ``--write`` puts the
weights learnt from all of them into ``weights/news``, those learnt from drawn documents alone into ``weights/open``.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import drawn  # noqa: E402
import numpy as np  # noqa: E402
from evals.tasks.places import gold_names  # noqa: E402

from trucewatch.gazetteer.candidates import Name, group_key, groups_of  # noqa: E402
from trucewatch.gazetteer.evidence import MOVING, STILL, Group, Setting, still  # noqa: E402
from trucewatch.gazetteer.geometry import distance_km  # noqa: E402
from trucewatch.gazetteer.lookup import shipped  # noqa: E402
from trucewatch.gazetteer.model import FILE, Resolver, Stage  # noqa: E402
from trucewatch.gazetteer.records import Place  # noqa: E402
from trucewatch.gazetteer.resolve import evidence_of, weigh  # noqa: E402
from trucewatch.learn.adam import Adam  # noqa: E402

OUT = ROOT / "src/trucewatch/weights"
SETS = ("gwn", "lgl", "geovirus")
#: Weight of a toponym of each set: GeoVirus is of one topic and has no ids.
SET_WEIGHT = {"gwn": 1.5, "lgl": 1.0, "geovirus": 0.6, "local": 0.5, "lone": 1.0}
#: By itself a name means what the world means by it: the home towns of local papers count little there.
ALONE_WEIGHT = SET_WEIGHT | {"lgl": 0.2}
#: The sets of documents that ``drawn.py`` makes.
DRAWN = ("local", "lone")
#: Points of countries in GeoVirus are an encyclopaedia's: there the country is asked for.
BY_COUNTRY = "geovirus"
RIGHT_KM = 161
SEED = 20_210_301
HIDDEN, PULL, STEPS, RATE = 16, 3e-4, 300, 0.03
#: Networks trained from different starts and laid side by side.
STARTS = 3
#: No set has a case with countries of its own.
NO_CASE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Document:
    """The gold names of a document, and for each group which candidates are right and how many toponyms ask."""

    corpus: str
    names: list[Name]
    gold: list[dict]
    groups: dict[str, Group] = field(default_factory=dict)
    alone: dict[str, np.ndarray] = field(default_factory=dict)
    right: dict[str, tuple[np.ndarray, int]] = field(default_factory=dict)


def is_right(corpus: str, place: Place, gold: dict) -> bool:
    if corpus in DRAWN:
        return bool(place.id == gold["id"])
    if gold.get("geonames_id") and place.id.isdigit() and int(gold["geonames_id"]) == int(place.id):
        return True
    if corpus == BY_COUNTRY and place.is_country and place.country == gold.get("country"):
        return True
    return distance_km(place.lat, place.lon, gold["lat"], gold["lon"]) <= RIGHT_KM


def load_drawn() -> list[Document]:
    """Documents drawn from the gazetteer: there the very place is asked for."""
    made = []
    for one in drawn.documents(shipped(), SEED):
        document = Document(one.set, one.names, [{"id": p.id, "lat": p.lat, "lon": p.lon} for p in one.places])
        made.append(prepared(document))
    return made


def load(folder: Path) -> list[Document]:
    documents = []
    for corpus in SETS:
        for line in (folder / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            spans, names = gold_names(row)
            gold = {(t["start"], t["end"]): t for t in row["toponyms"]}
            documents.append(prepared(Document(corpus, names, [gold[s] for s in spans])))
    return documents


def prepared(document: Document) -> Document:
    gazetteer = shipped()
    document.groups = groups_of(document.names, gazetteer, NO_CASE)
    asked: dict[str, list[dict]] = defaultdict(list)
    for name, gold in zip(document.names, document.gold, strict=True):
        if gold.get("lat") is not None and gazetteer.demonym_place(name.words) is None:
            asked[group_key(name)].append(gold)
    for key, group in document.groups.items():
        if not group.hits:
            continue
        document.alone[key] = np.array(still(group))
        if asked[key]:
            votes = np.array([sum(is_right(document.corpus, h.place, g) for g in asked[key]) for h in group.hits])
            same = np.array([sum(h.place.id == str(g.get("geonames_id")) for g in asked[key]) for h in group.hits])
            votes = votes + same  # the very place before one nearby
            document.right[key] = (votes == max(1, votes.max()), len(asked[key]))
    return document


Cases = list[tuple[np.ndarray, np.ndarray, float]]


def cases(documents: Iterable[Document], *, around: bool) -> Cases:
    found: Cases = []
    for document in documents:
        setting = Setting(document.groups, shipped()) if around else None
        for key, (right, count) in document.right.items():
            rows = document.alone[key]
            if setting is not None and not setting.tells(document.groups[key]):
                continue
            if setting is not None:
                rows = np.hstack([rows, np.array(setting.moving(document.groups[key]))])
            weights = SET_WEIGHT if around else ALONE_WEIGHT
            found.append((rows, right, weights[document.corpus] * count**0.7))
    return found


def fit(given: Cases, start: int) -> Stage:
    """Maximise the share that the right candidates have of all (softmax over each name's candidates, and none)."""
    rows = np.concatenate([c[0] for c in given])
    sizes = [len(c[0]) for c in given]
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    right = np.concatenate([c[1] for c in given]).astype(float)
    weight = np.array([c[2] for c in given])
    weight /= weight.sum()
    mean, spread = rows.mean(0), rows.std(0)
    spread[spread < 1e-2] = 1.0
    scaled = (rows - mean) / spread
    answered = np.add.reduceat(right, begins) > 0
    of = np.repeat(np.arange(len(sizes)), sizes)
    rng, width = np.random.default_rng(start), rows.shape[1]
    direct, inner, offset, outer, nothing = (
        np.zeros(width), rng.normal(size=(width, HIDDEN)) * 0.5 / math.sqrt(width), np.zeros(HIDDEN),
        rng.normal(size=HIDDEN) * 0.1, np.zeros(1),
    )  # fmt: skip
    moving = Adam([direct, inner, offset, outer, nothing], rate=RATE, memory=(0.9, 0.99))
    for step in range(STEPS):
        bent = np.tanh(scaled @ inner + offset)
        score = scaled @ direct + bent @ outer
        top = np.maximum(np.maximum.reduceat(score, begins), nothing[0])
        raised, raised_nothing = np.exp(score - top[of]), np.exp(nothing[0] - top)
        whole = np.add.reduceat(raised, begins) + raised_nothing
        share, share_nothing = raised / whole[of], raised_nothing / whole
        share_right = np.add.reduceat(share * right, begins)
        wanted = np.where(answered[of], share * right / np.maximum(share_right, 1e-9)[of], 0.0)
        off = (share - wanted) * weight[of]
        off_bent = np.outer(off, outer) * (1 - bent * bent)
        moving.step([
            scaled.T @ off + PULL * direct, scaled.T @ off_bent + PULL * inner, off_bent.sum(0),
            bent.T @ off + PULL * outer, np.array([((share_nothing - ~answered) * weight).sum()]),
        ], share=1 - step / STEPS)  # fmt: skip
    # scores are told against "none of them", whose score is 0: half of it in each of two constant units would do too
    return Stage(mean, spread, direct, inner, offset, outer)


def side_by_side(stages: Sequence[Stage]) -> Stage:
    """One stage whose score is the mean of theirs."""
    many = len(stages)
    return Stage(
        stages[0].mean, stages[0].spread, sum(s.direct for s in stages) / many,
        np.hstack([s.inner for s in stages]), np.concatenate([s.offset for s in stages]),
        np.concatenate([s.outer for s in stages]) / many,
    )  # fmt: skip


def train(documents: Sequence[Document]) -> Resolver:
    """Stages one after the other: each learns from the document as the one before takes it."""
    seen = list(documents)
    alone = fit(cases(seen, around=False), 0)
    for document in seen:
        for key, group in document.groups.items():
            group.scores = alone.score(document.alone[key]).tolist() if group.hits else []
    model = Resolver(alone, fit(cases(seen, around=True), 0), (0.0, 1.0, 0.0))
    for document in seen:
        weigh(document.groups, shipped(), NO_CASE, model)
    last = cases(seen, around=True)
    return Resolver(alone, side_by_side([fit(last, start) for start in range(STARTS)]), (0.0, 1.0, 0.0))


def answers(documents: Iterable[Document], model: Resolver) -> list[tuple[str, float, float, bool, bool]]:
    """For each gold toponym: set, evidence of the answer, whether it is right, whether there is one."""
    found = []
    for document in documents:
        weigh(document.groups, shipped(), NO_CASE, model)
        for name, gold in zip(document.names, document.gold, strict=True):
            if gold.get("lat") is None or shipped().demonym_place(name.words) is not None:
                continue
            group = document.groups[group_key(name)]
            told = evidence_of(group)
            if told is None:
                found.append((document.corpus, 0.0, 0.0, False, False))
            else:
                best, odds, top = told
                found.append(
                    (document.corpus, odds, top, is_right(document.corpus, group.hits[best].place, gold), True)
                )
    return found


def calibrated(found: Iterable[tuple[str, float, float, bool, bool]]) -> tuple[float, float, float]:
    """A logistic curve over the log odds and the score of held-out answers."""
    rows = np.array([(1.0, odds, top) for _, odds, top, _, answered in found if answered])
    right = np.array([float(ok) for *_, ok, answered in found if answered])
    weights = np.zeros(3)
    for _ in range(50):  # Newton's method
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - right) + 1e-3 * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + 1e-3 * np.eye(3)
        weights = weights - np.linalg.solve(bend, slope)
    base, per_odds, per_score = (round(float(w), 4) for w in weights)
    return base, per_odds, per_score


def shares(found: Iterable[tuple[str, float, float, bool, bool]]) -> dict[str, float]:
    cells: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for corpus, _, _, ok, _ in found:
        cells[corpus][0] += ok
        cells[corpus][1] += 1
    return {corpus: round(100 * a / b, 2) for corpus, (a, b) in cells.items()}


def written(model: Resolver, figures: dict[str, float]) -> str:
    def stage(given: Stage) -> dict[str, list]:
        return {name: np.round(getattr(given, name), 4).tolist() for name in Stage.__slots__}

    return json.dumps(
        {
            "about": "made by training/gazetteer/train.py; licence of the folder it lies in",
            "held_out": figures, "still_features": STILL, "moving_features": MOVING, "sure": model.sure,
            "still": stage(model.still), "moving": stage(model.moving),
        }
    )  # fmt: skip


def folds_of(count: int, folds: int) -> list[int]:
    """Which fold each document is held out in, at a fixed seed."""
    order = list(range(count))
    random.Random(SEED).shuffle(order)
    places = [0] * count
    for turn, index in enumerate(order):
        places[index] = turn % folds
    return places


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the weights into the package")
    given = parser.parse_args()
    documents, more = load(given.folder), load_drawn()
    fold = folds_of(len(documents), given.folds)
    held_out: list[tuple[str, float, float, bool, bool]] = []
    for turn in range(given.folds):
        model = train([*(d for d, f in zip(documents, fold, strict=True) if f != turn), *more])
        held_out += answers([d for d, f in zip(documents, fold, strict=True) if f == turn], model)
    figures = shares(held_out)
    print("held out:", figures, flush=True)
    model = train([*documents, *more])
    model = Resolver(model.still, model.moving, calibrated(held_out))
    print("learnt from:", shares(answers([*documents, *more], model)), "sure:", model.sure)
    alone = train(more)
    judged = answers(documents, alone)
    alone = Resolver(alone.still, alone.moving, calibrated(judged))
    print("open, which saw none of them:", shares(judged))
    if given.write:
        (OUT / "news" / FILE).write_text(written(model, figures) + "\n", encoding="utf-8")
        (OUT / "open" / FILE).write_text(written(alone, shares(judged)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
