"""Invented names: lists of our own, combined by chance. No person, place or party here exists."""

from __future__ import annotations

from random import Random

STATES = [
    ("Arvenia", "Arvenian"),
    ("Bostavia", "Bostavian"),
    ("Corvany", "Corvanian"),
    ("Dremora", "Dremoran"),
    ("Estavia", "Estavian"),
    ("Galdria", "Galdrian"),
    ("Hestonia", "Hestonian"),
    ("Ilvara", "Ilvaran"),
    ("Jorvia", "Jorvian"),
    ("Kestrania", "Kestranian"),
    ("Lurania", "Luranian"),
    ("Mordavia", "Mordavian"),
    ("Nerovia", "Nerovian"),
    ("Oltania", "Oltanian"),
    ("Pelvaria", "Pelvarian"),
    ("Quellania", "Quellanian"),
    ("Rustava", "Rustavan"),
    ("Sendria", "Sendrian"),
    ("Tolvania", "Tolvanian"),
    ("Uldavia", "Uldavian"),
]
MOVEMENTS = [
    ("{place} Liberation Front", "the Front"),
    ("Free {place} Movement", "the Movement"),
    ("{place} People's Army", "the People's Army"),
    ("Council of {place}", "the Council"),
    ("{place} Resistance Union", "the Resistance Union"),
    ("Sons of {place}", "the Sons"),
    ("{place} Salvation League", "the League"),
    ("Revolutionary Command of {place}", "the Revolutionary Command"),
    ("{place} Defence Committee", "the Committee"),
    ("United Front of {place}", "the United Front"),
]
MONITORS = [
    "{place} Observer Mission",
    "{place} Verification Team",
    "Joint Commission for {place}",
    "{place} Truce Board",
]
STEMS = [
    "Bram",
    "Cald",
    "Darrow",
    "Ell",
    "Farn",
    "Gorst",
    "Hald",
    "Ivel",
    "Jask",
    "Korr",
    "Lund",
    "Marl",
    "Norv",
    "Ost",
    "Pell",
    "Quen",
    "Rask",
    "Sorr",
    "Tarn",
    "Ulm",
    "Vald",
    "Wend",
    "Yarn",
    "Zell",
    "Brisk",
    "Crom",
    "Dorn",
    "Esk",
    "Fennel",
    "Grav",
    "Holm",
    "Ist",
    "Kald",
    "Lorn",
    "Mirk",
    "Nesk",
    "Orm",
    "Prun",
    "Rull",
    "Skel",
    "Thorn",
    "Usk",
]
ENDINGS = [
    "ovo",
    "itza",
    "holt",
    "bek",
    "mar",
    "stad",
    "ora",
    "inka",
    "wick",
    "dal",
    "esti",
    "ava",
    "una",
    "gard",
    "mere",
    "kend",
]
AREAS = ["Upper {}", "Lower {}", "{} Valley", "{} District", "Eastern {}", "Western {}", "{} Highlands", "{} Plain"]
GIVEN = [
    "Adris",
    "Belka",
    "Corin",
    "Dovas",
    "Elmira",
    "Fedor",
    "Galen",
    "Hesper",
    "Ivara",
    "Joss",
    "Katrin",
    "Ludo",
    "Mirel",
    "Nadan",
    "Orla",
    "Pavlin",
    "Rosk",
    "Selma",
    "Tovan",
    "Ulrik",
    "Vesna",
    "Wilmar",
    "Yelka",
    "Zoran",
    "Anselm",
    "Brona",
    "Casimo",
    "Delphin",
    "Emrik",
    "Florian",
    "Gudrun",
    "Hilke",
    "Ismar",
    "Jelka",
    "Korbin",
    "Lisbet",
]
FAMILY = [
    "Abrask",
    "Bellgar",
    "Corvell",
    "Dunmark",
    "Elstrov",
    "Farrick",
    "Gostrand",
    "Hallvik",
    "Iskander",
    "Jarmund",
    "Kesterling",
    "Lomax",
    "Marvik",
    "Norrland",
    "Ostrec",
    "Pellanor",
    "Quistgard",
    "Rasmark",
    "Sellivan",
    "Tarkov",
    "Ulvang",
    "Varsten",
    "Wolmark",
    "Yorrick",
    "Zandvoort",
    "Brandeis",
    "Crellin",
    "Dragovar",
    "Embolt",
    "Fiskar",
    "Grunwick",
    "Hostetter",
    "Imbrie",
    "Jessup",
    "Kolvane",
    "Lindqvar",
    "Mossgrave",
    "Nettelbo",
    "Orsolic",
    "Pruvost",
    "Rudnar",
    "Stavrel",
    "Tollmach",
    "Ummar",
    "Vickelund",
    "Wessendorp",
    "Zirkel",
    "Ashgrove",
    "Bremmer",
    "Castovan",
]
PAPERS = [
    "Courier",
    "Post",
    "Herald",
    "Observer",
    "Gazette",
    "Tribune",
    "Dispatch",
    "Chronicle",
    "Examiner",
    "Evening News",
    "Mirror",
    "Sentinel",
    "Morning Star",
    "Ledger",
    "Telegraph",
]
STATIONS = ["Radio {}", "{} Radio", "{} TV", "{} Online", "Voice of {}", "{} Today", "Channel {}"]
#: Agencies that exist, as reports credit them, and invented ones whose names say what they are.
AGENCIES = ["AFP", "Reuters", "Associated Press", "DPA", "EFE", "Interfax"]
OWN_AGENCIES = ["{} News Agency", "{} Press Agency", "{} Wire Service"]

