"""The two sorts of mention that are joined into records, behind one interface: how they are read, met, compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

from trucewatch.link import compare as said
from trucewatch.link import happened, incidents, statements, telling
from trucewatch.link.candidates import Card
from trucewatch.link.decide import WRITTEN_FROM
from trucewatch.link.grouping import Grouped, Pair, PairScore, group
from trucewatch.link.identity import Identity
from trucewatch.link.order import Told
from trucewatch.link.profile import names_of_parties, profiles
from trucewatch.link.repeats import Repeated, repeated
from trucewatch.link.rows import two_rows
from trucewatch.link.scores import Scores
from trucewatch.records.agreement import Agreement
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import is_row
from trucewatch.records.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """What statements and incidents have in common for linking. An item is a mention as it is compared."""

    agreement: Agreement
    kind: Literal["statement", "incident"]

    @property
    def relation(self) -> Literal["same_statement", "same_incident"]:
        return "same_statement" if self.kind == "statement" else "same_incident"

    @property
    def same_at(self) -> float:
        return said.SAME_AT if self.kind == "statement" else happened.SAME_AT

    @property
    def unsure_at(self) -> float:
        return said.UNSURE_AT if self.kind == "statement" else happened.UNSURE_AT

    @property
    def max_gap_days(self) -> int:
        return said.QUOTED_DAYS if self.kind == "statement" else incidents.MAX_GAP_DAYS

    @property
    def least_overlap(self) -> float:
        return statements.LEAST_OVERLAP if self.kind == "statement" else incidents.LEAST_OVERLAP

    def read(self, mentions: Iterable[Any], *, told: Told, texts: Mapping[str, Text]) -> list[Any]:
        """The mentions of whole texts as items, in the order told; silence is never a statement."""
        muted = names_of_parties(self.agreement)
        if self.kind == "incident":
            return list(telling.seen(mentions, told=told, muted=muted, texts=texts))
        return profiles(
            (m for m in mentions if not m.silence),
            told=told,
            actors=statements.actor_names(self.agreement),
            muted=muted,
            title=self.agreement.title,
        )

    def card(self, item: Any) -> Card:
        return statements.card_of(item) if self.kind == "statement" else incidents.card_of(item)

    @property
    def apart(self) -> Callable[[Card, Card, float], bool] | None:
        """What tells by two cards alone that their mentions cannot be one."""
        return statements.apart if self.kind == "statement" else None

    def compare(
        self, items: Sequence[Any], pairs: Iterable[Pair], credited: Collection[str], scores: Scores
    ) -> dict[Pair, PairScore]:
        """Every pair compared. ``credited`` are pairs of voices that other mentions credit with one speech: what else
        the two say is compared as one voice's. ``scores`` keeps what was compared before."""
        pairs = [(i, j) for i, j in pairs if not two_rows(items[i].mention, items[j].mention)]
        if self.kind == "incident":
            return {(i, j): scores.of(items[i], items[j], happened.compare) for i, j in pairs}
        compared = {(i, j): scores.said(items[i], items[j], said.compare) for i, j in pairs}
        rival = {(i, j) for (i, j), one in compared.items() if one.rival and one.score >= said.SAME_AT}
        together = {*credited, *(self.voices(items[i], items[j]) for i, j in rival)}
        for (i, j), one in compared.items() if together else ():
            if not one.rival and self.voices(items[i], items[j]) in together:
                compared[i, j] = scores.said(items[i], items[j], said.compare_as_one_voice)
        return dict(compared)

    def voices(self, one: Any, other: Any) -> str | None:
        """The pair of speakers in their reports, where both are named and the names differ."""
        if self.kind == "incident" or one.name == other.name:
            return None
        if one.mention.speaker_kind != "named" or other.mention.speaker_kind != "named":
            return None
        return " | ".join(sorted(f"{p.report_id} {' '.join(p.name)}" for p in (one, other)))

    def edge(self, one: Any, other: Any, compared: PairScore) -> tuple[str, str, str | None] | None:
        """The two mentions if they score high enough to join, with their voices if these are rivals for one speech."""
        if compared.score < self.same_at:
            return None
        rival = getattr(compared, "rival", False)
        left, right = sorted((one.mention.id, other.mention.id))
        return left, right, self.voices(one, other) if rival else None

    def repetition(self, one: Any, other: Any) -> Repeated | None:
        """That one says on another day what the other said, if it does."""
        return None if self.kind == "incident" else repeated(one, other)

    def worth_writing(self, compared: PairScore) -> bool:
        return compared.score >= WRITTEN_FROM

    def group(
        self,
        items: Sequence[Any],
        compared: Mapping[Pair, PairScore],
        *,
        decided: Sequence[tuple[int, int, bool]],
        judged: Mapping[Pair, Judgement],
        known: Sequence[Any],
        now: Any,
    ) -> Grouped:
        joinable = {n for pair, one in compared.items() if one.score >= self.same_at for n in pair}
        joinable |= {n for i, j, same in decided if same for n in (i, j)}
        rows = sorted(n for n in joinable if is_row(items[n].mention.reasons))
        told_apart = {
            (i, j): said.RULED_OUT for i, j in combinations(rows, 2) if two_rows(items[i].mention, items[j].mention)
        }
        return group(
            self.kind, [item.mention.id for item in items], {**compared, **told_apart}, decided=decided,
            judged=judged, known=known, same_at=self.same_at, unsure_at=self.unsure_at, now=now,
            apart=(lambda i, j: said.ruled_out(items[i], items[j])) if self.kind == "statement" else None,
        )  # fmt: skip

    def record(self, mentions: Sequence[Any], identity: Identity, *, told: Told) -> Any:
        """The statement or incident that these mentions are, under its identity."""
        if self.kind == "statement":
            return statements.statement_of(mentions, identity, told=told)
        return incidents.incident_of(mentions, identity)


def in_order(items: Iterable[Any], told: Told) -> list[Any]:
    """Items of several texts in the order told, each with its rank in it."""
    ordered = sorted(items, key=lambda item: told.key(item.mention))
    return [item if item.rank == n else replace(item, rank=n) for n, item in enumerate(ordered)]
