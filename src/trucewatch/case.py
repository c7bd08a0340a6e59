"""The public ``Case``: one file that holds the record of one agreement.

The command line, the web and notebooks call the same methods::

    with trucewatch.open("doha.truce") as case:
        for statement in case.statements(act="accuse", speaker="Halloran"):
            print(statement.speaker, statement.act, case.words(statement))
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from trucewatch import claims, conflicts, judging, notes, pipeline, trending, watching
from trucewatch.around import support_of
from trucewatch.assess.changes import Deadline, deadlines
from trucewatch.assess.claimed import ClaimedReading, claimed_readings
from trucewatch.assess.clocks import CLOCK_EVENT, ClockRun, clocks_at
from trucewatch.assess.contradict import LedgerRow, chosen_rows, ledger
from trucewatch.assess.corroborate import Support
from trucewatch.assess.silence import Unspoken, unspoken
from trucewatch.assess.status import assess
from trucewatch.assess.sums import Figures, FigureSum, chosen, rule_named, sum_of, unsure_incidents, with_values
from trucewatch.assess.trends import By, Mark, Per, Told, Trend
from trucewatch.assess.versions import Step, steps
from trucewatch.browsing import Browsing
from trucewatch.case_corrections import CaseCorrections
from trucewatch.case_pages import CasePages
from trucewatch.case_review import CaseReview
from trucewatch.errors import BadInput, TooLarge, UnknownRecord
from trucewatch.explain import Doubtful, Explanation, review, why
from trucewatch.intake.agreements import bundled_agreements, read_agreement
from trucewatch.intake.files import arrival_from_stdin, arrivals
from trucewatch.intake.web import Gathering, Wanted, sort_out
from trucewatch.pipeline import AddResult, Progress, no_progress
from trucewatch.records.actor import Actor
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment
from trucewatch.records.decision import Action, Decision, Redaction, active
from trucewatch.records.figure import FigureSeries
from trucewatch.records.ids import random_id
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import JudgementKind
from trucewatch.records.origins import Origins, origins_of
from trucewatch.records.report import Report
from trucewatch.records.span import Span
from trucewatch.records.statement import Statement
from trucewatch.settings import Settings
from trucewatch.store import Store, VerifyReport, create_case, verify
from trucewatch.store import open_case as open_store

if TYPE_CHECKING:
    from trucewatch.outside.fetch import Fetcher
    from trucewatch.outside.manners import Clock
    from trucewatch.records.watch import WatchPlan
    from trucewatch.watching import Poll

__all__ = ["Case", "bundled_agreements", "create", "open_case", "read_agreement"]


def create(path: str | Path, *, agreement: str, title: str | None = None, settings: Settings | None = None) -> Case:
    """Make a new case file for a bundled agreement or a YAML file, open for writing.

    Raises: CaseExists, CannotWrite, UnknownAgreement, BadAgreement.
    """
    read, source = read_agreement(agreement)
    return Case(create_case(Path(path), agreement=read, source=source, title=title), settings=settings)


def open_case(
    path: str | Path,
    *,
    write: bool = False,
    settings: Settings | None = None,
    remark: Callable[[str], None] | None = None,
) -> Case:
    """Open a case file; ``write`` is needed to add, correct or re-annotate.

    A case of an older version is brought up to date when opened for writing; ``remark`` hears of it.

    Raises: MissingCase, NotACase, OtherVersion, CannotWrite.
    """
    store = open_store(Path(path), write=write, remark=remark)
    if write:
        try:
            claims.bring_up(store)
        except BaseException:
            store.close()
            raise
    return Case(store, settings=settings)


class Case(Browsing, CasePages, CaseCorrections, CaseReview):
    """An open case. Use it in a ``with`` block, or call ``close``."""

    def __init__(self, store: Store, *, settings: Settings | None = None) -> None:
        self.store = store
        self.settings = settings or Settings.from_environment()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()

    # -- taking in ---------------------------------------------------------------------------

    def add(
        self,
        given: Iterable[str | Path],
        *,
        sources: str | Path | None = None,
        urls: Iterable[str | Path] = (),
        most: int = 100,
        fetcher: Fetcher | None = None,
        progress: Progress = no_progress,
    ) -> AddResult:
        """Take in files and folders, pages by their addresses, and the pages that feeds and sitemaps (files or
        addresses) and the files of addresses ``urls`` name, ``most`` of each list; the case is linked at the end.

        Holds the case's lease meanwhile.
        """
        addresses, lists, paths = sort_out(given)
        gathering = Gathering(fetcher or self.fetcher(), max_bytes=self.settings.max_bytes)
        wanted = Wanted(most=most)
        coming = chain(
            arrivals(paths, sidecar=Path(sources) if sources else None, max_bytes=self.settings.max_bytes),
            chain.from_iterable(gathering.list_file(path, wanted) for path in lists),
            chain.from_iterable(gathering.addresses_in(Path(path), wanted) for path in urls),
            chain.from_iterable(gathering.address(url, wanted) for url in addresses),
        )
        with self._lease():
            return pipeline.add(self.store, coming, progress=progress)

    def poll(
        self, plan: WatchPlan, *, fetcher: Fetcher | None = None, clock: Clock | None = None,
        progress: Progress = no_progress,
    ) -> Poll:  # fmt: skip
        """Look once at every source of a watch plan and take in what is new. Holds the case's lease meanwhile."""
        gathering = Gathering(fetcher or self.fetcher(), max_bytes=self.settings.max_bytes)
        with self._lease():
            return watching.poll(self.store, plan, gathering, clock=clock, progress=progress)

    def fetcher(self) -> Fetcher:
        """What asks for pages, by the settings; what it learns of them is kept in the case."""
        from trucewatch.outside.addresses import AllowList  # only who fetches waits for what connects
        from trucewatch.outside.fetch import Fetcher

        return Fetcher(
            allowed=AllowList.of(self.settings.allow_hosts),
            contact=self.settings.contact,
            seconds=self.settings.fetch_seconds,
            max_bytes=self.settings.max_bytes,
            gap=timedelta(seconds=self.settings.host_seconds),
            memory=self.store,
        )

    def add_words(
        self, content: bytes, *, publisher: str | None = None, published: str | None = None, title: str | None = None,
        url: str | None = None, progress: Progress = no_progress,
    ) -> AddResult:  # fmt: skip
        """Take in one report handed over as bytes (standard input).

        Raises: EmptyInput, BinaryInput, TooLarge; BadInput for a date that is none.
        """
        if len(content) > self.settings.max_bytes:
            raise TooLarge(
                f"standard input has more than the {self.settings.max_bytes:,} bytes that I take in; "
                "raise TRUCEWATCH_MAX_BYTES to take it, or split it"
            )
        arrival = arrival_from_stdin(content, publisher=publisher, published=published, title=title, url=url)
        with self._lease():
            return pipeline.add(self.store, [arrival], progress=progress)

    def reannotate(self, *, progress: Progress = no_progress) -> tuple[int, int, list[Decision]]:
        """Annotate again what would now be read otherwise. Gives (redone, kept, decisions that lost their place)."""
        with self._lease():
            return pipeline.reannotate(self.store, progress=progress)

    def _lease(self) -> AbstractContextManager[None]:
        return self.store.lease(self.settings.person or "trucewatch", seconds=self.settings.lease_seconds)

    # -- asking ------------------------------------------------------------------------------

    @property
    def hold(self) -> timedelta:
        """For how long the places of people at risk are held back from whoever does not work on the case."""
        return timedelta(hours=self.settings.hold_hours)

    @property
    def agreement(self) -> Agreement:
        return self.store.agreement()

    def counts(self) -> dict[str, int]:
        """How many reports, statements, incidents and so on the case holds."""
        return self.store.counts()

    def reports(self) -> list[Report]:
        return list(self.store.reports())

    def statements(self, **filters: Any) -> list[Statement]:
        """By ``act``, ``speaker`` (part of a name), ``side``, ``target_side``, ``since``, ``until``, ``as_of``."""
        return list(self.store.statements(**filters))

    def incidents(self, **filters: Any) -> list[Incident]:
        """Incidents by ``type``, ``country``, ``since``, ``until``, ``as_of``."""
        return list(self.store.incidents(**filters))

    def actors(self) -> list[Actor]:
        """Persons and institutions that speak in the case or that the agreement lists, with names and roles in time."""
        return list(self.store.actors())

    def series(self) -> list[FigureSeries]:
        return list(self.store.series())

    def figures(
        self, *, unit: str | None = None, state: str | None = None, kind: str | None = None,
        definition: str | None = None, on: date | None = None,
    ) -> tuple[Figures, ...]:  # fmt: skip
        """The series with their values in the order told: by unit, state (single, agreeing, growing, conflict), kind
        (level, total, toll), words of the definition, or a day for which the values hold."""
        every = with_values(self.store.series(), self.store.figures(), self.store.reports())
        return chosen(every, unit=unit, state=state, kind=kind, definition=definition, on=on)

    def sum_figures(self, rule: str | None = None, **filters: Any) -> FigureSum:
        """The sum of one value of each series that ``figures`` gives for the filters, by a named rule.

        Raises: BadInput without a rule, and for series of unlike units, kinds, definitions, days or periods.
        """
        rule = rule_named(rule)
        perhaps_one = unsure_incidents(self.store.judgements("same_incident"), self.store.incidents())
        return sum_of(self.figures(**filters), rule, perhaps_one=perhaps_one)

    def find(self, shown: str) -> tuple[str, Any]:
        """The kind and record that an id or its prefix names; merged records are followed to the one in use."""
        return self.store.find(shown)

    def words(self, record: Statement | Incident) -> list[Span]:
        """The exact words a statement or incident rests on, in all reports."""
        spans: list[Span] = []
        for mention in self.store.mentions_of(record):
            spans += mention.content if isinstance(record, Statement) else [mention.words]
        return spans

    def search(self, words: str, *, limit: int = 50) -> list[Any]:
        return self.store.search(words, limit=limit)

    def ledger(
        self, *, side: str | None = None, against: str | None = None, provision: str | None = None,
        act: str | None = None, since: date | None = None, until: date | None = None, answered: bool | None = None,
        publisher: str | None = None,
    ) -> tuple[LedgerRow, ...]:  # fmt: skip
        """Claims against a side, with what answered them or the search that found nothing; by who makes them
        (``side``), whom they are ``against``, a ``provision`` or claimed term they bear on, ``act``, day, whether they
        are ``answered``, an outlet (``publisher``, part of its name) that carries them."""
        rows = ledger(
            list(self.store.statements()), list(self.store.judgements()), list(self.store.statement_mentions()),
            list(self.store.reports()), agreement=self.agreement,
        )  # fmt: skip
        return chosen_rows(
            rows, side=side, against=against, provision=provision, act=act, since=since, until=until,
            answered=answered, publisher=publisher,
        )  # fmt: skip

    def unspoken(
        self, *, provision: str | None = None, since: date | None = None, until: date | None = None, **filters: Any
    ) -> tuple[Unspoken, ...]:
        """For each open claim and each provision of a period the parties that spoke on it, and those of which no
        statement on it is recorded, with the search behind that. ``filters`` are those of ``ledger`` for claims."""
        refs = [*(p.ref for p in self.agreement.provisions), *(t.ref for t in self.agreement.claimed_terms)]
        return unspoken(
            self.ledger(provision=provision, since=since, until=until, answered=False, **filters),
            [ref for ref in refs if provision is None or ref.casefold() == provision.casefold()],
            agreement=self.agreement, statements=list(self.store.statements()),
            mentions=self.store.statement_mentions(), judgements=self.store.judgements(),
            reports=list(self.store.reports()), since=since, until=until,
        )  # fmt: skip

    def why(self, left: str, right: str) -> Explanation:
        """Why two records are one or two, or why one answers the other: values compared, who judged, how to change it.

        Each is named by an id, the beginning of one, or the reference of a provision.
        Raises: UnknownRecord, AmbiguousRecord; BadInput for records between which nothing is judged.
        """
        return why(self.store, left, right)

    def review(self, *, kinds: Iterable[JudgementKind] | None = None, limit: int | None = None) -> list[Doubtful]:
        """What a person should look at first: the machine's least sure judgements, by doubt and by reports touched."""
        return review(self.store, kinds=kinds, limit=limit)

    def origins(self) -> Origins:
        """Which reports share an origin (wire copies, reprints, outlets quoting each other), with the reasons."""
        return origins_of(self.store.reports(), self.store.judgements("same_report"))

    def assessments(self, *, as_of: date | None = None) -> tuple[Assessment, ...]:
        """What the record supports about each provision, by named rules."""
        reports = list(self.store.reports())
        return assess(
            self.agreement, list(self.store.judgements()), list(self.store.statements()), list(self.store.incidents()),
            as_of=as_of or datetime.now(UTC).date(),
            mentions=chain(self.store.statement_mentions(), self.store.incident_mentions()),
            reports=reports, origin_of=self.origins().origin_of,
        )  # fmt: skip

    def claimed_terms(self) -> tuple[ClaimedReading, ...]:
        """What statements say that the agreement holds, each with its owner, what the agreement is said to do, and the
        provision or claimed term that it reads (``ref``; None: claimed, not in the text)."""
        return claimed_readings(
            self.store.term_claims(), self.store.statements(), self.store.judgements(),
            confirmed={d.target for d in active(list(self.store.decisions())) if d.action == "confirm"},
        )  # fmt: skip

    def clocks(self, *, as_of: date | None = None) -> tuple[ClockRun, ...]:
        """Each provision's clock as of a day (today), what set it going, and the other days that reports give."""
        store = self.store
        return clocks_at(
            self.agreement, incidents=self.incidents(), mentions=store.incident_mentions(),
            statements=store.statements(), reports=store.reports(), origin_of=self.origins().origin_of,
            judgements=store.judgements("provision"), commitments=store.commitments(),
            decisions=active(list(store.decisions())), as_of=as_of or datetime.now(UTC).date(),
        )  # fmt: skip

    def deadlines(self, *, today: date | None = None) -> tuple[Deadline, ...]:
        """What falls due within 14 days: clocks of provisions, and promises that reports tell of."""
        day = today or datetime.now(UTC).date()
        return deadlines(self.clocks(as_of=day), self.store.commitments(), today=day)

    def trend(
        self, *, by: By = "all", per: Per = "week", since: date | None = None, until: date | None = None,
        told: Iterable[Told] | None = None, reports: Iterable[Report] | None = None,
    ) -> Trend:  # fmt: skip
        """Statements and incidents (or those ``told``) by day, week or month, each counted once, beside the reports
        that there were (or these).

        ``by`` parts them by side, type, act or place; the rules of counting stand in ``trucewatch.assess.trends``.
        Raises: BadInput for days that run backwards or for more days than can be shown.
        """
        return trending.trend(self.store, by=by, per=per, since=since, until=until, told=told, reports=reports)

    def marks(self) -> tuple[Mark, ...]:
        """Every day against which a trend or timeline is read: dated events, deadlines, days that persons marked."""
        return tuple(sorted(trending.marks(self.store), key=lambda mark: (mark.day, mark.kind, mark.name)))

    def versions(self, shown: str) -> tuple[Step, ...]:
        """What each later text of a report (r:…) tells otherwise than the one before, in recorded values.

        Raises: UnknownRecord, AmbiguousRecord; BadInput for what is no report.
        """
        kind, record = self.find(shown)
        if not isinstance(record, Report):
            raise BadInput(f"{shown} is a {kind}, not a report; report ids begin with r:")
        return steps(self.store, record)

    def verify(self) -> VerifyReport:
        """Check every hash, every span and the chain of decisions."""
        return verify(self.store)

    # -- correcting --------------------------------------------------------------------------

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
        Of an actor ``side``, ``role``, ``name`` and ``kind`` can be set.
        Raises: UnknownRecord, BadRecord, BadInput, Conflict.
        """
        if action in ("same", "different", "unsure") and isinstance(new, str):
            return self.judge(target, action, new, why=why, who=who, seen=seen, anyway=anyway)
        kind, record = self.find(target)
        with self._lease():
            if seen is not None and not anyway:
                self._check_seen(seen, action, record, who=who, field=field, new=new)
            return notes.decide(
                self.store, action=action, target_kind=kind, record=record, why=why, who=who or self.settings.person,
                field=field, new=new, anchor=tuple(self._anchor(record)),
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
        decision = Decision(
            id=random_id(), action="set", target_kind=CLOCK_EVENT, target=name, field="day",
            new=day.isoformat() if day else None, why=why, who=who or self.settings.person, when=datetime.now(UTC),
        )  # fmt: skip
        with self._lease():
            self.store.save_decision(decision)
        return decision

    def mark_event(self, name: str, day: date | None, *, why: str, who: str | None = None) -> Decision:
        """Mark a day of the case ("re-set") for trends and timelines to be read against; None takes the day away.

        Raises: BadInput for an empty name, or an event that the agreement file dates.
        """
        with self._lease():
            return trending.mark_event(self.store, name, day, why=why, who=who or self.settings.person)

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
        with self._lease():
            if seen is not None and not anyway:
                other = judging.side_of(self.store, second)
                ids = {other.id} if other.record is None else conflicts.ids_of(self.store, other.record)
                self._check_seen(seen, action, self.find(first)[1], who=who, others=ids)
            return judging.judge(
                self.store, first, action, second, relation=relation, label=label, why=why,
                who=who or self.settings.person,
            )  # fmt: skip

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
            found_kind, held = self.find(report)
            if not isinstance(held, Report):
                raise UnknownRecord(f"{report} is a {found_kind}, not a report; report ids begin with r:")
        with self._lease():
            return notes.note(
                self.store, words, kind=kind, values=values, who=who or self.settings.person, why=why, report=held,
                source=source, said=said, at=at,
            )  # fmt: skip

    def redact(self, target: str, *, ground: str, who: str | None = None) -> tuple[Redaction, ...]:
        """Take the content of a report, capture, text or decision out of the case; its trace stays. Not undoable.

        Raises: UnknownRecord; BadInput for another kind of record; BadRecord without a ground or name.
        """
        kind, record = self.find(target)
        targets: list[tuple[Literal["capture", "text", "decision"], str]]
        if isinstance(record, Report):
            noted = [note.capture_id for note in record.page_notes if note.capture_id]
            targets = [("capture", capture_id) for capture_id in dict.fromkeys((*record.capture_ids, *noted))]
        elif kind in ("capture", "text", "decision"):
            targets = [(kind, record.id)]  # type: ignore[list-item]
        else:
            raise BadInput(f"{target} is a {kind}; redact the report, capture, text or decision that holds its words")
        made: tuple[Redaction, ...] = ()
        with self._lease():
            for one, identity in targets:
                made += self.store.redact(
                    one, identity, who=who or self.settings.person, when=datetime.now(UTC), ground=ground
                )
            pipeline.link_case(self.store)
        return made

    def support(self, incident: Incident) -> Support:
        """Who tells of an incident, each once: independent origins, sides, and people or bodies of no side."""
        return support_of(self.store, incident, agreement=self.agreement)

    def seen(self) -> str:
        """Which decisions all that is read from now on takes account of: a token to hand in with a decision."""
        return conflicts.token(self.store)

    def _check_seen(
        self, seen: str, action: Action, record: Any, *, who: str | None, field: str | None = None, new: Any = None,
        others: Collection[str] = (),
    ) -> None:  # fmt: skip
        conflicts.check(
            self.store, seen, who=who or self.settings.person, action=action, ids=conflicts.ids_of(self.store, record),
            field=field, new=new, others=others,
        )  # fmt: skip

    def _anchor(self, record: Any) -> Iterator[Span]:
        if isinstance(record, Statement | Incident):
            yield from self.words(record)
        elif isinstance(record, Actor):
            return  # rests on many reports; its id stays, and redirects lead to it
        elif hasattr(record, "spans"):
            yield from record.spans()
