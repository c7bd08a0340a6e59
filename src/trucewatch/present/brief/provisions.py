"""Provisions, claimed terms and reported commitments, each with its clock and what was said about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from trucewatch.present.brief.agreement_model import ClockShown, ProvisionShown
from trucewatch.present.brief.bearing import Bearing
from trucewatch.present.brief.evidence import Evidence
from trucewatch.present.brief.model import CommitmentShown, IncidentShown, Item
from trucewatch.present.brief.short_ids import anchor, short_ids
from trucewatch.present.brief.statements import Items, in_time
from trucewatch.present.brief.words import counted, day_words, distance_words, listed, when_words
from trucewatch.present.export.people import People
from trucewatch.records.agreement import Agreement, ClaimedTerm, Provision
from trucewatch.records.assessment import Assessment
from trucewatch.records.commitment import Commitment
from trucewatch.records.judgement import Judgement


def provisions(
    agreement: Agreement,
    links: Sequence[Judgement],
    assessments: Sequence[Assessment],
    items: Items,
    incidents: Mapping[str, IncidentShown],
    clocks: Mapping[str, ClockShown],
    bearing: Bearing,
) -> tuple[ProvisionShown, ...]:
    """Every provision in the order of the agreement file, those nobody spoke of included; ``clocks`` by reference."""
    latest = _latest(assessments)
    made: list[ProvisionShown] = []
    for provision in agreement.provisions:
        said, happened = _linked(provision.ref, links, items, incidents)
        assessment = latest.get(provision.ref)
        made.append(
            ProvisionShown(
                anchor=anchor_of(provision.ref),
                ref=provision.ref,
                what=provision.what,
                who=_who(provision),
                clock=clocks.get(provision.ref),
                status=assessment.status if assessment else _without_assessment(said, happened),
                rule=_rule(assessment),
                confirmed=provision.confirmed,
                readings=tuple((reading.owner, reading.reading, reading.basis or "") for reading in provision.readings),
                said=said,
                incidents=happened,
                findings=bearing.findings(assessment),
                claimed=bearing.of(provision.ref),
            )
        )
    return tuple(made)


def claimed_terms(
    agreement: Agreement,
    links: Sequence[Judgement],
    assessments: Sequence[Assessment],
    items: Items,
    incidents: Mapping[str, IncidentShown],
    bearing: Bearing,
) -> tuple[ProvisionShown, ...]:
    """Terms that a side says the agreement holds, with the readings of the others."""
    latest = _latest(assessments)
    return tuple(
        _claimed(term, latest.get(term.ref), bearing, *_linked(term.ref, links, items, incidents))
        for term in agreement.claimed_terms
    )


def commitments(
    found: Iterable[Commitment], evidence: Evidence, people: People, today: date
) -> tuple[CommitmentShown, ...]:
    """Promises and duties that reports tell of, by due date; those without one last."""
    every = list(found)
    ids = short_ids("commitment", (one.id for one in every))
    made: list[CommitmentShown] = []
    for commitment in every:
        passage = evidence.passage([commitment.span])
        if passage is None:
            continue
        day = (commitment.due.last_day or commitment.due.first_day) if commitment.due else None
        made.append(
            CommitmentShown(
                anchor=anchor(ids[commitment.id]),
                shown_id=ids[commitment.id],
                who=commitment.obligor_side or people.shown(commitment.obligor) or commitment.obligor,
                what=_owed(commitment, people),
                to=people.shown(commitment.beneficiary) or "",
                due=_due(commitment, people),
                day=day,
                distance=distance_words(day, today) if day else "",
                condition=people.masked(commitment.condition) if commitment.condition else "",
                said_by=people.shown(commitment.said_by) or "the report itself",
                disputed=commitment.disputed,
                passage=passage,
            )
        )
    return tuple(sorted(made, key=lambda one: (one.day or date.max, one.passage.citation.number)))


def _owed(commitment: Commitment, people: People) -> str:
    """What is promised, with a prohibition said to be one where its own words do not ("entering the zone")."""
    what = people.masked(commitment.what)
    return f"not allowed: {what}" if commitment.forbids and not what.casefold().startswith("not ") else what


def _due(commitment: Commitment, people: People) -> str:
    """The day due, with the rule it was counted by; the rule alone where its event has no day."""
    rule = people.masked(commitment.due_rule) if commitment.due_rule else ""
    day = when_words(commitment.due)
    if day and rule:
        return f"{day} ({rule})"
    return day or rule or "no date given"


def anchor_of(ref: str) -> str:
    return "p-" + "".join(character if character.isalnum() else "-" for character in ref)


def _linked(
    ref: str, links: Sequence[Judgement], items: Items, incidents: Mapping[str, IncidentShown]
) -> tuple[tuple[Item, ...], tuple[IncidentShown, ...]]:
    """Statements and incidents that a judgement ties to the provision, in time order."""
    ids = list(dict.fromkeys(link.left for link in links if link.right == ref))
    said = in_time([items.statements[i] for i in ids if i in items.statements], items)
    happened = sorted((incidents[i] for i in ids if i in incidents), key=lambda one: one.day or date.max)
    return tuple(items.item(statement) for statement in said), tuple(happened)


def _latest(assessments: Sequence[Assessment]) -> dict[str, Assessment]:
    return {one.provision: one for one in sorted(assessments, key=lambda one: one.as_of)}


def _claimed(
    term: ClaimedTerm,
    assessment: Assessment | None,
    bearing: Bearing,
    said: tuple[Item, ...],
    happened: tuple[IncidentShown, ...],
) -> ProvisionShown:
    return ProvisionShown(
        anchor=anchor_of(term.ref), ref=term.ref, what=term.what, who=term.owner, clock=None,
        status=assessment.status if assessment else _without_assessment(said, happened),
        rule=_rule(assessment), confirmed=True,
        readings=tuple((answer.owner, answer.reading, answer.basis or "") for answer in term.answers),
        said=said, incidents=happened, findings=bearing.findings(assessment), claimed=bearing.of(term.ref),
    )  # fmt: skip


def _who(provision: Provision) -> str:
    owed = f" → {listed(provision.beneficiaries)}" if provision.beneficiaries else ""
    return f"{listed(provision.obligors) or 'nobody named'}{owed}"


def _rule(assessment: Assessment | None) -> str:
    if assessment is None:
        return ""
    counts = f"{counted(assessment.reports, 'report')}, {counted(assessment.origins, 'origin')}; "
    return f"{assessment.rule}; {counts if assessment.reports else ''}as of {day_words(assessment.as_of)}"


def _without_assessment(said: Sequence[Item], happened: Sequence[IncidentShown]) -> str:
    return "mentioned" if said or happened else "no reports"
