"""What the record says about each provision and claimed term, by named rules, with the records each rests on.

The rules and what each says are listed in docs/agreement-side.md. None of them finds that a side kept to the agreement
or did not: they say what reports tell and who charges whom.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trucewatch.assess.matching import targets_of
from trucewatch.assess.provisions import MAKER, PERFORMS
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment, AssessmentStatus, Finding, FindingRule
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, standing
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.report import Report
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import CHARGES


def assess(
    agreement: Agreement,
    judgements: Sequence[Judgement],
    statements: Sequence[Statement],
    incidents: Sequence[Incident],
    *,
    as_of: date,
    mentions: Iterable[StatementMention | IncidentMention] = (),
    reports: Sequence[Report] = (),
    origin_of: Mapping[str, str] | None = None,
) -> tuple[Assessment, ...]:
    """Put each provision and claimed term under a status by a named rule, with the evidence; never a verdict.

    The rules, first that holds: "disputed" where two sides charge each other over it; "breach alleged and
    answered" where a charge has a response; "breach alleged" where it has none; "performance reported" where an
    incident of its topic by its obligor is told; "mentioned"; "no reports". Records said after ``as_of`` are
    left out. With ``mentions`` and ``reports`` the reports and (with ``origin_of``) origins are counted.
    """
    said = {s.id: s for s in statements}
    happened = {i.id: i for i in incidents}
    later = {s.id for s in statements if _after(s.said_on.first_day if s.said_on else None, as_of)}
    later |= {i.id for i in incidents if _after(i.when.first_day if i.when else None, as_of)}
    touched = standing(j for j in judgements if j.kind == "provision")
    answered = standing(j for j in judgements if j.kind == "response")
    report_of = _reports_of(mentions, reports)
    wanted = {j.left for j in touched} | {j.right for j in answered}
    known = [said[i] if i in said else happened[i] for i in wanted if i in said or i in happened]
    return assessed(
        agreement,
        [(j.left, j.right) for j in touched if j.left not in later],
        [(j.left, j.right) for j in answered if j.right in said and j.right not in later],
        {record.id: bearing_of(record) for record in known},
        reports_of={record.id: {r for m in record.mention_ids for r in report_of.get(m, ())} for record in known},
        origin_of=origin_of or {}, as_of=as_of,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What the rules ask of a record: of a statement its act and sides, of an incident its type and who acted; ``day``
    is the last that it is of, where that is known."""

    id: str
    day: date | None = None
    act: str | None = None
    side: str | None = None
    target_side: str | None = None
    type: str | None = None
    actors: frozenset[str] = frozenset()


def bearing_of(record: Statement | Incident) -> Bearing:
    """What of a record counts for the status of a provision; its day is the last on which it may have been."""
    if isinstance(record, Incident):
        day = record.when.last_day or record.when.first_day if record.when else None
        actors = frozenset(p.side for p in record.actors if p.side)
        return Bearing(id=record.id, day=day, type=record.type, actors=actors)
    day = record.said_on.last_day or record.said_on.first_day if record.said_on else None
    return Bearing(id=record.id, day=day, act=record.act, side=record.side, target_side=record.target_side)


