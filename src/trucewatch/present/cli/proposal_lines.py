"""Proposals of language models, and what was sent to them, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trucewatch.case import Case
from trucewatch.explain.subjects import summary
from trucewatch.proposals import WORDS
from trucewatch.records.proposal import Proposal, Sent
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement


def proposal_lines(case: Case, proposal: Proposal) -> Iterator[str]:
    """One proposal among others: its id, what it proposes, and the words it quotes."""
    about = f"  {case.store.shown('statement', proposal.statement_id)}" if proposal.statement_id else ""
    yield f"{case.store.shown('proposal', proposal.id)}{about}  {summary(proposal)}"
    yield f"    by {proposal.maker.name}, prompt {proposal.maker.version}, {proposal.made_at:%Y-%m-%d}"
    yield f"    “{_joined(proposal.quotes)}”"


def proposal_fields(case: Case, proposal: Proposal) -> Iterator[str]:
    """What ``show`` says of one proposal above its words."""
    settled = case.settlements([proposal]).get(proposal.id)
    state = f"{WORDS[settled.action]} by {settled.who}, {settled.when:%Y-%m-%d}: {settled.why}" if settled else ""
    if not state and not any(one.id == proposal.id for one in case.proposals()):
        state = "the record holds this by now"
    values = {
        "proposes": summary(proposal), "made by": f"{proposal.maker.name}, prompt {proposal.maker.version}",
        "made": f"{proposal.made_at:%Y-%m-%d %H:%M} UTC", "report": case.store.shown("report", proposal.report_id),
        "about": case.store.shown("statement", proposal.statement_id) if proposal.statement_id else "",
        "speaker": proposal.mention.speaker or "not named" if proposal.mention else "",
        "cue": proposal.mention.cue.words if proposal.mention and proposal.mention.cue else "",
        "act": proposal.mention.act if proposal.mention else "",
        "provision": f"{proposal.ref}: “{proposal.provision_words}”" if proposal.ref else "",
        "gist": f"{proposal.gist} (machine text)" if proposal.gist else "",
        "state": state or "open: it is not in the record; accept it with decide … confirm, or reject it",
    }  # fmt: skip
    for name, value in values.items():
        if value:
            yield f"  {name:14} {value}"


def beside_lines(case: Case, record: Statement | Report) -> Iterator[str]:
    """What language models proposed of a report or about a statement: what is open, and gists that persons accepted."""
    made = case.proposals(about=record, settled=True)
    settled, standing = case.settlements(made), {one.id for one in case.proposals(about=record)}
    for one in made:
        by = settled.get(one.id)
        if one.id in standing:
            note = f"proposed by {one.maker.name}, not in the record"
        elif one.gist is not None and by is not None and by.action == "confirm":
            note = f"machine text of {one.maker.name}, accepted by {by.who}"
        else:
            continue
        yield f"  {'proposal':14} {case.store.shown('proposal', one.id)} {summary(one)} ({note})"


def sent_lines(case: Case, sent: Sent) -> Iterator[str]:
    """One request to a model's server."""
    report = case.store.shown("report", sent.report_id)
    came = sent.outcome if sent.outcome != "answered" else f"answered, {sent.kept} kept"
    left = sum(sent.refused.values())
    yield (
        f"{sent.sent_at:%Y-%m-%d %H:%M} UTC  {report}  {sent.what:10}  {sent.characters:,} characters  {sent.server}  "
        f"{sent.model}  by {sent.who}  {came}{f', {left} not kept' if left else ''}"
    )
    yield f"    prompt {sent.prompt}, request sha256 {sent.request}{f'; {sent.told}' if sent.told else ''}"


def _joined(spans: Iterable[Span]) -> str:
    return " … ".join(" ".join(span.words.split()) for span in spans)
