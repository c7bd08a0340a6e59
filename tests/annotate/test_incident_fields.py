"""Fields of incidents that a reading of the demo's found wrong, in sentences of invented parties and towns."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.annotate.happening_texts import AGREEMENT, PUBLISHED, as_text, incidents, statement

from trucewatch.annotate.happenings import find_incidents
from trucewatch.annotate.sentences import parse
from trucewatch.annotate.when import find_times
from trucewatch.annotate.where import find_places
from trucewatch.records.text import Block, Text, text_id


def places(content, countries=()):
    blocks = (Block(role="body", start=0, end=len(content)),)
    text = Text(id=text_id(content), capture_id="c", content=content, reader="t", reader_version="1", blocks=blocks)
    return {where.name: where for where in find_places(parse(text), countries=countries)}


def only(found):
    assert len(found) == 1, [m.words.words for m in found]
    return found[0]


def names(people):
    return [one.side or one.name for one in people]


def test_those_who_leave_a_prison_are_freed_and_free_nobody():
    found = only(incidents("Eighty men left the Tarn prison on Monday."))
    assert (found.type, names(found.actors), names(found.targets)) == ("release", [], ["men"])
    assert [(c.effect, c.value) for c in found.counts] == [("released", 80)]


@pytest.mark.parametrize(
    "content",
    [
        "The release of 300 prisoners had been delayed twice.",
        "The court approved the release of 300 prisoners.",
        "Norland ordered the withdrawal of 300 soldiers from Karsk.",
    ],
)
def test_what_waits_or_is_only_approved_has_not_happened(content):
    assert not incidents(content)


def test_what_is_owed_and_not_done_is_nobodys_deed():
    said = "300 prisoners have not been freed"
    assert not incidents(f"The Front complained that {said}.", (said, "Southern Front", "Southern Front", "accuse"))


def test_sides_that_clash_over_terms_do_not_fight():
    assert not incidents("In April the two sides clashed over strikes that each had called a breach.")
    assert [m.type for m in incidents("The two sides clashed over the bridge at Velm on Monday.")] == ["clash"]


def test_two_who_met_a_third_both_met_it():
    found = only(incidents("Ada Brenn and Ole Harr met the Southern Front in Velm on Monday."))
    assert names(found.targets) == ["Southern Front"] and len(found.actors) == 2


def test_negotiators_of_one_side_and_of_the_other_are_both_sides():
    found = only(
        incidents(
            "Negotiators of Norland and of the Southern Front faced each other in Velm on Monday, opening the talks."
        )
    )
    assert names([*found.actors, *found.targets]) == ["Norland", "Southern Front"]


def test_who_denies_the_deed_does_not_tell_its_toll():
    said = "involvement in the assault on the clinic, in which 24 people died"
    found = only(
        incidents(f"The Front has denied {said}.", (said, "Southern Front", "Southern Front", "deny_responsibility"))
    )
    assert found.said_as == "denied" and [(c.value, c.said_by) for c in found.counts] == [(24, None)]


def test_who_admits_to_a_deed_is_its_actor():
    said = "the bombing in Velm, where 32 lives were lost"
    found = only(incidents(f"The Front has admitted to {said}.", (said, "Front", "Southern Front", "acknowledge")))
    assert (names(found.actors), found.said_as) == (["Southern Front"], "claimed")
    assert [(c.effect, c.value) for c in found.counts] == [("killed", 32)]


def test_harm_done_by_a_drone_is_a_drone_strike():
    assert only(incidents("One of its drones killed two farmers in Velm.")).type == "drone_strike"
    assert only(incidents("Two fighters killed a farmer in Velm.")).type == "armed_attack"


def test_the_latter_group_is_the_one_named_last():
    found = only(incidents("The Front blames the Ashen Brotherhood for it. The latter group bombed Karsk in May."))
    assert names(found.actors) == ["Ashen Brotherhood"]


def test_the_one_accused_ends_before_what_it_is_accused_of():
    said = "FORCES OF BOMBING AREAS WHERE NO FIGHTING WAS GOING ON AND OF CONDUCTING NIGHT RAIDS"
    found = incidents(f"THE FRONT ACCUSED NORLANDIC {said}.", (said, "Front", "Southern Front", "accuse"))
    assert found and not any(" OF " in one.name for m in found for one in m.actors)


def test_a_toll_that_has_gone_up_and_those_hurt_beside_the_dead_are_counted():
    found = only(incidents("The toll of the bombing at a funeral in Velm on Monday has gone up from 24 to 32."))
    assert [(c.effect, c.value) for c in found.counts] == [("killed", 32)]
    found = incidents("Five people had been killed and some 14 hurt when a bomb went off in Karsk.")
    assert ("injured", 14) in [(c.effect, c.value) for m in found for c in m.counts]


def test_the_number_of_those_who_fled_belongs_to_their_flight():
    found = only(incidents("Nurses put the number of families who have fled at several thousand."))
    assert [(c.effect, c.low, c.unit) for c in found.counts] == [("displaced", 2000, "families")]


def test_a_place_told_first_holds_for_what_the_speaker_tells():
    said = "gunmen had killed a judge"
    found = only(incidents(f"In Karsk, police said {said}.", (said, "police", None, "report")))
    assert found.where is not None and found.where.name == "Karsk"


def test_the_town_of_another_day_is_not_where_it_happened():
    found = incidents(
        "On 2 April the base at Karsk was given up. In the course of May province after province fell to the Front."
    )
    assert found[-1].type == "territory_seized" and found[-1].where is None


def test_a_town_after_in_is_no_part_of_the_gunmens_name():
    found = only(incidents("In Velm gunmen shot dead two farmers on Monday."))
    assert [one.name for one in found.actors] == ["gunmen"]


def test_towns_of_the_cases_countries_that_look_like_names_of_persons_are_places():
    found = places("The rebels began an assault on Lashkar Gah, the capital of Helmand, a week ago.", ["AF"])
    assert (found["Lashkar Gah"].precision, found["Lashkar Gah"].country) == ("exact", "AF")
    found = places("On Thursday a car bomb went off near a court in Gardez.", ["AF"])
    assert found["Gardez"].country == "AF"


def test_the_capital_of_a_country_is_its_town():
    found = places("The two sides met in the Kenyan capital on Saturday.")
    where = found["Kenyan capital"]
    assert (where.gazetteer_name, where.precision, where.role) == ("Nairobi", "exact", "where")


def test_blame_goes_to_the_event_of_the_kind_that_it_names():
    text = (
        "An attack on a clinic in Velm on Monday killed four nurses. A bombing at a funeral in Karsk killed two "
        "farmers.\n\nNorland maintains that the Southern Front was behind the killings in the clinic."
    )
    read = as_text(text)
    charge = replace(
        statement(read, text[text.index("the Southern") : -1], speaker="Norland", side="Norland", act="accuse"),
        target_side="Southern Front",
    )
    times = find_times(text, published=PUBLISHED, text_id=read.id)
    found = find_incidents(
        parse(read), statements=[charge], agreement=AGREEMENT, published=PUBLISHED, times=times, places=[]
    )
    assert {m.type: names(m.actors) for m in found} == {"armed_attack": ["Southern Front"], "bombing": []}


def test_gunmen_are_no_rival_of_the_group_that_somebody_names():
    found = only(incidents("Gunmen killed two nurses in Velm on Monday."))
    assert [one.name for one in found.actors] == ["gunmen"]


def test_a_denied_raid_has_no_target_that_nobody_names():
    said = "The Front had neither ordered nor carried out the raid"
    found = incidents(
        f"Norland accused the Front. {said}, a spokesman said.", (said, "Front", "Southern Front", "report")
    )
    assert [(m.said_as, names(m.targets)) for m in found] == [("denied", [])]


def test_south_of_a_town_is_not_in_it():
    found = only(incidents("A drone strike killed three farmers in Tarn, the village south of Velm, on Monday."))
    assert found.where is not None and found.where.name == "Tarn"


def test_a_people_keeps_its_capital_at_the_head_of_a_sentence():
    assert [one.name for one in only(incidents("Kenyan forces left Velm on Friday.")).actors] == ["Kenyan forces"]
