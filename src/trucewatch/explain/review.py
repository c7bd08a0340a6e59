"""What a person should look at first: the judgements that lie nearest the line, in the most reports."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from trucewatch.assess.provisions import LINKED_AT
from trucewatch.explain.held import Held
from trucewatch.explain.model import Verdict
from trucewatch.link import compare, happened, origins
from trucewatch.link.responses import ANSWERED_AT
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.store import Store

#: From which score on each kind is joined or linked.
LINES: dict[JudgementKind, float] = {
    "same_statement": compare.SAME_AT, "same_incident": happened.SAME_AT, "response": ANSWERED_AT,
    "provision": LINKED_AT, "same_report": origins.SAME_AT,
}  # fmt: skip
#: A score this far from its line is no doubt at all.
REACH = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A judgement worth a look. ``left`` and ``right`` are ids as ``why`` takes them (mentions where one record holds
    both), ``left_id`` and ``right_id`` whole ones; ``judgement`` is the id of the judgement. ``doubt`` runs from 0 to 1
    (on the line); ``reports`` are those that the two records stand in."""

    kind: JudgementKind
    left: str
    right: str
    verdict: Verdict
    label: str | None
    score: float
    doubt: float
    reports: int
    left_words: str
    right_words: str
    judgement: str
    left_id: str
    left_kind: str
    right_id: str
    right_kind: str


def review(store: Store, *, kinds: Iterable[JudgementKind] | None = None, limit: int | None = None) -> list[Doubtful]:
    """The machine's judgements that no person has judged, most doubtful and farthest reaching first.

    The order is by doubt times the logarithm of the reports.
    """
    found = doubtful(Held.whole(store), kinds=kinds)
    found.sort(key=lambda d: (-d.doubt * math.log2(1 + d.reports), d.kind, d.left_id, d.right_id))
    return [
        replace(one, left=_shown(store, one.left_kind, one.left_id), right=_shown(store, one.right_kind, one.right_id))
        for one in found[:limit]
    ]


def doubtful(held: Held, *, kinds: Iterable[JudgementKind] | None = None) -> list[Doubtful]:
    """The same in no order, and with whole ids for ``left`` and ``right``: to shorten an id is to look others up.

    Of two records the surest pair of their mentions counts, for it would join them; of a record the pairs without which
    it would fall apart.
    """
    wanted = tuple(kinds) if kinds is not None else tuple(LINES)
    found: list[Doubtful] = []
    for kind in wanted:
        judgements = held.judgements(kind)
        pairs = _same(judgements, held.home) if kind.startswith("same_") else _linked(judgements)
        for judgement in pairs:
            doubt = _doubt(judgement, LINES[kind])
            if doubt > 0.0:
                found.append(_found(held, judgement, doubt))
    return found


def _shown(store: Store, kind: str, record_id: str) -> str:
    return record_id if kind == "provision" else store.shown(kind, record_id)


def _doubt(judgement: Judgement, line: float) -> float:
    if judgement.score is None:
        return 0.0
    return round(max(0.0, 1.0 - abs(judgement.score - line) / REACH), 4)


def _linked(judgements: Sequence[Judgement]) -> Iterator[Judgement]:
    """The machine's judgements of links that no person has judged."""
    settled = {(j.left, j.right) for j in judgements if j.maker.kind == "person" and j.verdict != "unsure"}
    yield from (j for j in judgements if j.maker.kind == "machine" and (j.left, j.right) not in settled)


def _same(judgements: Sequence[Judgement], home: Mapping[str, str]) -> Iterator[Judgement]:
    """Between two records the surest pair; within a record the pairs that hold it together (a widest spanning tree)."""
    settled = {
        frozenset({home.get(j.left, j.left), home.get(j.right, j.right)})
        for j in judgements
        if j.maker.kind == "person" and j.verdict != "unsure"
    }
    joined: dict[str, str] = {}

    def root(mention: str) -> str:
        while joined.get(mention, mention) != mention:
            mention = joined[mention]
        return mention

    for judgement in judgements:
        if judgement.maker.kind == "person" and judgement.verdict == "same":
            joined[root(judgement.left)] = root(judgement.right)
    between: dict[frozenset[str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (-(j.score or 0.0), j.id)):
        if judgement.maker.kind != "machine" or judgement.score is None:
            continue
        records = frozenset({home.get(judgement.left, judgement.left), home.get(judgement.right, judgement.right)})
        if len(records) > 1:
            if records not in settled:
                between.setdefault(records, judgement)
        elif root(judgement.left) != root(judgement.right):
            joined[root(judgement.left)] = root(judgement.right)
            yield judgement
    yield from between.values()


def _found(held: Held, judgement: Judgement, doubt: float) -> Doubtful:
    left, right = judgement.left, judgement.right
    homes = [held.home.get(one, one) for one in (left, right)]
    named = homes if homes[0] != homes[1] and judgement.kind != "same_report" else [left, right]
    return Doubtful(
        kind=judgement.kind, left=named[0], right=named[1], verdict=judgement.verdict,
        label=judgement.label, score=judgement.score or 0.0, doubt=doubt,
        reports=len({r for home in homes for r in held.reports.get(home, ())}),
        left_words=held.words.get(left, left), right_words=held.words.get(right, right), judgement=judgement.id,
        left_id=named[0], left_kind=held.kind.get(named[0], "provision"), right_id=named[1],
        right_kind=held.kind.get(named[1], "provision"),
    )  # fmt: skip
