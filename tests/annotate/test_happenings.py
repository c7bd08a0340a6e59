"""Incidents read from our own sentences about invented parties."""

from __future__ import annotations

import random
from datetime import date

import pytest
from tests.annotate.happening_texts import AGREEMENT, incidents, parsed

from trucewatch.annotate.commitments import find_commitments
from trucewatch.annotate.figures import find_figures
from trucewatch.annotate.happenings import find_incidents


def names(people):
    return [p.name for p in people]


@pytest.mark.parametrize(
    ("words", "kind", "actor", "target"),
    [
        pytest.param("Norland Army troops attacked a Front outpost near Karsk.", "armed_attack", "Norland Army troops",
                     "Front outpost", id="plain predicate"),
        pytest.param("A Front outpost near Karsk was attacked by Norland Army troops.", "armed_attack",
                     "Norland Army troops", "Front outpost", id="passive with agent"),
        pytest.param("Norland carried out several airstrikes against rebel positions in Karsk.", "airstrike", "Norland",
                     "rebel positions", id="light verb"),
        pytest.param("Gunmen kidnapped two teachers in Odrin.", "abduction", "gunmen", "teachers", id="abduction"),
        pytest.param("Police detained a journalist in Odrin on Monday.", "detention", "police", "journalist",
                     id="detention"),
        pytest.param("The Southern Front released twelve prisoners in Velm.", "release", "Southern Front",
                     "prisoners", id="release"),
        pytest.param("Norland Army troops withdrew from Odrin on Monday.", "withdrawal", "Norland Army troops", None,
                     id="withdrawal"),
        pytest.param("Shelling by the Norland Army killed a farmer in Tarn.", "shelling", "Norland Army", "farmer",
                     id="event noun as subject of harm"),
    ],
)  # fmt: skip
def test_one_event_is_read_with_type_actor_and_target(words, kind, actor, target):
    (found,) = incidents(words)
    assert found.type == kind
    assert names(found.actors)[:1] == [actor]
    assert (names(found.targets) or [None])[0] == target


def test_an_actor_that_no_list_knows_is_kept_verbatim():
    (found,) = incidents("The Ravens of Harrow ambushed a convoy near Velm.")
    assert names(found.actors) == ["Ravens of Harrow"]
    assert found.actors[0].side is None


def test_nobody_named_leaves_the_actor_open():
    (found,) = incidents("A car bomb exploded in Karsk on Monday.")
    assert found.type == "bombing"
    assert found.actors == ()


def test_side_is_read_through_the_agreement():
    (found,) = incidents("Norlandic troops shelled the town of Odrin.")
    assert found.actors[0].side == "Norland"


def test_harm_in_a_reduced_clause_belongs_to_the_attack():
    (found,) = incidents("Gunmen stormed a police post in Odrin, killing 12 officers and wounding 30.")
    assert found.type == "armed_attack"
    assert {(c.effect, c.value) for c in found.counts} == {("killed", 12), ("injured", 30)}


def test_a_death_takes_the_type_of_its_cause():
    (found,) = incidents("At least nine people were killed when a helicopter crashed near Tarn.")
    assert found.type == "accident"
    assert [(c.value, c.bound) for c in found.counts] == [(9, "at_least")]


def test_place_and_day_come_from_the_clause():
    (found,) = incidents("Norland Army troops attacked a checkpoint in Odrin on Monday, officials in Karsk said.")
    assert found.where is not None and found.where.name == "Odrin"
    assert found.when is not None and found.when.day == date(2031, 5, 12)


def test_the_day_of_the_reporting_verb_is_not_the_day_of_the_event():
    (found,) = incidents("A spokesman said on Tuesday that gunmen had attacked a checkpoint in Odrin.")
    assert found.when is None


ACCUSED = "Jan Orlo said Norland Army troops attacked a clinic in Velm."
OWN = "Mira Tal said Norland Army troops attacked a rebel camp in Velm."


def test_another_sides_act_is_alleged_by_the_speaker():
    words = "Norland Army troops attacked a clinic in Velm"
    (found,) = incidents(ACCUSED, (words, "Jan Orlo", "Southern Front", "accuse"))
    assert (found.said_as, found.said_by, found.said_by_side) == ("alleged", "Jan Orlo", "Southern Front")
    assert found.statement_mention is not None
    assert found.actors[0].said_by == "Jan Orlo"


def test_an_own_act_is_claimed():
    words = "Norland Army troops attacked a rebel camp in Velm"
    (found,) = incidents(OWN, (words, "Mira Tal", "Norland", "report"))
    assert found.said_as == "claimed"


def test_what_a_speaker_denies_is_denied():
    content = "Mira Tal denied that Norland Army troops attacked a clinic in Velm."
    (found,) = incidents(content, ("Norland Army troops attacked a clinic in Velm", "Mira Tal", "Norland", "deny"))
    assert found.said_as == "denied"


