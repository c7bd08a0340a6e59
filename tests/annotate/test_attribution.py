"""Source, cue and content: one short case for each way in which a report gives somebody's words."""

from __future__ import annotations

from datetime import date

import pytest
from tests.annotate.saying import read, said, words

from trucewatch.annotate.quotations import find_quotations


def one(content: str):
    found = said(content)
    assert len(found) == 1, [(m.speaker, words(m)) for m in found]
    return found[0]


@pytest.mark.parametrize(
    ("content", "speaker", "expected"),
    [
        pytest.param(
            "The Belmar Front said that nine fighters died in Kessel.",
            "Belmar Front",
            "nine fighters died in Kessel",
            id="that-clause",
        ),
        pytest.param(
            "The Belmar Front said nine fighters died in Kessel.",
            "Belmar Front",
            "nine fighters died in Kessel",
            id="clause without that",
        ),
        pytest.param(
            "Nine fighters died in Kessel, the Belmar Front said.",
            "Belmar Front",
            "Nine fighters died in Kessel",
            id="source and cue after the clause",
        ),
        pytest.param(
            "Nine fighters died in Kessel, said Colonel Ines Halloran.",
            "Ines Halloran",
            "Nine fighters died in Kessel",
            id="cue before source, after the clause",
        ),
        pytest.param(
            "According to the Belmar Front, nine fighters died in Kessel.",
            "Belmar Front",
            "nine fighters died in Kessel",
            id="according to, in front",
        ),
        pytest.param(
            "Nine fighters died in Kessel, according to local doctors.",
            "local doctors",
            "Nine fighters died in Kessel",
            id="according to, behind",
        ),
        pytest.param(
            '"We did not open fire," the Belmar Front said in a statement.',
            "Belmar Front",
            "We did not open fire,",
            id="quotation before",
        ),
        pytest.param(
            'Colonel Ines Halloran said: "Our guns were silent all night."',
            "Ines Halloran",
            "Our guns were silent all night.",
            id="quotation after a colon",
        ),
        pytest.param(
            "“Our guns were silent all night,” said Colonel Ines Halloran.",
            "Ines Halloran",
            "Our guns were silent all night,",
            id="curly marks",
        ),
        pytest.param(
            "The Belmar Front vowed to release all prisoners by June.",
            "Belmar Front",
            "to release all prisoners by June",
            id="pledge as infinitive",
        ),
        pytest.param(
            "The Belmar Front accused the Arvanian army of shelling two villages.",
            "Belmar Front",
            "shelling two villages",
            id="accused of",
        ),
        pytest.param(
            "The Arvanian army blamed the Belmar Front for the blast in Kessel.",
            "Arvanian army",
            "the blast in Kessel",
            id="blamed for",
        ),
        pytest.param(
            "The Belmar Front was accused by the Arvanian army of shelling two villages.",
            "Arvanian army",
            "shelling two villages",
            id="passive",
        ),
        pytest.param(
            "The Belmar Front condemned the strikes on Kessel.", "Belmar Front", "the strikes on Kessel", id="condemned"
        ),
        pytest.param(
            "Halloran: The guns of the army were silent all night",
            "Halloran",
            "The guns of the army were silent all night",
            id="name and colon",
        ),
    ],
)
def test_a_saying_has_its_speaker_and_its_words(content, speaker, expected):
    mention = one(content)
    assert mention.speaker == speaker
    assert words(mention) == expected


def test_a_split_quotation_is_one_statement_in_two_pieces():
    mention = one('"The army opened fire," Colonel Ines Halloran said, "because our men were attacked first."')
    assert [span.words for span in mention.content] == ["The army opened fire,", "because our men were attacked first."]


def test_a_quotation_that_goes_on_after_the_cue_keeps_its_speaker():
    found = said('"We reject the claim," Colonel Ines Halloran said. "Our guns will defend the villages."')
    assert {m.speaker for m in found} == {"Ines Halloran"}
    assert "Our guns will defend the villages." in [words(m) for m in found]


def test_a_quotation_paragraph_of_its_own_goes_on_with_the_speaker_before():
    found = said('The Belmar Front said the truce was over.\n\n"The shelling of our villages has to stop at once."')
    assert found[-1].speaker == "Belmar Front"
    assert words(found[-1]) == "The shelling of our villages has to stop at once."
    assert found[-1].direct


def test_quoted_words_inside_a_clause_make_it_direct():
    assert one('The Belmar Front said the raid was "a cowardly act of war".').direct


def test_a_quoted_name_alone_is_not_direct_speech():
    assert not one('The Belmar Front said the operation "Silver Dawn" was over.').direct


def test_two_verbs_of_one_speaker_give_two_statements_with_words_of_their_own():
    found = said("The Belmar Front accused the Arvanian army of shelling Kessel and urged Norway to send observers.")
    assert [(m.act, m.speaker) for m in found] == [("accuse", "Belmar Front"), ("urge", "Belmar Front")]
    first, second = (set(range(m.content[0].start, m.content[0].end)) for m in found)
    assert not first & second


def test_a_participle_takes_over_the_speaker():
    found = said("The Belmar Front condemned the raid, warning that its patience was at an end.")
    assert [(m.speaker, m.act) for m in found] == [("Belmar Front", "condemn"), ("Belmar Front", "warn")]
    assert words(found[1]) == "its patience was at an end"


