"""Look names up in the shipped gazetteer: read-only, opened on first use, blocks cached.

The file is SQLite with deflated blocks (``blocks.py``): ``place_block`` holds ``PLACES_A_BLOCK`` places each,
``name_block`` sorted folded keys with the numbers of their places, ``spelling_block`` the same for consonant keys
within a country, ``outline`` the edges of admin-1 areas. Data: GeoNames, CC BY 4.0; Natural Earth.
"""

from __future__ import annotations

import sqlite3
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import quote

from rapidfuzz.distance import Indel

from trucewatch.errors import MissingInput
from trucewatch.gazetteer.blocks import (
    PLACES_A_BLOCK,
    PlaceBlock,
    Ring,
    numbers_of,
    unpack_names,
    unpack_outline,
)
from trucewatch.gazetteer.names import fold, spelling_key, variants
from trucewatch.gazetteer.own import OwnPlaces
from trucewatch.gazetteer.records import Hit, Place

#: Southern, western, northern and eastern bound of an area, in degrees.
Box = tuple[float, float, float, float]
#: Edit similarity that a name must reach to count as a spelling of another (set on 13 Afghan, Ethiopian and
#: Yemeni pairs of spellings in the research notes).
LIKE_ENOUGH = 0.8
#: What a name counts as like an alternate one of the same consonants: less than like a main one.
LIKE_ALTERNATE = 0.7
#: Consonant keys this long rarely meet by chance within one country.
LONG_KEY = 4
#: Namesakes read at most: the populous ones are kept by their order in the file only as far as needed.
MOST_NAMESAKES = 400


#: Blocks held of each kind (some 70 kB a block of names, 110 kB one of places), and places. All of them would take a
#: quarter of a gigabyte in each process, and reading one again takes a sixth of a millisecond.
BLOCKS_HELD = 192
PLACES_HELD = 16_384


