"""Documents drawn from the gazetteer itself, to teach what the three sets of news hardly show.

Those are mostly about the United States and Europe, print few type words. A drawn
document is a list of names as a local report has them (a province, towns and districts in it, the country, a capital
abroad) or a lone well-known name; what each means is known since it was drawn.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from trucewatch.gazetteer.candidates import Name
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.names import fold
from trucewatch.gazetteer.records import Place

LOCAL, LONE = 450, 350
#: How reports in different countries call their areas; the rest say "province" and "district".
AREAS = {"A.ADM1": ("province", "province", "state", "governorate", "region"), "A.ADM2": ("district", "county")}
#: Other letters for the same sound in romanised names.
SOUNDS = (
    ("q", "k"),
    ("k", "q"),
    ("kh", "h"),
    ("ee", "i"),
    ("i", "e"),
    ("u", "o"),
    ("ou", "u"),
    ("aa", "a"),
    ("dh", "d"),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Names with the places they mean."""

    set: str
    names: list[Name]
    places: list[Place]


class Atlas:
    """All places by country and kind, to draw from."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.towns: dict[str, list[Place]] = defaultdict(list)
        self.areas: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self.states = [
            p for iso in gazetteer.countries if (p := gazetteer.country_place(iso)) and p.population > 300_000
        ]
        self.cities: list[Place] = []
        self.regions: list[Place] = []
        self.others = gazetteer.other_names()
        for number in range(gazetteer.size):
            place = gazetteer.place(number)
            if place.feature[0] == "P":
                self.towns[place.country].append(place)
                if place.population > 100_000 or place.feature == "P.PPLC":
                    self.cities.append(place)
            elif place.feature in ("A.ADM1", "A.ADM2"):
                self.areas[place.country, place.feature].append(place)
            elif place.is_region:
                self.regions.append(place)

    def local(self, rng: random.Random) -> Drawn:
        """A report from one country, mostly from one of its provinces."""
        state = rng.choice(self.states)
        iso = state.country
        provinces = self.areas[iso, "A.ADM1"]
        home = rng.choice(provinces) if provinces else None
        names: list[Name] = []
        places: list[Place] = []
        for _ in range(rng.randint(1, 4)):
            pool = self.areas[iso, "A.ADM2"] if rng.random() < 0.3 else self.towns[iso]
            near = [p for p in pool if home is not None and p.admin1 == home.admin1]
            if not (pool := near if near and rng.random() < 0.7 else pool):
                continue
            place = rng.choices(pool, [(p.population + 3000) ** 0.4 for p in pool])[0]
            kind = rng.choice(AREAS["A.ADM2"]) if place.feature == "A.ADM2" and rng.random() < 0.75 else None
            if place.feature[0] == "P" and rng.random() < 0.15:
                kind = rng.choice(("village", "town") if place.population < 50_000 else ("city",))
            beside = (home.name,) if home is not None and rng.random() < 0.2 else ()
            names.append(Name(words=self.called(place, rng), beside=beside, kind=kind))
            places.append(place)
        if home is not None and rng.random() < 0.6:
            names.append(Name(words=home.name, kind=rng.choice(AREAS["A.ADM1"]) if rng.random() < 0.7 else None))
            places.append(home)
        if rng.random() < 0.6:
            names.append(Name(words=state.name))
            places.append(state)
        for _ in range(rng.choice((0, 0, 1, 2))):
            abroad = rng.choice(self.states) if rng.random() < 0.6 else rng.choice(self.cities)
            names.append(Name(words=abroad.name))
            places.append(abroad)
        return Drawn("local", names, places)

    def called(self, place: Place, rng: random.Random) -> str:
        """The place by its main name, now and then by another or in another spelling."""
        others = [name for name in self.others.get(place.number, ()) if len(name) > 3]
        if others and rng.random() < 0.2:
            return rng.choice(others).title()
        return respelled(place, rng)

    def lone(self, rng: random.Random) -> Drawn:
        """One to three well-known names that have nothing to do with one another."""
        places = []
        for _ in range(rng.choice((1, 1, 2, 3))):
            turn = rng.random()
            if turn < 0.35:
                places.append(rng.choice(self.states))
            elif turn < 0.9:
                places.append(rng.choices(self.cities, [p.population + 50_000 for p in self.cities])[0])
            else:
                places.append(rng.choice(self.regions))
        return Drawn("lone", [Name(words=place.name) for place in places], places)


def respelled(place: Place, rng: random.Random) -> str:
    """The name, sometimes as another would romanise it."""
    if rng.random() > 0.15 or not fold(place.name).isalpha():
        return place.name
    one, other = rng.choice(SOUNDS)
    return place.name.lower().replace(one, other, 1).title()


def documents(gazetteer: Gazetteer, seed: int) -> list[Drawn]:
    atlas, rng = Atlas(gazetteer), random.Random(seed)
    made = [atlas.local(rng) for _ in range(LOCAL)] + [atlas.lone(rng) for _ in range(LONE)]
    return [document for document in made if document.names]
