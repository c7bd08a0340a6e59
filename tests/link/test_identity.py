"""Ids are minted once and kept; persons' judgements win; the order of arrival makes no difference."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from build_link import NOW, Page, groups, holding, linked, person
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = "the front has mined the ferry road and fired on grain boats"
OTHER = "no harvest was ever burnt by our patrols in the hill villages"


def pages(*days: str, words: str = WORDS) -> list[Page]:
    made = []
    for n, day in enumerate(days):
        page = Page(f"p{n}", f"Report {n}. {words}.", day)
        page.says(words)
        made.append(page)
    return made


def test_an_id_is_minted_from_the_earliest_told_mention():
    late, early = pages("2031-03-03", "2031-03-01")
    (statement,) = linked(late, early).statements
    assert statement.founding_mention == early.statements[0].id


def test_a_known_id_is_kept_when_an_earlier_report_arrives():
    late, early = pages("2031-03-03", "2031-03-01")
    first = linked(late)
    second = linked(late, early, known_statements=first.statements, now=NOW + timedelta(days=1))
    assert [s.id for s in second.statements] == [s.id for s in first.statements]
    assert second.statements[0].recorded_at == NOW and second.redirects == ()


def test_a_merge_keeps_the_older_id_and_redirects_the_younger():
    a, b = Page("a", f"{WORDS}.", "2031-03-01"), Page("b", f"{OTHER}.", "2031-03-01")
    m, n = a.says(WORDS), b.says(OTHER)
    first = linked(a)
    second = linked(a, b, known_statements=first.statements, now=NOW + timedelta(days=1))
    older, younger = holding(second.statements, m), holding(second.statements, n)
    same = person("same_statement", younger.id, older.id, "same")
    third = linked(a, b, known_statements=second.statements, persons=[same], now=NOW + timedelta(days=2))
    assert [s.id for s in third.statements] == [older.id]
    assert third.redirects == ((younger.id, older.id),)


def test_a_split_leaves_the_id_with_the_founding_mention():
    a, b = pages("2031-03-01", "2031-03-02")
    first = linked(a, b)
    apart = person("same_statement", a.statements[0].id, b.statements[0].id, "different")
    second = linked(a, b, known_statements=first.statements, persons=[apart])
    assert len(second.statements) == 2 and second.redirects == ()
    assert holding(second.statements, a.statements[0]).id == first.statements[0].id
    assert holding(second.statements, b.statements[0]).id != first.statements[0].id


def test_an_id_survives_the_loss_of_its_founding_mention():
    a, b = pages("2031-03-01", "2031-03-02")
    first = linked(a, b)
    second = linked(b, known_statements=first.statements)
    assert [s.id for s in second.statements] == [first.statements[0].id]
    assert second.statements[0].founding_mention == b.statements[0].id


def test_no_cluster_holds_a_pair_that_a_person_judged_different():
    a, b, c = pages("2031-03-01", "2031-03-02", "2031-03-02")
    apart = person("same_statement", a.statements[0].id, c.statements[0].id, "different")
    result = linked(a, b, c, persons=[apart])
    assert holding(result.statements, a.statements[0]).id != holding(result.statements, c.statements[0]).id
    judged = [j for j in result.judgements if {j.left, j.right} == {a.statements[0].id, c.statements[0].id}]
    assert [j.verdict for j in judged] != ["same"] and any(r.field == "person" for r in judged[0].reasons)


def test_a_persons_same_holds_against_the_machines_ban():
    a, b = Page("a", f"{WORDS}.", "2031-03-01"), Page("b", "the front has not mined the ferry road.", "2031-03-01")
    m, n = a.says(WORDS), b.says("the front has not mined the ferry road")
    assert len(linked(a, b).statements) == 2
    assert len(linked(a, b, persons=[person("same_statement", m.id, n.id, "same")]).statements) == 1


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_a_later_judgement_of_a_pair_replaces_the_earlier(verdict):
    a, b = Page("a", f"{WORDS}.", "2031-03-01"), Page("b", f"{OTHER}.", "2031-03-01")
    m, n = a.says(WORDS), b.says(OTHER)
    earlier = person("same_statement", m.id, n.id, "same")
    later = person("same_statement", m.id, n.id, verdict, minutes=5)
    assert len(linked(a, b, persons=[later, earlier]).statements) == 2


def test_judgements_of_persons_that_cannot_all_hold_are_reported():
    made = [
        Page(n, f"{n}: {w}.", "2031-03-01")
        for n, w in (("a", "ferries run"), ("b", "bread is dear"), ("c", "snow fell"))
    ]
    x, y, z = (p.says(w) for p, w in zip(made, ("ferries run", "bread is dear", "snow fell"), strict=True))
    persons = [
        person("same_statement", x.id, y.id, "same"),
        person("same_statement", y.id, z.id, "same", minutes=1),
        person("same_statement", x.id, z.id, "different", minutes=2),
    ]
    result = linked(*made, persons=persons)
    assert holding(result.statements, x).id != holding(result.statements, z).id
    assert holding(result.statements, y).id == holding(result.statements, z).id
    (remark,) = [j for j in result.judgements if {j.left, j.right} == {x.id, y.id}]
    assert remark.verdict == "unsure" and "exclude" in remark.reasons[0].rule


SENTENCES = [
    WORDS,
    "the front mined the ferry road and shot at boats with grain",
    "the front has not mined the ferry road",
    OTHER,
    "our patrols burnt no harvest in the hill villages",
    "the council asks for an exchange of captives before winter",
    "an exchange of captives before winter is what the council asks for",
]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(SENTENCES),
            st.sampled_from(["Ada Brook", "Cy Marsh", "Northland", None]),
            st.sampled_from(["2031-03-01", "2031-03-02", "2031-03-09", None]),
            st.sampled_from(["Northland", None]),
        ),
        min_size=2,
        max_size=9,
    ),
    st.integers(0, 10_000),
)
def test_the_order_of_arrival_makes_no_difference(rows, seed):
    made = []
    for n, (words, speaker, day, side) in enumerate(rows):
        page = Page(f"p{n}", f"Page {n}: {words}.", day)
        page.says(words, speaker, side=side, act="accuse", target_side="River Front")
        page.tells(words, when=day, place="the mill" if n % 2 else "the quay")
        made.append(page)
    shuffled = list(made)
    Random(seed).shuffle(shuffled)
    one, other = linked(*made), linked(*shuffled)
    assert groups(one.statements) == groups(other.statements)
    assert {s.id for s in one.statements} == {s.id for s in other.statements}
    assert groups(one.incidents) == groups(other.incidents)
    assert {j.id: j.verdict for j in one.judgements} == {j.id: j.verdict for j in other.judgements}
