"""One record with all that hangs on it, looked up by its ids: what a page about it shows, at any size of the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from trucewatch.assess.claimed import ClaimedReading, claimed_readings
from trucewatch.assess.contradict import LedgerRow
from trucewatch.assess.corroborate import Support, speakers_of, support
from trucewatch.assess.sums import Figures, with_values
from trucewatch.claims import origins_near, rows_of
from trucewatch.decided import decisions_of, made
from trucewatch.errors import UnknownRecord
from trucewatch.records.agreement import Agreement, ClaimedTerm, Provision
from trucewatch.records.assessment import Assessment
from trucewatch.records.decision import Decision, active
from trucewatch.records.figure import Figure, FigureSeries
from trucewatch.records.hands import Deed
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, standing
from trucewatch.records.page import Page
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.relink.figures import series_holding
from trucewatch.store import Store, Version
from trucewatch.store.around import EvidenceKind
from trucewatch.store.rows import FIGURES as FIGURE_ROWS
from trucewatch.store.rows import INCIDENTS, STATEMENTS, TERM_CLAIMS, kind_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A judgement in force and the record at its other end (None: a provision, or a record that is there no more)."""

    judgement: Judgement
    record: Statement | Incident | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A judgement whether two mentions are one: ``mine`` belongs to the record, ``other`` to ``record_id`` (the record
    itself where the judgement holds it together; None where the other mention has no record)."""

    judgement: Judgement
    mine: str
    other: str
    record_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is told of every statement and incident. ``origins`` counts the independent origins of its ``reports``
    (first published first); ``overruled`` are the machine's judgements in whose place a person's stands; ``decisions``
    are all that persons decided of it or its mentions, ``in_force`` the ids of those not taken back; ``made`` says who
    did what for it, its maker and persons."""

    reports: tuple[Report, ...]
    outlets: tuple[str, ...]
    origins: int
    provisions: tuple[Judgement, ...]
    joins: tuple[Join, ...]
    overruled: tuple[Judgement, ...]
    figures: tuple[Figures, ...]
    history: tuple[Version, ...]
    decisions: tuple[Decision, ...]
    in_force: frozenset[str]
    made: tuple[Deed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAround(Around):
    """``claim`` is its row in the ledger if it is a claim, with what answers it; ``responses`` are all that answer it,
    ``answers`` what it answers itself. ``credited`` gives to each name that it is credited to the outlets that do."""

    statement: Statement
    claim: LedgerRow | None
    responses: tuple[Link, ...]
    answers: tuple[Link, ...]
    repeats: tuple[Link, ...]
    repeated_in: tuple[Link, ...]
    tells_of: tuple[Incident, ...]
    readings: tuple[ClaimedReading, ...]
    credited: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAround(Around):
    """``support`` says who tells of it, each once; ``told_in`` are the statements within whose words it is told."""

    incident: Incident
    support: Support
    told_in: tuple[Statement, ...]
    part_of: Incident | None
    episodes: tuple[Incident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCount:
    """How many records of a kind and side bear on a provision (``side`` None: none is named)."""

    kind: EvidenceKind
    side: str | None
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionAround:
    """A provision or claimed term of the agreement file, the latest assessment, the readings that statements claim of
    it, and how much bears on it by kind and side (sides in the agreement's order)."""

    ref: str
    provision: Provision | ClaimedTerm
    assessment: Assessment | None
    readings: tuple[ClaimedReading, ...]
    counts: tuple[EvidenceCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A record that bears on a provision, and the judgement that says so."""

    kind: EvidenceKind
    record: Any
    judgement: Judgement


# -- statements and incidents -----------------------------------------------------------------------------


def statement_around(store: Store, statement: Statement, *, agreement: Agreement) -> StatementAround:
    """All that a page about one statement shows beside its words."""
    mentions = list(store.mentions_of(statement))
    judged = store.judgements_with({"response", "repeats"}, left=[statement.id], right=[statement.id])
    held = standing(judged)
    ends = {end for j in held for end in (j.left, j.right)} - {statement.id}
    others = {s.id: s for s in store.of_ids(STATEMENTS, sorted(ends))}

    def links(kind: str, *, mine_left: bool) -> tuple[Link, ...]:
        ours = [j for j in held if j.kind == kind and (j.left if mine_left else j.right) == statement.id]
        return tuple(Link(judgement=j, record=others.get(j.right if mine_left else j.left)) for j in ours)

    texts = {m.text_id for m in mentions}
    shared = _shared(store, "statement", statement, mentions)
    told = store.incidents_within(texts, statement.mention_ids)
    return StatementAround(
        **shared, statement=statement, claim=next(iter(rows_of(store, [statement.id], agreement=agreement)), None),
        responses=links("response", mine_left=True), answers=links("response", mine_left=False),
        repeats=links("repeats", mine_left=True), repeated_in=links("repeats", mine_left=False),
        tells_of=tuple(store.of_ids(INCIDENTS, told)), readings=_readings_in(store, statement, texts),
        credited=_credited(mentions, shared["reports"]) if statement.rival_speakers else (),
    )  # fmt: skip


def incident_around(store: Store, incident: Incident, *, agreement: Agreement) -> IncidentAround:
    """All that a page about one incident shows beside its words."""
    mentions = list(store.mentions_of(incident))
    homes = store.homes(m.statement_mention for m in mentions if m.statement_mention)
    shared = _shared(store, "incident", incident, mentions)
    whole = next(iter(store.of_ids(INCIDENTS, [incident.part_of])), None) if incident.part_of else None
    return IncidentAround(
        **shared, incident=incident, support=support_of(store, incident, agreement=agreement),
        told_in=tuple(store.of_ids(STATEMENTS, sorted(set(homes.values())))), part_of=whole,
        episodes=tuple(store.episodes_of(incident.id)),
    )  # fmt: skip


def support_of(store: Store, incident: Incident, *, agreement: Agreement) -> Support:
    """Who tells of an incident, each once: independent origins, sides, and people or bodies of no side."""
    mentions = list(store.mentions_of(incident))
    reports = store.reports_of_texts(sorted({m.text_id for m in mentions}))
    texts = {text_id: report.id for report in sorted(reports, key=_order) for text_id in report.text_ids}
    several = len({a.said_by for a in incident.accounts if a.said_by and not a.side}) > 1
    homes = store.homes(m.statement_mention for m in mentions if m.statement_mention) if several else {}
    return support(
        incident, {m.id: texts[m.text_id] for m in mentions if m.text_id in texts},
        origins_near(store, reports).origin_of, publishers={r.id: r.publisher for r in reports}, agreement=agreement,
        speakers=speakers_of(mentions, store.of_ids(STATEMENTS, sorted(set(homes.values())))) if several else None,
    )  # fmt: skip


def _order(report: Report) -> tuple[bool, Any, Any]:
    """As the store gives reports: by day of publication, undated ones last."""
    return (report.published is None, report.published or report.added_at.date(), report.added_at)


def _shared(store: Store, kind: str, record: Statement | Incident, mentions: Sequence[Any]) -> dict[str, Any]:
    """The fields of ``Around``."""
    mine = set(record.mention_ids)
    reports = sorted(store.reports_of_texts(sorted({m.text_id for m in mentions})), key=_order)
    judged = store.judgements_with({"provision"}, left=[record.id])
    held = standing(judged)
    joins = store.joins_of(mine)
    pairs = [(j, *((j.left, j.right) if j.left in mine else (j.right, j.left))) for j in joins]
    homes = store.homes(other for _, _, other in pairs)
    both = [*judged, *store.judgements_with({"response", "repeats", "part_of"}, left=[record.id], right=[record.id])]
    settled = {(j.kind, j.left, j.right) for j in both if j.maker.kind == "person" and j.verdict != "unsure"}
    decisions = decisions_of(store, record)
    return {
        "reports": tuple(reports),
        "outlets": tuple(dict.fromkeys(r.publisher for r in reports if r.publisher)),
        "origins": origins_near(store, reports).count(r.id for r in reports),
        "provisions": tuple(held),
        "joins": tuple(
            Join(judgement=j, mine=ours, other=other, record_id=homes.get(other))
            for j, ours, other in sorted(pairs, key=lambda pair: _persons_first(pair[0]))
        ),
        "overruled": tuple(j for j in both if j.maker.kind == "machine" and (j.kind, j.left, j.right) in settled),
        "figures": _figures(store, record, mentions),
        "history": tuple(store.history(kind, record.id)),
        "decisions": tuple(decisions),
        "made": tuple(made(store, record)),
        "in_force": frozenset(d.id for d in active(decisions) if d.action != "undo"),
    }  # fmt: skip


def _persons_first(judgement: Judgement) -> tuple[bool, float, str]:
    return (judgement.maker.kind != "person", -(judgement.score or 0.0), judgement.id)


def _figures(store: Store, record: Statement | Incident, mentions: Sequence[Any]) -> tuple[Figures, ...]:
    """The series of figures that stand in the record's words, or that are about it, with their values."""
    if isinstance(record, Incident):
        series = store.series_about(record.id)
    else:
        words = {m.text_id: m.content for m in mentions}
        figures: list[Figure] = []
        for text_id, content in words.items():
            figures += [f for f in store.figures(text_id) if any(piece.overlaps(f.span) for piece in content)]
        series = series_holding(store, figures)
    return _valued(store, series)


def figures_with(store: Store, figure: Figure) -> tuple[Figures, ...]:
    """The series that holds a figure, with its values; none for one that belongs to no series now."""
    return _valued(store, series_holding(store, [figure]))


def _valued(store: Store, series: Collection[FigureSeries]) -> tuple[Figures, ...]:
    held = list(store.of_ids(FIGURE_ROWS, sorted({f for s in series for f in s.figure_ids})))
    return with_values(series, held, store.reports_of_texts(sorted({f.text_id for f in held})))


def _readings_in(store: Store, statement: Statement, texts: Iterable[str]) -> tuple[ClaimedReading, ...]:
    """What a statement says that the agreement holds."""
    mine = set(statement.mention_ids)
    claims = [c for text_id in sorted(texts) for c in store.term_claims(text_id) if c.statement_mention in mine]
    return _readings(store, claims, [statement])


def _readings(store: Store, claims: Collection[Any], statements: Iterable[Statement]) -> tuple[ClaimedReading, ...]:
    ids = [c.id for c in claims]
    confirmed = {d.target for d in active(store.decisions_about(ids)) if d.action == "confirm"} if ids else set()
    return claimed_readings(
        claims, statements, store.judgements_with({"claimed_term", "provision"}, left=ids), confirmed=confirmed
    )


def _credited(mentions: Iterable[Any], reports: Iterable[Report]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The same words under several names: to each the outlets that give them to it."""
    of_text: dict[str, list[Report]] = {}
    for report in reports:
        for text_id in report.text_ids:
            of_text.setdefault(text_id, []).append(report)
    given: dict[str, dict[str, None]] = {}
    for mention in mentions:
        if mention.speaker_kind == "named" and mention.speaker:
            outlets = given.setdefault(mention.speaker, {})
            for report in of_text.get(mention.text_id, ()):
                outlets[report.publisher or report.title or "an outlet not known"] = None
    return tuple((name, tuple(outlets)) for name, outlets in given.items())


# -- provisions -------------------------------------------------------------------------------------------


def provision_around(store: Store, ref: str, *, agreement: Agreement) -> ProvisionAround:
    """All that a page about one provision or claimed term shows, but for its evidence and clock.

    Raises: UnknownRecord naming the references there are.
    """
    target = provision_named(agreement, ref)
    rank = {p.name: n for n, p in enumerate(agreement.parties)}
    counted: Counter[tuple[EvidenceKind, str | None]] = Counter()
    for kind, side, number in store.evidence_counts(target.ref):
        counted[kind, side] += number
    kinds: list[EvidenceKind] = ["statement", "incident", "commitment", "term claim"]
    order = sorted(counted, key=lambda pair: (kinds.index(pair[0]), rank.get(pair[1] or "", len(rank)), pair[1] or ""))
    placed = store.judgements_with({"claimed_term"}, right=[target.ref])
    placed += [j for j in store.judged_by_persons() if j.kind == "provision" and j.right == target.ref]
    claims = list(store.of_ids(TERM_CLAIMS, sorted({j.left for j in placed})))
    homes = store.homes(c.statement_mention for c in claims)
    said = store.of_ids(STATEMENTS, sorted(set(homes.values())))
    return ProvisionAround(
        ref=target.ref, provision=target, assessment=store.assessment_of(target.ref),
        readings=tuple(r for r in _readings(store, claims, said) if r.ref == target.ref),
        counts=tuple(EvidenceCount(kind=kind, side=side, number=counted[kind, side]) for kind, side in order),
    )  # fmt: skip


def provision_named(agreement: Agreement, ref: str) -> Provision | ClaimedTerm:
    """The provision or claimed term that is named so, in any case.

    Raises: UnknownRecord naming the references there are.
    """
    targets: list[Provision | ClaimedTerm] = [*agreement.provisions, *agreement.claimed_terms]
    for target in targets:
        if target.ref.casefold() == ref.strip().casefold():
            return target
    known = ", ".join(t.ref for t in targets) or "none"
    raise UnknownRecord(f"the agreement has no provision or claimed term {ref!r}; it has {known}")


def evidence_page(
    store: Store, ref: str, *, agreement: Agreement, kind: EvidenceKind = "statement", side: str | None = None,
    newest: bool = False, offset: int = 0, limit: int = 50, counts: Sequence[EvidenceCount] | None = None,
) -> Page[Evidence]:  # fmt: skip
    """A page of what bears on a provision: records of one kind, of one side or all, by day. ``counts`` are those that
    ``provision_around`` gave, where they were counted already."""
    target = provision_named(agreement, ref)
    if counts is None:
        counted = store.evidence_counts(target.ref, kind)
    else:
        counted = [(c.kind, c.side, c.number) for c in counts]
    total = sum(n for k, s, n in counted if k == kind and (side is None or s == side))
    ids = store.evidence_ids(target.ref, kind, side=side, newest=newest, offset=offset, limit=limit)
    records = {r.id: r for r in store.of_ids(kind_named(kind), ids)}
    by = {j.left: j for j in standing(store.judgements_with({"provision"}, left=ids)) if j.right == target.ref}
    return Page(
        items=tuple(Evidence(kind=kind, record=records[one], judgement=by[one]) for one in ids),
        total=total, offset=offset, limit=limit,
    )  # fmt: skip
