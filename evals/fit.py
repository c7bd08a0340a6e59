"""Fit the weights that the event benchmarks' predictions use, on training data, and write them with numbers alone.

    python -m evals.fit muc4 --shared ../shared

``muc4``: who fills the roles, who is killed or injured by himself, and how many templates of which type, on the 1,291
training reports (two halves: what the type model sees of the role model comes from the half it was not fitted on; the
limits are those best there). The development and the held-out reports are not opened. Takes some fifteen minutes on one
core.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.linear import Linear, fit, hashed
from evals.tasks import muc4
from evals.tasks.happening_rows import read
from evals.tasks.muc4_counts import EFFECTS
from evals.tasks.muc4_fillers import ROLES, TYPES, Candidate, candidates, key_of, overlap

#: Slots of a template by the role they fill.
SLOTS = {
    "perp_individual": ("perp_individual",),
    "perp_org": ("perp_org",),
    "victim": ("victim_name", "victim_description"),
    "physical_target": ("physical_target",),
    "instrument": ("instrument",),
}
#: Penalty, steps and rate of each fit, and in how many examples a feature must stand (set by cross-validation).
ROLE_FIT: dict[str, Any] = {"decay": 2.0, "steps": 60}
TYPE_FIT: dict[str, Any] = {"decay": 60.0, "steps": 120, "rate": 0.05, "least": 4, "fading": True}
LIMITS = np.arange(-3.5, 1.5, 0.25)
#: Classes of the type model: at least so many templates of the type.
TIMES = tuple(f"{kind}:{n}" for kind in TYPES for n in range(1, muc4.MOST + 1))

Key = tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Report:
    """One training report: its candidates, the keys of the gold entities by role, its templates by type.

    ``hurt`` are the persons killed and injured one by one; ``counts`` the numbers by effect that the keys give.
    """

    found: list[Candidate]
    gold: dict[str, list[list[Key]]]
    hurt: dict[str, list[list[Key]]]
    counts: Counter[tuple[str, int]]
    wanted: list[float]
    evidence: Any


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def entities(incidents: Sequence[dict[str, Any]], role: str) -> list[list[Key]]:
    return [[key_of(a) for a in filler["alts"]] for i in incidents for s in SLOTS[role] for filler in i.get(s, [])]


def fills(candidate: Candidate, gold: Sequence[Sequence[Key]]) -> bool:
    return any(overlap(candidate.key, other) for names in gold for other in names)


def persons(incidents: Sequence[dict[str, Any]], effect: str) -> list[list[Key]]:
    """Victims whom the keys number as one, with all their names, that suffered the effect."""
    found: list[list[Key]] = []
    for incident in incidents:
        names = [filler["alts"] for slot in SLOTS["victim"] for filler in incident.get(slot, [])]
        numbers = {who: n["value"] for n in incident.get("victim_number", []) for who in n["of"]}
        for told in incident.get("victim_effect", []):
            if effect in told["value"]:
                alone = [who for who in told["of"] if "1" in numbers.get(who, [])]
                found += [[key_of(a) for alts in names if who in alts for a in alts] or [key_of(who)] for who in alone]
    return found


def numbers_told(incidents: Sequence[dict[str, Any]]) -> Counter[tuple[str, int]]:
    """(effect, number) of each victim or group whose number and effect the keys give."""
    found: Counter[tuple[str, int]] = Counter()
    for incident in incidents:
        numbers = {who: n["value"] for n in incident.get("victim_number", []) for who in n["of"]}
        for told in incident.get("victim_effect", []):
            for effect in set(told["value"]) & set(EFFECTS.values()):
                values = [next((v for v in numbers.get(who, []) if v.isdigit()), None) for who in told["of"]]
                found.update((effect, int(v)) for v in values if v is not None)
    return found


def reports(path: Path) -> list[Report]:
    gold = {row["id"]: row["incidents"] for row in rows(path)}
    found = []
    for one in read({"id": r["id"], "text": r["text"]} for r in rows(path)):
        incidents = gold[one.id]
        types = Counter(i["type"][0] for i in incidents if not i.get("optional"))
        found.append(
            Report(
                found=candidates(one),
                gold={role: entities(incidents, role) for role in ROLES},
                hurt={effect: persons(incidents, name) for effect, name in EFFECTS.items()},
                counts=numbers_told(incidents),
                wanted=[float(types[name.split(":")[0]] >= int(name.split(":")[1])) for name in TIMES],
                evidence=one,
            )
        )
    return found


def fit_roles(given: Sequence[Report]) -> Linear:
    examples = [hashed(c.features) for r in given for c in r.found]
    wanted = np.array([[fills(c, r.gold[role]) for role in ROLES] for r in given for c in r.found], dtype=float)
    return fit(examples, wanted, ROLES, exclusive=False, **ROLE_FIT)


def fit_hurt(given: Sequence[Report]) -> Linear:
    examples = [hashed(c.features) for r in given for c in r.found]
    wanted = np.array([[fills(c, r.hurt[e]) for e in EFFECTS] for r in given for c in r.found], dtype=float)
    return fit(examples, wanted, tuple(EFFECTS), exclusive=False, **ROLE_FIT)


def role_scores(model: Linear, report: Report) -> np.ndarray:
    return np.array([model.scores(c.features) for c in report.found]).reshape(len(report.found), len(model.classes))


def f1(hits: int, given: int, wanted: int) -> float:
    return 2 * hits / (given + wanted) if given + wanted else 0.0


def best_limit(given: Sequence[Report], scores: Sequence[np.ndarray], number: int) -> float:
    """The limit at which a role's fillers, dropped where another one names them already, match the gold best."""
    role = ROLES[number]

    def value(limit: float) -> float:
        hits = made = wanted = 0
        for report, score in zip(given, scores, strict=True):
            kept = muc4.chosen(report.found, score[:, number], limit)
            left = list(kept)
            for names in report.gold[role]:
                one = next((c for c in left if fills(c, [names])), None)
                if one is not None:
                    left.remove(one)
                    hits += 1
            made += len(kept)
            wanted += len(report.gold[role])
        return f1(hits, made, wanted)

    return float(max(LIMITS, key=value))


