"""Help from a language model that the user named and turned on: what it proposes, what would be sent, what was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from trucewatch import proposals
from trucewatch.case_part import CasePart
from trucewatch.errors import BadInput, CaseBusy, ModelsOff, UnknownRecord
from trucewatch.records.decision import Decision
from trucewatch.records.proposal import ASKED, Asked, Proposal, Sent
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement

if TYPE_CHECKING:
    from trucewatch.outside.manners import Clock
    from trucewatch.pipeline import Progress
    from trucewatch.proposing import Asking, Plan, Proposed

#: Seconds for which a run waits for another who writes to the case.
PATIENCE = 60
OFF = (
    "language models are off, and nothing was sent; docs/language-models.md says what is sent and what stays. To turn "
    "them on: TRUCEWATCH_LANGUAGE_MODELS=on"
)


class CaseProposing(CasePart):
    """A part of ``Case``."""

    def propose(
        self, *, server: str, model: str, what: Iterable[Asked] = ("statements",),
        reports: Iterable[str] | None = None, limit: int | None = None, who: str | None = None,
        before: Callable[[Plan], None] | None = None, progress: Progress | None = None, clock: Clock | None = None,
    ) -> Proposed:  # fmt: skip
        """Ask a language model behind an OpenAI-compatible ``server`` for statements that were missed, for gists of
        statements, or for the provisions they bear on; of all ``reports`` or these, ``limit`` of them at most. What was
        answered before is not asked again. ``before`` hears of all that is going to be sent before any of it is.

        Nothing in the record changes: what is proposed is kept apart until a person accepts it (``decide``).
        Raises: ModelsOff unless the settings turned language models on; AddressRefused, BadInput, UnknownRecord.
        """
        if self.settings.language_models != "on":
            raise ModelsOff(OFF)
        from trucewatch import proposing  # only who asks waits for what connects
        from trucewatch.outside.addresses import AllowList
        from trucewatch.outside.chat import ModelServer, key_of
        from trucewatch.outside.manners import Clock

        asked = ModelServer.at(
            server, model, allowed=AllowList.of(self.settings.allow_hosts), contact=self.settings.contact,
            key=key_of(self.settings.model_key, self.settings.model_key_file), seconds=self.settings.model_seconds,
            clock=clock or Clock(),
        )  # fmt: skip
        asking = self._asking(asked.model)
        plan = asking.plan(_chosen(what), among=self._reports(reports), limit=limit)
        if before is not None:
            before(plan)
        return proposing.run(
            self.store, asking, plan, asked, lease=lambda: self._patiently(who, asked.clock.sleep),
            **({"progress": progress} if progress is not None else {}),
        )  # fmt: skip

    def would_send(
        self, *, model: str, what: Iterable[Asked] = ("statements",), reports: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> Plan:  # fmt: skip
        """What ``propose`` would send to this model, and which reports stay and why. Nothing is sent.

        Raises: BadInput, UnknownRecord.
        """
        return self._asking(model).plan(_chosen(what), among=self._reports(reports), limit=limit)

    def proposals(self, *, about: Report | Statement | None = None, settled: bool = False) -> list[Proposal]:
        """The proposals that are open, first to last: all, or of a report's text or about a statement. With ``settled``
        also those that a person decided on or that the record holds by now."""
        if about is None:
            found = self.store.proposals()
        elif isinstance(about, Report):
            found = self.store.proposals(texts=about.text_ids)
        else:
            found = self.store.proposals(statements=[about.id, *self.store.younger_ids(about.id)])
        return found if settled else proposals.open_proposals(self.store, found)

    def settlements(self, among: Collection[Proposal]) -> dict[str, Decision]:
        """Proposal (its id) -> the decision that settles it, of those that a person settled."""
        return proposals.settlements(self.store, among)

    def sent(self, report: Report | None = None) -> list[Sent]:
        """What was sent to language models, first to last: which report, when, by whom, to which server."""
        return self.store.sent(report_id=report.id if report is not None else None)

    @contextmanager
    def _patiently(self, who: str | None, sleep: Callable[[float], None]) -> Iterator[str]:
        """As ``_signed``, and wait a while for another who writes: an answer that took minutes is not thrown away.

        Raises: CaseBusy if the other goes on for longer than ``PATIENCE`` seconds.
        """
        with ExitStack() as stack:
            for waited in range(PATIENCE + 1):
                try:
                    person = stack.enter_context(self._signed(who))
                    break
                except CaseBusy:
                    if waited == PATIENCE:
                        raise
                    sleep(1)
            yield person

    def _asking(self, model: str) -> Asking:
        from trucewatch.proposing import Asking

        return Asking(self.store, model=model, hold=timedelta(hours=self.settings.hold_hours))

    def _reports(self, given: Iterable[str] | None) -> set[str] | None:
        """The whole ids of reports by what a person typed."""
        if given is None:
            return None
        found = set()
        for name in given:
            kind, record = self.store.find(name)
            if kind != "report":
                raise UnknownRecord(f"{name} is a {kind}, not a report; ids of reports begin with r:")
            found.add(record.id)
        return found


def _chosen(what: Iterable[Asked]) -> Sequence[Asked]:
    chosen = list(dict.fromkeys(what))
    if not chosen or not set(chosen) <= set(ASKED):
        raise BadInput(f"a model is asked for {', '.join(ASKED)}; got {', '.join(chosen) or 'nothing'}")
    return chosen
