"""Words that a label, a recording's mark or a dateline stands before, and cues inside a quotation."""

from __future__ import annotations

import pytest
from tests.annotate.saying import body, read, said, words

from trucewatch.annotate.sentences import parse


def test_a_cue_inside_a_quotation_takes_nothing_beyond_its_closing_mark():
    found = said(
        '"They want to take the town by night," Minister Olen Rask told reporters. "We ask the council to stop them."'
    )
    assert [words(m).rstrip(",") for m in found] == [
        "They want to take the town by night", "We ask the council to stop them."
    ]  # fmt: skip
    assert all("Rask" in (m.speaker or "") for m in found)


def test_labels_in_capitals_open_the_turns_of_a_transcript():
    found = said(
        "Interview with Mira Tolven\n\nTOLVEN: No. There was no violation on our side.\n\n"
        "QUESTION: Will the talks go on?\n\nTOLVEN: Yes, the panels will meet on Monday as planned."
    )
    assert [words(m) for m in found if m.speaker != "QUESTION"][-1] == (
        "Yes, the panels will meet on Monday as planned."
    )
    assert any("There was no violation on our side." in words(m) for m in found)


def test_a_place_in_capitals_before_a_colon_is_a_dateline():
    paragraphs = parse(body("KESSEL: The guns fell silent on Sunday, the army said.")).paragraphs
    assert [p.role for p in paragraphs] == ["dateline", "body"]


def test_a_page_in_capitals_has_its_dateline_cut_off():
    paragraphs = parse(
        body("PORT KESSEL (WIRE-K) -- COMMANDER OLEN RASK HAS SAID THAT HIS FRONT WILL KEEP THE TRUCE.")
    ).paragraphs
    assert [p.role for p in paragraphs] == ["dateline", "body"]


def test_the_account_of_a_post_is_its_label():
    (found,) = said("Olen Rask (@olenrask): Our monitors were again turned back at the bridge.")
    assert found.speaker == "Olen Rask"
    assert words(found) == "Our monitors were again turned back at the bridge."


def test_the_mark_of_a_recording_may_name_the_one_heard():
    (found,) = said("[BEGIN RASK RECORDING] The roads are closed and nobody may pass. [END RECORDING]")
    assert (found.speaker or "").casefold() == "rask"
    assert words(found) == "The roads are closed and nobody may pass."


def test_the_one_who_asks_makes_no_statement_and_a_short_answer_stays_with_its_reason():
    found = said("HOST: Did the army fire on the town?\n\nTOLVEN: No. There was no violation on our side.")
    assert [words(m) for m in found] == ["No. There was no violation on our side."]


@pytest.mark.parametrize("label", ["Seen", "Update", "BREAKING", "Photo", "Latest News", "⚡️ 14:05", "Kessel"])
def test_a_label_that_names_nobody_leaves_the_words_to_their_own_speaker(label):
    found = said(f"{label}: the Belmar Front said its men had left the hill.\n\nThe mill in Kessel is closed.")
    assert [(m.speaker, m.side, words(m)) for m in found] == [
        ("Belmar Front", "Belmar Front", "its men had left the hill")
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["Note", "Summary", "Lights Out"])
def test_a_label_that_names_nobody_makes_no_statement_of_what_follows(label):
    assert said(f"{label}: half of the town was dark until noon, and the bakery stayed shut.") == []


def test_offices_bodies_and_quoted_labels_speak_in_one_line_each_for_himself():
    found = said('Army: "The fire came from the mill." Belmar Front: "We did not fire."')
    assert [(m.speaker, words(m)) for m in found] == [
        ("Army", "The fire came from the mill."), ("Belmar Front", "We did not fire."),
    ]  # fmt: skip


def test_who_only_asks_under_a_label_makes_no_statement_and_the_heading_tells_who_answers():
    found = said(
        "Interview with Mira Dostal, head of the political bureau of the Belmar Front\n\n"
        "Radio Kessel: Did your men fire on the convoy?\n\nDostal: No. We do not fire on aid workers.\n\n"
        "Radio Kessel: Will you come to the talks?\n\nDostal: We will come on Monday."
    )
    assert {(m.speaker, m.side) for m in found} == {("Mira Dostal", "Belmar Front")}
    assert any("We will come on Monday." in words(m) for m in found)


def test_the_one_asked_is_who_spoke_last_under_a_label():
    found = said(
        "Briefing by the spokesman of the Belmar Front, Col. Olen Rask\n\n"
        "RASK: Good morning. Last night guns were heard near Kessel.\n\n"
        "Q: Have you pulled back?\n\nA: We pulled back six guns on Friday."
    )
    assert found and {(m.speaker, m.side) for m in found} == {("Olen Rask", "Belmar Front")}
    assert words(found[-1]) == "We pulled back six guns on Friday."


def test_words_that_two_rules_read_are_one_statement():
    found = said('Olen Rask, a spokesman for the Belmar Front, tweeted on Monday: "Our guns were silent all night."')
    assert [words(m).strip(".") for m in found] == ["Our guns were silent all night"]


@pytest.mark.parametrize(
    "content",
    [
        "At noon fighters of the Belmar Front denied the patrol passage at the mill.",
        "The Belmar Front and the Arvanian government failed to agree on a date for the vote.",
    ],
    ids=["passage denied", "nothing agreed"],
)
def test_what_is_kept_from_somebody_or_not_agreed_on_is_neither_a_denial_nor_a_silence(content):
    found, _ = read(content)
    assert not [m for m in found if m.act in ("deny", "no_comment")]


def test_a_surname_that_nothing_explains_is_who_she_said_means():
    found = said('Forty men were freed on Friday.\n\nBut Maro said eleven were missing. "They kept them," she said.')
    assert [m.speaker for m in found] == ["Maro", "Maro"]
