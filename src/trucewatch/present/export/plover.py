"""Statements and incidents in the terms of PLOVER (manual of 2021): event type, mode and quad class, one CSV row each.

PLOVER has no event for much of what is said (a report, a forecast, a reading of the agreement): that is left out and
counted. Types and modes are those of the vocabulary's crosswalk.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from trucewatch.present.export.cells import table
from trucewatch.present.export.coded import publishers
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded
from trucewatch.present.export.rows import Row
from trucewatch.records.vocabulary import ACTS, INCIDENT_TYPES, Term

FILE, ABOUT = "plover.csv", "plover-about.txt"
COLUMNS = (
    "event_id", "record", "event_date", "date_from", "date_to", "event_type", "mode", "quad_class", "cameo_root",
    "cameo_codes", "actor", "actor_name", "recipient", "future", "hypothetical", "negated", "alleged", "disputed",
    "placename", "admin1", "country", "latitude", "longitude", "place_precision", "words", "sources",
    "number_of_reports",
)  # fmt: skip
#: PLOVER's four classes of events.
QUAD: Final = {
    "AGREE": "verbal cooperation", "CONSULT": "verbal cooperation", "SUPPORT": "verbal cooperation",
    "CONCEDE": "verbal cooperation", "COOPERATE": "material cooperation", "AID": "material cooperation",
    "RETREAT": "material cooperation", "REQUEST": "verbal conflict", "REJECT": "verbal conflict",
    "ACCUSE": "verbal conflict", "THREATEN": "verbal conflict", "PROTEST": "material conflict",
    "SANCTION": "material conflict", "MOBILIZE": "material conflict", "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}  # fmt: skip
RULE = (
    "one row for each statement and each incident that PLOVER has an event for; where the crosswalk has several modes "
    "or codes all stand in the cell, parted by |; whom accounts disagree on is told as disputed, not left out"
)


def plover(told: Gathered) -> Made:
    """Statements by their act, incidents by their type; what PLOVER has no event for is counted by act and type."""
    rows, left_out = [], Counter[str]()
    for row in told.rows["statements"]:
        term = ACTS[row["act"]]
        if _event(term) in QUAD:
            rows.append(_statement(told, row, term))
        else:
            left_out[f"statements of the act {row['act']}"] += 1
    for row in (*told.rows["incidents"], *told.rows["unrealised"]):
        term = INCIDENT_TYPES[row["type"]]
        if _event(term) in QUAD:
            rows.append(_incident(told, row, term))
        else:
            left_out[f"incidents of the type {row['type']}"] += 1
    rows.sort(key=lambda row: (row["event_date"] or "9999", row["event_id"]))
    about = replace(told.about, extra=(*told.about.extra, ("rows", RULE)))
    counts = Counter(row["record"] for row in rows)
    return Made(
        files={FILE: table(COLUMNS, rows), ABOUT: encoded(about.text())}, left_out=left_out,
        counts={"events of statements": counts["statement"], "events of incidents": counts["incident"]},
    )  # fmt: skip


def _event(term: Term) -> str:
    """The event of a cell such as "SUPPORT (for); REJECT (against or veto)"; several events are none."""
    return term.plover_event if ";" not in term.plover_event else ""


def _coded(term: Term) -> Row:
    return {
        "event_type": _event(term),
        "mode": "" if term.plover_mode.startswith("(") else term.plover_mode,
        "quad_class": QUAD[_event(term)],
        "cameo_root": term.cameo_root,
        "cameo_codes": "" if term.cameo_codes.startswith("(") else term.cameo_codes,
    }


def _statement(told: Gathered, row: Row, term: Term) -> Row:
    return {
        **_coded(term),
        "event_id": f"s:{row['id'][:16]}",
        "record": "statement",
        "event_date": row["said_on"],
        "date_from": row["said_from"],
        "date_to": row["said_to"],
        "actor": row["party"],
        "actor_name": row["speaker"],
        "recipient": row["target_party"],
        "words": told.quoted(row["mentions"]),
        "sources": publishers(told, [row]),
        "number_of_reports": len(told.told_in(row)),
    }


def _incident(told: Gathered, row: Row, term: Term) -> Row:
    said_as = {account["said_as"] for account in row["accounts"]}
    names = {party.name for party in told.agreement.parties}
    return {
        **_coded(term),
        "event_id": f"i:{row['id'][:16]}",
        "record": "incident",
        "event_date": row["date_from"] if row["date_from"] == row["date_to"] else None,
        "date_from": row["date_from"],
        "date_to": row["date_to"],
        "actor": row["actor"] if row["actor"] in names else None,
        "actor_name": row["actor"],
        "recipient": row["target"],
        "future": bool(said_as) and said_as <= {"planned", "threatened"},
        "hypothetical": said_as == {"hypothetical"},
        "negated": said_as == {"denied"},
        "alleged": row["status"] == "alleged",
        "disputed": row["actor_disputed"],
        "placename": row["place"],
        "admin1": row["admin1"],
        "country": row["country"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "place_precision": row["place_precision"],
        "words": told.quoted(row["mentions"]),
        "sources": publishers(told, [row]),
        "number_of_reports": len(told.told_in(row)),
    }
