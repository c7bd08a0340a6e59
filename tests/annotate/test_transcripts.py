"""Words that a label, a recording's mark or a dateline stands before, and cues inside a quotation."""

from __future__ import annotations

from tests.annotate.saying import body, said, words

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
