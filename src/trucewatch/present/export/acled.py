"""Incidents in the shape of ACLED's event files: its 31 columns in their order, its types, its rule for one event.

Columns, types and rules are those of ACLED's public codebook (2023 and 2024 editions). No row, name or code of ACLED's
data is in it: the rows are this case's own, and most of them ACLED has not coded, or coded otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from trucewatch.present.export.cells import table
from trucewatch.present.export.coded import (
    CIVILIANS,
    RULES,
    VAGUE,
    against_civilians,
    days_of,
    every_day,
    lasted,
    note,
    parties,
    publishers,
    rule_named,
    states_named,
    tolls,
)
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded
from trucewatch.present.export.rows import Row
from trucewatch.records.vocabulary import INCIDENT_TYPES

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
FILE, ABOUT = "acled.csv", "acled-about.txt"
#: ACLED dates nothing less exactly than to a month.
LONGEST: Final = 31
VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
GEO = {"exact": 1, "within": 2, "admin_area": 3}
STATE, PROTESTERS, RIOTERS = "State forces", "Protesters", "Rioters"
EVENT_RULE = (
    "one event is one type and sub-type, the same actors, place and day: incidents of the record that agree in these "
    "are one row, and what went on over several days is a row for each, its dead divided among them"
)


@dataclass(frozen=True, kw_only=True)
class _Event:
    """One row to be: ``incidents`` are those of the record that it is made of."""

    incidents: tuple[Row, ...]
    day: date
    day_number: int
    time_precision: int
    kind: str
    sub_kind: str
    actors: tuple[str, str]
    inters: tuple[str, str]
    associate: str
    fatalities: int

    @property
    def key(self) -> tuple[object, ...]:
        first = self.incidents[0]
        place = (first["country"], first["admin1"], (first["place"] or "").casefold())
        return self.kind, self.sub_kind, frozenset(self.actors), place, self.day


def acled(told: Gathered, *, fatalities: str = "lowest", states: Iterable[str] = ()) -> Made:
    """``fatalities`` names the rule by which one number is made of the tolls of an event, ``states`` the parties whose
    forces are state forces. What has no row is counted by reason. Raises: BadInput.
    """
    rule, of_states = rule_named(fatalities), states_named(told, states)
    left_out: Counter[str] = Counter()
    events: dict[tuple[object, ...], _Event] = {}
    for row in told.rows["incidents"]:
        coded = _coded(told, row, of_states)
        if isinstance(coded, str):
            left_out[f"incidents: {coded}"] += 1
            continue
        kind, sub_kind = coded
        counted = tolls(row)
        for event in _by_day(told, row, kind, sub_kind, of_states, rule(counted) if counted else 0):
            known = events.get(event.key)
            events[event.key] = _one(known, event) if known else event
    left_out["incidents: only threatened, planned or spoken of as possible"] += len(told.rows["unrealised"])
    rows = [_row(told, event) for event in sorted(events.values(), key=_order)]
    said = RULES[fatalities][0]
    words = f"fatalities by the rule “{fatalities}”: {said} of an incident; {VAGUE}; 0 where none is told"
    about = replace(told.about, extra=(*told.about.extra, ("event rule", EVENT_RULE), ("fatalities", words)))
    counts = {"events": len(rows), "of incidents": len({i["id"] for e in events.values() for i in e.incidents})}
    return Made(
        files={FILE: table(COLUMNS, rows), ABOUT: encoded(about.text())}, counts=counts, left_out=+left_out,
        remarks=(words,),
    )  # fmt: skip


def _coded(told: Gathered, row: Row, states: frozenset[str]) -> tuple[str, str] | str:
    """ACLED's type and sub-type; or why there is no row."""
    term = INCIDENT_TYPES[row["type"]]
    kinds, subs = _options(term.acled_event_type), _options(term.acled_sub_event_type)
    if not kinds or kinds[0].startswith("("):
        return "of a type outside ACLED's scope"
    if row["status"] == "scheduled":
        return "only planned"
    days = days_of(row)
    if days is None:
        return "without a day"
    if (days[1] - days[0]).days >= LONGEST:
        return "dated less exactly than to a month"
    if not row["place"]:
        return "of a place that is held back" if row["place_note"] else "without a place"
    if row["place_precision"] == "country":
        return "placed no finer than a country"
    return _chosen(told, row, kinds, subs, states)


def _options(words: str) -> list[str]:
    """The options of a cell of the crosswalk, without the conditions in brackets."""
    return [one.split(" (")[0].strip() for one in words.split(";") if one.strip()]


