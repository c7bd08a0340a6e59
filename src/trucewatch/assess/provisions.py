"""Which provision or claimed term a statement, incident or commitment bears on, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trucewatch.assess.matching import Heard, Target, targets_of
from trucewatch.records.agreement import Agreement
from trucewatch.records.commitment import Commitment
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.mention import IncidentMention, StatementMention
from trucewatch.records.statement import Statement
from trucewatch.records.vocabulary import CHARGES
from trucewatch.records.wording import content, word_set

MAKER = Maker(kind="machine", name="assess", version="1")
# Set on agreements of our own (tests/assess) and by looking at the seeds and the three dev clusters, whose figures are
# therefore development figures; precision first.
LINKED_AT = 0.55
UNSURE_AT = 0.40
#: Share of a provision's wording that points at it where neither its reference nor a keyword stands.
POINTED_AT = 0.30
#: A score, the reasons for it, and the provision or claimed term that it is about.
Weighed = tuple[float, tuple[Reason, ...], Target]
#: A record is linked to so many provisions at most, best first.
MOST = 3
#: Incident types that perform a duty of a topic, by the notions that the topic's words give.
PERFORMS: Mapping[str, tuple[str, ...]] = {
    "release": ("prisoner", "release", "hostage", "exchange"),
    "withdrawal": ("withdrawal", "troop", "disengagement"),
    "meeting": ("talks", "negotiations", "dialogue"),
    "disarmament": ("disarmament", "demobilisation", "demobilization", "weapons"),
    "aid_delivery": ("aid", "humanitarian"),
    "access_granted": ("access", "monitoring", "aid"),
    "vote": ("election", "elections", "referendum", "ballot"),
    "ceasefire_start": ("ceasefire",),
    "no_incident_observed": ("ceasefire",),
}
#: Incident types that break a duty of a topic, in the same form.
_BREAKS: Mapping[str, tuple[str, ...]] = {
    "aid_obstruction": ("aid", "humanitarian"),
    "access_denied": ("access", "monitoring"),
}
_HOSTILE = word_set(
    """airstrike drone_strike shelling armed_attack clash bombing suicide_attack targeted_killing mass_killing
    chemical_attack offensive territory_seized ceasefire_violation"""
)
#: Topics that an act of force bears on.
_FORCE_TOPICS = frozenset(content("ceasefire truce violence hostilities attacks"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """What a record brings: its words, the sides that may owe or claim, topics that its type speaks of; of an incident
    the last day that it may have been on, and whether it is an act of force."""

    id: str
    heard: Heard
    obligors: frozenset[str]
    speaker_side: str | None
    topics: frozenset[str]
    may_claim: bool
    day: date | None = None
    hostile: bool = False


def link_provisions(
    statements: Sequence[Statement],
    incidents: Sequence[Incident],
    commitments: Sequence[Commitment],
    statement_mentions: Iterable[StatementMention],
    incident_mentions: Iterable[IncidentMention],
    *,
    agreement: Agreement,
    now: datetime,
) -> tuple[Judgement, ...]:
    """Judge each record against each provision and claimed term of the agreement; precision first.

    A link needs words that point at the provision (its reference, one of its keywords, or much of its wording)
    and an obligor that fits; with only one of the two it is "unsure" and left for a person.
    """
    targets = targets_of(agreement)
    if not targets:
        return ()
    judgements = []
    for evidence in _evidence(statements, incidents, commitments, statement_mentions, incident_mentions):
        weighed = [(*scored, target) for target in targets if (scored := _weigh(evidence, target)) is not None]
        best = sorted(_pointed_most(weighed), key=lambda w: (-w[0], w[2].order))[:MOST]
        judgements += [
            Judgement.of(
                kind="provision",
                left=evidence.id,
                right=target.ref,
                verdict="same" if score >= LINKED_AT else "unsure",
                score=score,
                reasons=reasons,
                maker=MAKER,
                made_at=now,
            )
            for score, reasons, target in best
        ]
    return tuple(judgements)


def _pointed_most(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Without the provisions that only general words of their topic point at, where a cited one or a keyword of another
    points elsewhere."""
    by_name = [w for w in weighed if any(r.field in ("citation", "keywords") for r in w[1])]
    return by_name or list(weighed)


