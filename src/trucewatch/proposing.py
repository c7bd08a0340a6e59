"""Asks a language model for proposals, report by report, and keeps what holds.

What may go out is settled in ``leaving.py``, what is asked and what is kept in ``propose/``, what persons decide of it
in ``proposals.py``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from trucewatch.errors import BadAnswer, BadInput, ModelStops, ProposalRefused
from trucewatch.leaving import Leaving, MayLeave, Stays
from trucewatch.outside.chat import ModelServer
from trucewatch.propose.answers import read_answer
from trucewatch.propose.checks import Ground, Listed
from trucewatch.propose.outgoing import Outgoing, portions
from trucewatch.propose.prompts import MOST_LISTED, listed, prompt, provisions, version_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.decision import active
from trucewatch.records.ids import digest, random_id
from trucewatch.records.maker import Maker
from trucewatch.records.proposal import METHOD, Asked, Proposal, Sent
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.store import Store
from trucewatch.store.case_file import in_batches

#: After so many requests in a row without an answer the server is left alone.
MOST_SILENT: Final = 3

Progress = Callable[[int, int | None, str], None]


class Lease(Protocol):
    """Holds the case for one short write, in the name of a person."""

    def __call__(self) -> AbstractContextManager[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request before it is sent: what is asked of which report, and how many ``characters`` go. ``key`` names the
    words that go, the model and the prompt."""

    what: Asked
    report: Report
    characters: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A question with its words: ``data`` are all that go, ``listed`` the statements among them."""

    question: Question
    outgoing: Outgoing
    data: str = field(repr=False)
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be sent: the questions, the reports that stay with the reason, how many were answered before."""

    questions: tuple[Question, ...]
    stays: tuple[Stays, ...] = ()
    before: int = 0

    @property
    def reports(self) -> int:
        return len({question.report.id for question in self.questions})

    @property
    def characters(self) -> int:
        return sum(question.characters for question in self.questions)


@dataclass(kw_only=True)
class Proposed:
    """What came of a run: requests sent, proposals kept by kind, what was not kept by reason, answers and requests that
    came to nothing by reason; ``changed`` questions were not sent, as the case changed under them; ``stopped`` says why
    it ended early, if it did."""

    plan: Plan
    sent: int = 0
    changed: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    malformed: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    stopped: str = ""


class Asking:
    """What of a case is asked. A run may take hours: when persons decide meanwhile, all is read anew before more is
    sent."""

    def __init__(self, store: Store, *, model: str, hold: timedelta) -> None:
        self._store = store
        self._model = model
        self._hold = hold
        self._read()

    def _read(self) -> None:
        store = self._store
        self._decided = self._decisions_now()
        self._leaving = Leaving(store, now=datetime.now(UTC), hold=self._hold)
        self._agreement = store.agreement()
        self._statements = {s.founding_mention: s for s in store.statements()}
        self._linked = frozenset(
            (j.left, j.right) for j in store.judgements("provision") if j.verdict == "same" or j.maker.kind == "person"
        )
        self._rejected = [d.anchor for d in active(store.decisions()) if d.action == "reject" and d.anchor]

    def _decisions_now(self) -> tuple[int, int]:
        state = self._store.state()
        return state.chain, state.redactions

    def plan(self, what: Sequence[Asked], *, among: Collection[str] | None = None, limit: int | None = None) -> Plan:
        """The questions that were not answered before, of ``limit`` reports at most; ``among`` these (by id)."""
        questions: list[Question] = []
        stays: list[Stays] = []
        before = 0
        asked: set[str] = set()
        for report in self._store.reports():
            if among is not None and report.id not in among:
                continue
            if limit is not None and len(asked) >= limit:
                break
            found = self._leaving.of(report)
            if isinstance(found, Stays):
                stays.append(found)
                continue
            for one in self._of_report(report, portions(found.text, found.covered), what):
                if self._store.asked_before(one.question.key):
                    before += 1
                else:
                    questions.append(one.question)
                    asked.add(report.id)
        return Plan(questions=tuple(questions), stays=tuple(stays), before=before)

    def filled(self, question: Question) -> Filled | None:
        """A question with its words, as they may leave now; None if these words do not any more."""
        if self._decisions_now() != self._decided:
            self._read()
        report = self._store.report(question.report.id)
        found = self._leaving.of(report) if report is not None else None
        if not isinstance(found, MayLeave):
            return None
        parts = portions(found.text, found.covered)
        every = self._of_report(found.report, parts, (question.what,))
        return next((one for one in every if one.question.key == question.key), None)

    def maker(self, what: Asked) -> Maker:
        return Maker(kind="machine", name=f"{METHOD}{self._model}", version=version_of(what))

    def ground(self, asked: Filled, *, now: datetime) -> Ground:
        """What an answer to a question is held against."""
        text_id = asked.outgoing.text.id
        parties = [n for p in self._agreement.parties for n in (p.name, *p.aliases, *p.members, *p.demonyms)]
        return Ground(
            report_id=asked.question.report.id, outgoing=asked.outgoing, maker=self.maker(asked.question.what), now=now,
            known=[m.content for m in self._store.statement_mentions(text_id)],
            rejected=[anchor for anchor in self._rejected if anchor[0].text_id == text_id],
            listed={one.number: one for one in asked.listed}, provisions=dict(_provisions(self._agreement)),
            linked=self._linked, names=self._leaving.names,
            words=frozenset(part.casefold() for name in parties for part in name.split()),
        )  # fmt: skip

    def _of_report(self, report: Report, parts: Sequence[Outgoing], what: Sequence[Asked]) -> Iterator[Filled]:
        if "statements" in what:
            for outgoing in parts:
                yield self._question("statements", report, outgoing, outgoing.words)
        if not parts or not {"gists", "provisions"} & {*what}:
            return
        whole = Outgoing(
            text=parts[0].text, covered=parts[0].covered, stretches=tuple(s for part in parts for s in part.stretches)
        )
        held = [m for m in self._store.statement_mentions(whole.text.id) if m.id in self._statements]
        for some in in_batches(held, MOST_LISTED):
            numbered = [self._listed(f"S{n}", self._statements[m.id], m, whole) for n, m in enumerate(some, 1)]
            fit = tuple(one for one in numbered if one is not None)
            if not fit:
                continue
            said = listed([(one.number, one.speaker, _words(one, whole)) for one in fit])
            if "gists" in what:
                yield self._question("gists", report, whole, said, fit)
            if "provisions" in what and _provisions(self._agreement):
                yield self._question(
                    "provisions", report, whole, f"{provisions(_provisions(self._agreement))}\n\n{said}", fit
                )

    def _listed(self, number: str, statement: Statement, mention: Any, outgoing: Outgoing) -> Listed | None:
        """A statement whose words all stand where they are sent; None for another."""
        if not all(any(a <= s.start and s.end <= b for a, b in outgoing.stretches) for s in mention.content):
            return None
        # as the text has it: what is covered there stays so
        source = outgoing.covered[mention.source.start : mention.source.end] if mention.source else None
        return Listed(number=number, statement_id=statement.id, speaker=source, spans=mention.content)

    def _question(
        self, what: Asked, report: Report, outgoing: Outgoing, data: str, listed: tuple[Listed, ...] = ()
    ) -> Filled:
        key = digest("asked", what, self._model, version_of(what), data, *(one.statement_id for one in listed))
        question = Question(what=what, report=report, characters=len(data), key=key)
        return Filled(question=question, outgoing=outgoing, data=data, listed=listed)


