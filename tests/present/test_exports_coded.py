"""The shapes of other datasets: their columns in their order, their rules, and no more than the record holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas
import pytest
from build_case import build_case
from built_case import BuiltCase, killed, on, span_of

from trucewatch.errors import BadInput
from trucewatch.present.export import acled, ged
from trucewatch.present.export.coded import RULES, tolls
from trucewatch.present.export.formats import export_case
from trucewatch.present.export.gathering import gather
from trucewatch.records.mention import Participant
from trucewatch.records.where import Where

DOCS = Path(__file__).parents[2] / "docs" / "exports.md"
DAY = date(2031, 3, 10)


@pytest.fixture
def case() -> BuiltCase:
    return build_case()


def at(name: str, precision: str = "exact", **values) -> Where:
    known = {"lat": 12.75, "lon": 41.5, "admin1": "Lower Orlin", "country": "ZZ", "country_name": "Vale"}
    return Where(name=name, precision=precision, role="where", match="exact", **{**known, **values})


def add(
    case: BuiltCase, name: str, words: str, type: str, *, when=None, place=None, dead=(), told_by: str | None = None,
    actor: str | None = "Varenia", target: Participant | None = None, **values,
):  # fmt: skip
    """An incident told in a report of its own: ``words`` once, ``dead`` as (words, number)."""
    text = case.report(f"{name}.txt", f"Of {name}\n\n{words}.", day=date(2031, 3, 20), publisher=f"{name} Post")
    span = span_of(text, words)
    return case.incident(
        name,
        case.told(
            text, words, words.split()[0], type=type, when=when or on(DAY), places=(place or at("Marrow"),),
            counts=tuple(killed(text, found, number) for found, number in dead), said_by=told_by,
            actors=(Participant(name=actor, side=actor if actor[0].isupper() else None, span=span),) if actor else (),
            targets=(target or Participant(name="Tolmir", side="Tolmir"),),
        ),
        **values,
    )  # fmt: skip


def events(case: BuiltCase, folder: Path, **asked) -> pandas.DataFrame:
    export_case(case, folder, "acled", **asked)
    return pandas.read_csv(folder / "acled.csv", keep_default_na=False)


def deadly(case: BuiltCase, folder: Path, **asked) -> pandas.DataFrame:
    export_case(case, folder, "ged", **asked)
    return pandas.read_csv(folder / "ged.csv", keep_default_na=False)


def test_acled_has_its_31_columns_in_order(case, tmp_path):
    assert list(events(case, tmp_path).columns) == list(acled.COLUMNS) and len(acled.COLUMNS) == 31


def test_ged_has_its_49_columns_in_order(case, tmp_path):
    assert list(deadly(case, tmp_path).columns) == list(ged.COLUMNS) and len(ged.COLUMNS) == 49


@pytest.mark.parametrize("module", [acled, ged], ids=["acled", "ged"])
def test_every_column_is_in_the_docs_with_what_it_is_made_of(module):
    section = DOCS.read_text(encoding="utf-8").split(f"\n## {module.__name__.rsplit('.', 1)[1]}")[1].split("\n## ")[0]
    named = {name for row in re.findall(r"^\| (`.+?`) \| .+ \|$", section, re.MULTILINE) for name in row.split(", ")}
    assert named == {f"`{column}`" for column in module.COLUMNS}


@pytest.mark.parametrize("format", ["acled", "ged"])
def test_columns_that_are_said_to_be_empty_are_empty_and_others_are_not(case, format, tmp_path):
    add(case, "day", "guns fired", "shelling", dead=(("guns", 3),), target=Participant(name="two", kind="civilians"))
    add(case, "crowd", "crowd marched", "protest", actor="Tolmir")
    add(case, "line", "shots hit", "armed_attack", dead=(("shots", 2),), told_by="Adel Brandt")
    rows = (events if format == "acled" else deadly)(case, tmp_path, states=["Varenia"])
    section = DOCS.read_text(encoding="utf-8").split(f"\n## {format}")[1].split("\n## ")[0]
    empty = {
        name.strip("`")
        for names, words in re.findall(r"^\| (`.+?`) \| (.+) \|$", section, re.MULTILINE)
        if words.startswith("empty")
        for name in names.split(", ")
    }
    assert {name for name in rows.columns if (rows[name] == "").all()} == empty


def test_one_event_is_one_type_with_one_pair_of_actors_at_one_place_on_one_day(case, tmp_path):
    add(case, "dawn", "guns fired", "shelling", dead=(("guns", 3),))
    add(case, "dusk", "guns fired", "shelling", dead=(("guns", 4),))
    add(case, "next", "guns fired", "shelling", dead=(("guns", 5),), when=on(date(2031, 3, 11)))
    add(case, "hill", "guns fired", "shelling", dead=(("guns", 6),), place=at("Hill"))
    rows = events(case, tmp_path)
    mine = rows[rows["actor1"] == "Varenia"]
    assert list(mine["fatalities"]) == [7, 6, 5] or sorted(mine["fatalities"]) == [5, 6, 7]
    merged = mine[mine["fatalities"] == 7].iloc[0]
    assert merged["notes"].count("Record i:") == 2 and merged["source"] == "dawn Post; dusk Post"


def test_actors_in_either_order_are_one_pair(case, tmp_path):
    add(case, "one", "guns fired", "shelling", dead=(("guns", 3),))
    back = Participant(name="Varenia", side="Varenia")
    add(case, "two", "guns fired", "shelling", dead=(("guns", 1),), actor="Tolmir", target=back)
    rows = events(case, tmp_path)
    assert list(rows[rows["location"] == "Marrow"]["fatalities"]) == [4]


def test_what_went_on_for_days_is_an_event_a_day_with_the_dead_divided(case, tmp_path):
    when = on(DAY, date(2031, 3, 12), words="from Monday to Wednesday", role="from_to")
    add(case, "siege", "guns fired", "shelling", dead=(("guns", 8),), when=when)
    rows = events(case, tmp_path)
    mine = rows[rows["location"] == "Marrow"]
    assert list(mine["event_date"]) == ["2031-03-10", "2031-03-11", "2031-03-12"]
    assert list(mine["fatalities"]) == [3, 3, 2] and set(mine["time_precision"]) == {1}
    assert len(set(rows["event_id_cnty"])) == len(rows)


@pytest.mark.parametrize(("last", "precision", "day"), [
    (date(2031, 3, 10), 1, "2031-03-10"),
    (date(2031, 3, 16), 2, "2031-03-13"),
    (date(2031, 3, 31), 3, "2031-03-20"),
])  # fmt: skip
def test_what_was_on_one_of_several_days_stands_in_their_middle(case, tmp_path, last, precision, day):
    add(case, "once", "guns fired", "shelling", when=on(DAY, last))
    row = events(case, tmp_path).query("location == 'Marrow'").iloc[0]
    assert (row["time_precision"], row["event_date"]) == (precision, day)


def test_what_has_no_row_is_counted_by_reason(case, tmp_path):
    add(case, "spring", "guns fired", "shelling", when=on(DAY, date(2031, 6, 1)))
    add(case, "land", "guns fired", "shelling", place=at("Vale", "country"))
    add(case, "shots", "shots hit", "armed_attack", target=Participant(name="a wall"))
    add(case, "taken", "men took it", "territory_seized")
    add(case, "aid", "aid came", "aid_delivery")
    made = export_case(case, tmp_path, "acled")
    assert made.left_out == {
        "incidents: dated less exactly than to a month": 1,
        "incidents: placed no finer than a country": 1,
        "incidents: whose type hangs on whom it struck": 1,
        "incidents: whose type hangs on whether a state took it (name states with --state)": 1,
        "incidents: of a type outside ACLED's scope": 1,
        "incidents: only planned": 1,
    }
    left = sum(made.left_out.values())
    assert made.counts["of incidents"] + left == len(case.the_incidents)


def test_whom_accounts_disagree_on_is_no_actor_and_stands_in_the_notes(case, tmp_path):
    row = events(case, tmp_path).query("event_type == 'Explosions/Remote violence'").iloc[0]
    assert row["actor1"] == "Unidentified armed group (Vale)"
    assert "named as actor: Varenia (by Adel Brandt). named as actor: Tolmir (by Ines Halloran)" in row["notes"]
    assert (
        "killed: at least 11 (the town's hospital); 14 (the hospital); 19 (Adel Brandt); 9 (the ministry)"
        in row["notes"]
    )


@pytest.mark.parametrize(("rule", "number"), [("lowest", 9), ("most-told", 11), ("highest", 19)])
def test_fatalities_follow_the_rule_that_is_named_with_them(case, tmp_path, rule, number):
    row = events(case, tmp_path, fatalities=rule).query("event_type == 'Explosions/Remote violence'").iloc[0]
    assert row["fatalities"] == number
    assert f"by the rule “{rule}”: {RULES[rule][0]}" in (tmp_path / "acled-about.txt").read_text()


def test_acled_takes_the_lowest_and_ged_keeps_all_three(case, tmp_path):
    add(case, "one", "guns fired at dawn and nine died, six said others", "shelling", dead=(("guns", 9),))
    rows = deadly(case, tmp_path)
    assert list(rows[["low", "best", "high"]].iloc[0]) == [9, 9, 9]
    made = export_case(case, tmp_path, "acled")
    assert "“lowest”" in made.remarks[0]


def test_groups_of_one_telling_are_added_and_parts_are_not(case):
    incident = add(case, "both", "six farmers and two guards died, four of them women", "shelling")
    text = case.texts[next(m for m in case.the_incident_mentions if m.id == incident.mention_ids[0]).text_id]
    counts = (
        replace(killed(text, "six", 6), group="farmers"),
        replace(killed(text, "two", 2), group="guards"),
        replace(killed(text, "four", 4), group="women", part=True),
    )
    case.the_incidents[-1] = replace(case.the_incidents[-1], counts=counts)
    row = next(r for r in gather(case).rows["incidents"] if r["id"] == incident.id)
    assert tolls(row) == [8]


def test_kinds_of_actors_are_told_where_they_are_known(case, tmp_path):
    add(case, "one", "guns fired", "shelling", target=Participant(name="two farmers", kind="civilians"))
    add(case, "crowd", "crowd marched", "protest", actor="Tolmir", place=at("Hill"))
    rows = events(case, tmp_path, states=["varenia"])
    shelling = rows[(rows["location"] == "Marrow")].iloc[0]
    assert (shelling["inter1"], shelling["inter2"]) == ("State forces", "Civilians")
    assert shelling["interaction"] == "State forces-Civilians" and shelling["actor2"] == "Civilians (Vale)"
    assert shelling["civilian_targeting"] == "Civilian targeting"
    crowd = rows[rows["location"] == "Hill"].iloc[0]
    assert (crowd["actor1"], crowd["assoc_actor_1"]) == ("Protesters (Vale)", "Tolmir")
    assert crowd["disorder_type"] == "Demonstrations" and crowd["interaction"] == "Protesters only"


def test_a_place_taken_is_coded_by_who_is_a_state(case, tmp_path):
    add(case, "taken", "men took it", "territory_seized", actor="Tolmir")
    kinds = events(case, tmp_path, states=["Varenia"])["sub_event_type"]
    assert "Non-state actor overtakes territory" in set(kinds)


def test_ged_codes_deaths_between_sides_and_of_civilians(case, tmp_path):
    add(case, "line", "shots hit", "armed_attack", dead=(("shots", 2),))
    add(case, "farm", "shots hit", "armed_attack", dead=(("shots", 3),), target=Participant(name="x", kind="civilians"))
    rows = deadly(case, tmp_path, states=["Varenia"]).set_index("best")
    assert rows.loc[2, "type_of_violence"] == 1 and rows.loc[2, "dyad_name"] == "Varenia - Tolmir"
    assert rows.loc[3, "type_of_violence"] == 3 and int(rows.loc[3, "deaths_civilians"]) == 3
    assert int(rows.loc[2, "deaths_unknown"]) == 2 and rows.loc[3, "source_office"] == "farm Post"
    assert rows.loc[2, "geom_wkt"] == "POINT (41.5 12.75)" and rows.loc[2, "date_prec"] == 1
    without = deadly(case, tmp_path)
    assert "" in set(without["type_of_violence"].astype(str))


def test_ged_leaves_out_what_it_does_not_code_and_says_so(case, tmp_path):
    add(case, "none", "shots hit", "armed_attack")
    made = export_case(case, tmp_path, "ged")
    assert made.left_out["incidents: whose actor is not told by name, or disputed"] == 1
    assert made.left_out["incidents: without a death that is told in numbers"] == 1
    assert made.counts["events"] + sum(made.left_out.values()) == len(case.the_incidents)


@pytest.mark.parametrize(("lat", "lon", "cell"), [(-90, -180, 1), (-89.4, -180, 721), (90, 180, 259200)])
def test_cells_of_the_grid_are_counted_from_the_south_west(lat, lon, cell):
    assert ged.priogrid(lat, lon) == cell


def test_a_state_that_is_no_party_and_a_rule_that_is_none_are_named(case, tmp_path):
    with pytest.raises(BadInput, match="--state 'Nowhere' is no party of the agreement; its parties are"):
        export_case(case, tmp_path, "acled", states=["Nowhere"])
    with pytest.raises(BadInput, match="no rule 'best' for fatalities; there are lowest"):
        export_case(case, tmp_path, "ged", fatalities="best")
    with pytest.raises(BadInput, match="format csv takes no fatalities; acled, ged"):
        export_case(case, tmp_path, "csv", fatalities="lowest")
