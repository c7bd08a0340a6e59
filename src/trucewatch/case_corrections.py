"""What persons correct of a case beside single decisions: several values at once, the words that a record rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from trucewatch import amending, conflicts
from trucewatch.errors import BadInput
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.figure import Figure
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.settings import Settings
from trucewatch.store import Store

#: Reasons that are offered again at most, out of this many decisions.
REASONS, LOOKED_THROUGH = 8, 200


class CaseCorrections:
    """A part of ``Case``."""

    store: Store
    settings: Settings

    def amend(
        self, target: str, values: Mapping[str, Any], *, why: str, who: str | None = None, seen: str | None = None
    ) -> tuple[Decision, ...]:
        """Give several fields of one record their values; each is a decision of its own, in force together.

        ``seen`` is the token with which the record was read.
        Raises: Conflict if another person decided of one of them since; UnknownRecord, BadRecord, BadInput.
        """
        kind, record = self.store.find(target)
        who = who or self.settings.person
        with self.store.lease(who, seconds=self.settings.lease_seconds):
            if seen:
                ids = conflicts.ids_of(self.store, record)
                for field, new in values.items():
                    conflicts.check(self.store, seen, who=who, action="set", ids=ids, field=field, new=new)
            return amending.amend(
                self.store,
                values,
                kind=kind,
                record=record,
                why=why,
                who=who,
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
        who = who or self.settings.person
        with self.store.lease(who, seconds=self.settings.lease_seconds):
            if seen:
                ids = conflicts.ids_of(self.store, record)
                conflicts.check(self.store, seen, who=who, action="reject", ids=ids)
            return amending.reword(self.store, record, pieces, kind=kind, why=why, who=who)

    def reasons_given(self, who: str) -> tuple[str, ...]:
        """The reasons that a person gave last, the latest first, each once."""
        own = [d.why for d in self.store.latest_decisions(LOOKED_THROUGH) if d.who == who]
        return tuple(dict.fromkeys(own))[:REASONS]
