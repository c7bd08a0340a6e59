"""Predictions for the casualties task: incidents of physical harm in single sentences, with their counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from evals.tasks.happening_rows import NO_AGREEMENT, Read, read
from trucewatch.annotate.figures import find_figures
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
#: The type under which the benchmark files a total, by its effect.
TOTAL_TYPES = {
    "killed": "armed_attack",
    "injured": "armed_attack",
    "harmed": "armed_attack",
    "abducted": "abduction",
    "displaced": "displacement",
}
TOLD = frozenset({"narrated", "alleged", "claimed", "denied", "attempted"})


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line for each row: its incidents of the task's types."""
    for one in read(rows):
        incidents = [as_row(i, one) for i in one.incidents if i.type in TYPES and i.said_as in TOLD]
        if incidents:
            # an arrest is no incident of the benchmark, but those arrested over one are among its counts
            incidents[0]["casualties"] += [
                as_count(c)
                for i in one.incidents
                if i.type == "detention" and i.said_as in TOLD
                for c in i.counts
                if c.effect == "detained" and not c.part
            ]
        yield {"id": one.id, "incidents": incidents + totals(one)}


def as_row(incident: IncidentMention, one: Read) -> dict[str, Any]:
    places = [p.name for p in incident.places if p.role == "where"]
    return {
        "type": TYPES[incident.type],
        "actor": [a.name for a in incident.actors][:1],
        "place": places[:1],
        "date": [incident.when.words] if incident.when is not None else [],
        "casualties": [as_count(c) for c in incident.counts if not c.part and c.effect != "strength"],
    }


def totals(one: Read) -> list[dict[str, Any]]:
    """Numbers over a period, which the benchmark files as incidents and the program as figures."""
    figures = find_figures(
        one.parsed, statements=one.statements, incidents=one.incidents, agreement=NO_AGREEMENT, times=one.times
    )
    rows = []
    for figure in figures:
        effect = figure.unit.rpartition(" ")[2]
        if figure.kind != "total" or effect not in TOTAL_TYPES or figure.part or figure.denied:
            continue
        told = {(c.span.start, c.span.end) for i in one.incidents for c in i.counts}
        if (figure.span.start, figure.span.end) in told:
            continue
        count = {
            "effect": EFFECTS.get(effect, effect),
            "number": figure.value,
            "low": figure.low,
            "bound": figure.bound,
            "who": figure.definition or figure.span.words,
        }
        rows.append(
            {
                "type": TOTAL_TYPES[effect],
                "actor": [],
                "place": [figure.place] if figure.place else [],
                "date": [figure.period.words] if figure.period else [],
                "casualties": [count],
            }
        )
    return rows


def as_count(count: Count) -> dict[str, Any]:
    return {
        "effect": EFFECTS.get(count.effect, count.effect),
        "number": count.value,
        "low": count.low,
        "bound": count.bound,
        "who": count.group or count.span.words,
    }
