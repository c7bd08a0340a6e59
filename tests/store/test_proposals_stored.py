"""Proposals and requests are kept in a file and on a server alike, apart from the record; redaction takes them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from case_parts import Story

from trucewatch.errors import RedactedRecord, UnknownRecord
from trucewatch.records.maker import Maker
from trucewatch.records.mention import StatementMention
from trucewatch.records.proposal import Proposal, Sent
from trucewatch.store import Store, verify

NOW = datetime(2031, 6, 1, tzinfo=UTC)
LLM = Maker(kind="machine", name="llm:small", version="1-aaaaaaaa")


def proposal(text, report, first: int, last: int) -> Proposal:
    words = text.span(first, last)
    mention = StatementMention.of(content=(words,), act="report", maker=LLM)
    return Proposal.of(
        kind="statement", text_id=text.id, report_id=report.id, quotes=(words,), mention=mention, maker=LLM, made_at=NOW
    )


def sent(report, text) -> Sent:
    return Sent(
        id="a" * 64, key="b" * 64, what="statements", report_id=report.id, text_id=text.id,
        server="http://127.0.0.1:8080", model="small", prompt="1-aaaaaaaa", characters=40, request="c" * 64,
        who="Ana Reyes", sent_at=NOW,
    )  # fmt: skip


def test_proposals_come_back_as_they_were_and_are_no_part_of_the_record(anywhere: Store):
    capture, text, report, annotation = Story().parts()
    with anywhere.lease("Ana Reyes", seconds=60):
        anywhere.save_report(capture, text, report, annotation)
        before = (verify(anywhere).records, anywhere.counts())
        one, other = proposal(text, report, 0, 6), proposal(text, report, 7, 12)
        assert anywhere.save_proposals([one, other, one]) == [one, other]
        assert anywhere.save_proposals([replace(one, made_at=datetime(2032, 1, 1, tzinfo=UTC))]) == []
        assert anywhere.proposals() == [one, other] == anywhere.proposals(texts=[text.id], kind="statement")
        assert anywhere.proposals(statements=["s" * 64]) == []
        assert anywhere.find(f"p:{one.id[:8]}") == ("proposal", one)
        assert (verify(anywhere).records, anywhere.counts()) == before
        with pytest.raises(UnknownRecord):
            anywhere.find("p:ffffffff")


def test_what_was_proposed_of_redacted_words_goes_and_the_request_stays(anywhere: Store):
    capture, text, report, annotation = Story().parts()
    with anywhere.lease("Ana Reyes", seconds=60):
        anywhere.save_report(capture, text, report, annotation)
        one = proposal(text, report, 0, 6)
        anywhere.save_proposals([one])
        anywhere.save_sent(sent(report, text))
        anywhere.redact("text", text.id, who="Ana Reyes", when=NOW, ground="a witness at risk")
        assert anywhere.proposals() == []
        with pytest.raises(RedactedRecord):
            anywhere.find(f"p:{one.id}")
        assert [s.report_id for s in anywhere.sent()] == [report.id]
        assert verify(anywhere).passed


def test_a_request_is_asked_again_until_it_was_answered(anywhere: Store):
    capture, text, report, annotation = Story().parts()
    with anywhere.lease("Ana Reyes", seconds=60):
        anywhere.save_report(capture, text, report, annotation)
        one = sent(report, text)
        anywhere.save_sent(one)
        assert not anywhere.asked_before(one.key)
        anywhere.save_outcome(one, outcome="no answer", told="it was away")
        assert not anywhere.asked_before(one.key)
        done = anywhere.save_outcome(one, outcome="answered", kept=2, refused={"an act outside the vocabulary": 1})
        assert anywhere.asked_before(one.key)
        assert anywhere.sent(report_id=report.id) == [done]
        assert anywhere.sent(report_id="f" * 64) == []


def test_a_proposal_whose_words_do_not_stand_in_its_text_is_found_by_verify(store: Store):
    capture, text, report, annotation = Story().parts()
    with store.lease("Ana Reyes", seconds=60):
        store.save_report(capture, text, report, annotation)
        one = proposal(text, report, 0, 6)
        wrong = replace(one.quotes[0], words="x" * 6)
        store.save_proposals([replace(one, quotes=(wrong,))])
    assert [f.kind for f in verify(store).findings] == ["proposal"]