def _words(one: Listed, outgoing: Outgoing) -> list[str]:
    return [outgoing.covered[span.start : span.end] for span in one.spans]


def _provisions(agreement: Agreement) -> list[tuple[str, str]]:
    return [(p.ref, p.what) for p in agreement.provisions] + [(t.ref, t.what) for t in agreement.claimed_terms]


def run(
    store: Store, asking: Asking, plan: Plan, server: ModelServer, *, lease: Lease,
    progress: Progress = lambda done, total, what: None,
) -> Proposed:  # fmt: skip
    """Send the questions of a plan, one after the other, and keep what holds of each answer before the next is sent.

    The case is held for writing only while something is written: others work on it meanwhile.
    """
    result = Proposed(plan=plan)
    silent = 0
    for number, question in enumerate(plan.questions):
        progress(number, len(plan.questions), question.report.title or question.report.id[:8])
        asked = asking.filled(question)
        if asked is None:
            result.changed += 1
            continue
        said = prompt(question.what, asked.data)
        request = server.request(said.system, said.message)
        with lease() as who:
            sent = _sent(asked, server, request.body, who=who)
            store.save_sent(sent)
        result.sent += 1
        try:
            answer = server.ask(request)
        except BadInput as error:
            silent += 1
            result.silent[error.reason] += 1
            with lease():
                store.save_outcome(sent, outcome="no answer", told=str(error))
            if silent == MOST_SILENT:
                result.stopped = f"{error}; {MOST_SILENT} requests in a row had no answer"
                break
        except ModelStops as error:
            with lease():
                store.save_outcome(sent, outcome="no answer", told=str(error))
            result.stopped = str(error)
            break
        else:
            silent = 0
            _keep(store, asking, asked, sent, answer, result, lease)
    progress(len(plan.questions), len(plan.questions), "")
    return result


def _sent(asked: Filled, server: ModelServer, body: bytes, *, who: str) -> Sent:
    question = asked.question
    return Sent(
        id=random_id(), key=question.key, what=question.what, report_id=question.report.id,
        text_id=asked.outgoing.text.id, server=server.address, model=server.model, prompt=version_of(question.what),
        characters=question.characters, request=hashlib.sha256(body).hexdigest(), who=who, sent_at=datetime.now(UTC),
    )  # fmt: skip


def _keep(store: Store, asking: Asking, asked: Filled, sent: Sent, answer: str, result: Proposed, lease: Lease) -> None:
    """Keep the proposals of one answer that hold, and count the others."""
    ground = asking.ground(asked, now=datetime.now(UTC))
    made: dict[str, Proposal] = {}
    refused: Counter[str] = Counter()
    try:
        for item in read_answer(asked.question.what, answer):
            try:
                if isinstance(item, ProposalRefused):
                    raise item
                proposal = ground.proposal(item)
            except ProposalRefused as error:
                refused[error.reason] += 1
            else:
                if proposal.id in made:
                    refused["what was proposed before"] += 1
                made.setdefault(proposal.id, proposal)
    except BadAnswer as error:
        result.malformed[error.reason] += 1
        with lease():
            store.save_outcome(sent, outcome="malformed", told=error.reason)
        return
    with lease():
        fresh = store.save_proposals(made.values())
        if len(made) > len(fresh):
            refused["what was proposed before"] += len(made) - len(fresh)
        store.save_outcome(sent, outcome="answered", kept=len(fresh), refused=dict(refused))
    result.kept.update(one.kind for one in fresh)
    result.refused.update(refused)
