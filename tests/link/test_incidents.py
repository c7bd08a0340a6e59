"""One event told many times: type, time, place, sides, counts and wording decide; every account is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from build_link import Page, groups, linked, on, person, spot

from trucewatch.link.telling import Cast
from trucewatch.records.mention import Participant
from trucewatch.records.span import Span


def two(a: tuple[str, dict], b: tuple[str, dict], *, days=("2031-03-02", "2031-03-02")):
    one, other = Page("one", f"{a[0]}. Page one.", days[0]), Page("other", f"Late news: {b[0]}.", days[1])
    one.tells(a[0], **a[1])
    other.tells(b[0], **b[1])
    result = linked(one, other)
    return len(result.incidents) == 1, result


MILL = {"kind": "shelling", "when": "2031-03-01", "place": "Millford", "actor": "Northland"}


def test_one_attack_told_twice_is_one_incident():
    same, result = two(
        ("Shells fell on the mill at Millford, killing three millers", {**MILL, "killed": 3}),
        ("Three workers died when artillery struck the Millford mill", {**MILL, "killed": 3}),
    )
    assert same and len(result.incidents[0].accounts) == 2


def test_a_growing_toll_does_not_part_an_incident():
    assert two(
        ("Shells fell on the mill, killing three", {**MILL, "killed": 3}),
        ("Nine are now dead after the shells on the mill", {**MILL, "killed": 9}),
        days=("2031-03-01", "2031-03-02"),
    )[0]


def test_the_same_place_three_months_later_is_another_incident():
    later = {**MILL, "when": "2031-06-01"}
    assert not two(
        ("Shells fell on the mill", MILL), ("Shells fell on the mill again", later), days=("2031-03-02", "2031-06-02")
    )[0]


@pytest.mark.parametrize(
    ("place", "same"),
    [
        pytest.param(spot("Millford"), True, id="same place"),
        pytest.param(spot("Shore", precision="admin_area"), True, id="the area that holds it"),
        pytest.param(spot("Quayside"), False, id="another place of the area"),
        pytest.param(spot("Hilltop", admin1="Hills"), False, id="another area"),
    ],
)
def test_places_agree_within_their_precision(place, same):
    words = ("Guns shelled the mill and the weir at dawn", MILL)
    other = ("At dawn the mill and the weir were shelled", {**MILL, "place": place})
    assert two(words, other)[0] is same


def test_rival_attributions_of_one_event_stay_side_by_side():
    same, result = two(
        (
            "Shells fell on the mill at Millford, the council said",
            {**MILL, "said_as": "alleged", "said_by": "the council"},
        ),
        (
            "Shells fell on the mill at Millford, the front's own",
            {**MILL, "actor": "River Front", "said_as": "alleged"},
        ),
    )
    assert same
    (incident,) = result.incidents
    assert {p.side for p in incident.actors} == {"Northland", "River Front"} and incident.actor_disputed


def test_every_attribution_is_kept_with_who_makes_it():
    pages = [Page("one", "Shells fell on the mill."), Page("two", "Shells fell on the mill, says the council.")]
    for page, teller in zip(pages, (None, "the council"), strict=True):
        by = (Participant(name="Northland", side="Northland", said_by=teller),)
        page.tells("Shells fell on the mill", "shelling", when="2031-03-01", place="Millford", actors=by)
    (incident,) = linked(*pages).incidents
    assert {p.said_by for p in incident.actors} == {None, "the council"} and not incident.actor_disputed


def test_a_threat_is_not_the_deed():
    threat = ("Northland will shell the mill at Millford", {**MILL, "said_as": "threatened"})
    assert not two(threat, ("Northland shelled the mill at Millford", MILL))[0]


def test_unlike_types_at_one_place_and_day_stay_apart():
    talks = {"kind": "meeting", "when": "2031-03-01", "place": "Millford"}
    assert not two(("Envoys met at Millford", talks), ("Shells fell on Millford", MILL))[0]


def test_two_vague_mentions_without_place_or_count_stay_apart():
    assert not two(("there was fighting", {"kind": "clash"}), ("clashes were reported", {"kind": "clash"}))[0]


def test_a_report_that_comes_back_to_its_event_without_place_or_day_tells_one_incident():
    page = Page("one", "Northland's guns shelled the mill at Millford. The shelling by Northland went on past noon.")
    page.tells("Northland's guns shelled the mill at Millford", **MILL)
    page.tells("The shelling by Northland went on past noon", "shelling", actor="Northland")
    assert len(linked(page).incidents) == 1


def test_a_place_that_only_stands_in_the_words_is_met():
    assert two(
        ("Shells killed 12 people at the mill in Millford", {**MILL, "actor": None, "killed": 12}),
        ("the death toll from the Millford shells rose to 15", {"kind": "shelling", "killed": 15}),
    )[0]


def test_a_reprinted_sentence_is_one_incident_whatever_was_read_of_it():
    words = "Gunmen fired on the toll house above the pass"
    assert two((words, {"kind": "armed_attack"}), (words, {"kind": "clash", "place": "Toll House"}))[0]


def test_an_episode_is_tied_to_its_campaign():
    page = Page(
        "one",
        "The spring offensive in Shore ran on. On Tuesday gunmen of the front stormed the quay at Quayside.",
        "2031-03-20",
    )
    page.tells(
        "The spring offensive in Shore ran on",
        "offensive",
        when=on("2031-03-01", "2031-03-15"),
        place=spot("Shore", precision="admin_area"),
        actor="River Front",
    )
    page.tells(
        "gunmen of the front stormed the quay at Quayside", when="2031-03-10", place="Quayside", actor="River Front"
    )
    result = linked(page)
    campaign, episode = sorted(result.incidents, key=lambda i: i.type != "offensive")
    assert episode.part_of == campaign.id and campaign.part_of is None
    assert [j.verdict for j in result.judgements if j.kind == "part_of"] == ["same"]
    refused = person("part_of", episode.id, campaign.id, "different")
    assert all(i.part_of is None for i in linked(page, persons=[refused]).incidents)


def test_a_persons_different_keeps_two_tellings_apart():
    a, b = Page("a", "Shells fell on the mill at Millford."), Page("b", "The mill at Millford was shelled.")
    m = a.tells("Shells fell on the mill at Millford", **MILL)
    n = b.tells("The mill at Millford was shelled", **MILL)
    assert groups(linked(a, b).incidents) == {frozenset({m.id, n.id})}
    apart = person("same_incident", m.id, n.id, "different")
    assert len(linked(a, b, persons=[apart]).incidents) == 2


def test_one_stated_day_and_sentence_join_tellings_whose_own_words_share_little():
    one = Page("one", "Gunmen burst into the weavers' hall in Reedham on Saturday and killed 14 people.")
    other = Page("other", "Sixteen have now died of Saturday's assault on the weavers' hall.", "2031-03-03")
    one.tells("killed 14 people", when="2031-03-01", place="Reedham", killed=14)
    other.tells("Saturday's assault on the weavers' hall", when="2031-03-01", target="weavers' hall", killed=16)
    assert len(linked(one, other).incidents) == 1


def test_a_wave_of_killings_told_in_two_months_is_one_campaign():
    one = Page("one", "The Front denied a spate of killings of village elders.", "2031-02-01")
    other = Page("other", "Northland lays a wave of killings of teachers at its door.", "2031-03-10")
    one.tells("a spate of killings of village elders", "targeted_killing", actor="River Front")
    other.tells("a wave of killings of teachers", "targeted_killing", actor="River Front")
    assert len(linked(one, other).incidents) == 1


def test_two_killings_told_in_two_months_are_two():
    one = Page("one", "The Front denied the killing of a village elder.", "2031-02-01")
    other = Page("other", "Northland lays the killing of a teacher at its door.", "2031-03-10")
    one.tells("the killing of a village elder", "targeted_killing", actor="River Front")
    other.tells("the killing of a teacher", "targeted_killing", actor="River Front")
    assert len(linked(one, other).incidents) == 2


def test_an_area_named_beside_a_place_counts_as_what_it_is():
    page = Page(
        "one",
        "Shells fell on Millford, the chief town of Shore, on Saturday. Boats were fired on all along Shore that day.",
    )
    page.tells("Shells fell on Millford, the chief town of Shore", "shelling", when="2031-03-01", place="Millford")
    page.tells(
        "Boats were fired on all along Shore",
        "shelling",
        when="2031-03-01",
        place=spot("Shore", precision="admin_area"),
    )
    (judged,) = linked(page).judgements
    assert [r.rule for r in judged.reasons if r.field == "place"] == ["one within the other"]


def test_a_place_of_which_two_tellings_speak_is_met_though_each_was_set_elsewhere():
    page = Page("one", "Fighting went on in Millford. Fighting went on in parts of Millford and in Reedham district.")
    page.tells("Fighting went on in Millford", "clash", place=spot("Millford", admin1=None, precision="unresolved"))
    page.tells("Fighting went on in parts of Millford and in Reedham district", "clash", place="Reedham")
    assert len(linked(page).incidents) == 1


def test_a_participant_that_was_concluded_and_not_read_is_no_evidence_of_sameness():
    read = Participant(name="Northland", side="Northland", span=Span(text_id="t", start=0, end=9, words="Northland"))
    concluded = Participant(name="Southland", side="Southland")
    assert Cast.of([read, concluded]).sides == {"Northland"}


def test_a_number_of_attacks_is_not_the_single_attack():
    post = {"kind": "armed_attack", "place": "Millford", "actor": "Northland"}
    assert not two(
        ("Gunmen attacked the toll house at Millford", post),
        ("Northland mounted 43 attacks on toll houses around Millford", post),
    )[0]


def test_a_campaign_is_not_the_year_s_total():
    wave = {"kind": "armed_attack", "actor": "Northland"}
    assert not two(("a campaign of unclaimed attacks", wave), ("Northland carried out 18,000 attacks", wave))[0]


def test_a_place_counts_once_and_not_again_in_the_words():
    there = {"kind": "armed_attack", "place": spot("Shore", precision="admin_area"), "when": None}
    assert not two(("attacking Shore", there), ("shots were fired in Shore", there))[0]


def test_fighting_of_two_sides_is_not_the_campaign_of_one():
    assert not two(
        (
            "The Northland offensive in Shore goes on",
            {"kind": "offensive", "place": spot("Shore", precision="admin_area"), "actor": "Northland"},
        ),
        ("Clashes went on around Millford", {"kind": "clash", "place": spot("Millford"), "actor": "Northland"}),
    )[0]


def test_whoever_is_named_first_in_a_clash_the_sides_are_the_same():
    day = {"when": "2031-03-01", "place": None}
    assert two(
        (
            "troops of the south fought the northerners",
            {"kind": "clash", "actor": "Southland", "target": "Northland", **day},
        ),
        ("a patrol was fired on", {"kind": "armed_attack", "actor": "Northland", "target": "Southland", **day}),
    )[0]


def test_meetings_on_two_days_are_two():
    met = {"kind": "meeting", "place": "Millford", "actor": "Northland"}
    assert not two(
        ("the envoys met at Millford over the weir", {**met, "when": "2031-03-01"}),
        ("the envoys met at Millford over the weir and the mill", {**met, "when": "2031-03-02"}),
    )[0]


def test_tens_of_thousands_of_dead_are_no_ambush():
    assert not two(
        ("the war at Millford that has killed 40,000", {**MILL, "kind": "armed_attack", "killed": 40000}),
        ("two died in an ambush at Millford", {**MILL, "kind": "armed_attack", "killed": 2}),
    )[0]


def test_who_tells_of_two_places_that_no_list_has_tells_of_two_events_unless_they_are_spellings_of_one():
    def told_of(one: str, other: str) -> int:
        made = Page(
            "a", f"Clashes broke out at {one} on Sunday. Four people were killed in clashes at {other} on Sunday."
        )
        for words, name in (
            (f"Clashes broke out at {one} on Sunday", one),
            (f"Four people were killed in clashes at {other} on Sunday", other),
        ):
            place = spot(name, precision="unresolved", admin1=None, country=None)
            made.tells(words, "clash", when="2031-03-01", place=place)
        return len(linked(made).incidents)

    assert told_of("Holmora", "Farnstad") == 2
    assert told_of("Perquin", "Perkin") == 1


def test_an_attack_within_days_of_fighting_is_an_episode_whoever_is_named_first_and_though_its_end_is_told_for_itself():
    made = Page(
        "a", "Fighting between Northland and the Front at Millford went on for days. The Front stormed a post there."
    )
    end = Page("b", "The fighting at Millford died down on Friday.", "2031-03-15")
    days = replace(on("2031-03-03", "2031-03-14"), role="from_to")
    fighting = {"kind": "clash", "place": "Millford", "actor": "Northland", "target": "River Front"}
    made.tells("Fighting between Northland and the Front at Millford went on for days", when=days, **fighting)
    made.tells("The Front stormed a post there", when="2031-03-06", place="Millford", actor="River Front")
    end.tells("The fighting at Millford died down on Friday", when="2031-03-14", **fighting)
    found = {i.type: i for i in linked(made, end).incidents}
    assert found["clash"].when == days and found["armed_attack"].part_of == found["clash"].id
