"""Names that the gazetteer does not know, tied to the smallest known area that holds them.

A village of a report about one province lies in that province more often than not. The answer is the area, "within"
which the place is said to be, never a point that would pass for the place's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from trucewatch.gazetteer.candidates import Name, group_key
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.names import fold
from trucewatch.gazetteer.records import Place
from trucewatch.gazetteer.resolve import Choice

#: Share of what a document names that must lie in an area for its unknown names to be tied to it (set on the three
#: sets of training/gazetteer/README.md, where nine in ten of those so tied lie in the right country).
HOLDS_SHARE = 0.4
#: How sure an area is that holds all known places of its document.
SUREST = 0.6


def tied(names: Sequence[Name], choices: Sequence[Choice], gazetteer: Gazetteer) -> list[Choice]:
    """The choices, those of unknown names replaced by what holds them where that can be told.

    What is named after a comma holds a name ("X, Sangar province"); else the first-level area, or the country, that
    most of the document's other places lie in. A name that the gazetteer knows somewhere is left as it is, and so is a
    people's.
    """
    chosen = {fold(name.words): choice for name, choice in zip(names, choices, strict=True) if choice.place}
    area = _setting({group_key(n): c for n, c in zip(names, choices, strict=True) if c.place}, gazetteer)
    found = []
    for name, choice in zip(names, choices, strict=True):
        if choice.place is None and not gazetteer.find(name.words) and gazetteer.demonym_place(name.words) is None:
            beside = next((chosen[key] for b in name.beside if (key := fold(b)) in chosen), None)
            if beside is not None:
                choice = Choice(beside.place, beside.score, "none", within=True)
            elif area is not None:
                choice = area
        found.append(choice)
    return found


def _setting(chosen: dict[str, Choice], gazetteer: Gazetteer) -> Choice | None:
    """The area that the document is about, if one share of its places is large enough."""
    countries: dict[str, float] = defaultdict(float)
    areas: dict[tuple[str, str], float] = defaultdict(float)
    for choice in chosen.values():
        place = choice.place
        if place is None or not place.country:
            continue
        countries[place.country] += choice.score
        if place.admin1 and not place.is_country:
            areas[place.country, place.admin1] += choice.score
    if not countries:
        return None
    country = max(countries, key=lambda c: countries[c])
    area = max(areas, key=lambda a: areas[a], default=None)
    if area is not None and area[0] == country:
        share = areas[area] / sum(areas.values())
        if share >= HOLDS_SHARE:
            return _within(gazetteer.admin1_place(*area), share)
    share = countries[country] / sum(countries.values())
    return _within(gazetteer.country_place(country), share) if share >= HOLDS_SHARE else None


def _within(place: Place | None, share: float) -> Choice | None:
    return Choice(place, round(SUREST * share, 3), "none", within=True) if place is not None else None
