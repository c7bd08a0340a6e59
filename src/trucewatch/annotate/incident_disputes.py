"""Who denies having done it, who else is blamed: attributions that stand in the sentences around an incident.

"Officials blame the rebels for the killings, but the group has denied the charge" names no event that the sentence
before has not told: it belongs to that event as an attribution (``said_by``) with its denial (``denied_by``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from trucewatch.annotate.incident_lexicon import triggers, word_sets
from trucewatch.annotate.said_as import DENYING_ACTS
from trucewatch.annotate.sentences import Parsed
from trucewatch.records.mention import IncidentMention, Participant, StatementMention

#: Types that somebody may be blamed for.
BLAMED = frozenset((
    "airstrike", "drone_strike", "shelling", "armed_attack", "clash", "bombing", "suicide_attack", "targeted_killing",
    "mass_killing", "chemical_attack", "offensive", "abduction", "destruction", "territory_seized", "torture",
))  # fmt: skip
#: How many sentences back "the attack" and "the charge" reach, and how far apart two rival accounts stand.
REACH, RIVAL_REACH = 2, 4


def with_disputes(
    mentions: Sequence[IncidentMention], parsed: Parsed, statements: Sequence[StatementMention]
) -> list[IncidentMention]:
    """The mentions (in the order of the text) with the blame and the denials told beside them."""
    starts = [p.start + s.start_char for p in parsed.paragraphs for s in p.doc.sents]
    told = list(mentions)
    for statement in sorted(statements, key=lambda s: s.content[0].start):
        if statement.silence:
            continue
        at = _sentence(starts, (statement.cue or statement.content[0]).start)
        if statement.act == "accuse" and statement.target_side is not None and _blames(statement, told):
            _blame(told, starts, at, statement)
        elif statement.act in (*DENYING_ACTS, "reject"):
            _deny(told, starts, at, statement)
    return _rivals(told, starts)


def _sentence(starts: Sequence[int], at: int) -> int:
    return bisect_right(starts, at) - 1


def _words(statement: StatementMention) -> set[str]:
    said = " ".join(s.words for s in statement.spans())
    return {w.strip(".,;:\"'“”’").casefold() for w in said.split()}


def _holds_event(statement: StatementMention, told: Sequence[IncidentMention]) -> bool:
    return any(p.start <= m.trigger.start < p.end for m in told for p in statement.content)


def _blames(statement: StatementMention, told: Sequence[IncidentMention]) -> bool:
    """True if the charge tells no event of its own and is worded as blame for one."""
    words = {w for word in _words(statement) for w in (word, word.removesuffix("d"), word.removesuffix("s"))}
    return not _holds_event(statement, told) and bool(words & word_sets()["blaming"])


def _denies_charge(statement: StatementMention, told: Sequence[IncidentMention]) -> bool:
    """True if what is denied is a charge, a role or an event told before, not a matter of its own."""
    words = {w for word in _words(statement) for w in (word, word.removesuffix("s"))}
    return not _holds_event(statement, told) and bool(words & word_sets()["denied_things"])


def _before(told: Sequence[IncidentMention], starts: Sequence[int], at: int) -> list[int]:
    """Numbers of the incidents that the nearest sentence up to ``at`` tells, no more than ``REACH`` back."""
    near = [
        (at - where, n)
        for n, m in enumerate(told)
        if m.type in BLAMED and 0 <= at - (where := _sentence(starts, m.trigger.start)) <= REACH
    ]
    nearest = min((d for d, _ in near), default=None)
    return [n for d, n in near if d == nearest]


def _blame(told: list[IncidentMention], starts: Sequence[int], at: int, statement: StatementMention) -> None:
    side, by = statement.target_side, statement.speaker or statement.side
    for n in _meant(statement, told, starts, at) or _before(told, starts, at):
        mention = told[n]
        if side in {t.side for t in mention.targets} or any(a.side == side for a in mention.actors):
            continue
        blamed = Participant(name=side or "", side=side, said_by=by)
        told[n] = replace(mention, actors=(*mention.actors, blamed))


def _meant(statement: StatementMention, told: Sequence[IncidentMention], starts: Sequence[int], at: int) -> list[int]:
    """Numbers of the incidents near before whose kind the charge names: of an attack on a clinic and a bombing told in
    turn, "behind the killings" means the attack. None where it names no kind, or the nearest is of it."""
    kinds = {t.type for word in _words(statement) for t in triggers().get((word.removesuffix("s"), "noun"), ())}
    near = [
        n
        for n, m in enumerate(told)
        if m.type in BLAMED & kinds and 0 <= at - _sentence(starts, m.trigger.start) <= REACH
    ]
    nearest = max((_sentence(starts, told[n].trigger.start) for n in near), default=None)
    return [n for n in near if _sentence(starts, told[n].trigger.start) == nearest]


def _deny(told: list[IncidentMention], starts: Sequence[int], at: int, statement: StatementMention) -> None:
    """Mark what the speaker's side is said to have done: by "the charge", by the event's noun, or told just before."""
    by, side = statement.speaker or (statement.source.words if statement.source else None), statement.side
    if by is None or side is None:
        return
    near = _before(told, starts, at)
    if not _denies_charge(statement, told):
        named = {t.type for w in _words(statement) for t in triggers().get((w, "noun"), ())}
        just = [n for n in near if statement.act in DENYING_ACTS and at - _sentence(starts, told[n].trigger.start) < 2]
        near = [n for n in just if told[n].said_by_side not in (None, side)]
        start = statement.content[0].start
        near += [n for n, m in enumerate(told) if m.type in named & BLAMED and m.trigger.start < start]
    for n in dict.fromkeys(near):
        mention = told[n]
        actors = tuple(replace(a, denied_by=by) if a.side == side else a for a in mention.actors)
        if actors != mention.actors:
            told[n] = replace(mention, actors=actors)


def _rivals(told: list[IncidentMention], starts: Sequence[int]) -> list[IncidentMention]:
    """Two sides that each say the other attacked: each account also holds what the other side says."""
    for i, one in enumerate(told):
        for j in range(i + 1, len(told)):
            two = told[j]
            if _sentence(starts, two.trigger.start) - _sentence(starts, one.trigger.start) > RIVAL_REACH:
                break
            if not _accuse_each_other(one, two):
                continue
            both = (*one.actors, *two.actors)
            for n in range(max(0, i - 2), j + 1):
                near = _sentence(starts, one.trigger.start) - _sentence(starts, told[n].trigger.start) <= REACH
                if n in (i, j) or (near and _same_fight(told[n], one, two)):
                    kept = told[n].actors
                    told[n] = replace(told[n], actors=(*kept, *(a for a in both if a not in kept)))
            break
    return told


def _accuse_each_other(one: IncidentMention, two: IncidentMention) -> bool:
    if one.type not in BLAMED or two.type not in BLAMED or not one.said_by_side or not two.said_by_side:
        return False
    if one.said_by_side == two.said_by_side or not _same_time(one, two):
        return False
    hit = [{p.side for p in m.targets if p.side} for m in (one, two)]
    did = [{p.side for p in m.actors if p.side} for m in (one, two)]
    return did[0] == {two.said_by_side} == hit[1] and did[1] == {one.said_by_side} == hit[0]


def _same_time(one: IncidentMention, two: IncidentMention) -> bool:
    """True unless the second account gives another time than the first, or gives one that the first has not."""
    if two.when is None:
        return True
    return one.when is not None and (one.when.first_day, one.when.last_day) == (two.when.first_day, two.when.last_day)


def _same_fight(mention: IncidentMention, one: IncidentMention, two: IncidentMention) -> bool:
    """True for a telling of nobody's side just before two rival accounts, with no other fighters in it."""
    sides = {p.side for p in (*mention.actors, *mention.targets) if p.side}
    return mention.type in BLAMED and not mention.background and sides <= {one.said_by_side, two.said_by_side}