def _chosen(
    told: Gathered, row: Row, kinds: list[str], subs: list[str], states: frozenset[str]
) -> tuple[str, str] | str:  # fmt: skip
    """Which of several equivalents fits: by whom it struck, with what, and who did it."""
    weapon = (row["weapon"] or "").casefold()
    if row["type"] == "armed_attack":
        if against_civilians(row):
            return kinds[0], subs[0]
        return (kinds[1], subs[1]) if row["target"] in parties(told) else "whose type hangs on whom it struck"
    if row["type"] == "targeted_killing":
        from_afar = any(word in weapon for word in ("drone", "missile", "air", "rocket"))
        return (kinds[1], subs[1]) if from_afar else (kinds[0], subs[0])
    if row["type"] == "bombing":
        return kinds[0], subs[1] if "grenade" in weapon else subs[0]
    if row["type"] == "seizure":
        return kinds[0], subs[1] if weapon else subs[0]
    if row["type"] == "mobilisation":
        return kinds[0], subs[1]
    if row["type"] == "territory_seized":
        if not states or row["actor"] not in parties(told) or row["actor_disputed"]:
            return "whose type hangs on whether a state took it (name states with --state)"
        return kinds[0], subs[0] if row["actor"] in states else subs[1]
    if row["type"] == "protest":
        return kinds[0], subs[2] if any(tolls(row)) else subs[0]
    if kinds[0] == "Violence against civilians" and row["target"] in parties(told) and not row["civilian_harm"]:
        return "told as done to civilians, with a side as the one struck"
    return kinds[0], subs[0]


def _by_day(
    told: Gathered, row: Row, kind: str, sub_kind: str, states: frozenset[str], dead: int
) -> Iterator[_Event]:  # fmt: skip
    """One event; or one for each day of what went on over several, the dead divided, the first days taking the rest."""
    first, last = days_of(row) or (date.min, date.min)
    number = (last - first).days + 1
    on = every_day(first, last) if lasted(told, row) else [first + (last - first) // 2]
    precision = 1 if number == 1 or len(on) > 1 else 2 if number <= 7 else 3
    actors, inters, associate = _who(told, row, kind, states)
    each, over = divmod(dead, len(on))
    for n, day in enumerate(on):
        yield _Event(
            incidents=(row,), day=day, day_number=n + 1 if len(on) > 1 else 0, time_precision=precision, kind=kind,
            sub_kind=sub_kind, actors=actors, inters=inters, associate=associate, fatalities=each + (n < over),
        )  # fmt: skip


def _one(known: _Event, other: _Event) -> _Event:
    """Two incidents that are one event by the rule: their dead are added."""
    return replace(
        known, incidents=(*known.incidents, *other.incidents), fatalities=known.fatalities + other.fatalities,
        time_precision=max(known.time_precision, other.time_precision),
    )  # fmt: skip


def _who(
    told: Gathered, row: Row, kind: str, states: frozenset[str]
) -> tuple[tuple[str, str], tuple[str, str], str]:  # fmt: skip
    """Both actors, their kinds as far as known, and whom demonstrators are with.

    Whoever accounts disagree on is nobody's name: in violence an unidentified armed group, as ACLED has it, else empty.
    """
    of = f" ({row['country']})" if row["country"] else ""
    named = None if row["actor_disputed"] else row["actor"]
    inter = dict.fromkeys(states, STATE)
    if kind in ("Protests", "Riots"):
        crowd = PROTESTERS if kind == "Protests" else RIOTERS
        return (f"{crowd}{of}", ""), (crowd, ""), named or ""
    if kind in VIOLENT and (named is None or named.islower()):
        first = f"Unidentified armed group{of}"
    else:
        first = named or ""
    struck = row["target"]
    civil = kind in VIOLENT and against_civilians(row) and struck not in parties(told)
    if civil or struck == CIVILIANS or kind == "Violence against civilians":
        return (first, f"Civilians{of}"), (inter.get(first, ""), "Civilians"), ""
    second = struck if struck in parties(told) else ""
    return (first, second), (inter.get(first, ""), inter.get(second, "")), ""


def _order(event: _Event) -> tuple[date, str, int]:
    return event.day, event.incidents[0]["id"], event.day_number


def _row(told: Gathered, event: _Event) -> Row:
    first = event.incidents[0]
    (one, other), (inter1, inter2) = event.actors, event.inters
    both = f"{inter1}-{inter2}" if inter1 and inter2 else f"{inter1} only" if inter1 and not other else ""
    violent = event.kind in VIOLENT or event.sub_kind.startswith("Excessive")
    civilians = violent and (inter2 == "Civilians" or any(against_civilians(i) for i in event.incidents))
    newest = max(datetime.fromisoformat(i["recorded_at"]) for i in event.incidents)
    return {
        "event_id_cnty": f"TW-{first['id'][:16]}" + (f"-{event.day_number}" if event.day_number else ""),
        "event_date": event.day.isoformat(),
        "year": event.day.year,
        "time_precision": event.time_precision,
        "disorder_type": _disorder(event),
        "event_type": event.kind,
        "sub_event_type": event.sub_kind,
        "actor1": one,
        "assoc_actor_1": event.associate,
        "inter1": inter1,
        "actor2": other,
        "inter2": inter2,
        "interaction": both,
        "civilian_targeting": "Civilian targeting" if civilians else "",
        "country": first["country"],
        "admin1": first["admin1"],
        "location": first["place"],
        "latitude": first["lat"],
        "longitude": first["lon"],
        "geo_precision": GEO.get(first["place_precision"]),
        "source": publishers(told, event.incidents),
        "notes": " ".join(note(told, incident) for incident in event.incidents),
        "fatalities": event.fatalities,
        "timestamp": int(newest.timestamp()),
    }


def _disorder(event: _Event) -> str:
    if event.kind == "Strategic developments":
        return event.kind
    if event.sub_kind == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    return "Demonstrations" if event.kind in ("Protests", "Riots") else "Political violence"
