"""The gazetteer as the pages ask it: candidates for a name that a person types, and the one that was picked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from trucewatch.gazetteer.lookup import Gazetteer, shipped, with_places
from trucewatch.gazetteer.own import places_beside
from trucewatch.gazetteer.searching import candidates
from trucewatch.present.web.desk import Desk
from trucewatch.records.where import Where
from trucewatch.store.address import beside


@lru_cache(maxsize=8)
def _gazetteer(imported: Path | None) -> Gazetteer:
    return with_places(imported) if imported else shipped()


def places_named(desk: Desk, name: str) -> list[Where]:
    """Places of this name, for a person to choose from."""
    imported = places_beside(beside(desk.path)) or (Path(desk.settings.gazetteer) if desk.settings.gazetteer else None)
    return candidates(_gazetteer(imported), name)


def place_picked(
    desk: Desk, value: Mapping[str, Any] | None, *, looked_up: str = "", before: Where | None = None
) -> Where | None:
    """What the gazetteer knows of the place that a form picked under the name that was ``looked_up``; the one that
    stood there ``before`` needs no looking up. None where the point was moved away from it by hand."""
    if value is None or not value["pick"]:
        return None
    known = [before] if before is not None else []
    for name in dict.fromkeys((looked_up, value["name"])):
        known += places_named(desk, name)
    found = next((place for place in known if place.gazetteer_id == value["pick"]), None)
    moved = found is not None and (value["lat"], value["lon"]) not in ((None, None), (found.lat, found.lon))
    return None if moved else found
