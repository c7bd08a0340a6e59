"""Incidents for humanitarian data: CSV with a row of HXL hashtags (standard 1.1) under the header."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from trucewatch.present.export.cells import table
from trucewatch.present.export.coded import publishers
from trucewatch.present.export.flat import flat
from trucewatch.present.export.gathering import Gathered
from trucewatch.present.export.made import Made
from trucewatch.present.export.records import encoded

FILE, ABOUT = "hxl.csv", "hxl-about.txt"
#: Column, with the tag that says what it holds.
TAGS: Final = {
    "Record": "#meta+id",
    "Type": "#event+type",
    "Reported as": "#event+status",
    "Date from": "#date+start",
    "Date to": "#date+end",
    "First reported": "#date+reported",
    "Country": "#country+name",
    "First-level area": "#adm1+name",
    "Place": "#loc+name",
    "Place stands for": "#loc+type",
    "Latitude": "#geo+lat",
    "Longitude": "#geo+lon",
    "Named as actor": "#group+name+first",
    "Actor disputed": "#group+status+first",
    "Struck": "#group+name+second",
    "Killed": "#affected+killed",
    "Injured": "#affected+injured",
    "Displaced": "#affected+displaced",
    "Killed, in words": "#description+killed",
    "Words": "#description",
    "Publishers": "#meta+source",
    "Reports": "#meta+source+num",
}
TOLLS = (
    "Killed, Injured and Displaced are the number given most often of an incident; every number, with who gives it, is "
    "in the other formats. An empty cell says that no number is told, not that there was nobody"
)


def hxl(told: Gathered) -> Made:
    """A row for each incident that is told to have happened."""
    whole = {row["id"]: row for row in told.rows["incidents"]}
    rows = []
    for row in flat(told)["incidents"]:
        documents = told.told_in(whole[row["id"]])
        rows.append(
            {
                "Record": f"i:{row['id'][:16]}",
                "Type": row["type"],
                "Reported as": row["status"],
                "Date from": row["date_from"],
                "Date to": row["date_to"],
                "First reported": next((d["published"] for d in documents if d["published"]), None),
                "Country": row["country"],
                "First-level area": row["admin1"],
                "Place": row["place"],
                "Place stands for": row["place_precision"],
                "Latitude": row["lat"],
                "Longitude": row["lon"],
                "Named as actor": row["actor"],
                "Actor disputed": "disputed" if row["actor_disputed"] else None,
                "Struck": row["target"],
                "Killed": row["killed"],
                "Injured": row["injured"],
                "Displaced": row["displaced"],
                "Killed, in words": row["killed_words"],
                "Words": row["words"],
                "Publishers": publishers(told, [whole[row["id"]]]),
                "Reports": row["reports"],
            }
        )
    about = replace(told.about, extra=(*told.about.extra, ("numbers", TOLLS)))
    return Made(
        files={FILE: table(TAGS, rows, second=list(TAGS.values())), ABOUT: encoded(about.text())},
        counts={"incidents": len(rows)},
    )
