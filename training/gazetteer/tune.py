"""Set the resolver's weights by coordinate search on the development places, judged by document folds.

    python training/gazetteer/tune.py ../shared/bench/places [--folds 2] [--rounds 2]

Prints the share of gold toponyms within 161 km (or with the right id) for each file under the weights found on
the other folds, then the weights found on all of them, to be written into ``resolve.py`` by hand. Only numbers
are learned; no benchmark text is kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from evals.tasks.places import gold_names  # noqa: E402

from trucewatch.gazetteer import resolve as module  # noqa: E402
from trucewatch.gazetteer.lookup import shipped  # noqa: E402
from trucewatch.gazetteer.geometry import distance_km  # noqa: E402
from trucewatch.gazetteer.resolve import resolve  # noqa: E402

STEPS = (0.6, 1.5, -1.0)
#: GeoVirus points of countries are encyclopaedic: there the country alone is scored.
BY_COUNTRY = "geovirus"


def load(folder: Path) -> list[tuple[str, list, list]]:
    rows = []
    for name in ("gwn", "lgl", "geovirus"):
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            spans, names = gold_names(row)
            gold = {(t["start"], t["end"]): t for t in row["toponyms"]}
            rows.append((name, names, [gold[s] for s in spans]))
    return rows


def right(name: str, place, gold: dict) -> bool | None:
    if gold.get("lat") is None:
        return None
    if place is None:
        return False
    if gold.get("geonames_id") and place.id.isdigit() and int(gold["geonames_id"]) == int(place.id):
        return True
    if name == BY_COUNTRY and place.country and place.country == gold.get("country"):
        return True
    return distance_km(place.lat, place.lon, gold["lat"], gold["lon"]) <= 161


def score(rows: list) -> dict[str, float]:
    gazetteer = shipped()
    good: dict[str, list[int]] = {}
    for name, names, golds in rows:
        for choice, word, gold in zip(resolve(names, gazetteer=gazetteer), names, golds, strict=True):
            if gazetteer.demonym_place(word.words) is not None:
                continue
            ok = right(name, choice.place, gold)
            if ok is not None:
                cell = good.setdefault(name, [0, 0])
                cell[0] += ok
                cell[1] += 1
    out = {name: 100 * a / b for name, (a, b) in good.items()}
    out["mean"] = sum(out.values()) / len(out)
    return out


def search(rows: list, rounds: int) -> dict[str, float]:
    best = score(rows)["mean"]
    for _ in range(rounds):
        changed = False
        for key in module.W:
            for step in STEPS:
                old = module.W[key]
                module.W[key] = round(old * step if step > 0 else old + 0.8, 2)
                now = score(rows)["mean"]
                if now > best + 0.02:
                    best, changed = now, True
                    print(f"{key} {old} -> {module.W[key]}: {best:.2f}", file=sys.stderr, flush=True)
                else:
                    module.W[key] = old
        if not changed:
            break
    return dict(module.W)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    rows = load(args.folder)
    print("start", {k: round(v, 1) for k, v in score(rows).items()}, flush=True)
    start = dict(module.W)
    for fold in range(args.folds if args.folds > 1 else 0):
        module.W.update(start)
        search([r for i, r in enumerate(rows) if i % args.folds != fold], args.rounds)
        held = [r for i, r in enumerate(rows) if i % args.folds == fold]
        tuned = score(held)
        module.W.update(start)
        before = score(held)
        print(f"fold {fold}: before {before['mean']:.2f}, tuned on the others {tuned['mean']:.2f}", tuned, flush=True)
    module.W.update(start)
    found = search(rows, args.rounds)
    print("all", {k: round(v, 1) for k, v in score(rows).items()}, found, flush=True)


if __name__ == "__main__":
    main()
