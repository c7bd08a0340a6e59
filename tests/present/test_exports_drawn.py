"""Map, calendar and graph: each opened by a program that people open it with."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import icalendar
import networkx
import pytest
import shapely.geometry
from build_case import build_case
from built_case import BuiltCase

from trucewatch.present.export.formats import export_case
from trucewatch.present.export.graphml import NOT_XML
from trucewatch.present.export.ics import OCTETS, bounds, escaped, folded
from trucewatch.records.agreement import Clock, Reading


@pytest.fixture
def case() -> BuiltCase:
    return build_case()


def test_incidents_stand_on_the_map_at_the_gazetteers_points(case, tmp_path):
    made = export_case(case, tmp_path, "geojson")
    collection = json.loads((tmp_path / "incidents.geojson").read_text())
    assert collection["type"] == "FeatureCollection" and collection["about"]["licence"]
    known = {i.id: i for i in case.the_incidents}
    shapes = {f["id"]: shapely.geometry.shape(f["geometry"]) for f in collection["features"] if f["geometry"]}
    assert {i: (shape.x, shape.y) for i, shape in shapes.items()} == {
        i: (known[i].where.lon, known[i].where.lat) for i in shapes
    }
    assert len(shapes) == made.counts["with a point"] == 1
    assert len(collection["features"]) == made.counts["incidents"] == len(known)


def test_an_incident_without_a_known_place_has_no_geometry_and_says_what_is_told(case, tmp_path):
    export_case(case, tmp_path, "geojson")
    features = json.loads((tmp_path / "incidents.geojson").read_text())["features"]
    held = next(f for f in features if f["properties"]["type"] == "detention")
    assert held["geometry"] is None and held["properties"]["place"] == "Dravec"
    assert held["properties"]["place_precision"] == "unresolved"


def test_rival_attributions_stand_beside_each_other_on_the_map(case, tmp_path):
    export_case(case, tmp_path, "geojson")
    features = json.loads((tmp_path / "incidents.geojson").read_text())["features"]
    shelling = next(f for f in features if f["properties"]["type"] == "shelling")
    told = {(a["actor"], a["said_by"]) for a in shelling["properties"]["attributions"]}
    assert told == {("Varenia", "Adel Brandt"), ("Tolmir", "Ines Halloran")}


def entries(case: BuiltCase, folder: Path) -> list[icalendar.Event]:
    export_case(case, folder, "ics")
    return icalendar.Calendar.from_ical((folder / "deadlines.ics").read_bytes()).walk("VEVENT")


def test_provisions_fall_due_in_the_calendar(case, tmp_path):
    found = {str(e["summary"]): e for e in entries(case, tmp_path)}
    guns = found["1.1 due: Heavy guns leave a zone of 20 km on either side of Kessel Bridge."]
    assert guns.start == date(2031, 3, 20) and guns.end == date(2031, 3, 21)
    assert "Owed by Varenia and Tolmir" in guns["description"] and "twenty days after signature" in guns["description"]
    other = next(e for name, e in found.items() if name.startswith("1.1 due, as reports"))
    assert other.start == date(2031, 3, 21) and "Counted by the rule: 20 March 2031." in other["description"]
    unchecked = next(e for name, e in found.items() if name.startswith("2.2 due"))
    assert "not checked against the official text" in unchecked["description"]


def test_a_promise_for_a_month_takes_all_its_days(case, tmp_path):
    promises = [e for e in entries(case, tmp_path) if e.categories == ["commitment"]]
    by_start = {e.start: e for e in promises}
    assert by_start[date(2031, 4, 1)].end == date(2031, 5, 1)
    guns = by_start[date(2031, 3, 20)]
    assert "“Varenia will pull its heavy guns back from the bridge by 20 March” (Varenia Gazette" in guns["description"]
    assert "According to Ines Halloran" in guns["description"]


def test_days_of_rival_readings_have_entries_of_their_own(case, tmp_path):
    first, *others = case.the_agreement.provisions
    rival = Reading(side="Tolmir", reading="Thirty days.", clock=Clock(kind="fixed", day=date(2031, 3, 30)))
    case.the_agreement = replace(case.the_agreement, provisions=(replace(first, readings=(rival,)), *others))
    summaries = {str(e["summary"])[:30]: e.start for e in entries(case, tmp_path)}
    assert summaries["1.1 due, as read by Tolmir: Hea"[:30]] == date(2031, 3, 30)


def test_every_entry_has_an_id_of_its_own_and_what_has_no_day_is_counted(case, tmp_path):
    made = export_case(case, tmp_path, "ics")
    ids = [str(e["uid"]) for e in entries(case, tmp_path)]
    assert len(ids) == len(set(ids))
    assert made.counts == {"provisions": 3, "commitments": 2}
    assert made.left_out == {"provisions without a day to fall due": 2}


def test_the_calendar_says_what_it_is(case, tmp_path):
    export_case(case, tmp_path, "ics", licence="Free, for anybody; ask first")
    calendar = icalendar.Calendar.from_ical((tmp_path / "deadlines.ics").read_bytes())
    assert "licence: Free, for anybody; ask first\n" in str(calendar["description"])
    assert str(calendar["name"]) == "Deadlines: Orlin truce between Varenia and Tolmir"


def test_lines_are_folded_by_octets_and_within_no_character():
    line = folded("SUMMARY:" + "قال متحدث إن الطريق " * 9)
    assert all(len(one.encode()) <= OCTETS for one in line.split("\r\n"))
    assert line.replace("\r\n ", "").strip() == ("SUMMARY:" + "قال متحدث إن الطريق " * 9).strip()
    assert escaped("a;b,c\\d\ne\x07") == "a\\;b\\,c\\\\d\\ne "


@pytest.mark.parametrize(("due", "first", "after"), [
    ("2031-04-20", date(2031, 4, 20), date(2031, 4, 21)),
    ("2031-12", date(2031, 12, 1), date(2032, 1, 1)),
    ("2031-04", date(2031, 4, 1), date(2031, 5, 1)),
    ("2031", date(2031, 1, 1), date(2032, 1, 1)),
])  # fmt: skip
def test_a_month_and_a_year_run_from_their_first_to_their_last_day(due, first, after):
    assert bounds(due) == (first, after)


def graph(case: BuiltCase, folder: Path) -> networkx.MultiDiGraph:
    export_case(case, folder, "graphml")
    return networkx.MultiDiGraph(networkx.read_graphml(folder / "record.graphml", force_multigraph=True))


def test_the_graph_holds_the_record(case, tmp_path):
    made = graph(case, tmp_path)
    kinds = [values["kind"] for _, values in made.nodes(data=True)]
    assert kinds.count("statement") == len(case.the_statements) and kinds.count("party") == 3
    assert kinds.count("incident") == len(case.the_incidents) and kinds.count("provision") == 5
    deny = next(n for n, v in made.nodes(data=True) if v.get("act") == "deny")
    assert made.nodes[deny]["words"] == "Our guns have been silent since Sunday," and made.nodes[deny]["reports"] == 1


def test_the_graph_says_what_answers_what_and_who_names_whom(case, tmp_path):
    made = graph(case, tmp_path)
    ties = [(values["relation"], values) for _, _, values in made.edges(data=True)]
    assert {v["answer"] for relation, v in ties if relation == "answers"} == {"denial", "counter_accusation"}
    shelling = next(n for n, v in made.nodes(data=True) if v.get("type") == "shelling")
    named = {(other, v["said_by"]) for _, other, v in made.out_edges(shelling, data=True) if "said_by" in v}
    assert named == {("party Varenia", "Adel Brandt"), ("party Tolmir", "Ines Halloran")}


def test_the_graph_says_what_it_is(case, tmp_path):
    made = graph(case, tmp_path)
    assert "It rules on nothing" in made.graph["method"] and made.graph["licence"]


def test_words_that_xml_cannot_hold_lose_those_characters_alone():
    assert NOT_XML.sub("?", "a\x00b\ud800c é\t") == "a?b?c é\t"