@pytest.mark.parametrize(
    "words",
    [
        "Violence has surged across the country.",
        "The Southern Front threatened to attack Norland Army bases.",
        "If the Front attacks Odrin, Norland will respond.",
        "Norland could shell the town again.",
        "The two sides signed the Lake Accord in January.",
        "The minister attacked the proposal as naive.",
        "Norland fired its foreign minister.",
        "Mediators called for an end to the attacks.",
    ],
)
def test_threats_wishes_and_general_words_are_no_incidents(words):
    assert [m for m in incidents(words) if m.said_as not in ("threatened", "planned", "hypothetical")] == []


def test_talks_stand_between_their_two_sides():
    (found,) = incidents("Norland and the Southern Front held talks in Velm on Monday.")
    assert found.type == "meeting"
    assert {p.side for p in (*found.actors, *found.targets)} == {"Norland", "Southern Front"}


def test_scheduled_talks_are_planned():
    (found,) = incidents("Norland and the Southern Front will hold talks in Velm on Friday.")
    assert (found.type, found.said_as) == ("meeting", "planned")


def test_an_attempt_is_an_attempt():
    (found,) = incidents("Gunmen tried to kidnap a judge in Odrin.")
    assert found.said_as == "attempted"


def test_an_event_of_another_year_is_background():
    (found,) = incidents("The attack that killed 52 people in Karsk in 2028 was never claimed.")
    assert found.background


def test_a_total_over_a_year_is_background():
    (found,) = incidents("The Southern Front carried out more than 900 attacks in 2030.")
    assert found.background


def test_harm_told_in_the_next_sentence_belongs_to_the_event():
    (found,) = incidents("Gunmen attacked a police post in Odrin on Monday. Five officers were killed.")
    assert [(c.effect, c.value) for c in found.counts] == [("killed", 5)]


def test_they_are_those_the_paragraph_before_was_about():
    found = incidents("The Southern Front broke the truce.\n\nThey attacked a checkpoint in Odrin.")
    assert [a.side for a in found[-1].actors] == ["Southern Front"]


def test_attacks_on_a_whole_province_are_an_offensive():
    (found,) = incidents("The Southern Front launched a full-scale attack on Odrin province.")
    assert found.type == "offensive"


def test_a_place_that_no_gazetteer_knows_is_kept_as_printed():
    (found,) = incidents("Gunmen attacked a checkpoint in Hollowmere on Monday.")
    assert found.where is not None
    assert (found.where.name, found.where.precision) == ("Hollowmere", "unresolved")


def test_words_are_the_clause_without_the_reporting_clause():
    (found,) = incidents("Gunmen attacked a checkpoint near Odrin, officials said.")
    assert found.words.words == "Gunmen attacked a checkpoint near Odrin"
    assert found.trigger.words == "attacked"


def test_all_words_stand_in_the_text():
    content = "Gunmen attacked a post in Odrin, killing two.\n\nTalks between Norland and the Front resumed in Velm."
    for found in incidents(content):
        assert content[found.words.start : found.words.end] == found.words.words


def test_odd_input_never_raises():
    base = (
        "Gunmen attacked a post in Odrin on Monday, killing 12 and wounding dozens, while talks between Norland and "
        'the Southern Front were held in Velm; "we will release 40 prisoners", Mira Tal said.'
    )
    chance = random.Random(7)
    for _ in range(60):
        letters = list(base)
        for _ in range(12):
            at = chance.randrange(len(letters))
            letters[at] = chance.choice(["", " ", "\n\n", "“", "(", "9", "٣", "\u200f", "killed ", "-", "of ", ","])
        read = parsed("".join(letters))
        told = find_incidents(read, statements=(), agreement=AGREEMENT, published=None, times=(), places=())
        find_figures(read, statements=(), incidents=told, agreement=AGREEMENT, times=())
        find_commitments(read, statements=(), agreement=AGREEMENT, times=())


@pytest.mark.parametrize(
    "content",
    [
        "Clashes between the Southern Front and Norland broke out near Odrin on Monday.",
        "Clashes between Norland and the Southern Front broke out near Odrin on Monday.",
    ],
)
def test_the_sides_of_a_clash_stand_in_the_agreements_order(content):
    (clash,) = incidents(content)
    assert [a.side for a in clash.actors] == ["Norland"]
    assert [t.side for t in clash.targets] == ["Southern Front"]


def test_killed_by_shelling_is_shelling_and_dead_of_a_bomb_a_bombing():
    (shelled,) = incidents("Three people who stood in line were killed by shelling on Tuesday.")
    assert shelled.type == "shelling" and [c.value for c in shelled.counts] == [3]
    (bombed,) = incidents("Eight people have died of the bomb in a bus at Karsk.")
    assert bombed.type == "bombing" and [c.value for c in bombed.counts] == [8]
