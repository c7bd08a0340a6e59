"""``why`` for two figures and for two actors: one series or two, one actor or two, and by what."""

from __future__ import annotations

from pathlib import Path

import pytest

import trucewatch
from test_case_actors import actor, decide, more
from test_judging import WITH_PROVISIONS
from trucewatch.case import Case
from trucewatch.errors import BadInput, BadRecord, UnknownRecord
from trucewatch.explain import Explanation, Relation
from trucewatch.present.why_lines import why_lines
from trucewatch.records.figure import Figure

TOLLS = """\
Mine at Orla

A mine killed 14 soldiers at Orla on Thursday, the Arvanian army said. The Belmar Front said that 31 soldiers were \
killed.

In the south a landslide killed 3 farmers near Tarn on Friday.
"""


def relation(found: Explanation) -> Relation:
    (one,) = found.relations
    return one


def lines(found: Explanation) -> str:
    return "\n".join(why_lines(found, case="kessel.truce"))


@pytest.fixture
def tolls(case: Case, tmp_path: Path) -> Case:
    more(case, tmp_path / "tolls", TOLLS, "2031-05-09")
    return case


def figure(case: Case, value: int) -> Figure:
    return next(f for f in case.store.figures() if f.value == value)


def test_two_values_of_one_series_say_what_both_count_and_what_sets_them_at_odds(tolls: Case):
    found = tolls.why(f"f:{figure(tolls, 14).id}", f"f:{figure(tolls, 31).id}")
    one = relation(found)
    assert (one.kind, one.verdict, one.label) == ("same_series", "same", "conflict")
    assert {(r.field, r.rule) for r in one.reasons} >= {("kind", "the same"), ("unit", "the same")}
    assert any(r.rule.startswith("conflict: ") for r in one.reasons)
    assert found.left.tellings[0].words.startswith("A mine killed 14 soldiers at Orla")
    assert "one series of figures? one series (conflict)" in lines(found)


def test_figures_that_count_other_things_were_never_compared_and_say_in_what_they_differ(tolls: Case):
    found = tolls.why(f"f:{figure(tolls, 14).id}", f"f:{figure(tolls, 3).id}")
    one = relation(found)
    assert one.verdict == "different" and one.uncompared
    assert any(r.rule == "what two events cost is never one number" for r in one.uncompared)
    assert "never compared" in lines(found) and "not compared because" in lines(found)


def test_a_series_stands_for_its_figures(tolls: Case):
    of = {f: s for s in tolls.series() for f in s.figure_ids}
    small, large = figure(tolls, 14), figure(tolls, 31)
    with_own = tolls.why(f"f:{small.id}", f"q:{of[small.id].id}")
    assert relation(with_own).verdict == "same"
    other = tolls.why(f"q:{of[large.id].id}", f"q:{of[figure(tolls, 3).id].id}")
    assert relation(other).verdict == "different"
    with pytest.raises(BadInput, match="name two of the figures"):
        tolls.why(f"f:{small.id}", f"f:{small.id}")


def test_two_actors_without_a_name_in_common_were_never_held_against_each_other(case: Case):
    found = case.why(f"a:{actor(case, 'Adel Brandt').id}", f"a:{actor(case, 'Ines Halloran').id}")
    one = relation(found)
    assert (one.kind, one.verdict, one.live) == ("same_actor", "different", True)
    assert one.uncompared and not one.apart
    assert {r.field for r in one.reasons} >= {"name", "side", "office"}
    assert "two actors" in lines(found) and "same --value a:" in one.change[0][0]


def test_namesakes_of_two_sides_say_what_keeps_them_two(case: Case, tmp_path: Path):
    words = 'Bridge open\n\n"The bridge is open," said Adel Brandt, a spokesman for the Arvanian army, on Thursday.\n'
    more(case, tmp_path / "later", words, "2031-05-09")
    one, other = [a for a in case.actors() if a.name == "Adel Brandt"]
    found = relation(case.why(f"a:{one.id}", f"a:{other.id}"))
    assert found.verdict == "different" and not found.uncompared
    assert any(r.rule == "one full name" for r in found.reasons)
    assert any(r.rule == "different sides" for r in found.apart)


def test_two_ids_that_a_person_made_one_actor_say_so(case: Case):
    one, other = actor(case, "Adel Brandt"), actor(case, "Ines Halloran")
    decide(case, f"a:{one.id}", "same", new=f"a:{other.id}")
    found = case.why(f"a:{one.id}", f"a:{other.id}")
    joined = relation(found)
    assert joined.verdict == "same" and joined.by == "Reader One"
    assert [p.state for p in joined.past] == ["in force"] and "undo" in joined.change[0][0]
    assert "one actor? one actor" in lines(found)


def test_an_actor_and_a_figure_are_never_judged_and_the_message_says_what_is(tolls: Case):
    with pytest.raises(BadInput, match="two actors"):
        tolls.why(f"a:{actor(tolls, 'Adel Brandt').id}", f"f:{figure(tolls, 14).id}")


def test_a_provision_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path, reports: Path):
    (tmp_path / "agreement.yaml").write_text(WITH_PROVISIONS, encoding="utf-8")
    with trucewatch.create(tmp_path / "case.truce", agreement=str(tmp_path / "agreement.yaml")) as made:
        made.add([reports])
        statement = made.statements()[0]
        with pytest.raises(UnknownRecord, match=r"no provision or claimed term '9\.9' .*; it has 1\.1"):
            made.why(f"s:{statement.id}", "9.9")
        with pytest.raises(UnknownRecord, match="no record"):
            made.why(f"s:{statement.id}", "s:00000000")


def test_a_field_that_an_incident_has_not_is_refused_in_plain_words(case: Case):
    with pytest.raises(BadRecord, match="cannot be set on an incident"):
        decide(case, f"i:{case.incidents()[0].id}", "set", field="colour", new="red")