def assessed(
    agreement: Agreement,
    touched: Iterable[tuple[str, str]],
    answered: Iterable[tuple[str, str]],
    records: Mapping[str, Bearing],
    *,
    reports_of: Mapping[str, Collection[str]],
    origin_of: Mapping[str, str],
    as_of: date,
) -> tuple[Assessment, ...]:
    """The same, from pairs: ``touched`` (record, provision) and ``answered`` (claim, answer), both sorted and of
    records that count by then; ``reports_of`` says which reports carry a statement or incident."""
    bearing: dict[str, list[str]] = {}
    for record, provision in touched:
        bearing.setdefault(provision, []).append(record)
    answers: dict[str, list[str]] = {}
    for claim, answer in answered:
        answers.setdefault(claim, []).append(answer)
    days = {one: known.day for one, known in records.items() if known.day is not None}
    out = []
    for target in targets_of(agreement):
        evidence = bearing.get(target.ref, [])
        known_ones = [records[e] for e in evidence if e in records]
        claims = [one for one in known_ones if one.act in CHARGES]
        performed = [one.id for one in known_ones if one.type in PERFORMS and target.sides & one.actors]
        status, rule = _status(evidence, claims, performed, answers)
        responses = [r for claim in claims for r in answers.get(claim.id, ())]
        full = tuple(dict.fromkeys([*evidence, *responses]))
        found = {report for record in full for report in reports_of.get(record, ())}
        out.append(
            Assessment(
                provision=target.ref,
                as_of=as_of,
                status=status,
                rule=rule,
                evidence=full,
                reports=len(found),
                origins=(origins := len({origin_of.get(r, r) for r in found})),
                findings=_findings(full, claims, performed, responses, answers, origins, days),
                maker=MAKER,
            )
        )
    return tuple(out)


def _status(
    evidence: Sequence[str],
    claims: Sequence[Bearing],
    performed: Sequence[str],
    answered: Mapping[str, Sequence[str]],
) -> tuple[AssessmentStatus, str]:
    if not evidence:
        return "no reports", "nothing in the reports was linked to it"
    if _both_ways(claims):
        return "disputed", "two sides charge each other over it"
    if claims:
        if any(answered.get(c.id) for c in claims):
            return "breach alleged and answered", "a side is charged over it, and a response was found"
        return "breach alleged", "a side is charged over it, and no response was found"
    if performed:
        return "performance reported", "an incident of its topic by its obligor is told"
    return "mentioned", "records were linked to it; none charges a side or tells of performance"


def _both_ways(claims: Sequence[Bearing]) -> list[Bearing]:
    """The claims of sides that charge each other."""
    charged = {(c.side, c.target_side) for c in claims if c.side and c.target_side}
    return [c for c in claims if (c.target_side, c.side) in charged]


def _findings(
    evidence: Sequence[str],
    claims: Sequence[Bearing],
    performed: Sequence[str],
    responses: Sequence[str],
    answered: Mapping[str, Sequence[str]],
    origins: int,
    days: Mapping[str, date],
) -> tuple[Finding, ...]:
    """What every rule that holds finds, in the order in which the rules are documented."""
    open_ones = [c.id for c in claims if not answered.get(c.id)]
    told: list[tuple[FindingRule, Sequence[str]]] = [
        ("performance reported", performed),
        ("breach alleged", [c.id for c in claims]),
        ("response found", responses),
        ("no response found", open_ones),
        ("charges both ways", [c.id for c in _both_ways(claims)]),
    ]
    held = {one for _, ids in told for one in ids}
    told.append(("mentioned", [e for e in evidence if e not in held]))
    found = [_finding(rule, ids, days) for rule, ids in told if ids]
    if origins:
        rule: FindingRule = "independent origins" if origins > 1 else "single origin"
        found.append(Finding(rule=rule, number=origins, evidence=tuple(evidence), last=_last(evidence, days)))
    return tuple(found) or (Finding(rule="no reports"),)


def _finding(rule: FindingRule, ids: Sequence[str], days: Mapping[str, date]) -> Finding:
    evidence = tuple(dict.fromkeys(ids))
    return Finding(rule=rule, number=len(evidence), evidence=evidence, last=_last(evidence, days))


def _last(ids: Iterable[str], days: Mapping[str, date]) -> date | None:
    return max((days[one] for one in ids if one in days), default=None)


def _after(day: date | None, as_of: date) -> bool:
    return day is not None and day > as_of


def _reports_of(
    mentions: Iterable[StatementMention | IncidentMention], reports: Sequence[Report]
) -> dict[str, tuple[str, ...]]:
    holders: dict[str, list[str]] = {}
    for report in reports:
        for text_id in report.text_ids:
            holders.setdefault(text_id, []).append(report.id)
    return {m.id: tuple(holders.get(m.text_id, ())) for m in mentions}
