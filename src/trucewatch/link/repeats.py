"""Statement -> the earlier statement that it says again: one speaker, one act, one point, on another day.

The same words on another day are another statement (``compare.occasions``). Two mentions that nothing but the day
keeps apart are compared once more as if one day had both: what would then make them one makes the later one repeat the
earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from trucewatch.link.compare import (
    SAME_AT,
    VERBATIM_AT,
    VERBATIM_TRIPLES,
    compare,
    occasions,
    of_two_sides,
    point_likeness,
    speakers,
)
from trucewatch.link.decide import MAKER
from trucewatch.link.profile import Profile
from trucewatch.records.judgement import Judgement
from trucewatch.records.maker import Reason
from trucewatch.records.statement import Statement

#: From this score on, found as if both had been said on one day, the later mention repeats the earlier.
REPEATED_AT = SAME_AT
#: Speakers of whom one is not known to be the other, whatever they are called.
_NOBODY = frozenset({"anonymous", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """Two mentions of one point on two days, with the days that lie between."""

    later: str
    earlier: str
    gap: int
    score: float
    reasons: tuple[Reason, ...]


def repeated(a: Profile, b: Profile) -> Repeated | None:
    """Whether one of the two says again what the other said before; None if it does not, or the days are not apart."""
    if a.window is None or b.window is None or a.mention.act != b.mention.act:
        return None
    if of_two_sides(a, b):
        return None
    gap = a.window.gap(b.window)
    if gap <= 1 or not _one_voice(a, b) or _other_matters(a, b):
        return None
    _, verbatim, triples = point_likeness(a, b)
    apart, day = occasions(a, b, quoted=verbatim >= VERBATIM_AT and triples >= VERBATIM_TRIPLES)
    if apart > 0.0:
        return None
    earlier, later = (a, b) if a.window.first < b.window.first else (b, a)
    # that a breach is charged makes no point by itself
    found = compare(replace(earlier, stance=None), replace(later, stance=None, window=earlier.window))
    if found.forbidden or found.score < REPEATED_AT:
        return None
    kept = tuple(r for r in found.reasons if r.field != "said_on")
    return Repeated(
        later=later.mention.id, earlier=earlier.mention.id, gap=gap, score=found.score, reasons=(day, *kept)
    )


def _other_matters(a: Profile, b: Profile) -> bool:
    """True if each names days of its own, or if both charge a breach and no matter shows that it is one breach."""
    if a.point.days and b.point.days and not a.point.days & b.point.days:
        return True
    one, other = a.stance, b.stance
    if one is None or other is None or one.kept or other.kept:
        return False
    return not one.matter & other.matter


def _one_voice(a: Profile, b: Profile) -> bool:
    """True if both name one speaker; a speaker without a name of his own must speak for the same side."""
    if a.mention.speaker_kind in _NOBODY or b.mention.speaker_kind in _NOBODY:
        return False
    known, _, _ = speakers(a, b, quoted=False)
    named = a.mention.speaker_kind == b.mention.speaker_kind == "named" or a.actor is not None
    return known == 1.0 and (named or (a.mention.side is not None and a.mention.side == b.mention.side))


def repeats_among(spoken: Sequence[Profile], pairs: Iterable[tuple[int, int]]) -> list[Repeated]:
    """The repetitions among these pairs of mentions."""
    return [found for i, j in pairs if (found := repeated(spoken[i], spoken[j])) is not None]


def link_repeats(
    found: Iterable[Repeated], statements: Sequence[Statement], *, persons: Collection[Judgement], now: datetime
) -> tuple[Judgement, ...]:
    """Tie every statement to the nearest earlier one that it repeats. ``statements`` are in the order told.

    A pair that a person judged is left to the person's judgement.
    """
    home = {m: n for n, statement in enumerate(statements) for m in statement.mention_ids}
    judged = {(j.left, j.right) for j in persons if j.kind == "repeats"}
    best: dict[tuple[int, int], Repeated] = {}
    for one in sorted(found, key=lambda r: (-r.score, r.gap, r.later, r.earlier)):
        later, earlier = home.get(one.later), home.get(one.earlier)
        if later is None or earlier is None or later == earlier or (earlier, later) in best:
            continue
        best.setdefault((later, earlier), one)
    return tuple(
        Judgement.of(
            kind="repeats", left=statements[later].id, right=statements[earlier].id, verdict="same",
            score=min(1.0, one.score), reasons=one.reasons, maker=MAKER, made_at=now,
        )
        for (later, earlier), one in _nearest(best, statements, judged).items()
    )  # fmt: skip


def _nearest(
    best: Mapping[tuple[int, int], Repeated], statements: Sequence[Statement], judged: Collection[tuple[str, str]]
) -> dict[tuple[int, int], Repeated]:
    """Of each later statement the earlier one nearest in days, then most alike, then first told."""
    nearest: dict[int, tuple[int, float, int]] = {}
    for (later, earlier), one in best.items():
        if (statements[later].id, statements[earlier].id) in judged:
            continue
        rank = (one.gap, -one.score, earlier)
        nearest[later] = min(rank, nearest.get(later, rank))
    return {(later, rank[2]): best[later, rank[2]] for later, rank in sorted(nearest.items())}
