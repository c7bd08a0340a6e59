"""Incident mentions -> incidents: every account and every attribution kept, with who makes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from trucewatch.link.candidates import Card, candidate_pairs, looked_up
from trucewatch.link.decide import MAKER, persons_pairs
from trucewatch.link.grouping import group
from trucewatch.link.happened import SAME_AT, UNSURE_AT, ComparedIncidents, compare
from trucewatch.link.identity import Identity
from trucewatch.link.order import Told
from trucewatch.link.persons import over_records
from trucewatch.link.profile import names_of_parties
from trucewatch.link.telling import Cast, Seen, families, features, place_keys, seen
from trucewatch.records.agreement import Agreement
from trucewatch.records.incident import Account, Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason, is_row
from trucewatch.records.mention import IncidentMention, Participant
from trucewatch.records.text import Text
from trucewatch.records.vocabulary import MUTUAL
from trucewatch.records.when import When
from trucewatch.records.where import Where

#: Days that two mentions may lie apart and still be compared (an undated one reaches back from its publication).
MAX_GAP_DAYS = 14
LEAST_OVERLAP = 0.12
#: Types that are a campaign by definition, and what may be an episode of one.
_CAMPAIGNS = frozenset({"offensive", "clash", "targeted_killing"})
#: Types that may go on for days or be over in a minute.
_FIRE = frozenset({"shelling", "airstrike", "drone_strike", "bombing", "armed_attack", "ceasefire_violation"})
#: A longer time is rather what an event fell into than how long it lasted.
LONG_DAYS = 31
#: Times told with a beginning.
SPANS = frozenset({"from_to", "since"})
_PRECISION = {"exact": 0, "within": 1, "admin_area": 2, "country": 3, "unresolved": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedIncidents:
    """What became of mentions of incidents, the judgements behind it, (younger id, older id) of what became one."""

    incidents: tuple[Incident, ...]
    judgements: tuple[Judgement, ...]
    redirects: tuple[tuple[str, str], ...]


def link_incidents(
    mentions: Sequence[IncidentMention],
    *,
    told: Told,
    agreement: Agreement,
    known: Sequence[Incident],
    persons: Sequence[Judgement],
    now: datetime,
    texts: Mapping[str, Text] | None = None,
) -> LinkedIncidents:
    """Join mentions of one event; a campaign and its episodes stay apart, tied by ``part_of``.

    ``texts`` lend the sentences around the mentions.
    """
    items = seen(mentions, told=told, muted=names_of_parties(agreement), texts=texts)
    rank = {s.mention.id: s.rank for s in items}
    decided, judged = persons_pairs("same_incident", persons, known, rank)
    looked = candidate_pairs([card_of(s) for s in items], max_gap_days=MAX_GAP_DAYS, least_overlap=LEAST_OVERLAP)
    pairs = sorted({*looked, *judged})
    compared: dict[tuple[int, int], ComparedIncidents] = {(i, j): compare(items[i], items[j]) for i, j in pairs}
    grouped = group(
        "incident",
        [s.mention.id for s in items],
        compared,
        decided=decided,
        judged=judged,
        known=known,
        same_at=SAME_AT,
        unsure_at=UNSURE_AT,
        now=now,
    )
    incidents = [
        incident_of([items[i].mention for i in members], identity)
        for members, identity in zip(grouped.groups, grouped.identities, strict=True)
    ]
    incidents, parts = tie_episodes(incidents, persons=over_records(persons, incidents), now=now)
    return LinkedIncidents(
        incidents=tuple(incidents), judgements=(*grouped.judgements, *parts), redirects=grouped.redirects
    )


def card_of(item: Seen) -> Card:
    """What an incident mention is looked up by: its words, place, sides and counts; in its text and on the day that it
    states, its family of types."""
    mention, window = item.mention, item.window
    one_day = window is not None and window.stated and window.first == window.last
    kinds = tuple(families(mention.type))
    return Card(
        id=mention.id,
        text_id=mention.text_id,
        window=window,
        features=looked_up(features(item)),
        within=() if is_row(mention.reasons) else kinds,
        close=tuple((f"{window.first} {kind}", 0) for kind in kinds) if window and one_day else (),
    )


def incident_of(mentions: Sequence[IncidentMention], identity: Identity) -> Incident:
    """One incident out of its mentions (earliest told first); values by the rules in the reasons."""
    votes: dict[str, int] = {}
    for mention in mentions:
        votes[mention.type] = votes.get(mention.type, 0) + 1
    specific = {t: n for t, n in votes.items() if t not in ("other", "ceasefire_violation")} or votes
    kind = max(specific, key=lambda t: specific[t])
    reasons = [
        Reason(
            field="type",
            value=kind,
            rule="read in most mentions, a physical type before a label",
            words=", ".join(f"{t} ({n})" for t, n in votes.items()),
        )
    ]
    places = _places(mentions)
    when, why = _when(mentions, kind)
    if when is not None:
        reasons.append(Reason(field="when", value=when.value or when.words, rule=why))
    if places:
        reasons.append(
            Reason(field="where", value=places[0].name, rule="place told by most mentions, most exact among equals")
        )
    return Incident(
        id=identity.id,
        founding_mention=identity.founding_mention,
        mention_ids=tuple(m.id for m in mentions),
        type=kind,
        accounts=tuple(
            Account(mention_id=m.id, said_as=m.said_as, said_by=m.said_by, side=m.said_by_side) for m in mentions
        ),
        actors=_participants(m.actors for m in mentions),
        targets=_participants(m.targets for m in mentions),
        where=places[0] if places else None,
        places=places,
        when=when,
        counts=tuple(dict.fromkeys(c for m in mentions for c in m.counts)),
        weapon=next((m.weapon for m in mentions if m.weapon), None),
        civilian_harm=any(m.civilian_harm for m in mentions),
        reasons=tuple(reasons),
        maker=MAKER,
        recorded_at=identity.recorded_at,
    )


def _participants(of_mentions: Iterable[Sequence[Participant]]) -> tuple[Participant, ...]:
    """Every attribution once per name, side and teller."""
    kept: dict[tuple[str, str | None, str | None], Participant] = {}
    for participants in of_mentions:
        for p in participants:
            kept.setdefault((p.name.casefold(), p.side, p.said_by), p)
    return tuple(kept.values())


def _places(mentions: Sequence[IncidentMention]) -> tuple[Where, ...]:
    """Every place once; those where it happened first, then by how many mentions tell it, then the most exact."""
    told: dict[str, list[Where]] = {}
    for mention in mentions:
        for place in mention.places:
            told.setdefault(place.gazetteer_id or place.name.casefold(), []).append(place)

    def standing(same: list[Where]) -> tuple[bool, int, int]:
        return (all(p.role != "where" for p in same), -len(same), min(_PRECISION[p.precision] for p in same))

    ordered = sorted(told.values(), key=standing)
    return tuple(min(same, key=lambda p: (p.role != "where", _PRECISION[p.precision])) for same in ordered)


def _when(mentions: Sequence[IncidentMention], kind: str) -> tuple[When | None, str]:
    """When it happened, and by which rule: the narrowest time stated; of what goes on for days by its kind the longest
    that is told with beginning and end, for who tells of its end names one day of it."""

    def width(when: When) -> int:
        if when.first_day is None or when.last_day is None:
            return 100_000
        return (when.last_day - when.first_day).days

    told = [m.when for m in mentions if m.when is not None]
    spans = [when for when in told if when.role == "from_to" and 2 <= width(when) <= LONG_DAYS]
    if kind in _CAMPAIGNS and spans:
        return max(spans, key=width), "longest time told from beginning to end, first told among equals"
    return min(told, key=width, default=None), "narrowest time stated, first told among equals"


def tie_episodes(
    incidents: Sequence[Incident],
    *,
    beside: Iterable[Incident] = (),
    persons: Sequence[Judgement],
    now: datetime,
) -> tuple[list[Incident], list[Judgement]]:
    """Set ``part_of`` where a campaign holds an episode: place, time and an actor in common; the widest campaign wins.

    Campaigns are looked for among the incidents and those ``beside`` them. A person's judgement of the pair (kind
    ``part_of``: episode, campaign, over the records) keeps the two apart, or ties them.
    """
    said = [j for j in persons if j.kind == "part_of"]
    refused = {(j.left, j.right) for j in said if j.verdict == "different"}
    wanted = {j.left: j.right for j in reversed(said) if j.verdict == "same"}
    campaigns = [i for i in {i.id: i for i in (*incidents, *beside)}.values() if is_campaign(i)]
    by_place: dict[str, list[Incident]] = {}
    for campaign in campaigns:
        for key in areas_of(campaign):
            by_place.setdefault(key, []).append(campaign)
    tied, judgements = [], []
    for incident in incidents:
        near = {c.id: c for key in areas_of(incident) for c in by_place.get(key, ()) if _holds(c, incident)}
        near = {k: c for k, c in near.items() if (incident.id, k) not in refused}
        if incident.id in wanted:
            tied.append(replace(incident, part_of=wanted[incident.id]))
            continue
        if not near:
            tied.append(incident)
            continue
        whole = min(near.values(), key=lambda c: (-_days(c), c.id))
        tied.append(replace(incident, part_of=whole.id))
        why = Reason(
            field="part_of", value=f"{incident.type} in {whole.type}", rule="place, time and an actor in common"
        )
        judgements.append(
            Judgement.of(
                kind="part_of",
                left=incident.id,
                right=whole.id,
                verdict="same",
                score=0.6,
                reasons=(why,),
                maker=MAKER,
                made_at=now,
            )
        )
    return tied, judgements


def _days(incident: Incident) -> int:
    when = incident.when
    if when is None or when.first_day is None:
        return 0
    return ((when.last_day or when.first_day) - when.first_day).days


def is_campaign(incident: Incident) -> bool:
    """True for what goes on for days, by its kind or as it is told ("has been shelled since Monday"), so that other
    incidents may be episodes of it."""
    when = incident.when
    if when is None or when.first_day is None or _days(incident) < 2:
        return False
    return incident.type in _CAMPAIGNS or (incident.type in _FIRE and when.role in SPANS)


def areas_of(incident: Incident) -> set[str]:
    """Where an incident lies, as episodes and campaigns are looked up."""
    areas = set(place_keys(incident.places))
    areas |= {f"admin:{p.admin1.casefold()}" for p in incident.places if p.admin1 and p.role == "where"}
    return areas


def _holds(campaign: Incident, episode: Incident) -> bool:
    whole, part = campaign.when, episode.when
    if episode.id == campaign.id or part is None or part.first_day is None or whole is None or whole.first_day is None:
        return False
    if _days(episode) >= _days(campaign) or not set(families(episode.type)) & {"ground", "killing", "fire", "blast"}:
        return False
    inside = whole.first_day <= part.first_day and (part.last_day or part.first_day) <= (
        whole.last_day or whole.first_day
    )
    # of fighting it is chance who is named first
    fighting = (*campaign.actors, *campaign.targets) if campaign.type in MUTUAL else campaign.actors
    return inside and bool(Cast.of(fighting).sides & Cast.of(episode.actors).sides)
