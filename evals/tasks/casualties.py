"""Predictions for the casualties task: incidents of physical harm in single sentences, with their counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from evals.tasks.happening_rows import Read, read
from trucewatch.records.count import Count
from trucewatch.records.mention import IncidentMention

#: The task's types, and the program's finer ones that fall under them. All else is out of its scope.
TYPES = {
    "drone_strike": "airstrike",
    "suicide_attack": "bombing",
    "mass_killing": "armed_attack",
    "offensive": "armed_attack",
    "territory_seized": "armed_attack",
    **{
        kind: kind
        for kind in (
            "airstrike",
            "shelling",
            "bombing",
            "armed_attack",
            "clash",
            "targeted_killing",
            "abduction",
            "torture",
            "chemical_attack",
            "displacement",
            "destruction",
            "riot",
            "accident",
        )
    },
}
EFFECTS = {"harmed": "unspecified"}
TOLD = frozenset({"narrated", "alleged", "claimed", "denied", "attempted"})


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each row: its incidents of the task's types."""
    for one in read(rows):
        yield {
            "id": one.id,
            "incidents": [as_row(i, one) for i in one.incidents if i.type in TYPES and i.said_as in TOLD],
        }


def as_row(incident: IncidentMention, one: Read) -> dict[str, Any]:
    places = [p.name for p in incident.places if p.role == "where"]
    return {
        "type": TYPES[incident.type],
        "actor": [a.name for a in incident.actors][:1],
        "place": places[:1],
        "date": [incident.when.words] if incident.when is not None else [],
        "casualties": [as_count(c) for c in incident.counts if not c.part and c.effect != "strength"],
    }


def as_count(count: Count) -> dict[str, Any]:
    return {
        "effect": EFFECTS.get(count.effect, count.effect),
        "number": count.value,
        "low": count.low,
        "bound": count.bound,
        "who": count.group or count.span.words,
    }
