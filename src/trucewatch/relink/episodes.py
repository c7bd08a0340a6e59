"""Episodes and campaigns tied anew where a run of linking touched one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from trucewatch.link.incidents import areas_of, is_campaign, tie_episodes
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.relink.run import Relinked, batches
from trucewatch.store import Store
from trucewatch.store.facts import Fact
from trucewatch.store.rows import INCIDENTS

#: Kinds of facts: incidents by where they lie, and those of them that go on for days.
EPISODE, CAMPAIGN = "episode", "campaign"
#: Incidents looked at together.
AT_ONCE = 1000


def tie_anew(store: Store, touched: Relinked, *, persons: Sequence[Judgement], now: datetime) -> None:
    """Look again for the campaigns of the touched incidents, and for the episodes of those of them that are campaigns.

    ``persons`` are persons' judgements over the records.
    """
    judged = [j for j in persons if j.kind == "part_of"]
    named = {end for j in judged for end in (j.left, j.right)}
    before = store.judgement_pairs("part_of", touched.incidents | touched.gone)
    # what was an episode of something that is another, or nothing, now
    again = {left for left, _ in before.values()} | {j.left for j in judged}
    for ids in batches(sorted(touched.gone)):
        store.put_facts(EPISODE, ids, ())
        store.put_facts(CAMPAIGN, ids, ())
    for ids in batches(store.by_day("incident", touched.incidents), AT_ONCE):
        incidents: list[Incident] = list(store.of_ids(INCIDENTS, ids))
        lying = [(i, tuple(sorted(areas_of(i)))) for i in incidents]
        facts = [_fact(i, keys) for i, keys in lying if keys and _days(i)[0] and not is_campaign(i)]
        store.put_facts(EPISODE, ids, facts)
        store.put_facts(CAMPAIGN, ids, [_fact(i, keys) for i, keys in lying if keys and is_campaign(i)])
        for one in incidents:
            if is_campaign(one):
                again |= _met(store, one)
    for ids in batches(store.by_day("incident", touched.incidents | again), AT_ONCE):
        incidents = list(store.of_ids(INCIDENTS, ids))
        campaigns = _campaigns(store, incidents) | named
        beside: Iterable[Incident] = store.of_ids(INCIDENTS, sorted(campaigns))
        tied, made = tie_episodes([replace(i, part_of=None) for i in incidents], beside=beside, persons=judged, now=now)
        mine = set(ids)
        replaced = {one for one, (left, _) in store.judgement_pairs("part_of", ids).items() if left in mine}
        store.save_records("incident", [t for t, i in zip(tied, incidents, strict=True) if t != i], now=now)
        store.save_judgements(made, judged=replaced, now=now)
    store.save_judgements((), judged=store.judgement_pairs("part_of", touched.gone), now=now)


def _fact(incident: Incident, keys: tuple[str, ...]) -> Fact:
    first, last = _days(incident)
    return Fact(owner=incident.id, keys=keys, day=first, payload=last)


def _days(incident: Incident) -> tuple[int, int]:
    when = incident.when
    first = when.first_day if when is not None else None
    last = (when.last_day or first) if when is not None else None
    return (first.toordinal(), last.toordinal()) if first is not None and last is not None else (0, 0)


def _met(store: Store, campaign: Incident) -> set[str]:
    """The incidents that lie where a campaign does, in its days."""
    found = set()
    for kind in (EPISODE, CAMPAIGN):
        for owners in store.owners_under(kind, areas_of(campaign), _days(campaign)).values():
            found |= {owner for owner, _ in owners}
    return found


def _campaigns(store: Store, incidents: Sequence[Incident]) -> set[str]:
    """The campaigns that may hold one of these: where it lies, begun before it."""
    areas = {area for i in incidents for area in areas_of(i)}
    days = [_days(i)[1] for i in incidents]
    met = store.owners_under(CAMPAIGN, areas, (1, max(days, default=date.min.toordinal())))
    owners = {owner for found in met.values() for owner, _ in found}
    first = min((day for day, _ in map(_days, incidents) if day), default=0)
    return {f.owner for f in store.facts_of(CAMPAIGN, sorted(owners)) if f.payload >= first}
