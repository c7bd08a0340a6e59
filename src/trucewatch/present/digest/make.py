"""The digest: what changed in a case between two instants, for people who do not open it.

It leaves the case, so it shows what any reader may see: private persons by description, nothing that is marked
confidential, places of people at risk held back, no names of those who work on the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trucewatch.assess.changes import ChangedRecord, Changes, Deadline, FieldChange
from trucewatch.assess.holding import HELD_FOR
from trucewatch.assess.versions import Edit, Step, steps, words_of
from trucewatch.present.brief.evidence import Evidence, publisher_of
from trucewatch.present.brief.frame import Line, NewsGroup
from trucewatch.present.brief.incidents import Incidents
from trucewatch.present.brief.model import Citation
from trucewatch.present.brief.news import FIELDS, MOST, NewsLines
from trucewatch.present.brief.sources import in_order
from trucewatch.present.brief.statements import Items
from trucewatch.present.brief.words import counted, day_words
from trucewatch.present.digest.searches import Seekable
from trucewatch.present.export.held import Held
from trucewatch.present.export.people import People
from trucewatch.present.export.view import View
from trucewatch.records.commitment import Commitment
from trucewatch.records.judgement import standing
from trucewatch.records.mention import StatementMention
from trucewatch.records.origins import origins_of
from trucewatch.records.report import Report
from trucewatch.records.watch import SavedSearch
from trucewatch.store import Store
from trucewatch.watching import SourceState

#: Edits of one page listed at most; the rest is counted.
MOST_EDITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A report that a line rests on."""

    publisher: str
    title: str
    published: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is new in a case. ``cited`` gives the report behind each number that a line cites."""

    title: str
    since: datetime | None
    until: datetime
    groups: tuple[NewsGroup, ...]
    cited: Mapping[int, Cited]
    sources: tuple[SourceState, ...]
    withheld: int

    @property
    def any(self) -> bool:
        """True if there is anything to tell besides deadlines and sources that gave nothing before."""
        begun = self.since.isoformat() if self.since else ""
        fresh = any(s.problem and (s.problem_since or "") > begun for s in self.sources)
        return fresh or any(group.heading != DEADLINES for group in self.groups)


DEADLINES = "Due in the next 14 days"


def make_digest(
    store: Store,
    changes: Changes,
    *,
    searches: Sequence[SavedSearch] = (),
    sources: Iterable[SourceState] = (),
    now: datetime,
    hold: timedelta = HELD_FOR,
) -> Digest:
    """Gather what changed, the finds of saved searches among it, what falls due, and how the sources went; places of
    people at risk are not told at all for as long as ``hold``."""
    return _Making(store, changes, now, hold).digest(searches, tuple(sources))


class _Making:
    def __init__(self, store: Store, changes: Changes, now: datetime, hold: timedelta) -> None:
        self.store = store
        self.held = Held.of(store, now=now, hold=hold)
        self.view = View(store, public=True, held=self.held)
        self.people = People(store)
        self.reports = in_order(self.view.reports())
        self.evidence = Evidence(self.view, self.reports, self.people, self.view.hidden)
        said, told = list(self.view.statement_mentions()), list(self.view.incident_mentions())
        self.items = Items(self.view.statements(), said, self.evidence, self.people)
        happened = list(self.view.incidents())
        origins = origins_of(self.reports, store.judgements("same_report")).origin_of
        self.incidents = Incidents(happened, told, self.evidence, self.people, origins, held=self.held)
        self.happened = {one.id: one for one in happened}
        values = {one.id for one in self.view.figures()} | {one.id for one in self.view.commitments()}
        self.seen = frozenset({m.id for m in said} | {m.id for m in told} | values)
        self.listed = frozenset(
            {s.id for s in self.items.statements.values() if self.items.mentions(s)}
            | {i.id for i in happened if self.incidents.mentions(i)}
            | {report.id for report in self.reports}
            | {series.id for series in self.view.series()}
            | values
        )
        self.edited = [one for one in changes.changed if isinstance(one.after, Report)]
        self.changes = self._public(changes)

    def digest(self, searches: Sequence[SavedSearch], sources: tuple[SourceState, ...]) -> Digest:
        changes = self.changes
        met = {i.id for i in changes.incidents} | {c.id for c in (*changes.changed, *changes.told_again)}
        met |= {m.into for m in changes.merged}
        shown = {i: self.incidents.shown(self.happened[i]) for i in met if i in self.happened and i in self.listed}
        lines = NewsLines(self.items, shown, self.listed, self.evidence, self.people, held=self.held)
        agreement = self.store.agreement()
        refs = {*(p.ref for p in agreement.provisions), *(t.ref for t in agreement.claimed_terms)}
        found = list(lines.news(changes, "", refs=refs).groups)
        found += self._edited(changes)
        found += self._became(changes)
        found += self._deadlines(changes.deadlines)
        for search in searches:
            found += self._search(search, lines)
        withheld = sum(group.outside for group in found)
        groups = tuple(replace(group, outside=0) for group in found if group.lines or group.more)
        return Digest(
            title=agreement.title, since=changes.since, until=changes.until, groups=groups, sources=sources,
            cited={self.evidence.numbers[r.id]: self._cited(r) for r in self.reports}, withheld=withheld,
        )  # fmt: skip

    # -- what may leave ------------------------------------------------------------------------------

    def _public(self, changes: Changes) -> Changes:
        """Without who decided and why, and without what is told in groups of our own; reports as the view has them,
        as a title may hold what is confidential."""
        seen = {report.id: report for report in self.reports}
        changed = [replace(one, values=tuple(self._values(one))) for one in changes.changed]
        return replace(
            changes,
            reports=tuple(seen.get(report.id, report) for report in changes.reports),
            changed=tuple(one for one in changed if one.values or one.tellings[1] < one.tellings[0]),
            gone=tuple(c for c in changes.gone if self._may_tell(c.before)),
            lost=(),
        )

    def _values(self, one: ChangedRecord) -> Iterator[FieldChange]:
        """The changes of a record's values, if none of them can come from words that are kept back."""
        told = {*getattr(one.before, "mention_ids", ()), *getattr(one.after, "mention_ids", ())}
        if self.view.hidden and not told <= self.seen:
            return
        for value in one.values:
            if value.field != "text_id" and not (value.field == "title" and self.view.hidden):
                by = replace(value.by, name="a person") if value.by.kind == "person" else value.by
                yield replace(value, by=by, why=None)

    def _may_tell(self, record: object) -> bool:
        """True if something that the case no longer holds rests on mentions that any reader may see."""
        return any(m in self.seen for m in getattr(record, "mention_ids", ()))

    # -- groups of our own ---------------------------------------------------------------------------

    def _edited(self, changes: Changes) -> Iterator[NewsGroup]:
        """Pages of which a later text came: what it changed in recorded values."""
        made = [
            (record.after, step)
            for record in self.edited
            if "text_id" in {v.field for v in record.values}
            for step in steps(self.store, record.after)
            if changes.since is None or step.after.id not in record.before.text_ids
        ]
        lines = [self._edit_line(report, step) for report, step in made if report.id in self.listed]
        yield _group("Edited pages", lines)

    def _edit_line(self, report: Report, step: Step) -> Line:
        edits = [e for e in step.edits if all(one is None or one.id in self.seen for one in (e.before, e.after))]
        told = [self._edit_words(edit) for edit in edits[:MOST_EDITS]]
        told += [f"and {len(edits) - MOST_EDITS} more"] if len(edits) > MOST_EDITS else []
        told += [f"{notice.kind} by the outlet" for notice in step.notices]
        if step.titles:
            told.append("another title")
        told = [self.held.covered_for(words, report) for words in told]
        words = "; ".join(told) or "other words, no recorded value is another"
        return Line(words=words, citations=(Citation(number=self.evidence.numbers[report.id], part=""),))

    def _edit_words(self, edit: Edit) -> str:
        one = edit.after or edit.before
        assert one is not None
        quote = " ".join(words_of(one).split())
        head = f"{edit.sort} {edit.what}"
        if isinstance(one, StatementMention):
            head = f"{head}, {self.people.shown(one.speaker, one.role) or 'speaker not named'}"
        lines = NewsLines(self.items, {}, self.listed, self.evidence, self.people)
        values = ", ".join(
            f"{FIELDS.get(v.field, v.field.replace('_', ' '))} {lines.words(v.field, v.before)} → "
            f"{lines.words(v.field, v.after)}"
            for v in edit.values
        )
        return f"{head}: {values or f'“{self.people.masked(quote)}”'}"

    def _became(self, changes: Changes) -> Iterator[NewsGroup]:
        """Pages that are gone, shrank or lead elsewhere since."""
        lines = [
            Line(
                words=f"page {note.kind} ({day_words(note.noted_at.date())})",
                citations=(Citation(number=self.evidence.numbers[report.id], part=""),),
            )
            for report in self.reports
            for note in report.page_notes
            if (changes.since is None or note.noted_at > changes.since) and note.noted_at <= changes.until
        ]
        yield _group("Pages that are no longer what they were", lines)

    def _deadlines(self, deadlines: Iterable[Deadline]) -> Iterator[NewsGroup]:
        lines = []
        for one in deadlines:
            when = f"{day_words(one.day)} ({'today' if one.days_left == 0 else counted(one.days_left, 'day')})"
            if one.ref is not None:
                lines.append(Line(words=f"{when}: provision {one.ref}"))
            elif one.commitment is not None and one.commitment.id in self.seen:
                lines.append(self._promise(when, one.commitment))
        yield _group(DEADLINES, lines)

    def _promise(self, when: str, one: Commitment) -> Line:
        duty = "is said to be bound not to" if one.forbids else "is said to have promised"
        passage = self.evidence.passage([one.span], context=False)
        return Line(
            words=f"{when}: {self.people.shown(one.obligor)} {duty}: {self.people.masked(one.what)}",
            citations=(passage.citation,) if passage else (),
        )

    def _search(self, search: SavedSearch, lines: NewsLines) -> Iterator[NewsGroup]:
        """What a saved search finds among what is new or changed."""
        changes = self.changes
        links = standing(self.store.judgements("provision"))
        bears: dict[str, set[str]] = {}
        for link in links:
            bears.setdefault(link.left, set()).add(link.right)
        case = Seekable(
            items=self.items, incidents=self.incidents, evidence=self.evidence,
            bears_on={left: frozenset(refs) for left, refs in bears.items()},
        )  # fmt: skip
        touched = [c.after for c in (*changes.changed, *changes.told_again)]
        statements = [s for s in (*changes.statements, *touched) if s.id in self.items.statements]
        incidents = [i for i in (*changes.incidents, *touched) if i.id in self.happened and i.id in self.listed]
        if search.place is not None:  # a find by its place would tell a place that is held back
            incidents = [i for i in incidents if self.held.place(i).how == "as told"]
        only = replace(
            changes,
            reports=tuple(r for r in changes.reports if r.id in self.listed and case.report(search, r)),
            statements=tuple(s for s in statements if case.statement(search, self.items.statements[s.id])),
            incidents=tuple(i for i in incidents if case.incident(search, self.happened[i.id])),
            changed=(), told_again=(), merged=(), gone=(), answered=(), unanswered=(), figures=(), states=(),
        )  # fmt: skip
        found = lines.news(only, "", refs=()).groups
        every = [line for group in found for line in group.lines]
        yield NewsGroup(
            heading=f"Saved search “{search.name}”", lines=tuple(every[:MOST]),
            more=max(0, len(every) - MOST) + sum(group.more for group in found),
        )  # fmt: skip

    def _cited(self, report: Report) -> Cited:
        return Cited(
            publisher=publisher_of(report), title=self.people.masked(report.title or ""),
            published=str(report.published or ""), url=report.url or "",
        )  # fmt: skip


def _group(heading: str, lines: Sequence[Line]) -> NewsGroup:
    return NewsGroup(heading=heading, lines=tuple(lines[:MOST]), more=max(0, len(lines) - MOST))