def best_hurt(given: Sequence[Report], scores: Sequence[np.ndarray]) -> float:
    """The limit at which the persons beyond the rules' counts, with those counts, match the keys best."""
    rules = [
        Counter((row["effect"], row["number"]) for t in muc4.templates(r.evidence) for row in t["casualties"])
        for r in given
    ]

    def value(limit: float) -> float:
        hits = made = wanted = 0
        for report, score, counted in zip(given, scores, rules, strict=True):
            told = counted.copy()
            for number, name in enumerate(EFFECTS.values()):
                told[name, 1] = max(told[name, 1], len(muc4.chosen(report.found, score[:, number], limit)))
            hits += (told & report.counts).total()
            made += told.total()
            wanted += report.counts.total()
        return f1(hits, made, wanted)

    return float(max(LIMITS, key=value))


def best_times(scores: np.ndarray, wanted: np.ndarray) -> float:
    """The limit at which the numbers of templates by type match the gold best."""

    def value(limit: float) -> float:
        yes = scores > limit
        return f1(int((yes * wanted).sum()), int(yes.sum()), int(wanted.sum()))

    return float(max(LIMITS, key=value))


def fit_muc4(train: Path, out: Path) -> None:
    """Fit the models on one half for the other, choose the limits there, then fit on all and write."""
    given = reports(train)
    halves = [[r for n, r in enumerate(given) if n % 2 == k] for k in (0, 1)]
    scores: dict[int, np.ndarray] = {}
    hurt: dict[int, np.ndarray] = {}
    for k in (0, 1):
        model, other = fit_roles(halves[1 - k]), fit_hurt(halves[1 - k])
        scores |= {id(r): role_scores(model, r) for r in halves[k]}
        hurt |= {id(r): role_scores(other, r) for r in halves[k]}
    unseen = [scores[id(r)] for r in given]
    evidence = [hashed(muc4.type_evidence(r.evidence, r.found, scores[id(r)])) for r in given]
    wanted = np.array([r.wanted for r in given])
    guesses = np.zeros_like(wanted)
    for k in (0, 1):
        rest = [n for n in range(len(given)) if n % 2 != k]
        part = fit_types([evidence[n] for n in rest], wanted[rest])
        for n in range(k, len(given), 2):
            guesses[n] = part.scores_of(evidence[n])
    arrays = {
        **fit_roles(given).arrays("roles"),
        "role_limits": np.array([best_limit(given, unseen, n) for n in range(len(ROLES))]),
        **fit_types(evidence, wanted).arrays("types"),
        **fit_hurt(given).arrays("hurt"),
        "hurt_limit": np.array(best_hurt(given, [hurt[id(r)] for r in given])),
        "type_limit": np.array(best_times(guesses, wanted)),
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, **arrays)  # type: ignore[arg-type]
    print(f"{len(given)} reports, limits {arrays['role_limits']}, {arrays['type_limit']}: {out}", file=sys.stderr)


def fit_types(evidence: Sequence[np.ndarray], wanted: np.ndarray) -> Linear:
    return fit(evidence, wanted, TIMES, exclusive=False, **TYPE_FIT)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("muc4",))
    parser.add_argument("--shared", type=Path, required=True, help="the folder with bench/")
    given = parser.parse_args(argv)
    fit_muc4(given.shared / "bench" / "events" / "muc4_train.jsonl", muc4.WEIGHTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
