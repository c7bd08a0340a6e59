"""Deadly incidents in the shape of UCDP's Georeferenced Event Dataset: its 49 columns in their order.

Columns and codes are those of the GED codebook (global version 23.1 and later). No row or code of UCDP's data is in it:
ids of conflicts, dyads and countries are UCDP's own to give and stay empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from trucewatch.present.export.cells import table
from trucewatch.present.export.coded import (
    CIVILIANS,
    RULES,
    VAGUE,
    against_civilians,
    days_of,
    parties,
    rule_named,
    states_named,
    tolls,
)
from trucewatch.present.export.flat import joined
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded
from trucewatch.present.export.rows import Row
from trucewatch.records.vocabulary import INCIDENT_TYPES

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high",
    "low", "gwnoa", "gwnob",
)  # fmt: skip
FILE, ABOUT = "ged.csv", "ged-about.txt"
WHERE = {"exact": 1, "within": 2, "country": 6}
#: Up to how many days a time is told, and GED's code for it; what is less exact is no event there.
DATES: Final = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
#: What is more than one event under one name.
AGGREGATE: Final = "offensive"


def ged(told: Gathered, *, fatalities: str = "most-told", states: Iterable[str] = ()) -> Made:
    """``fatalities`` names the rule for ``best``; ``low`` and ``high`` are the lowest and highest that anybody gives.
    ``states`` are the parties that are states: without them no row says whether violence is state-based. What has no
    row is counted by reason. Raises: BadInput.
    """
    rule, of_states = rule_named(fatalities), states_named(told, states)
    left_out: Counter[str] = Counter()
    rows = []
    for row in told.rows["incidents"]:
        why = _not_coded(told, row)
        if why:
            left_out[f"incidents: {why}"] += 1
        else:
            rows.append(_row(told, row, rule(tolls(row)), of_states))
    left_out["incidents: only threatened, planned or spoken of as possible"] += len(told.rows["unrealised"])
    rows.sort(key=lambda row: (row["date_start"], row["relid"]))
    words = f"best by the rule “{fatalities}”: {RULES[fatalities][0]} of an incident; low and high the ends; {VAGUE}"
    about = replace(told.about, extra=(*told.about.extra, ("fatalities", words)))
    return Made(
        files={FILE: table(COLUMNS, rows), ABOUT: encoded(about.text())}, counts={"events": len(rows)},
        left_out=+left_out, remarks=(words,),
    )  # fmt: skip


def _not_coded(told: Gathered, row: Row) -> str | None:
    """Why an incident is no event there; None if it is one."""
    if not INCIDENT_TYPES[row["type"]].ucdp[:1].isdigit() and row["type"] != "protest":
        return "of a type that GED does not code"
    if row["status"] == "scheduled":
        return "only planned"
    if not any(tolls(row)):
        return "without a death that is told in numbers"
    days = days_of(row)
    if days is None:
        return "without a day"
    if _date_prec(*days) is None:
        return "dated less exactly than to a year"
    if row["place"] is None:
        return "of a place that is held back" if row["place_note"] else "without a place"
    if row["actor_disputed"] or row["actor"] is None or row["actor"].islower():
        return "whose actor is not told by name, or disputed"
    if not against_civilians(row) and row["target"] not in parties(told):
        return "that struck neither a side nor civilians by name"
    return None


def _date_prec(first: date, last: date) -> int | None:
    number = (last - first).days + 1
    return next((code for most, code in DATES if number <= most), None)


def _row(told: Gathered, row: Row, best: int, states: frozenset[str]) -> Row:
    first, last = days_of(row) or (date.min, date.min)
    civil = against_civilians(row) and row["target"] not in parties(told)
    struck = "Civilians" if civil else row["target"]
    documents = told.told_in(row)
    numbers = tolls(row)
    wide = (last - first).days >= 7 or row["type"] == AGGREGATE
    return {
        "id": int(row["id"][:13], 16),  # as many digits as a spreadsheet keeps
        "relid": f"TW-{row['id'][:16]}",
        "year": first.year,
        "type_of_violence": _type(row["actor"], struck, civil, states),
        "dyad_name": f"{row['actor']} - {struck}",
        "side_a": row["actor"],
        "side_b": struck,
        "number_of_sources": len({d["publisher"] or d["file"] for d in documents}),
        "source_article": ";".join(f'"{_cited(d)}"' for d in documents),
        "source_office": ";".join(d["publisher"] or "" for d in documents),
        "source_date": ";".join(d["published"] or "" for d in documents),
        "source_headline": ";".join((d["title"] or "").replace(";", ",") for d in documents),
        "source_original": joined(dict.fromkeys(a["said_by"] for a in row["accounts"] if a["said_by"])),
        "where_prec": _where_prec(row),
        "where_coordinates": row["place"] if row["lat"] is not None else None,
        "where_description": row["place_note"] or joined(row["places"]),
        "adm_1": row["admin1"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "geom_wkt": f"POINT ({row['lon']} {row['lat']})" if row["lat"] is not None else None,
        "priogrid_gid": priogrid(row["lat"], row["lon"]) if row["lat"] is not None else None,
        "country": row["country"],
        "event_clarity": 2 if wide else 1,
        "date_prec": _date_prec(first, last),
        "date_start": first.isoformat(),
        "date_end": last.isoformat(),
        "deaths_civilians": best if row["target"] == CIVILIANS else None,
        "deaths_unknown": None if row["target"] == CIVILIANS else best,
        "best": best,
        "high": max(numbers),
        "low": min(numbers),
    }


def _type(actor: str, struck: str, civil: bool, states: frozenset[str]) -> int | None:
    """1 state-based, 2 between others, 3 one-sided; None where nobody said which parties are states."""
    if civil:
        return 3
    return None if not states else 1 if {actor, struck} & states else 2


def _where_prec(row: Row) -> int | None:
    """An area is a province where it is the first-level area itself, else a district."""
    if row["place_precision"] != "admin_area":
        return WHERE.get(row["place_precision"])
    return 4 if row["place"] == row["admin1"] else 3


def _cited(document: Row) -> str:
    told = (document["publisher"] or document["file"], document["published"], document["title"])
    return ",".join(part.replace('"', "'").replace(";", ",") for part in told if part)


def priogrid(lat: float, lon: float) -> int:
    """The cell of the PRIO-GRID: half a degree wide, counted from 1 at 90° S 180° W, 720 to a row."""
    row, column = min(int((lat + 90) * 2), 359), min(int((lon + 180) * 2), 719)
    return row * 720 + column + 1