class Gazetteer:
    """Names to places. Not for sharing between threads that look up at once: SQLite's connection is one."""

    def __init__(self, path: Path, own: OwnPlaces | None = None) -> None:
        """Open the file read-only; ``own`` are places that a user imported, looked up beside it.

        Raises: MissingInput if there is no such file.
        """
        self.own = own
        if not path.is_file():
            raise MissingInput(f"no gazetteer at {path}; build it with: make gazetteer")
        self._db = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        read = self._db.execute
        self.countries: dict[str, str] = dict(read("SELECT iso, name FROM country"))
        self.neighbours: dict[str, frozenset[str]] = {
            iso: frozenset(near.split(",")) for iso, near in read("SELECT iso, neighbours FROM country")
        }
        self._country_place: dict[str, int] = dict(read("SELECT iso, place FROM country"))
        self._country_by_place = {number: iso for iso, number in self._country_place.items()}
        self._admin1 = {(c, code): (name, number) for c, code, name, number in read("SELECT * FROM admin1")}
        self._demonyms: dict[str, tuple[str, ...]] = {w: tuple(c.split(";")) for w, c in read("SELECT * FROM demonym")}
        self._firsts = {
            table: zlib.decompress(keys).decode().split("\n") for table, keys in read("SELECT of, data FROM first_keys")
        }
        meta = dict(read("SELECT key, value FROM meta"))
        self.attribution: str = meta["attribution"]
        #: How many places the shipped file holds; their numbers run from 0.
        self.size = int(meta["places"])
        self._place_block = lru_cache(maxsize=BLOCKS_HELD)(self._read_place_block)
        self._name_lines = lru_cache(maxsize=BLOCKS_HELD)(self._read_name_block)
        self.find = lru_cache(maxsize=8192)(self._find)
        self.place = lru_cache(maxsize=PLACES_HELD)(self._place)
        self._outlined: list[tuple[Place, Box]] | None = None

    # -- blocks ------------------------------------------------------------------------------

    def _read_place_block(self, block: int) -> PlaceBlock | None:
        row = self._db.execute("SELECT data FROM place_block WHERE number = ?", (block,)).fetchone()
        return PlaceBlock.unpack(zlib.decompress(row[0])) if row else None

    def _read_name_block(self, table: str, number: int) -> dict[str, str]:
        row = self._db.execute(f"SELECT data FROM {table} WHERE number = ?", (number,)).fetchone()
        return unpack_names(zlib.decompress(row[0])) if row else {}

    def _numbers(self, table: str, key: str) -> list[tuple[int, bool]]:
        """Numbers of the places under a key, with whether it is their main name."""
        at = bisect_right(self._firsts[table], key) - 1
        if at < 0:
            return []
        cells = self._name_lines(table, at).get(key)
        return numbers_of(cells) if cells is not None else []

    def _place(self, number: int) -> Place:
        block, at = divmod(number, PLACES_A_BLOCK)
        places = self._place_block(block)
        if places is None:
            raise KeyError(f"the gazetteer has no place number {number}")
        return places.place(at, number)

    def other_names(self) -> dict[int, list[str]]:
        """The folded names of every shipped place besides its main one; reads the whole file."""
        found: dict[int, list[str]] = defaultdict(list)
        for block in range(len(self._firsts["name_block"])):
            for key, cells in self._name_lines("name_block", block).items():
                for number, main in numbers_of(cells):
                    if not main:
                        found[number].append(key)
        return found

    def outline(self, place: Place) -> list[Ring]:
        """The simplified outer edge of an admin-1 area as closed rings of (lat, lon); empty if there is none."""
        row = self._db.execute("SELECT data FROM outline WHERE place = ?", (place.number,)).fetchone()
        return unpack_outline(zlib.decompress(row[0])) if row else []

    def outlined(self) -> list[tuple[Place, Box]]:
        """Every first-level area that has an outline, with its southern, western, northern and eastern bound."""
        if self._outlined is None:
            found = []
            for (number,) in self._db.execute("SELECT place FROM outline ORDER BY place").fetchall():
                place = self.place(number)
                points = [point for ring in self.outline(place) for point in ring]
                lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
                found.append((place, (min(lats), min(lons), max(lats), max(lons))))
            self._outlined = found
        return self._outlined

    # -- names -------------------------------------------------------------------------------

    def _find(self, name: str) -> tuple[Hit, ...]:
        """Every place of this name, by its main or an alternate name; tried also without words like "district".

        A project's own places come first; a place that the shipped file and an imported one both have comes once.
        """
        found: dict[str, Hit] = {}
        for keys in variants(fold(name)):
            for key in keys:
                self._add_hits(found, key)
            if found:
                break
        return tuple(found.values())

    def _add_hits(self, found: dict[str, Hit], key: str) -> None:
        imported = self.own.find(key) if self.own else []
        for place, main in imported:
            if place.own:
                found[place.id] = Hit(place, "exact" if main else "alternate")
        for number, main in self._numbers("name_block", key)[:MOST_NAMESAKES]:
            place = self.place(number)
            _add_hit(found, place, main)
        for place, main in imported:
            _add_hit(found, place, main)

    def has(self, key: str) -> bool:
        """Whether any place has this folded key."""
        return bool(self._numbers("name_block", key)) or (self.own is not None and self.own.has(key))

    def find_like(self, name: str, countries: Iterable[str]) -> list[Hit]:
        """Places of these countries that the name may be another spelling of, most alike first."""
        key = fold(name)
        short = spelling_key(key)
        if len(short) < 3 or len(key) < 4:
            return []
        hits: dict[str, Hit] = {}
        for country in countries:
            near = [self.place(number) for number, _ in self._numbers("spelling_block", f"{country}{short}")]
            near += self.own.find_spelled(f"{country}{short}") if self.own else []
            for place in near:
                similarity = Indel.normalized_similarity(key, fold(place.name))
                if similarity < LIKE_ENOUGH and len(short) >= LONG_KEY:
                    similarity = LIKE_ALTERNATE  # the key is that of an alternate name
                if similarity >= LIKE_ENOUGH or len(short) >= LONG_KEY:
                    hits.setdefault(place.id, Hit(place, "spelling", similarity))
        return sorted(hits.values(), key=lambda h: (not h.place.own, -h.similarity, -h.place.population))

    def demonym(self, word: str) -> tuple[str, ...]:
        """ISO codes of the countries whose people or adjective the word is; empty if it is none or of no state."""
        return tuple(c for c in self._demonyms.get(fold(word), ()) if not c.startswith("="))

    def demonym_place(self, word: str) -> Place | None:
        """The country, region or city that a demonym belongs to ("Afghan", "European", "Texans")."""
        owners = self._demonyms.get(fold(word), ())
        if not owners:
            return None
        if not owners[0].startswith("="):
            return self.country_place(owners[0])
        hits = self.find(owners[0][1:])
        return (
            max(hits, key=lambda h: (h.place.is_region or h.place.feature == "A.ADM1", h.place.population)).place
            if hits
            else None
        )

    # -- containers --------------------------------------------------------------------------

    def country_place(self, iso: str) -> Place | None:
        number = self._country_place.get(iso)
        return self.place(number) if number is not None else None

    def country_name(self, iso: str | None) -> str | None:
        return self.countries.get(iso or "")

    def admin1_name(self, country: str, code: str) -> str | None:
        found = self._admin1.get((country, code))
        return found[0] if found else None

    def admin1_place(self, country: str, code: str) -> Place | None:
        """A first-level area by its country and code."""
        found = self._admin1.get((country, code))
        return self.place(found[1]) if found else None

    def first_level(self, country: str) -> list[Place]:
        """Every first-level area of a country, in the order of their codes."""
        found = sorted((code, number) for (of, code), (_, number) in self._admin1.items() if of == country)
        return [self.place(number) for _, number in found]

    def admin1_id(self, country: str, code: str) -> str | None:
        """The GeoNames id of a first-level area, by its country and code."""
        found = self.admin1_place(country, code)
        return found.id if found else None


def _add_hit(found: dict[str, Hit], place: Place, main: bool) -> None:
    """A place that is found twice is found by its main name if by either."""
    known = found.get(place.id)
    if known is None or (main and known.match == "alternate" and not known.place.own):
        found[place.id] = Hit(place, "exact" if main else "alternate")


@lru_cache(maxsize=1)
def shipped() -> Gazetteer:
    """The gazetteer inside the package, opened once."""
    return with_places(None)


def with_places(path: Path | None) -> Gazetteer:
    """The shipped gazetteer with the places of an imported file beside it.

    Raises: MissingInput or BadInput if the file is not there or something else.
    """
    with as_file(files("trucewatch.gazetteer") / "data" / "gazetteer.sqlite") as inside:
        return Gazetteer(inside, OwnPlaces(path) if path else None)
