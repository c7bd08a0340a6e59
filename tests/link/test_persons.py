"""Persons' judgements: found again by their words, the later before the earlier, never broken by linking."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from build_link import NOW, Page, groups, linked
from hypothesis import given, settings
from hypothesis import strategies as st

from trucewatch.errors import BadRecord
from trucewatch.link.cluster import cluster
from trucewatch.link.persons import Given, Mentions, judged, over_records
from trucewatch.records.decision import Decision
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker
from trucewatch.records.mention import StatementMention
from trucewatch.records.text import Text, text_id

PAGE = Page("one", "The mill stands, Ada Brook said. The weir holds, Ada Brook said. The ferry runs, Ada Brook said.")
MILL, WEIR, FERRY = (PAGE.says(words) for words in ("The mill stands", "The weir holds", "The ferry runs"))
MENTIONS = (MILL, WEIR, FERRY)


def decide(action: str, left, right, *, number: int = 1, kind: str = "statement mention", **more) -> Decision:
    """A decision about two mentions, or about two statements that hold the mentions given as tuples."""
    ours, theirs = (m if isinstance(m, tuple) else (m,) for m in (left, right))
    return Decision(
        id=f"{number:064x}", action=action, target_kind=kind, target=ours[0].id, new=theirs[0].id,
        anchor=tuple(s for m in ours for s in m.content), other_anchor=tuple(s for m in theirs for s in m.content),
        why="heard the tape", who=f"Reader {number}", when=NOW + timedelta(minutes=number), **more,
    )  # fmt: skip


def judgements(*decisions: Decision, mentions=MENTIONS, texts=(PAGE.text,), **founding: str) -> Given:
    where = Mentions(by_kind={"statement mention": mentions}, texts={t.id: t for t in texts}, founding=founding)
    return judged(decisions, lambda: where)


def pairs(found: Given) -> dict[frozenset[str], str]:
    return {frozenset({j.left, j.right}): j.verdict for j in found.binding}


def test_a_decision_about_two_mentions_is_a_persons_judgement_with_its_reason():
    found = judgements(decide("same", MILL, WEIR))
    (judgement,) = found.binding
    assert {judgement.left, judgement.right} == {MILL.id, WEIR.id} and judgement.verdict == "same"
    assert judgement.maker == Maker(kind="person", name="Reader 1")
    assert "heard the tape" not in repr(judgement), "the person's words stay in the decision, to be redacted there"
    assert found.stated == (judgement,) and found.by[judgement.id].who == "Reader 1"


def test_the_later_person_wins_and_the_earlier_is_back_when_the_later_is_undone():
    same, different = decide("same", MILL, WEIR), decide("different", WEIR, MILL, number=2)
    undo = replace(same, id="3" * 64, action="undo", target=different.id)
    assert [j.verdict for j in judgements(same, different).binding] == ["different"]
    assert [j.verdict for j in judgements(same, different, undo).binding] == ["same"]


def test_two_records_apart_are_apart_with_all_their_mentions():
    found = judgements(decide("different", (MILL, WEIR), FERRY, kind="statement"))
    assert pairs(found) == {frozenset({MILL.id, FERRY.id}): "different", frozenset({WEIR.id, FERRY.id}): "different"}
    assert len(found.stated) == 1


def test_two_records_joined_need_one_bond_and_overrule_what_was_said_of_their_mentions_before():
    apart = decide("different", WEIR, FERRY)
    found = judgements(apart, decide("same", (MILL, WEIR), FERRY, kind="statement", number=2))
    assert pairs(found) == {frozenset({MILL.id, FERRY.id}): "same"}


def test_words_read_anew_in_the_same_capture_are_found_again():
    newer = Text(
        id=text_id("Lake Daily | " + PAGE.words), capture_id="c", content="Lake Daily | " + PAGE.words, reader="test",
        reader_version="2",
    )  # fmt: skip
    mill, weir = (_anew(newer, words) for words in ("The mill stands", "The weir holds,"))
    found = judgements(decide("same", MILL, WEIR), mentions=(mill, weir), texts=(PAGE.text, newer))
    assert pairs(found) == {frozenset({mill.id, weir.id}): "same"}


def test_a_judgement_whose_words_nobody_reads_any_more_is_listed_as_lost():
    decision = decide("same", MILL, WEIR)
    found = judgements(decision, mentions=(MILL, FERRY))
    assert found.lost == (decision,) and found.binding == ()


def test_a_statement_inside_the_words_of_another_is_not_taken_for_it():
    whole = _anew(PAGE.text, "The mill stands, Ada Brook said. The weir holds")
    found = judgements(decide("different", whole, FERRY), mentions=(whole, WEIR, FERRY))
    assert pairs(found) == {frozenset({whole.id, FERRY.id}): "different"}


def test_an_answer_names_the_claim_first_and_the_records_that_hold_the_mentions_now():
    found = judgements(decide("same", WEIR, MILL, kind="statement", relation="response", label="denial"))
    (judgement,) = found.stated
    assert (judgement.kind, judgement.left, judgement.right, judgement.label) == (
        "response", MILL.id, WEIR.id, "denial",
    )  # fmt: skip
    records = linked(PAGE).statements
    home = {m: s.id for s in records for m in s.mention_ids}
    (now,) = over_records(found.stated, records)
    assert (now.left, now.right) == (home[MILL.id], home[WEIR.id])


def test_a_response_needs_its_kind_only_where_it_stands():
    maker = Maker(kind="person", name="Reader 1")
    with pytest.raises(BadRecord, match="response needs a kind"):
        Judgement.of(kind="response", left="a", right="b", verdict="same", maker=maker, made_at=NOW)
    assert Judgement.of(kind="response", left="a", right="b", verdict="different", maker=maker, made_at=NOW)


def _anew(text: Text, words: str) -> StatementMention:
    start = text.content.index(words)
    return StatementMention.of(
        content=(text.span(start, start + len(words)),), act="report", speaker="Ada Brook", maker=MILL.maker
    )


# -- properties ----------------------------------------------------------------------------------------

INDEX = st.integers(min_value=0, max_value=6)
VERDICTS = st.lists(st.tuples(INDEX, INDEX, st.booleans()).filter(lambda v: v[0] != v[1]), max_size=12)
SCORES = st.dictionaries(
    st.tuples(INDEX, INDEX).filter(lambda p: p[0] < p[1]), st.floats(min_value=0, max_value=1), max_size=21
)


@settings(max_examples=300, deadline=None)
@given(scores=SCORES, verdicts=VERDICTS)
def test_no_cluster_holds_a_pair_judged_different_and_the_latest_judgement_always_holds(scores, verdicts):
    """The judgements come latest first. One that a later one excludes (also through others) is named as unkept."""
    latest = {}
    for i, j, same in verdicts:
        latest.setdefault((min(i, j), max(i, j)), same)
    persons = [(i, j, same) for (i, j), same in latest.items()]
    found = cluster(7, scores, [], same_at=0.5, persons=persons)
    home = {i: n for n, members in enumerate(found.groups) for i in members}
    for n, (i, j, same) in enumerate(persons):
        assert ((home[i] == home[j]) == same) or n in found.unkept
    assert 0 not in found.unkept


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["same", "different", "undo"]), st.permutations(range(3))), min_size=1, max_size=7
    )
)
def test_whatever_persons_judge_one_after_the_other_what_holds_is_kept_by_linking(steps):
    """Over decisions as they are kept: joined, parted, taken back, among them transitive ones."""
    decisions: list[Decision] = []
    for number, (action, (a, b, _)) in enumerate(steps, 1):
        if action == "undo" and decisions:
            decisions.append(replace(decisions[-1], id=f"{number:064x}", action="undo", target=decisions[-1].id))
        elif action != "undo":
            decisions.append(decide(action, MENTIONS[a], MENTIONS[b], number=number))
    found = judgements(*decisions)
    made = linked(PAGE, persons=found.binding)
    clusters = groups(made.statements)
    told_unkept = {
        frozenset({j.left, j.right}) for j in made.judgements if any("exclude it" in r.rule for r in j.reasons)
    }
    for n, judgement in enumerate(found.binding):
        pair = frozenset({judgement.left, judgement.right})
        together = any(pair <= members for members in clusters)
        assert together == (judgement.verdict == "same") or pair in told_unkept
        assert n or pair not in told_unkept
