"""The names of a document, each with the places that it may mean.

By main and other names; else, where the document is set, by like spelling; else by a place named inside the name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from trucewatch.gazetteer.evidence import TYPE_FEATURES, Group, magnitude
from trucewatch.gazetteer.inside import inside
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.names import fold
from trucewatch.gazetteer.records import Hit

#: Namesakes weighed at most, the greatest first: the four hundredth San Antonio is not what a report means.
MOST_HITS = 60
#: A country counts as a setting of the document from this share of its names on.
SETTING_SHARE = 0.25
#: A namesake of this size abroad is likelier than another spelling nearby.
GREAT = 500_000
#: Type words that only an area bears: "Sangar province" is never the town of Sangar.
AREA_KINDS = frozenset(
    ("province", "governorate", "oblast", "district", "county", "woreda", "prefecture", "department", "parish", "zone")
)
#: Spellings weighed at most.
MOST_SPELLINGS = 5
#: A spelling this much less like than the best is not weighed: size must not make up for it.
CLOSE_BEHIND = 0.1


@dataclass(slots=True)
class Name:
    """One name as printed, with what stands beside it. ``beside`` are the names after a comma ("X, Y")."""

    words: str
    beside: tuple[str, ...] = ()
    kind: str | None = None


def group_key(name: Name) -> str:
    """What has one sense in a document: a folded name, and the same name as that of an area ("Sangar province")."""
    key = fold(name.words)
    return f"{key} {name.kind}" if name.kind in AREA_KINDS else key


def groups_of(names: Sequence[Name], gazetteer: Gazetteer, prior: frozenset[str]) -> dict[str, Group]:
    """The names by folded key, each with its candidates. ``prior`` are ISO codes that the case is about."""
    groups: dict[str, Group] = {}
    for spot, name in enumerate(names):
        key, sense = fold(name.words), group_key(name)
        if sense not in groups:
            groups[sense] = Group(key, name.words, _greatest(_hits(name, gazetteer)) if key else ())
        group = groups[sense]
        group.spots.append(spot)
        group.beside |= {fold(b) for b in name.beside if fold(b) != key}
        if name.kind:
            group.kinds.add(name.kind)
    _add_spellings(groups, gazetteer, prior)
    for group in groups.values():
        if not group.hits and group.key:
            group.hits = inside(group.words, gazetteer)
    return groups


def _hits(name: Name, gazetteer: Gazetteer) -> Sequence[Hit]:
    """Places of the name: the project's own alone if it has one, areas alone if the name is an area's.

    Both hold only for places of the kind that is named.
    """
    hits = gazetteer.find(name.words)
    fitting = [h for h in hits if h.place.feature.startswith(TYPE_FEATURES.get(name.kind or "", ("",)))]
    own = [hit for hit in fitting if hit.place.own]
    return own or (fitting if name.kind in AREA_KINDS else ()) or hits


def _standing(hit: Hit) -> float:
    """How well known a place is by this name, roughly."""
    return magnitude(hit.place) + (6.0 if hit.place.is_country else 0.0) + (1.0 if hit.match == "exact" else 0.0)


def _greatest(hits: Sequence[Hit]) -> Sequence[Hit]:
    return hits if len(hits) <= MOST_HITS else sorted(hits, key=_standing, reverse=True)[:MOST_HITS]


def _add_spellings(groups: dict[str, Group], gazetteer: Gazetteer, prior: frozenset[str]) -> None:
    """Names with no candidate where the document is set get those of like spelling there."""
    where: dict[str, float] = defaultdict(float)
    for group in groups.values():
        if group.hits:
            place = max(group.hits, key=_standing).place
            if place.country and (place.is_country or place.population > 50_000 or len(group.hits) == 1):
                where[place.country] += 1.0
    total = sum(where.values()) or 1.0
    settings = prior | {c for c, n in where.items() if n / total >= SETTING_SHARE}
    if not settings:
        return
    for group in groups.values():
        hits = group.hits
        if any(h.place.country in settings or h.place.is_country or h.place.is_region or h.place.own for h in hits):
            continue
        if any(h.place.population >= GREAT for h in hits):
            continue
        if like := gazetteer.find_like(group.key, sorted(settings)):
            near = [hit for hit in like if hit.similarity >= like[0].similarity - CLOSE_BEHIND]
            group.hits = [*hits, *near[:MOST_SPELLINGS]]
