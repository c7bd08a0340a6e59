"""Incidents on the map: GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from typing import Any

from trucewatch.present.export.flat import TABLES, flat
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded
from trucewatch.present.export.rows import Row

FILE = "incidents.geojson"
#: Values that the geometry holds.
POINT = ("lon", "lat")


def geojson(told: Gathered) -> Made:
    """A feature for each incident, with the row of the flat table as its properties and ``accounts`` beside.

    A point is that of the gazetteer's place, never the spot of the event: ``place_precision`` says what it stands for.
    An incident whose place is not known, or is held back, has no geometry.
    """
    rows = {row["id"]: row for row in told.rows["incidents"]}
    features = [_feature(row, rows[row["id"]]) for row in flat(told)["incidents"]]
    made = {"type": "FeatureCollection", "about": told.about.as_dict(), "features": features}
    placed = sum(1 for one in features if one["geometry"])
    return Made(
        files={FILE: encoded(json.dumps(made, ensure_ascii=False, indent=1) + "\n")},
        counts={"incidents": len(features), "with a point": placed},
    )


def _feature(row: Row, whole: Row) -> dict[str, Any]:
    known = row["lat"] is not None
    properties = {name: row[name] for name in TABLES["incidents"] if name not in ("id", *POINT)}
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]} if known else None,
        "properties": {**properties, "attributions": _who(whole), "counts": whole["counts"]},
    }


def _who(row: Row) -> list[Row]:
    """Who names whom, without the places of the words."""
    return [
        {name: one.get(name) for name in ("actor", "said_by", "denied_by", "said_as")} for one in row["attributions"]
    ]
