"""A case as one reader may see it: without reports of a later day, what is marked confidential, places held back.

For anybody (with places held back) it is unsigned as well (``unsigned.py``): who works on the case, and what they noted
beside it, stays in the house.

It answers as the case does, so briefs and exports need not know. A record that several reports tell keeps the tellings
that are left; one that loses all is not there. What a record says was worked out over the whole case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TypeVar

from trucewatch.errors import UnknownRecord
from trucewatch.present.export.covering import BLOCK, between_persons
from trucewatch.present.export.held import Held
from trucewatch.present.export.people import People
from trucewatch.present.export.reader import CaseReader, text_or_none
from trucewatch.present.export.unsigned import unnamed, unsigned, unsigned_report
from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.capture import Capture
from trucewatch.records.commitment import Commitment
from trucewatch.records.decision import Decision
from trucewatch.records.figure import Agreement as Alike
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.hands import SOMEBODY
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.maker import SetAside
from trucewatch.records.mention import IncidentMention, Participant, StatementMention
from trucewatch.records.privacy import confidential, elsewhere
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.records.term_claim import TermClaim
from trucewatch.records.text import Text

Worded = TypeVar("Worded", StatementMention, IncidentMention, Figure, Commitment, TermClaim)
Ranges = Mapping[str, tuple[tuple[int, int], ...]]
Record = TypeVar("Record")


class View:
    """``keeps`` says which reports are seen (None: all); with ``public`` what is confidential is not. ``held`` keeps
    places back, and covers their names."""

    def __init__(
        self,
        reader: CaseReader,
        *,
        keeps: Callable[[Report], bool] | None = None,
        public: bool = False,
        held: Held | None = None,
    ) -> None:
        self._reader = reader
        self._keeps = keeps or (lambda report: True)
        self._public = public
        self._held = held

    # -- what is hidden --------------------------------------------------------------------------------

    @cached_property
    def _marked(self) -> tuple[frozenset[str], tuple[Span, ...]]:
        """Ids and words that are confidential, the words in all readings and versions of their reports."""
        ids, spans = confidential(self._reader.decisions()) if self._public else (frozenset[str](), ())
        if not spans:
            return ids, spans
        return ids, (*spans, *elsewhere(spans, self._reader.reports(), partial(text_or_none, self._reader)))

    @cached_property
    def _records_hidden(self) -> frozenset[str]:
        """Ids that are marked, and those of all that holds or is held by them."""
        ids, _ = self._marked
        if not ids:
            return ids
        found = set(ids)
        made: list[Statement | Incident] = [*self._reader.statements(), *self._reader.incidents()]
        for record in made:
            if record.id in ids or (record.mention_ids and ids.issuperset(record.mention_ids)):
                found |= {record.id, *record.mention_ids}
        for series in self._reader.series():
            found |= {*series.figure_ids} if series.id in ids else set()
        return frozenset(found)

    @cached_property
    def hidden(self) -> Ranges:
        """Text id -> the stretches of it that may not be shown."""
        ids, spans = self._marked
        if not ids:
            return {}
        marked = [m for m in self._reader.statement_mentions() if m.id in self._records_hidden]
        said = [s for m in marked for s in (*m.content, m.source) if s is not None]  # who says it may be at risk
        told = [m.words for m in self._reader.incident_mentions() if m.id in self._records_hidden]
        valued: list[Figure | Commitment] = [*self._reader.figures(), *self._reader.commitments()]
        given = [one.span for one in valued if one.id in self._records_hidden]
        found: dict[str, set[tuple[int, int]]] = {}
        for span in (*spans, *said, *told, *given):
            found.setdefault(span.text_id, set()).add((span.start, span.end))
        return {text_id: tuple(sorted(ranges)) for text_id, ranges in found.items()}

    def covered(self, text: Text) -> str:
        """The words of a text with blocks over what may not be shown, so that no offset moves; of a mail that leaves
        the house so is what stands between those who write each other, with names and addresses."""
        content = text.content
        letters = between_persons(text) if self._public else ()
        for start, end in (*self.hidden.get(text.id, ()), *letters):
            content = content[:start] + BLOCK * (end - start) + content[end:]
        return content

    @property
    def marks(self) -> bool:
        """True if something is kept back because a person marked it confidential."""
        return any(self._marked)

    def words_told(self, words: str, text_ids: Iterable[str]) -> str:
        """Words of these texts with names covered of places that are held back."""
        return self._held.covered(words, text_ids) if self._held else words

    def _hides(self, span: Span) -> bool:
        return any(span.start < end and start < span.end for start, end in self.hidden.get(span.text_id, ()))

    def _covered(self, record: Record, text_ids: Iterable[str] | None = None) -> Record:
        return unsigned(self._held.covered(record, text_ids)) if self._held else record

    # -- what is seen ----------------------------------------------------------------------------------

    @cached_property
    def _reports(self) -> tuple[Report, ...]:
        ids, _ = self._marked
        seen = [r for r in self._reader.reports() if self._keeps(r) and r.id not in ids and not ids & {*r.text_ids}]
        reports = tuple(self._covered(self._titled(report), report.text_ids) for report in seen)
        if self._held is None or not reports:
            return reports
        names = People(self._reader)
        return tuple(unnamed(unsigned_report(report), names) for report in reports)

    def _titled(self, report: Report) -> Report:
        """Without a title that stands where something may not be shown."""
        if report.text_id not in self.hidden:
            return report
        text = text_or_none(self._reader, report.text_id)
        if text is None:
            return report
        ranges = self.hidden[report.text_id]
        covered = any(start < b.end and b.start < end for b in text.blocks_in("title") for start, end in ranges)
        return replace(report, found=tuple(f for f in report.found if f.field != "title")) if covered else report

    @cached_property
    def _texts(self) -> frozenset[str]:
        return frozenset(text_id for report in self._reports for text_id in report.text_ids)

    def agreement(self) -> Agreement:
        return self._reader.agreement()

    def reports(self) -> tuple[Report, ...]:
        return self._reports

    def text(self, text_id: str) -> Text:
        if text_id not in self._texts:
            raise UnknownRecord(f"no report that is seen here has text {text_id[:12]}; widen the view")
        text = self._reader.text(text_id)
        return self._held.text(text) if self._held else text

    def capture(self, sha256: str, *, content: bool = True) -> Capture | None:
        return self._covered(self._reader.capture(sha256, content=content))

    def actors(self) -> Iterator[Actor]:
        """Everybody, since names of private persons are covered wherever they stand; of the others only what is told
        where it may be seen."""
        for actor in self._reader.actors():
            shown = actor if actor.private or not self._public else self._less(actor)
            yield unsigned(self._held.covered_firmly(shown)) if self._held else shown

    def tells_of(self, actor: Actor) -> bool:
        """True for whom the agreement lists, and who speaks where it may be seen."""
        listed = actor.founding_mention is None
        return listed or any(m in self._said for m in actor.mention_ids)

    def _less(self, actor: Actor) -> Actor:
        """An actor without the names and roles that stand where nothing may be shown."""
        names = tuple(n for n in actor.names if n.span is None or not self._hides(n.span))
        roles = tuple(r for r in actor.roles if not any(self._hides(s) for s in (r.span, r.time_span) if s is not None))
        return replace(actor, names=names or actor.names[:1], roles=roles)

    @cached_property
    def _said(self) -> dict[str, StatementMention]:
        return {m.id: m for m in self._seen(self._reader.statement_mentions(), lambda m: m.content)}

    @cached_property
    def _told(self) -> dict[str, IncidentMention]:
        return {m.id: m for m in self._seen(self._reader.incident_mentions(), lambda m: (m.words,))}

    def _seen(self, records: Iterable[Worded], words: Callable[[Worded], Iterable[Span]]) -> Iterator[Worded]:
        for record in records:
            shown = record.text_id in self._texts and record.id not in self._records_hidden
            if shown and not any(self._hides(span) for span in words(record)):
                yield self._covered(record, (record.text_id,))

    def tellings(self, records: Iterable[Worded]) -> list[Worded]:
        """Those of a few mentions, figures or promises that are seen, without reading the whole case."""
        return list(self._seen(records, lambda record: record.spans()))

    def statement_mentions(self) -> Iterable[StatementMention]:
        return self._said.values()

    def incident_mentions(self) -> Iterable[IncidentMention]:
        return self._told.values()

    def statements(self) -> Iterator[Statement]:
        for statement in self._reader.statements():
            kept = tuple(m for m in statement.mention_ids if m in self._said)
            statement = self._covered(statement, (self._said[m].text_id for m in kept))
            if len(kept) == len(statement.mention_ids):
                yield statement
            elif kept:
                speakers = {self._said[m].speaker for m in kept}
                yield replace(
                    statement, mention_ids=kept, founding_mention=_founding(statement.founding_mention, kept),
                    rival_speakers=tuple(name for name in statement.rival_speakers if name in speakers),
                )  # fmt: skip

    def incidents(self) -> Iterator[Incident]:
        for incident in self._reader.incidents():
            kept = tuple(m for m in incident.mention_ids if m in self._told)
            incident = self._placed(incident, kept)
            if len(kept) == len(incident.mention_ids):
                yield incident
            elif accounts := tuple(a for a in incident.accounts if a.mention_id in kept):
                yield replace(
                    incident, mention_ids=kept, founding_mention=_founding(incident.founding_mention, kept),
                    accounts=accounts,
                    actors=self._named(incident.actors), targets=self._named(incident.targets),
                    counts=tuple(c for c in incident.counts if self._shows(c.span)),
                )  # fmt: skip

    def _placed(self, incident: Incident, kept: Iterable[str]) -> Incident:
        """With its place as finely as it may be shown, and its names covered."""
        if self._held is None:
            return incident
        shown = self._held.place(incident)
        if shown.how != "as told":
            incident = replace(incident, where=None, places=())
        incident = self._covered(incident, (self._told[m].text_id for m in kept))
        return replace(incident, where=shown.where) if shown.how != "as told" else incident

    def _named(self, participants: Iterable[Participant]) -> tuple[Participant, ...]:
        return tuple(p for p in participants if p.span is None or self._shows(p.span))

    def shows(self, record_id: str, words: Iterable[Span]) -> bool:
        """True for a record that is seen here, and whose words are."""
        return record_id not in self._records_hidden and all(self._shows(span) for span in words)

    def _shows(self, span: Span) -> bool:
        return span.text_id in self._texts and not self._hides(span)

    @cached_property
    def _figures(self) -> dict[str, Figure]:
        return {f.id: f for f in self._seen(self._reader.figures(), lambda f: (f.span,))}

    def figures(self) -> Iterable[Figure]:
        return self._figures.values()

    def series(self) -> Iterator[FigureSeries]:
        for series in self._reader.series():
            kept = tuple(f for f in series.figure_ids if f in self._figures)
            series = self._covered(series, (self._figures[f].text_id for f in kept))
            if len(kept) == len(series.figure_ids):
                yield series
            elif kept:
                values = {(f.value, f.low, f.high, f.bound, f.denied) for f in map(self._figures.__getitem__, kept)}
                alike: Alike = "single" if len(kept) == 1 else "agreeing"
                yield replace(series, figure_ids=kept, agreement=series.agreement if len(values) > 1 else alike)

    def commitments(self) -> Iterator[Commitment]:
        return self._seen(self._reader.commitments(), lambda c: (c.span,))

    def term_claims(self) -> Iterator[TermClaim]:
        return self._seen(self._reader.term_claims(), lambda c: c.spans())

    def judgements(self, kind: JudgementKind | None = None) -> Iterable[Judgement]:
        return (self._covered(judgement) for judgement in self._reader.judgements(kind))

    def decisions(self) -> Iterable[Decision]:
        decisions = self._reader.decisions()
        if self._public:  # whoever decided on what grounds works on the case
            decisions = (replace(decision, who=SOMEBODY, why="") for decision in decisions)
        return (self._covered(decision) for decision in decisions)

    def set_aside(self) -> Iterable[SetAside]:
        return (self._covered(one) for one in self._reader.set_aside())


def _founding(mention: str, kept: tuple[str, ...]) -> str:
    return mention if mention in kept else kept[0]
