"""What a language model proposed stands on pages apart from the record, as words, until a person accepts it there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.present.web.forms import form_with

from trucewatch.case import Case, open_case
from trucewatch.explain.values import proposal_key
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import StatementMention
from trucewatch.records.proposal import Proposal, Sent

NOW = datetime(2031, 6, 1, tzinfo=UTC)
LLM = Maker(kind="machine", name="llm:qwen3:8b", version="1-e6c8b2b1")
#: Words of a report that the machine makes no statement of.
MISSED = "Observers reach Selfoss"
HOSTILE = '<script>window.hit=1</script><img src=x onerror="window.hit=1">'


def of_words(case: Case, name: str, words: str) -> Proposal:
    report = next(r for r in case.reports() if r.files == (name,))
    text = case.store.text(report.text_id)
    at = text.content.index(words)
    span = text.span(at, at + len(words))
    mention = StatementMention.of(
        content=(span,), act="report", maker=LLM, reasons=(Reason(field="record", value="proposed", rule=LLM.name),)
    )
    return Proposal.of(
        kind="statement", text_id=text.id, report_id=report.id, quotes=(span,), mention=mention, maker=LLM, made_at=NOW
    )


def about(case: Case, kind: str, **values: Any) -> Proposal:
    statement = case.statements(speaker="Halloran")[0]
    (mention, *_) = case.store.mentions_of(statement)
    report = case.store.report_of_text(mention.text_id)[0]
    judgement = None
    if kind == "provision":
        judgement = Judgement.of(
            kind="provision", left=statement.id, right="2", verdict="same", maker=LLM, made_at=NOW,
        )  # fmt: skip
    return Proposal.of(
        kind=kind, text_id=mention.text_id, report_id=report.id, quotes=mention.content, statement_id=statement.id,
        judgement=judgement, maker=LLM, made_at=NOW, **values,
    )  # fmt: skip


@pytest.fixture
def proposals(app_case: Path) -> list[Proposal]:
    """A statement, a gist and a link, in the case."""
    with open_case(app_case, write=True) as case:
        made = [
            of_words(case, "observer.txt", MISSED), about(case, "gist", gist="Ines Halloran answers the accusation."),
            about(case, "provision", provision_words="withdraws its heavy guns"),
        ]  # fmt: skip
        with case.store.lease("Mira Holt", seconds=60):
            case.store.save_proposals(made)
            one = made[0]
            case.store.save_sent(
                Sent(
                    id="a" * 64, key="b" * 64, what="statements", report_id=one.report_id, text_id=one.text_id,
                    server="http://127.0.0.1:8080", model="qwen3:8b", prompt=LLM.version or "", characters=310,
                    request="c" * 64, who="Mira Holt", sent_at=NOW, outcome="answered", kept=1,
                )
            )  # fmt: skip
    return made


def item(one: Proposal) -> str:
    return f"/review?kind=proposal&item={proposal_key(one.id)}"


def press(client: TestClient, one: Proposal, button: str) -> Any:
    form = form_with(client.get(item(one)).text, button)
    return client.post(form.action, data={**form.values, "why": "it stands there", "action": button})


def test_a_report_and_a_statement_show_what_was_proposed_as_machine_text(proposals, client: TestClient):
    of_report, gist, link = proposals
    page = client.get(f"/reports/{of_report.report_id}").text
    section = page[page.index('id="proposals"') :]
    assert MISSED in section
    assert "machine text: llm:qwen3:8b, prompt 1-e6c8b2b1" in section
    assert "Not part of the record" in section
    page = client.get(f"/statements/{gist.statement_id}").text
    section = page[page.index('id="proposals"') : page.index('id="answered"')]
    assert "Ines Halloran answers the accusation." in section
    assert "Bears on 2 — “withdraws its heavy guns”" in section
    assert section.count("Accept or reject it") == 2
    assert client.get(f"/r/p:{link.id[:8]}", follow_redirects=False).headers["location"].endswith("#proposals")
    assert "Proposed by a language model" not in client.get("/reports/" + _other(client, of_report.report_id)).text


def _other(client: TestClient, report_id: str) -> str:
    found = re.findall(r'href="/reports/([0-9a-f]{64})"', client.get("/reports").text)
    return next(one for one in found if one != report_id)


def test_the_source_of_a_report_says_what_of_it_was_sent_where_by_whom(proposals, client: TestClient):
    page = client.get(f"/reports/{proposals[0].report_id}/source").text
    assert "Sent to a language model" in page
    assert "http://127.0.0.1:8080" in page and "310 characters" in page and "c" * 64 in page


def test_the_queue_shows_a_proposal_with_what_accepting_it_does(proposals, client: TestClient):
    for one in proposals:
        page = client.get(item(one)).text
        assert "it is not in the record" in page
        assert "machine: llm:qwen3:8b 1-e6c8b2b1" in page
        assert 'value="confirm"' in page and 'value="reject"' in page
    assert "1 of 3" in client.get("/review?kind=proposal").text


def test_an_accepted_statement_is_in_the_record_as_the_persons_own(proposals, client: TestClient, app_case: Path):
    assert press(client, proposals[0], "confirm").status_code == 200
    with open_case(app_case) as case:
        mention = next(m for m in case.store.statement_mentions() if m.content == proposals[0].quotes)
        assert (mention.maker.kind, mention.maker.name) == ("person", "Mira Holt")
        assert proposals[0].id not in [p.id for p in case.proposals()]


def test_an_accepted_gist_stays_machine_text_with_who_accepted_it(proposals, client: TestClient):
    assert press(client, proposals[1], "confirm").status_code == 200
    page = client.get(f"/statements/{proposals[1].statement_id}").text
    section = page[page.index('id="proposals"') : page.index('id="answered"')]
    assert "machine text: llm:qwen3:8b" in section and "accepted by Mira Holt" in section


def test_a_rejected_proposal_leaves_page_and_queue(proposals, client: TestClient):
    assert press(client, proposals[2], "reject").status_code == 200
    page = client.get(f"/statements/{proposals[2].statement_id}").text
    assert "withdraws its heavy guns" not in page[page.index('id="proposals"') : page.index('id="answered"')]
    assert "rejected it" in client.get("/decisions").text


def test_words_of_a_report_that_would_be_markup_stay_words_where_they_are_proposed(app_case: Path, app):
    with open_case(app_case, write=True) as case:
        words = f"Rain at Selfoss\n\nSELFOSS, 20 May 2031 - The road is open, {HOSTILE} it was said in town.\n"
        case.add_words(words.encode(), publisher="Road Post", published="2031-05-20")
        report = next(r for r in case.reports() if r.publisher == "Road Post")
        text = case.store.text(report.text_id)
        at = text.content.index("<script>")
        span = text.span(at, at + len(HOSTILE))
        mention = StatementMention.of(content=(span,), act="report", maker=LLM)
        one = Proposal.of(
            kind="statement", text_id=text.id, report_id=report.id, quotes=(span,), mention=mention, maker=LLM,
            made_at=NOW,
        )  # fmt: skip
        with case.store.lease("Mira Holt", seconds=60):
            case.store.save_proposals([one])
    with TestClient(app, base_url="http://127.0.0.1:8722") as client:
        for address in (f"/reports/{one.report_id}", item(one), "/review?kind=proposal"):
            page = client.get(address).text
            assert "window.hit" in page
            assert "<script>window" not in page and "<img src=x" not in page


def test_the_pages_of_proposals_in_a_browser(proposals, browser_page: Any, no_violations, app_case: Path):
    for address in (item(proposals[1]), f"/statements/{proposals[1].statement_id}#proposals"):
        browser_page.goto(address)
        no_violations(browser_page)
    browser_page.goto(item(proposals[0]))
    browser_page.fill("#why", "it stands there")
    browser_page.click("button[value=confirm]")
    browser_page.wait_for_selector(".done")
    with open_case(app_case) as case:
        assert [p.kind for p in case.proposals()] == ["gist", "provision"]
