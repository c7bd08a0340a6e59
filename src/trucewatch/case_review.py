"""What persons do together in a case: the queue, comments, assignment, sign-off, samples, grades of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any, get_args

from trucewatch import conflicts, grading, reviewing
from trucewatch.amending import anchor_of
from trucewatch.asked import known as known_word
from trucewatch.assess.agreeing import Alpha
from trucewatch.case_part import CasePart
from trucewatch.errors import BadInput
from trucewatch.explain.values import KEY_LENGTH, Doubt, DoubtKind, doubts, doubts_since
from trucewatch.grading import Grade, Grades
from trucewatch.records.decision import Decision
from trucewatch.records.incident import Incident
from trucewatch.records.page import Page, check_page
from trucewatch.records.review import Entry, ReviewState, Stage
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.reviewing import ITEM, Sample, SampleKind
from trucewatch.store.state import State

#: The stages of review that the queue lists unless others are asked for.
TO_DO = ("open", "claimed")
#: The state of what nobody said anything of.
UNTOUCHED = ReviewState()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """Something worth a look, and how far its review has come."""

    doubt: Doubt
    state: ReviewState


class CaseReview(CasePart):
    """A part of ``Case``."""

    # -- the queue --------------------------------------------------------------------------------------

    def doubts(self) -> list[Doubt]:
        """What a person should look at first: judgements near the line, values read with little certainty, missing or
        told in two ways, what was set aside, decisions that lost their place; by doubt and by reports touched."""
        return doubts(self.store)

    def doubts_since(self, known: Sequence[Doubt], since: State, *, at: datetime) -> list[Doubt] | None:
        """What ``doubts`` gives now, out of what it gave (``known``) when the case was in the state ``since``, ``at``
        that time; None where so much was changed that the whole is to be looked through."""
        return doubts_since(self.store, known, since, at=at)

    def queue(
        self, known: Sequence[Doubt] | None = None, *, kinds: Collection[DoubtKind] = (), person: str | None = None,
        stages: Collection[str] = TO_DO, about: str | None = None, offset: int = 0, limit: int = 50,
    ) -> Page[QueueItem]:  # fmt: skip
        """A page of ``doubts`` (``known``: as worked out before): of these kinds, assigned to or claimed by a
        ``person``, at these stages of review, about a record (by id); ``counts`` say how many there are of each kind.

        Raises: BadInput for a page that cannot be, for a kind or stage that there is none of.
        """
        check_page(offset, limit)
        for kind in kinds:
            known_word("kind", kind, get_args(DoubtKind))
        for stage in stages:
            known_word("stage", stage, get_args(Stage))
        asked = self.doubts() if known is None else known
        if about is not None:
            asked = [d for d in asked if about in (d.about, d.other)]
        # a long queue is not gone through item by item: of most nobody has said anything
        states = reviewing.grouped(self.store.entries(about_kinds={ITEM}))
        fitting = {key for key, s in states.items() if s.stage in stages and (person is None or _of(s, person))}
        if person is not None or UNTOUCHED.stage not in stages:
            asked = [d for d in asked if d.key in fitting]
        out = states.keys() - fitting
        counts = Counter(map(attrgetter("kind"), asked))
        counts.subtract(d.kind for d in asked if d.key in out)
        wanted = (d for d in asked if d.key not in out and (not kinds or d.kind in kinds))
        return Page(
            items=tuple(
                QueueItem(doubt=d, state=states.get(d.key, UNTOUCHED)) for d in islice(wanted, offset, offset + limit)
            ),
            total=sum(n for kind, n in counts.items() if not kinds or kind in kinds), offset=offset, limit=limit,
            counts={kind: n for kind, n in counts.items() if n},
        )  # fmt: skip

    # -- about a record or an item of the queue ---------------------------------------------------------

    def comment(self, target: str, words: str, *, who: str | None = None) -> Entry:
        """Say something about a record (``s:…``) or an item of the queue (its key).

        Raises: UnknownRecord, AmbiguousRecord; BadInput for a comment without words.
        """
        return self._say("comment", target, who, words=words)

    def assign(self, target: str, to: str | None, *, who: str | None = None) -> Entry:
        """Give a record or an item of the queue to a person to look at; None takes it away."""
        return self._say("assigned", target, who, to=to)

    def claim(self, target: str, *, who: str | None = None, anyway: bool = False) -> Entry:
        """Say that one is looking at it now.

        Raises: Conflict if another person is (``anyway``: take it over).
        """
        kind, about, anchor = self._about(target)
        with self._signed(who) as person:
            return reviewing.claim(self.store, kind, about, who=person, anchor=anchor, anyway=anyway)

    def finish(self, target: str, *, who: str | None = None, words: str = "") -> Entry:
        """Say that one has looked at it and is done."""
        return self._say("finished", target, who, words=words)

    def reopen(self, target: str, *, who: str | None = None, words: str = "") -> Entry:
        """Say that it is to be looked at again."""
        return self._say("reopened", target, who, words=words)

    def sign_off(self, target: str, *, who: str | None = None, words: str = "") -> Entry:
        """Say, as a second reader, that what another finished is right.

        Raises: BadInput if nobody finished it, or if it was this person.
        """
        return self._say("signed", target, who, words=words)

    def entries(self, target: str) -> list[Entry]:
        """What was said about a record, also under the ids and words that it had before, or about an item; first to
        last."""
        if not _is_record(target):
            return self.store.entries(about=[target])
        kind, record = self.store.find(target)
        return reviewing.entries_about(self.store, kind, record)

    def review_states(self, about: Collection[str]) -> dict[str, ReviewState]:
        """How far the review of each of these records (by whole ids) or items has come."""
        return reviewing.states(self.store, about)

    def assigned(self, person: str | None = None) -> list[str]:
        """The ids of records and keys of items that a person has to look at, the latest last."""
        return reviewing.assigned_to(self.store, person or self.settings.person)

    # -- two readers on one sample ----------------------------------------------------------------------

    def draw_sample(self, kind: SampleKind, *, size: int, seed: int, who: str | None = None) -> Sample:
        """Draw a sample of records for two readers; the same seed draws the same of the same case. Raises: BadInput."""
        with self._signed(who) as person:
            return reviewing.draw(self.store, kind, size=size, seed=seed, who=person)

    def samples(self) -> list[Sample]:
        """The samples that were drawn."""
        return reviewing.samples(self.store)

    def sample(self, name: str) -> Sample:
        """A sample by its id or the beginning of it. Raises: UnknownRecord."""
        return reviewing.sample(self.store, name)

    def read_sample(self, name: str, record: str, values: Mapping[str, str], *, who: str | None = None) -> Entry:
        """Keep what a reader decided of a record of a sample, field by field; no other reader is shown it.

        Raises: UnknownRecord, AmbiguousRecord; BadInput for a record or field that the sample does not have.
        """
        drawn = self.sample(name)
        _, found = self.store.find(record)
        with self._signed(who) as person:
            return reviewing.read(self.store, drawn, found.id, values, who=person)

    def readings(self, name: str, *, who: str | None = None) -> dict[str, dict[str, str]]:
        """What one reader decided of a sample, by record and field: their own alone."""
        return reviewing.readings_of(self.store, self.sample(name), who or self.settings.person)

    def reader_agreement(self, name: str) -> dict[str, Alpha]:
        """How far the readers of a sample agree on each field: Krippendorff's alpha for nominal values."""
        return reviewing.agreement(self.store, self.sample(name))

    # -- grades of sources ------------------------------------------------------------------------------

    def grade(
        self, target: str, code: str | None, *, why: str, who: str | None = None, seen: str | None = None,
        anyway: bool = False,
    ) -> Decision:  # fmt: skip
        """Grade a source by its name for reliability (A to F), or a report or mention by its id for credibility (1 to
        6); None takes the grade away. ``seen`` and ``anyway`` are as for ``decide``.

        Raises: BadInput for a source or grade that there is none of; UnknownRecord, AmbiguousRecord, Conflict.
        """
        with self._signed(who) as person:
            decision = grading.grade(self.store, target, code, why=why, who=person)
            if seen is not None and not anyway:
                conflicts.check(
                    self.store, seen, who=person, action="grade", ids={decision.target}, field=decision.field,
                    new=decision.new,
                )  # fmt: skip
            self.store.save_decision(decision)
            return decision

    def grades(self) -> Grades:
        """Every grade in force."""
        return grading.grades_in(self.store)

    def credibility(self, record: Statement | Incident) -> list[tuple[Any, Grade]]:
        """The mentions of a record that were graded, each with its grade."""
        return grading.credibility_of(self.store.mentions_of(record), self.grades())

    # -- the parts --------------------------------------------------------------------------------------

    def _say(self, kind: Any, target: str, who: str | None, *, words: str = "", to: str | None = None) -> Entry:
        about_kind, about, anchor = self._about(target)
        with self._signed(who) as person:
            return reviewing.say(
                self.store, kind, about_kind, about, who=person, words=words, to=to, anchor=anchor
            )  # fmt: skip

    def _about(self, target: str) -> tuple[str, str, Iterable[Span]]:
        """(kind, id, words) of a record or an item of the queue. Raises: UnknownRecord, AmbiguousRecord, BadInput."""
        if not _is_record(target):
            if len(target) != KEY_LENGTH or not set(target) <= set("0123456789abcdef"):
                raise BadInput(f"{target!r} is neither a record (s:…, i:…, m:…, r:…) nor the key of an item to review")
            return ITEM, target, ()
        kind, record = self.store.find(target)
        return kind, record.id, anchor_of(self.store, record)


def _is_record(target: str) -> bool:
    """True for what is written as a record's id (``s:4f1c09aa``) and not as an item's key."""
    return target[1:2] == ":"


def _of(state: ReviewState, person: str) -> bool:
    return person.casefold() in ((state.assigned_to or "").casefold(), (state.claimed_by or "").casefold())
