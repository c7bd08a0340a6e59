"""What persons enter and correct in a case: decisions and judgements, notes by hand, days of events, several values at
once, the words that a record rests on, what is taken out of the case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any, Literal, get_args

from trucewatch import amending, conflicts, decided, judging, notes, pipeline, proposals, reports_corrected, trending
from trucewatch.asked import known
from trucewatch.assess.clocks import CLOCK_EVENT
from trucewatch.case_part import CasePart
from trucewatch.errors import BadInput, UnknownRecord
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Action, Decision, Redaction
from trucewatch.records.figure import Figure
from trucewatch.records.ids import random_id
from trucewatch.records.judgement import JudgementKind
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.proposal import Proposal
from trucewatch.records.report import Report

#: Reasons that are offered again at most, out of this many decisions.
REASONS, LOOKED_THROUGH = 8, 200


class CaseCorrections(CasePart):
    """A part of ``Case``."""

    def decide(
        self,
        target: str,
        action: Action,
        *,
        why: str,
        field: str | None = None,
        new: Any = None,
        who: str | None = None,
        seen: str | None = None,
        anyway: bool = False,
    ) -> Decision:
        """Record a person's decision about a record, by id and by its words, and apply it.

        ``seen`` is the token (``seen()``) that was taken before the record was read: if another person decided of the
        same thing since, nothing is changed (Conflict), unless it is to be decided ``anyway``.

        ``set`` gives ``field`` its ``new`` value; ``confirm`` and ``reject`` need neither; ``same``, ``different`` and
        ``unsure`` name the other record in ``new`` (see ``judge``); ``undo`` takes back the decision named as target.
        Of an actor ``side``, ``role``, ``name`` and ``kind`` can be set, of a report ``title``, ``publisher``,
        ``author`` and ``published``: the texts of another day or outlet are annotated anew.
        A proposal of a language model is accepted (``confirm``) and then entered as this person's own, or rejected.
        Raises: UnknownRecord, BadRecord, BadInput, Conflict.
        """
        known("action", action, get_args(Action))
        if action in ("same", "different", "unsure") and isinstance(new, str):
            return self.judge(target, action, new, why=why, who=who, seen=seen, anyway=anyway)
        kind, record = self.store.find(target)
        with self._signed(who) as person:
            if seen is not None and not anyway:
                self._check_seen(seen, action, record, who=person, field=field, new=new)
            if isinstance(record, Proposal):
                return proposals.decide(self.store, record, action, why=why, who=person)
            return notes.decide(
                self.store, action=action, target_kind=kind, record=record, why=why, who=person,
                field=field, new=new, anchor=amending.anchor_of(self.store, record),
            )  # fmt: skip

    def date_event(self, name: str, day: date | None, *, why: str, who: str | None = None) -> Decision:
        """Say on which day an event of the agreement file took place, or "provision REF" was carried out; None if it
        has not been. Clocks that hang on it run from that day; ``decide(…, "undo")`` takes it back.

        Raises: BadInput for a name on which no clock can hang.
        """
        events = [e.name for e in self.agreement.events]
        names = [*events, *(f"provision {p.ref}" for p in self.agreement.provisions)]
        if name not in names:
            near = get_close_matches(name, names, n=1)
            step = f"did you mean {near[0]!r}?" if near else f"events are: {', '.join(events) or 'none'}"
            raise BadInput(f"no event of the agreement file is named {name!r}; {step}")
        with self._signed(who) as person:
            decision = Decision(
                id=random_id(), action="set", target_kind=CLOCK_EVENT, target=name, field="day",
                new=day.isoformat() if day else None, why=why, who=person, when=datetime.now(UTC),
            )  # fmt: skip
            self.store.save_decision(decision)
        return decision

    def mark_event(self, name: str, day: date | None, *, why: str, who: str | None = None) -> Decision:
        """Mark a day of the case ("re-set") for trends and timelines to be read against; None takes the day away.

        Raises: BadInput for an empty name, or an event that the agreement file dates.
        """
        with self._signed(who) as person:
            return trending.mark_event(self.store, name, day, why=why, who=person)

    def judge(
        self,
        first: str,
        action: Action,
        second: str,
        *,
        why: str,
        relation: JudgementKind | None = None,
        label: str | None = None,
        who: str | None = None,
        seen: str | None = None,
        anyway: bool = False,
    ) -> Decision:
        """Record that two statements, incidents, reports or actors are ``same`` or ``different``, or that the first
        stands (``same``) or does not stand (``different``) in a ``relation`` to the second: ``response`` (``label``
        says of which kind), ``repeats``, ``part_of``, ``provision``; ``unsure`` takes an earlier judgement back.

        A statement or incident is parted by naming one of its mentions (m:…), an actor by a statement of another.
        ``seen`` and ``anyway`` are as for ``decide``.
        Raises: UnknownRecord, AmbiguousRecord, BadRecord, Conflict; BadInput for records that cannot be judged so.
        """
        known("action", action, ("same", "different", "unsure"))
        known("relation", relation, tuple(judging.RELATIONS))
        with self._signed(who) as person:
            if seen is not None and not anyway:
                other = judging.side_of(self.store, second)
                ids = {other.id} if other.record is None else decided.ids_of(self.store, other.record)
                self._check_seen(seen, action, self.store.find(first)[1], who=person, others=ids)
            return judging.judge(self.store, first, action, second, relation=relation, label=label, why=why, who=person)

    def note(
        self, words: str, *, kind: str, why: str = "noted by hand", report: str | None = None,
        source: str = "field note", said: str | None = None, at: int | None = None, who: str | None = None,
        **values: Any,
    ) -> Decision:  # fmt: skip
        """Enter a statement, incident or figure by hand, by its words in ``report`` or as a note of its own.

        Words that stand in the report more than once are told apart by the character ``at`` which they begin.
        ``values`` are fields of the record (speaker, side, act …; type, where …; quantity, value …).
        Raises: BadInput if the words do not stand in the report, or in more than one place; BadRecord, UnknownRecord.
        """
        held = None
        if report is not None:
            found_kind, held = self.store.find(report)
            if not isinstance(held, Report):
                raise UnknownRecord(f"{report} is a {found_kind}, not a report; report ids begin with r:")
        with self._signed(who) as person:
            return notes.note(
                self.store, words, kind=kind, values=values, who=person, why=why, report=held,
                source=source, said=said, at=at,
            )  # fmt: skip

    def redact(self, target: str, *, ground: str, who: str | None = None) -> tuple[Redaction, ...]:
        """Take the content of a report, capture, text or decision out of the case; its trace stays. Not undoable.

        Raises: UnknownRecord; BadInput for another kind of record; BadRecord without a ground or name.
        """
        kind, record = self.store.find(target)
        targets: list[tuple[Literal["capture", "text", "decision"], str]]
        if isinstance(record, Report):
            noted = [note.capture_id for note in record.page_notes if note.capture_id]
            targets = [("capture", capture_id) for capture_id in dict.fromkeys((*record.capture_ids, *noted))]
        elif kind in ("capture", "text", "decision"):
            targets = [(kind, record.id)]  # type: ignore[list-item]
        else:
            raise BadInput(f"{target} is a {kind}; redact the report, capture, text or decision that holds its words")
        made: tuple[Redaction, ...] = ()
        with self._signed(who) as person:
            for one, identity in targets:
                made += self.store.redact(one, identity, who=person, when=datetime.now(UTC), ground=ground)
            # another decision on that value may hold again
            if isinstance(record, Decision) and reports_corrected.is_correction(record):
                reports_corrected.settle(self.store, [record.target])
            pipeline.link_case(self.store)
        return made

    def seen(self) -> str:
        """Which decisions all that is read from now on takes account of: a token to hand in with a decision."""
        return conflicts.token(self.store)

    def _check_seen(
        self, seen: str, action: Action, record: Any, *, who: str, field: str | None = None, new: Any = None,
        others: Collection[str] = (),
    ) -> None:  # fmt: skip
        conflicts.check(
            self.store, seen, who=who, action=action, ids=decided.ids_of(self.store, record),
            field=field, new=new, others=others,
        )  # fmt: skip

    def amend(
        self, target: str, values: Mapping[str, Any], *, why: str, who: str | None = None, seen: str | None = None
    ) -> tuple[Decision, ...]:
        """Give several fields of one record their values; each is a decision of its own, in force together.

        ``seen`` is the token with which the record was read.
        Raises: Conflict if another person decided of one of them since; UnknownRecord, BadRecord, BadInput.
        """
        kind, record = self.store.find(target)
        with self._signed(who) as person:
            if seen:
                ids = decided.ids_of(self.store, record)
                for field, new in values.items():
                    conflicts.check(self.store, seen, who=person, action="set", ids=ids, field=field, new=new)
            return amending.amend(
                self.store,
                values,
                kind=kind,
                record=record,
                why=why,
                who=person,
                anchor=amending.anchor_of(self.store, record),
            )

    def reword(
        self, target: str, pieces: Iterable[tuple[int, str]], *, why: str, who: str | None = None,
        seen: str | None = None,
    ) -> tuple[Decision, ...]:  # fmt: skip
        """Let a mention, figure or commitment rest on other words of its text: pieces by where each begins.

        Raises: Conflict; UnknownRecord; BadInput for words that do not stand there, or a record that has none.
        """
        kind, record = self.store.find(target)
        if not isinstance(record, StatementMention | IncidentMention | Figure | Commitment):
            raise BadInput(f"{target} is a {kind}; the words of a mention, figure or commitment are corrected")
        with self._signed(who) as person:
            if seen:
                ids = decided.ids_of(self.store, record)
                conflicts.check(self.store, seen, who=person, action="reject", ids=ids)
            return amending.reword(self.store, record, pieces, kind=kind, why=why, who=person)

    def reasons_given(self, who: str) -> tuple[str, ...]:
        """The reasons that a person gave last, the latest first, each once."""
        own = [d.why for d in self.store.latest_decisions(LOOKED_THROUGH) if d.who == who]
        return tuple(dict.fromkeys(own))[:REASONS]
