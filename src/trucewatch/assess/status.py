"""What the record says about each provision and claimed term, by named rules, with the records each rests on.

The rules and what each says are listed in docs/agreement-side.md. None of them finds that a side kept to the agreement
or did not: they say what reports tell and who charges whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from trucewatch.assess.contradict import standing
from trucewatch.assess.matching import Target, targets_of
from trucewatch.assess.provisions import MAKER, PERFORMS
from trucewatch.records.agreement import Agreement
from trucewatch.records.assessment import Assessment, AssessmentStatus, Finding, FindingRule
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
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
    by_statement = {s.id: s for s in statements if not _after(s.said_on.first_day if s.said_on else None, as_of)}
    by_incident = {i.id: i for i in incidents if not _after(i.when.first_day if i.when else None, as_of)}
    touched: dict[str, list[str]] = {}
    for judgement in standing(j for j in judgements if j.kind == "provision"):
        touched.setdefault(judgement.right, []).append(judgement.left)
    answered: dict[str, list[str]] = {}
    for judgement in standing(j for j in judgements if j.kind == "response"):
        if judgement.right in by_statement:
            answered.setdefault(judgement.left, []).append(judgement.right)
    mentions_of = {s.id: s.mention_ids for s in by_statement.values()}
    mentions_of |= {i.id: i.mention_ids for i in by_incident.values()}
    later = ({s.id for s in statements} | {i.id for i in incidents}) - mentions_of.keys()
    report_of = _reports_of(mentions, reports)
    days = _days(by_statement, by_incident)
    out = []
    for target in targets_of(agreement):
        evidence = [e for e in touched.get(target.ref, ()) if e not in later]
        claims = [by_statement[e] for e in evidence if e in by_statement and by_statement[e].act in CHARGES]
        performed = [e for e in evidence if e in by_incident and _performs(target, by_incident[e])]
        status, rule = _status(evidence, claims, performed, answered)
        responses = [r for claim in claims for r in answered.get(claim.id, ())]
        full = tuple(dict.fromkeys([*evidence, *responses]))
        found = {
            report
            for record in full
            for mention in mentions_of.get(record, ())
            for report in report_of.get(mention, ())
        }
        out.append(
            Assessment(
                provision=target.ref,
                as_of=as_of,
                status=status,
                rule=rule,
                evidence=full,
                reports=len(found),
                origins=(origins := len({(origin_of or {}).get(r, r) for r in found})),
                findings=_findings(full, claims, performed, responses, answered, origins, days),
                maker=MAKER,
            )
        )
    return tuple(out)


def _status(
    evidence: Sequence[str],
    claims: Sequence[Statement],
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


def _performs(target: Target, incident: Incident) -> bool:
    return incident.type in PERFORMS and bool(target.sides & {p.side for p in incident.actors})


def _both_ways(claims: Sequence[Statement]) -> list[Statement]:
    """The claims of sides that charge each other."""
    charged = {(c.side, c.target_side) for c in claims if c.side and c.target_side}
    return [c for c in claims if (c.target_side, c.side) in charged]


def _findings(
    evidence: Sequence[str],
    claims: Sequence[Statement],
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


def _days(statements: Mapping[str, Statement], incidents: Mapping[str, Incident]) -> dict[str, date]:
    """The day that each record is of, where it is known."""
    found = {i: s.said_on.last_day or s.said_on.first_day for i, s in statements.items() if s.said_on}
    found |= {i: one.when.last_day or one.when.first_day for i, one in incidents.items() if one.when}
    return {i: day for i, day in found.items() if day is not None}


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
