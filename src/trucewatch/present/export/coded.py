"""What the shapes of other datasets ask of an incident: one toll by a named rule, one time, undisputed sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from trucewatch.errors import BadInput
from trucewatch.present.export.flat import joined
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.rows import Row

#: How one number is made of several tolls of one incident, by name: what it says, and what it takes.
RULES: Mapping[str, tuple[str, Callable[[Sequence[int]], int]]] = {
    "lowest": ("the lowest that anybody gives", min),
    "most-told": ("the one given most often, the first told among equals", lambda tolls: _most_told(tolls)),
    "highest": ("the highest that anybody gives", max),
}
VAGUE: Final = "a word such as “dozens” counts as the least it may mean (docs/counts.md)"
CIVILIANS: Final = "civilians"


def rule_named(name: str) -> Callable[[Sequence[int]], int]:
    """Raises: BadInput if there is no such rule."""
    if name not in RULES:
        raise BadInput(f"no rule {name!r} for fatalities; there are {', '.join(RULES)}")
    return RULES[name][1]


def _most_told(tolls: Sequence[int]) -> int:
    return Counter(tolls).most_common(1)[0][0]


def tolls(row: Row) -> list[int]:
    """How many were killed, by each telling that gives a number; empty if none does.

    In one telling by one speaker, counts of several groups ("six farmers and two guards") are added; parts of another
    count are not, nor is what somebody denies. Killed and injured in one figure count for nothing here.
    """
    told: dict[Any, dict[str | None, int]] = {}
    for number, count in enumerate(row["counts"]):
        least = count["value"] if isinstance(count["value"], int) else count["low"]
        if count["effect"] != "killed" or count["part"] or count["denied"] or least is None:
            continue
        telling = next((_telling(row, at) for at in count["at"]), None) or number
        told.setdefault((telling, count["said_by"]), {}).setdefault(count["group"], least)
    return [sum(groups.values()) for groups in told.values()]


def _telling(row: Row, at: Row) -> str | None:
    """The mention in whose words a count stands."""
    for spot in row["mentions"]:
        if spot["file"] == at["file"] and spot["start"] <= at["start"] and at["end"] <= spot["end"]:
            return str(spot["mention"])
    return None


def days_of(row: Row) -> tuple[date, date] | None:
    """The first and last day that an incident is told to have been on; None without both.

    The day on which an undated incident was first reported is not its day.
    """
    if row["date_from"] is None or row["date_to"] is None:
        return None
    return date.fromisoformat(row["date_from"]), date.fromisoformat(row["date_to"])


def lasted(told: Gathered, row: Row) -> bool:
    """True if it went on over the days told; otherwise it was on one of them."""
    when = told.times.get(row["id"])
    return row["type"] == "offensive" or (when is not None and when.role in ("from_to", "duration"))


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def against_civilians(row: Row) -> bool:
    return row["target"] == CIVILIANS or bool(row["civilian_harm"])


def parties(told: Gathered) -> frozenset[str]:
    return frozenset(party.name for party in told.agreement.parties)


def states_named(told: Gathered, states: Iterable[str]) -> frozenset[str]:
    """The parties that somebody says are states. Raises: BadInput for a name that is no party."""
    found = set()
    for name in states:
        party = told.agreement.party(name)
        if party is None:
            known = ", ".join(sorted(parties(told)))
            raise BadInput(f"--state {name!r} is no party of the agreement; its parties are {known}")
        found.add(party.name)
    return frozenset(found)


def publishers(told: Gathered, rows: Iterable[Row]) -> str:
    """Who published what tells of it, in the order of the days."""
    documents = sorted(
        (document for row in rows for document in told.told_in(row)),
        key=lambda d: (d["published"] or "9999", d["file"]),
    )
    return joined(dict.fromkeys(d["publisher"] or d["file"] for d in documents)) or ""


def note(told: Gathered, row: Row) -> str:
    """An incident in a sentence or two, with every attribution and toll, for a column of free text."""
    where = f" at {row['place']}" if row["place"] else ""
    parts = [f"Reported {row['type'].replace('_', ' ')}{where}, {row['date_words'] or ''}".strip(" ,")]
    named: dict[str, list[str]] = {}
    for one in row["attributions"]:
        by = one["said_by"] or "reports"
        denied = f", denied by {one['denied_by']}" if one.get("denied_by") else ""
        named.setdefault(one["actor"], []).append(f"{by}{denied}")
    parts += [f"named as actor: {who} (by {', '.join(dict.fromkeys(by))})" for who, by in named.items()]
    killed = [c for c in row["counts"] if c["effect"] == "killed" and not c["part"]]
    if killed:
        told_by = "; ".join(dict.fromkeys(_count_words(count) for count in killed))
        parts.append(f"killed: {told_by}")
    return ". ".join([*parts, f"Record i:{row['id'][:16]}"]) + "."


def _count_words(count: Row) -> str:
    bound = {"at_least": "at least ", "at_most": "at most ", "about": "about "}.get(count["bound"], "")
    by = f" ({count['said_by']})" if count["said_by"] else ""
    return f"{'denied: ' if count['denied'] else ''}{bound}{count['value']}{by}"
