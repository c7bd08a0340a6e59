"""Predictions for MUC-4: one template for each incident of a report, its mentions joined by type, place and people.

With the weights in ``evals/weights/muc4`` (fitted on the training reports by ``evals.fit``) the incidents that count
as templates and who fills their roles follow the benchmark's conventions; without them the rules stand alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from evals.linear import Linear, load_arrays
from evals.tasks.happening_rows import Read, read
from evals.tasks.muc4_counts import EFFECTS, casualty_rows, stray_counts
from evals.tasks.muc4_fillers import (
    ROLES,
    UNTOLD,
    Candidate,
    candidates,
    filler_features,
    overlap,
    spread_features,
    type_features,
)
from trucewatch.records.count import Count
from trucewatch.records.mention import IncidentMention, Participant

WEIGHTS = Path(__file__).parents[1] / "weights" / "muc4" / "weights.npz"
TYPES = {
    "bombing": "bombing",
    "suicide_attack": "bombing",
    "abduction": "kidnapping",
    "armed_attack": "attack",
    "targeted_killing": "attack",
    "mass_killing": "attack",
    "shelling": "attack",
    "offensive": "attack",
    "airstrike": "attack",
    "torture": "attack",
}
ARSON = frozenset((
    "burn", "torch", "burned", "burnt",
))  # fmt: skip
#: Heads that name an organisation rather than men.
ORGANISED = ("front", "army", "movement", "liberation", "forces", "party", "league", "group")
BUILT = frozenset((
    "embassy", "building", "house", "home", "office", "bus", "car", "vehicle", "truck", "tower", "pipeline", "bank",
    "station", "bridge", "headquarters", "barracks", "farm", "church", "school", "store", "shop", "plant",
    "residence", "line", "pylon", "hotel", "consulate", "town", "village", "facility", "powerline", "oleoduct",
))  # fmt: skip
#: Most templates of one type that the weights know of.
MOST = 3
#: Steps at which the scores of the best fillers are told to the type model.
LOGITS = tuple(float(x) for x in np.arange(-4, 3, 0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The three models and the scores from which they say yes; ``hurt``: one person killed, one injured."""

    roles: Linear
    role_limits: np.ndarray
    types: Linear
    type_limit: float
    hurt: Linear
    hurt_limit: float

    @classmethod
    def of_file(cls, path: Path) -> Fitted:
        arrays = load_arrays(path)
        return cls(
            roles=Linear.of_arrays(arrays, "roles"),
            role_limits=arrays["role_limits"],
            types=Linear.of_arrays(arrays, "types"),
            type_limit=float(arrays["type_limit"]),
            hurt=Linear.of_arrays(arrays, "hurt"),
            hurt_limit=float(arrays["hurt_limit"]),
        )


