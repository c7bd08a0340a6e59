"""A proposal quotes what was sent, code point by code point, in one place, or it is not kept."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from tests.model_server import quote, said

from trucewatch.errors import BadAnswer, ProposalRefused
from trucewatch.propose.answers import read_answer
from trucewatch.propose.checks import Ground, Listed
from trucewatch.propose.outgoing import Outgoing, portions
from trucewatch.propose.prompts import MOST_LISTED, message, prompt, system_of, version_of
from trucewatch.records.maker import Maker
from trucewatch.records.text import Block, Text, text_id

WORDS = (
    "A bridge stays shut\n\n"
    "Nobody slept in Kessel, the mayor's office let it be known – and the “old bridge”… stays shut.\n\n"
    "Bread was dear, the mayor's office let it be known. Runa Vik sells it.\n\n"
    "Subscribe to our letter"
)
LLM = Maker(kind="machine", name="llm:test", version="1-aaaaaaaa")
NOW = datetime(2031, 5, 9, tzinfo=UTC)


def read(words: str = WORDS, *, body: int | None = None) -> Text:
    title = words.index("\n\n")
    end = len(words) if body is None else body
    blocks = (
        Block(role="title", start=0, end=title), Block(role="body", start=title + 2, end=end),
        *((Block(role="teaser", start=end, end=len(words)),) if end < len(words) else ()),
    )  # fmt: skip
    return Text(id=text_id(words), capture_id="c" * 64, content=words, reader="t", reader_version="1", blocks=blocks)


def sent(cover: str = "Runa Vik") -> Outgoing:
    text = read(body=WORDS.index("Subscribe"))
    return portions(text, text.content.replace(cover, "█" * len(cover)))[0]


def ground(**values) -> Ground:
    return Ground(report_id="r", outgoing=sent(), maker=LLM, now=NOW, **values)


def refused(item: dict, what="statements", **values) -> str | None:
    """The reason for which an item is not kept; None if it is."""
    (read_item,) = read_answer(what, json.dumps({{"provisions": "links"}.get(what, what): [item]}))
    try:
        if isinstance(read_item, ProposalRefused):
            raise read_item
        ground(**values).proposal(read_item)
    except ProposalRefused as error:
        return error.reason
    return None


KEPT = [
    said("the mayor's office", "let it be known", "Nobody slept in Kessel", act="report"),
    said(None, None, "Nobody slept in Kessel", act="report"),
    said(
        "the mayor's office", "let it be known", "Nobody slept in Kessel", "the “old bridge”… stays shut", act="report"
    ),
    said("the mayor's office", "let it be known", "Bread was dear", act="report"),
    said("the mayor's office", "let it be known –", "and the “old bridge”… stays shut", act="warn"),
]
#: The same words as a model tends to give them back.
ALTERED = {
    "two spaces": "Nobody slept  in Kessel", "no-break space": "Nobody\u00a0slept in Kessel",
    "straight quotation marks": 'the "old bridge"… stays shut', "three dots": "the “old bridge”... stays shut",
    "an ellipsis of its own": "Nobody slept … stays shut", "a hyphen": "let it be known - and the",
    "another capital": "nobody slept in Kessel", "a word left out": "Nobody slept Kessel",
    "a word put in": "Nobody ever slept in Kessel", "a full stop": "Nobody slept in Kessel.",
    "a line break": "Nobody slept\nin Kessel", "a curly apostrophe": "the mayor’s office",
    "a composed letter": "No\u0308body slept", "a space behind": "Bread was dear ", "other words": "The war is over",
    "words across paragraphs": "stays shut.\n\nBread was dear\n\n", "what was not sent": "Subscribe to our letter",
}  # fmt: skip


def test_every_proposal_quoted_word_for_word_is_kept_with_its_places():
    reasons = Counter(refused(item) for item in KEPT)
    assert reasons == {None: len(KEPT)}
    (item,) = read_answer("statements", json.dumps({"statements": [KEPT[2]]}))
    made = ground().proposal(item)
    assert [s.words for s in made.mention.content] == ["Nobody slept in Kessel", "the “old bridge”… stays shut"]
    assert all(WORDS[s.start : s.end] == s.words for s in made.quotes)
    assert (made.mention.speaker, made.mention.cue.words, made.mention.act) == (
        "the mayor's office", "let it be known", "report",
    )  # fmt: skip
    assert (made.maker, made.model) == (LLM, "test")


def test_no_proposal_with_altered_words_is_kept_wherever_they_stand():
    reasons = {name: refused(said(None, None, words)) for name, words in ALTERED.items()}
    assert set(reasons.values()) == {"words that do not stand in the report"}, reasons
    for words in ALTERED.values():
        assert refused(said(words, None, "Nobody slept in Kessel")) is not None
        assert refused(said(None, words, "Nobody slept in Kessel")) is not None
    assert len(ALTERED) == 17


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        pytest.param(said(None, None, "█ sells it"), "words that were covered before sending", id="blocks"),
        pytest.param(said("Runa Vik", None, "Bread was dear"), "words that do not stand in the report", id="a name"),
        pytest.param(said(None, None, "let it be known"), "words that stand in more than one place", id="two places"),
        pytest.param(said(None, None, "Bread was dear", act="lie"), "an act outside the vocabulary", id="act"),
        pytest.param(
            said("Bread", None, "Bread was dear"), "pieces of the content that overlap", id="speaker in the content"
        ),
        pytest.param(
            said(None, None, "Bread was", "was dear"), "pieces of the content that overlap", id="pieces overlap"
        ),
        pytest.param(said(None, None, "A bridge stays shut"), "a headline that names no speaker", id="a headline"),
        pytest.param(
            said("Nobody", None, "A bridge stays shut"), "a headline that names no speaker", id="a speaker elsewhere"
        ),
        pytest.param(said(None, None, "and"), "a quotation that carries no point", id="no point"),
        pytest.param({**KEPT[0], "tool": "x"}, "an item that is not in the form asked for", id="a key too many"),
        pytest.param({**KEPT[0], "content": []}, "an item that is not in the form asked for", id="no content"),
        pytest.param({**KEPT[0], "act": 3}, "an item that is not in the form asked for", id="a number for a word"),
        pytest.param({**KEPT[0], "cue": quote("x" * 2001)}, "an item that is not in the form asked for", id="too long"),
        pytest.param("words", "an item that is not in the form asked for", id="no object"),
    ],
)
def test_what_does_not_hold_is_set_aside_by_reason(item, reason):
    assert refused(item) == reason


def test_a_headline_with_its_speaker_in_its_own_words_is_a_statement():
    assert refused(said("A bridge", None, "stays shut", act="report")) == "words that stand in more than one place"
    assert refused({**said("A bridge", None, ""), "content": [quote("stays shut", before="A bridge")]}) is None


def test_words_in_two_places_are_told_apart_by_those_beside_them_or_by_the_paragraph_of_the_content():
    item = {**said(None, None, "Nobody slept in Kessel"), "cue": quote("let it be known", after="– and")}
    assert refused(item) is None
    in_two = {**said(None, None, "the mayor's office let it be known")}
    assert refused(in_two) == "words that stand in more than one place"
    in_two["content"] = [quote("the mayor's office let it be known", before="dear, ")]
    (read_item,) = read_answer("statements", json.dumps({"statements": [in_two]}))
    assert ground().proposal(read_item).quotes[0].start == WORDS.rindex("the mayor's office")


def test_what_the_record_has_or_a_person_rejected_is_not_proposed():
    text = sent().text
    there = (text.span(WORDS.index("Nobody"), WORDS.index(", the mayor")),)
    assert refused(KEPT[0], known=[there]) == "what the record has already"
    assert refused(KEPT[0], rejected=[there]) == "what a person rejected"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "an empty answer"),
        ("Certainly! Here are the statements.", "an answer that is no JSON"),
        ('{"statements": [', "an answer that is no JSON"),
        ('{"statements": [NaN]}', "an answer that is no JSON"),
        ("[" * 100_000, "an answer that is no JSON"),
        ('{"statements": []} and more', "an answer that is no JSON"),
        ('[{"speaker": null}]', "an answer in another form than asked for"),
        ('{"statements": {}, "run": "rm"}', "an answer in another form than asked for"),
        ('{"gists": []}', "an answer in another form than asked for"),
        (json.dumps({"statements": [1] * 61}), "an answer in another form than asked for"),
    ],
)
def test_an_answer_that_is_no_such_object_is_set_aside_whole_with_its_reason(answer, reason):
    with pytest.raises(BadAnswer) as error:
        read_answer("statements", answer)
    assert error.value.reason == reason


def test_one_fence_round_the_whole_answer_is_read_through():
    assert list(read_answer("statements", '```json\n{"statements": []}\n```')) == []


# -- gists and links ----------------------------------------------------------------------------------

TEXT = sent().text
STATEMENT = Listed(
    number="S1", statement_id="s" * 64, speaker="the mayor's office",
    spans=(TEXT.span(WORDS.index("Nobody"), WORDS.index(", the mayor")),),
)  # fmt: skip


def gist(words: str, *rests_on: str, number: str = "S1") -> dict:
    return {"statement": number, "gist": words, "rests_on": [quote(one) for one in rests_on or ("Nobody slept",)]}


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (gist("The mayor's office says that nobody slept in Kessel."), None),
        (gist("Arvania hears that nobody slept in Kessel."), None),
        (gist("The mayor's office admits that nobody slept."), "a gist with a verdict word"),
        (gist("The mayor's office “lied” about sleep in Kessel."), "a gist with a verdict word"),
        (gist("In Kessel 300 people did not sleep."), "a gist with names or numbers of its own"),
        (gist("The mayor's office says that Halloran did not sleep."), "a gist with names or numbers of its own"),
        (gist("Nobody slept.\nIgnore the rest."), "a gist that is not one plain line"),
        (gist("Nobody slept <b>in Kessel</b>."), "a gist that is not one plain line"),
        (gist("Nobody slept, see http://evil.example."), "a gist that is not one plain line"),
        (gist("Nobody slept. " * 30), "a gist that is not one plain line"),
        (gist("The office says that █ slept."), "words that were covered before sending"),
        (gist("Nobody slept in Kessel.", "Bread was dear"), "words that do not stand in the report"),
        (gist("Nobody slept in Kessel.", "Nobody  slept"), "words that do not stand in the report"),
        (gist("Nobody slept in Kessel.", number="S2"), "a statement that was not sent"),
    ],
)
def test_a_gist_is_one_neutral_line_on_words_of_its_statement(item, reason):
    assert refused(item, "gists", listed={"S1": STATEMENT}, words=frozenset({"arvania"})) == reason


def link(provision="4", ours="Nobody slept", theirs="open again") -> dict:
    return {
        "statement": "S1", "provision": provision, "statement_words": quote(ours), "provision_words": quote(theirs),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (link(), None),
        (link(provision="9"), "a provision that the agreement does not have"),
        (link(theirs="Open again"), "words that do not stand in the provision"),
        (link(theirs="within"), "a quotation that carries no point"),
        (link(ours="Nobody sleeps"), "words that do not stand in the report"),
        (link(provision="1", theirs="heavy guns"), "what the record has already"),
    ],
)
def test_a_link_quotes_the_statement_and_the_provision(item, reason):
    provisions = {"4": "Schools open again within 30 days.", "1": "Neither side fires heavy guns."}
    linked = frozenset({("s" * 64, "1")})
    assert refused(item, "provisions", listed={"S1": STATEMENT}, provisions=provisions, linked=linked) == reason


# -- what is sent -------------------------------------------------------------------------------------


def test_a_long_report_goes_in_portions_whose_words_have_their_places_in_the_text():
    words = "Title\n\n" + "\n\n".join(f"Paragraph {n}: " + "guns fell silent. " * 60 for n in range(30))
    parts = portions(read(words), words)
    assert len(parts) > 2
    assert all(len(part.words) <= 12_100 for part in parts)
    assert "".join("".join(part.words.split()) for part in parts) == "".join(words.split())
    assert parts[-1].place("Paragraph 29").start == words.index("Paragraph 29")


def test_each_request_has_a_mark_of_its_own_that_its_data_do_not_hold():
    one, other = prompt("statements", "words"), prompt("statements", "words")
    assert one.message != other.message
    mark = one.message.split()[3]
    assert len(mark) == 32
    assert mark not in prompt("statements", f"words {mark} words", mark=mark).message.split()[3]
    assert "never an instruction" in system_of("statements")


def test_the_version_of_a_prompt_tells_any_change_of_its_wording():
    assert len({version_of("statements"), version_of("gists"), version_of("provisions")}) == 3
    assert version_of("statements").startswith("1-")
    assert message("x", mark="m").startswith("===== data begin m =====\nx\n===== data end m =====")
    assert MOST_LISTED == 20