ROLES_STATE = [
    "defence minister",
    "foreign minister",
    "army spokesman",
    "interior minister",
    "government spokeswoman",
    "deputy defence minister",
    "chief of staff",
    "presidential adviser",
    "head of the ceasefire office",
]
ROLES_MOVEMENT = [
    "spokesman",
    "spokeswoman",
    "political secretary",
    "field commander",
    "chief negotiator",
    "head of information",
    "deputy leader",
    "military spokesman",
]
ROLES_MONITOR = ["head of mission", "chief observer", "deputy head", "spokeswoman", "chair"]


class Names:
    """Draws names. Towns and persons never come twice; large sets get double names when the lists are used up."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._persons: set[str] = set()
        self._towns = [stem + ending for stem in STEMS for ending in ENDINGS]
        rng.shuffle(self._towns)
        self._drawn = 0
        self._families = list(FAMILY)
        rng.shuffle(self._families)

    def place(self) -> str:
        """A new town: after the single names "Bramovo Caldmar", and so on."""
        size = len(self._towns)
        first, again = self._drawn % size, self._drawn // size
        self._drawn += 1
        return self._towns[first] if not again else f"{self._towns[first]} {self._towns[(first + again) % size]}"

    def area(self) -> str:
        return self._rng.choice(AREAS).format(self.place())

    def person(self) -> str:
        """A new person; family names come again only when all were used.

        Raises: ValueError when every pair of names is taken.
        """
        family = self._families[len(self._persons) % len(self._families)]
        free = [given for given in GIVEN if f"{given} {family}" not in self._persons]
        if not free:
            raise ValueError(f"all {len(self._persons)} persons of the lists are taken; let speakers come again")
        name = f"{self._rng.choice(free)} {family}"
        self._persons.add(name)
        return name

    def paper(self) -> str:
        return f"{self.place()} {self._rng.choice(PAPERS)}"

    def station(self) -> str:
        return self._rng.choice(STATIONS).format(self.place())

    def agency(self) -> str:
        """An agency that exists, or an invented one."""
        if self._rng.random() < 0.6:
            return self._rng.choice(AGENCIES)
        return self._rng.choice(OWN_AGENCIES).format(self.place())
