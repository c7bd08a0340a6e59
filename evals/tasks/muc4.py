"""Predictions for MUC-4: one template for each incident of a report, its mentions joined by type, place and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from evals.tasks.happening_rows import Read, read
from trucewatch.records.mention import IncidentMention, Participant

TYPES = {
    "bombing": "bombing",
    "suicide_attack": "bombing",
    "abduction": "kidnapping",
    "armed_attack": "attack",
    "targeted_killing": "attack",
    "mass_killing": "attack",
    "shelling": "attack",
    "offensive": "attack",
    "airstrike": "attack",
    "torture": "attack",
}
ARSON = frozenset((
    "burn", "torch", "burned", "burnt",
))  # fmt: skip
#: Heads that name an organisation rather than men.
ORGANISED = (
    "front",
    "army",
    "movement",
    "liberation",
    "fmln",
    "eln",
    "farc",
    "path",
    "sendero",
    "forces",
    "party",
    "league",
    "group",
)
BUILT = frozenset((
    "embassy", "building", "house", "home", "office", "bus", "car", "vehicle", "truck", "tower", "pipeline", "bank",
    "station", "bridge", "headquarters", "barracks", "farm", "church", "school", "store", "shop", "plant",
    "residence", "line", "pylon", "hotel", "consulate", "town", "village", "facility", "powerline", "oleoduct",
    "truck",
))  # fmt: skip


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each report."""
    for one in read(rows):
        yield {"id": one.id, "incidents": templates(one)}


def kind_of(incident: IncidentMention) -> str | None:
    if incident.type == "destruction":
        return "arson" if incident.trigger.words.lower() in ARSON else None
    return TYPES.get(incident.type)


def templates(one: Read) -> list[dict[str, Any]]:
    """Mentions joined while they share type and nothing speaks against it."""
    found: list[dict[str, Any]] = []
    for incident in one.incidents:
        kind = kind_of(incident)
        if kind is None or incident.said_as in ("denied", "hypothetical") or incident.background:
            continue
        home = next((t for t in found if t["type"] == kind and _fits(t, incident)), None)
        if home is None:
            home = {
                "type": kind,
                "perp_individual": [],
                "perp_org": [],
                "victim": [],
                "physical_target": [],
                "instrument": [],
                "location": [],
                "casualties": [],
            }
            found.append(home)
        _add(home, incident)
    countries = Counter(p.name.lower() for p in one.places if p.precision == "country" and p.match == "exact")
    home_country = [name for name, _ in countries.most_common(1)]
    for template in found:
        template["location"] = list(dict.fromkeys([*template["location"][:3], *home_country]))
    return found


def _fits(template: dict[str, Any], incident: IncidentMention) -> bool:
    where = incident.where
    if where is not None and template["location"] and where.name.lower() not in template["location"]:
        return False
    return not (template["victim"] and incident.targets and len(template["victim"]) > 3)


def _add(template: dict[str, Any], incident: IncidentMention) -> None:
    def put(slot: str, words: str) -> None:
        if words and words.lower() not in [w.lower() for w in template[slot]]:
            template[slot].append(words)

    for actor in incident.actors:
        put("perp_org" if _is_group(actor) else "perp_individual", actor.name)
    for target in incident.targets:
        put("physical_target" if set(target.name.lower().split()) & BUILT else "victim", target.name)
    for count in incident.counts:
        if count.effect in ("killed", "injured"):
            if count.group and count.value is not None:
                put("victim", count.group)
            if count.value is not None:
                row = {"effect": "DEATH" if count.effect == "killed" else "INJURY", "number": count.value}
                if row not in template["casualties"]:
                    template["casualties"].append(row)
    if incident.weapon:
        put("instrument", incident.weapon)
    for place in incident.places:
        if place.role == "where":
            put("location", place.name.lower())


def _is_group(actor: Participant) -> bool:
    words = actor.name.lower().split()
    return any(w.strip("()[],") in ORGANISED for w in words)
