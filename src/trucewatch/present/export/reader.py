"""What exports and briefs ask of a case: the read half of the store fits this."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from trucewatch.errors import RedactedRecord, UnknownRecord
from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.maker import SetAside
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.text import Text


class CaseReader(Protocol):
    """A case to be read; every answer is what holds now, corrections applied, in the order first recorded."""

    def agreement(self) -> Agreement: ...

    def reports(self) -> Iterable[Report]: ...

    def text(self, text_id: str) -> Text:
        """Raises: UnknownRecord if there is none, RedactedRecord if its words were taken out."""
        ...

    def capture(self, sha256: str, *, content: bool = True) -> Capture | None:
        """Without ``content`` the bytes are left out."""
        ...

    def actors(self) -> Iterable[Actor]: ...

    def statements(self) -> Iterable[Statement]: ...

    def statement_mentions(self) -> Iterable[StatementMention]: ...

    def incidents(self) -> Iterable[Incident]: ...

    def incident_mentions(self) -> Iterable[IncidentMention]: ...

    def figures(self) -> Iterable[Figure]: ...

    def series(self) -> Iterable[FigureSeries]: ...

    def commitments(self) -> Iterable[Commitment]: ...

    def term_claims(self) -> Iterable[TermClaim]: ...

    def judgements(self, kind: JudgementKind | None = None) -> Iterable[Judgement]: ...

    def decisions(self) -> Iterable[Decision]: ...

    def set_aside(self) -> Iterable[SetAside]:
        """What was met and not used, by reason: refused files as well as words in texts."""
        ...


def text_or_none(reader: CaseReader, text_id: str) -> Text | None:
    """The text; None if it was redacted."""
    try:
        return reader.text(text_id)
    except (UnknownRecord, RedactedRecord):
        return None