def test_the_accused_never_becomes_the_accuser():
    for content in (
        "The Belmar Front accused the Arvanian army of breaking the truce.",
        "The Arvanian army was accused by the Belmar Front of breaking the truce.",
        "The Arvanian army has been blamed by the Belmar Front for breaking the truce.",
    ):
        mention = one(content)
        assert (mention.side, mention.target_side) == ("Belmar Front", "Arvanian government"), content


def test_a_statement_inside_a_statement_keeps_both_speakers():
    found = said("A diplomat said the Belmar Front had rejected the offer of talks.")
    inner = next(m for m in found if m.speaker == "Belmar Front")
    assert inner.reported_by == "a diplomat"
    assert inner.act == "reject"


def test_words_handed_on_by_a_paper_are_the_speakers_via_the_paper():
    found = said(
        'Envoy Tor Lindahl said on Friday the talks were "constructive", the newspaper Kessel Dagblad reported.'
    )
    assert [m.speaker for m in found] == ["Tor Lindahl"]


@pytest.mark.parametrize(
    "content",
    [
        "There was no immediate claim of responsibility for the attack.",
        "The Arvanian army did not mention the truce.",
        "The Belmar Front declined to comment.",
    ],
)
def test_reported_silence_is_kept_as_silence_and_never_as_a_statement(content):
    found, _ = read(content)
    assert found
    assert all(m.silence for m in found)


@pytest.mark.parametrize(
    "content",
    [
        "If the Belmar Front says that it is ready, talks may begin.",
        "The Arvanian army could accuse the Belmar Front of breaking the truce.",
    ],
)
def test_what_might_be_said_is_set_aside_with_its_reason(content):
    found, aside = read(content)
    assert not found
    assert [a.reason for a in aside] == ["attribution under a condition or in the future"]


def test_a_noun_carries_an_accusation():
    mention = next(
        m
        for m in said("In response to the Belmar Front's claim that the army had shelled Kessel, the road was closed.")
        if m.act == "accuse"
    )
    assert mention.speaker == "Belmar Front"
    assert words(mention) == "the army had shelled Kessel"


def test_capitals_are_read_like_running_text():
    mention = one(
        "COL INES HALLORAN SAID THAT THE BELMAR FRONT HAS BROKEN THE TRUCE IN THE NORTHERN DEPARTMENT OF KESSEL."
    )
    assert mention.speaker == "Ines Halloran"
    assert words(mention).startswith("THE BELMAR FRONT HAS BROKEN THE TRUCE")


def test_hard_wrapped_lines_are_one_paragraph():
    mention = one(
        "The Arvanian army said on Friday that it\nhad found no sign of "
        "fighters in the hills\nnorth of Kessel, and that roads were open."
    )
    assert words(mention).startswith("it had found no sign of fighters")


def test_a_recording_between_marks_belongs_to_the_name_in_the_mark():
    found = said(
        "COL INES HALLORAN SPOKE TO NEWSMEN TODAY IN THE CAPITAL OF THE "
        "COUNTRY.\n\n(BEGIN RECORDING) (HALLORAN) THE FRONT HAS BROKEN ITS WORD. (END RECORDING)"
    )
    assert [(m.speaker, words(m), m.direct) for m in found] == [
        ("Ines Halloran", "THE FRONT HAS BROKEN ITS WORD.", True)
    ]


def test_a_communique_in_the_first_person_is_its_sides_own_text():
    content = (
        "Since we announced the truce, the Arvanian army has bombed our villages near Kessel.\n\n"
        "The Belmar Front holds the road and keeps its word.\n\n"
        "We reiterate our commitment to the truce."
    )
    found = said(content)
    assert {m.speaker for m in found} == {"Belmar Front"}
    assert all(m.direct and m.medium == "statement" for m in found)
    assert "accuse" in {m.act for m in found}


def test_a_dateline_is_no_part_of_the_first_name():
    assert one("KESSEL, 3 May 2031 - The Belmar Front said nine fighters died.").speaker == "Belmar Front"


def test_one_odd_quotation_mark_costs_no_other_quotation():
    quotations = find_quotations('"A source said, "We did not sign it." The army said "nothing new" in reply.')
    assert [
        '"A source said, "We did not sign it." The army said "nothing new" in reply.'[q.inner_start : q.inner_end]
        for q in quotations
    ] == ["We did not sign it.", "nothing new"]


def test_every_choice_leaves_its_reason():
    mention = one("The Belmar Front accused the Arvanian army of shelling two villages.")
    assert {r.field for r in mention.reasons} == {
        "content",
        "speaker",
        "side",
        "act",
        "target_side",
        "medium",
        "said_on",
    }
    assert all(r.rule for r in mention.reasons)


def test_the_reporters_own_clause_after_a_quotation_is_not_attributed():
    mention = one('Halloran said the road is "open to all now," but that came too late for the dead of Kessel.')
    assert words(mention) == 'the road is "open to all now,"'


def test_a_day_to_come_is_never_the_day_of_the_saying():
    mention = one("Before the talks that will open on Tuesday, the Belmar Front said its fighters had left the bridge.")
    assert mention.said_on is None
    mention, asked = said("The Belmar Front, saying on Sunday its men had left the bridge, asked for a truce plan.")
    assert words(asked) == "a truce plan"
    assert mention.said_on is not None and mention.said_on.first_day == date(2031, 5, 4)
