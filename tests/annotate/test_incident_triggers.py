"""The list of trigger words is sound, and everyday verbs tell of an event only in the right company."""

from __future__ import annotations

import pytest

from trucewatch.annotate.incident_finding import find_frames
from trucewatch.annotate.incident_lexicon import Trigger, rows, verb_classes
from trucewatch.annotate.incident_needs import check, checked_triggers
from trucewatch.annotate.sentences import load_model
from trucewatch.errors import BrokenLexicon


def types_in(text: str) -> list[str]:
    return [frame.type for sentence in load_model()(text).sents for frame in find_frames(sentence)]


def test_every_row_asks_only_for_conditions_that_have_an_effect():
    for group in checked_triggers().values():
        for row in group:
            check(row)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(
            Trigger("attack", "noun", "", "armed_attack", "args"), "no effect on a noun", id="unknown on noun"
        ),
        pytest.param(Trigger("toll", "noun", "", "harm", "counted"), "no effect on a noun", id="no effect on noun"),
        pytest.param(
            Trigger("fire", "verb", "", "armed_attack", "harmed"), "no effect on a verb", id="a noun's on verb"
        ),
        pytest.param(Trigger("fire", "verb", "", "armed_attack", "shots armd"), "'armd'", id="misspelt among two"),
        pytest.param(
            Trigger("fall", "noun", "", "territory_seized", "light strong"), "one condition", id="two on noun"
        ),
        pytest.param(Trigger("fire", "verb", "", "gunfire", ""), "not in the vocabulary", id="unknown type"),
        pytest.param(Trigger("fiery", "adj", "", "armed_attack", ""), "part of speech", id="unknown part of speech"),
    ],
)
def test_a_row_that_asks_for_what_has_no_effect_is_refused(row, told):
    with pytest.raises(BrokenLexicon, match=told):
        check(row)


def test_a_class_of_verbs_stands_for_each_of_its_verbs():
    assert ("tear", "apart") in verb_classes()["wreck"]
    assert any(row.beside == "apart" and row.type == "destruction" for row in checked_triggers()["tear", "verb"])


def test_every_class_of_verbs_is_asked_for_and_says_no_verb_twice():
    asked = {row["lemma"].removeprefix("@") for row in rows("incident_triggers.csv") if row["lemma"].startswith("@")}
    assert set(verb_classes()) == asked
    assert [name for name, verbs in verb_classes().items() if len(verbs) != len(set(verbs))] == []


def test_no_row_stands_twice():
    given = [tuple(row.values()) for row in rows("incident_triggers.csv")]
    assert len(given) == len(set(given))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Gunmen took the drivers away at gunpoint.", ["abduction"]),
        ("Police took the drivers away on Monday.", ["detention"]),
        ("The winners took the cup away on Monday.", []),
        ("The rebels handed in their rifles.", ["disarmament"]),
        ("The pupils handed in their essays.", []),
        ("The convoy was fired on near the mill.", ["armed_attack"]),
        ("The convoy came under fire near the mill.", ["armed_attack"]),
        ("The minister came under fire for his speech.", []),
        ("Villagers left their homes at dawn.", ["displacement"]),
        ("The last troops left the base at dawn.", ["withdrawal"]),
        ("The clerk left the bank at dawn.", []),
        ("The guards let the lorries through.", ["access_granted"]),
        ("A firm let forty workers go.", []),
        ("Rebels let forty hostages go.", ["release"]),
        ("A bullet found the miller at his door.", ["armed_attack"]),
        ("The shell weighs nine kilos.", []),
        ("The rebels sent a salvo of rockets into the harbour.", ["shelling"]),
        ("The firm sent a crate of shells into storage.", []),
        ("Shrapnel tore through the ferry.", ["shelling"]),
        ("The old quarter was reduced to rubble.", ["destruction"]),
        ("The garrison was reduced to forty men.", []),
        ("The barman is in police custody.", ["detention"]),
        ("The barman is in good health.", []),
        ("The village is in the hands of the rebels.", ["territory_seized"]),
        ("The decision is in the hands of the judge.", []),
        ("The night passed quietly.", ["no_incident_observed"]),
        ("The law passed quietly.", []),
        ("The soldiers would not let the observers pass.", ["access_denied"]),
        ("Hackers wiped the land registry.", ["cyber_attack"]),
        ("A clerk wiped the table.", []),
        ("Ice has closed the canal.", []),
        ("Rebels have closed the canal.", ["blockade"]),
        ("The rebels charged the garrison at dawn.", ["armed_attack"]),
        ("The rebels were charging drivers for passage.", []),
        ("Soldiers brought forty villagers to safety.", []),
        ("The army called the figure part of a propaganda campaign.", []),
        ("Forty prisoners walked out of the camp.", ["release"]),
        ("Forty clerks walked out on Monday.", ["protest"]),
        ("Soldiers marched on the mill on Monday.", ["mobilisation"]),
        ("The mayor was seen alive on Monday.", []),
        ("The observers found a stove, still warm.", []),
        ("Farmers staged a sit-down on the dyke.", ["protest"]),
        ("A lorry packed with explosives tore apart the mill.", ["bombing"]),
    ],
)
def test_everyday_verbs_tell_of_an_event_only_in_the_right_company(text, told):
    assert types_in(text) == told
