"""The comparisons that linking makes, made again for a few mentions of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

from trucewatch.link import compare as of_statements
from trucewatch.link import happened as of_incidents
from trucewatch.link.cluster import AVERAGE_AT, NOT_COMPARED
from trucewatch.link.grouping import PairScore
from trucewatch.link.order import Told
from trucewatch.link.profile import Profile, names_of_parties, profiles
from trucewatch.link.statements import actor_names
from trucewatch.link.telling import Seen, seen
from trucewatch.link.uncompared import incidents_uncompared, statements_uncompared
from trucewatch.records.judgement import JudgementKind
from trucewatch.records.maker import Reason
from trucewatch.relink.stage import sided
from trucewatch.store import Store

#: Pairs compared anew for one explanation at most; of larger clusters the first mentions stand for all.
MOST_PAIRS = 600


class Lens(Protocol):
    """Compares two mentions by id. ``kind`` is the judgement that comes of it, ``same_at`` where it joins."""

    kind: JudgementKind
    same_at: float
    unsure_at: float

    def has(self, mention: str) -> bool: ...
    def later(self, one: str, other: str) -> bool:
        """True if the first was told after the other: comparisons name what was told first first."""
        ...

    def compare(self, one: str, other: str) -> PairScore: ...
    def uncompared(self, one: str, other: str) -> tuple[Reason, ...]: ...


@dataclass(kw_only=True)
class StatementLens:
    items: Mapping[str, Profile]
    kind: JudgementKind = "same_statement"
    same_at: float = of_statements.SAME_AT
    unsure_at: float = of_statements.UNSURE_AT

    def has(self, mention: str) -> bool:
        return mention in self.items

    def later(self, one: str, other: str) -> bool:
        return self.items[one].rank > self.items[other].rank

    def compare(self, one: str, other: str) -> PairScore:
        return of_statements.compare(self.items[one], self.items[other])

    def uncompared(self, one: str, other: str) -> tuple[Reason, ...]:
        return statements_uncompared(self.items[one], self.items[other])


@dataclass(kw_only=True)
class IncidentLens:
    items: Mapping[str, Seen]
    kind: JudgementKind = "same_incident"
    same_at: float = of_incidents.SAME_AT
    unsure_at: float = of_incidents.UNSURE_AT

    def has(self, mention: str) -> bool:
        return mention in self.items

    def later(self, one: str, other: str) -> bool:
        return self.items[one].rank > self.items[other].rank

    def compare(self, one: str, other: str) -> PairScore:
        return of_incidents.compare(self.items[one], self.items[other])

    def uncompared(self, one: str, other: str) -> tuple[Reason, ...]:
        return incidents_uncompared(self.items[one], self.items[other])


def lens_for(store: Store, kind: str, mentions: Sequence[Any]) -> Lens:
    """The comparison of mentions of one kind ("statement" or "incident"), ready for those of the same texts: as persons
    decided them, for so the store holds them."""
    agreement = store.agreement()
    texts = sorted({m.text_id for m in mentions})
    told = Told(store.reports_of_texts(texts))
    if kind == "statement":
        spoken = sided(store, [m for text_id in texts for m in store.statement_mentions(text_id)])
        made = profiles(
            (m for m in spoken if not m.silence), told=told, actors=actor_names(agreement),
            muted=names_of_parties(agreement), title=agreement.title,
        )  # fmt: skip
        return StatementLens(items={p.mention.id: p for p in made})
    happenings = [m for text_id in texts for m in store.incident_mentions(text_id)]
    found = seen(happenings, told=told, muted=names_of_parties(agreement), texts=store.texts_by_id(texts))
    return IncidentLens(items={s.mention.id: s for s in found})


def best_pair(lens: Lens, ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str, PairScore] | None:
    """The two mentions that are most alike; the first told among equals."""
    pairs = list(product((m for m in ours if lens.has(m)), (m for m in theirs if lens.has(m))))[:MOST_PAIRS]
    compared = [(a, b, lens.compare(a, b)) for a, b in pairs if a != b]
    return max(compared, key=lambda c: c[2].score, default=None)


def kept_apart(
    lens: Lens, ours: Sequence[str], theirs: Sequence[str], written: Mapping[frozenset[str], float]
) -> Iterable[Reason]:
    """Why two clusters stay two although a pair of them alone would join: a pair that excludes it, or too little on
    average (``written`` are the scores on record; pairs without one count as not worth comparing)."""
    pairs = [(a, b) for a, b in product(ours, theirs) if lens.has(a) and lens.has(b)][:MOST_PAIRS]
    for a, b in pairs:
        compared = lens.compare(a, b)
        if compared.forbidden:
            pair = (b, a) if lens.later(a, b) else (a, b)
            yield Reason(
                field="mentions", value=" | ".join(pair), rule="what is told here excludes that the two are one"
            )
            yield from compared.reasons
            return
    average = sum(written.get(frozenset(pair), NOT_COMPARED) for pair in pairs) / (len(pairs) or 1)
    if average < AVERAGE_AT:
        rule = f"mean likeness over all pairs of their mentions; clusters join from {AVERAGE_AT:.2f}"
        yield Reason(field="average", value=f"{average:.2f}", rule=rule)
