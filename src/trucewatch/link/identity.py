"""Ids that are minted once and kept: through new mentions, merges and splits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from trucewatch.records.actor import Actor
from trucewatch.records.ids import digest
from trucewatch.records.incident import Incident
from trucewatch.records.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The id of a cluster, the mention that it was minted from, and when it was first recorded."""

    id: str
    founding_mention: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """``identities`` in the order of the clusters; ``redirects`` as (younger id, older id)."""

    identities: tuple[Identity, ...]
    redirects: tuple[tuple[str, str], ...]


def name_clusters(
    kind: str,
    clusters: Sequence[Sequence[str]],
    known: Sequence[Statement] | Sequence[Incident] | Sequence[Actor],
    *,
    rank: Mapping[str, int],
    now: datetime,
    mint: Callable[[str], str] | None = None,
) -> Named:
    """Give every cluster (mention ids, earliest told first) its id.

    A known id goes where its founding mention went; if that mention is gone from every text, to the cluster
    that holds most of the others. Where several known ids meet, the oldest stays (first recorded, then
    earliest told) and the others redirect to it. A cluster that no known id goes to gets a new one from its
    earliest mention, or from ``mint``, which is handed that mention.
    """
    home = {mention: n for n, members in enumerate(clusters) for mention in members}
    claims: dict[int, list[Identity]] = {}
    for record in known:
        founding = record.founding_mention
        if founding is None or founding not in home:
            votes = Counter(home[m] for m in record.mention_ids if m in home)
            if not votes:
                continue
            goes_to = min(votes, key=lambda n: (-votes[n], n))
            founding = next(m for m in clusters[goes_to] if m in record.mention_ids)
        one = Identity(id=record.id, founding_mention=founding, recorded_at=record.recorded_at or now)
        claims.setdefault(home[founding], []).append(one)
    identities: list[Identity] = []
    redirects: list[tuple[str, str]] = []
    for n, members in enumerate(clusters):
        claimants = sorted(claims.get(n, ()), key=lambda c: (c.recorded_at, rank[c.founding_mention], c.id))
        if not claimants:
            new = mint(members[0]) if mint is not None else digest(kind, members[0])
            identities.append(Identity(id=new, founding_mention=members[0], recorded_at=now))
            continue
        oldest, *younger = claimants
        identities.append(oldest)
        redirects += [(other.id, oldest.id) for other in younger if other.id != oldest.id]
    return Named(identities=tuple(identities), redirects=tuple(sorted(redirects)))
