"""Shapes of attribution beyond "X said that ...": who speaks and which words are theirs."""

from __future__ import annotations

import pytest
from tests.annotate.saying import said, words


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        pytest.param(
            "The depot at Kessel, the mission said, would be closed on Friday.",
            "mission", "The depot at Kessel || would be closed on Friday", id="inside a sentence",
        ),
        pytest.param(
            "The Belmar Front was accused by the Arvanian army of burning crops near Kessel.",
            "Arvanian army", "burning crops near Kessel", id="the charge is no part of the accuser",
        ),
        pytest.param(
            "Accused by the Belmar Front of hiding guns in a mill, the Arvanian army opened its doors.",
            "Belmar Front", "hiding guns in a mill", id="a charge before the one accused",
        ),
        pytest.param(
            "The Arvanian army, whom the Belmar Front accuses of theft on the road, left the town.",
            "Belmar Front", "theft on the road", id="a charge in a relative clause",
        ),
        pytest.param(
            "The Belmar Front condemned the raid in a message to reporters.",
            "Belmar Front", "the raid", id="how it was said is no part of what was said",
        ),
        pytest.param(
            "The Belmar Front condemned the insult in the statement.",
            "Belmar Front", "the insult in the statement", id="a statement told of before is no medium",
        ),
        pytest.param(
            "The Arvanian government has concluded that Belmar gunmen carried out Tuesday's attacks on a hospital in "
            "Kota and on a funeral in Sule, the Norwegian peace envoy Adam Karlin said.",
            "Adam Karlin",
            "The Arvanian government has concluded that Belmar gunmen carried out Tuesday's attacks on a hospital in "
            "Kota and on a funeral in Sule",
            id="the closing speaker is no part of what he says",
        ),
        pytest.param(
            "The Arvanian army called the report a lie.", "Arvanian army", "the report a lie", id="called it a name",
        ),
        pytest.param(
            "The Belmar Front claimed responsibility for the raid on the depot.",
            "Belmar Front", "the raid on the depot", id="responsibility is no part of what is claimed",
        ),
        pytest.param(
            "Adel Brandt told the station: We did not fire on the mill.",
            "Adel Brandt", "We did not fire on the mill", id="no marks after a colon",
        ),
        pytest.param(
            "The raid was, in the words of Adel Brandt, \"a theft carried out in uniform\".",
            "Adel Brandt", "a theft carried out in uniform", id="in the words of",
        ),
        pytest.param(
            "\"We take no part in the talks,\" read a statement signed by Adel Brandt.",
            "Adel Brandt", "We take no part in the talks,", id="a statement reads, whoever signed it speaks",
        ),
        pytest.param(
            "The order that Adel Brandt sent to his men ran as follows:\n\n> All patrols end tonight at ten.",
            "Adel Brandt", "All patrols end tonight at ten.", id="a block quotation",
        ),
        pytest.param(
            "Adel Brandt held up a broken drone for the cameras.\n\n\"It flew over our barracks at noon.\"",
            "Adel Brandt", "It flew over our barracks at noon.", id="a lone quotation after its speaker's doing",
        ),
        pytest.param(
            "\"We buried nine of our neighbours there.\"\n\nThose words came from Gulnara Osei, a midwife.",
            "Gulnara Osei", "We buried nine of our neighbours there.", id="a lone quotation before its speaker",
        ),
        pytest.param(
            "The courier met Adel Brandt on Monday.\n\nQ: Will you go back?\n\nA: The delegation is going back today.",
            "Adel Brandt", "The delegation is going back today.", id="an answer is the one asked's",
        ),
    ],
)  # fmt: skip
def test_the_words_and_their_speaker(text, speaker, content):
    assert [(m.speaker.removeprefix("the "), words(m)) for m in said(text)] == [(speaker, content)]


def test_the_accused_in_a_relative_clause_is_the_target():
    (found,) = said("The Arvanian army, whom the Belmar Front accuses of theft on the road, left the town.")
    assert (found.act, found.target_side) == ("accuse", "Arvanian government")


def test_who_is_quoted_by_a_paper_speaks_and_the_paper_carries():
    (found,) = said("Adel Brandt was quoted by the daily Kessel Courier as saying the talks had failed.")
    assert (found.speaker, found.via, words(found)) == ("Adel Brandt", "Kessel Courier", "the talks had failed")


def test_words_that_an_agency_carries_keep_their_speaker():
    (found,) = said("The guns will stay, Adel Brandt said, according to the Kessel news agency.")
    assert (found.speaker, words(found)) == ("Adel Brandt", "The guns will stay")
    assert "Kessel" in found.via


def test_a_claim_that_another_rejects_is_its_makers_statement_too():
    found = said("The Arvanian army rejected the Belmar Front's claim that its drones had bombed a mill.")
    assert {(m.speaker, m.act) for m in found} == {("Arvanian army", "reject"), ("Belmar Front", "accuse")}


