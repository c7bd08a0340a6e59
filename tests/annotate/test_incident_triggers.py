"""The list of trigger words is sound, and everyday verbs tell of an event only in the right company."""

from __future__ import annotations

import pytest

from trucewatch.annotate.incident_frames import NEEDS, find_frames
from trucewatch.annotate.incident_lexicon import rows
from trucewatch.annotate.sentences import load_model
from trucewatch.records.vocabulary import INCIDENT_TYPES


def types_in(text: str) -> list[str]:
    return [frame.type for sentence in load_model()(text).sents for frame in find_frames(sentence)]


def test_every_condition_that_a_verb_asks_for_exists():
    asked = {need for row in rows("incident_triggers.csv") if row["pos"] == "verb" for need in row["needs"].split()}
    assert asked - set(NEEDS) == set()


def test_every_trigger_tells_of_a_type_of_the_vocabulary():
    assert {row["type"] for row in rows("incident_triggers.csv")} - set(INCIDENT_TYPES) == {"harm"}


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
    ],
)
def test_everyday_verbs_tell_of_an_event_only_in_the_right_company(text, told):
    assert types_in(text) == told
