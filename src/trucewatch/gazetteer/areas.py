"""Which first-level area a point lies in, by the shipped outlines of Natural Earth.

The outlines are simplified to about three kilometres and disputed borders are Natural Earth's: what lies nearer than
that to an edge may be told as its neighbour's.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from trucewatch.gazetteer.blocks import Ring
from trucewatch.gazetteer.lookup import Gazetteer
from trucewatch.gazetteer.records import Place


def area_of_point(gazetteer: Gazetteer, lat: float, lon: float, *, country: str = "") -> Place | None:
    """The first-level area that holds a point (WGS 84 degrees); None at sea and where there is no outline.

    ``country`` (ISO 3166-1) leaves the areas of all others out.
    """
    for place, (south, west, north, east) in gazetteer.outlined():
        if country and place.country != country:
            continue
        if south <= lat <= north and west <= lon <= east and holds(gazetteer.outline(place), lat, lon):
            return place
    return None


def holds(rings: Sequence[Ring], lat: float, lon: float) -> bool:
    """Whether a point lies inside closed rings of (lat, lon), by how often a line due east of it crosses them.

    Source: Shimrat, Algorithm 112, Communications of the ACM, 1962.
    """
    inside = False
    for ring in rings:
        for (lat1, lon1), (lat2, lon2) in pairwise(ring):
            if (lat1 > lat) != (lat2 > lat) and lon < lon1 + (lat - lat1) * (lon2 - lon1) / (lat2 - lat1):
                inside = not inside
    return inside