def test_a_topic_of_talk_is_no_statement():
    assert not said("Adel Brandt spoke with the station about the prisoners.")


def test_what_most_families_believe_is_no_statement():
    assert not said("Most families in Kessel believe the truce will not last.")


def test_what_was_and_what_will_be_are_two_statements():
    found = said("The mission said its patrols had counted nine guns and had asked both sides to remove them.")
    assert [words(m) for m in found] == ["its patrols had counted nine guns", "had asked both sides to remove them"]


def test_a_letter_is_its_signers_own_text():
    letter = (
        "Your Excellency,\n\nI write to you on behalf of the Belmar Front.\n\n"
        "The Arvanian army has broken the accord by shelling Kessel.\n\nWe ask you to visit the town.\n\n"
        "Respectfully,\n\nCommander Adel Brandt\n\nChair of the Council, Belmar Front"
    )
    assert {(m.speaker, m.side, m.direct) for m in said(letter)} == {("Adel Brandt", "Belmar Front", True)}


@pytest.mark.parametrize("mark", ["?", "!"])
def test_a_question_or_call_before_the_cue_is_the_one_named_behind_it(mark):
    (one,) = said(f"“They shelled the market{mark}” Colonel Adan Yusuf said on Friday.")
    assert one.speaker == "Adan Yusuf" and words(one) == f"They shelled the market{mark}"


def test_a_cue_behind_a_call_that_has_words_of_its_own_does_not_take_the_call():
    found = said("“We want peace!” The general said the talks would go on.")
    assert "the talks would go on" in [words(m) for m in found]


def contents(text: str) -> list[str]:
    return [words(m) for m in said(text)]


def test_a_condition_behind_a_comma_belongs_to_what_is_said():
    text = (
        "The Belmar Front has said it is willing to accept a truce, but only if the army calls a halt to its raids and "
        "the government ends its offensive near the river."
    )
    assert any(c.endswith("offensive near the river") and c.startswith("it is willing") for c in contents(text))


def test_what_the_speaker_adds_in_a_relative_clause_is_a_statement_of_its_own():
    text = (
        "The Belmar Front said it was shocked at the raid on Kessel, which it said had driven hundreds of people into "
        "the hills."
    )
    first, second = said(text)
    assert words(first) == "it was shocked at the raid on Kessel"
    assert words(second) == "had driven hundreds of people into the hills"
    assert second.speaker == first.speaker


def test_sentences_before_we_he_said_are_his_where_the_marks_are_lost():
    text = (
        "The Belmar Front's spokesman, Adel Brandt, spoke on Monday. “We reject the charge,” he said.\n\n"
        "The valley has seen the army's raids on Kessel. We repeat our call on all sides to hold their fire, he said."
    )
    assert [m.speaker for m in said(text)] == ["Adel Brandt"] * 3
    narrated = text.replace("We repeat our call on all sides to hold their fire", "The raids must end")
    assert len(said(narrated)) == 2, "nothing shows that the sentence before is his"


def test_a_country_in_capitals_is_nobody_speaking_of_himself():
    content = "The Front holds Kessel. It has been blamed by the US and the Arvanian government for a wave of killings."
    (only,) = said(content)
    assert only.speaker == "US and the Arvanian government"
    assert only.target_side == "Belmar Front", "who speaks together charges neither"


def test_the_groups_are_those_of_the_party_told_of_before():
    content = (
        "The Council, a coalition of Belmar Front groups, met on Monday.\n\n"
        "The groups agreed on the possibility of a deal if the army held its fire."
    )
    found = said(content)[-1]
    assert (found.speaker, found.side) == ("Belmar Front groups", "Belmar Front")
    assert said("The groups agreed on the possibility of a deal if the army held its fire.")[-1].side is None


def test_who_is_named_in_marks_that_the_report_sets_is_told_with_his_side():
    (found,) = said('An armed "Belmar Front" member said that rounds had landed by the road.')
    assert (found.speaker, found.side) == ('an armed "Belmar Front" member', "Belmar Front")


def test_a_participle_inserted_before_the_verb_says_no_more_than_its_own_words():
    found = said(
        "The representative of Norway, noting that the facts were not yet established, cautioned against hasty steps."
    )
    assert [(m.speaker, words(m)) for m in found] == [
        ("representative of Norway", "the facts were not yet established"), ("representative of Norway", "hasty steps"),
    ]  # fmt: skip


def test_the_day_on_which_somebody_is_blamed_is_not_what_for():
    (found,) = said("The interior ministry, however, blamed the Belmar Front on Wednesday evening.")
    assert (found.act, found.target_side) == ("accuse", "Belmar Front")
    assert words(found).startswith("the Belmar Front")
