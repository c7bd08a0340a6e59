"""Judgements: the machine's, with score and reasons, and the persons', which always win."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from trucewatch.records.incident import Incident
from trucewatch.records.judgement import Judgement, JudgementKind
from trucewatch.records.maker import Maker, Reason
from trucewatch.records.statement import Statement

MAKER = Maker(kind="machine", name="link", version="5")
#: Pairs a little below the line to unsure are still written down; what lies further below is worked out when one asks.
WRITTEN_FROM = 0.35


def judge(
    kind: JudgementKind,
    left: str,
    right: str,
    *,
    score: float,
    same: bool,
    unsure_at: float,
    reasons: tuple[Reason, ...],
    now: datetime,
    person: Judgement | None = None,
) -> Judgement:
    """The machine's judgement of a pair as the clusters stand: ``same`` is True if they hold both.

    Where a person has judged the pair, the machine's own score stays beside that, and says so.
    """
    verdict = "same" if same else "unsure" if score >= unsure_at else "different"
    if person is not None:
        said = Reason(field="person", value=person.verdict, rule=f"judged by {person.maker.name}")
        reasons = (*reasons, said)
    return Judgement.of(
        kind=kind,
        left=left,
        right=right,
        verdict=verdict,
        score=min(1.0, score),
        reasons=reasons,
        maker=MAKER,
        made_at=now,
    )


def persons_pairs(
    kind: JudgementKind,
    persons: Iterable[Judgement],
    known: Sequence[Statement] | Sequence[Incident],
    rank: Mapping[str, int],
) -> tuple[list[tuple[int, int, bool]], dict[tuple[int, int], Judgement]]:
    """Persons' judgements as pairs of ranks, the latest first and one per pair; and each pair's judgement.

    Either side may be a mention or a known record, which then stands for its founding mention (or the first of
    its mentions that is still there). "Unsure" takes an earlier judgement back and binds nothing.
    """
    mention_of = {}
    for record in known:
        still = [m for m in (record.founding_mention, *record.mention_ids) if m in rank]
        if still:
            mention_of[record.id] = still[0]
    latest: dict[tuple[int, int], Judgement] = {}
    for judgement in sorted(persons, key=lambda j: (j.made_at, j.id), reverse=True):
        if judgement.kind != kind:
            continue
        left = mention_of.get(judgement.left, judgement.left)
        right = mention_of.get(judgement.right, judgement.right)
        if left in rank and right in rank and left != right:
            i, j = sorted((rank[left], rank[right]))
            latest.setdefault((i, j), judgement)
    pairs = [(i, j, judged.verdict == "same") for (i, j), judged in latest.items() if judged.verdict != "unsure"]
    return pairs, latest


def overruled(kind: JudgementKind, left: str, right: str, judgement: Judgement, *, now: datetime) -> Judgement:
    """The remark that a person's judgement cannot hold beside a later one of a person."""
    why = Reason(
        field="person",
        value=judgement.verdict,
        rule=f"judged {judgement.verdict} by {judgement.maker.name}; later judgements of persons exclude it",
    )
    return Judgement.of(kind=kind, left=left, right=right, verdict="unsure", reasons=(why,), maker=MAKER, made_at=now)