@lru_cache(maxsize=1)
def fitted() -> Fitted | None:
    """The shipped weights; None where the folder is not there."""
    return Fitted.of_file(WEIGHTS) if WEIGHTS.exists() else None


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each report."""
    models = fitted()
    for one in read(rows):
        found = candidates(one) if models else []
        yield {"id": one.id, "incidents": filed(one, found, models) if models else templates(one)}


def kind_of(incident: IncidentMention) -> str | None:
    if incident.type == "destruction":
        return "arson" if incident.trigger.words.lower() in ARSON else None
    return TYPES.get(incident.type)


def empty(kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "perp_individual": [],
        "perp_org": [],
        "victim": [],
        "physical_target": [],
        "instrument": [],
        "location": [],
        "casualties": [],
    }


def templates(one: Read) -> list[dict[str, Any]]:
    """Mentions joined while they share type and nothing speaks against it."""
    found: list[dict[str, Any]] = []
    joined: dict[int, list[IncidentMention]] = {}
    for incident in one.incidents:
        kind = kind_of(incident)
        if kind is None or incident.said_as in UNTOLD or incident.background:
            continue
        home = next((t for t in found if t["type"] == kind and _fits(t, incident)), None)
        if home is None:
            home = empty(kind)
            found.append(home)
        _add(home, incident)
        joined.setdefault(id(home), []).append(incident)
    stray = stray_counts(one)
    for number, template in enumerate(found):
        template["casualties"] = casualty_rows(joined[id(template)], stray if number == 0 else ())
        template["location"] = list(dict.fromkeys([*template["location"][:3], *_country(one)]))
    return found


def _country(one: Read) -> list[str]:
    countries = Counter(p.name.lower() for p in one.places if p.precision == "country" and p.match == "exact")
    return [name for name, _ in countries.most_common(1)]


def type_evidence(one: Read, found: Sequence[Candidate], scores: np.ndarray) -> set[str]:
    """What the type model sees: the report's words, the rules' templates, how sure the best fillers are."""
    features = type_features(one) | filler_features(found, scores) | spread_features(one, TYPES)
    told = Counter(t["type"] for t in templates(one))
    for kind, times in told.items():
        features |= {f"template:{kind}:{n}" for n in range(1, min(times, 5) + 1)}
    if not told:
        features.add("template:none")
    for number, role in enumerate(ROLES):
        best = np.sort(scores[:, number])[::-1][:3] if len(found) else np.empty(0)
        for rank, value in enumerate(best):
            features |= {f"filler:{role}:{rank}:{limit}" for limit in LOGITS if value > limit}
            features |= {f"filler:{role}:{rank}:{limit}:{k}" for limit in (-2, -1, 0, 1) if value > limit for k in told}
    return features


def filed(one: Read, found: Sequence[Candidate], models: Fitted) -> list[dict[str, Any]]:
    """The templates that the weights file the report under, with the fillers they choose."""
    scores = np.array([models.roles.scores(c.features) for c in found]).reshape(len(found), len(ROLES))
    wanted = models.types.scores(type_evidence(one, found, scores))
    told = [i for i in one.incidents if kind_of(i) and i.said_as not in UNTOLD and not i.background]
    made: list[tuple[dict[str, Any], list[int]]] = []
    for kind in dict.fromkeys(name.split(":")[0] for name in models.types.classes):
        times = 0
        while times < MOST and wanted[models.types.classes.index(f"{kind}:{times + 1}")] > models.type_limit:
            times += 1
        own = [i for i in told if kind_of(i) == kind]
        for n in range(times):
            # the first incidents of a type lead its templates, the rest join the last
            mine = own[n : n + 1] if n < times - 1 else own[n:]
            template = empty(kind)
            for incident in mine:
                _add_place(template, incident)
            template["location"] = list(dict.fromkeys([*template["location"][:3], *_country(one)]))
            made.append((template, [i.trigger.start for i in mine]))
    if not made:
        return []

    def home(spots: Sequence[int]) -> dict[str, Any]:
        away = [min((abs(a - s) for a in anchors for s in spots), default=1 << 30) for _, anchors in made]
        return made[away.index(min(away))][0]

    joined: dict[int, list[IncidentMention]] = {}
    for incident in told:
        joined.setdefault(id(home([incident.trigger.start])), []).append(incident)
    stray: dict[int, list[Count]] = {}
    for count in stray_counts(one):
        stray.setdefault(id(home([count.span.start])), []).append(count)
    for template, _ in made:
        template["casualties"] = casualty_rows(joined.get(id(template), ()), stray.get(id(template), ()))
    _add_persons(found, [template for template, _ in made], home, models)
    for number, role in enumerate(ROLES):
        for candidate in chosen(found, scores[:, number], float(models.role_limits[number])):
            home(candidate.at)[role].append(candidate.words)
    return [template for template, _ in made]


def _add_persons(
    found: Sequence[Candidate],
    made: Sequence[dict[str, Any]],
    home: Callable[[Sequence[int]], dict[str, Any]],
    models: Fitted,
) -> None:
    """Rows for persons killed or injured beyond those that the counts tell of."""
    scores = np.array([models.hurt.scores(c.features) for c in found]).reshape(len(found), len(models.hurt.classes))
    for number, effect in enumerate(models.hurt.classes):
        row = {"effect": EFFECTS[effect], "number": 1}
        counted = sum(template["casualties"].count(row) for template in made)
        for candidate in chosen(found, scores[:, number], models.hurt_limit)[counted:]:
            home(candidate.at)["casualties"].append(dict(row))


def chosen(found: Sequence[Candidate], scores: np.ndarray, limit: float) -> list[Candidate]:
    """The fillers of one role, the surest first; none that another one names already."""
    kept: list[Candidate] = []
    for at in np.argsort(-scores, kind="stable"):
        if scores[at] < limit:
            break
        one = found[int(at)]
        if not any(overlap(one.key, k.key) or _stands_for(one.key, k.key) for k in kept):
            kept.append(one)
    return kept


def _stands_for(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True if one is a short name made of letters that the other's words begin with."""
    short, full = (one, other) if len(one) < len(other) else (other, one)
    return len(short) == 1 < len(full) and len(short[0]) >= 3 and set(short[0]) <= {w[0] for w in full}


def _fits(template: dict[str, Any], incident: IncidentMention) -> bool:
    where = incident.where
    if where is not None and template["location"] and where.name.lower() not in template["location"]:
        return False
    return not (template["victim"] and incident.targets and len(template["victim"]) > 3)


def _put(template: dict[str, Any], slot: str, words: str) -> None:
    if words and words.lower() not in [w.lower() for w in template[slot]]:
        template[slot].append(words)


def _add(template: dict[str, Any], incident: IncidentMention) -> None:
    for actor in incident.actors:
        _put(template, "perp_org" if _is_group(actor) else "perp_individual", actor.name)
    for target in incident.targets:
        built = set(target.name.lower().split()) & BUILT
        _put(template, "physical_target" if built else "victim", target.name)
    for count in incident.counts:
        if count.effect in ("killed", "injured") and count.group and count.value is not None:
            _put(template, "victim", count.group)
    if incident.weapon:
        _put(template, "instrument", incident.weapon)
    _add_place(template, incident)


def _add_place(template: dict[str, Any], incident: IncidentMention) -> None:
    for place in incident.places:
        if place.role == "where":
            _put(template, "location", place.name.lower())


def _is_group(actor: Participant) -> bool:
    words = actor.name.lower().split()
    return any(w.strip("()[],") in ORGANISED for w in words)
