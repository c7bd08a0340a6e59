"""From compared pairs to named clusters with their judgements: the same way for statements and for incidents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from trucewatch.link.cluster import cluster
from trucewatch.link.decide import WRITTEN_FROM, judge, overruled
from trucewatch.link.identity import Identity, name_clusters
from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason
from trucewatch.records.statement import Statement

Pair = tuple[int, int]


class PairScore(Protocol):
    """What a comparison of two mentions comes to."""

    @property
    def score(self) -> float: ...
    @property
    def forbidden(self) -> bool: ...
    @property
    def reasons(self) -> tuple[Reason, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """``groups`` hold ranks of mentions, one group a record; ``identities`` the record ids in the same order."""

    groups: tuple[tuple[int, ...], ...]
    identities: tuple[Identity, ...]
    redirects: tuple[tuple[str, str], ...]
    judgements: tuple[Judgement, ...]


def group(
    kind: Literal["statement", "incident"],
    mention_ids: Sequence[str],
    compared: Mapping[Pair, PairScore],
    *,
    decided: Sequence[tuple[int, int, bool]],
    judged: Mapping[Pair, Judgement],
    known: Sequence[Statement] | Sequence[Incident],
    same_at: float,
    unsure_at: float,
    now: datetime,
    apart: Callable[[int, int], bool] | None = None,
) -> Grouped:
    """Cluster the mentions (in the order told), name the clusters, and write down every judgement worth reading.

    ``decided`` and ``judged`` come from ``persons_pairs``: what persons said of pairs binds before any score. ``apart``
    says of two mentions, by their ranks, that they cannot be one, also where they were not compared.
    """
    relation: Literal["same_statement", "same_incident"] = "same_statement" if kind == "statement" else "same_incident"
    grouped = cluster(
        len(mention_ids),
        {pair: c.score for pair, c in compared.items()},
        [pair for pair, c in compared.items() if c.forbidden],
        same_at=same_at,
        persons=decided,
        apart=apart,
    )
    rank = {mention: i for i, mention in enumerate(mention_ids)}
    named = name_clusters(kind, [[mention_ids[i] for i in g] for g in grouped.groups], known, rank=rank, now=now)
    home = {i: n for n, members in enumerate(grouped.groups) for i in members}
    unkept = {(i, j) for i, j, _ in (decided[n] for n in grouped.unkept)}
    judgements = [
        judge(
            relation,
            mention_ids[i],
            mention_ids[j],
            score=c.score,
            same=home[i] == home[j],
            unsure_at=unsure_at,
            reasons=c.reasons,
            now=now,
            person=judged.get((i, j)),
        )
        for (i, j), c in compared.items()
        if (c.score >= WRITTEN_FROM or (i, j) in judged) and (i, j) not in unkept
    ]
    judgements += [
        overruled(relation, mention_ids[i], mention_ids[j], judged[i, j], now=now) for i, j in sorted(unkept)
    ]
    return Grouped(
        groups=grouped.groups,
        identities=named.identities,
        redirects=named.redirects,
        judgements=tuple(judgements),
    )
