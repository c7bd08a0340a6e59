"""One record with all that hangs on it: the same as the whole case says of it."""

from __future__ import annotations

import pytest

from test_claims import quarrel, quarrel_file  # noqa: F401 - fixtures
from test_judging import shelling
from trucewatch.case import Case
from trucewatch.errors import UnknownRecord
from trucewatch.explain.review import LINES
from trucewatch.records.judgement import standing


def test_a_statement_has_its_row_of_the_ledger_and_what_it_answers(quarrel: Case):  # noqa: F811
    rows = {row.claim.id: row for row in quarrel.ledger()}
    said = quarrel.statements()
    answers = standing(j for j in quarrel.store.judgements("response"))
    for statement in said:
        around = quarrel.statement_page(statement)
        assert around.claim == rows.get(statement.id)
        own = [j for j in answers if j.right == statement.id]
        assert [link.judgement for link in around.answers] == own
        assert [link.record.id for link in around.answers] == [j.left for j in own]
        assert [link.judgement for link in around.responses] == [j for j in answers if j.left == statement.id]
    assert rows


def test_a_record_counts_its_reports_and_origins_as_the_whole_case_does(case: Case):
    origins = case.origins()
    for record in (*case.statements(), *case.incidents()):
        page = case.statement_page if record in case.statements() else case.incident_page
        around = page(record)
        texts = {m.text_id for m in case.store.mentions_of(record)}
        held = [r for r in case.reports() if texts & set(r.text_ids)]
        assert list(around.reports) == held
        assert around.origins == origins.count(r.id for r in held)
        assert [v.record for v in around.history if v.superseded_at is None] == [record]


def test_the_joins_of_a_record_lead_to_the_record_of_the_other_mention(case: Case):
    home = {m: s.id for s in case.statements() for m in s.mention_ids}
    found = 0
    for statement in case.statements():
        for join in case.statement_page(statement).joins:
            assert join.mine in statement.mention_ids
            assert join.record_id == home.get(join.other)
            assert join.judgement.kind in LINES
            found += 1
    assert found


def test_an_incident_says_who_tells_of_it_and_in_whose_words(case: Case):
    for incident in shelling(case):
        around = case.incident_page(incident)
        assert around.support == case.support(incident)
        mentions = [m for m in case.store.incident_mentions() if m.id in incident.mention_ids]
        inside = {m.statement_mention for m in mentions if m.statement_mention}
        assert {m for s in around.told_in for m in s.mention_ids} >= inside


def test_the_decisions_on_a_record_stand_with_it_and_say_which_hold(case: Case):
    statement = case.statements()[0]
    name = f"s:{statement.id}"
    first = case.decide(name, "set", field="act", new="deny", why="reads so", who="Ann Reader")
    second = case.decide(name, "set", field="medium", new="speech", why="says so", who="Bo Reader")
    undone = case.decide(f"d:{first.id}", "undo", why="no", who="Ann Reader")
    around = case.statement_page(case.find(name)[1])
    assert [d.id for d in around.decisions] == [first.id, second.id, undone.id]
    assert around.in_force == {second.id}


def test_a_provision_has_its_evidence_by_pages_and_counts_by_side(quarrel: Case):  # noqa: F811
    for provision in quarrel.agreement.provisions:
        around = quarrel.provision_page(provision.ref.upper())
        assert around.assessment == next(a for a in quarrel.store.assessments() if a.provision == provision.ref)
        bearing = {
            j.left for j in standing(j for j in quarrel.store.judgements("provision")) if j.right == provision.ref
        }
        found = []
        for kind in ("statement", "incident", "commitment", "term claim"):
            counted = [c for c in around.counts if c.kind == kind]
            at = 0
            while page := quarrel.evidence_page(provision.ref, kind=kind, offset=at, limit=2).items:
                found += [e.record.id for e in page]
                assert all(e.judgement.right == provision.ref and e.judgement.left == e.record.id for e in page)
                at += 2
            assert sum(c.number for c in counted) == quarrel.evidence_page(provision.ref, kind=kind).total
            for count in counted:
                if count.side is not None:
                    assert quarrel.evidence_page(provision.ref, kind=kind, side=count.side).total == count.number
        assert sorted(found) == sorted(bearing)


def test_what_a_person_says_does_not_bear_on_a_provision_is_no_evidence(quarrel: Case):  # noqa: F811
    ref = next(p.ref for p in quarrel.agreement.provisions if quarrel.evidence_page(p.ref).items)
    page = quarrel.evidence_page(ref)
    gone = page.items[0].record
    quarrel.judge(f"s:{gone.id}", "different", ref, relation="provision", why="another matter", who="Ann Reader")
    after = quarrel.evidence_page(ref, limit=500)
    assert after.total == page.total - 1
    assert gone.id not in [e.record.id for e in after.items]


def test_an_unknown_provision_is_refused_with_those_there_are(quarrel: Case):  # noqa: F811
    with pytest.raises(UnknownRecord, match=r"no provision or claimed term '7'; it has 1\.1, 1\.2"):
        quarrel.provision_page("7")
