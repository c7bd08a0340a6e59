"""A project's own table of places: its columns, checked line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from trucewatch.errors import BadInput
from trucewatch.gazetteer.areas import area_of_point
from trucewatch.gazetteer.geometry import distance_km
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.names import fold

COLUMNS = (
    "name", "lat", "lon", "country", "admin1", "admin2", "kind", "other_names", "population", "id", "note",
)  # fmt: skip
NEEDED = ("name", "lat", "lon")
#: What the column ``kind`` may say, with the GeoNames feature it stands for.
KINDS = {
    "": "P.PPL", "village": "P.PPL", "town": "P.PPL", "city": "P.PPL", "neighbourhood": "P.PPLX", "camp": "S.CMPRF",
    "district": "A.ADM2", "province": "A.ADM1", "governorate": "A.ADM1", "state": "A.ADM1", "region": "L.RGN",
    "valley": "T.VAL", "mountain": "T.MT", "river": "H.STM", "lake": "H.LK", "island": "T.ISL", "road": "R.RD",
    "crossing": "S.PSTB", "checkpoint": "S.PSTB", "base": "S.INSM", "airport": "S.AIRP", "hospital": "S.HSP",
    "school": "S.SCH", "building": "S.BLDG", "other": "L.LCTY",
}  # fmt: skip
#: A place of the same name this far off (kilometres) is another place.
ELSEWHERE_KM = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place of the project; ``country`` is ISO 3166-1 alpha-2, ``admin1`` a GeoNames code, both perhaps empty.

    Where the table leaves them empty they are those of the area that its point lies in. ``aside`` says in words that
    the point lies in another area than the one given.
    """

    id: str
    name: str
    lat: float
    lon: float
    feature: str
    country: str
    admin1: str
    admin2: str
    population: int
    other_names: tuple[str, ...]
    aside: str | None = None

    def conflict(self, gazetteer: Gazetteer) -> str | None:
        """What the gazetteer has against it, in words: its point, or the nearest place of this name somewhere else."""
        if self.aside is not None:
            return f"{self.name}: {self.aside}"
        near = [
            (distance_km(self.lat, self.lon, hit.place.lat, hit.place.lon), hit.place)
            for hit in gazetteer.find(self.name)
            if not self.country or hit.place.country == self.country
        ]
        if not near or min(near, key=lambda n: n[0])[0] <= ELSEWHERE_KM:
            return None
        km, place = min(near, key=lambda n: n[0])
        return f"{self.name}: {place.name} ({place.id}) lies {km:.0f} km away"


def read_entries(path: Path, lines: Iterable[str], gazetteer: Gazetteer) -> Iterator[Entry]:
    """The places of a CSV (commas or semicolons, a head line).

    Raises: BadInput naming file, line, column and value.
    """
    given = list(lines)
    mark = ";" if given[0].count(";") > given[0].count(",") else ","
    rows = csv.DictReader(io.StringIO("\n".join(given)), delimiter=mark)
    heads = [head.strip().lower() for head in rows.fieldnames or []]
    rows.fieldnames = heads
    missing = [name for name in NEEDED if name not in heads]
    strange = [head for head in heads if head not in COLUMNS]
    if missing or strange:
        told = f"lacks {', '.join(missing)}" if missing else f"has unknown columns: {', '.join(strange)}"
        raise BadInput(f"{path} {told}; a CSV of places has the columns {', '.join(COLUMNS)}, the first three needed")
    seen: dict[str, int] = {}
    for row in rows:
        entry = _entry(path, rows.line_num, {k: (v or "").strip() for k, v in row.items() if k}, gazetteer)
        if entry.id in seen:
            raise BadInput(
                f"{path} line {rows.line_num}: {entry.name!r} stands in line {seen[entry.id]} already; give each its "
                "own id, or put other spellings into other_names"
            )
        seen[entry.id] = rows.line_num
        yield entry


def _entry(path: Path, line: int, cells: dict[str, str], gazetteer: Gazetteer) -> Entry:
    def fault(column: str, wanted: str) -> BadInput:
        return BadInput(f"{path} line {line}: {column} {cells.get(column, '')!r} {wanted}")

    name = cells["name"]
    if not fold(name):
        raise fault("name", "is empty; every place needs one")
    point = []
    for column, most in (("lat", 90), ("lon", 180)):
        try:
            value = float(cells[column])
        except ValueError:
            value = float("nan")
        if not -most <= value <= most:
            raise fault(column, f"is no number from -{most} to {most} (decimal degrees, WGS 84)")
        point.append(value)
    kind = cells.get("kind", "").lower()
    if kind not in KINDS:
        raise fault("kind", f"is not known; use one of {', '.join(k for k in KINDS if k)}")
    population = cells.get("population", "")
    if not (population == "" or (population.isascii() and population.isdigit())):
        raise fault("population", "is no whole number; leave it empty if it is not known")
    country = _country(cells.get("country", ""), gazetteer)
    if country is None:
        raise fault("country", "is no country; use an ISO 3166-1 code (two letters) or an English name")
    admin1 = _admin1(cells.get("admin1", ""), country, gazetteer)
    if admin1 is None:
        raise fault("admin1", f"is no first-level area of {country or 'an unnamed country'}; use its name or code")
    slug = "-".join(p for p in (country.lower(), admin1.lower(), fold(name).replace(" ", "-")) if p)
    area = area_of_point(gazetteer, *point, country=country)
    aside = None
    if not admin1 and area is not None:
        country, admin1 = area.country, area.admin1
    elif admin1 and area is not None and area.admin1 != admin1:
        aside = f"its point lies in {area.name}, not in {gazetteer.admin1_name(country, admin1)}"
    parted = cells.get("other_names", "").replace(";", "|").split("|")
    return Entry(
        id=cells.get("id") or f"project:{slug}", name=name, lat=point[0], lon=point[1], feature=KINDS[kind],
        country=country, admin1=admin1, admin2=cells.get("admin2", ""), population=int(population or 0),
        other_names=tuple(name.strip() for name in parted if name.strip()), aside=aside,
    )  # fmt: skip


def _country(words: str, gazetteer: Gazetteer) -> str | None:
    if not words or words.upper() in gazetteer.countries:
        return words.upper()
    return next((hit.place.country for hit in gazetteer.find(words) if hit.place.is_country), None)


def _admin1(words: str, country: str, gazetteer: Gazetteer) -> str | None:
    if not words or gazetteer.admin1_name(country, words):
        return words
    found = (h.place for h in gazetteer.find(words) if h.place.feature == "A.ADM1" and h.place.country == country)
    return next((place.admin1 for place in found), None)
