"""What a person decides of a language model's proposals, and which are open.

What is accepted is entered by the path of whatever persons enter by hand; a proposal alone changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from trucewatch import judging, notes
from trucewatch.errors import BadInput
from trucewatch.link.corrections import check_decision
from trucewatch.records.decision import Decision, active
from trucewatch.records.ids import random_id
from trucewatch.records.proposal import Proposal, alike
from trucewatch.records.span import Span
from trucewatch.store import Store

#: What a decision that settles a proposal did, in words.
WORDS: Final = {
    "confirm": "accepted", "add": "accepted", "same": "accepted", "reject": "rejected", "different": "rejected",
}  # fmt: skip


def decide(store: Store, proposal: Proposal, action: str, *, why: str, who: str) -> Decision:
    """Accept (``confirm``) or ``reject`` a proposal. What is accepted is entered as a person's own, with a note of the
    proposal that it came from; a gist is shown as accepted.

    Raises: BadInput for anything else, without a reason, and for a proposal that is settled already.
    """
    if action not in ("confirm", "reject"):
        raise BadInput(f"a proposal is accepted (confirm) or rejected (reject), got {action!r}")
    if not why.strip():
        raise BadInput("a decision needs a reason: --why says on what it rests")
    settled = settlements(store, [proposal]).get(proposal.id)
    if settled is not None:
        raise BadInput(
            f"{shown(store, proposal)} was {WORDS[settled.action]} by {settled.who}; to decide anew, take that back "
            f"first: trucewatch decide CASE {store.shown('decision', settled.id)} undo"
        )
    if action == "reject" or proposal.kind == "gist":
        decision = Decision(
            id=random_id(), action="confirm" if action == "confirm" else "reject", target_kind="proposal",
            target=proposal.id, anchor=proposal.quotes, why=why, who=who, when=datetime.now(UTC),
        )  # fmt: skip
        store.save_decision(decision)  # no record hangs on it
        return decision
    noted = f"{why} (proposed by {proposal.maker.name}, prompt {proposal.maker.version}: {shown(store, proposal)})"
    if proposal.judgement is not None:
        statement = store.resolve("statement", proposal.judgement.left)
        return judging.judge(
            store, f"s:{statement}", "same", proposal.judgement.right, relation="provision", why=noted, who=who
        )
    decision = _entered(proposal, shown(store, proposal), why=noted, who=who)
    check_decision(decision)
    return notes.carry_out(store, decision)


def shown(store: Store, proposal: Proposal) -> str:
    return store.shown("proposal", proposal.id)


def _entered(proposal: Proposal, name: str, *, why: str, who: str) -> Decision:
    """The statement of a proposal as a person's addition, as ``note`` makes it; its target is the proposal."""
    mention = proposal.mention
    assert mention is not None, "a proposal of a statement holds one"
    values: dict[str, Any] = {
        "act": mention.act, "speaker": mention.speaker, "source": _plain(mention.source), "cue": _plain(mention.cue),
        "reasons": [
            {"field": "record", "value": "added", "rule": f"person {who}"},
            {"field": "proposal", "value": name, "rule": f"{proposal.maker.name}, prompt {proposal.maker.version}"},
        ],
    }  # fmt: skip
    return Decision(
        id=random_id(), action="add", target_kind="statement mention", target=proposal.id, anchor=mention.content,
        new={name: value for name, value in values.items() if value is not None}, why=why, who=who,
        when=datetime.now(UTC),
    )  # fmt: skip


def _plain(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"text_id": span.text_id, "start": span.start, "end": span.end, "words": span.words}


def settlements(store: Store, proposals: Iterable[Proposal]) -> dict[str, Decision]:
    """Proposal -> the decision in force that settles it: a person's yes or no, or what a person judged of the same
    statement and provision."""
    asked = list(proposals)
    if not asked:
        return {}
    decisions = active(store.decisions(actions=("confirm", "reject", "add", "same", "different", "undo")))
    by_target = {d.target: d for d in decisions if d.target_kind in ("proposal", "statement mention")}
    judged = {
        (store.resolve("statement", d.target), d.new): d
        for d in decisions
        if d.relation == "provision" and d.target_kind == "statement"
    }
    found: dict[str, Decision] = {}
    for one in asked:
        settled = by_target.get(one.id)
        if settled is None and one.judgement is not None:
            settled = judged.get((store.resolve("statement", one.judgement.left), one.judgement.right))
        if settled is not None:
            found[one.id] = settled
    return found


def open_proposals(store: Store, proposals: Iterable[Proposal] | None = None) -> list[Proposal]:
    """Those that no person settled and that the record does not hold by now."""
    asked = store.proposals() if proposals is None else list(proposals)
    settled = settlements(store, asked)
    left = [one for one in asked if one.id not in settled]
    texts = {one.text_id for one in left if one.mention is not None}
    known = {text_id: [m.content for m in store.statement_mentions(text_id)] for text_id in texts}
    links = {(j.left, j.right) for j in store.judgements("provision") if j.verdict == "same"} if left else set()
    return [one for one in left if not _held(store, one, known, links)]


def _held(store: Store, one: Proposal, known: dict[str, list[tuple[Span, ...]]], links: set[tuple[str, str]]) -> bool:
    if one.mention is not None:
        return any(alike(one.mention.content, words) for words in known.get(one.text_id, ()))
    return one.judgement is not None and (
        store.resolve("statement", one.judgement.left), one.judgement.right
    ) in links  # fmt: skip
