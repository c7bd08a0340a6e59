"""What is owed, wished, foreseen or usual is no incident; where and by whom the others happened."""

from __future__ import annotations

from datetime import date

import pytest
from tests.annotate.happening_texts import incidents


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Up to 300 men were to be freed before the first day of talks.", id="were to be freed"),
        pytest.param("Everyone on the list had to be freed, the group said.", id="had to be freed"),
        pytest.param("The Southern Front expected all of them to be freed before it met Norland.", id="expected"),
        pytest.param("The pact gave May 3 as the day by which 300 prisoners were to be released.", id="by which"),
        pytest.param("A deputy demanded that all the 40 be freed before the talks.", id="subjunctive"),
        pytest.param("The accord provides for talks between Norland and the Southern Front.", id="provides for"),
    ],
)
def test_what_is_owed_or_wished_is_no_incident(words):
    assert incidents(words) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("Its fighters would not attack the posts of the army in Odrin.", "Southern Front", id="would not"),
        pytest.param("The men who burnt Velm should never be freed.", "Norland", id="should never"),
        pytest.param("The army would come to the aid of border villages that were attacked.", "Norland",
                     id="whoever will be attacked"),
        pytest.param("Norland would go on helping the border units when those were attacked.", "Norland",
                     id="whenever they are attacked"),
        pytest.param("Its forces already carry out nearly all operations on their own.", "Norland", id="usual"),
    ],
)  # fmt: skip
def test_what_a_side_foresees_or_does_all_the_time_is_no_incident(words, said):
    told = incidents(words + " So the spokesman said.", (words.rstrip("."), "a spokesman", said, "report"))
    assert [i for i in told if i.type != "property_destruction"] == []


def test_a_wish_that_something_be_left_undone_is_no_denial():
    words = "Odria has asked Norland not to free those who shot its citizens."
    told = incidents(words)
    assert [i.type for i in told if i.type == "release"] == []
    assert [i.actors for i in told] == [()]  # "those" are not the ones that ask


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("The troops that were attacked near Odrin on Monday called for help.", id="day and place"),
        pytest.param("Two officers were killed when a bomb exploded in Odrin.", id="no future above"),
        pytest.param("The wounded guard would later die when his convoy was attacked near Odrin.", id="would later"),
    ],
)
def test_what_did_happen_stays(words):
    assert incidents(words)


def test_neither_nor_denies_the_second_verb_too():
    words = "The Southern Front had neither ordered nor carried out the raid on Odrin"
    [told] = incidents(words + ", a spokesman said.", (words, "a spokesman", "Southern Front", "report"))
    assert told.said_as == "denied"


def test_what_forces_are_said_to_have_done_is_somebodys_account():
    [told] = incidents("Norland Army troops are said to have shelled Odrin on Monday.")
    assert (told.said_as, told.type) == ("alleged", "shelling")


def test_it_is_the_side_that_speaks():
    words = "it has freed more than 200 prisoners"
    [told] = incidents(f"The Norland Army says {words}.", (words, "Norland Army", "Norland", "report"))
    assert ([a.side for a in told.actors], told.said_as) == (["Norland"], "claimed")


def test_an_own_deed_told_inside_a_charge_is_claimed():
    words = "they have released more than 90 prisoners of the army"
    [told] = incidents(f"The Southern Front fighters say {words}.", (words, "SF", "Southern Front", "accuse"))
    assert told.said_as == "claimed"


def test_who_blows_himself_up_is_not_his_own_target():
    [told] = incidents("A Southern Front fighter blew himself up at a funeral near Odrin.")
    assert [a.side for a in told.actors] == ["Southern Front"]
    assert "Southern Front" not in [t.side for t in told.targets]


def test_days_of_fighting_are_not_what_the_envoy_does():
    words = (
        "The talks go on, the envoy of Norland said, after days of fighting in Odrin drove 200 people from their homes."
    )
    told = [i for i in incidents(words) if i.type == "displacement"]
    assert [i.actors for i in told] == [()]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("The envoys broke the Odrin agreement. Soldiers raided three farms.", id="name of an agreement"),
        pytest.param("He spoke of the pact signed in Odrin. Soldiers raided three farms.", id="where it was signed"),
        pytest.param("He serves the administration in Odrin. Soldiers raided three farms.", id="seat of a body"),
        pytest.param("The mayor accused Odrin of delays. Soldiers raided three farms.", id="who is accused"),
    ],
)
def test_a_name_that_is_no_scene_lends_an_event_no_place(words):
    [told] = [i for i in incidents(words) if "raided" in i.words.words]
    assert told.where is None


def test_the_seat_in_a_bodys_name_is_not_where_its_people_were_freed():
    [told] = incidents("The Southern Front has freed 40 prisoners of the Odrin administration.")
    assert told.where is None


def test_the_place_told_last_is_where_it_happened():
    [told] = incidents("The envoy stayed in Odrin. Soldiers raided three farms there.")
    assert told.where.name == "Odrin"


def test_talks_about_a_place_are_not_held_there():
    [told] = incidents("The ministers meet this week to talk about their soldiers in Odrin.")
    assert told.where is None


def test_what_was_done_since_a_day_lasts_to_the_report():
    [told] = incidents("The Southern Front has released 60 soldiers since the first exchange on May 3.")
    assert (told.when.first_day, told.when.last_day) == (date(2031, 5, 3), date(2031, 5, 14))


def test_the_dead_and_the_blame_of_the_next_sentence_are_the_bombings():
    words = "five people had been killed"
    blame = "the Southern Front"
    text = f"On Monday a car bomb went off near Odrin. The interior ministry said {words}, and it blamed {blame}."
    [told] = [i for i in incidents(text, (words, "interior ministry", "Norland", "report")) if i.counts]
    assert (told.type, [c.value for c in told.counts], told.where.name) == ("bombing", [5], "Odrin")
