"""Choose which place each name of a document means.

Candidates (``candidates.py``) get evidence (``evidence.py``): first by themselves, then twice with the rest of the
document as it is taken at the moment; trained weights (``model.py``) make scores of it. One name has one sense in a
document. What is less sure than ``LEAST_SURE`` stays unresolved: a wrong place is worse than none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from trucewatch.gazetteer.candidates import GREAT, Name, group_key, groups_of
from trucewatch.gazetteer.evidence import Group, Setting, contains, still
from trucewatch.gazetteer.geometry import distance_km
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.model import AUTO, Array, Resolver, resolver
from trucewatch.gazetteer.records import Hit, Place
from trucewatch.records.where import PlaceMatch

#: Below this probability the name is left unresolved (set on the development sets, see training/gazetteer/README.md).
LEAST_SURE = 0.15
#: Candidates this near (km) are the same answer: a town and the district round it.
SAME_KM = 100.0
#: How sure a project's own place is at least.
OWN_SURE = 0.9
#: Added to the score of places in the countries that the case is about. Set by hand, not learnt: the sets of news
#: have no cases. It outweighs what a name alone tells, unless a namesake abroad is great: then it only tips the scale.
PRIOR_WORTH, PRIOR_TIP = 7.0, 2.0
#: Rounds with the rest of the document.
ROUNDS = 2


@dataclass(slots=True)
class Choice:
    """What a name was taken for: its place (None if unresolved), how sure (0 to 1), by which kind of match.

    ``within``: the place is named inside the name and holds what is meant.
    """

    place: Place | None
    score: float
    match: PlaceMatch
    within: bool = False


def resolve(
    names: Sequence[Name], *, gazetteer: Gazetteer, countries: Iterable[str] = (), weights: str = AUTO
) -> list[Choice]:
    """A choice for each name, in order. ``countries`` are ISO codes that the case is about (a prior).

    ``weights`` names the set that decides (``model.resolver``).
    """
    prior = frozenset(c.upper() for c in countries)
    groups = groups_of(names, gazetteer, prior)
    model = resolver(weights)
    weigh(groups, gazetteer, prior, model)
    chosen = {key: _choose(group, model) for key, group in groups.items()}
    return [chosen[group_key(name)] for name in names]


def weigh(groups: dict[str, Group], gazetteer: Gazetteer, prior: frozenset[str], model: Resolver) -> None:
    """Give every candidate its score."""
    known = [group for group in groups.values() if group.hits]
    if not known:
        return
    cuts = np.cumsum([len(group.hits) for group in known])[:-1]
    alone = np.array([row for group in known for row in still(group)])
    favoured = np.concatenate([_favoured(group, prior) for group in known])
    _keep(known, np.split(model.still.score(alone) + favoured, cuts))
    for _ in range(ROUNDS):
        setting = Setting(groups, gazetteer)
        around = np.array([row for group in known for row in setting.moving(group)])
        scores = np.split(model.moving.score(np.hstack([alone, around])) + favoured, cuts)
        # a name with nothing around it is best told by itself
        _keep(known, [s if setting.tells(g) else np.array(g.scores) for g, s in zip(known, scores, strict=True)])


def _favoured(group: Group, prior: frozenset[str]) -> Array:
    """What being in a country of the case adds to each candidate."""
    home = [hit.place.country in prior and not hit.place.is_country for hit in group.hits]
    abroad = (hit for hit, at_home in zip(group.hits, home, strict=True) if not at_home)
    worth = PRIOR_TIP if any(_great(hit) for hit in abroad) else PRIOR_WORTH
    return worth * np.array(home, dtype=float)


def _great(hit: Hit) -> bool:
    """Whether a place is known the world over by this very name."""
    place = hit.place
    return place.is_country or (hit.match == "exact" and (place.feature == "P.PPLC" or place.population >= GREAT))


def _keep(groups: Sequence[Group], scores: Sequence[Array]) -> None:
    for group, given in zip(groups, scores, strict=True):
        group.scores = given.tolist()


def evidence_of(group: Group) -> tuple[int, float, float] | None:
    """The best candidate, the log odds of it and what lies near against the rest, and its score."""
    best = group.best()
    if best is None:
        return None
    place, top = group.hits[best].place, group.scores[best]
    same = other = 0.0
    for hit, score in zip(group.hits, group.scores, strict=True):
        weight = math.exp(max(-30.0, score - top))
        if distance_km(place.lat, place.lon, hit.place.lat, hit.place.lon) <= SAME_KM:
            same += weight
        else:
            other += weight
    return best, math.log(same / (other + 0.01)), top


def _choose(group: Group, model: Resolver) -> Choice:
    found = evidence_of(group)
    if found is None:
        return Choice(None, 0.0, "none")
    best, odds, top = found
    base, per_odds, per_score = model.sure
    hit = group.hits[best]
    sure = round(1.0 / (1.0 + math.exp(-(base + per_odds * odds + per_score * top))), 3)
    if hit.place.own:
        sure = max(sure, OWN_SURE)
    if sure < LEAST_SURE:
        return Choice(None, sure, "none")
    return Choice(hit.place, sure, "none" if hit.inside else hit.match, within=hit.inside)


__all__ = ["Choice", "Name", "contains", "resolve"]