def _weigh(evidence: _Evidence, target: Target) -> tuple[float, tuple[Reason, ...]] | None:
    """(score, reasons), or None below unsure."""
    reasons: list[Reason] = []
    words = 0.0
    cited = target.cited_in(evidence.heard)
    if cited:
        words += 0.5
        reasons.append(Reason(field="citation", value=cited, rule="names the provision by its reference"))
    keywords = target.keywords_in(evidence.heard)
    if keywords:
        own = target.own_keyword_in(evidence.heard)
        words += 0.35 if any(" " in k for k in keywords) else 0.3 if own else 0.2
        # a notion of which the agreement file lists several forms is one that its author counts on
        words += 0.1 * min(2, len(keywords) - 1)
        rule = "words by which reports refer to it" + (", of no other provision" if own else "")
        reasons.append(Reason(field="keywords", value=", ".join(keywords), rule=rule))
    of_topic = () if keywords else target.topic_words_in(evidence.heard)
    if of_topic:
        words += 0.3 if len(of_topic) > 1 or " " in of_topic[0] else 0.2
        reasons.append(Reason(field="topic words", value=", ".join(of_topic), rule="words of its topic"))
    wording, shared = target.wording_in(evidence.heard)
    if wording >= 0.2:
        words += 0.5 * wording
        reasons.append(
            Reason(
                field="wording",
                value=f"{wording:.2f}",
                rule="weighted words of its text",
                score=wording,
                words=", ".join(shared),
            )
        )
    topics = evidence.topics & target.topics
    if topics:
        words += 0.2
        reasons.append(
            Reason(field="topic", value=", ".join(sorted(topics)), rule="the type of incident is of its topic")
        )
    # the type alone suffices where the provision is about nothing else, and its obligor is the one who acted
    by_type = bool(topics) and target.plain and not target.part and bool(evidence.obligors & target.sides)
    by_type = by_type and not (evidence.day and target.since and evidence.day < target.since and evidence.hostile)
    if by_type:
        words += 0.15
    if target.claimed:
        fits = evidence.may_claim and evidence.speaker_side in target.sides
        rule = "spoken by the side that claims the term, or answers it"
    else:
        fits = bool(evidence.obligors & target.sides) or not target.sides
        rule = "the side concerned owes it"
    nobody = not fits and not evidence.obligors and not target.claimed
    if fits:
        reasons.append(Reason(field="obligor", value=", ".join(sorted(target.sides)) or "nobody named", rule=rule))
    elif nobody:
        reasons.append(Reason(field="obligor", value="nobody named", rule="no side of its own stands against it"))
    pointed = bool(cited or keywords or of_topic or wording >= POINTED_AT or by_type)
    if not pointed or (target.claimed and not fits):
        return None
    score = words + (0.25 if fits else 0.1 if nobody else 0.0)
    if not fits and not nobody:
        score = min(score, LINKED_AT - 0.01)
    score = round(min(1.0, score), 4)
    return (score, tuple(reasons)) if score >= UNSURE_AT else None


def _evidence(
    statements: Sequence[Statement],
    incidents: Sequence[Incident],
    commitments: Sequence[Commitment],
    statement_mentions: Iterable[StatementMention],
    incident_mentions: Iterable[IncidentMention],
) -> Iterable[_Evidence]:
    said = {m.id: " … ".join(s.words for s in m.content) for m in statement_mentions}
    told = {m.id: m.words.words for m in incident_mentions}
    for statement in statements:
        charged = statement.target_side if statement.act in CHARGES or statement.act in ("demand", "urge") else None
        own = statement.side if statement.act not in CHARGES else None
        yield _Evidence(
            id=statement.id,
            heard=Heard.of(" … ".join(said[m] for m in statement.mention_ids if m in said)),
            obligors=frozenset(s for s in (charged, own) if s),
            speaker_side=statement.side,
            topics=frozenset(),
            may_claim=True,
        )
    for incident in incidents:
        named = (*PERFORMS.get(incident.type, ()), *_BREAKS.get(incident.type, ()))
        topics = {n for word in named for n in content(word)}
        if incident.type in _HOSTILE:
            topics |= _FORCE_TOPICS
        yield _Evidence(
            id=incident.id,
            heard=Heard.of(" … ".join(told[m] for m in incident.mention_ids if m in told)),
            obligors=frozenset(p.side for p in incident.actors if p.side),
            speaker_side=None,
            topics=frozenset(topics),
            may_claim=False,
            day=incident.when.last_day or incident.when.first_day if incident.when else None,
            hostile=incident.type in _HOSTILE,
        )
    for commitment in commitments:
        yield _Evidence(
            id=commitment.id,
            heard=Heard.of(f"{commitment.what} … {commitment.span.words}"),
            obligors=frozenset(s for s in (commitment.obligor_side,) if s),
            speaker_side=None,
            topics=frozenset(),
            may_claim=False,
        )
